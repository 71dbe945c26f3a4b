"""Inspection slips: who may ask and answer, yearly limits, joining, carrying out; the firm's check and its report."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Role
from approvals.actions import penalties, slip_reports
from approvals.actions import slips as actions
from approvals.models import Item, Slip, SlipReport
from config.rounds import watch
from monitoring.models import Finding
from records.models import Anomaly, Document, Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
CODE = "91999921MA0000000K"
TODAY = "2026-03-10"  # a Tuesday
NEXT_WEEK = (date(2026, 3, 16), date(2026, 3, 20))


@pytest.fixture(autouse=True)
def _tuesday():
    cache.clear()
    with time_machine.travel(at(TODAY), tick=False):
        yield


def inspection(unit, code="JC-1"):
    item = make_item(unit, code=code, name="监督检查", documents=0, steps=(), published=False)
    item.kind = Item.Kind.INSPECTION
    item.save()
    return publish(item)


@pytest.fixture
def power(bureau):
    return inspection(bureau)


@pytest.fixture
def crew(clerk, bureau):
    return [clerk.user, employ("c2", "小孙", bureau, Role.CLERK).user]


@pytest.fixture
def other_crew(stranger, other_bureau):
    return [stranger.user, employ("c3", "小钱", other_bureau, Role.CLERK).user]


def visit(days=NEXT_WEEK, code=CODE):
    about = {"firm_name": "云溪县宏达食品有限公司", "firm_code": code, "purpose": "生产现场"}
    return actions.Visit(**about, from_on=days[0], until_on=days[1])


@pytest.fixture
def applied(power, clerk, crew, inspector):
    def make(days=NEXT_WEEK, **more):
        return actions.apply(power, by=clerk, now=at(TODAY), visit=visit(days), inspectors=crew, **more)

    return make


@pytest.fixture
def approved(applied, inspector):
    def make(days=NEXT_WEEK, **detail):
        return actions.approve(applied(days), by=inspector, now=at(TODAY), **detail)

    return make


@pytest.fixture
def elsewhere(other_bureau, stranger, other_crew, inspector):
    """The other bureau asks for the same firm."""
    power = inspection(other_bureau, "JC-2")

    def make(days=NEXT_WEEK):
        return actions.apply(power, by=stranger, now=at(TODAY), visit=visit(days), inspectors=other_crew)

    return make


def test_approved_slip_is_a_numbered_paper_to_the_firm(approved):
    slip = approved()
    [paper] = Document.objects.about(slip)
    assert (paper.kind, paper.addressee, paper.body["code"]) == ("slip", slip.firm_name, slip.check_code)


def test_office_answers_within_two_working_days_or_gets_a_card(applied, discipline):
    applied()  # Tuesday: due Thursday
    watch(at("2026-03-12"))
    assert not Finding.objects.exists()
    watch(at("2026-03-13"))
    assert (Finding.objects.get().code, Finding.objects.get().organisation) == ("Y2", discipline)


@pytest.mark.parametrize("deed", ["approve", "refuse"])
def test_the_unit_does_not_answer_itself(applied, head, deed):
    with pytest.raises(PermissionDenied):
        getattr(actions, deed)(applied(), by=head, now=at(TODAY), reason="x")
    assert (Slip.objects.get().state, Anomaly.objects.get().code) == ("applied", "V07")


def test_one_inspector_is_not_enough(power, clerk, inspector):
    with pytest.raises(Refused) as refusal:
        actions.apply(power, by=clerk, now=at(TODAY), visit=visit(), inspectors=[clerk.user])
    assert refusal.value.field == "inspectors"


def test_inspectors_are_of_the_unit(power, clerk, stranger, inspector):
    with pytest.raises(Refused) as refusal:
        actions.apply(power, by=clerk, now=at(TODAY), visit=visit(), inspectors=[clerk.user, stranger.user])
    assert refusal.value.field == "inspectors"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2026, 3, 9), date(2026, 3, 12), "from_on"),
        (date(2027, 3, 11), date(2027, 3, 12), "from_on"),
        (date(2026, 3, 16), date(2026, 3, 15), "until_on"),
        (date(2026, 3, 16), date(2026, 4, 16), "until_on"),
    ],
)
def test_days_are_planned_ahead_and_not_too_long(applied, start, end, field):
    with pytest.raises(Refused) as refusal:
        applied((start, end))
    assert refusal.value.field == field


def weeks_later(number):
    return NEXT_WEEK[0] + timedelta(weeks=4 * number), NEXT_WEEK[1] + timedelta(weeks=4 * number)


def test_third_visit_of_a_unit_in_a_year_needs_a_reason(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    third = applied(weeks_later(2))
    with pytest.raises(Refused) as refusal:
        actions.approve(third, by=inspector, now=at(TODAY))
    assert (refusal.value.field, Slip.objects.get(pk=third.pk).state) == ("reason", "applied")


def test_exception_with_a_reason_is_approved(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    third = actions.approve(applied(weeks_later(2)), by=inspector, now=at(TODAY), reason="群众集中投诉")
    assert third.state == "approved"


def test_the_year_of_the_visit_counts(approved, applied, inspector):
    approved()
    approved(weeks_later(1))
    in_january = applied((date(2027, 1, 5), date(2027, 1, 6)))
    assert actions.approve(in_january, by=inspector, now=at(TODAY)).state == "approved"


def test_refused_and_cancelled_visits_do_not_count(approved, applied, clerk, inspector):
    actions.cancel(approved(), by=clerk, now=at(TODAY), reason="计划调整")
    actions.refuse(applied(weeks_later(1)), by=inspector, now=at(TODAY), reason="没有必要")
    approved(weeks_later(2))
    assert approved(weeks_later(3)).state == "approved"


def test_fifth_visit_of_all_units_needs_a_reason(approved, elsewhere, county, inspector):
    approved()
    approved(weeks_later(1))
    for number in (2, 3):
        actions.approve(elsewhere(weeks_later(number)), by=inspector, now=at(TODAY))
    third = employ(
        "w", "w", inspector.organisation.parent.children.create(code="yjj", name="应急局", level="department"), "clerk"
    )
    crew = [third.user, employ("w2", "w2", third.organisation, "clerk").user]
    fifth = actions.apply(
        inspection(third.organisation, "JC-3"), by=third, now=at(TODAY), visit=visit(weeks_later(4)), inspectors=crew
    )
    with pytest.raises(Refused):
        actions.approve(fifth, by=inspector, now=at(TODAY))


def test_joined_visit_is_one_visit_with_both_crews(approved, elsewhere, inspector, other_crew):
    host = approved()
    guest = actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=host)
    assert (guest.state, guest.joined) == ("merged", host)
    assert set(actions.everybody_named(host)) >= set(other_crew)


def test_joined_visit_counts_once(approved, elsewhere, inspector):
    actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=approved())
    assert Slip.objects.of_firm(CODE).counting(2026).count() == 1


def test_only_an_approved_visit_takes_in_another(applied, elsewhere, inspector):
    with pytest.raises(Refused) as refusal:
        actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=applied())
    assert refusal.value.field == "into"


def test_host_of_others_is_not_cancelled(approved, elsewhere, inspector, clerk):
    host = approved()
    actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=host)
    with pytest.raises(Refused):
        actions.cancel(host, by=clerk, now=at(TODAY), reason="不去了")


def carry(slip, clerk, crew, on=NEXT_WEEK[0], now="2026-03-20", **more):
    about = {"on": on, "inspectors": crew, "has_problems": True, "result": "发现问题"} | more
    return actions.carry_out(slip, by=clerk, now=at(now), **about)


def test_carried_out_with_problems_leads_to_a_penalty_case(approved, clerk, crew, bureau):
    slip = carry(approved(), clerk, crew)
    power = make_item(bureau, code="CF-1", documents=0, steps=(), published=False)
    power.kind = Item.Kind.PENALTY
    power.save()
    about = {"party": {"party_name": "x", "party_id": CODE}, "officers": crew, "facts": "x", "slip": slip}
    assert penalties.file(publish(power), by=clerk, now=at("2026-03-20"), **about).slip == slip


@pytest.mark.parametrize("on", [date(2026, 3, 15), date(2026, 3, 21), date(2026, 3, 20)])
def test_day_of_the_visit_lies_inside_the_period_and_not_ahead(approved, clerk, crew, on):
    with pytest.raises(Refused) as refusal:
        carry(approved(), clerk, crew, on=on, now="2026-03-19")
    assert refusal.value.field == "on"


def test_at_least_two_of_those_named_were_there(approved, clerk, crew, bureau):
    unnamed = employ("u", "u", bureau, Role.CLERK).user
    with pytest.raises(Refused) as refusal:
        carry(approved(), clerk, [crew[0], unnamed])
    assert refusal.value.field == "inspectors"


def test_nothing_is_carried_out_without_approval(applied, clerk, crew):
    with pytest.raises(Refused) as refusal:
        carry(applied(), clerk, crew)
    assert refusal.value.code == "V08"


# the desk


def ask(actor, power, crew, **fields):
    good = {"item": power.pk, "firm_name": "宏达", "firm_code": CODE, "purpose": "现场", "from_on": "2026-03-16"}
    good |= {"until_on": "2026-03-20", "inspectors": [user.pk for user in crew], "key": str(uuid.uuid4())}
    return signed_in(actor).post(reverse("approvals:new_slip"), good | fields)


def test_form_asks_for_a_slip(clerk, power, crew, inspector):
    assert ask(clerk, power, crew).url == reverse("approvals:slip", args=[Slip.objects.get().pk])


def test_near_visit_of_another_unit_is_shown_before_anything_is_sent(clerk, power, crew, elsewhere):
    elsewhere((date(2026, 4, 4), date(2026, 4, 5)))  # 15 days after the 20th
    answer = ask(clerk, power, crew)
    assert (answer.status_code, len(answer.context["warnings"]), Slip.objects.count()) == (422, 1, 1)


def test_visit_sixteen_days_away_is_not_near(clerk, power, crew, elsewhere):
    elsewhere((date(2026, 4, 5), date(2026, 4, 6)))
    assert ask(clerk, power, crew).status_code == 302


@pytest.mark.parametrize("join", ["", "0", "x", "99999"])
def test_question_about_joining_must_be_answered(clerk, power, crew, elsewhere, join):
    elsewhere()
    assert ask(clerk, power, crew, warned="on", join=join).status_code == 422


def test_unit_may_wish_to_join_or_go_alone(clerk, power, crew, elsewhere):
    host = elsewhere()
    ask(clerk, power, crew, warned="on", join=str(host.pk))
    ask(clerk, power, crew, warned="on", join="alone")
    assert list(Slip.objects.order_by("pk").values_list("joined", flat=True)) == [None, host.pk, None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("firm_code", value) for value in ("", "x", "91999921MA0000000L", "11010519491231002X")),
        *(("firm_name", value) for value in ("", "　", "a" * 101, "a\0", "甲\u202e")),
        *(("purpose", value) for value in ("", "字" * 1001, "\x07")),
        *(("from_on", value) for value in ("", "2026-02-30", "0000-01-01", "9999-12-31", "46000", "2026-03-09")),
        *(("until_on", value) for value in ("", "x", "2026-03-15", "2026-05-01")),
        *(("inspectors", value) for value in ("", "x", "0", "9" * 30)),
        *(("item", value) for value in ("", "x", "0", "9" * 30)),
    ],
)
def test_bad_input_is_named_at_its_field(clerk, power, crew, inspector, field, value):
    answer = ask(clerk, power, crew, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Slip.objects.exists()


def test_firm_history_shows_visits_of_all_units(approved, elsewhere, clerk):
    approved()
    elsewhere()
    page = signed_in(clerk).get(reverse("approvals:firm", args=[CODE]))
    assert [mine for _slip, _state, mine in page.context["rows"]] == [False, True]


@pytest.mark.parametrize("month", ["", "2026-03", "2026-13", "x", "\0", "0001-01", "9999-12"])
def test_calendar_takes_any_month(approved, clerk, month):
    approved()
    assert signed_in(clerk).get(reverse("approvals:slip_calendar"), {"month": month}).status_code == 200


def test_inspector_sees_limits_and_near_visits(approved, elsewhere, inspector):
    approved()
    other = elsewhere()
    page = signed_in(inspector).get(reverse("approvals:slip", args=[other.pk]))
    assert [note["tone"] for note in page.context["notes"]] == ["warn", "info"]


def test_inspector_approves_through_the_page(applied, inspector):
    address = reverse("approvals:slip_deed", args=[applied().pk, "approve"])
    signed_in(inspector).post(address, {"key": str(uuid.uuid4()), "reason": ""})
    assert Slip.objects.get().state == "approved"


# the firm's check


def check(client, number, code):
    return client.get(reverse("approvals:slip_shown", args=[number]), {"code": code})


@pytest.mark.parametrize(
    ("today", "tone"), [("2026-03-15", "warn"), ("2026-03-16", "ok"), ("2026-03-20", "ok"), ("2026-03-21", "over")]
)
def test_slip_is_valid_inside_its_period_only(client, approved, today, tone):
    slip = approved()
    with time_machine.travel(at(today), tick=False):
        assert check(client, slip.number, slip.check_code).context["tone"] == tone


def test_slip_that_waits_is_not_valid(client, applied):
    slip = applied()
    assert check(client, slip.number, slip.check_code).context["tone"] == "over"


def test_used_slip_does_not_open_the_door_again(client, approved, clerk, crew):
    slip = carry(approved(), clerk, crew)
    assert check(client, slip.number, slip.check_code).context["tone"] == "done"


def test_joined_slip_is_as_good_as_its_host(client, approved, elsewhere, inspector):
    guest = actions.merge(elsewhere(), by=inspector, now=at(TODAY), into=approved())
    with time_machine.travel(at("2026-03-17"), tick=False):
        page = check(client, guest.number, guest.check_code)
    assert (page.context["tone"], len(page.context["visits"])) == ("ok", 2)


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "\0", "'; --", "x" * 500, "𠮷"])
def test_wrong_code_shows_nothing(client, approved, code):
    page = check(client, approved().number, code)
    assert (page.status_code, "宏达" in page.content.decode()) == (404, False)


def test_unknown_number_looks_like_a_wrong_code(client, approved):
    wrong = check(client, approved().number, "AAAAAAAA").context["form"].non_field_errors()
    assert check(client, "JC20260310-9999-1", "AAAAAAAA").context["form"].non_field_errors() == wrong


def test_guessing_ends_after_ten_tries(client, approved):
    slip = approved()
    for _try in range(10):
        check(client, slip.number, "AAAAAAAA")
    assert check(client, slip.number, slip.check_code).status_code == 404


@pytest.mark.parametrize("number", ["ｊｃ20260310-0001-X", "", "\0", "x" * 300, "<script>", "../../"])
def test_typed_rubbish_is_told_at_the_form(client, number):
    answer = client.post(reverse("approvals:slip_check"), {"number": number, "code": "AAAAAAAA"})
    assert answer.status_code == 422


def test_typed_number_and_code_lead_to_the_slip(client, approved):
    slip = approved()
    typed = {"number": slip.number.lower(), "code": slip.check_code.lower()}
    assert client.post(reverse("approvals:slip_check"), typed, follow=True).context["slip"] == slip


# reports


def told(client, unit, **fields):
    good = {"organisation": unit.pk, "firm_name": "永兴砖厂", "happened_on": "2026-03-09", "what": "没有备案单"}
    return client.post(reverse("approvals:report_inspection"), good | {"key": str(uuid.uuid4())} | fields)


def test_report_gives_number_and_code_without_signing_in(client, bureau):
    answer = told(client, bureau)
    report = SlipReport.objects.get()
    assert client.get(answer.url).context["report"] == report
    assert report.check_code in client.get(answer.url).content.decode()


def test_report_keeps_no_sender(bureau, citizen):
    told(signed_in(citizen), bureau)
    entries = Entry.objects.about(SlipReport.objects.get())
    assert set(entries.values_list("actor", flat=True)) == {None}


def test_double_click_reports_once(client, bureau):
    key = str(uuid.uuid4())
    assert told(client, bureau, key=key).url == told(client, bureau, key=key).url
    assert SlipReport.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("organisation", value) for value in ("", "x", "0", "9" * 30)),
        *(("firm_name", value) for value in ("", "　", "a" * 101, "a\0")),
        *(("happened_on", value) for value in ("", "2026-02-30", "2026-03-11", "2023-03-09", "0000-00-00")),
        *(("what", value) for value in ("", "　", "字" * 2001, "\u202e")),
        *(("contact", value) for value in ("123", "x" * 50)),
    ],
)
def test_bad_report_is_named_at_its_field(client, bureau, field, value):
    answer = told(client, bureau, **{field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not SlipReport.objects.exists()


@pytest.fixture
def reported(bureau):
    about = {"firm_name": "永兴砖厂", "happened_on": date(2026, 3, 9), "what": "没有备案单"}
    return slip_reports.report(bureau, by=slip_reports.ANYBODY, now=at(TODAY), **about)


def test_confirmed_report_becomes_a_yellow_card_of_the_unit(reported, inspector, bureau):
    slip_reports.confirm(reported, by=inspector, now=at(TODAY), note="属实")
    watch(at("2026-03-11"))
    found = Finding.objects.get()
    assert (found.code, found.level, found.organisation, found.subject) == ("Y6", "yellow", bureau, reported)


def test_dismissed_report_is_no_finding(reported, inspector):
    slip_reports.dismiss(reported, by=inspector, now=at(TODAY), note="有备案单")
    watch(at("2026-03-11"))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "head", "leader", "stranger"])
def test_only_the_efficiency_office_judges(request, reported, who):
    with pytest.raises(PermissionDenied):
        slip_reports.confirm(reported, by=request.getfixturevalue(who), now=at(TODAY), note="x")


def test_judged_once(reported, inspector):
    slip_reports.confirm(reported, by=inspector, now=at(TODAY), note="属实")
    with pytest.raises(Refused) as refusal:
        slip_reports.dismiss(reported, by=inspector, now=at(TODAY), note="x")
    assert refusal.value.code == "V08"


def test_the_accused_unit_does_not_read_reports(reported, head):
    assert signed_in(head).get(reverse("approvals:slip_reports")).status_code == 403
    assert signed_in(head).get(reverse("approvals:slip_report", args=[reported.pk])).status_code == 403


def test_inspector_reads_and_confirms_through_the_page(reported, inspector):
    browser = signed_in(inspector)
    assert browser.get(reverse("approvals:slip_report", args=[reported.pk])).status_code == 200
    address = reverse("approvals:slip_report_deed", args=[reported.pk, "confirm"])
    browser.post(address, {"note": "属实", "key": str(uuid.uuid4())})
    assert SlipReport.objects.get().state == "confirmed"
