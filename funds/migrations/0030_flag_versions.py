"""Parameters of the detectors with two signatures, days looked at, and what people did about suspicions."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables
from records.triggers import append_only, watch

SINCE = date(2024, 1, 1)
SIGNED = datetime(2024, 1, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
# code, parameters, reason
VERSIONS = [
    ("FF-01", {"least": 0}, "应当转拨的资金收到后三十日内转拨（资金另有规定的从其规定）"),
    ("FF-02", {}, "支出经济分类须在资金管理办法允许的范围内"),
    ("FF-03", {}, "资金须付给合同相对方，不得转入本单位账户或者改变项目"),
    ("FF-04", {"yellow": 90, "red": 180}, "九十天未使用黄牌，一百八十天未使用红牌"),
    ("FF-05", {"yellow": 10, "red": 30, "grace": 30}, "落后时间进度十至三十个百分点黄牌，超过三十个百分点红牌"),
    ("FF-06", {"limit": 50_000, "share": 90, "days": 3}, "同一收款人三个工作日内多笔接近审批限额的付款"),
    ("FF-07", {}, "同一人在同一项目同一期不得重复领取"),
    ("FF-08", {}, "一个账户只供一户使用"),
    ("FF-09", {}, "死亡次月起停发"),
    ("FF-10", {}, "互斥补贴不得同时享受"),
    ("FF-11", {}, "财政供养人员按规定不得享受的补贴先核实"),
    ("FF-12", {"percent": 30, "least": 3}, "名册中村干部亲属占三成以上且不少于三户"),
    ("FF-13", {}, "补贴金额等于面积乘以标准"),
    ("FF-14", {}, "非税收入及时足额缴入国库单一账户"),
    ("FF-15", {}, "已批准的支付申请按期支付"),
]
KEPT = ["value", "threshold", "detail", "state", "seen_at", "lapsed_at", "proposal", "proposed_by_id"]
KEPT += ["decided_by_id", "decided_at"]
GUARDS = ["no_update", "no_delete", "no_truncate"]
UNGUARD = [f"DROP TRIGGER {name} ON funds_fundflag" for name in GUARDS]


# 疑点处置 within ten working days, a rule of the county; it may set another by a row of its own
HANDLING = ("suspicion", 10, "资金疑点处置办法（县级默认）")


def load(apps, schema_editor):
    code, days, basis = HANDLING
    about = {"days": days, "basis": basis}
    apps.get_model("funds", "Term").objects.get_or_create(code=code, since=date(2020, 1, 1), defaults=about)
    FlagVersion = apps.get_model("funds", "FlagVersion")
    FlagVersion.objects.bulk_create(
        FlagVersion(
            code=code, version=1, parameters=parameters, reason=reason, valid_from=SINCE, signed_at=SIGNED
        )
        for code, parameters, reason in VERSIONS
    )


def person():
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("funds", "0020_revenue_and_subsidies"), ("records", "0002_guards")]
    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="FlagVersion",
                    fields=[
                        ("id", key()),
                        ("code", models.CharField(max_length=10, verbose_name="flag")),
                        ("version", models.PositiveIntegerField(verbose_name="version")),
                        ("parameters", models.JSONField(default=dict, verbose_name="parameters")),
                        ("is_on", models.BooleanField(default=True, verbose_name="looked for")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("proposed_by", person()),
                        ("proposed_at", models.DateTimeField(null=True, verbose_name="proposed at")),
                        ("signed_by", person()),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="signed at")),
                    ],
                    options={
                        "ordering": ["code", "version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "version"), name="fund_flag_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by", None),
                                    ("proposed_by", None),
                                    models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="fund_flag_version_by_two",
                                violation_error_message=(
                                    "Parameters are signed by somebody other than who proposed them."
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagRound",
                    fields=[
                        ("id", key()),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("looked_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FundFlagDeed",
                    fields=[
                        ("id", key()),
                        (
                            "flag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deeds",
                                to="funds.fundflag",
                            ),
                        ),
                        ("deed", models.CharField(max_length=15, verbose_name="deed")),
                        ("text", models.TextField(max_length=3000, verbose_name="text")),
                        ("done_at", models.DateTimeField(verbose_name="done at")),
                        ("done_by", person()),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="fund_flag_deed_has_words",
                                violation_error_message="Give the reason.",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="fundflag",
            name="level",
            field=models.CharField(
                choices=[("warning", "pre-warning"), ("yellow", "yellow light"), ("red", "red light")],
                default="warning",
                max_length=10,
                verbose_name="level",
            ),
        ),
        migrations.AddField(
            model_name="fundflag",
            name="version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.flagversion"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("contract_number", ""), _negated=True),
                fields=["contract_number"],
                name="application_of_contract",
            ),
        ),
        migrations.RunSQL(UNGUARD, migrations.RunSQL.noop),
        append_only("funds_fundflag", except_columns=[*KEPT, "level", "version_id"]),
        append_only("funds_fundflagdeed"),
        append_only("funds_flagversion", except_columns=["signed_by_id", "signed_at", "valid_from"]),
        append_only("funds_flaground"),
        watch(
            "funds_flagversion",
            "funds.flagversion",
            columns=["code", "version", "parameters", "is_on", "valid_from", "signed_by_id"],
            content_type=("funds", "flagversion"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
