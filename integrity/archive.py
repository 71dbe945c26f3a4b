"""The integrity archive (廉政档案) and the conduct archive (作风档案) of a person in one year: read, not kept.

Promises, talks, alarms, cards that count, appraisals and sanctions are read as they stand; between them stand the
lines that people have added and another one has signed. A correction stands under the line that it puts right.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from complaints.models import IntegrityTalk
from integrity.figures import span
from integrity.models import OF_ARCHIVE, Accountability, Alarm, Archive, ArchiveNote, NoteKind, Reminder, ReminderKind
from monitoring.models import Card, Outcome
from scoring.models import Result

MOST = 60  # lines of one kind


@dataclass(frozen=True)
class Scope:
    """Whose archive, in which unit and year."""

    person: User
    organisation: Organisation
    year: int

    @property
    def days(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def when(self) -> tuple:
        return span(*self.days)


@dataclass(frozen=True)
class Line:
    """One line. `key` names it, so that a correction can point at it."""

    kind: str
    text: str
    on: date
    tone: str = "info"
    url: str = ""
    key: str = ""
    source: str = ""
    corrections: tuple = field(default=())

    @property
    def label(self) -> str:
        return f"{self.on} {self.text}"[:60]


KINDS = {
    ReminderKind.PROMISE: NoteKind.PROMISE,
    ReminderKind.TALK: NoteKind.TALK,
    ReminderKind.INQUIRY: NoteKind.TALK,
    ReminderKind.EDUCATION: NoteKind.EDUCATION,
}


def reminders(scope: Scope) -> Iterable[Line]:
    """What the person was reminded of, and whether an answer came."""
    rows = Reminder.objects.filter(person=scope.person, round__sent_at__range=scope.when).select_related("round")
    for one in rows.order_by("-pk")[:MOST]:
        late = "，经再次提醒" if one.again_at else ""
        answered = f"{one.answered_at:%Y-%m-%d}答复{late}" if one.answered_at else f"未答复{late}"
        tone = "ok" if one.answered_at and not one.again_at else "warn"
        words = f"{one.round.get_kind_display()}：{one.round.title}，{answered}"
        on, url = timezone.localdate(one.round.sent_at), reverse("integrity:reminder", args=[one.pk])
        yield Line(KINDS[one.round.kind], words, on, tone, url, f"reminder:{one.pk}")


def talks(scope: Scope) -> Iterable[Line]:
    """That a talk was held and on what occasion; what was said is read by the two sides alone."""
    rows = IntegrityTalk.objects.filter(person=scope.person, talked_on__range=scope.days).select_related("office")
    for talk in rows.order_by("-talked_on", "-pk")[:MOST]:
        words = f"廉政谈话{talk.number}：{talk.occasion}（{talk.office.short_name}）"
        url = reverse("complaints:talk", args=[talk.number])
        yield Line(NoteKind.TALK, words, talk.talked_on, "warn", url, f"talk:{talk.pk}")


def alarms(scope: Scope) -> Iterable[Line]:
    """Alarms that name the person, with what became of their orders."""
    rows = Alarm.objects.filter(person=scope.person, issued_at__range=scope.when)
    for alarm in rows.select_related("document", "order").order_by("-pk")[:MOST]:
        words = f"{alarm.level}级预警警报{alarm}，督办书{alarm.order.get_state_display()}"
        on = timezone.localdate(alarm.issued_at)
        yield Line(NoteKind.ALARM, words, on, alarm.tone, alarm.address, f"alarm:{alarm.pk}")


def accountabilities(scope: Scope) -> Iterable[Line]:
    """Proposals of a talk or of accountability that were accepted."""
    rows = Accountability.objects.filter(alarm__person=scope.person, decided_at__range=scope.when, state="accepted")
    for one in rows.select_related("alarm__document").order_by("-pk")[:MOST]:
        words = f"{one.get_kind_display()}：{one.opinion}（{one.alarm}）"
        yield Line(NoteKind.SANCTION, words, timezone.localdate(one.decided_at), "over", key=f"proposal:{one.pk}")


def outcomes(scope: Scope) -> Iterable[Line]:
    """Decided outcomes of efficiency cases that stand against the person."""
    rows = Outcome.objects.of_consequence().filter(involved__person=scope.person, decided_at__range=scope.when)
    for one in rows.select_related("case").order_by("-pk")[:MOST]:
        words = f"{one.get_kind_display()}（效能案件{one.case.number}）"
        on = timezone.localdate(one.decided_at)
        yield Line(NoteKind.SANCTION, words, on, "over", key=f"outcome:{one.pk}")


def cards(scope: Scope) -> Iterable[Line]:
    """Cards that count; what was withdrawn or lowered to a warning is not here."""
    rows = Card.objects.counting().filter(finding__responsible=scope.person, issued_at__range=scope.when)
    for card in rows.select_related("finding__rule").order_by("-pk")[:MOST]:
        words = f"{card.get_counts_as_display()}{card.number}（{card.finding.rule.name}），{card.get_state_display()}"
        url = reverse("monitoring:finding", args=[card.finding_id])
        yield Line(NoteKind.CARD, words, timezone.localdate(card.issued_at), card.counts_as, url, f"card:{card.pk}")


def appraisals(scope: Scope) -> Iterable[Line]:
    """The newest published score of the person in each round of the year."""
    people = ContentType.objects.get_for_model(User)
    mine = Q(sheet__subject_type=people, sheet__subject_id=scope.person.pk)
    rows = Result.objects.filter(
        mine, publication__round__last__range=scope.days, publication__round__state="published"
    )
    newest = {row.publication.round_id: row for row in rows.select_related("publication__round").order_by("pk")}
    for row in newest.values():
        words = f"{row.publication.round.name}：{row.total}分，第{row.place}名"
        url = reverse("scoring:sheet", args=[row.sheet_id])
        yield Line(NoteKind.APPRAISAL, words, row.publication.round.last, "info", url, f"result:{row.pk}")


READ: list[Callable[[Scope], Iterable[Line]]] = [
    reminders,
    talks,
    alarms,
    accountabilities,
    outcomes,
    cards,
    appraisals,
]


def added(scope: Scope) -> list[ArchiveNote]:
    """The signed lines of the year; a correction belongs to the year of the line that it puts right."""
    signed = ArchiveNote.objects.filter(person=scope.person, state=ArchiveNote.State.SIGNED)
    return list(signed.filter(Q(happened_on__range=scope.days) | ~Q(corrects="")).order_by("-happened_on", "-pk"))


def read(scope: Scope) -> list[Line]:
    """All lines of both archives, the newest first."""
    notes = added(scope)
    lines = [line for reads in READ for line in reads(scope)]
    lines += [
        Line(n.kind, n.words, n.happened_on, key=f"note:{n.pk}", source=n.source) for n in notes if not n.corrects
    ]
    corrections: dict[str, list] = {}
    for note in notes:
        corrections.setdefault(note.corrects, []).append(note)
    told = [replace(line, corrections=tuple(corrections.get(line.key, ()) if line.key else ())) for line in lines]
    return sorted(told, key=lambda line: line.on, reverse=True)


def by_archive(lines: list[Line]) -> list[dict]:
    """Both archives with their kinds in the order of the paper; every kind is there, if only empty."""
    return [
        {
            "archive": archive,
            "label": archive.label,
            "kinds": [
                {"kind": kind, "label": kind.label, "lines": [line for line in lines if line.kind == kind]}
                for kind in OF_ARCHIVE[archive]
            ],
        }
        for archive in Archive
    ]


def waiting(scope: Scope) -> list[ArchiveNote]:
    """Lines that wait for the second signature, and refused ones."""
    rows = ArchiveNote.objects.filter(person=scope.person).exclude(state=ArchiveNote.State.SIGNED)
    return list(rows.select_related("organisation", "proposed_by", "signed_by").order_by("-pk")[:MOST])
