"""The pages of powers: desks with their deeds, figures and files, and what the public reads, which is never a risk."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from powers.actions import lists, points
from powers.levels import Factors
from powers.models import Clear, Power, PowerList, RiskPoint
from tests.conftest import at, employ, make_item
from tests.gates import signed_in
from tests.powers.conftest import NOW, STEPS, facts, found, published, weighed, written

pytestmark = pytest.mark.django_db
DESK = ["desk", "powers", "lists", "points", "heat", "clears", "paper"]


def send(actor, name, args, typed):
    """A form as a page sends it: with a key."""
    return signed_in(actor).post(reverse(f"powers:{name}", args=args), typed | {"key": str(uuid4())})


def page(actor, name, *args, **query):
    return signed_in(actor).get(reverse(f"powers:{name}", args=args), query)


@pytest.fixture
def decided(assessed, checker):
    return points.decide(assessed, by=checker, now=timezone.now(), level="A", reason="裁量大")


@pytest.mark.parametrize("name", DESK)
def test_the_unit_opens_its_desk(decided, clerk, name):
    assert page(clerk, name).status_code == 200


@pytest.mark.parametrize("name", DESK)
def test_the_office_opens_its_desk(decided, director, name):
    assert page(director, name).status_code == 200


@pytest.mark.parametrize("name", DESK)
def test_citizens_do_not(decided, citizen, name):
    assert page(citizen, name).status_code == 403


def test_another_units_point_does_not_exist(decided, stranger):
    assert page(stranger, "point", decided.pk).status_code == 404


# risks are for the office only


RISK, NAME = "现场核查走过场", "某在岗人员"


@pytest.mark.parametrize(
    ("name", "args"), [("public", []), ("unit", ["scjg"]), ("public_power", ["XK-1"]), ("villages", [])]
)
def test_no_public_page_tells_a_risk(decided, power, head, client, name, args):
    """Neither the risk, nor its hint, nor the names of people: not as a guest, not as a file."""
    holder = employ("holder", NAME, power.organisation, Role.REVIEWER)
    lists.staff(power.steps.get(stage="review"), by=head, now=NOW, holder=holder.user, deputy=head.user)
    for query in ({}, {"q": "食品"}, {"export": "csv"}):
        answer = client.get(reverse(f"powers:{name}", args=args), query)
        text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert answer.status_code == 200
        assert not [word for word in (RISK, NAME, "降低标准", "风险等级", "A级") if word in text]


def test_a_citizen_finds_a_power_with_one_search(power, client):
    answer = client.get(reverse("powers:public"), {"q": "食品"})
    assert reverse("powers:public_power", args=["XK-1"]) in answer.content.decode()


def test_the_search_knows_law_and_unit(power, client):
    for words in ("食品安全法", "市场监管局", "XK-1"):
        assert "食品经营许可" in client.get(reverse("powers:public"), {"q": words}).content.decode()


def test_a_hostile_search_is_no_fault(power, client):
    for words in ("\x00", "'\"<script>", "A" * 500, "%_\\"):
        assert client.get(reverse("powers:public"), {"q": words, "kind": "nothing", "page": "-1"}).status_code == 200


def test_from_home_to_a_power_in_three_clicks(power, client):
    first = client.get("/").content.decode()
    assert reverse("powers:public") in first
    second = client.get(reverse("powers:public")).content.decode()
    assert reverse("powers:unit", args=["scjg"]) in second
    third = client.get(reverse("powers:unit", args=["scjg"])).content.decode()
    assert reverse("powers:public_power", args=["XK-1"]) in third


def test_the_five_facts_the_items_and_the_way_to_complain(power, bureau, client):
    item = make_item(bureau, power_code="XK-1")
    text = client.get(reverse("powers:public_power", args=["XK-1"])).content.decode()
    wanted = [getattr(power, name) for name in Power.FACTS]
    wanted += [reverse("approvals:item", args=[item.code]), reverse("complaints:choose"), "窗口人员", "<svg"]
    assert [word for word in wanted if word not in text] == []


def test_the_guide_leads_to_the_power(power, bureau, client):
    item = make_item(bureau, power_code="XK-1")
    text = client.get(reverse("approvals:item", args=[item.code])).content.decode()
    assert reverse("powers:public_power", args=["XK-1"]) in text


def test_a_draft_is_not_public(bureau, clerk, client):
    written(bureau, clerk)
    assert client.get(reverse("powers:unit", args=["scjg"])).status_code == 404
    assert client.get(reverse("powers:public_power", args=["XK-1"])).status_code == 404


def test_village_lists_stand_by_their_town(village, checker, director, client):
    mayor = employ("zhen", "镇长", village.parent, Role.HEAD)
    draft = lists.begin(village, by=mayor, now=NOW)
    lists.add(draft, by=mayor, now=NOW, facts=facts("CQ-1", kind="seal", name="村级印章使用"), steps=STEPS)
    published(draft, mayor, checker, director)
    text = client.get(reverse("powers:villages")).content.decode()
    assert text.index("清河镇") < text.index("石桥村")
    assert "村级印章使用" in client.get(reverse("powers:unit", args=[village.code])).content.decode()


# from the draft to the public by forms


def test_a_list_goes_its_whole_way_by_forms(bureau, clerk, head, checker, director):
    begun = send(clerk, "new", [], {"organisation": bureau.pk})
    draft = PowerList.objects.get()
    assert begun.url == draft.address
    typed = {name: value for name, value in vars(facts()).items() if value}
    typed["steps"] = "受理：窗口人员（当日）\n审核：审批股股长（4个工作日）\n审批：分管副局长"
    assert send(clerk, "add", [draft.pk], typed).status_code == 302
    deeds = [
        (head, "declare", {"words": "清理一项"}),
        (checker, "check", {"opinion": "一致"}),
        (director, "publish", {}),
    ]
    for actor, deed, given in deeds:
        answer = send(actor, "list_deed", [draft.pk, deed], given)
        assert answer.status_code == 302, deed
    power = Power.objects.in_force().get()
    assert [step.stage for step in power.steps.all()] == ["receive", "review", "decide"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("basis", ""),
        ("name", "\u3000"),
        ("name", "长" * 201),
        ("code", "食品 1"),
        ("kind", "magic"),
        ("kind", "seal"),
        ("limit", "七\u202e天"),
        ("result", "许可\x00证"),
        ("steps", "审核 股长"),
        ("steps", "；；"),
    ],
)
def test_what_is_wrong_with_a_power_is_said_at_its_field(bureau, clerk, name, value):
    draft = lists.begin(bureau, by=clerk, now=NOW)
    typed = {key: given for key, given in vars(facts()).items() if given} | {"steps": "审核：股长"}
    answer = send(clerk, "add", [draft.pk], typed | {name: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not Power.objects.exists()


def test_what_is_typed_as_markup_stays_text(bureau, clerk):
    draft = lists.begin(bureau, by=clerk, now=NOW)
    lists.add(draft, by=clerk, now=NOW, facts=facts(name="<script>alert(1)</script>𠮷"), steps=STEPS)
    text = page(clerk, "list", draft.pk).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;𠮷" in text


def test_the_difference_is_shown(listed, bureau, clerk):
    draft = lists.begin(bureau, by=clerk, now=at("2026-06-01"))
    lists.add(draft, by=clerk, now=at("2026-06-01"), facts=facts("XK-2", name="药品经营许可"), steps=STEPS)
    text = page(clerk, "difference", draft.pk).content.decode()
    assert "药品经营许可" in text
    assert "食品经营许可" not in text


def test_a_point_goes_its_whole_way_by_forms(power, clerk, director):
    step = power.steps.get(stage="review")
    typed = {"step": step.pk, "post": "股长", "kind": "business", "finder": "own", "charge": "deputy"}
    typed["description"] = RISK
    assert send(clerk, "power_deed", [power.pk, "find"], typed).status_code == 302
    point = RiskPoint.objects.get()
    given = {"probability": 4, "harm": 5, "frequency": 4, "discretion": 3, "charge": "deputy", "measure": "两人核查"}
    assert send(clerk, "point_deed", [point.pk, "assess"], given).status_code == 302
    level = {"level": "A", "reason": "裁量大"}
    assert send(director, "point_deed", [point.pk, "decide"], level).status_code == 302
    point.refresh_from_db()
    assert (point.state, point.level) == ("decided", "A")


def test_an_unknown_number_of_evidence_is_said(power, clerk):
    typed = {"post": "股长", "kind": "business", "finder": "card", "charge": "staff", "description": RISK}
    address = reverse("powers:power_deed", args=[power.pk, "find"])
    answer = signed_in(clerk).post(address, typed | {"number": "没有-1", "key": str(uuid4())})
    assert answer.status_code == 422
    assert not RiskPoint.objects.exists()


def test_the_number_of_a_case_is_evidence(power, clerk, item, received):
    case = received(item, NOW)
    typed = {"post": "股长", "kind": "business", "finder": "card", "charge": "staff", "description": RISK}
    address = reverse("powers:power_deed", args=[power.pk, "find"])
    assert signed_in(clerk).post(address, typed | {"number": case.number, "key": str(uuid4())}).status_code == 302
    assert RiskPoint.objects.get().evidence_id == case.pk
    assert case.number in page(clerk, "point", RiskPoint.objects.get().pk).content.decode()


def test_many_are_decided_by_one_form(power, clerk, director):
    for place in range(3):
        weighed(points.find(power, by=clerk, now=NOW, found=found(description=str(place))), clerk, 4, 4, 4, 4)
    address = f"{reverse('powers:decide')}?state=proposed"
    assert signed_in(director).post(address, {"reason": "会审会评定", "key": str(uuid4())}).status_code == 302
    assert RiskPoint.objects.counted() == {"a": 3, "b": 0, "c": 0, "sum": 3}


def test_the_unit_does_not_decide_many(assessed, head):
    assert send(head, "decide", [], {"reason": "不严重"}).status_code == 403


def test_due_reviews_are_listed(decided, clerk):
    assert page(clerk, "points", which="review").context["lines"] == []
    RiskPoint.objects.filter(pk=decided.pk).update(review_due_on=date(2026, 1, 1))
    assert len(page(clerk, "points", which="review").context["lines"]) == 1


@pytest.mark.parametrize(("name", "kind"), [("points", "csv"), ("heat", "csv"), ("clears", "csv"), ("powers", "csv")])
def test_lists_are_saved_as_files(decided, director, name, kind):
    answer = page(director, name, export=kind)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_paper_names_the_sums(decided, director):
    text = re.sub(r"<[^>]+>|\s+", "", page(director, "paper").content.decode())
    assert "共登记廉政风险点1个，其中A级（红色）1个、B级（黄色）0个、C级（蓝色）0个" in text


def test_holder_and_deputy_are_named_by_a_form(power, head, clerk):
    step = power.steps.first()
    given = {"holder": clerk.user.pk, "deputy": head.user.pk}
    assert send(head, "step", [step.pk], given).status_code == 302
    step.refresh_from_db()
    assert (step.holder, step.deputy) == (clerk.user, head.user)


def test_a_clear_is_said_and_confirmed_by_forms(listed, clerk, head):
    typed = {"number": 1, "words": "成立领导小组", "evidence": "〔2026〕3号"}
    assert send(clerk, "clears_of", ["scjg"], typed).status_code == 302
    assert send(clerk, "confirm", ["scjg"], {"clear": Clear.objects.get().pk}).status_code == 403
    assert send(head, "confirm", ["scjg"], {"clear": Clear.objects.get().pk}).status_code == 302
    assert Clear.objects.get().confirmed_by == head.user


@pytest.mark.parametrize("clear", ["", "abc", "-1", "99999999999999999999", "0"])
def test_a_clear_that_does_not_exist_is_not_confirmed(listed, head, clear):
    address = reverse("powers:confirm", args=["scjg"])
    assert signed_in(head).post(address, {"clear": clear}).status_code == 404


def test_a_review_by_form_keeps_what_was_typed(decided, clerk):
    given = {"probability": 9, "harm": "", "frequency": "三", "discretion": 3, "words": "看过"}
    answer = send(clerk, "point_deed", [decided.pk, "again"], given)
    assert answer.status_code == 422
    assert "看过" in answer.content.decode()
    assert decided.reviews.count() == 2
    assert decided.factors == Factors(4, 5, 4, 3)
