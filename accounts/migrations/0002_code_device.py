"""One-time codes under our own name in the administration; their table refers to our people, so it comes after them."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('otp_totp', '0003_add_timestamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeDevice',
            fields=[
            ],
            options={
                'verbose_name': 'one-time code devices',
                'verbose_name_plural': 'one-time code devices',
                'proxy': True,
            },
            bases=('otp_totp.totpdevice',),
        ),
    ]
