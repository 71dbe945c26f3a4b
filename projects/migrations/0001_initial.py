"""Projects, their plans and changes, monthly reports, problems, follow-up inspections, terms."""

import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('kind', models.CharField(choices=[('major', 'major project'), ('people', 'work for the people'), ('township', 'township project')], max_length=10, verbose_name='kind')),
                    ('rank', models.CharField(blank=True, max_length=50, verbose_name='rank of the project')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='lead unit of the project')),
                    ('responsible', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person responsible')),
                    ('leader', models.CharField(blank=True, max_length=50, verbose_name='leader responsible for it')),
                    ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                    ('content', models.TextField(max_length=1000, verbose_name='what is built or done')),
                    ('standard', models.TextField(blank=True, max_length=1000, verbose_name='standard of completion')),
                    ('total', models.BigIntegerField(verbose_name='total investment')),
                    ('year_total', models.BigIntegerField(verbose_name='planned investment of the year')),
                    ('planned_start', models.DateField(verbose_name='planned start')),
                    ('planned_finish', models.DateField(verbose_name='planned finish')),
                    ('planned_production', models.DateField(blank=True, null=True, verbose_name='planned production')),
                    ('started_on', models.DateField(null=True, verbose_name='begun on')),
                    ('finished_on', models.DateField(null=True, verbose_name='finished on')),
                    ('produced_on', models.DateField(null=True, verbose_name='in production since')),
                    ('suspended_on', models.DateField(null=True, verbose_name='suspended since')),
                    ('state', django_fsm.FSMField(choices=[('draft', 'plan being written'), ('submitted', 'plan waits for approval'), ('planned', 'not yet started'), ('running', 'under construction'), ('finished', 'finished and accepted'), ('produced', 'in production'), ('suspended', 'suspended')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('entered_at', models.DateTimeField(verbose_name='entered at')),
                    ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_at', models.DateTimeField(null=True, verbose_name='when it was handed in')),
                    ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_until', models.DateField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'projects',
                    'verbose_name_plural': 'projects',
                    'ordering': ['kind', 'code'],
                    'indexes': [models.Index(fields=['organisation', 'state'], name='project_of_unit'), models.Index(condition=models.Q(('state__in', ['planned', 'running'])), fields=['asked_until'], name='project_asked')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('planned_finish__gte', models.F('planned_start')), models.Q(('planned_production', None), ('planned_production__gte', models.F('planned_finish')), _connector='OR')), name='project_dates_in_order', violation_error_message='Start, finish and production follow one another.'), models.CheckConstraint(condition=models.Q(('total__gte', 0), ('year_total__gte', 0), ('year_total__lte', models.F('total'))), name='project_money_adds_up', violation_error_message="The year's investment is a part of the whole."), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'people'), _negated=True), models.Q(('standard', ''), _negated=True), _connector='OR'), name='work_for_the_people_has_a_standard', violation_error_message='A work for the people needs a standard by which it is done.'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='plan_approved_by_another', violation_error_message='A plan is approved by somebody other than who submitted it.'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted']), ('approved_at__isnull', False), _connector='OR'), name='project_in_force_is_approved'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), _negated=True), ('suspended_on__isnull', False), _connector='OR'), name='project_suspended_since')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Node',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nodes', to='projects.project')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('stage', models.CharField(choices=[('approval', 'approval of the project'), ('tender', 'tendering'), ('land', 'land and demolition'), ('works', 'progress of the works'), ('investment', 'investment done'), ('look', 'visual progress'), ('problems', 'problems of the project')], max_length=12, verbose_name='stage')),
                    ('name', models.CharField(max_length=100, verbose_name='node')),
                    ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                    ('starts_on', models.DateField(verbose_name='begins on')),
                    ('planned_on', models.DateField(verbose_name='due on')),
                    ('original_on', models.DateField(null=True, verbose_name='first planned for')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit that answers for it')),
                    ('share', models.PositiveSmallIntegerField(default=0, verbose_name='done (percent)')),
                    ('done_on', models.DateField(null=True, verbose_name='done on')),
                    ('done_words', models.CharField(blank=True, max_length=300, verbose_name='how it was done')),
                    ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'nodes',
                    'verbose_name_plural': 'nodes',
                    'ordering': ['project', 'number'],
                    'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['planned_on'], name='node_owed'), models.Index(fields=['organisation', 'planned_on'], name='node_of_unit')],
                    'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='node_number_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='node_weight', violation_error_message='A weight lies between 1 and 100.'), models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='node_share', violation_error_message='What is done lies between 0 and 100 percent.'), models.CheckConstraint(condition=models.Q(('done_on', None), ('share', 100), _connector='OR'), name='node_done_wholly'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('planned_on'))), name='node_dates_in_order', violation_error_message='A node begins before it is due.')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='projects.node')),
                    ('was_on', models.DateField(verbose_name='until now')),
                    ('to_on', models.DateField(verbose_name='new day')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for approval'), ('approved', 'approved'), ('refused', 'refused')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opinion', models.CharField(blank=True, max_length=300, verbose_name='opinion')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('node',), name='one_open_change_a_node', violation_error_message='Another change of this node waits for approval.'), models.CheckConstraint(condition=models.Q(('was_on', models.F('to_on')), _negated=True), name='change_moves_the_day'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='change_decided_by_another', violation_error_message='A change is decided by somebody other than who proposed it.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='MonthlyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='projects.project')),
                    ('month', models.DateField(verbose_name='month')),
                    ('investment', models.BigIntegerField(null=True, verbose_name='investment of the month')),
                    ('words', models.JSONField(default=dict, verbose_name='progress by stages')),
                    ('state', django_fsm.FSMField(choices=[('drafted', 'to be written'), ('submitted', 'handed in for reading'), ('returned', 'sent back to be rewritten'), ('accepted', 'accepted by the office')], default='drafted', max_length=50, protected=True, verbose_name='state')),
                    ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                    ('submitted_at', models.DateTimeField(null=True, verbose_name='when it was handed in')),
                    ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'monthly reports',
                    'verbose_name_plural': 'monthly reports',
                    'ordering': ['-month', '-pk'],
                    'indexes': [models.Index(fields=['state', '-month'], name='project_report_state')],
                    'constraints': [models.UniqueConstraint(fields=('project', 'month'), name='one_report_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='report_of_a_whole_month'), models.CheckConstraint(condition=models.Q(('state', 'drafted'), models.Q(('investment__gte', 0), ('submitted_at__isnull', False)), _connector='OR'), name='report_says_what_was_spent'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_judged_by_another', violation_error_message='A report is judged by somebody other than who submitted it.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='NodeShare',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='projects.monthlyreport')),
                    ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='projects.node')),
                    ('share', models.PositiveSmallIntegerField(verbose_name='done (percent)')),
                ],
                options={
                    'ordering': ['node__number'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'node'), name='one_share_a_node_and_report'), models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='told_share')],
                },
            ),
            migrations.CreateModel(
                name='Problem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='projects.project')),
                    ('stage', models.CharField(choices=[('approval', 'approval of the project'), ('tender', 'tendering'), ('land', 'land and demolition'), ('works', 'progress of the works'), ('investment', 'investment done'), ('look', 'visual progress'), ('problems', 'problems of the project')], default='problems', max_length=12, verbose_name='stage')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit that solves it')),
                    ('words', models.TextField(max_length=500, verbose_name='problem')),
                    ('due_on', models.DateField(verbose_name='to be solved by')),
                    ('state', django_fsm.FSMField(choices=[('open', 'to be solved'), ('solved', 'said to be solved'), ('confirmed', 'confirmed as solved'), ('reopened', 'not solved, open again')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('raised_at', models.DateTimeField(verbose_name='time of raising')),
                    ('raised_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answer', models.TextField(blank=True, max_length=500, verbose_name='how it was solved')),
                    ('solved_at', models.DateTimeField(null=True, verbose_name='solved at')),
                    ('solved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'problems of projects',
                    'verbose_name_plural': 'problems of projects',
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['organisation', 'state'], name='problem_of_unit')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['solved', 'confirmed']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='problem_solved_somehow'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('solved_by', None), models.Q(('decided_by', models.F('solved_by')), _negated=True), _connector='OR'), name='problem_confirmed_by_another', violation_error_message='That a problem is solved is confirmed by somebody else.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='projects.project')),
                    ('node', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='projects.node')),
                    ('previous', models.OneToOneField(error_messages={'unique': 'This visit was followed up already.'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='projects.followup')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('visited_on', models.DateField(verbose_name='day of the visit')),
                    ('result', models.CharField(choices=[('good', 'as it should be'), ('wanting', 'wanting')], max_length=10, verbose_name='outcome of the visit')),
                    ('found', models.TextField(max_length=1000, verbose_name='found')),
                    ('demanded', models.TextField(blank=True, max_length=500, verbose_name='demanded')),
                    ('entered_at', models.DateTimeField(verbose_name='entered at')),
                    ('entered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'follow-up inspections',
                    'verbose_name_plural': 'follow-up inspections',
                    'ordering': ['-visited_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('result', 'wanting'), _negated=True), models.Q(('demanded', ''), _negated=True), _connector='OR'), name='what_is_wanting_is_demanded', violation_error_message='Say what is demanded where something is wanting.')],
                },
            ),
            migrations.CreateModel(
                name='Term',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('warning', "yellow light before a node's day"), ('report', 'monthly report, after the end of the month'), ('rewrite', 'monthly report that was sent back')], max_length=10, verbose_name='term')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='working days')),
                    ('since', models.DateField(verbose_name='valid from')),
                    ('basis', models.CharField(max_length=200, verbose_name='basis')),
                ],
                options={
                    'verbose_name': 'terms of projects',
                    'verbose_name_plural': 'terms of projects',
                    'ordering': ['code', '-since'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'since'), name='project_term_once_a_day'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='project_term_of_days')],
                },
            ),
        ]),
    ]
