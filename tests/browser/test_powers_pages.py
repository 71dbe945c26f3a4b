"""The pages of powers pass the gates, wide and narrow; a citizen finds a power in three clicks or with one search."""

import pytest
from django.urls import reverse

from accounts.models import Role
from powers.actions import clears, lists, points
from powers.levels import Factors
from powers.models import Power
from tests.conftest import employ, make_item
from tests.gates import PHONE, axe_violations, faults, opened_narrow, too_small, visit
from tests.powers.conftest import NOW, STEPS, facts, found, make_office, make_village, published, written

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["public", "villages", "unit", "public_power"]
DESK = ["desk", "powers", "lists", "list", "difference", "add", "power", "step", "points", "point", "heat", "clears"]
DESK += ["clears_of", "import", "paper"]


@pytest.fixture
def listed(county, bureau, clerk, head):
    """A published list and its next version in draft, a point of each kind, a village."""
    office = make_office(county)
    checker, director = employ("du", "杜文涛", office, Role.CLERK), employ("yan", "严正平", office, Role.HEAD)
    make_item(bureau, power_code="XK-1")
    published(written(bureau, clerk, "XK-1", "XK-2"), head, checker, director)
    power = Power.objects.select_related("list__organisation__parent").get(code="XK-1")
    point = points.find(power, by=clerk, now=NOW, found=found(power.steps.get(stage="review")))
    measure = points.Measure("两人核查，全程录像")
    points.assess(point, by=clerk, now=NOW, factors=Factors(4, 5, 4, 3), measure=measure)
    points.decide(point, by=director, now=NOW, level="A", reason="裁量大")
    points.find(power, by=clerk, now=NOW, found=found(description="受理时推荐中介"))
    clears.say(bureau, by=clerk, now=NOW, number=1, words="成立领导小组", evidence="〔2026〕3号")
    village = make_village(county)
    mayor = employ("zhen", "镇长", village.parent, Role.HEAD)
    draft = lists.begin(village, by=mayor, now=NOW)
    lists.add(draft, by=mayor, now=NOW, facts=facts("CQ-1", kind="seal", name="村级印章使用"), steps=STEPS)
    published(draft, mayor, checker, director)
    new = lists.begin(bureau, by=clerk, now=NOW)
    lists.amend(new.powers.get(code="XK-1"), by=clerk, now=NOW, facts=facts(limit="5个工作日"), steps=STEPS)
    arguments = {"unit": [bureau.code], "public_power": ["XK-1"], "power": [power.pk], "point": [point.pk]}
    arguments |= {"list": [new.pk], "difference": [new.pk], "add": [new.pk], "clears_of": [bureau.code]}
    return arguments | {"step": [power.steps.first().pk], "import": ["points"]}


def walked(browser, live_server, listed, names, actor=None, targets=0) -> dict:
    """Page → what is wrong with it."""
    found = {}
    for name in names:
        address = live_server.url + reverse(f"powers:{name}", args=listed.get(name, []))
        with visit(browser, address, actor=actor) as seen:
            found[name] = faults(seen)
            narrow = opened_narrow(seen).page
            found[name] += too_small(narrow, targets) if targets else []
    return {name: wrong for name, wrong in found.items() if wrong}


def test_pages_of_the_citizen(listed, browser, live_server):
    assert walked(browser, live_server, listed, PUBLIC, targets=44) == {}


def test_pages_of_the_citizen_in_large_print(listed, browser, live_server):
    address = live_server.url + reverse("powers:public_power", args=["XK-1"])
    with visit(browser, address, size=PHONE, elder=True) as seen:
        assert [*axe_violations(seen.page), *too_small(seen.page, 60)] == []


def test_pages_of_the_desk(listed, head, browser, live_server):
    assert walked(browser, live_server, listed, DESK, head) == {}


def test_three_clicks_from_home(listed, browser, live_server):
    with visit(browser, live_server.url + "/") as seen:
        seen.page.locator(f'main a[href="{reverse("powers:public")}"]').first.click()
        seen.page.get_by_role("link", name="市场监管局").click()
        seen.page.get_by_role("link", name="食品经营许可").first.click()
        assert "食品安全法" in seen.page.inner_text("main")


def test_one_of_the_two_charts_is_shown(listed, browser, live_server):
    with visit(browser, live_server.url + reverse("powers:public_power", args=["XK-1"])) as seen:
        shown = [seen.page.locator(f".flow-{name}").is_visible() for name in ("right", "down")]
        seen.page.set_viewport_size({"width": 390, "height": 844})
        shown += [seen.page.locator(f".flow-{name}").is_visible() for name in ("right", "down")]
    assert shown == [True, False, False, True]


def test_one_search(listed, browser, live_server):
    with visit(browser, live_server.url + reverse("powers:public")) as seen:
        seen.page.fill("input[name=q]", "食品")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        assert "食品经营许可" in seen.page.inner_text("main ul")
