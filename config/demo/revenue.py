"""Non-tax revenue of the demo county: 128 kinds and 1,883 matters, 68 units that collect in three ways (S3-07)."""

from itertools import cycle

from accounts.models import Organisation
from config.demo.county import County
from funds.models import BankAccount, Collector, FeeKind, FeeMatter
from funds.standards import limits_of

OWN_WINDOWS, GENERAL, HAND = 19, 15, 34  # units: a window of their own, one of two general windows, hand tickets
MATTERS = 1883
GENERAL_WINDOWS = ("政务服务中心综合窗口一", "政务服务中心综合窗口二")
# field → the department that answers for it
FIELDS = {
    "市场监管": "scjg",
    "特种设备": "scjg",
    "计量": "scjg",
    "建筑工程": "zjj",
    "城镇住房": "zjj",
    "不动产登记": "zrzy",
    "土地": "zrzy",
    "矿产资源": "zrzy",
    "医疗卫生": "wjw",
    "疾病预防": "wjw",
    "公路": "jtj",
    "道路运输": "jtj",
    "水资源": "slj",
    "水土保持": "slj",
    "河道": "slj",
    "人事考试": "rsj",
    "职业技能": "rsj",
    "殡葬": "mzj",
    "农机": "nyj",
    "动植物检疫": "nyj",
    "渔业": "nyj",
    "城市道路": "cgj",
    "市容环卫": "cgj",
    "户政": "gaj",
    "出入境": "gaj",
    "教育": "jyj",
    "文化体育": "wlj",
    "环境保护": "sthj",
    "应急管理": "yjj",
    "森林植被": "lyj",
    "人民防空": "fgj",
    "司法行政": "sfj",
}
# what is charged of every field: (kind, code in the list of revenue, its basis, matters)
SORTS = [
    (
        "行政事业性收费",
        "10304",
        "《政府非税收入管理办法》（财税〔2016〕33号）第三条第一项",
        "证照工本费、登记费、考试报名费、检验费、检测费、检定费、鉴定费、评审费、审查费、查询复制费、年审费、补证费、测绘费、培训考核费、技术服务费",
    ),
    (
        "罚没收入",
        "10305",
        "《政府非税收入管理办法》（财税〔2016〕33号）第三条第三项",
        "无证经营罚款、超范围经营罚款、逾期未报罚款、不按规定备案罚款、违反安全规定罚款、违反标准罚款、虚假材料罚款、拒绝检查罚款、污染损害罚款、"
        "擅自变更罚款、未按规定公示罚款、违法所得没收、非法物品变价款、滞纳金、加处罚款",
    ),
    (
        "国有资源（资产）有偿使用收入",
        "10307",
        "《政府非税收入管理办法》（财税〔2016〕33号）第三条第四项",
        "门面房租金、办公用房租金、场地租金、摊位费、停车泊位费、广告位使用费、设备租赁费、资产处置收入、废旧物资变价款、车辆处置收入、"
        "特许经营权收入、资源占用费、苗木出让收入、闲置资产拍卖收入、仓库租金",
    ),
    (
        "专项收入",
        "10302",
        "《政府非税收入管理办法》（财税〔2016〕33号）第三条第九项",
        "补偿费、恢复费、占用补偿费、治理费、保障金、开垦费、闲置费、配套费、建设费、养护费、处置费、救助资金上缴、结余上缴、利息上缴、其他上缴",
    ),
]
# What is charged by the piece, by law between two limits, or as reckoned; the others go by what the price office sets.
STANDARDS = {
    "证照工本费": "10元/本",
    "登记费": "80元/件",
    "考试报名费": "55元/人次",
    "检验费": "50—800元/次",
    "检定费": "30—1200元/台件",
    "鉴定费": "300—2000元/件",
    "评审费": "不超过3000元/次",
    "查询复制费": "5元/份",
    "年审费": "120元/次",
    "补证费": "10元/本",
    "无证经营罚款": "1万元以上5万元以下",
    "超范围经营罚款": "2000元以上2万元以下",
    "逾期未报罚款": "500元以上3000元以下",
    "不按规定备案罚款": "不超过5000元",
    "违反标准罚款": "1—10万元",
    "虚假材料罚款": "5000元以上3万元以下",
    "滞纳金": "按日加收滞纳款项的万分之五",
    "测绘费": "每平方米1.36元，最低300元",
    "停车泊位费": "首小时5元，以后每小时2元",
    "开垦费": "每平方米20元",
    "场地租金": "按评估价",
}
OF_UNITS = "国有资源（资产）有偿使用收入"  # streets, towns and villages let and lease as well


def found_revenue(county: County, organisations: dict[str, Organisation]):
    """Write the kinds and matters, the collecting units and the accounts of the treasury."""
    by_hand = found_collectors(county, organisations)
    kinds = FeeKind.objects.bulk_create(
        FeeKind(code=f"{code}{number:03d}", name=f"{field}{sort}", basis=basis)
        for number, field in enumerate(FIELDS, 1)
        for sort, code, basis, _matters in SORTS
    )
    FeeMatter.objects.bulk_create(matters(kinds, organisations, by_hand), batch_size=1000)
    names = [("treasury", "270000001", "云溪县国库单一账户", "中国人民银行云溪县支行")]
    names.append(("special", "622800001", "云溪县非税收入财政专户", "云溪农村商业银行"))
    BankAccount.objects.bulk_create(
        BankAccount(sort=sort, number=number, name=name, bank=bank) for sort, number, name, bank in names
    )


def found_collectors(county: County, organisations) -> list[Organisation]:
    """Every collecting unit with its way. Returns those with hand tickets."""
    departments = [one.code for one in county.departments]
    towns, villages = ([one.code for one in county.of_level(level)] for level in ("town", "village"))
    others = [*departments[OWN_WINDOWS:], *towns]
    general, hand = others[:GENERAL], [*others[GENERAL:], *villages]
    rows = [Collector(organisation=organisations[code], way="window") for code in departments[:OWN_WINDOWS]]
    for code, window in zip(general, cycle(GENERAL_WINDOWS), strict=False):
        rows.append(Collector(organisation=organisations[code], way="general", window=window))
    by_hand = [organisations[code] for code in hand[:HAND]]
    rows += [Collector(organisation=unit, way="hand") for unit in by_hand]
    Collector.objects.bulk_create(rows)
    return by_hand


def matters(kinds: list[FeeKind], organisations, by_hand: list[Organisation]):
    """So many matters, spread over the kinds; of what is let and leased, each second one belongs to a unit below."""
    below, named = cycle(by_hand), {sort: words.split("、") for sort, _code, _basis, words in SORTS}
    each, more = divmod(MATTERS, len(kinds))
    for place, kind in enumerate(kinds):
        field = list(FIELDS)[place // len(SORTS)]
        sort = SORTS[place % len(SORTS)][0]
        for number, words in enumerate(named[sort][: each + (place < more)], 1):
            lets = sort == OF_UNITS and number % 2 == 0
            unit = next(below) if lets else organisations[FIELDS[field]]
            standard = STANDARDS.get(words, "按物价部门核定的标准计收")
            least, most = limits_of(standard)
            about = {"name": f"{field}{words}", "standard_words": standard, "least": least, "most": most}
            yield FeeMatter(code=f"{kind.code}-{number:02d}", kind=kind, organisation=unit, **about)
