"""Calendars, policies of warning, clocks and what holds them."""

import deadlines.plan
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Year',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='year')),
                    ('status', models.CharField(choices=[('official', 'official'), ('provisional', 'provisional')], max_length=20, verbose_name='status')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('version', models.PositiveIntegerField(verbose_name='version')),
                ],
                options={
                    'verbose_name': 'calendar years',
                    'verbose_name_plural': 'calendar years',
                    'ordering': ['year'],
                },
            ),
            migrations.CreateModel(
                name='Day',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='deadlines.year')),
                    ('date', models.DateField(unique=True, verbose_name='date')),
                    ('working', models.BooleanField(verbose_name='working day')),
                    ('name', models.CharField(max_length=50, verbose_name='name')),
                ],
                options={
                    'verbose_name': 'holidays and make-up days',
                    'verbose_name_plural': 'holidays and make-up days',
                    'ordering': ['date'],
                },
            ),
            migrations.CreateModel(
                name='YearDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('status', models.CharField(choices=[('official', 'official'), ('provisional', 'provisional')], max_length=20, verbose_name='status')),
                    ('days', models.JSONField(verbose_name='days')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waiting for a second person'), ('switched_on', 'switched on'), ('dropped', 'given up')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('moved', models.PositiveIntegerField(null=True, verbose_name='clocks moved')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('year',), name='one_draft_of_a_year', violation_error_message='A notice of this year waits for a second person already.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'switched_on'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='year_switched_on_by_another', violation_error_message='A calendar is switched on by somebody other than who uploaded it.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Policy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                    ('name', models.CharField(max_length=50, verbose_name='name')),
                    ('warn_percent', models.PositiveSmallIntegerField(default=10, verbose_name='warning share of the promise (percent)')),
                    ('warn_at_least', models.PositiveSmallIntegerField(default=1, verbose_name='warning at least (days)')),
                    ('grave_after', models.PositiveSmallIntegerField(default=5, verbose_name='gravely overdue after (days past the promise)')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('valid_from', models.DateField(verbose_name='valid from')),
                ],
                options={
                    'verbose_name': 'policies of warning',
                    'verbose_name_plural': 'policies of warning',
                    'ordering': ['version'],
                },
            ),
            migrations.CreateModel(
                name='Deadline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('name', models.CharField(max_length=40, verbose_name='clock')),
                    ('round', models.PositiveSmallIntegerField(default=1)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='accounts.organisation')),
                    ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.CharField(choices=[('working', 'working'), ('calendar', 'calendar'), ('hours', 'hours')], default=deadlines.plan.Unit['WORKING'], max_length=10)),
                    ('promised', models.PositiveSmallIntegerField(verbose_name='promised')),
                    ('statutory', models.PositiveSmallIntegerField(null=True, verbose_name='statutory')),
                    ('graded', models.BooleanField(default=True)),
                    ('warned', models.BooleanField(default=True)),
                    ('warn_days', models.PositiveSmallIntegerField(null=True)),
                    ('started_at', models.DateTimeField(verbose_name='started at')),
                    ('started_on', models.DateField(verbose_name='started on')),
                    ('due_on', models.DateField(verbose_name='due on')),
                    ('statutory_on', models.DateField(null=True, verbose_name='statutory limit ends')),
                    ('due_at', models.DateTimeField(null=True)),
                    ('warn_on', models.DateField(null=True)),
                    ('overdue_on', models.DateField()),
                    ('grave_on', models.DateField(null=True)),
                    ('next_alarm_at', models.DateTimeField(null=True)),
                    ('rung', models.PositiveSmallIntegerField(choices=[(0, 'quiet'), (1, 'warning'), (2, 'overdue'), (3, 'gravely overdue')], default=0)),
                    ('policy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.policy')),
                    ('calendar_version', models.PositiveIntegerField()),
                    ('provisional', models.BooleanField(verbose_name='provisional')),
                    ('paused_on', models.DateField(null=True, verbose_name='paused on')),
                    ('was_paused', models.BooleanField(default=False)),
                    ('extended_days', models.PositiveSmallIntegerField(default=0)),
                    ('met_on', models.DateField(null=True, verbose_name='met on')),
                    ('used_days', models.PositiveIntegerField(null=True, verbose_name='used days')),
                    ('cancelled_on', models.DateField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='deadline_next_alarm')],
                    'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id', 'name', 'round'), name='one_clock_per_round'), models.CheckConstraint(condition=models.Q(('statutory', None), ('promised__lte', models.F('statutory')), _connector='OR'), name='promise_within_statute', violation_error_message='The promised limit must not exceed the statutory limit.'), models.CheckConstraint(condition=models.Q(('due_on__lte', models.F('overdue_on'))), name='due_before_overdue')],
                },
            ),
            migrations.CreateModel(
                name='Pause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='deadlines.deadline')),
                    ('from_on', models.DateField(verbose_name='from')),
                    ('until_on', models.DateField(null=True, verbose_name='until')),
                    ('kind', models.CharField(max_length=20, verbose_name='kind')),
                    ('ground', models.TextField(verbose_name='ground')),
                    ('told_days', models.PositiveSmallIntegerField(verbose_name='days told to the applicant')),
                ],
                options={
                    'ordering': ['from_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='pause_ends_after_start', violation_error_message='A pause cannot end before it began.'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('deadline', 'kind'), name='one_open_pause_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Extension',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deadline', models.OneToOneField(error_messages={'unique': 'A limit can be extended only once.'}, on_delete=django.db.models.deletion.PROTECT, related_name='extension', to='deadlines.deadline')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='days')),
                    ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('approved_on', models.DateField(verbose_name='approved on')),
                ],
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('ground', models.CharField(max_length=300, verbose_name='ground of the lock')),
                    ('reference', models.CharField(blank=True, max_length=60, verbose_name='rests on')),
                    ('until', models.DateField(null=True, verbose_name='until')),
                    ('held_at', models.DateTimeField(verbose_name='locked at')),
                    ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('released_at', models.DateTimeField(null=True, verbose_name='unlocked at')),
                    ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('release_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for unlocking')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(condition=models.Q(('released_at', None)), fields=['subject_type', 'subject_id'], name='hold_in_force'), models.Index(fields=['reference'], name='hold_by_reference')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='hold_has_a_ground'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('release_reason', ''), _negated=True), _connector='OR'), name='release_has_a_reason', violation_error_message='Give the reason for unlocking.')],
                },
            ),
        ]),
    ]
