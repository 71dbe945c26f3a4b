"""A penalty, a levy, a slip and a report behind the addresses of enforcement."""

from datetime import date
from decimal import Decimal

from accounts.actor import Actor
from approvals.actions import levies, penalties, slip_reports, slips
from approvals.models import Item
from tests.conftest import at, make_item, publish

FIRM = "91999921MA0000000K"


def power(unit, kind) -> Item:
    """A power of the unit that nobody applies for."""
    item = make_item(unit, code=f"P-{kind}", documents=0, steps=(), published=False)
    item.kind = kind
    item.save()
    if kind == Item.Kind.LEVY:
        item.fees.create(code="A", name="征收标准", amount="10.00")
    return publish(item)


def enforced(people) -> dict[str, list]:
    """Make one of each; returns the arguments of their addresses. Clerk and reviewer are the officers."""
    clerk, now = people["clerk"], at("2026-03-12")
    unit, crew = clerk.organisation, [clerk.user, people["reviewer"].user]
    party = {"party_name": "宏达", "party_id": FIRM}
    fine = power(unit, Item.Kind.PENALTY)
    penalty = penalties.file(fine, by=clerk, now=now, party=party, officers=crew, facts="无证经营")
    tax = power(unit, Item.Kind.LEVY)
    about = {"fee": tax.fees.get(), "payer": {"payer_name": "宏达", "payer_id": FIRM}, "period": "一期"}
    levy = levies.assess(tax, by=clerk, now=now, quantity=Decimal(1), **about)
    days = {"from_on": date(2026, 3, 16), "until_on": date(2026, 3, 17)}
    visit = slips.Visit(firm_name="宏达", firm_code=FIRM, purpose="现场", **days)
    slip = slips.apply(power(unit, Item.Kind.INSPECTION), by=clerk, now=now, visit=visit, inspectors=crew)
    told = {"firm_name": "宏达", "happened_on": date(2026, 3, 11), "what": "没有备案单"}
    report = slip_reports.report(unit, by=Actor(), now=now, **told)
    return {
        "approvals:penalty": [penalty.pk],
        "approvals:penalty_deed": [penalty.pk, "propose"],
        "approvals:levy": [levy.pk],
        "approvals:levy_deed": [levy.pk, "send_back"],
        "approvals:slip": [slip.pk],
        "approvals:slip_deed": [slip.pk, "refuse"],
        "approvals:firm": [FIRM],
        "approvals:slip_report": [report.pk],
        "approvals:slip_report_deed": [report.pk, "confirm"],
        "approvals:slip_report_result": [report.number],
        "approvals:slip_shown": [slip.number],
    }
