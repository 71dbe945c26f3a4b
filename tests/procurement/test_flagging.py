"""Suspicions in the register: raised with an event, lapsing, handled by two people, told to supervision."""

import pytest
from django.core.exceptions import PermissionDenied

from deadlines.models import Deadline
from procurement.actions import facts, flagging
from procurement.models import Behaviour, Flag
from records.models import Anomaly
from records.refusal import Refused
from tests.conftest import at, employ
from tests.procurement.market import NOW, bid, trade

pytestmark = pytest.mark.django_db
CLOSE = {"A": 98.01, "B": 98.06, "C": 97.99, "D": 98.02}
APART = {"A": 98.01, "B": 90.05, "C": 107.99, "D": 99.40}


@pytest.fixture
def raised(other_bureau, inspector):
    """A suspicion of medium severity at the department, raised now, about a trade of these days."""

    def make(prices=CLOSE, **more) -> Flag:
        facts.put([trade(prices, organisation=other_bureau.pk, **({"day": "2026-06-22"} | more))], now=NOW)
        return Flag.objects.get()

    return make


@pytest.fixture
def head_of_zjj(other_bureau):
    return employ("luo", "罗正阳", other_bureau, "head")


def test_event_raises_the_flag_with_its_clock(raised):
    flag = raised()
    clock = Deadline.objects.about(flag).get()
    assert (flag.code, flag.state, clock.name, str(clock.due_on)) == ("RF-06", "open", "flag:handling", "2026-07-14")


def test_the_same_event_twice_is_one_flag(raised):
    raised(ocid="same")
    assert raised(ocid="same").code == "RF-06"


def test_supervision_is_told_of_it(raised):
    flag = raised()
    told = Anomaly.objects.get()
    assert (told.code, told.subject, told.carried_out) == ("V43", flag, True)


def test_low_severity_is_not_told(other_bureau):
    facts.put([trade({"A": 100, "B": 110, "C": 120}, organisation=other_bureau.pk, day="2026-06-22")], now=NOW)
    assert (Flag.objects.get().severity, Anomaly.objects.count()) == ("low", 0)


def test_imported_tender_without_a_unit_owes_nothing(db):
    facts.put([trade(CLOSE)], now=NOW)
    assert (Flag.objects.count(), Deadline.objects.count(), Anomaly.objects.count()) == (1, 0, 0)


def test_flag_lapses_when_the_facts_change(raised, other_bureau):
    flag = raised(ocid="one")
    facts.put([trade(APART, ocid="one", organisation=other_bureau.pk)], now=at("2026-07-01"))
    flag.refresh_from_db()
    assert flag.lapsed_at == at("2026-07-01")


def test_clock_of_a_lapsed_flag_stops(raised, other_bureau):
    flag = raised(ocid="one")
    facts.put([trade(APART, ocid="one", organisation=other_bureau.pk)], now=at("2026-07-01"))
    assert not Deadline.objects.about(flag).running().exists()


def test_clock_starts_anew_when_it_shows_again(raised, other_bureau):
    flag = raised(ocid="one")
    for moment, prices in [("2026-07-01", APART), ("2026-07-03", CLOSE)]:
        facts.put([trade(prices, ocid="one", organisation=other_bureau.pk)], now=at(moment))
    assert str(Deadline.objects.about(flag).running().get().started_on) == "2026-07-03"


# The portal hears of a trade on 2026-06-30.


@pytest.mark.parametrize(("day", "clocks"), [("2026-05-31", 1), ("2026-05-30", 0)])
def test_trade_of_more_than_thirty_days_before_is_history(raised, day, clocks):
    flag = raised(day=day)
    assert (Deadline.objects.about(flag).count(), Anomaly.objects.count()) == (clocks, clocks)


def test_lead_of_history_counts_from_the_day_it_is_taken_up(raised, inspector):
    flag = flagging.ask(raised(day="2025-11-03"), by=inspector, now=at("2026-07-06"), text="请说明报价构成")
    clock = Deadline.objects.about(flag).get()
    assert (flag.resting, str(clock.due_on), Anomaly.objects.get().code) == (False, "2026-07-20", "V43")


def test_trade_that_began_here_is_no_history_however_long_it_takes(other_bureau):
    about = {"ocid": "one", "organisation": other_bureau.pk, "day": "2025-06-22"}
    facts.put([trade(**about)], now=at("2025-06-22"))
    facts.put([trade(CLOSE, **about)], now=NOW)
    assert not Flag.objects.get().resting


def test_two_people_close_it(raised, inspector, head_of_zjj):
    flag = flagging.propose(raised(), by=inspector, now=NOW, end="dismissed", text="三家均为同一清单报价")
    flag = flagging.decide(flag, by=head_of_zjj, now=NOW, agrees=True, text="同意")
    assert (flag.state, Deadline.objects.get().is_running) == ("dismissed", False)


def test_the_one_who_proposed_does_not_decide(raised, inspector):
    flag = flagging.propose(raised(), by=inspector, now=NOW, end="dismissed", text="理由")
    with pytest.raises(PermissionDenied):
        flagging.decide(flag, by=inspector, now=NOW, agrees=True, text="同意")


def test_second_person_sends_it_back(raised, inspector, head_of_zjj):
    flag = flagging.propose(raised(), by=inspector, now=NOW, end="dismissed", text="理由")
    flag = flagging.decide(flag, by=head_of_zjj, now=NOW, agrees=False, text="请核查报价清单")
    assert (flag.state, flag.proposal) == ("open", "")


def test_explanation_is_asked_for_and_written_down(raised, inspector):
    flag = flagging.ask(raised(), by=inspector, now=NOW, text="请说明报价构成")
    flag = flagging.explain(flag, by=inspector, now=NOW, text="甲公司书面说明：同一定额")
    assert [row.deed for row in flag.deeds.all()] == ["ask", "explain"]


def test_nothing_is_decided_that_was_not_proposed(raised, inspector):
    with pytest.raises(Refused) as refusal:
        flagging.decide(raised(), by=inspector, now=NOW, agrees=True, text="同意")
    assert refusal.value.code == "V08"


def test_a_deed_needs_words(raised, inspector):
    with pytest.raises(Refused) as refusal:
        flagging.ask(raised(), by=inspector, now=NOW, text=" ")
    assert refusal.value.field == "text"


def test_centre_never_handles_a_suspicion(raised, centre_clerk):
    with pytest.raises(PermissionDenied):
        flagging.ask(raised(), by=centre_clerk, now=NOW, text="请说明")


def test_verified_suspicion_is_told_as_proven(raised, inspector, head_of_zjj):
    flag = flagging.propose(raised(), by=inspector, now=NOW, end="verified", text="查实")
    flagging.decide(flag, by=head_of_zjj, now=NOW, agrees=True, text="同意")
    assert list(Anomaly.objects.order_by("pk").values_list("code", flat=True)) == ["V43", "V47"]


def test_one_proposal_for_all_suspicions_about_the_same_firms(other_bureau, inspector):
    for ocid in ("x", "y"):
        facts.put([trade(CLOSE, ocid=ocid, organisation=other_bureau.pk)], now=NOW)
    flag = Flag.objects.first()
    flagging.propose(flag, by=inspector, now=NOW, end="dismissed", text="同一批次", alike=True)
    assert list(Flag.objects.values_list("state", flat=True)) == ["proposed", "proposed"]


def test_marks_of_a_verified_suspicion_are_found_at_a_later_bid(other_bureau, inspector, head_of_zjj):
    accounts = {"A": "1", "B": "1", "C": "2"}
    bids = [bid(code, 100 + 7 * n, marks={"account": [account]}) for n, (code, account) in enumerate(accounts.items())]
    facts.put([trade(bids, organisation=other_bureau.pk)], now=NOW)
    flag = flagging.propose(Flag.objects.get(code="RF-03"), by=inspector, now=NOW, end="verified", text="查实")
    flagging.decide(flag, by=head_of_zjj, now=NOW, agrees=True, text="同意")
    later = [bid("E", 100, marks={"account": ["1"]}), bid("F", 130), bid("G", 141)]
    facts.put([trade(later, day="2026-07-20", ocid="later")], now=at("2026-07-20 15:00"))
    found = Flag.objects.get(code="BL-01")
    assert (found.fact.ocid, found.severity, Behaviour.objects.filter(standing="proven").count()) == (
        "later",
        "high",
        3,  # the account and two firms
    )


def test_library_finds_a_firm_that_was_entered_by_hand(inspector):
    facts.put([trade(APART, day="2026-07-20")], now=at("2026-07-20"))
    about = {"value": "A", "shown": "A公司", "standing": "proven", "reason": "行贿犯罪档案"}
    flagging.enter_behaviour("firm", **about, by=inspector, now=at("2026-07-20 16:00"))
    assert Flag.objects.get(code="BL-01").severity == "high"


def test_struck_off_mark_is_not_found_any_more(inspector):
    about = {"value": "A", "shown": "A公司", "standing": "suspected", "reason": "举报"}
    row = flagging.enter_behaviour("firm", **about, by=inspector, now=at("2026-07-01"))
    flagging.strike_off(row, by=inspector, now=at("2026-07-02"), reason="查否")
    facts.put([trade(APART, day="2026-07-20")], now=at("2026-07-20"))
    assert not Flag.objects.filter(code="BL-01").exists()


def test_event_asks_for_all_flags_in_one_statement(django_assert_num_queries):
    """Lock, facts (5), reach, versions, all rules, known flags, the new one with its record (3); two savepoints."""
    for ocid in ("first", "again"):  # the session has its statements then
        facts.put([trade(CLOSE, ocid=ocid, day="2026-06-22")], now=NOW)
    with django_assert_num_queries(15):
        facts.put([trade(CLOSE, ocid="second", day="2026-06-22")], now=NOW)


def test_event_that_changes_nothing_asks_for_nothing(django_assert_num_queries):
    facts.put([trade(CLOSE, ocid="same", day="2026-06-22")], now=NOW)
    with django_assert_num_queries(4):  # the lock, what is known of it, a savepoint
        facts.put([trade(CLOSE, ocid="same", day="2026-06-22")], now=NOW)
