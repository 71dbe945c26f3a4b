"""The numbers of the law and of the local rules, and what experts know."""

from datetime import date

from django.db import migrations

FEN, PERCENT, DAYS, NUMBER = "fen", "percent", "days", "number"
ORDER16 = "《必须招标的工程项目规定》（国家发展和改革委员会令第16号）第五条"
LOCAL = (
    "云溪县公共资源交易管理办法：政府性资金三十万元以上的项目进入交易中心公开招标，三十万元以下的在交易中心邀请招标"
)
RULES = "云溪县公共资源交易中心电子开标和竞价规则"
CONDUCT = "云溪县公共资源交易市场不良行为记录和公示管理规定"
EXPERTS = "云溪县综合评标专家库评标专家管理办法"
START = date(2012, 2, 1)

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
    # openings and auctions
    ("bid_box", "投标箱规格：每份加密投标文件的长度（KiB）", 1024, NUMBER, RULES + "第五条", START),
    ("opening_window", "开标时投标人提交密钥的时间（分钟）", 60, NUMBER, RULES + "第九条", START),
    ("auction_extension", "竞价截止前有新报价时自动延长的时间（秒）", 300, NUMBER, RULES + "第二十一条", START),
    ("auction_length", "拍卖和网络竞价的自由报价时间（分钟）", 60, NUMBER, RULES + "第二十条", START),
    # registers, experts, scores
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
    dependencies = [("procurement", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
