"""The numbers of the reports. A number is the count of its rows, so every number can be opened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.statistics import ON_TIME, PROMISED, Period, open_overdue
from monitoring.counted import COUNTED, counted
from monitoring.models import CARD_LEVELS, Card, Finding, Level

Rows = dict[str, dict[str, list]]  # figure → code of the unit → keys
CASES, FINDINGS = "cases", "findings"


@dataclass(frozen=True)
class Figure:
    """`opens` says what its rows are; `find(scope, period, last)` gives (code of the unit, key) pairs."""

    name: str
    label: str
    opens: str
    find: Callable[[str, Period, object], Iterable[tuple[str, object]]]


def of_cases(condition: Callable[[Period, object], Q]):
    """Cases of every kind that is counted; a case of another app is kept as "app.model:key"."""

    def find(scope, period, last):
        for rows in counted(scope):
            label = "" if rows.model is Case else f"{rows.model._meta.label_lower}:"
            pairs = rows.filter(condition(period, last)).order_by("pk").values_list("organisation__code", "pk")
            yield from ((unit, f"{label}{pk}" if label else pk) for unit, pk in pairs)

    return find


def of_findings(condition: Callable[[Period], Q]):
    def find(scope, period, last):
        rows = Finding.objects.filter(condition(period), organisation__path__startswith=scope)
        return rows.order_by("pk").values_list("organisation__code", "pk")

    return find


def issued(period: Period, **more) -> Q:
    return period.within("issued_at") & Q(**more)


def counting(period: Period, level: str) -> Q:
    """Cards of the period, one highest of each matter, at the level it counts as (an appeal may have lowered it)."""
    return Q(card__in=Card.objects.scored().filter(period.within("issued_at"), counts_as=level))


def withdrawn(period: Period, colour: str) -> Q:
    """Issued and later withdrawn; a proposal that nobody confirmed was never a card."""
    cards = Card.objects.filter(period.within("issued_at"), colour=colour, state=Card.State.WITHDRAWN)
    return Q(card__in=cards.filter(Q(proposed_by=None) | Q(confirmed_by__isnull=False)))


def superseded(period: Period) -> Q:
    """Another card on the same matter counts in the place of these: a higher one, or an earlier one as high."""
    kept = Card.objects.filter(period.within("issued_at"), counts_as__in=CARD_LEVELS)
    return Q(card__in=kept.exclude(pk__in=Card.objects.scored().values("pk")))


def warned(period: Period) -> Q:
    return issued(period, level=Level.WARNING) | counting(period, Level.WARNING)


def in_state(period: Period, *states: str) -> Q:
    return Q(card__in=Card.objects.counting().filter(period.within("issued_at"), state__in=states))


def decided(period: Period) -> Q:
    return period.within("decided_at")


FIGURES = [
    Figure("accepted", _("Cases accepted"), CASES, of_cases(lambda period, last: period.within("accepted_at"))),
    Figure("finished", _("Cases finished"), CASES, of_cases(lambda period, last: decided(period))),
    Figure("on_time", _("Finished on time"), CASES, of_cases(lambda period, last: decided(period) & ON_TIME)),
    Figure(
        "early",
        _("Finished early"),
        CASES,
        of_cases(lambda period, last: decided(period) & PROMISED & Q(clock__used_days__lt=F("clock__promised"))),
    ),
    Figure("overdue", _("Open past the promise"), CASES, of_cases(lambda period, last: open_overdue(last))),
    Figure("anomaly", _("Anomalies"), FINDINGS, of_findings(lambda period: issued(period, level=Level.ANOMALY))),
    Figure("warning", _("Pre-warnings"), FINDINGS, of_findings(warned)),
    Figure("yellow", _("Yellow cards"), FINDINGS, of_findings(lambda period: counting(period, Level.YELLOW))),
    Figure(
        "yellow_withdrawn",
        _("Yellow withdrawn"),
        FINDINGS,
        of_findings(lambda period: withdrawn(period, Level.YELLOW)),
    ),
    Figure("red", _("Red cards"), FINDINGS, of_findings(lambda period: counting(period, Level.RED))),
    Figure("red_withdrawn", _("Red withdrawn"), FINDINGS, of_findings(lambda period: withdrawn(period, Level.RED))),
    Figure("superseded", _("Counted with another card"), FINDINGS, of_findings(superseded)),
    Figure(
        "unanswered",
        _("Without an answer"),
        FINDINGS,
        of_findings(lambda period: in_state(period, Card.State.ISSUED)),
    ),
    Figure("closed", _("Cards closed"), FINDINGS, of_findings(lambda period: in_state(period, Card.State.CLOSED))),
]
BY_NAME = {figure.name: figure for figure in FIGURES}


def measure(names: Iterable[str], scope: str, period: Period, today) -> Rows:
    """The rows of the named figures of everything under an organisation path; one statement for each."""
    last = min(today, period.last)
    found: Rows = {}
    for name in names:
        units = defaultdict(list)
        for unit, key in BY_NAME[name].find(scope, period, last):
            units[unit].append(key)
        found[name] = dict(units)
    return found


def keys(rows: Rows, name: str, unit: str = "") -> list:
    """The keys behind one number: of one unit, or of all."""
    units = rows.get(name, {})
    return units.get(unit, []) if unit else [key for keys in units.values() for key in keys]


def things(name: str, chosen: list) -> list:
    """The cases or findings of these keys, in the order of the keys."""
    if BY_NAME[name].opens == FINDINGS:
        found = Finding.objects.select_related("organisation", "responsible", "rule", "card", "deadline")
        return in_order(found.in_bulk(chosen), chosen)
    own = [key for key in chosen if isinstance(key, int)]
    cases: dict = dict(Case.objects.select_related("item", "organisation", "clock").in_bulk(own))
    for model in COUNTED[1:]:
        label = f"{model._meta.label_lower}:"
        theirs = {key: int(key.removeprefix(label)) for key in chosen if str(key).startswith(label)}
        rows = model._default_manager.select_related("organisation", "clock").in_bulk(list(theirs.values()))
        cases |= {key: rows[pk] for key, pk in theirs.items() if pk in rows}
    return in_order(cases, chosen)


def in_order(found: dict, chosen: list) -> list:
    return [found[key] for key in chosen if key in found]
