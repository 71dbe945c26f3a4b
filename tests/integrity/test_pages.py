"""The desks of integrity over HTTP: from the first form to the paper, bad input, lists as files, who is sent away."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from integrity.actions import analysing, robot
from integrity.models import Alarm, Analysis, Reminder, RiskInformation, RiskOrder, Round, SelfReport
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.integrity.conftest import alarmed

OF_DISCIPLINE = ["informations", "rounds", "analyses", "archives", "separation", "proposals", "year", "enter", "send"]
OF_ALL = ["desk", "orders", "reminders", "reports"]
LISTS = ["informations", "orders", "rounds", "reminders", "reports", "proposals", "analyses", "powers", "separation"]


@pytest.fixture(autouse=True)
def today():
    """The pages look at the clock: it is Monday 2 March 2026."""
    with time_machine.travel(at("2026-03-02 10:00"), tick=False):
        yield


@pytest.fixture
def desk(inspector):
    return signed_in(inspector)


def key():
    """A form of its own each time."""
    return {"key": str(uuid4())}


def is_file(answer) -> bool:
    """Was something sent to be saved? It is read to its end."""
    sent = answer.getvalue() if answer.streaming else answer.content
    return "attachment" in answer.headers.get("Content-Disposition", "") and bool(sent)


@pytest.mark.parametrize("name", [*OF_ALL, *OF_DISCIPLINE, "draft", "powers"])
def test_every_page_opens_for_the_discipline_office(county, desk, name):
    assert desk.get(reverse(f"integrity:{name}")).status_code == 200


@pytest.mark.parametrize("name", OF_ALL)
def test_units_have_their_pages(head, name):
    assert signed_in(head).get(reverse(f"integrity:{name}")).status_code == 200


@pytest.mark.parametrize("name", OF_DISCIPLINE)
def test_units_are_sent_away_from_the_others(head, name):
    assert signed_in(head).get(reverse(f"integrity:{name}")).status_code == 403


@pytest.mark.parametrize("name", OF_ALL)
def test_citizens_are_sent_away(citizen, name):
    assert signed_in(citizen).get(reverse(f"integrity:{name}")).status_code == 403


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", [*LISTS, "year"])
def test_every_list_is_a_file_too(order, point, desk, name, kind):
    assert is_file(desk.get(reverse(f"integrity:{name}"), {"export": kind}))


def information(**more):
    return {"organisation": "市场监管局", "channel": "letter", "words": "反映收受礼金"} | key() | more


def test_information_is_entered_judged_and_confirmed_over_http(bureau, desk, second):
    answer = desk.post(reverse("integrity:enter"), information(informant="刘某"))
    row = RiskInformation.objects.get()
    assert answer.url == row.address
    assert "刘某" not in desk.get(row.address).content.decode()
    said = {"level": "A", "reason": "具体", "demand": "整改"} | key()
    desk.post(reverse("integrity:information_deed", args=[row.pk, "judge"]), said)
    other = signed_in(second)
    other.post(reverse("integrity:information_deed", args=[row.pk, "confirm"]), key())
    order = RiskOrder.objects.get()
    page = other.get(order.address).content.decode()
    assert "整改方案：2026-03-09到期" in page
    for kind, title in (("alarm", "廉政风险预警警报"), ("order", "廉政风险督办书")):
        paper = other.get(reverse("integrity:paper", args=[order.pk, kind]))
        assert title in paper.content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("organisation", "无此单位"),
        ("person", "没有这个人"),
        ("channel", "hearsay"),
        ("evidence", "XX-404"),
        ("happened_on", "2026-02-30"),
        ("happened_on", "2026-03-03"),
        ("words", "　"),
        ("words", "长" * 2001),
        ("words", "反映\u202e礼金"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(bureau, desk, field, typed):
    answer = desk.post(reverse("integrity:enter"), information(**{field: typed}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not RiskInformation.objects.exists()


def test_a_second_click_enters_nothing_twice(bureau, desk):
    form = information()
    for _time in range(2):
        desk.post(reverse("integrity:enter"), form)
    assert RiskInformation.objects.count() == 1


def test_who_told_it_is_shown_once_to_who_asked(bureau, desk, second):
    desk.post(reverse("integrity:enter"), information(informant="刘某13900000000"))
    row = RiskInformation.objects.get()
    desk.post(reverse("integrity:information_deed", args=[row.pk, "ask"]), {"reason": "核实"} | key())
    opening = row.openings.get().pk
    signed_in(second).post(reverse("integrity:opening_deed", args=[opening, "allow"]), key())
    answer = desk.post(reverse("integrity:opening_deed", args=[opening, "read"]), key(), follow=True)
    assert "刘某13900000000" in answer.content.decode()
    assert "刘某13900000000" not in desk.get(row.address).content.decode()


def test_the_unit_hands_in_its_plan_and_its_feedback(order, head, desk, second):
    unit = signed_in(head)
    deed = lambda name: reverse("integrity:order_deed", args=[order.pk, name])  # noqa: E731
    unit.post(deed("plan"), {"plan": "一周内落实双人核查"} | key())
    desk.post(deed("agree"), {"finish_on": "2026-04-10"} | key())
    unit.post(deed("report"), {"feedback": "已落实"} | key())
    signed_in(second).post(deed("verify"), {"verdict": "属实"} | key())
    assert RiskOrder.objects.get().state == "verified"


@pytest.mark.parametrize(("name", "typed"), [("plan", {"plan": " "}), ("agree", {"finish_on": "2026-03-01"})])
def test_a_refused_deed_says_why_and_keeps_what_was_typed(order, head, desk, name, typed):
    if name == "agree":
        signed_in(head).post(reverse("integrity:order_deed", args=[order.pk, "plan"]), {"plan": "整改"} | key())
    actor = desk if name == "agree" else signed_in(head)
    answer = actor.post(reverse("integrity:order_deed", args=[order.pk, name]), typed | key())
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["order", "information", "proposal", "reminder", "report", "analysis"])
def test_another_units_page_does_not_exist(county, order, stranger, inspector, name):
    analysing.draft(county, by=inspector, now=at("2026-03-02"), year=2025, quarter_number=4)
    row = {"order": order, "information": order.alarm.information}.get(name)
    pk = row.pk if row else 1
    assert signed_in(stranger).get(reverse(f"integrity:{name}", args=[pk])).status_code in (403, 404)


def test_a_round_is_sent_and_answered(county, point, desk, reviewer):
    said = {"kind": "promise", "organisation": "县政府", "title": "承诺", "text": "请承诺", "basis": "办法"} | key()
    answer = desk.post(reverse("integrity:send"), said)
    assert answer.url.endswith(f"?round={Round.objects.get().pk}")
    assert "小刘" in desk.get(answer.url).content.decode()
    reminder = Reminder.objects.get()
    own = signed_in(reviewer)
    assert "待您答复的廉政提醒" in own.get(reverse("integrity:desk")).content.decode()
    own.post(reverse("integrity:reminder_deed", args=[reminder.pk, "answer"]), {"answer": "承诺"} | key())
    assert Reminder.objects.get().state == "settled"


def test_a_round_to_nobody_says_so(county, desk):
    said = {"kind": "promise", "organisation": "县政府", "title": "承诺", "text": "请承诺", "basis": "办法"} | key()
    answer = desk.post(reverse("integrity:send"), said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisation"])


def test_a_self_report_is_handed_in(power, head, desk):
    robot.run(at("2026-03-02"))
    report = SelfReport.objects.get()
    said = {"resolved": "两个风险点", "assessment": "可控"} | key()
    signed_in(head).post(reverse("integrity:report_deed", args=[report.pk, "submit"]), said)
    assert SelfReport.objects.get().state == "submitted"
    assert "已提交" in desk.get(reverse("integrity:year")).content.decode()


def test_an_analysis_is_drafted_edited_signed_and_printed(county, order, desk, second):
    answer = desk.post(reverse("integrity:draft"), {"year": 2026, "quarter": 1} | key())
    row = Analysis.objects.get()
    assert answer.url == reverse("integrity:analysis", args=[row.pk])
    deed = lambda name: reverse("integrity:analysis_deed", args=[row.pk, name])  # noqa: E731
    desk.post(deed("edit"), {"words": "一、平稳。"} | key())
    desk.post(deed("sign"), key())
    signed_in(second).post(deed("countersign"), key())
    paper = desk.get(reverse("integrity:analysis_paper", args=[row.pk])).content.decode()
    assert "一、平稳。" in paper
    assert "老钱" in paper
    assert is_file(desk.get(answer.url, {"export": "xlsx"}))


def test_an_archive_is_proposed_to_signed_printed_and_exported(bureau, reviewer, desk, second):
    page = reverse("integrity:archive", args=[bureau.code, reviewer.user.pk])
    line = {"kind": "praise", "happened_on": "2026-03-01", "words": "表彰", "source": "文件"} | key()
    desk.post(page, line)
    note = reviewer.user.archive_notes.get()
    signed_in(second).post(reverse("integrity:note", args=[note.pk, "sign"]), key())
    assert "表彰" in desk.get(page, {"print": 1}).content.decode()
    assert is_file(desk.get(page, {"xlsx": 1}))


def test_the_own_archive_is_one_click_away(reviewer):
    answer = signed_in(reviewer).get(reverse("integrity:my_archive"), follow=True)
    assert "廉政档案" in answer.content.decode()


def test_risks_are_on_no_public_page(order, client):
    for path in ("/", "/powers/", f"/powers/{order.organisation.code}/"):
        answer = client.get(path)
        assert str(order.alarm) not in answer.content.decode()


def test_a_ledger_is_read_by_watchers_and_the_head(power, point, head, clerk, desk):
    page = reverse("integrity:ledger", args=[power.pk])
    assert desk.get(page).status_code == signed_in(head).get(page).status_code == 200
    assert signed_in(clerk).get(page).status_code == 403
    for kind in ("xlsx", "csv"):
        assert is_file(desk.get(page, {"export": kind, "since": "2026-01-01"}))


def test_the_security_administrator_sees_the_matrix(county):
    admin = employ("sec", "安全员", county, Role.SECURITY_ADMIN)
    assert "窗口受理" in signed_in(admin).get(reverse("integrity:separation")).content.decode()


def test_no_alarm_is_given_by_a_unit(bureau, head, inspector):
    desk = signed_in(head)
    assert desk.post(reverse("integrity:enter"), information()).status_code == 403
    assert not Alarm.objects.exists()


def test_the_leader_looks_and_does_nothing(order, leader):
    answer = signed_in(leader).get(order.address)
    assert answer.status_code == 200
    assert not answer.context["panels"]


def test_whoever_is_named_sees_the_alarm(bureau, inspector, second, clerk):
    order = alarmed(bureau, inspector, second, person=clerk.user)
    assert signed_in(clerk).get(order.address).status_code == 200


def test_information_about_a_risk_point_is_entered_from_its_page(desk, point):
    way = f"{reverse('integrity:enter')}?point={point.pk}"
    assert way in desk.get(reverse("powers:point", args=[point.pk])).text
    assert desk.get(way).context["form"]["organisation"].value() == "市场监管局"
    typed = {
        "organisation": "市场监管局",
        "channel": "complaint",
        "point": point.pk,
        "words": "群众反映审批中随意压件",
    }
    desk.post(way, typed | key())
    assert RiskInformation.objects.get().point == point
