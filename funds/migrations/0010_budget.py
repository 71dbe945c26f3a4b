"""Proposals, quotas, plans, applications, slips, payment files and the bank's answers, with what guards them."""

from datetime import date

import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables
from records.triggers import append_only, watch

# At the end of the transaction, so that a proposal may be written before its lines.
ADDS_UP = """
CREATE FUNCTION funds_proposal_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines numeric; strange bigint;
BEGIN
  SELECT coalesce(sum(amount), 0) INTO lines FROM funds_line WHERE proposal_id = NEW.id;
  SELECT count(*) INTO strange FROM funds_line l JOIN funds_account a ON a.id IN (l.out_of_id, l.into_id)
    WHERE l.proposal_id = NEW.id AND a.fund_id <> NEW.fund_id;
  IF lines <> NEW.total OR strange > 0 THEN
    RAISE EXCEPTION 'a proposal is the sum of its lines' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'proposal_adds_up';
  END IF;
  RETURN NULL;
END $$
"""
TRIGGER = (
    "CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON funds_proposal DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION funds_proposal_adds_up()"
)
# 公开承诺: five working days each; the county may set others by rows of its own
TERMS = [("audit", 5, "国库集中支付管理办法（县级默认）"), ("payment", 5, "国库集中支付管理办法（县级默认）")]
BEGIN = date(2020, 1, 1)


def load(apps, schema_editor):
    """The terms of the two steps of finance."""
    terms = apps.get_model("funds", "Term")
    for code, days, basis in TERMS:
        terms.objects.get_or_create(code=code, since=BEGIN, defaults={"days": days, "basis": basis})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("funds", "0002_guards"),
    ]
    operations = [
        Tables(
            [
            migrations.CreateModel(
                name='PaymentFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='number of the batch')),
                    ('made_at', models.DateTimeField(verbose_name='made on')),
                    ('lines', models.PositiveIntegerField(verbose_name='payments')),
                    ('total', models.BigIntegerField(verbose_name='total')),
                    ('text', models.TextField()),
                    ('digest', models.CharField(max_length=64, verbose_name='digest')),
                    ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='finance bureau')),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                    ('kind', models.CharField(choices=[('share', 'sharing out'), ('allocate', 'allocation'), ('disburse', 'disbursement'), ('return', 'return')], max_length=10, verbose_name='kind')),
                    ('total', models.BigIntegerField(verbose_name='total')),
                    ('words', models.CharField(max_length=300, verbose_name='purpose')),
                    ('paper', models.CharField(blank=True, max_length=100, verbose_name='document')),
                    ('happens_on', models.DateField(verbose_name='day')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for a second person'), ('approved', 'approved and booked'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='funds.fund')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('voucher', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='funds.voucher')),
                ],
                options={
                    'verbose_name': 'proposals',
                    'verbose_name_plural': 'proposals',
                    'ordering': ['-pk'],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Line',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('into', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.account')),
                    ('out_of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.account')),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.posting')),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.proposal')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Quota',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40, unique=True, verbose_name='code of the quota')),
                    ('opened_at', models.DateTimeField(verbose_name='opened at')),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='quota', to='funds.account')),
                ],
                options={
                    'verbose_name': 'quotas',
                    'verbose_name_plural': 'quotas',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('words', models.CharField(max_length=300, verbose_name='purpose')),
                    ('state', django_fsm.FSMField(choices=[('submitted', 'submitted'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='submitted', max_length=50, protected=True, verbose_name='state')),
                    ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('quota', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='funds.quota')),
                ],
                options={
                    'verbose_name': 'plans',
                    'verbose_name_plural': 'plans',
                    'ordering': ['-month', '-pk'],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Application',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                    ('month', models.DateField(verbose_name='month')),
                    ('kind', models.CharField(choices=[('direct', 'direct payment'), ('authorised', 'authorised payment')], default='direct', max_length=10, verbose_name='kind of payment')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('economic_class', models.CharField(max_length=10, verbose_name='economic class')),
                    ('words', models.CharField(max_length=300, verbose_name='purpose')),
                    ('contract_number', models.CharField(blank=True, max_length=60, verbose_name='contract')),
                    ('about_id', models.PositiveBigIntegerField(null=True)),
                    ('state', django_fsm.FSMField(choices=[('draft', 'being written'), ('submitted', 'to be audited'), ('audited', 'to be approved'), ('approved', 'to be paid'), ('sent', 'with the bank'), ('paid', 'paid out'), ('failed', 'returned by the bank'), ('returned', 'returned to the unit'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('round', models.PositiveSmallIntegerField(default=0)),
                    ('written_at', models.DateTimeField(verbose_name='written at')),
                    ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted at')),
                    ('audited_at', models.DateTimeField(null=True, verbose_name='audited at')),
                    ('opinion', models.CharField(blank=True, max_length=300, verbose_name='opinion')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('line', models.PositiveIntegerField(null=True, verbose_name='line')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                    ('about_type', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('audited_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='funds.payee')),
                    ('submitted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('voucher', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='funds.voucher')),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='funds.paymentfile')),
                    ('quota', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='funds.quota')),
                ],
                options={
                    'verbose_name': 'payment applications',
                    'verbose_name_plural': 'payment applications',
                    'ordering': ['-pk'],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Refusal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                    ('kind', models.CharField(choices=[('returned', 'returned to the unit'), ('refused', 'refused'), ('bank', 'returned by the bank')], max_length=10, verbose_name='kind')),
                    ('category', models.CharField(choices=[('plan', 'above the quota or the plan'), ('scope', 'outside what the fund is for'), ('papers', 'papers missing or not matching'), ('payee', 'payee or bank account wrong'), ('contract', 'against the contract or its progress'), ('procedure', 'no public procurement or approval'), ('double', 'asked for twice'), ('other', 'another reason')], max_length=10, verbose_name='ground')),
                    ('words', models.CharField(max_length=500, verbose_name='reason')),
                    ('law', models.CharField(blank=True, max_length=200, verbose_name='by which rule')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('given_at', models.DateTimeField(verbose_name='given at')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='funds.application')),
                    ('given_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'slips',
                    'verbose_name_plural': 'slips',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100, verbose_name='file')),
                    ('digest', models.CharField(max_length=64, verbose_name='digest')),
                    ('lines', models.PositiveIntegerField(verbose_name='lines')),
                    ('total', models.BigIntegerField(verbose_name='total')),
                    ('read_at', models.DateTimeField(verbose_name='read in at')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='finance bureau')),
                    ('read_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='StatementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('line', models.PositiveIntegerField(verbose_name='line')),
                    ('reference', models.CharField(max_length=60, verbose_name='number of the application')),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='payee')),
                    ('account_number', models.CharField(blank=True, max_length=40, verbose_name='bank account')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('paid_on', models.DateField(null=True, verbose_name='day')),
                    ('result', models.CharField(choices=[('paid', 'paid out'), ('failed', 'not paid'), ('duplicate', 'a second time'), ('altered', 'altered'), ('unknown', 'not ordered by us'), ('missing', "missing from the bank's file"), ('disorder', 'paid, out of order'), ('unbooked', 'could not be booked')], max_length=10, verbose_name='result')),
                    ('words', models.CharField(blank=True, max_length=300, verbose_name='explanation')),
                    ('settled_at', models.DateTimeField(null=True, verbose_name='settled at')),
                    ('settlement', models.CharField(blank=True, max_length=300, verbose_name='how it was settled')),
                    ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='funds.application')),
                    ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='funds.statement')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Term',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20, verbose_name='code')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='working days')),
                    ('basis', models.CharField(max_length=200, verbose_name='basis')),
                    ('since', models.DateField(verbose_name='since')),
                ],
                options={
                    'ordering': ['code', '-since', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'since'), name='term_once_a_day')],
                },
            ),
            ]
        ),
        migrations.AddConstraint(
            model_name='paymentfile',
            constraint=models.CheckConstraint(condition=models.Q(('lines__gt', 0), ('total__gt', 0)), name='file_of_something'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['fund', '-id'], name='proposal_of_fund'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['fund'], name='proposal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='proposal_of_something'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), ('state', 'withdrawn'), _connector='OR'), name='fund_proposal_by_two', violation_error_message='Who proposes does not decide.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='fund_proposal_refused_why', violation_error_message='Give the reason.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), ('voucher__isnull', False)), models.Q(models.Q(('state', 'approved'), _negated=True), ('voucher', None)), _connector='OR'), name='proposal_booked_once_approved'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='line_of_something'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('out_of', models.F('into')), _negated=True), name='line_moves'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['quota', 'month'], name='plan_of_quota'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='plan_of_something'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='plan_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('submitted_by')), _negated=True), ('state', 'withdrawn'), _connector='OR'), name='plan_decided_by_another', violation_error_message='Who proposes does not decide.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plan_refused_with_a_reason', violation_error_message='Give the reason.'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['quota', 'month'], name='application_of_quota'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['state', '-id'], name='application_by_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='application_of_something'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='application_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audited_by', None), models.Q(('audited_by', models.F('submitted_by')), _negated=True), _connector='OR'), models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('submitted_by')), _negated=True), models.Q(('approved_by', models.F('audited_by')), _negated=True)), _connector='OR')), name='application_by_three_people', violation_error_message='Whoever submits, audits and approves are three people.'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), ('voucher__isnull', False)), models.Q(models.Q(('state', 'paid'), _negated=True), ('voucher', None)), _connector='OR'), name='application_booked_once_paid'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'sent', 'paid']), _negated=True), models.Q(('approved_by__isnull', False), ('audited_by__isnull', False)), _connector='OR'), name='application_paid_after_approval'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='slip_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='slip_of_something'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('organisation', 'digest'), name='statement_once', violation_error_message='This file was read already.'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), models.Q(('settlement', ''), _negated=True), _connector='OR'), name='difference_settled_with_words'),
        ),
        migrations.RunSQL(ADDS_UP, "DROP FUNCTION funds_proposal_adds_up() CASCADE"),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        append_only("funds_line"),
        append_only("funds_refusal"),
        append_only("funds_paymentfile"),
        append_only("funds_statement"),
        append_only("funds_term"),
        append_only("funds_statementline", ["settled_at", "settled_by_id", "settlement"]),
        watch(
            "funds_proposal",
            "funds.proposal",
            columns=["number", "kind", "total", "state", "decided_by_id", "voucher_id"],
            content_type=("funds", "proposal"),
            organisation="organisation_id",
        ),
        watch(
            "funds_plan",
            "funds.plan",
            columns=["month", "amount", "state", "decided_by_id"],
            content_type=("funds", "plan"),
        ),
        watch(
            "funds_application",
            "funds.application",
            columns=["number", "payee_id", "amount", "kind", "state", "approved_by_id", "file_id", "voucher_id"],
            content_type=("funds", "application"),
        ),
        watch(
            "funds_paymentfile",
            "funds.file",
            columns=["number", "lines", "total", "digest"],
            content_type=("funds", "paymentfile"),
            organisation="organisation_id",
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
