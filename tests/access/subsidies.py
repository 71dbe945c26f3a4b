"""What stands behind the addresses of subsidies and revenue: the first bureau is town and manager at once."""

from datetime import date

from accounts.models import Organisation
from funds.actions.collecting import collect
from funds.actions.listing import Row, enter, open_roll
from funds.actions.programmes import Wish, propose_terms
from funds.actions.subsidising import object_to, show
from funds.models import Collector, FeeKind, FeeMatter, Fund, Programme
from tests.access.payments import FINANCE
from tests.conftest import at

NOBODY = 999_999
NOW, DAY = at("2026-03-03"), date(2026, 3, 3)


def subsidised(people, bureau) -> dict:
    """The arguments of the addresses of subsidies and revenue."""
    clerk, office = people["clerk"], people[FINANCE].organisation
    about = {"kind": "livelihood", "year": 2026, "basis": "财社〔2026〕1号", "purpose": "困难群众救助"}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "created_at": NOW}
    fund = Fund.objects.create(code="bt01", name="2026年救助资金", finance=office, manager=bureau, **about, **days)
    words = {"name": "农村低保", "basis": "云民〔2026〕3号", "period": "month", "way": "fixed", "rate": 52_000}
    programme = Programme.objects.create(code="dibao", fund=fund, manager=bureau, **words)
    wish = Wish(basis="云民〔2026〕8号", way="fixed", rate=56_000, valid_from=date(2027, 1, 1))
    version = propose_terms(programme, wish, by=clerk, now=NOW, reason="年度提标")
    named = {"name": "城关镇东桥村村民委员会", "short_name": "东桥村", "level": Organisation.Level.VILLAGE}
    village = Organisation.objects.create(code="dongqiao", parent=bureau, **named)
    roll = open_roll(programme, by=clerk, now=NOW, village=village, period=DAY)
    row = Row("11010519000101001X", "王大一", "6228480000000001", "农商行")
    [line] = enter(roll, by=clerk, now=NOW, rows=[row])
    roll = show(roll, by=clerk, now=NOW)
    objection = object_to(roll, by=clerk, now=NOW, words="有车", line=line)
    Collector.objects.create(organisation=bureau, way="hand")
    kind = FeeKind.objects.create(code="103", name="检验检测费", basis="发改价格〔2026〕1号")
    matter = FeeMatter.objects.create(code="SF-001", kind=kind, name="计量检定费", organisation=bureau)
    fee = {"ticket": "PJ0001", "payer": "鑫达公司", "amount": 100, "collected_on": DAY}
    purse = collect(matter, by=clerk, now=NOW, **fee).purse
    return {
        "funds:roll": [roll.pk],
        "funds:roll_deed": [roll.pk, "pass"],
        "funds:import_rows": [roll.pk],
        "funds:line": [line.pk],
        "funds:line_deed": [line.pk, "strike"],
        "funds:objection": [objection.pk],
        "funds:pay_list": [NOBODY],
        "funds:pay_list_csv": [NOBODY],
        "funds:pay_list_answers": [NOBODY],
        "funds:pay_list_deed": [NOBODY, "send"],
        "funds:shown_roll": [roll.number],
        "funds:programme": [programme.pk],
        "funds:new_terms": [programme.pk],
        "funds:programme_version": [version.pk],
        "funds:programme_version_deed": [version.pk, "withdraw"],
        "funds:sign_term": [NOBODY],
        "funds:purse": [purse.pk],
        "funds:purse_deed": [purse.pk, "hand-over"],
    }
