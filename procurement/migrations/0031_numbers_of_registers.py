"""Months of restrictions, points of experts, specialities; and what the database itself refuses or sees."""

from datetime import date

from django.db import migrations

from records.triggers import append_only, watch

NUMBER, DAYS, PERCENT = "number", "days", "percent"
START = date(2012, 2, 1)
CONDUCT = "云溪县公共资源交易市场不良行为记录和公示管理规定"
EXPERTS = "云溪县综合评标专家库评标专家管理办法"

# code, name, value, unit, law, valid from
PARAMETERS = [
    ("restriction_yellow", "黄牌：限制参加交易活动的月数", 3, NUMBER, CONDUCT + "第十二条", START),
    ("restriction_red", "红牌：限制参加交易活动的月数", 6, NUMBER, CONDUCT + "第十二条", START),
    ("hearing_days", "不良行为认定前陈述申辩的工作日数", 5, DAYS, CONDUCT + "第九条", START),
    ("repair_days", "认定后可以申请信用修复的日历日数", 30, DAYS, CONDUCT + "第十八条", START),
    ("expert_base", "评标专家年度基础分", 100, NUMBER, EXPERTS + "第二十条", START),
    ("expert_late", "评标专家迟到扣分", 10, NUMBER, EXPERTS + "第二十一条", START),
    ("expert_absent", "评标专家无故缺席扣分", 20, NUMBER, EXPERTS + "第二十一条", START),
    ("expert_error", "评标专家评标错误扣分", 30, NUMBER, EXPERTS + "第二十一条", START),
    ("expert_no_recusal", "评标专家应当回避而未回避扣分", 20, NUMBER, EXPERTS + "第二十一条", START),
    ("expert_once", "一次扣分达到即暂停评标的分值", 15, NUMBER, EXPERTS + "第二十三条", START),
    ("expert_year", "年度累计扣分达到即暂停评标的分值", 25, NUMBER, EXPERTS + "第二十三条", START),
    ("expert_months", "评标专家暂停评标的月数", 6, NUMBER, EXPERTS + "第二十三条", START),
    ("score_deviation", "评分偏离其他成员平均分的提示比例", 30, PERCENT, "评标委员会评分偏差提示规则", START),
]
SPECIALITIES = [
    ("A01", "房屋建筑工程"),
    ("A02", "市政公用工程"),
    ("A03", "公路桥梁工程"),
    ("A04", "水利水电工程"),
    ("A05", "园林绿化工程"),
    ("A06", "工程造价"),
    ("A07", "工程监理"),
    ("B01", "信息技术设备"),
    ("B02", "医疗设备"),
    ("B03", "教育装备"),
    ("B04", "药品和医用耗材"),
    ("C01", "物业和公共服务"),
    ("C02", "经济和法律"),
]


def load(apps, schema_editor):
    Parameter, Speciality = (apps.get_model("procurement", name) for name in ("Parameter", "Speciality"))
    names = ["code", "name", "value", "unit", "law", "valid_from"]
    Parameter.objects.bulk_create(Parameter(**dict(zip(names, row, strict=True))) for row in PARAMETERS)
    rows = (Speciality(code=code, name=name, sort=place) for place, (code, name) in enumerate(SPECIALITIES, 1))
    Speciality.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0030_registers_and_draw")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        watch(
            "procurement_registration",
            "procurement.registration",
            columns=["code", "state"],
            content_type=("procurement", "registration"),
        ),
        watch(
            "procurement_misconduct",
            "procurement.misconduct",
            columns=["number", "state", "grade", "until_on"],
            content_type=("procurement", "misconduct"),
            organisation="organisation_id",
        ),
        watch(
            "procurement_draw",
            "procurement.draw",
            columns=["tender_id", "state", "commitment", "log_digest"],
            content_type=("procurement", "draw"),
        ),
        watch(
            "procurement_seat",
            "procurement.seat",
            columns=["draw_id", "number", "state"],
            content_type=("procurement", "seat"),
        ),
        append_only("procurement_creditrecord"),
        append_only("procurement_openrecord", except_columns=["withdrawn_at", "withdrawn_by_id", "withdrawn_reason"]),
        append_only("procurement_deduction", except_columns=["confirmed_at", "confirmed_by_id"]),
        append_only("procurement_appraisal"),
        append_only("procurement_sheet"),
        append_only("procurement_score"),
        append_only("procurement_report"),
        append_only(
            "procurement_draw",
            except_columns=[
                "state",
                "drawn_at",
                "drawn_by_id",
                "sealed_log",
                "log_digest",
                "checked_at",
                "revealed_at",
                "seed",
                "log",
            ],
        ),
        append_only("procurement_seat", except_columns=["state", "replied_at", "arrived_at", "reason", "holder_id"]),
    ]
