"""Notices, instructions, efficiency cases, archives: their tables, their guards, and the rule for late replies."""

from datetime import date

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only, watch


PRACTICE = "行政效能电子监察督办工作规定"
RULES = [
    ("Y7", "督办逾期", "yellow", {}, PRACTICE, "督办通知书规定的期限内未回复，领导批示三个工作日内未转督办，或者效能案件逾期未办结"),
]


def load(apps, schema_editor):
    apps.get_model("monitoring", "RuleVersion").objects.bulk_create(
        apps.get_model("monitoring", "RuleVersion")(
            code=code, version=1, name=name, level=level, parameters=parameters, law=law, reason=reason,
            valid_from=date(2024, 1, 1), author="效能监督室", signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


SAID = "matter, facts, basis, demand, days, colour, organisation_id, responsible_id, drafted_by_id, drafted_at, number"
SAID += ", instruction_id"
OLD, NEW = (", ".join(f"{row}.{name}" for name in SAID.split(", ")) for row in ("OLD", "NEW"))
STANDS = f"""
CREATE TRIGGER notice_stands BEFORE UPDATE ON monitoring_notice FOR EACH ROW
    WHEN (OLD.number <> '' AND ROW({OLD}) IS DISTINCT FROM ROW({NEW})) EXECUTE FUNCTION records_refuse()
"""
DRAFT = [*SAID.split(", "), "state", "issued_by_id", "issued_at", "ended_by_id", "ended_at"]
DRAFT += ["reason", "clock_id"]
FILED = ["number", "state", "filed_by_id", "filed_at", "reason", "result", "concluded_by_id", "concluded_at"]
FILED += ["clock_id"]
DECIDED = ["state", "decided_by_id", "decided_at", "refusal"]
SIGNED = ["state", "signed_by_id", "signed_at", "refusal"]


def watched(model, columns, organisation="organisation_id"):
    about = {"columns": columns, "content_type": ("monitoring", model), "organisation": organisation}
    return watch(f"monitoring_{model}", f"monitoring.{model}", **about)


GUARDS = [
    append_only("monitoring_instruction"),
    append_only("monitoring_noticereply"),
    append_only("monitoring_noticeverdict"),
    append_only("monitoring_involved"),
    append_only("monitoring_notice", except_columns=DRAFT),
    migrations.RunSQL(STANDS, "DROP TRIGGER notice_stands ON monitoring_notice"),
    append_only("monitoring_efficiencycase", except_columns=FILED),
    append_only("monitoring_outcome", except_columns=DECIDED),
    append_only("monitoring_archiveline", except_columns=SIGNED),
    watched("notice", ["number", "state", "colour"]),
    watched("efficiencycase", ["number", "state"]),
    watched("outcome", ["kind", "state"], None),
    watched("archiveline", ["kind", "state", "corrects"]),
]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_code_device'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('deadlines', '0005_holds'),
        ('monitoring', '0006_reports_and_duty'),
        ('records', '0007_papers_of_supervision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EfficiencyCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('state', django_fsm.FSMField(choices=[('proposed', 'filing waits for the second signature'), ('dropped', 'not filed'), ('filed', 'under inquiry'), ('concluded', 'concluded')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                ('source', models.CharField(choices=[('card', 'a card'), ('notice', 'a supervision notice'), ('complaint', 'a complaint'), ('inspection', 'an inspection'), ('referral', 'referred by another office'), ('own', 'supervision itself')], max_length=20, verbose_name='comes from')),
                ('gravity', models.CharField(choices=[('general', 'poor work, a general problem'), ('major', 'mere formality or a major problem')], default='general', max_length=10, verbose_name='gravity')),
                ('matter', models.CharField(max_length=100, verbose_name='matter')),
                ('facts', models.TextField(max_length=4000, verbose_name='facts')),
                ('basis', models.CharField(max_length=300, verbose_name='basis')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('filed_at', models.DateTimeField(null=True, verbose_name='filed at')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('result', models.TextField(blank=True, max_length=4000, verbose_name='result of the inquiry')),
                ('concluded_at', models.DateTimeField(null=True, verbose_name='concluded at')),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='efficiency_cases', to='monitoring.card')),
                ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                ('concluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='efficiency_cases', to='accounts.organisation', verbose_name='unit')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='number')),
                ('text', models.TextField(max_length=1000, verbose_name='instruction')),
                ('days', models.PositiveSmallIntegerField(default=10, verbose_name='working days for the reply')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='accounts.organisation', verbose_name='unit')),
                ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Involved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('direct', 'directly responsible'), ('charge', 'leader in charge'), ('main', 'main leader')], max_length=10, verbose_name='kind of responsibility')),
                ('conduct', models.TextField(max_length=2000, verbose_name='what this person did or left undone')),
                ('named_at', models.DateTimeField(verbose_name='named at')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involved', to='monitoring.efficiencycase')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('colour', models.CharField(choices=[('blue', 'blue: reminder'), ('yellow', 'yellow: rectify by a date'), ('red', 'red: rectify and come for a talk')], default='blue', max_length=10, verbose_name='colour')),
                ('state', django_fsm.FSMField(choices=[('drafted', 'waits for the second signature'), ('dropped', 'not issued'), ('issued', 'waits for the reply'), ('answered', 'reply to be verified'), ('returned', 'sent back, new term'), ('raised', 'raised to the next colour'), ('withdrawn', 'notice withdrawn'), ('closed', 'settled')], default='drafted', max_length=50, protected=True, verbose_name='state')),
                ('source', models.CharField(choices=[('card', 'a card'), ('finding', 'a finding'), ('instruction', "a leader's instruction"), ('chain', 'an earlier notice'), ('own', 'supervision itself')], max_length=20, verbose_name='comes from')),
                ('matter', models.CharField(max_length=100, verbose_name='matter')),
                ('facts', models.TextField(max_length=2000, verbose_name='facts')),
                ('basis', models.CharField(max_length=300, verbose_name='basis')),
                ('demand', models.TextField(max_length=2000, verbose_name='demand')),
                ('days', models.PositiveSmallIntegerField(default=10, verbose_name='working days for the reply')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='issued at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='monitoring.card')),
                ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='monitoring.finding')),
                ('instruction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='monitoring.instruction')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='accounts.organisation', verbose_name='unit')),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='monitoring.notice')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='person responsible')),
                ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name='efficiencycase',
            name='notice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='efficiency_cases', to='monitoring.notice'),
        ),
        migrations.CreateModel(
            name='NoticeReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.TextField(max_length=2000, verbose_name='cause')),
                ('measure', models.TextField(max_length=2000, verbose_name='what was done')),
                ('replied_at', models.DateTimeField(verbose_name='replied at')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='monitoring.notice')),
                ('replied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='NoticeVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.BooleanField(verbose_name='accepted')),
                ('reason', models.TextField(max_length=2000, verbose_name='what the verification found')),
                ('days', models.PositiveSmallIntegerField(null=True, verbose_name='new term in working days')),
                ('verified_at', models.DateTimeField(verbose_name='verified at')),
                ('reply', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='monitoring.noticereply')),
                ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('none', 'no responsibility'), ('criticism', 'criticism and education'), ('talk', 'admonishing talk'), ('admonition', 'administrative admonition'), ('circular', 'criticism in a circular'), ('party', 'party sanction'), ('administrative', 'administrative sanction'), ('transfer', 'handed over for investigation')], max_length=20, verbose_name='kind of outcome')),
                ('state', django_fsm.FSMField(choices=[('proposed', 'outcome waits for the second signature'), ('decided', 'outcome decided'), ('refused', 'outcome not approved')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                ('statement', models.TextField(max_length=2000, verbose_name='what the person or the unit said')),
                ('reason', models.TextField(max_length=2000, verbose_name='reasons and basis')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('refusal', models.TextField(blank=True, max_length=1000, verbose_name='why it was not approved')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='monitoring.efficiencycase')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('involved', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='monitoring.involved')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ArchiveLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('attendance', 'attendance'), ('service', 'service quality'), ('efficiency', 'efficiency'), ('complaints', 'complaints'), ('overdue', 'overdue matters'), ('cards', 'yellow and red cards'), ('appraisal', 'appraisals'), ('sanction', 'sanctions')], max_length=20, verbose_name='kind of line')),
                ('state', django_fsm.FSMField(choices=[('proposed', 'line waits for the second signature'), ('signed', 'line signed'), ('refused', 'line not accepted')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                ('happened_on', models.DateField(verbose_name='when it was')),
                ('text', models.TextField(max_length=1000, verbose_name='what is noted')),
                ('source', models.CharField(max_length=200, verbose_name='document or source')),
                ('corrects', models.CharField(blank=True, max_length=40)),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                ('refusal', models.CharField(blank=True, max_length=500, verbose_name='why it was not accepted')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archive_lines', to='accounts.organisation', verbose_name='unit')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='archive_lines', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['happened_on', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'happened_on'], name='archive_line_of_organisation'), models.Index(fields=['person', 'happened_on'], name='archive_line_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='archive_line_signed_by_another', violation_error_message='A line is signed by somebody other than who proposed it.'), models.CheckConstraint(condition=models.Q(('signed_by', None), ('person', None), models.Q(('signed_by', models.F('person')), _negated=True), _connector='OR'), name='archive_line_not_signed_by_its_subject'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='archive_line_refused_with_reason')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['subject_type', 'subject_id'], name='instruction_about'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='instruction_says_something'),
        ),
        migrations.AddConstraint(
            model_name='involved',
            constraint=models.UniqueConstraint(fields=('case', 'person'), name='involved_once_in_a_case'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['organisation', '-id'], name='notice_of_organisation'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['subject_type', 'subject_id'], name='notice_about'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='notice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('previous',), name='notice_has_one_successor'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('issued_by', None), models.Q(('issued_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='notice_issued_by_another', violation_error_message='A notice is issued by somebody other than who drafted it.'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='notice_term_of_one_to_sixty_days'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dropped', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='notice_ended_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'dropped']), models.Q(('number', ''), _negated=True), _connector='OR'), name='notice_issued_with_number'),
        ),
        migrations.AddIndex(
            model_name='efficiencycase',
            index=models.Index(fields=['organisation', '-id'], name='efficiency_of_organisation'),
        ),
        migrations.AddIndex(
            model_name='efficiencycase',
            index=models.Index(fields=['subject_type', 'subject_id'], name='efficiency_about'),
        ),
        migrations.AddConstraint(
            model_name='efficiencycase',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='efficiency_case_number_once'),
        ),
        migrations.AddConstraint(
            model_name='efficiencycase',
            constraint=models.CheckConstraint(condition=models.Q(('filed_by', None), models.Q(('filed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='efficiency_case_filed_by_another', violation_error_message='A case is filed by somebody other than who proposed it.'),
        ),
        migrations.AddConstraint(
            model_name='efficiencycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='efficiency_case_dropped_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='efficiencycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'concluded'), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='efficiency_case_concluded_with_result'),
        ),
        migrations.AddConstraint(
            model_name='noticeverdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted', True), ('days', None)), models.Q(('accepted', False), ('days__gte', 1), ('days__lte', 60)), _connector='OR'), name='reply_sent_back_with_term'),
        ),
        migrations.AddConstraint(
            model_name='noticeverdict',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='verdict_says_why'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('case', 'involved'), name='one_outcome_for_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='outcome_decided_by_another', violation_error_message='An outcome is decided by somebody other than who proposed it.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='outcome_refused_with_reason'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        *GUARDS,
    ]
