"""Names under seal: encrypted at rest, kept from those who handle, opened by two persons, and every look on record."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Role
from complaints import actions, identity
from complaints.actions import opening as deeds
from complaints.models import Category, Complainant, Kind, Opening, Order
from complaints.permissions import can_ask_identity, can_see_complainant
from records.models import Entry, FormKey
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-09-22 10:00")
KEYS = ["2026a:" + "ab" * 32, "2025:" + "cd" * 32]


@pytest.fixture
def secret(make_category) -> Category:
    return make_category("jubao", "违纪违法举报", is_confidential=True)


@pytest.fixture
def report(make_order, inspector, secret):
    """A named report about the bureau, with the discipline office."""
    return make_order(kind=Kind.REPORT, category=secret)


@pytest.fixture
def other_inspector(discipline):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


@pytest.fixture
def approved(report, inspector, other_inspector):
    asked = deeds.ask_identity(report, by=inspector, now=NOW, reason="核实举报细节")
    return deeds.approve_identity(asked, by=other_inspector, now=NOW)


def row(order) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM complaints_complainant t WHERE order_id = %s", [order.pk])
        return cursor.fetchone()[0]


# at rest


def test_contact_data_is_encrypted_at_rest(order):
    assert "张建国" not in row(order)
    assert "13800000001" not in row(order)
    assert (order.complainant.name, order.complainant.telephone) == ("张建国", "13800000001")


def test_a_seal_belongs_to_its_order(order, make_order):
    other = make_order()
    Complainant.objects.filter(order=other).update(sealed=order.complainant.sealed)
    with pytest.raises(InvalidTag):
        _ = Complainant.objects.get(order=other).contact


def test_old_seals_open_with_their_key_and_are_sealed_anew(order, settings):
    settings.IDENTITY_KEYS = KEYS
    assert Complainant.objects.get().name == "张建国"
    call_command("reseal_identities", verbosity=0)
    assert Complainant.objects.get().key == "2026a"
    settings.IDENTITY_KEYS = KEYS[:1]
    assert Complainant.objects.get().name == "张建国"


def test_without_its_key_a_seal_stays_closed(order, settings):
    settings.IDENTITY_KEYS = KEYS
    call_command("reseal_identities", verbosity=0)
    settings.IDENTITY_KEYS = KEYS[1:]
    with pytest.raises(KeyError):
        _ = Complainant.objects.get().contact


@pytest.mark.parametrize("typed", ["138 0000 0001", "+86 13800000001", "138-0000-0001"])
def test_a_caller_is_found_however_the_number_is_typed(order, typed):
    assert list(Order.objects.of_caller(typed)) == [order]


def test_another_caller_finds_nothing(order):
    assert not Order.objects.of_caller("13800000002").exists()
    assert not Order.objects.of_caller("").exists()


def test_who_handles_an_ordinary_order_reads_no_name_on_it(handling, clerk, citizen):
    page = signed_in(clerk).get(f"/desk/orders/{handling.number}/").text
    assert [name for name in ("张建国", citizen.user.name, citizen.user.telephone) if name in page] == []


def test_an_account_finds_its_confidential_order_and_nothing_else_links_them(report, citizen):
    assert list(Order.objects.visible_to(citizen)) == [report]
    assert report.complainant.user is None
    assert not Entry.objects.filter(actor=citizen.user).exists()
    assert not FormKey.objects.filter(user=citizen.user).exists()


# who knows by default


@pytest.mark.parametrize(
    ("kind", "knows"),
    [(Kind.COMPLAINT, True), (Kind.CONSULTATION, True), (Kind.REPORT, False), (Kind.EFFICIENCY, False)],
)
def test_the_hotline_knows_whom_to_visit_back(make_order, operator, other_bureau, kind, knows):
    order = make_order(kind=kind, accused=other_bureau if kind == Kind.EFFICIENCY else None)
    assert can_see_complainant(operator, order) is knows


def test_handlers_and_supervisors_know_nothing_by_default(handling, clerk, head, inspector, leader, stranger):
    assert not any(can_see_complainant(actor, handling) for actor in (clerk, head, inspector, leader, stranger))


def test_anonymous_discipline_report_of_a_unit(make_order, secret, bureau, clerk, head, inspector, nobody):  # CMP-21
    order = make_order(by=nobody, kind=Kind.REPORT, category=secret, accused=bureau, contact=None)
    seen = [Order.objects.visible_to(actor).exists() for actor in (clerk, head, inspector)]
    assert seen == [False, False, True]
    assert not any(can_see_complainant(actor, order) for actor in (clerk, head, inspector))


def test_named_discipline_report_of_a_unit(make_order, secret, bureau, clerk, head, dispatcher, inspector):  # CMP-21
    order = make_order(kind=Kind.REPORT, category=secret, accused=bureau)
    assert [can_ask_identity(actor, order) for actor in (clerk, head, dispatcher, inspector)] == [False] * 3 + [True]


def test_handlers_of_a_complaint_about_another_unit_never_ask(make_order, dispatcher, bureau, clerk, other_bureau):
    order = make_order(accused=other_bureau)
    order = actions.assign(order, by=dispatcher, now=NOW, unit=bureau)
    assert not can_ask_identity(clerk, order)
    with pytest.raises(PermissionDenied):
        deeds.ask_identity(order, by=clerk, now=NOW, reason="想知道是谁")


def test_clerks_of_the_handling_unit_see_no_confidential_order(report, discipline):
    clerk = employ("jiwei-clerk", "小冯", discipline, Role.CLERK)
    assert not Order.objects.visible_to(clerk).exists()


# opened by two


def test_two_persons_open_it_for_a_quarter_of_an_hour(approved, inspector):
    opened = deeds.open_identity(approved, by=inspector, now=NOW)
    assert deeds.behind(opened, by=inspector, now=NOW + timedelta(minutes=14))["name"] == "张建国"
    with pytest.raises(PermissionDenied):
        deeds.behind(opened, by=inspector, now=NOW + timedelta(minutes=15))


def test_the_look_is_on_record_before_anything_is_shown(approved, inspector):
    deeds.open_identity(approved, by=inspector, now=NOW)
    entry = Entry.objects.get(verb="complaints.identity.opened")
    assert (entry.actor, entry.body) == (inspector.user, {"opening": approved.pk})


def test_nobody_else_uses_the_look(approved, inspector, other_inspector):
    with pytest.raises(PermissionDenied):
        deeds.open_identity(approved, by=other_inspector, now=NOW)
    opened = deeds.open_identity(approved, by=inspector, now=NOW)
    with pytest.raises(PermissionDenied):
        deeds.behind(opened, by=other_inspector, now=NOW)


def test_one_look_only(approved, inspector):
    deeds.open_identity(approved, by=inspector, now=NOW)
    with pytest.raises(Refused):
        deeds.open_identity(approved, by=inspector, now=NOW + timedelta(minutes=20))


def test_an_approval_is_good_for_a_day(approved, inspector):
    with pytest.raises(Refused):
        deeds.open_identity(approved, by=inspector, now=NOW + timedelta(hours=25))


def test_nobody_approves_their_own_request(report, inspector):
    asked = deeds.ask_identity(report, by=inspector, now=NOW, reason="核实")
    with pytest.raises(Refused) as refusal:
        deeds.approve_identity(asked, by=inspector, now=NOW)
    assert refusal.value.code == "V07"
    with pytest.raises(IntegrityError, match="opening_decided_by_another"), transaction.atomic():
        Opening.objects.update(decided_by=inspector.user)


def test_nothing_opens_without_an_approval(report, inspector):
    asked = deeds.ask_identity(report, by=inspector, now=NOW, reason="核实")
    with pytest.raises(Refused):
        deeds.open_identity(asked, by=inspector, now=NOW)


def test_a_refusal_says_why(report, inspector, other_inspector):
    asked = deeds.ask_identity(report, by=inspector, now=NOW, reason="核实")
    with pytest.raises(Refused) as refusal:
        deeds.refuse_identity(asked, by=other_inspector, now=NOW, opinion=" ")
    assert refusal.value.field == "opinion"
    assert deeds.refuse_identity(asked, by=other_inspector, now=NOW, opinion="可以通过留言核实").state == "refused"


@pytest.mark.parametrize("reason", ["", "　 "])
def test_a_request_says_why(report, inspector, reason):
    with pytest.raises(Refused) as refusal:
        deeds.ask_identity(report, by=inspector, now=NOW, reason=reason)
    assert refusal.value.field == "reason"


def test_a_handler_asks_the_head_of_the_unit(handling, clerk, head, stranger):
    asked = deeds.ask_identity(handling, by=clerk, now=NOW, reason="需要上门取证")
    with pytest.raises(PermissionDenied):
        deeds.approve_identity(asked, by=stranger, now=NOW)
    deeds.approve_identity(asked, by=head, now=NOW)
    opened = deeds.open_identity(asked, by=clerk, now=NOW)
    assert deeds.behind(opened, by=clerk, now=NOW)["telephone"] == "13800000001"


def test_who_has_lost_the_order_opens_nothing(handling, clerk, head, dispatcher, other_bureau, make_order):
    order = actions.assign(make_order(now=NOW), by=dispatcher, now=NOW, unit=clerk.organisation)
    asked = deeds.ask_identity(order, by=clerk, now=NOW, reason="需要上门取证")
    deeds.approve_identity(asked, by=head, now=NOW)
    actions.send_back(order, by=clerk, now=NOW, reason="不属于本单位职责")
    with pytest.raises(PermissionDenied):
        deeds.open_identity(asked, by=clerk, now=NOW)


def test_openings_cannot_be_erased(approved):
    for change in (lambda: approved.delete(), lambda: Opening.objects.update(reason="别的原因")):
        with pytest.raises(Exception, match="append|refuse|记录|evidence|only"), transaction.atomic():
            change()


# the pages


def test_the_page_shows_the_name_once(report, inspector, other_inspector):
    mine, second = signed_in(inspector), signed_in(other_inspector)
    mine.post(f"/desk/orders/{report.number}/identity/", {"reason": "核实举报细节"})
    page = f"/desk/identities/{Opening.objects.get().pk}/"
    assert "张建国" not in mine.get(page).content.decode()
    second.post(f"{page}approve/")
    mine.post(f"{page}open/")
    assert "张建国" in mine.get(page).content.decode()
    assert "张建国" not in second.get(page).content.decode()
    Opening.objects.filter().update(opened_at=timezone.now() - timedelta(minutes=16))
    assert "张建国" not in mine.get(page).content.decode()


def test_the_audit_administrator_watches_without_names(approved, county):
    auditor = signed_in(employ("audit", "老冯", county, Role.AUDIT_ADMIN))
    page = auditor.get("/desk/identities/").content.decode()
    assert ("核实举报细节" in page, "张建国" in page) == (True, False)


def test_another_unit_does_not_see_the_list_of_this_one(approved, stranger):
    assert "核实举报细节" not in signed_in(stranger).get("/desk/identities/").content.decode()


def test_handlers_ask_by_message_instead(handling, clerk, citizen):
    signed_in(clerk).post(f"/desk/orders/{handling.number}/talk/", {"text": "请补充具体时间。"})
    page = signed_in(citizen).get(f"/my/orders/{handling.number}/").content.decode()
    assert "请补充具体时间。" in page
    signed_in(citizen).post(f"/my/orders/{handling.number}/talk/", {"text": "每晚十点以后。"})
    assert "每晚十点以后。" in signed_in(clerk).get(f"/desk/orders/{handling.number}/").content.decode()


def test_the_receipt_opens_the_talk_too(handling, client):
    about = {"number": handling.number, "code": handling.query_code}
    answer = client.post("/complaints/query/talk/", about | {"text": "昨晚又施工了。"})
    assert "昨晚又施工了。" in answer.content.decode()
    wrong = client.post("/complaints/query/talk/", about | {"code": "AAAAAAAA", "text": "x"})
    assert wrong.status_code == 422


def test_a_stranger_does_not_talk(handling, stranger, citizen, nobody):
    for by in (stranger, nobody):
        with pytest.raises(PermissionDenied):
            actions.say(handling, by=by, now=NOW, text="你是谁？")


def test_an_empty_message_is_refused(handling, citizen):
    with pytest.raises(Refused) as refusal:
        actions.say(handling, by=citizen, now=NOW, text="　")
    assert refusal.value.field == "text"


def test_twenty_messages_a_day_are_enough(handling, citizen):
    for number in range(20):
        actions.say(handling, by=citizen, now=NOW, text=f"第{number}条")
    with pytest.raises(Refused):
        actions.say(handling, by=citizen, now=NOW, text="再一条")
    assert actions.say(handling, by=citizen, now=NOW + timedelta(days=1, minutes=1), text="第二天").pk


def test_identity_keys_follow_from_the_secret_of_the_county(settings):
    assert list(identity.keys()) == ["s1"]
    settings.IDENTITY_KEYS = KEYS
    assert identity.current() == "2026a"


def test_a_message_with_an_invisible_sign_comes_back_as_typed(handling, clerk):
    answer = signed_in(clerk).post(f"/desk/orders/{handling.number}/talk/", {"text": "请补充\u202e时间"})
    assert (answer.status_code, "请补充" in answer.content.decode()) == (422, True)


def test_who_may_not_ask_is_told_so(handling, leader):
    assert signed_in(leader).post(f"/desk/orders/{handling.number}/identity/", {"reason": "想看看"}).status_code == 403


def test_lists_of_other_apps_do_not_name_a_confidential_matter(report, order):
    assert (report.as_subject().title, order.as_subject().title) == ("内容保密", order.title)


def test_a_report_about_an_office_goes_past_the_hotline(make_order, dispatcher, other_bureau, inspector):
    order = make_order(kind=Kind.REPORT, accused=other_bureau)
    assert (order.is_confidential, order.organisation) == (True, inspector.organisation)
    assert not Order.objects.visible_to(dispatcher).exists()
