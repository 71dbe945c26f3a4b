"""Documents of goals, indicators, tasks and their progress; notices of delay; weekly reports."""

import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables
from records.triggers import append_only, watch

REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"

# A document goes into force with weights that add up to 100 below every node; its text then stands.
DOCUMENT = f"""
CREATE FUNCTION scoring_goals_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['state', 'signed_at', 'signed_by_id'];
BEGIN
  IF OLD.state <> 'draft' AND to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    {REFUSE.format("a document in force does not change", "goals_stand")}
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'in_force' AND (
      EXISTS (SELECT FROM scoring_indicator WHERE document_id = NEW.id GROUP BY parent_id HAVING sum(weight) <> 100)
      OR EXISTS (SELECT FROM scoring_task WHERE document_id = NEW.id AND weight IS NULL)) THEN
    {REFUSE.format("the weights below a node add up to 100", "goals_weigh_100")}
  END IF;
  RETURN NEW;
END $$
"""
# By statement, not by row: thousands of rows are read in at once.
TREE = f"""
CREATE FUNCTION scoring_tree_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed c JOIN scoring_goaldocument d ON d.id = c.document_id WHERE d.state <> 'draft') THEN
    {REFUSE.format("the indicators of a document in force stand", "indicators_stand")}
  END IF;
  RETURN NULL;
END $$
"""
TASK = f"""
CREATE FUNCTION scoring_task_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE life text[] := ARRAY['responsible_id', 'done_on', 'state', 'self_points', 'self_words', 'self_at', 'self_by_id',
  'points', 'words', 'reviewed_at', 'reviewed_by_id', 'signed_at', 'signed_by_id', 'reason'];
BEGIN
  IF to_jsonb(OLD) - life IS DISTINCT FROM to_jsonb(NEW) - life AND EXISTS (
      SELECT FROM scoring_goaldocument WHERE id = OLD.document_id AND state <> 'draft') THEN
    {REFUSE.format("the tasks of a document in force stand", "tasks_stand")}
  END IF;
  RETURN NEW;
END $$
"""
# Each insert of observations leaves one row a task in the queue; scoring.models.progress says how it is read.
QUEUE = """
CREATE FUNCTION scoring_queue_progress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scoring_delta (task_id, amount) SELECT task_id, sum(amount) FROM made GROUP BY task_id ORDER BY task_id;
  RETURN NULL;
END $$
"""
BY = "FOR EACH STATEMENT EXECUTE FUNCTION scoring_tree_stands()"
TRIGGERS = [
    "CREATE TRIGGER stands BEFORE UPDATE ON scoring_goaldocument FOR EACH ROW "
    "EXECUTE FUNCTION scoring_goals_stand()",
    *(
        f"CREATE TRIGGER stands_{verb} AFTER {verb} ON {table} REFERENCING {row} TABLE AS changed {BY}"
        for table in ("scoring_indicator", "scoring_task")
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"))
        if (table, verb) != ("scoring_task", "UPDATE")
    ),
    "CREATE TRIGGER stands BEFORE UPDATE ON scoring_task FOR EACH ROW EXECUTE FUNCTION scoring_task_stands()",
    "CREATE TRIGGER queue_progress AFTER INSERT ON scoring_observation REFERENCING NEW TABLE AS made "
    "FOR EACH STATEMENT EXECUTE FUNCTION scoring_queue_progress()",
    *(
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in ("scoring_goaldocument", "scoring_indicator", "scoring_task", "scoring_delta", "scoring_rollup")
    ),
    *(
        f"CREATE TRIGGER no_delete BEFORE DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in ("scoring_goaldocument", "scoring_indicator", "scoring_task", "scoring_rollup")
    ),
]
FUNCTIONS = ["goals_stand", "tree_stands", "task_stands", "queue_progress"]
DELAY_LIFE = [
    *("state", "due_on", "why", "measures", "explained_at", "explained_by_id", "decided_at", "decided_by_id", "reason"),
    "document_id",
]
RATED = ["state", "points", "self_points", "done_on", "reviewed_by_id", "signed_by_id", "responsible_id"]


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_seeds"), ("accounts", "0001_initial"), ("records", "0002_guards")]

    operations = [
        Tables([
            migrations.CreateModel(
                name='GoalDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=100, verbose_name='title of the paper')),
                    ('number', models.CharField(max_length=50, verbose_name='number of the paper')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('issued_on', models.DateField(verbose_name='issued on')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='office')),
                    ('tolerance', models.PositiveSmallIntegerField(default=10, verbose_name='tolerance (percentage points)')),
                    ('explain_days', models.PositiveSmallIntegerField(default=10, verbose_name='term of an explanation (working days)')),
                    ('state', django_fsm.FSMField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('closed', 'closed for the year'), ('dropped', 'draft given up')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                    ('drafted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                    ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'documents of goals',
                    'verbose_name_plural': 'documents of goals',
                    'ordering': ['-year', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('year', 'number'), name='goal_document_once', violation_error_message='There is a document with this number in this year already.'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='goals_by_two', violation_error_message='A document is put in force by somebody other than who drafted it.'), models.CheckConstraint(condition=models.Q(('tolerance__lte', 100)), name='goal_tolerance'), models.CheckConstraint(condition=models.Q(('explain_days__gte', 1), ('explain_days__lte', 60)), name='goal_explain_days')],
                    'indexes': [],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Indicator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='scoring.goaldocument')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='scoring.indicator', verbose_name='indicator above')),
                    ('code', models.CharField(max_length=30, verbose_name='code')),
                    ('name', models.CharField(max_length=200, verbose_name='indicator')),
                    ('standard', models.CharField(blank=True, max_length=500, verbose_name='standard to be met')),
                    ('measure', models.CharField(blank=True, max_length=20, verbose_name='unit of measure')),
                    ('direction', models.CharField(choices=[('rise', 'the more the better'), ('fall', 'not more than'), ('done', 'done or not')], default='rise', max_length=4, verbose_name='direction')),
                    ('target', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='target')),
                    ('weight', models.DecimalField(decimal_places=4, max_digits=7, verbose_name='weight')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ],
                options={
                    'verbose_name': 'indicators',
                    'verbose_name_plural': 'indicators',
                    'ordering': ['document', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'code'), name='indicator_once', violation_error_message='There is an indicator with this code already.'), models.CheckConstraint(condition=models.Q(('weight__gt', 0), ('weight__lte', 100)), name='indicator_weight', violation_error_message='A weight lies above 0 and is 100 at most.'), models.CheckConstraint(condition=models.Q(('target', None), ('target__gt', 0), models.Q(('direction', 'fall'), ('target__gte', 0)), _connector='OR'), name='indicator_target', violation_error_message='The target must be greater than zero.')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='scoring.goaldocument')),
                    ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='scoring.indicator')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='accounts.organisation', verbose_name='unit')),
                    ('responsible', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person responsible')),
                    ('direction', models.CharField(choices=[('rise', 'the more the better'), ('fall', 'not more than'), ('done', 'done or not')], max_length=4, verbose_name='direction')),
                    ('target', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='target')),
                    ('weight', models.DecimalField(decimal_places=6, max_digits=10, null=True, verbose_name='weight')),
                    ('begins_on', models.DateField(verbose_name='begins on')),
                    ('due_on', models.DateField(verbose_name='due on')),
                    ('done_on', models.DateField(null=True, verbose_name='done on')),
                    ('state', django_fsm.FSMField(choices=[('open', 'under way'), ('self_rated', 'rated by the unit'), ('reviewed', 'reviewed, to be signed off'), ('signed', 'signed off')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('self_points', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='points by the unit')),
                    ('self_words', models.CharField(blank=True, max_length=500, verbose_name='words of the unit')),
                    ('self_at', models.DateTimeField(null=True, verbose_name='rated at')),
                    ('self_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('points', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='points of the review')),
                    ('words', models.CharField(blank=True, max_length=500, verbose_name='words of the review')),
                    ('reviewed_at', models.DateTimeField(null=True, verbose_name='reviewed at')),
                    ('reviewed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                    ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'tasks of indicators',
                    'verbose_name_plural': 'tasks of indicators',
                    'ordering': ['due_on', 'pk'],
                    'indexes': [models.Index(fields=['organisation', 'due_on'], name='task_of_unit')],
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'organisation'), name='task_once', violation_error_message='This unit has this indicator already.'), models.CheckConstraint(condition=models.Q(('target__gt', 0), models.Q(('direction', 'fall'), ('target__gte', 0)), _connector='OR'), name='task_target', violation_error_message='The target must be greater than zero.'), models.CheckConstraint(condition=models.Q(('weight', None), ('weight__gt', 0), _connector='OR'), name='task_weight'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('begins_on'))), name='task_days', violation_error_message='The day lies before the goals begin.'), models.CheckConstraint(condition=models.Q(models.Q(('self_points', None), models.Q(('self_points__gte', 0), ('self_points__lte', 100)), _connector='OR'), models.Q(('points', None), models.Q(('points__gte', 0), ('points__lte', 100)), _connector='OR')), name='task_points', violation_error_message='Points lie between 0 and 100.'), models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('self_by')), _negated=True), _connector='OR'), name='task_reviewed_by_another', violation_error_message='A task is reviewed by somebody other than who rated it.'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('reviewed_by')), _negated=True), _connector='OR'), name='task_signed_by_another', violation_error_message='A review is signed by somebody other than who made it.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Observation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='scoring.task')),
                    ('day', models.DateField(verbose_name='day')),
                    ('amount', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='amount done')),
                    ('words', models.CharField(max_length=500, verbose_name='work that was done')),
                    ('made_at', models.DateTimeField(verbose_name='entered at')),
                    ('made_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'progress entries',
                    'verbose_name_plural': 'progress entries',
                    'ordering': ['-day', '-pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Delta',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deltas', to='scoring.task')),
                    ('amount', models.DecimalField(decimal_places=4, max_digits=24)),
                ],
                options={
                    'verbose_name': 'progress not added up yet',
                    'verbose_name_plural': 'progress not added up yet',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Rollup',
                fields=[
                    ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='rollup', serialize=False, to='scoring.task')),
                    ('amount', models.DecimalField(decimal_places=4, max_digits=24)),
                ],
                options={
                    'verbose_name': 'sums of progress',
                    'verbose_name_plural': 'sums of progress',
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Delay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delays', to='scoring.task')),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                    ('expected', models.DecimalField(decimal_places=4, max_digits=7, verbose_name='share of the time (percent)')),
                    ('reached', models.DecimalField(decimal_places=4, max_digits=7, verbose_name='share that is done (percent)')),
                    ('due_on', models.DateField(verbose_name='to be explained by')),
                    ('state', django_fsm.FSMField(choices=[('issued', 'to be explained'), ('explained', 'explained'), ('closed', 'explanation accepted')], default='issued', max_length=50, protected=True, verbose_name='state')),
                    ('issued_at', models.DateTimeField(verbose_name='issued at')),
                    ('issued_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('why', models.CharField(blank=True, max_length=500, verbose_name='why it is behind')),
                    ('measures', models.CharField(blank=True, max_length=500, verbose_name='what will be done')),
                    ('explained_at', models.DateTimeField(null=True, verbose_name='explained at')),
                    ('explained_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'notices of delay',
                    'verbose_name_plural': 'notices of delay',
                    'ordering': ['-issued_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('task',), name='one_open_delay', violation_error_message='A notice about this task is open already.'), models.CheckConstraint(condition=models.Q(('state', 'issued'), models.Q(models.Q(('why', ''), _negated=True), models.Q(('measures', ''), _negated=True)), _connector='OR'), name='delay_is_explained_in_words')],
                    'indexes': [],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='WeeklyForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weekly_forms', to='accounts.organisation', verbose_name='unit')),
                    ('fields', models.JSONField(verbose_name='fields')),
                    ('days', models.PositiveSmallIntegerField(default=1, verbose_name='due so many working days after the week')),
                    ('begins_on', models.DateField(verbose_name='begins on')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                    ('made_at', models.DateTimeField(verbose_name='entered at')),
                    ('made_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('squads', models.ManyToManyField(related_name='weekly_duties', to='accounts.organisation', verbose_name='squads')),
                ],
                options={
                    'verbose_name': 'forms of weekly reports',
                    'verbose_name_plural': 'forms of weekly reports',
                    'ordering': ['code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 10)), name='weekly_days'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='weekly_days_in_order')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='WeeklyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='scoring.weeklyform')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weekly_reports', to='accounts.organisation', verbose_name='squad')),
                    ('week', models.DateField(verbose_name='week')),
                    ('values', models.JSONField(verbose_name='numbers')),
                    ('words', models.CharField(blank=True, max_length=1000, verbose_name='how it was handled')),
                    ('due_on', models.DateField(verbose_name='due on')),
                    ('submitted_at', models.DateTimeField(verbose_name='report sent in at')),
                    ('submitted_on', models.DateField(verbose_name='reported on')),
                    ('submitted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'weekly reports',
                    'verbose_name_plural': 'weekly reports',
                    'ordering': ['-week', 'organisation'],
                    'constraints': [models.UniqueConstraint(fields=('form', 'organisation', 'week'), name='one_report_a_week'), models.CheckConstraint(condition=models.Q(('week__week_day', 2)), name='week_begins_on_monday')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='MonthlySummary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='summaries', to='scoring.weeklyform')),
                    ('month', models.DateField(verbose_name='month')),
                    ('rows', models.JSONField(verbose_name='numbers')),
                    ('totals', models.JSONField(verbose_name='totals')),
                    ('words', models.CharField(blank=True, max_length=1000, verbose_name='words')),
                    ('state', django_fsm.FSMField(choices=[('draft', 'waits for the head'), ('published', 'published')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                    ('drafted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                    ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ],
                options={
                    'verbose_name': 'monthly summaries',
                    'verbose_name_plural': 'monthly summaries',
                    'ordering': ['-month', 'form'],
                    'constraints': [models.UniqueConstraint(fields=('form', 'month'), name='one_summary_a_month', violation_error_message='This month was summed up already.'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='summary_of_a_whole_month'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='summary_by_two', violation_error_message='The head signs what somebody else drew up.')],
                    'indexes': [],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
        ]),
        migrations.RunSQL(
            [DOCUMENT, TREE, TASK, QUEUE], [f"DROP FUNCTION scoring_{name}() CASCADE" for name in FUNCTIONS]
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        append_only("scoring_observation"),
        append_only("scoring_delay", DELAY_LIFE),
        append_only("scoring_weeklyreport", ["values", "words", "due_on", "submitted_at", "submitted_on", "submitted_by_id"]),
        append_only("scoring_monthlysummary", ["state", "signed_at", "signed_by_id", "document_id"]),
        watch(
            "scoring_goaldocument",
            "scoring.goals",
            columns=["state", "tolerance", "explain_days", "signed_by_id"],
            content_type=("scoring", "goaldocument"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_task",
            "scoring.task",
            columns=RATED,
            content_type=("scoring", "task"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_delay",
            "scoring.delay",
            columns=["state", "due_on", "decided_by_id"],
            content_type=("scoring", "delay"),
        ),
        watch(
            "scoring_weeklyreport",
            "scoring.weekly",
            columns=["values", "submitted_at", "submitted_by_id"],
            content_type=("scoring", "weeklyreport"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_monthlysummary",
            "scoring.summary",
            columns=["state", "totals", "signed_by_id"],
            content_type=("scoring", "monthlysummary"),
        ),
    ]
