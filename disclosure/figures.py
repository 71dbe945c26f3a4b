"""Figures of openness: how each unit keeps its duties, what a year of requests came to. Counted by the database."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q

from accounts.models import Organisation
from approvals.statistics import Period
from disclosure.models import CatalogueEntry, InfoRequest, Publication, PublicationDuty
from disclosure.outcomes import Outcome, Review
from records.models import Document


@dataclass(frozen=True)
class Kept:
    """How one unit (or one line of the catalogue) keeps its duties. `rate`: percent on time of what was due."""

    name: str
    code: str
    duties: int
    due: int
    on_time: int
    late: int
    missing: int
    next_due: date | None = None

    @property
    def rate(self):
        return round(100 * self.on_time / self.due, 1) if self.due else None

    @property
    def lamp(self) -> str:
        if self.missing:
            return "over"
        return "warn" if self.late else "ok"


def counts(today: date) -> dict:
    published = Q(state=Publication.State.PUBLISHED)
    owed = Q(state__in=Publication.OWED)
    return {
        "due": Count("pk", filter=published | Q(due_on__lt=today)),
        "on_time": Count("pk", filter=published & Q(published_on__lte=F("due_on"))),
        "late": Count("pk", filter=published & Q(published_on__gt=F("due_on"))),
        "missing": Count("pk", filter=owed & Q(due_on__lt=today)),
        "next_due": Min("due_on", filter=owed & Q(due_on__gte=today)),
    }


NOTHING = {"due": 0, "on_time": 0, "late": 0, "missing": 0, "next_due": None}


def of_units(rows, today: date) -> list[Kept]:
    """The units that owe something; `rows` are the publications that count."""
    found = rows.order_by().values("duty__organisation").annotate(**counts(today))
    by_unit = {one.pop("duty__organisation"): one for one in found}
    duties = dict(PublicationDuty.objects.active().order_by().values_list("organisation").annotate(Count("pk")))
    units = Organisation.objects.filter(pk__in=duties.keys() | by_unit.keys())
    return [
        Kept(unit.short_name, unit.code, duties.get(unit.pk, 0), **by_unit.get(unit.pk, NOTHING)) for unit in units
    ]


def of_entries(today: date) -> list[tuple[CatalogueEntry, Kept]]:
    """Each line of the catalogue with how it is kept over all units."""
    found = Publication.objects.order_by().values("duty__entry").annotate(**counts(today))
    by_entry = {one.pop("duty__entry"): one for one in found}
    duties = dict(PublicationDuty.objects.active().order_by().values_list("entry").annotate(Count("pk")))
    return [
        (entry, Kept(entry.name, entry.code, duties.get(entry.pk, 0), **by_entry.get(entry.pk, NOTHING)))
        for entry in CatalogueEntry.objects.in_force()
    ]


@dataclass(frozen=True)
class YearFigures:
    """The yearly report (政府信息公开条例 第五十条). Rows are (words, persons, firms, together)."""

    year: int
    received: tuple
    carried_in: int
    outcomes: list[tuple]
    carried_out: int
    ended: list[tuple]
    reviews: list[tuple]
    published: list[tuple]
    acts: list[tuple]


def by_kind(rows) -> tuple[int, int, int]:
    found = rows.aggregate(
        persons=Count("pk", filter=Q(asked_as=InfoRequest.By.CITIZEN)),
        firms=Count("pk", filter=Q(asked_as=InfoRequest.By.FIRM)),
    )
    return found["persons"], found["firms"], found["persons"] + found["firms"]


def of_year(year: int, organisation=None) -> YearFigures:
    """The figures of a year, of one unit or of the county."""
    rows = InfoRequest.objects.filter(organisation=organisation) if organisation else InfoRequest.objects.all()
    period = Period(date(year, 1, 1), date(year, 12, 31))
    first, last = period.within("received_at"), period.within("answered_at")
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    answered = rows.filter(last, state=InfoRequest.State.ANSWERED)
    outcomes = [(outcome.label, *by_kind(answered.filter(outcome=outcome))) for outcome in Outcome]
    ended = [
        (state.label, *by_kind(rows.filter(first, state=state)))
        for state in (InfoRequest.State.WITHDRAWN, InfoRequest.State.ABANDONED)
    ]
    return YearFigures(
        year=year,
        received=by_kind(rows.filter(first)),
        carried_in=open_at(rows, begin),
        outcomes=outcomes,
        carried_out=open_at(rows, end),
        ended=ended,
        reviews=[(review.label, rows.filter(last, review=review).count()) for review in Review],
        published=published_in(period, organisation),
        acts=acts_in(period, organisation),
    )


def open_at(rows, day: date) -> int:
    """Received before this day and not answered before it; withdrawn ones do not count."""
    before = rows.filter(received_at__date__lt=day).exclude(state__in=["withdrawn", "abandoned"])
    return before.filter(Q(answered_at=None) | Q(answered_at__date__gte=day)).count()


def published_in(period: Period, organisation=None) -> list[tuple]:
    """How many pieces of each line of the catalogue were opened."""
    rows = Publication.objects.public().filter(period.within("published_at"))
    rows = rows.filter(duty__organisation=organisation) if organisation else rows
    found = rows.order_by().values_list("duty__entry__name").annotate(Count("pk"))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def acts_in(period: Period, organisation=None) -> list[tuple]:
    """Permits decided and penalties issued, as the report asks for them."""
    rows = Document.objects.filter(period.within("issued_at"))
    rows = rows.filter(organisation=organisation) if organisation else rows
    kinds = {"permit": ["granted", "denied"], "penalty": ["penalty"]}
    return [(name, rows.filter(kind__in=those).count()) for name, those in kinds.items()]
