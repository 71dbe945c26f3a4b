"""Rules get a life (draft, switched on, ended) and back-tests; the three rules of DR-1 that were missing."""

from datetime import date

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

LAW = "《中华人民共和国行政许可法》"
PRACTICE = "行政审批电子监察预警纠错办法"
RULES = [
    ("Y5", "不予受理或不予许可未说明理由", "yellow", {}, LAW + "第三十八条、第七十二条", "作出不利决定必须说明理由并告知救济途径"),
    ("R4", "黄牌逾期未整改", "red", {"days": 3}, PRACTICE, "黄牌发出后三个工作日内未反馈整改情况"),
    ("R5", "黄牌累计", "red", {"count": 3}, PRACTICE, "同一经办人一个季度内有三张有效黄牌"),
]
COLUMNS = "ARRAY['state', 'valid_to']"
CHANGED = f"(to_jsonb(OLD) - {COLUMNS}) IS DISTINCT FROM (to_jsonb(NEW) - {COLUMNS})"
ONCE_SIGNED = [  # a draft may be written again; a signed version only ends
    "CREATE TRIGGER no_update BEFORE UPDATE ON monitoring_ruleversion FOR EACH ROW "
    f"WHEN (OLD.state <> 'draft' AND {CHANGED}) EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER no_delete BEFORE DELETE ON monitoring_ruleversion FOR EACH ROW EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON monitoring_ruleversion FOR EACH STATEMENT "
    "EXECUTE FUNCTION records_refuse()",
]


def load(apps, schema_editor):
    apps.get_model("monitoring", "RuleVersion").objects.bulk_create(
        apps.get_model("monitoring", "RuleVersion")(
            code=code, version=1, name=name, level=level, parameters=parameters, law=law, reason=reason,
            valid_from=date(2024, 1, 1), author="效能监督室", signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_code_device'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('monitoring', '0007_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BackTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='from')),
                ('last', models.DateField(verbose_name='to')),
                ('state', django_fsm.FSMField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=50, protected=True, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='BackTestRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('used_days', models.PositiveIntegerField(null=True, verbose_name='used days')),
                ('limit_days', models.PositiveIntegerField(null=True, verbose_name='limit')),
                ('drafted', models.CharField(blank=True, choices=[('anomaly', 'anomaly'), ('warning', 'pre-warning'), ('yellow', 'yellow card'), ('red', 'red card')], max_length=10, verbose_name='by the draft')),
                ('issued', models.CharField(blank=True, choices=[('anomaly', 'anomaly'), ('warning', 'pre-warning'), ('yellow', 'yellow card'), ('red', 'red card')], max_length=10, verbose_name='as issued')),
            ],
            options={
                'ordering': ['effective_on', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='ruleversion',
            name='rule_signed_by_another',
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='activated_at',
            field=models.DateTimeField(null=True, verbose_name='switched on at'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='activated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='drafted_at',
            field=models.DateTimeField(null=True, verbose_name='drafted at'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='drafted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='state',
            field=django_fsm.FSMField(choices=[('draft', 'draft'), ('active', 'switched on'), ('ended', 'replaced or ended'), ('discarded', 'discarded')], default='active', max_length=50, protected=True, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='ruleversion',
            name='signed_by',
            field=models.CharField(blank=True, max_length=100, verbose_name='signed by'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('drafted_by__isnull', False), models.Q(('author', models.F('signed_by')), _negated=True), _connector='OR'), name='rule_signed_by_another', violation_error_message='A rule is signed by somebody other than its author.'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('activated_by', None), models.Q(('drafted_by', models.F('activated_by')), _negated=True), _connector='OR'), name='rule_switched_on_by_another', violation_error_message='A rule is signed by somebody other than its author.'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('signed_by', ''), _negated=True), _connector='OR'), name='rule_in_force_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('code',), name='one_draft_of_a_rule', violation_error_message='There is a draft of this rule already.'),
        ),
        migrations.AddField(
            model_name='backtest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='backtest',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='backtest',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='back_tests', to='monitoring.ruleversion'),
        ),
        migrations.AddField(
            model_name='backtestrow',
            name='finding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitoring.finding'),
        ),
        migrations.AddField(
            model_name='backtestrow',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='backtestrow',
            name='responsible',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='backtestrow',
            name='subject_type',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='backtestrow',
            name='test',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='monitoring.backtest'),
        ),
        migrations.AddIndex(
            model_name='backtestrow',
            index=models.Index(fields=['test', 'organisation'], name='back_test_by_unit'),
        ),
        migrations.RunSQL(
            ONCE_SIGNED,
            [f"DROP TRIGGER {name} ON monitoring_ruleversion" for name in ("no_update", "no_delete", "no_truncate")],
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
