"""What only a few cases show, each told by a module of its own: joint cases, hearings, penalties, slips, ratings …

A scene is a function `scene(stage)` that yields (moment, callable) pairs; the callable does one deed through the
ordinary actions. The play lets them happen in the order of time between everything else, so a scene may look at what
the county has become by then, and alarms ring on the way. A callable records nothing at any other moment than its own;
one that writes many rows at once may return their entries, and the play writes each at its time.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from config.demo.scenes import (
    answers,
    appointments,
    cards,
    catalogue,
    duties,
    exchange,
    fees,
    funds,
    hall,
    hearings,
    indicators,
    inspections,
    integrity,
    joint,
    levies,
    lower,
    market,
    meetings,
    notices,
    openness,
    orders,
    penalties,
    powers,
    projects,
    protected,
    ratings,
    renewals,
    rights,
    room,
    rules,
    scores,
    slips,
    surveys,
    suspicions,
    talks,
    tenders,
    voices,
)
from config.demo.staged import Stage
from records.actions import EntryDraft

Moment = tuple[datetime, Callable[[], list[EntryDraft] | None]]
SCENES: list[Callable[[Stage], Iterable[Moment]]] = [
    market.scene,
    joint.scene,
    lower.scene,
    hearings.scene,
    renewals.scene,
    slips.scene,
    penalties.scene,
    levies.scene,
    ratings.scene,
    talks.scene,
    appointments.scene,
    fees.scene,
    hall.scene,
    catalogue.scene,
    room.scene,
    cards.scene,
    notices.scene,
    inspections.scene,
    exchange.scene,
    orders.scene,
    protected.scene,
    meetings.scene,
    voices.scene,
    answers.scene,
    rules.scene,
    tenders.scene,
    suspicions.scene,
    funds.scene,
    projects.scene,
    powers.scene,
    integrity.scene,
    scores.scene,
    indicators.scene,
    surveys.scene,
    duties.scene,
    openness.scene,
    rights.scene,
]


def moments(stage: Stage) -> Iterator[Moment]:
    """Everything that happens in the scenes up to now."""
    for scene in SCENES:
        yield from ((when, call) for when, call in scene(stage) if when <= stage.now)
