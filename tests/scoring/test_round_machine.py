"""Whatever is entered, confirmed and taken back in whatever order: a round says what a few lines of Python say."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from records.refusal import Refused
from scoring.actions import marks, rounds
from scoring.actions.marks import Wish
from scoring.freeze import canonical, digest_of, recomputed
from scoring.models import Mark, Round
from scoring.proof import first_fault
from tests.scoring.sheets import THEN, begun, item_of, sheet_of

pytestmark = pytest.mark.django_db
K = Mark.Kind
ITEMS = [(1, 1, 20), (1, 2, 40), (2, 1, 40)]  # category, number, points
POINTS = st.decimals(-1, 45, places=2)
LOST = st.sampled_from([Decimal(text) for text in ("-1", "0", "0.01", "7.55", "20", "20.01", "40", "41")])
UNITS = st.integers(0, 1)


@dataclass
class Entry:
    """What was entered, as it should count."""

    unit: int
    kind: str
    place: tuple | int | None
    points: Decimal
    counts: bool
    ended: bool = False
    mark: Mark | None = None


@dataclass
class Paper:
    """The two sheets as somebody with a pencil keeps them."""

    entries: list[Entry] = field(default_factory=list)

    def total(self, unit: int) -> Decimal:
        told = [entry for entry in self.entries if entry.unit == unit and entry.counts and not entry.ended]
        zero = {entry.place for entry in told if entry.kind == K.ZERO}
        total = Decimal(0)
        for category, number, points in ITEMS:
            lost = sum(entry.points for entry in told if entry.place == (category, number))
            total += 0 if category in zero else max(Decimal(0), points - lost)
        total += sum(entry.points for entry in told if entry.kind == K.BONUS)
        total -= sum(entry.points for entry in told if entry.kind == K.DEDUCTION)
        return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


class RoundMachine(RuleBasedStateMachine):
    world = None  # the office, and a fresh round with two units

    def __init__(self):
        super().__init__()
        self.office, make = self.world
        self.round, self.units = make()
        self.paper, self.state = Paper(), Round.State.OPEN

    def enter(self, unit: int, wish: Wish, is_right: bool, entry: Entry):
        """A right wish is taken while the round is open; every other one is refused and leaves nothing."""
        sheet = sheet_of(self.round, self.units[unit])
        try:
            entry.mark = marks.enter(sheet, wish, by=self.office.clerk, now=THEN)
        except Refused:
            assert not is_right or self.state != Round.State.OPEN
        else:
            assert is_right
            assert self.state == Round.State.OPEN
            self.paper.entries.append(entry)

    @rule(unit=UNITS, place=st.sampled_from(ITEMS), points=LOST, again=st.booleans())
    def lose_points_of_an_item(self, unit, place, points, again):
        """Once, or twice for two reasons: together they may be more than the item is worth."""
        category, number, worth = place
        wish = Wish(K.PART, "未完成", points, item=item_of(self.round, number, category))
        for _time in range(1 + again):
            self.enter(unit, wish, 0 <= points <= worth, Entry(unit, K.PART, (category, number), points, True))

    @rule(unit=UNITS, points=POINTS)
    def get_a_bonus(self, unit, points):
        self.enter(unit, Wish(K.BONUS, "经验推广", points), points > 0, Entry(unit, K.BONUS, None, points, False))

    @rule(unit=UNITS, points=st.decimals(2, 6, places=1))
    def cause_an_incident(self, unit, points):
        wish = Wish(K.DEDUCTION, "有影响的事件", points, ground="incident")
        self.enter(unit, wish, 3 <= points <= 5, Entry(unit, K.DEDUCTION, None, points, False))

    @rule(unit=UNITS)
    def lose_a_category(self, unit):
        category = item_of(self.round, 1, 2).category
        entry = Entry(unit, K.ZERO, 2, Decimal(0), False)
        self.enter(unit, Wish(K.ZERO, "弄虚作假", category=category), True, entry)

    def chosen(self, number: int) -> Entry | None:
        return self.paper.entries[number % len(self.paper.entries)] if self.paper.entries else None

    @rule(number=st.integers(0, 20), by_two=st.booleans())
    def confirm(self, number, by_two):
        if entry := self.chosen(number):
            actor = self.office.head if by_two else self.office.clerk
            is_right = by_two and not entry.counts and not entry.ended and self.state == Round.State.OPEN
            try:
                marks.confirm(entry.mark, by=actor, now=THEN)
            except (Refused, PermissionDenied):
                assert not is_right
            else:
                assert is_right
                entry.counts = True

    @rule(number=st.integers(0, 20))
    def take_back(self, number):
        if entry := self.chosen(number):
            try:
                marks.take_back(entry.mark, by=self.office.clerk, now=THEN, reason="登记有误")
            except Refused:
                assert entry.ended or self.state != Round.State.OPEN
            else:
                assert not entry.ended
                entry.ended = True

    @rule(turn=st.integers(0, 5))
    def propose(self, turn):
        """One time in six, or little would be entered before."""
        if turn:
            return
        waiting = any(not entry.counts and not entry.ended for entry in self.paper.entries)
        try:
            rounds.propose(self.round, by=self.office.clerk, now=THEN)
        except Refused:
            assert waiting or self.state != Round.State.OPEN
        else:
            assert not waiting
            self.state = Round.State.PROPOSED

    @rule()
    def reopen(self):
        try:
            rounds.reopen(self.round, by=self.office.head, now=THEN, reason="再核实")
        except Refused:
            assert self.state != Round.State.PROPOSED
        else:
            self.state = Round.State.OPEN

    @rule()
    def sign_and_publish(self):
        try:
            rounds.sign(self.round, by=self.office.head, now=THEN)
        except Refused:
            assert self.state != Round.State.PROPOSED
        else:
            publication = rounds.publish(self.round, by=self.office.clerk, now=THEN)
            self.state = Round.State.PUBLISHED
            found = {row.sheet.name: row.total for row in publication.results.select_related("sheet")}
            assert found == self.told()
            assert digest_of(publication.inputs) == publication.digest

    def told(self) -> dict[str, Decimal]:
        return {unit.short_name: self.paper.total(place) for place, unit in enumerate(self.units)}

    @invariant()
    def round_says_what_the_paper_says(self):
        names = dict(self.round.sheets.values_list("pk", "name"))
        assert {names[row.sheet]: row.total for row in recomputed(canonical(self.round))} == self.told()


def test_round_says_what_it_should(office, towns):
    ends = iter(range(1, 2000))

    def make():
        scheme_code = f"machine{next(ends)}"
        units = towns[:2]
        return begun(office, units, code=scheme_code, items=((20, 40), (40,))), units

    machine = type("Machine", (RoundMachine,), {"world": (office, make)})
    about = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": False}
    about["phases"] = [Phase.generate]  # thirty steps are read as they are
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=30, **about))
    assert first_fault() is None
