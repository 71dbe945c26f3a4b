"""Levies: waiting for approval, sent back, to be paid, not paid in time, paid."""

from decimal import Decimal

from approvals.actions import levies as actions
from approvals.models import Levy
from approvals.models.items import ItemFee
from config.demo.people import credit_code
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage

BUILDING, WATER = ("ZS-ZJJ-001", "PTF"), ("ZS-SLJ-001", "SBF")
# (table, payer, period or occasion, quantity, working days ago, deeds that follow)
LEVIES = [
    (BUILDING, "云溪县锦绣置业有限公司", "锦绣苑二期（建筑面积18620.50平方米）", "18620.50", 1, []),
    (BUILDING, "云溪县恒基房地产开发有限公司", "锦华府三期", "26400.00", 3, ["send_back"]),
    (BUILDING, "云溪县新锐机械制造有限公司", "新建2号厂房", "5280.00", 9, ["approve"]),
    (BUILDING, "云溪县顺达物流有限公司", "仓储中心一期", "9120.75", 32, ["approve"]),
    (BUILDING, "云溪县佳惠超市有限公司", "城北店扩建", "1360.00", 44, ["approve", "pay"]),
    (WATER, "云溪县鑫源建材有限公司", "机制砂项目扰动地表面积", "46800.00", 28, ["approve", "pay"]),
    (WATER, "云溪县绿源水电有限公司", "引水渠改造工程", "12300.00", 15, []),
]
REASON = "地下车库面积未按规定计入，请核对规划核实意见后重新核定。"


def scene(stage: Stage):
    for (item, fee), payer, period, quantity, days, deeds in LEVIES:
        made = {"office": Office(stage, stage.cast.item(item).organisation.code), "when": ago(stage, days)}
        yield assessed(stage, made, item, fee, payer=payer, period=period, quantity=Decimal(quantity))
        for name in deeds:
            yield followed(stage, made, name)


def assessed(stage: Stage, made: dict, code: str, fee: str, *, payer: str, period: str, quantity: Decimal):
    """A clerk assesses by the rate of today's table."""
    item, when, office = stage.cast.item(code), made["when"], made["office"]
    who = {"payer_name": payer, "payer_id": credit_code(stage.rng)}

    def call():
        rate = ItemFee.objects.get(item=item, code=fee, valid_to=None)
        about = {"fee": rate, "payer": who, "period": period, "quantity": quantity}
        made["pk"] = actions.assess(item, by=office.clerk, now=when, **about).pk

    return when, call


def followed(stage: Stage, made: dict, name: str):
    """What happens some days later."""
    office = made["office"]
    doing = {"approve": actions.approve, "send_back": actions.send_back, "pay": actions.pay}
    by = office.clerk if name == "pay" else office.approver
    when = made["when"] = stage.hours.later(made["when"], 6 if name == "pay" else 2)
    detail = {"reason": REASON} if name == "send_back" else {}

    def call():
        doing[name](Levy.objects.get(pk=made["pk"]), by=by, now=when, **detail)

    return when, call
