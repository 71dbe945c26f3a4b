"""Reminders and written criticism of orders that are not answered in their term; never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('deadlines', '0001_initial'),
        ('monitoring', '0006_rules_of_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Urge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('reminder', 'reminder'), ('criticism', 'written criticism')], max_length=10, verbose_name='kind')),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urges', to='deadlines.deadline')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urges', to='accounts.organisation', verbose_name='unit')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible person')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('due_on', models.DateField(verbose_name='answer was due on')),
                ('effective_on', models.DateField(verbose_name='late since')),
                ('made_at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='urge_about'), models.Index(fields=['organisation', '-made_at'], name='urge_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('deadline', 'kind'), name='one_urge_of_a_kind')],
            },
        ),
        append_only("monitoring_urge", except_columns=["number"]),
    ]
