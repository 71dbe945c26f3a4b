"""Cameras and the patrols through them, spot checks, their findings and how they were put right; the guards."""

import django.db.models.deletion
import django_fsm
import monitoring.models.cameras
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only, watch

ENDED = ["state", "ended_by_id", "ended_at"]
PLANNED = [*ENDED, "number", "approved_by_id", "approved_at", "result"]
TOLD = [*ENDED, "issued_by_id", "issued_at", "reason", "clock_id"]


def watched(model, columns):
    about = {"columns": columns, "content_type": ("monitoring", model), "organisation": "organisation_id"}
    return watch(f"monitoring_{model}", f"monitoring.{model}", **about)


GUARDS = [
    append_only("monitoring_patrol"),
    append_only("monitoring_patrolnote"),
    append_only("monitoring_shot"),
    append_only("monitoring_inspection", except_columns=PLANNED),
    append_only("monitoring_inspection_units"),
    append_only("monitoring_inspection_inspectors"),
    append_only("monitoring_spotfinding", except_columns=TOLD),
    append_only("monitoring_rectification"),
    append_only("monitoring_rectificationverdict"),
    watched("camera", ["code", "place", "retired_on"]),
    watched("inspection", ["number", "state"]),
    watched("spotfinding", ["state"]),
]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_code_device'),
        ('deadlines', '0005_holds'),
        ('monitoring', '0009_cards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Camera',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                ('place', models.CharField(help_text='What the picture shows, such as a counter.', max_length=100, verbose_name='place')),
                ('hall', models.CharField(max_length=100, verbose_name='hall')),
                ('stream', models.CharField(help_text='Shown to nobody but you.', max_length=300, validators=[monitoring.models.cameras.is_known_origin], verbose_name='WHEP address')),
                ('token', models.CharField(blank=True, max_length=300, verbose_name='access token of the media server')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='taken down on')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cameras', to='accounts.organisation', verbose_name='unit')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cameras', to='accounts.window', verbose_name='window')),
            ],
            options={
                'verbose_name': 'camera',
                'verbose_name_plural': 'camera',
                'ordering': ['hall', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('matter', models.CharField(max_length=100, verbose_name='matter')),
                ('secret', models.BooleanField(default=False, verbose_name='secret')),
                ('state', django_fsm.FSMField(choices=[('planned', 'waits for approval'), ('approved', 'under way'), ('dropped', 'called off'), ('concluded', 'concluded')], default='planned', max_length=50, protected=True, verbose_name='state')),
                ('places', models.CharField(max_length=200, verbose_name='places')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('focus', models.TextField(max_length=1000, verbose_name='what is looked at')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('result', models.TextField(blank=True, max_length=2000, verbose_name='report')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inspectors', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inspectors')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='accounts.organisation', verbose_name='unit')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('units', models.ManyToManyField(related_name='+', to='accounts.organisation', verbose_name='units to be checked')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Patrol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(verbose_name='from')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='patrols', to='monitoring.camera', verbose_name='camera')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PatrolNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('order', 'all in order'), ('irregular', 'not in order'), ('left', 'left the picture')], max_length=10, verbose_name='what was seen')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='in words')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('patrol', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='monitoring.patrol')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.TextField(max_length=2000, verbose_name='what was done')),
                ('reported_at', models.DateTimeField(verbose_name='time of the report')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RectificationVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.BooleanField(verbose_name='accepted')),
                ('reason', models.TextField(max_length=2000, verbose_name='what the verification found')),
                ('verified_at', models.DateTimeField(verbose_name='verified at')),
                ('rectification', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='monitoring.rectification')),
                ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Shot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('picture', 'snapshot'), ('clip', 'recorded stretch')], max_length=10, verbose_name='kind of picture')),
                ('taken_at', models.DateTimeField(verbose_name='time of the picture')),
                ('seconds', models.PositiveSmallIntegerField(default=0, verbose_name='seconds')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shots', to='monitoring.camera')),
                ('patrol', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shots', to='monitoring.patrol')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SpotFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', django_fsm.FSMField(choices=[('noted', 'noted, not told yet'), ('dropped', 'not followed up'), ('issued', 'to be put right'), ('reported', 'report to be verified'), ('returned', 'not put right, new term'), ('settled', 'put right')], default='noted', max_length=50, protected=True, verbose_name='state')),
                ('kind', models.CharField(choices=[('absence', 'window not attended'), ('lateness', 'late or gone early'), ('discipline', 'conduct at work'), ('service', 'service and attitude'), ('notice', 'not told everything at once'), ('disclosure', 'notices to the public'), ('charge', 'fees'), ('order', 'order and surroundings'), ('other', 'other')], max_length=20, verbose_name='kind of finding')),
                ('place', models.CharField(max_length=100, verbose_name='place')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
                ('facts', models.TextField(max_length=1000, verbose_name='facts')),
                ('basis', models.CharField(max_length=300, verbose_name='basis')),
                ('demand', models.TextField(max_length=1000, verbose_name='demand')),
                ('days', models.PositiveSmallIntegerField(default=5, verbose_name='working days to put it right')),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='told at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inspection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='monitoring.inspection')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spot_findings', to='accounts.organisation', verbose_name='unit')),
                ('patrol', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='monitoring.patrol')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('window', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='spot_findings', to='accounts.window')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name='rectification',
            name='finding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='monitoring.spotfinding'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='inspection_number_once'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('planned_by')), _negated=True), _connector='OR'), name='inspection_approved_by_another', violation_error_message='A check is approved by somebody other than who planned it.'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='inspection_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dropped', 'concluded']), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='inspection_ended_with_words'),
        ),
        migrations.AddIndex(
            model_name='patrol',
            index=models.Index(fields=['camera', '-id'], name='patrol_of_camera'),
        ),
        migrations.AddConstraint(
            model_name='patrolnote',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'left')), fields=('patrol',), name='patrol_left_once'),
        ),
        migrations.AddConstraint(
            model_name='patrolnote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'irregular'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='irregular_is_described'),
        ),
        migrations.AddConstraint(
            model_name='rectificationverdict',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rectification_verdict_says_why'),
        ),
        migrations.AddIndex(
            model_name='shot',
            index=models.Index(fields=['camera', '-id'], name='shot_of_camera'),
        ),
        migrations.AddIndex(
            model_name='spotfinding',
            index=models.Index(fields=['organisation', '-id'], name='spot_finding_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='spotfinding',
            constraint=models.CheckConstraint(condition=models.Q(('issued_by', None), models.Q(('issued_by', models.F('noted_by')), _negated=True), _connector='OR'), name='spot_finding_told_by_another', violation_error_message='A finding is told to the unit by somebody other than who noted it.'),
        ),
        migrations.AddConstraint(
            model_name='spotfinding',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='spot_finding_term_of_one_to_sixty_days'),
        ),
        migrations.AddConstraint(
            model_name='spotfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='spot_finding_dropped_with_reason'),
        ),
        *GUARDS,
    ]
