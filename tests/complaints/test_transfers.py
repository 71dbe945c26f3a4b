"""Discipline organs under real names, and orders that pass between the levels by letter."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Organisation, Role
from complaints import actions, routing
from complaints.actions import transferring as deeds
from complaints.models import Kind, Order, Organ, Transfer
from deadlines.models import Deadline
from records.models import Document
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-09-22 10:00")


@pytest.fixture
def town_inspector(county):
    town = Organisation.objects.create(
        code="jgw-beicheng", name="北城街道纪检监察工作委员会", short_name="北城纪工委", level="town", parent=county
    )
    return employ("jiang", "江志平", town, Role.INSPECTOR)


@pytest.fixture
def make_organ(inspector, second):
    def make(name="北城街道纪检监察工作委员会", level="town", organisation=None):
        typed = deeds.Registration(name, level, "江志平", "书记", "0724-2345678", organisation)
        organ = deeds.register_organ(typed, by=inspector, now=NOW)
        return deeds.confirm_organ(organ, by=second, now=NOW)

    return make


@pytest.fixture
def report(make_order, inspector, make_category):
    secret = make_category("jubao", "违纪违法举报", is_confidential=True)
    return make_order(kind=Kind.REPORT, category=secret)


@pytest.fixture
def passed_on(report, inspector, make_organ, town_inspector):
    """A report that the county has passed to the town on Tuesday 22 September."""
    organ = make_organ(organisation=town_inspector.organisation)
    return deeds.transfer(report, by=inspector, now=NOW, organ=organ, reason="被反映人系村干部，属街道管理。")


def test_an_organ_is_confirmed_by_a_second_person(inspector, second):
    typed = deeds.Registration("云州市纪委监委", "city", "韩立", "主任", "0724-8888888")
    organ = deeds.register_organ(typed, by=inspector, now=NOW)
    with pytest.raises(Refused) as refusal:
        deeds.confirm_organ(organ, by=inspector, now=NOW)
    assert (refusal.value.code, Organ.objects.in_use().count()) == ("V07", 0)
    deeds.confirm_organ(organ, by=second, now=NOW)
    assert Organ.objects.in_use().get().is_outside


@pytest.mark.parametrize("name", ["name", "head_name", "head_duty", "telephone"])
def test_an_organ_has_real_names(inspector, name):
    typed = {
        "name": "某纪工委",
        "level": "town",
        "head_name": "江志平",
        "head_duty": "书记",
        "telephone": "0724-2345678",
    }
    with pytest.raises(Refused) as refusal:
        deeds.register_organ(deeds.Registration(**typed | {name: "　"}), by=inspector, now=NOW)
    assert refusal.value.field == name


@pytest.fixture
def about_the_watchers(make_order, inspector, leader, discipline, town_inspector):
    return make_order(kind=Kind.REPORT, accused=discipline)


def test_a_report_about_the_discipline_office_lies_with_the_leaders(about_the_watchers, leader, inspector):
    assert (about_the_watchers.organisation, about_the_watchers.why) == (leader.organisation, routing.ABOUT_DISCIPLINE)
    assert Order.objects.visible_to(leader).get() == about_the_watchers
    assert not Order.objects.visible_to(inspector).exists()


def test_leaders_pass_it_to_the_organ_above(about_the_watchers, leader, make_organ):
    organ, page = make_organ(name="云州市纪委监委", level="city"), signed_in(leader)
    page.post(f"/desk/orders/{about_the_watchers.number}/transfer/", {"organ": organ.pk, "reason": "反映县纪委自身。"})
    made = Transfer.objects.get()
    page.post(f"/desk/transfers/{made.pk}/receive/", {"answer": "市纪委已收到。"})
    made.refresh_from_db()
    assert (made.state, made.answer, page.get("/desk/transfers/").status_code) == ("received", "市纪委已收到。", 200)


def test_only_the_discipline_office_registers(clerk):
    with pytest.raises(PermissionDenied):
        deeds.register_organ(deeds.Registration("某", "town", "某", "某", "1"), by=clerk, now=NOW)


def test_the_order_is_the_other_organs_with_letter_and_clock(passed_on, town_inspector):
    order = Order.objects.get()
    assert (order.organisation, order.state) == (town_inspector.organisation, Order.State.ASSIGNED)
    letter = Document.objects.get(kind="transfer")
    assert (letter.addressee, "张建国" in str(letter.body)) == ("北城街道纪检监察工作委员会", False)
    clock = Deadline.objects.get(name="order:transfer")
    assert (clock.due_on, clock.organisation) == (at("2026-10-08").date(), town_inspector.organisation)


def test_the_sender_keeps_a_stub_and_no_more(passed_on, inspector, town_inspector):
    assert not Order.objects.visible_to(inspector).exists()
    assert Order.objects.visible_to(town_inspector).exists()
    assert list(Transfer.objects.visible_to(inspector)) == [passed_on]
    page = signed_in(inspector).get(f"/desk/transfers/{passed_on.pk}/").content.decode()
    assert "被反映人系村干部" in page


def test_the_receipt_stops_the_clock(passed_on, town_inspector):
    deeds.receive_transfer(passed_on, by=town_inspector, now=at("2026-09-23"))
    assert Deadline.objects.get(name="order:transfer").met_on == at("2026-09-23").date()
    actions.accept(Order.objects.get(), by=town_inspector, now=at("2026-09-23"))


def test_the_sender_does_not_answer_for_the_receiver(passed_on, inspector):
    with pytest.raises(PermissionDenied):
        deeds.receive_transfer(passed_on, by=inspector, now=NOW)


def test_returned_it_is_the_senders_again(passed_on, town_inspector, discipline):
    with pytest.raises(Refused) as refusal:
        deeds.return_transfer(passed_on, by=town_inspector, now=NOW, answer=" ")
    assert refusal.value.field == "answer"
    deeds.return_transfer(passed_on, by=town_inspector, now=NOW, answer="被反映人系县管干部")
    order = Order.objects.get()
    assert (order.organisation, order.state) == (discipline, Order.State.ASSIGNED)


def test_a_body_outside_gets_the_letter_and_the_sender_answers(report, inspector, make_organ):
    city = make_organ("云州市纪委监委", "city")
    made = deeds.transfer(report, by=inspector, now=NOW, organ=city, reason="涉及市管干部")
    assert Order.objects.get().organisation == inspector.organisation
    deeds.receive_transfer(made, by=inspector, now=at("2026-09-24"), answer="市纪委信访室电话确认接收")
    assert Transfer.objects.get().state == Transfer.State.RECEIVED


def test_an_unconfirmed_organ_gets_nothing(report, inspector):
    typed = deeds.Registration("云州市纪委监委", "city", "韩立", "主任", "0724-8888888")
    organ = deeds.register_organ(typed, by=inspector, now=NOW)
    with pytest.raises(Refused) as refusal:
        deeds.transfer(report, by=inspector, now=NOW, organ=organ, reason="涉及市管干部")
    assert refusal.value.field == "organ"


def test_the_accused_organ_gets_nothing(make_order, make_category, inspector, make_organ, town_inspector):
    secret = make_category("jubao", "违纪违法举报", is_confidential=True)
    order = make_order(kind=Kind.REPORT, category=secret, accused=town_inspector.organisation)
    organ = make_organ(organisation=town_inspector.organisation)
    with pytest.raises(Refused) as refusal:
        deeds.transfer(order, by=inspector, now=NOW, organ=organ, reason="属街道管理")
    assert refusal.value.field == "organ"


def test_only_the_office_that_has_it_passes_it_on(handling, clerk, make_organ):
    with pytest.raises(PermissionDenied):
        deeds.transfer(handling, by=clerk, now=NOW, organ=make_organ("某纪工委"), reason="不想办")


def test_the_pages_pass_an_order_on(report, inspector, second, town_inspector):
    page = signed_in(inspector)
    typed = {"name": "北城纪工委", "level": "town", "organisation": town_inspector.organisation.pk}
    typed |= {"head_name": "江志平", "head_duty": "书记", "telephone": "0724-2345678"}
    assert page.post("/desk/organs/", typed | {"telephone": "abc"}).status_code == 422
    page.post("/desk/organs/", typed)
    organ = Organ.objects.get()
    signed_in(second).post(f"/desk/organs/{organ.pk}/confirm/")
    sent = page.post(f"/desk/orders/{report.number}/transfer/", {"organ": organ.pk, "reason": "属街道管理"})
    stub = Transfer.objects.get()
    assert sent.url == f"/desk/transfers/{stub.pk}/"
    signed_in(town_inspector).post(f"/desk/transfers/{stub.pk}/receive/", {"answer": "已登记"})
    assert Transfer.objects.get().state == Transfer.State.RECEIVED
