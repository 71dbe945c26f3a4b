"""The life of a card: confirmed, answered, sent back, appealed, withdrawn; pre-warnings end."""

from datetime import date

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only, watch

PRACTICE = "行政审批电子监察预警纠错办法"
RULES = [
    ("M1", "人工发牌", "yellow", {}, PRACTICE, "明察暗访、视频巡查、投诉核查等发现的问题，由监察人员据实发牌，另一人确认"),
    ("W3", "申诉逾期未决", "warning", {}, PRACTICE, "收到申诉之日起十个工作日内应当作出复核决定"),
]
# What changes on a card in its life; everything else never does.
MOVES = ["state", "superseded_by_id", "counts_as", "appeal_until", "confirmed_by_id", "confirmed_at"]
GUARD = ["no_update", "no_delete", "no_truncate"]
WATCHED = {"content_type": ("monitoring", "card")}


def load(apps, schema_editor):
    apps.get_model("monitoring", "RuleVersion").objects.bulk_create(
        apps.get_model("monitoring", "RuleVersion")(
            code=code, version=1, name=name, level=level, parameters=parameters, law=law, reason=reason,
            valid_from=date(2024, 1, 1), author="效能监督室", signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


def drop_guard(table):
    """The guard of before; it comes back with the columns that are there now."""
    return migrations.RunSQL([f"DROP TRIGGER {name} ON {table}" for name in GUARD], migrations.RunSQL.noop)


DROP_WATCH = migrations.RunSQL(
    [
        "DROP TRIGGER watch_update ON monitoring_card",
        "DROP TRIGGER watch_insert ON monitoring_card",
        "DROP FUNCTION monitoring_card_watch()",
    ],
    migrations.RunSQL.noop,
)
OLD_CARDS = migrations.RunSQL("UPDATE monitoring_card SET counts_as = colour", migrations.RunSQL.noop)


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0005_holds'),
        ('monitoring', '0008_lives_of_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ex_officio', models.BooleanField(default=False, verbose_name='opened by supervision')),
                ('grounds', models.TextField(max_length=2000, verbose_name='grounds')),
                ('filed_at', models.DateTimeField(verbose_name='appealed at')),
                ('state', django_fsm.FSMField(choices=[('open', 'waits for the decision'), ('upheld', 'the card stands'), ('lowered', 'the card is lowered'), ('withdrawn', 'the card is withdrawn')], default='open', max_length=50, protected=True, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'confirmed and issued'), ('refused', 'not issued'), ('sent_back', 'answer sent back'), ('supervised', 'put under supervision'), ('closed', 'closed'), ('upheld', 'upheld after appeal'), ('lowered', 'lowered after appeal'), ('withdrawn', 'card withdrawn')], max_length=20, verbose_name='kind')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('made_at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WarningEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('resolved', 'resolved: finished in time'), ('overtaken', 'a card followed')], max_length=10, verbose_name='outcome')),
                ('ended_at', models.DateTimeField(verbose_name='ended at')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='card',
            name='appeal_until',
            field=models.DateField(null=True, verbose_name='appeal until'),
        ),
        migrations.AddField(
            model_name='card',
            name='confirmed_at',
            field=models.DateTimeField(null=True, verbose_name='confirmed at'),
        ),
        migrations.AddField(
            model_name='card',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='card',
            name='counts_as',
            field=models.CharField(blank=True, choices=[('anomaly', 'anomaly'), ('warning', 'pre-warning'), ('yellow', 'yellow card'), ('red', 'red card')], max_length=10, verbose_name='counts as'),
        ),
        migrations.AddField(
            model_name='card',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='card',
            name='state',
            field=django_fsm.FSMField(choices=[('pending', 'waits for a second person'), ('issued', 'issued'), ('answered', 'answered'), ('supervised', 'under supervision'), ('closed', 'closed'), ('withdrawn', 'card withdrawn')], default='issued', max_length=50, protected=True, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), ('proposed_by', None), models.Q(('proposed_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='card_confirmed_by_another', violation_error_message='A card made by hand is confirmed by somebody other than who proposed it.'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['pending', 'withdrawn']), _negated=True), ('counts_as', ''), _connector='OR'), name='card_that_does_not_count'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='card',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='monitoring.card'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='clock',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='filed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='card',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='monitoring.card'),
        ),
        migrations.AddField(
            model_name='remark',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='warningend',
            name='finding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='monitoring.finding'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('card',), name='one_open_appeal', violation_error_message='An appeal against this card is open already.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('ex_officio', False)), fields=('card',), name='one_appeal_of_the_unit', violation_error_message='The unit has appealed against this card before.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='appeal_decided_with_a_reason', violation_error_message='Give the reasons of the decision.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('filed_by')), _negated=True), _connector='OR'), name='appeal_decided_by_another', violation_error_message='An appeal is decided by somebody other than who filed it.'),
        ),
        drop_guard("monitoring_card"),
        DROP_WATCH,
        OLD_CARDS,
        append_only("monitoring_card", except_columns=MOVES),
        watch("monitoring_card", "monitoring.card", ["number", "colour", *MOVES[:3]], **WATCHED),
        append_only("monitoring_remark"),
        append_only("monitoring_warningend"),
        append_only(
            "monitoring_appeal", except_columns=["state", "clock_id", "reason", "decided_by_id", "decided_at"]
        ),
        watch(
            "monitoring_appeal",
            "monitoring.appeal",
            columns=["card_id", "state", "decided_by_id"],
            content_type=("monitoring", "appeal"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
