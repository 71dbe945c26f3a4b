"""What supervision holds: placed and released, never forgotten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('deadlines', '0004_year_drafts'),
        ('records', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('ground', models.CharField(max_length=300, verbose_name='ground of the lock')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='rests on')),
                ('until', models.DateField(null=True, verbose_name='until')),
                ('held_at', models.DateTimeField(verbose_name='locked at')),
                ('released_at', models.DateTimeField(null=True, verbose_name='unlocked at')),
                ('release_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for unlocking')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('released_at', None)), fields=['subject_type', 'subject_id'], name='hold_in_force'), models.Index(fields=['reference'], name='hold_by_reference')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='hold_has_a_ground'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('release_reason', ''), _negated=True), _connector='OR'), name='release_has_a_reason', violation_error_message='Give the reason for unlocking.')],
            },
        ),
        append_only("deadlines_hold", except_columns=["released_at", "released_by_id", "release_reason"]),
    ]
