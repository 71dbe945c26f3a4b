"""The registers of printing, of seal use and of looks are evidence."""

from django.db import migrations

from records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0004_registers"), ("records", "0002_append_only")]
    operations = [append_only("records_printing"), append_only("records_sealuse"), append_only("records_look")]
