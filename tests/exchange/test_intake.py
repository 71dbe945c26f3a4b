"""What is taken in, what is known already, what is refused, and what a person does about it."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from exchange import actions
from exchange.models import Event, ForeignCase, Mapping, Problem, SourceSystem
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, make_item
from tests.exchange.conftest import ITEM, received, told

pytestmark = pytest.mark.django_db


def test_same_event_again_is_known(tell):
    tell("2026-03-02", ITEM)
    again = tell("2026-03-03", ITEM)
    assert (again.created, again.known, Event.objects.count()) == (0, 1, 1)


def test_same_event_twice_in_one_delivery_is_stored_once(tell):
    done = tell("2026-03-02", ITEM, ITEM)
    assert (done.created, done.known) == (1, 1)


def test_same_id_with_other_facts_is_refused(tell):
    tell("2026-03-02", ITEM)
    done = tell("2026-03-02", ITEM | {"promised_days": 9})
    assert [(bad.field, bad.line) for bad in done.faults] == [("id", 1)]


BAD = [
    ("{", ""),
    ("[]", ""),
    ('"a"', ""),
    ("null", ""),
    ('{"id": 1e400}', ""),
    ('{"id": NaN}', ""),
    ('{"id":"x","at":"2026-03-02T09:00:00+08:00","type":"case.accepted","case":"a","note":"\\u0000"}', ""),
    ('{"id":"x","at":"2026-03-02T09:00:00+08:00","type":"case.accepted","case":"a","note":"\\ud800"}', ""),
    ("[" * 100_000, ""),
    (told("case.accepted", "2026-03-02") | {"at": "2026-03-02"}, "at"),
    (told("case.accepted", "2026-03-02") | {"at": "2026-02-30T09:00:00+08:00"}, "at"),
    (told("case.accepted", "2026-03-02") | {"at": "2026-03-02T09:00:00"}, "at"),
    (told("case.accepted", "2026-03-02") | {"at": 1772413200}, "at"),
    (told("case.accepted", "2026-03-02") | {"at": "9999-12-31T23:59:59-12:00"}, "at"),
    (told("case.accepted", "2026-03-05"), "at"),
    (told("case.exploded", "2026-03-02"), "type"),
    (told("case.accepted", "2026-03-02") | {"type": None}, "type"),
    (told("case.accepted", "2026-03-02") | {"id": " \u3000"}, "id"),
    (told("case.accepted", "2026-03-02") | {"id": "x" * 301}, "id"),
    (told("case.accepted", "2026-03-02") | {"case": "a\u202eb"}, "case"),
    (told("case.rated", "2026-03-02", stars=6), "stars"),
    (told("case.rated", "2026-03-02", stars=True), "stars"),
    (told("fee.charged", "2026-03-02", fee="F1", amount="1.005"), "amount"),
    (told("fee.charged", "2026-03-02", fee="F1", amount=-1), "amount"),
    (told("case.paused", "2026-03-02", kind="holiday", limit_days=3), "kind"),
    (told("case.extended", "2026-03-02", days=0, approver="局长"), "days"),
    (received("2026-03-02", item="NO-SUCH"), "item"),
    (received("2026-03-02", organisation="没有这个单位"), "organisation"),
    (ITEM | {"id": "i-9", "promised_days": 30}, "promised_days"),
    (ITEM | {"id": "i-9", "organisation": "scjg"}, "organisation"),
]


@pytest.mark.parametrize(("event", "field"), BAD)
def test_bad_line_names_its_field_and_nothing_is_saved(bureau, tell, event, field):
    done = tell("2026-03-03", ITEM, event)
    assert [(bad.line, bad.field) for bad in done.faults] == [(2, field)]
    assert (done.is_refused, Event.objects.count(), Problem.objects.count()) == (True, 0, 1)


def test_every_error_has_words(bureau, tell):
    done = tell("2026-03-03", *[event for event, _field in BAD], skip_bad=True)
    assert all(bad.error for bad in done.faults)


def test_good_lines_are_taken_in_when_asked(tell):
    done = tell("2026-03-03", "{", ITEM, skip_bad=True)
    assert (done.created, done.is_refused, Event.objects.count()) == (1, False, 1)


def test_same_bad_line_waits_once(tell):
    for _n in range(3):
        tell("2026-03-03", "{")
    assert [problem.times for problem in Problem.objects.all()] == [3]


def test_corrected_event_settles_the_problem(tell):
    wrong = received("2026-03-02", item="HG-2") | {"id": "e-1"}
    tell("2026-03-03", ITEM)
    tell("2026-03-03", wrong)
    tell("2026-03-03", wrong | {"item": "HG-1"})
    assert [problem.state for problem in Problem.objects.all()] == ["solved"]


def test_definition_settles_what_waited_for_it(tell):
    tell("2026-03-03", received("2026-03-02"))
    tell("2026-03-03", ITEM)
    assert (Problem.objects.get().state, ForeignCase.objects.get().number) == ("solved", "HC-1")


def test_events_are_stored_before_the_application_arrives(tell):
    tell("2026-03-03", ITEM, told("case.accepted", "2026-03-03"))
    assert ForeignCase.objects.count() == 0
    tell("2026-03-03", received("2026-03-02"))
    assert ForeignCase.objects.get().state == "accepted"


def test_orders_are_kept_and_make_no_case(tell):
    order = {
        "id": "o-1",
        "at": "2026-03-02T09:00:00+08:00",
        "type": "order.received",
        "order": "D-1",
        "kind": "hotline",
    }
    assert (tell("2026-03-03", order).created, ForeignCase.objects.count()) == (1, 0)


def test_item_of_our_catalogue_needs_no_definition(other_bureau, tell):
    make_item(other_bureau, code="XK-ZJJ-001", promised=5, documents=0, steps=())
    tell(
        "2026-03-03",
        received("2026-03-02", item="XK-ZJJ-001", documents=[]),
        told("case.accepted", "2026-03-02 10:00"),
    )
    assert ForeignCase.objects.get().clock.promised == 5


@pytest.fixture
def waiting(tell, other_bureau):
    """An application about an item under a name of the source, and the item that it means."""
    item = make_item(other_bureau, code="XK-ZJJ-001", promised=5)
    tell("2026-03-03", received("2026-03-02", item="施工许可"))
    return Problem.objects.get(), item


def test_confirmed_meaning_takes_the_line_in(waiting, source, keeper, inspector):
    problem, item = waiting
    facts = {"kind": "item", "name": problem.value, "item": item}
    mapping = actions.propose_mapping(source, by=keeper, now=at("2026-03-03"), **facts)
    actions.confirm_mapping(mapping, by=inspector, now=at("2026-03-04"))
    problem.refresh_from_db()
    case = ForeignCase.objects.get()
    assert (problem.state, case.item_name, case.organisation.code) == ("solved", item.name, "zjj")


def test_nobody_confirms_the_own_meaning(waiting, source, keeper):
    problem, item = waiting
    mapping = actions.propose_mapping(
        source, by=keeper, now=at("2026-03-03"), kind="item", name=problem.value, item=item
    )
    with pytest.raises(PermissionDenied):
        actions.confirm_mapping(mapping, by=keeper, now=at("2026-03-04"))
    assert Mapping.objects.get().state == "proposed"


def test_meaning_beyond_the_unit_is_refused(source, keeper, bureau):
    with pytest.raises(Refused):
        actions.propose_mapping(
            source, by=keeper, now=at("2026-03-03"), kind="organisation", name="x", organisation=bureau
        )


def test_retry_without_a_cure_says_what_is_still_wrong(waiting, inspector):
    problem, _item = waiting
    with pytest.raises(Refused, match="施工许可"):
        actions.retry(problem, by=inspector, now=at("2026-03-04"))
    problem.refresh_from_db()
    assert problem.state == "open"


def test_discard_needs_a_reason(waiting, inspector):
    problem, _item = waiting
    with pytest.raises(Refused):
        actions.discard(problem, by=inspector, now=at("2026-03-04"), reason=" \u3000")
    actions.discard(problem, by=inspector, now=at("2026-03-04"), reason="测试数据")
    problem.refresh_from_db()
    assert (problem.state, problem.reason) == ("discarded", "测试数据")


def test_discarded_line_is_not_discarded_twice(waiting, inspector):
    problem, _item = waiting
    actions.discard(problem, by=inspector, now=at("2026-03-04"), reason="测试数据")
    with pytest.raises(Refused):
        actions.retry(problem, by=inspector, now=at("2026-03-05"))


def test_events_cannot_be_changed_or_deleted(tell):
    tell("2026-03-03", ITEM)
    for statement in (
        "UPDATE exchange_event SET at = now()",
        "DELETE FROM exchange_event",
        "TRUNCATE exchange_event CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_delivery_stands_in_the_record_with_its_digest(tell):
    tell("2026-03-03", ITEM, received("2026-03-02"))
    body = Entry.objects.get(verb="exchange.events.received").body
    assert (body["count"], len(body["digest"])) == (2, 64)


def test_source_knows_its_last_event_and_count(tell, source):
    tell("2026-03-03", ITEM, received("2026-03-02"))
    fresh = SourceSystem.objects.get(pk=source.pk)
    assert (fresh.last_event_at, fresh.stored) == (at("2026-03-03"), 2)


def test_unknown_keys_are_kept_as_they_came(tell):
    tell("2026-03-03", ITEM | {"备注": "𠮷 😀"})
    assert json.loads(json.dumps(Event.objects.get().body))["备注"] == "𠮷 😀"


def test_case_may_have_the_number_of_an_item(tell):
    tell("2026-03-03", ITEM, received("2026-03-02", "HG-1"))
    tell("2026-03-03", told("case.accepted", "2026-03-03", "HG-1"))
    assert ForeignCase.objects.get().state == "accepted"


def test_item_may_be_named_at_acceptance(tell):
    tell("2026-03-03", ITEM, told("case.accepted", "2026-03-03", item="HG-1"))
    assert ForeignCase.objects.get().clock.promised == 7
