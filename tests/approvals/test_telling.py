"""What applicants are told of their cases, and holders of their licences."""

import pytest

from accounts.messaging import outbox
from accounts.models import Delivery, Message
from approvals import actions, telling
from approvals.models import Licence
from records.models import Entry
from tests.conftest import ZHANG, at, make_item


def tell(now):
    entries = list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk"))
    return outbox.send(telling.drafts(entries), now)


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def case(bureau, clerk, citizen):
    item = make_item(bureau)
    papers = dict.fromkeys(item.documents.all())
    return actions.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)


def test_the_receipt_and_the_acceptance_are_told(case, clerk, citizen):
    actions.accept(case, by=clerk, now=at("2026-03-02 10:00"))
    tell(at("2026-03-02 10:00"))
    assert kinds() == ["document.receipt", "document.acceptance"]
    assert set(Message.objects.values_list("recipient", flat=True)) == {citizen.user.pk}


def test_what_leaves_the_house_names_the_case_and_nobody(case, clerk, settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    actions.request_correction(case, by=clerk, now=at("2026-03-02 10:00"), missing=[], message="请补充房产证明")
    tell(at("2026-03-02 10:00"))
    words = Delivery.objects.order_by("pk").last().words
    assert case.number in words
    assert [part for part in (ZHANG.applicant_name, ZHANG.id_number, "房产", "食品") if part in words] == []


def test_a_refusal_is_told_without_saying_so_in_the_sms(case, clerk, settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    actions.refuse(case, by=clerk, now=at("2026-03-02 10:00"), reason="不属于本机关职权")
    tell(at("2026-03-02 10:00"))
    assert "不予" not in Delivery.objects.order_by("pk").last().words


def test_an_applicant_without_an_account_is_told_by_telephone(bureau, received, settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    received(make_item(bureau), at("2026-03-02"))
    tell(at("2026-03-02"))
    assert list(Delivery.objects.values_list("to", "message__recipient")) == [(ZHANG.telephone, None)]


def test_a_message_of_the_window_is_told_and_ones_own_is_not(case, clerk, citizen):
    actions.accept(case, by=clerk, now=at("2026-03-02 10:00"))
    actions.write(case, by=citizen, now=at("2026-03-02 11:00"), text="请问何时办好？")
    actions.write(case, by=clerk, now=at("2026-03-02 12:00"), text="三个工作日内。")
    tell(at("2026-03-02 12:00"))
    assert kinds().count("message") == 1


def licence(bureau, citizen, until, **more):
    about = {"number": f"L-{until}", "name": "食品经营许可证", "item": make_item(bureau), "organisation": bureau}
    about |= {"holder_name": "张建国", "id_number": ZHANG.id_number, "issued_at": at("2021-03-02")}
    about |= {"valid_from": at("2021-03-02").date(), "valid_until": at(until).date(), "owner": citizen.user}
    return Licence.objects.create(**about | more)


@pytest.mark.parametrize(
    ("until", "told"), [("2026-05-02", 0), ("2026-05-01", 1), ("2026-04-01", 1), ("2026-03-02", 1), ("2026-03-01", 0)]
)
def test_a_licence_that_ends_within_sixty_days_is_told(bureau, citizen, until, told):
    licence(bureau, citizen, until)
    assert telling.remind(at("2026-03-02")) == told


def test_each_term_is_told_once_also_after_days_without_the_robot(bureau, citizen):
    licence(bureau, citizen, "2026-05-01")
    days = ["2026-03-02", "2026-03-03", "2026-04-05", "2026-04-06"]
    assert [telling.remind(at(day)) for day in days] == [1, 0, 1, 0]


def test_a_licence_that_was_replaced_is_not_told(bureau, citizen):
    licence(bureau, citizen, "2026-04-01", state=Licence.State.REPLACED)
    assert telling.remind(at("2026-03-02")) == 0
