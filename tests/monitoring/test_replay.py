"""Histories that are wrong, doubled or out of order; the command; the clock of the replay against the stored one."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from deadlines import actions
from deadlines import calendar as calendars
from deadlines.bulk import Clock
from deadlines.models import Deadline, Policy
from deadlines.plan import Limits, Margins
from monitoring.events import EventError, read_event
from monitoring.replay import HistoryError
from monitoring.rules import versions_in_force
from monitoring.timers import CANCEL, EXTEND, MEET, PAUSE, RESUME, Timer, rings
from tests.conftest import at
from tests.monitoring.histories import CALENDAR, ITEM, Replay, accepted, brief, event, received

GOOD = {"id": "1", "at": "2026-03-02T09:00:00+08:00", "type": "case.accepted", "case": "HC-1"}


@pytest.fixture
def replay(tmp_path):
    return Replay(tmp_path / "history.jsonl")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "case.lost"}, "type"),
        ({"type": None}, "type"),
        ({"type": ["case.accepted"]}, "type"),
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"at": "2026-03-02T09:00:00"}, "at"),
        ({"at": "2026-02-30T09:00:00+08:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+08:00"}, "at"),
        ({"at": 1772413200}, "at"),
        ({"case": None}, "case"),
        ({"case": "HC\u0000"}, "case"),
        ({"case": "\u202eHC"}, "case"),
        ({"actor": "x" * 301}, "actor"),
        ({"type": "case.paused", "kind": "holiday", "limit_days": 3}, "kind"),
        ({"type": "case.paused", "kind": "testing", "limit_days": 0}, "limit_days"),
        ({"type": "case.extended", "days": True, "approver": "he"}, "days"),
        ({"type": "case.extended", "days": 10}, "approver"),
        ({"type": "case.decided", "result": "maybe"}, "result"),
        ({"type": "case.rated", "stars": 6}, "stars"),
        ({"type": "fee.charged", "fee": "F1", "amount": float("nan")}, "amount"),
        ({"type": "fee.charged", "fee": "F1", "amount": "1e400"}, "amount"),
        ({"type": "fee.charged", "fee": "F1", "amount": -1}, "amount"),
        ({"type": "fee.charged", "fee": "F1", "amount": "1.234"}, "amount"),
        ({"type": "case.received", "item": "X", "documents": "D1"}, "documents"),
        ({"type": "order.closed"}, "order"),
        (ITEM | {"promised_days": 30}, "promised_days"),
        (ITEM | {"promised_days": 0}, "promised_days"),
        (ITEM | {"kind": "quick"}, "kind"),
        (ITEM | {"steps": [{"code": "a", "days": 1}, {"code": "a", "days": 2}]}, "steps"),
        (ITEM | {"fees": [3]}, "fees"),
    ],
)
def test_malformed_events_name_the_field(wrong, field):
    with pytest.raises(EventError) as fault:
        read_event(GOOD | wrong)
    assert fault.value.field == field


def test_keys_that_are_not_known_are_left_alone():
    assert read_event(GOOD | {"colour": "blue"}).about == "HC-1"


@pytest.mark.parametrize("line", ["{", "[]", "7", "null", '"x"', "[" * 5000])
def test_lines_that_are_no_events(replay, line):
    with pytest.raises(HistoryError) as fault:
        replay(accepted("2026-03-02"), raw=[line], until="2026-03-12")
    assert fault.value.line == 4


def test_the_same_event_twice_counts_once(replay):
    double = {"id": "2"} | event("2026-03-02", "accepted")
    found = replay(accepted("2026-03-02"), raw=[json.dumps(double)], until="2026-03-12")
    assert [one["rule"] for one in found] == ["W1", "Y1"]


def test_the_same_id_with_other_facts_is_refused(replay):
    other = {"id": "2"} | event("2026-03-05", "accepted")
    with pytest.raises(HistoryError) as fault:
        replay(accepted("2026-03-02"), raw=[json.dumps(other)], until="2026-03-12")
    assert (fault.value.line, fault.value.field) == (4, "id")


@pytest.mark.parametrize("item", ["XK-9", ""])
def test_an_unknown_item_is_refused(replay, item):
    with pytest.raises((HistoryError, EventError)):
        replay(received("2026-03-02", item=item), until="2026-03-12")


def test_lines_may_come_in_any_order(replay):
    decided = event("2026-03-09", "decided", result="granted")
    assert replay(decided, list(reversed(accepted("2026-03-02"))), until="2026-03-12") != []
    assert brief(replay(decided, accepted("2026-03-02"), until="2026-03-12")) == []


def test_what_lies_after_the_last_day_has_not_happened_yet(replay):
    found = replay(accepted("2026-03-02"), event("2026-03-12 10:00", "decided", result="granted"), until="2026-03-12")
    assert brief(found)[-1] == ("Y1", "2026-03-12", "2026-03-12")


def test_orders_are_read_and_left_to_the_complaints(replay):
    order = {"at": "2026-03-02T09:00:00+08:00", "type": "order.received", "order": "DH-1", "kind": "hotline"}
    assert replay(order, until="2026-04-30") == []


def test_lines_are_sorted_by_issue_case_and_rule(replay):
    cases = [accepted("2026-03-02", f"HC-{number}") for number in (3, 1, 2)]
    found = replay(*cases, until="2026-04-01")
    keys = [(one["issued_on"], one["case"], one["rule"]) for one in found]
    assert (keys, len(keys)) == (sorted(keys), 10)  # the tenth: three yellow cards of one handler


# the command


def written(path, *events):
    rows = [ITEM | {"at": "2020-01-01T08:00:00+08:00"}, *events]
    path.write_text("\n".join(json.dumps({"id": str(n)} | row) for n, row in enumerate(rows)), "utf-8")
    return str(path)


def lines(*args) -> list[dict]:
    out = StringIO()
    call_command("replay", *args, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_command_prints_the_contract(tmp_path):
    [warning] = lines(written(tmp_path / "h.jsonl", *accepted("2026-03-02")), "--until", "2026-03-11")
    assert {name: warning[name] for name in ("rule", "level", "case", "step", "branch", "used_days")} == {
        "rule": "W1",
        "level": "warning",
        "case": "HC-1",
        "step": None,
        "branch": None,
        "used_days": 6,
    }


@pytest.mark.django_db
def test_command_stops_the_day_after_the_last_event(tmp_path):
    path = written(tmp_path / "h.jsonl", *accepted("2026-03-02"), event("2026-03-09", "received", "HC-2", item="XK-1"))
    assert [one["issued_on"] for one in lines(path)] == ["2026-03-10"]


@pytest.mark.django_db
def test_command_with_a_draft_of_rules(tmp_path):
    draft = tmp_path / "rules.json"
    draft.write_text('{"rules": [{"code": "Y1", "level": "red"}, {"code": "W1", "on": false}]}', "utf-8")
    path = written(tmp_path / "h.jsonl", *accepted("2026-03-02"))
    found = lines(path, "--until", "2026-03-12", "--rules", str(draft))
    assert [(one["rule"], one["level"]) for one in found] == [("Y1", "red")]
    assert versions_in_force(date(2026, 3, 12))["Y1"].level == "yellow"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "draft",
    [
        '{"rules": [{"code": "W1", "parameters": {"percent": 200}}]}',
        '{"rules": [{"code": "Z9"}]}',
        '{"rules": 1}',
        "nonsense",
        '[{"code": "W1", "parameters": []}]',
    ],
)
def test_command_refuses_nonsense_rules(tmp_path, draft):
    (tmp_path / "rules.json").write_text(draft, "utf-8")
    path = written(tmp_path / "h.jsonl", *accepted("2026-03-02"))
    with pytest.raises(CommandError) as fault:
        lines(path, "--rules", str(tmp_path / "rules.json"))
    assert fault.value.returncode == 2


@pytest.mark.django_db
def test_command_says_which_line_is_wrong(tmp_path):
    path = written(tmp_path / "h.jsonl", *accepted("2026-03-02"), {"type": "case.lost"})
    with pytest.raises(CommandError, match=r"h\.jsonl:4: type") as fault:
        lines(path)
    assert fault.value.returncode == 2


@pytest.mark.django_db
def test_command_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError) as fault:
        lines(str(tmp_path / "none.jsonl"))
    assert fault.value.returncode == 2


@pytest.mark.django_db
def test_command_fails_on_findings_if_asked(tmp_path):
    path = written(tmp_path / "h.jsonl", *accepted("2026-03-02"))
    with pytest.raises(SystemExit) as end:
        lines(path, "--until", "2026-03-12", "--fail")
    assert end.value.code == 1


# the timer of the replay against the clock of the business


def stored(limits: Limits, start: date) -> Clock:
    row = Deadline(
        pk=1,
        name="promised",
        unit=limits.unit,
        promised=limits.promised,
        statutory=limits.statutory,
        graded=limits.graded,
        warned=limits.warned,
        started_at=at(str(start)),
        started_on=start,
        policy=Policy(pk=1, warn_percent=10, warn_at_least=1, grave_after=5),
    )
    return Clock(row)


@st.composite
def lives(draw):
    """Limits and a few changes in the order of time."""
    promised = draw(st.integers(0, 15))
    statutory = draw(st.none() | st.integers(promised, 30))
    verbs = draw(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([PAUSE, RESUME, EXTEND])), max_size=6))
    end = draw(st.sampled_from([None, MEET, CANCEL]))
    return Limits(promised, statutory, warned=promised > 0), verbs, (draw(st.integers(0, 20)), end)


@given(life=lives())
def test_timer_agrees_with_the_clock(life):
    calendars.kept.calendar, calendars.kept.checked = CALENDAR, float("inf")
    calendars.kept.policies = {1: Policy(pk=1, warn_percent=10, warn_at_least=1, grave_after=5)}
    limits, verbs, (gap, end) = life
    day, last = date(2026, 3, 2), date(2026, 6, 30)
    timer, clock, heard = Timer("promised", 1, limits, "x", "y", day, day), stored(limits, day), []
    clock_replan(clock)
    paused = extended = False
    for days, verb in [*verbs, *([(gap, end)] if end else [])]:
        if (verb == PAUSE and paused) or (verb == RESUME and not paused) or (verb == EXTEND and extended):
            continue
        listen(clock, heard, day, day + timedelta(days=days))
        day += timedelta(days=days)
        now = at(f"{day} 08:00")
        timer.change(verb, now, {PAUSE: "testing", RESUME: "testing", EXTEND: 5}.get(verb, ""))
        happen(clock, verb, now)
        paused = verb == PAUSE or (paused and verb != RESUME)
        extended = extended or verb == EXTEND
    listen(clock, heard, day, last + timedelta(days=1))
    calendars.kept.__init__()
    assert [
        (ring.stage, ring.effective_on, ring.issued_on) for ring in rings(timer, CALENDAR, Margins(), last)
    ] == heard


def clock_replan(clock: Clock):
    actions.replan(clock.row, CALENDAR)


def listen(clock: Clock, heard: list, first: date, before: date):
    """The sweeps of the mornings [first, before)."""
    day = first
    while day < before:
        morning = at(str(day))
        if clock.row.next_alarm_at and clock.row.next_alarm_at <= morning:
            heard += [(stage, on, day) for stage, on in clock.ring(morning)]
        day += timedelta(days=1)


def happen(clock: Clock, verb: str, now):
    if verb == PAUSE:
        clock.pause(kind="testing", ground="检测", told_days=5, now=now)
    elif verb == RESUME:
        clock.resume(kind="testing", now=now)
    elif verb == EXTEND:
        clock.extend(days=5, approver=None, reason="复杂", now=now)
    elif verb == MEET:
        clock.meet(now)
    else:
        clock.cancel(now)
