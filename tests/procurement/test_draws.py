"""The committee: its size, who must not sit, the draw that anybody can repeat, names that nobody reads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import DatabaseError

from accounts.actor import Actor
from accounts.models import Message
from deadlines import holds
from procurement import drawing
from procurement.actions import draws
from procurement.models import Draw, Expert, Participation, Relation, Seat, Tender
from procurement.seats import seat_of
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.committee import make_experts, refused_field
from tests.procurement.conftest import make_party

pytestmark = pytest.mark.django_db
DAY = "2026-03-22 10:00"


@pytest.fixture
def tender(course):
    return course.to("committee")


def commit(tender, by, needs=(("A06", 5),), representatives=0, moment=DAY):
    return draws.commit(tender, by=by, now=at(moment), needs=list(needs), representatives=representatives)


def drawn(tender, clerk, head, **more) -> Draw:
    return draws.draw(commit(tender, clerk, **more), by=head, now=at(DAY))


def people(row: Draw) -> dict[int, Actor]:
    """Seat → the person who sits there, as only this test may know."""
    users = {expert.user_id: expert.user for expert in Expert.objects.select_related("user")}
    return {seat.number: Actor(users[draws.holder(seat)["user"]]) for seat in row.seats.sitting()}


def accept_all(row: Draw):
    for seat in row.seats.filter(state=Seat.State.INVITED):
        draws.accept(seat, by=Actor(Expert.objects.get(user=draws.holder(seat)["user"]).user), now=at(DAY))


@pytest.mark.parametrize(
    ("experts", "representatives", "field"),
    [
        (5, 0, None),  # PRO-09
        (4, 1, None),
        (6, 0, "needs"),
        (7, 0, None),
        (5, 2, None),
        (9, 0, None),
        (6, 3, None),
        (3, 0, "needs"),
        (4, 3, "representatives"),  # PRO-10: 4/7 is less than two thirds
        (3, 2, "representatives"),
    ],
)
def test_committee_is_odd_large_and_mostly_experts(tender, centre_clerk, experts, representatives, field):
    assert refused_field(lambda: commit(tender, centre_clerk, [("A06", experts)], representatives)) == field


def test_forty_in_the_pool_three_recused_two_suspended_leave_thirty_five(
    tender, centre_clerk, centre_head, inspector, purchaser
):
    """PRO-12."""
    experts = make_experts(40)
    Expert.objects.filter(pk__in=[one.pk for one in experts[:3]]).update(employer_organisation=purchaser)
    for one in experts[3:5]:
        holds.hold(one, "年度扣分达到二十五分", by=inspector, now=at("2026-03-01"))
    row = drawn(tender, centre_clerk, centre_head)
    [pool] = draws.log_of(row)["pools"]
    assert (len(pool["eligible"]), len(pool["excluded"]), row.seats.count()) == (35, 5, 5)


def test_expert_of_the_agents_parent_is_not_drawn(tender, centre_clerk, centre_head, firms):
    """PRO-11, first half: excluded before the draw."""
    experts = make_experts(6)
    firms["alpha"].owns.create(child=tender.agent, entered_at=at("2026-01-05"))
    Expert.objects.filter(pk=experts[0].pk).update(employer_party=firms["alpha"])
    row = drawn(tender, centre_clerk, centre_head)
    assert draws.log_of(row)["pools"][0]["excluded"] == [["ZJ0001", "用人单位回避"]]


@pytest.mark.parametrize("closeness", ["parent", "name", "declared"])
def test_expert_close_to_a_bidder_makes_room_at_the_opening(tender, centre_clerk, centre_head, firms, closeness):
    """PRO-11, second half: bidders are known at the opening only; the next one of the order takes the seat."""
    make_experts(7)
    row = drawn(tender, centre_clerk, centre_head)
    accept_all(row)
    who = Expert.objects.get(user=people(row)[2].user)
    if closeness == "parent":
        holding = make_party("seller", "湖北建工控股有限公司")
        holding.owns.create(child=firms["alpha"], entered_at=at("2026-01-05"))
        Expert.objects.filter(pk=who.pk).update(employer_party=holding)
    elif closeness == "name":
        Expert.objects.filter(pk=who.pk).update(employer_name=firms["alpha"].name)
    else:
        Relation.objects.create(expert=who, party=firms["alpha"], kind="shares", declared_at=at(DAY))
    assert draws.check_bidders(tender, [firms["alpha"].pk], now=at("2026-03-23 10:35")) == [2]
    assert row.seats.get(number=2, state=Seat.State.INVITED).pk != row.seats.get(state=Seat.State.REPLACED).pk


def test_who_is_asked_because_of_a_bidder_may_still_come(tender, centre_clerk, centre_head, firms):
    """The bids are open already when the seat is offered; an old invitation is too late by then."""
    make_experts(7)
    row = drawn(tender, centre_clerk, centre_head)
    for seat in row.seats.exclude(number=3):
        draws.accept(seat, by=people(row)[seat.number], now=at(DAY))
    Expert.objects.filter(user=people(row)[2].user).update(employer_name=firms["alpha"].name)
    draws.check_bidders(tender, [firms["alpha"].pk], now=at("2026-03-23 10:35"))
    Tender.objects.filter(pk=tender.pk).update(opened_at=at("2026-03-23 10:35"))
    new, old = (row.seats.get(number=number, state=Seat.State.INVITED) for number in (2, 3))
    assert draws.accept(new, by=people(row)[2], now=at("2026-03-23 11:00")).state == Seat.State.ACCEPTED
    with pytest.raises(Refused):
        draws.accept(old, by=people(row)[3], now=at("2026-03-23 11:00"))


def test_draw_is_repeated_from_the_published_log(tender, centre_clerk, centre_head, course, tmp_path):
    make_experts(12)
    make_experts(5, "C02", start=20)
    row = drawn(tender, centre_clerk, centre_head, needs=[("A06", 3), ("C02", 2)])
    draws.decline(row.seats.get(number=1), by=people(row)[1], now=at(DAY), reason="出差在外")
    accept_all(row)
    row = draws.reveal(tender, now=at("2026-03-31"))
    assert drawing.faults(row.log) == []
    told = tmp_path / "log.json"
    told.write_text(json.dumps(row.log), encoding="utf-8")
    program = Path(drawing.__file__)
    run = subprocess.run([sys.executable, program, told], check=False, capture_output=True)  # noqa: S603 - our own
    assert run.returncode == 0


@pytest.mark.parametrize("change", ["seed", "order", "seat", "eligible"])
def test_log_that_was_changed_is_found_out(tender, centre_clerk, centre_head, change):
    make_experts(8)
    row = drawn(tender, centre_clerk, centre_head)
    accept_all(row)
    log = draws.reveal(tender, now=at("2026-03-31")).log
    pool = log["pools"][0]
    if change == "seed":
        log["seed"] = "00" * 32
    elif change == "order":
        pool["order"] = pool["order"][::-1]
    elif change == "eligible":
        pool["eligible"] = pool["eligible"][1:]
    else:
        log["seats"][0]["expert"] = pool["order"][-1]
    assert drawing.faults(log) != []


def test_shuffle_is_the_documented_one():
    """A vector for whoever writes the draw anew."""
    assert drawing.shuffled("00" * 32, "A06", ["E1", "E2", "E3", "E4", "E5"]) == VECTOR


VECTOR = ["E5", "E4", "E3", "E1", "E2"]


def test_every_place_is_as_likely():
    """20,000 draws of one in four: each within five standard deviations."""
    firsts = [drawing.shuffled(f"{n:064x}", "A06", ["a", "b", "c", "d"])[0] for n in range(20_000)]
    assert all(abs(firsts.count(code) - 5000) < 5 * 61.3 for code in "abcd")


def test_who_committed_the_seed_does_not_draw(tender, centre_clerk):
    make_experts(5)
    row = commit(tender, centre_clerk)
    with pytest.raises(Refused) as refused:
        draws.draw(row, by=centre_clerk, now=at(DAY))
    assert refused.value.code == "V07"


def test_database_refuses_that_one_person_commits_and_draws(tender, centre_clerk):
    from django.db.utils import IntegrityError

    row = commit(tender, centre_clerk)
    with pytest.raises(IntegrityError):
        Draw.objects.filter(pk=row.pk).update(drawn_by=centre_clerk.user)


def test_seed_cannot_be_exchanged(tender, centre_clerk):
    row = commit(tender, centre_clerk)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_draw SET commitment = repeat('0', 64) WHERE id = %s", [row.pk])


def test_pool_that_is_too_small_is_said(tender, centre_clerk, centre_head):
    make_experts(4)
    with pytest.raises(Refused, match="工程造价"):
        drawn(tender, centre_clerk, centre_head)
    assert Seat.objects.count() == 0


def tables_with(texts) -> set[str]:
    """Tables of trading, records, anomalies and messages in which one of these texts stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("procurement_", "records_")) and table != "procurement_expert":
                cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
                rows = "\n".join(row for (row,) in cursor.fetchall())
                found |= {table for text in texts if text in rows}
    return found


def test_no_table_tells_who_was_drawn_before_the_award(tender, centre_clerk, centre_head):
    make_experts(9)
    row = drawn(tender, centre_clerk, centre_head)
    accept_all(row)
    names = [draws.holder(seat)["name"] for seat in row.seats.all()]
    assert tables_with(names) == set()
    told = set(Message.objects.filter(kind="committee").values_list("recipient", flat=True))
    assert told == set(Expert.objects.values_list("user", flat=True))
    users = [actor.user.pk for actor in people(row).values()]
    assert not Entry.objects.filter(actor__in=users).exists()
    assert not Participation.objects.filter(user__in=users).exists()


def test_names_and_seed_are_public_with_the_award(course):
    course.to("award")
    assert course.tender.draws.get().seed == ""
    course.do("award")
    row = course.tender.draws.get()
    assert (row.state, len(row.log["seats"]), drawing.faults(row.log)) == ("revealed", 5, [])
    assert Participation.objects.filter(capacity="committee").count() == 5


def test_stranger_accepts_no_seat(tender, centre_clerk, centre_head, bidder):
    make_experts(5)
    row = drawn(tender, centre_clerk, centre_head)
    with pytest.raises(PermissionDenied):
        draws.accept(row.seats.first(), by=bidder, now=at(DAY))


def test_step_waits_until_everybody_comes(course, centre_clerk, centre_head):
    tender = course.to("committee")
    make_experts(6)
    row = drawn(tender, centre_clerk, centre_head)
    with pytest.raises(Refused, match="0"):
        course.do("committee")
    accept_all(row)
    assert course.do("committee").step == "closing"


def test_representative_of_the_tenderer_sits_sealed(tender, centre_clerk, tenderer, purchaser):
    from tests.conftest import employ

    row = commit(tender, centre_clerk, [("A06", 4)], 1)
    who = employ("owner", "校方代表", purchaser, "clerk")
    draws.represent_tenderer(row, by=tenderer, now=at(DAY), users=[who.user])
    assert seat_of(row, who.user).state == Seat.State.ACCEPTED
    assert tables_with(["校方代表"]) == set()


def test_who_acted_for_the_tenderer_does_not_judge(tender, centre_clerk, tenderer):
    row = commit(tender, centre_clerk, [("A06", 4)], 1)
    with pytest.raises(Refused) as refused:
        draws.represent_tenderer(row, by=tenderer, now=at(DAY), users=[tenderer.user])
    assert refused.value.field == "users"


def test_next_one_of_the_order_takes_an_empty_seat(tender, centre_clerk, centre_head):
    make_experts(6)
    row = drawn(tender, centre_clerk, centre_head)
    [pool] = draws.log_of(row)["pools"]
    draws.decline(row.seats.get(number=3), by=people(row)[3], now=at(DAY), reason="生病")
    assert draws.holder(row.seats.sitting().get(number=3))["expert"] == pool["order"][5]
