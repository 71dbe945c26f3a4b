"""What stands behind the addresses of powers: a published list of the first bureau with one power and a risk point
that waits to be decided, and its next version in draft.
"""

from accounts.models import Organisation, Role
from powers.actions import lists, points
from powers.actions.lists import Facts, Step
from powers.actions.points import Found, Measure
from powers.levels import Factors
from powers.models import Power
from tests.conftest import at, employ

NOW, LATER = at("2026-03-03"), at("2026-03-10")


def empowered(people, county, bureau) -> dict:
    """The arguments of the addresses of powers."""
    about = {"name": "中共云溪县委机构编制委员会办公室", "short_name": "编办", "level": "department"}
    office = Organisation.objects.create(code="bzb", parent=county, business="powers", **about)
    checker, director = (
        employ("p-checker", "某审核", office, Role.CLERK),
        employ("p-publisher", "某公布", office, Role.HEAD),
    )
    clerk, head = people["clerk"], people["head"]
    draft = lists.begin(bureau, by=clerk, now=NOW)
    facts = Facts("XK-TEST-001", "食品经营许可", "permit", "食品安全法", "经营者", "申请、审批", "7日", "许可证")
    power = lists.add(draft, by=clerk, now=NOW, facts=facts, steps=[Step("review", "审核", "股长")])
    lists.declare(draft, by=head, now=NOW, words="清理一项")
    lists.check_off(draft, by=checker, now=NOW, opinion="一致")
    lists.publish(draft, by=director, now=NOW)
    power = Power.objects.get(pk=power.pk)  # now of a list that is in force
    point = points.find(power, by=clerk, now=NOW, found=Found("股长", "business", "own", "核查走过场"))
    points.assess(point, by=clerk, now=NOW, factors=Factors(4, 4, 4, 4), measure=Measure("两人核查"))
    new = lists.begin(bureau, by=clerk, now=LATER)
    written = new.powers.get()
    return {
        "powers:list": [new.pk],
        "powers:list_deed": [new.pk, "declare"],
        "powers:difference": [new.pk],
        "powers:add": [new.pk],
        "powers:power": [power.pk],
        "powers:power_deed": [power.pk, "find"],
        "powers:amend": [written.pk],
        "powers:step": [power.steps.get().pk],
        "powers:point": [point.pk],
        "powers:point_deed": [point.pk, "decide"],
        "powers:clears_of": [bureau.code],
        "powers:confirm": [bureau.code],
        "powers:import": ["powers"],
        "powers:pattern": ["points"],
        "powers:unit": [bureau.code],
        "powers:public_power": [power.code],
    }
