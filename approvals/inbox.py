"""What a citizen has not seen yet, and what is theirs to do. Reads the record; the case pages mark what was seen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.messaging import outbox
from approvals.models import Appointment, Case, CaseMessage, Hearing, Result, Visit
from approvals.ratings import DEFAULT_AFTER_DAYS, RATED_AFTER
from approvals.story import TITLES, VERB
from records.models import Entry

State = Case.State
NEWS = 8  # lines on the page
LOOKED_AT = 60  # cases of one person, the newest; agencies have many
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class News:
    """Something that happened in a case while the applicant was away."""

    case: Case
    words: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Task:
    """Something only the applicant can do, with the last day where there is one."""

    title: str
    what: str
    url: str
    button: str
    until: date | None = None
    words: str = ""
    tone: str = "info"


def news(user, now) -> list[News]:
    """What others did in the person's cases and wrote to them since they last opened the case; newest first."""
    mine = Case.objects.filter(applicant=user, submitted_at__gte=now - 4 * LATELY)
    cases = {case.pk: case for case in mine.select_related("item").order_by("-submitted_at")[:LOOKED_AT]}
    if not cases:
        return []
    kind = ContentType.objects.get_for_model(Case)
    seen = Coalesce(Subquery(Visit.objects.filter(case=OuterRef("subject_id")).values("entry")), 0)
    verbs = [VERB + name for name in TITLES]
    fresh = Entry.objects.filter(
        subject_type=kind, subject_id__in=cases, verb__in=verbs, happened_at__gte=now - LATELY
    )
    fresh = fresh.filter(pk__gt=seen).filter(~Q(actor=user) | Q(actor=None)).order_by("-pk")[:NEWS]
    told = [happened(entry, cases[entry.subject_id]) for entry in fresh]
    written = CaseMessage.objects.unread_by_applicant(user).order_by("-pk")[:NEWS]
    told += [answered(message, cases.get(message.case_id)) for message in written if message.case_id in cases]
    return sorted(told, key=lambda one: one.at, reverse=True)[:NEWS]


def happened(entry: Entry, case: Case) -> News:
    words = str(TITLES[entry.verb.removeprefix(VERB)])
    return News(case, words, entry.happened_at, reverse("approvals:case", args=[case.number]))


def answered(message: CaseMessage, case: Case) -> News:
    url = f"{reverse('approvals:case', args=[case.number])}#messages"
    return News(case, _("The window wrote to you"), message.sent_at, url)


def seen(case: Case, user, now):
    """The applicant has opened the case: everything on record about it is seen."""
    last = Entry.objects.about(case).aggregate(last=Max("pk"))["last"] or 0
    note_visits([Visit(case=case, entry=last, visited_at=now)])
    outbox.read_about(user, f"case:{case.pk}", now)


def note_visits(visits):
    """Insert or bring up to date, with one statement."""
    changed = ["entry", "visited_at"]
    Visit.objects.bulk_create(visits, update_conflicts=True, unique_fields=["case"], update_fields=changed)


def seen_all(user, now):
    """The person has read the list of news: every case of theirs is seen, every message read."""
    cases = list(
        Case.objects.filter(applicant=user).order_by("-submitted_at").values_list("pk", flat=True)[:LOOKED_AT]
    )
    kind = ContentType.objects.get_for_model(Case)
    rows = Entry.objects.filter(subject_type=kind, subject_id__in=cases).order_by()
    last = rows.values("subject_id").annotate(last=Max("pk")).values_list("subject_id", "last")
    note_visits([Visit(case_id=case, entry=entry, visited_at=now) for case, entry in last])
    CaseMessage.objects.unread_by_applicant(user).update(read_at=now)


def tasks(user, now) -> list[Task]:
    """What waits for this person: supplements, hearings, results to collect, ratings; the nearest last day first."""
    today = timezone.localdate(now)
    mine = Case.objects.filter(applicant=user).select_related("item", "organisation", "step_clock")
    waiting = Q(state=State.CORRECTING) | Q(state=State.DECIDED, result=Result.GRANTED)
    unrated = Q(state__in=RATED_AFTER, rating=None, closed_at__gte=now - timedelta(days=DEFAULT_AFTER_DAYS))
    made = [
        TASKS[case.state](case, today) for case in mine.filter(waiting | unrated).order_by("submitted_at")[:LOOKED_AT]
    ]
    made += [to_hearing(hearing) for hearing in open_hearings(user, now)]
    made += [to_come(appointment) for appointment in to_keep(user, now)]
    return sorted(made, key=lambda task: (task.until is None, task.until or today))


def open_hearings(user, now):
    """Hearings that can still be applied for, and sessions to come."""
    hearings = Hearing.objects.filter(case__applicant=user).select_related("case__item")
    to_ask = Q(state=Hearing.State.TOLD, apply_by__gte=timezone.localdate(now))
    return hearings.filter(to_ask | Q(state=Hearing.State.SCHEDULED, session_at__gt=now)).order_by("pk")


def to_keep(user, now):
    return Appointment.objects.filter(user=user).ahead(now).select_related("item", "organisation")


def to_correct(case: Case, _today) -> Task:
    url = reverse("approvals:correct", args=[case.number])
    words = _("As soon as it is there, the case goes on.")
    return Task(_("Hand in what is missing"), case.item.name, url, _("Hand in now"), words=words, tone="warn")


def to_collect(case: Case, today) -> Task:
    url = reverse("approvals:case", args=[case.number])
    clock = case.step_clock
    until = clock.due_on if clock and clock.due_on >= today else None  # later it is the unit that is late
    words = _("From now on you can collect it; the window keeps it ready.")
    return Task(_("Collect the result at the window"), case.item.name, url, _("Show"), until, words, "ok")


def to_rate(case: Case, _today) -> Task:
    url = reverse("approvals:rate", args=[case.number])
    until = timezone.localdate(case.closed_at) + timedelta(days=DEFAULT_AFTER_DAYS)
    words = _("Half a minute; it helps the next person.")
    return Task(_("How was the service?"), case.item.name, url, _("Rate"), until, words)


def to_hearing(hearing: Hearing) -> Task:
    url = reverse("approvals:case", args=[hearing.case.number])
    if hearing.state == Hearing.State.TOLD:
        words = _("If you want to be heard, say so by then.")
        return Task(_("Apply for a hearing"), hearing.case.item.name, url, _("Show"), hearing.apply_by, words, "warn")
    day = timezone.localdate(hearing.session_at)
    words = f"{timezone.localtime(hearing.session_at):%H:%M} {hearing.place}"
    return Task(_("Come to the hearing"), hearing.case.item.name, url, _("Show"), day, words, "warn")


def to_come(appointment: Appointment) -> Task:
    url = reverse("approvals:appointment", args=[appointment.number])
    start = timezone.localtime(appointment.starts_at)
    words = f"{start:%H:%M} {appointment.organisation}"
    return Task(_("Come to your appointment"), appointment.item.name, url, _("Show"), start.date(), words)


TASKS = {
    State.CORRECTING: to_correct,
    State.DECIDED: to_collect,
    State.DELIVERED: to_rate,
    State.REFUSED: to_rate,
}
