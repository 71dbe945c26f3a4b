"""The numbers of the law, and what the database itself refuses or sees."""

from datetime import date

from django.db import migrations

from records.triggers import append_only, watch

FEN, PERCENT, DAYS = "fen", "percent", "days"
ORDER16 = "《必须招标的工程项目规定》（国家发展和改革委员会令第16号）第五条"
LOCAL = "云溪县公共资源交易管理办法：政府性资金三十万元以上的项目进入交易中心公开招标，三十万元以下的在交易中心邀请招标"

# code, name, value, unit, law, valid from
PARAMETERS = [
    ("national_works", "施工单项合同必须招标的估算价", 400_000_000, FEN, ORDER16, date(2018, 6, 1)),
    ("national_goods", "重要设备、材料采购必须招标的估算价", 200_000_000, FEN, ORDER16, date(2018, 6, 1)),
    ("national_services", "勘察、设计、监理必须招标的估算价", 100_000_000, FEN, ORDER16, date(2018, 6, 1)),
    ("local_public", "政府性资金项目公开招标限额", 30_000_000, FEN, LOCAL, date(2009, 1, 1)),
    (
        "guarantee_percent",
        "投标保证金占项目估算价（采购预算）的上限",
        2,
        PERCENT,
        "《招标投标法实施条例》第二十六条、《政府采购法实施条例》第三十三条",
        date(2012, 2, 1),
    ),
    (
        "guarantee_cap",
        "工程建设项目投标保证金最高额",
        80_000_000,
        FEN,
        "《工程建设项目施工招标投标办法》第三十七条",
        date(2013, 5, 1),
    ),
    (
        "performance_percent",
        "履约保证金占中标合同金额的上限",
        10,
        PERCENT,
        "《招标投标法实施条例》第五十八条、《政府采购法实施条例》第四十八条",
        date(2012, 2, 1),
    ),
    ("supplement_percent", "补充合同占原合同金额的上限", 10, PERCENT, "《政府采购法》第四十九条", date(2003, 1, 1)),
    (
        "land_guarantee_percent",
        "竞买保证金占起始价的下限",
        20,
        PERCENT,
        "国土资发〔2010〕34号（不得低于出让最低价的百分之二十）",
        date(2010, 3, 8),
    ),
    (
        "property_guarantee_percent",
        "产权交易保证金占转让底价的上限",
        30,
        PERCENT,
        "《企业国有产权交易操作规则》第二十五条",
        date(2009, 7, 1),
    ),
]


def load(apps, schema_editor):
    Parameter = apps.get_model("procurement", "Parameter")
    names = ["code", "name", "value", "unit", "law", "valid_from"]
    Parameter.objects.bulk_create(Parameter(**dict(zip(names, row, strict=True))) for row in PARAMETERS)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("records", "0002_guards")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        watch(
            "procurement_tender",
            "procurement.tender",
            columns=["number", "state", "done", "round", "method", "control_price", "bids_due_at"],
            content_type=("procurement", "tender"),
            organisation="centre_id",
        ),
        watch(
            "procurement_objection",
            "procurement.objection",
            columns=["tender_id", "state", "is_upheld"],
            content_type=("procurement", "objection"),
        ),
        watch(
            "procurement_bidcomplaint",
            "procurement.bidcomplaint",
            columns=["tender_id", "state", "outcome"],
            content_type=("procurement", "bidcomplaint"),
            organisation="organisation_id",
        ),
        append_only("procurement_participation"),
        append_only(
            "procurement_step",
            except_columns=[
                "confirmed_at",
                "confirmed_by_id",
                "opinion",
                "finished_at",
                "finished_by_id",
                "organisation_id",
                "facts",
            ],
        ),
        append_only("procurement_notice"),
        append_only("procurement_clarification"),
        append_only("procurement_methodchange"),
        append_only("procurement_candidate"),
        append_only("procurement_supplement"),
        append_only("procurement_suspension", except_columns=["until_at", "until_by_id"]),
        append_only("procurement_handover", except_columns=["received_at", "received_by_id"]),
        append_only("procurement_award", except_columns=["noticed_at", "noticed_by_id", "reported_at", "losers_refunded_at"]),
        append_only("procurement_contract", except_columns=["published_at", "filed_at", "winner_refunded_at"]),
        append_only("procurement_parameter"),
    ]
