"""Where readers of the record keep their place; messages and attempts to deliver them are evidence of who was told."""

from django.db import migrations, models

from records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0007_papers_of_supervision"), ("accounts", "0004_messages")]
    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.CharField(max_length=40, unique=True)),
                ("txid", models.BigIntegerField(default=0)),
                ("entry", models.BigIntegerField(default=0)),
            ],
        ),
        append_only("accounts_message", except_columns=("read_at", "escalate_at")),
        append_only("accounts_attempt"),
    ]
