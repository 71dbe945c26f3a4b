"""The open cases behind a number of the board, our own and those of other systems, in the order they need a look."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from approvals import queues
from approvals.models import Case
from monitoring.counted import counted
from monitoring.figures import IN_HAND_STATES, open_colours
from monitoring.models import CARD_LEVELS, Level
from records.subjects import Subject, subject_of

MOST = 1000  # cases of a kind that are looked at
WEIGHT = {Level.RED: 0, Level.YELLOW: 1}


@dataclass(frozen=True)
class Row:
    """One case: the colour of its card, what it is called, who has it, and how its time stands."""

    card: str
    subject: Subject
    unit: str
    state: str
    due: date
    tone: str
    words: str

    @property
    def order(self) -> tuple:
        return WEIGHT.get(self.card, 2), self.due, self.subject.number


def rows(scope: str, asked: dict, now) -> list[Row]:
    """`asked` names the `state` (empty for all) and the `card` ("any", a level, or empty for all cases)."""
    today = queues.Today.at(now)
    states = [asked["state"]] if asked["state"] else IN_HAND_STATES
    wanted = CARD_LEVELS if asked["card"] == "any" else [asked["card"]]
    found = []
    for cases in counted(scope):
        colours = {case: level for (case, _unit), level in open_colours(scope, cases.model).items()}
        cases = cases.filter(state__in=states)
        if asked["card"]:
            cases = cases.filter(pk__in=[case for case, level in colours.items() if level in wanted])
        found += [row(case, colours.get(case.pk, ""), today) for case in timed(cases, today)]
    return sorted(found, key=lambda line: line.order)


def timed(cases, today):
    """Each with `due`, the last day of what is owed; cases of other systems have the promise only."""
    if cases.model is Case:
        return queues.timed(cases.select_related("item", "organisation"), today, queues.closed()).order_by("due")[
            :MOST
        ]
    return cases.select_related("organisation", "clock").order_by("clock__due_on")[:MOST]


def row(case, card: str, today) -> Row:
    due = due_of(case)
    tone, words = lamp(due, today)
    about = {"unit": case.organisation.short_name, "state": case.get_state_display(), "due": due}
    return Row(card=card, subject=subject_of(case), tone=tone, words=words, **about)


def due_of(case) -> date:
    """The last day, or NEVER while the time stands still."""
    if isinstance(case, Case):
        return case.due
    clock = case.clock
    return clock.due_on if clock and clock.due_on and clock.paused_on is None else queues.NEVER


def lamp(due: date, today) -> tuple[str, str]:
    """Tone and words of the time that is left."""
    if due == queues.NEVER:
        return queues.TILES["paused"]
    left = today.left(due)
    if left < 0:
        return queues.TILES["overdue"]
    if left == 0:
        return queues.TILES["today"]
    return "warn" if left == 1 else "ok", _("%(days)s working days left") % {"days": left}
