"""The efficiency archive (效能档案) of a unit or a person in one year: eight kinds of lines, read from their sources.

Nothing is stored here: attendance, ratings, cases, findings, cards and outcomes are read as they stand, and the lines
that people have added and signed stand between them. A correction stands under the line that it puts right.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Avg, Count, F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Post, User
from approvals import attendance
from approvals.models import Attendance, Case, Rating, SlipReport
from approvals.statistics import ON_TIME, Period
from complaints.models import IntegrityTalk, Proof
from monitoring.models import ArchiveLine, Card, Finding, Level, LineKind, Outcome, Urge
from records.subjects import described

MOST = 60  # lines of one kind; what is older is told by the sum above them


@dataclass(frozen=True)
class Scope:
    """Whose archive, and over which days. `person` None: the unit as a whole."""

    organisation: Organisation
    period: Period
    person: User | None = None

    @property
    def days(self) -> tuple[date, date]:
        return self.period.first, self.period.last

    def of(self, rows, person: str, organisation: str = "organisation"):
        """The rows of this person, or of the unit."""
        return rows.filter(**({person: self.person} if self.person else {organisation: self.organisation}))


@dataclass(frozen=True)
class Line:
    """One line of the paper. `key` names it, so that a correction can point at it; a sum has none."""

    kind: str
    text: str
    on: date | None = None
    tone: str = ""
    url: str = ""
    key: str = ""
    source: str = ""
    corrections: tuple = field(default=())

    @property
    def label(self) -> str:
        """What a list of lines shows."""
        return f"{self.on or ''} {self.text}"[:60].strip()


def attendance_lines(scope: Scope, now) -> Iterable[Line]:
    """到岗: each window post over the working days of the year, from the day on which the unit keeps attendance."""
    posts = scope.of(Post.objects.active().exclude(window=None), "user").filter(organisation=scope.organisation)
    kept = Attendance.objects.filter(organisation=scope.organisation, day__range=scope.days).order_by("day").first()
    if kept is None:
        return
    last = min(scope.period.last, timezone.localdate(now))
    for month in attendance.of_month(posts, kept.day, last, now):
        late, missing = month.count("late"), month.count("missing")
        words = f"{month.post.user.name}（{month.post.window}）：应到岗{month.due}天，准时{month.count('on_time')}天"
        text = f"{words}，迟到{late}天，未到岗{missing}天，离岗有代岗{month.count('away')}天"
        yield Line(
            LineKind.ATTENDANCE, text, tone="warn" if late or missing else "ok", key=f"attendance:{month.post.pk}"
        )


def cases_of(scope: Scope):
    """The cases that the person handled in any post, or those of the unit."""
    if scope.person is None:
        return Case.objects.filter(organisation=scope.organisation)
    return Case.objects.filter(Q(clerk=scope.person) | Q(reviewer=scope.person) | Q(approver=scope.person))


def service_lines(scope: Scope, now) -> Iterable[Line]:
    """服务质量: the active ratings, the bad ones one by one."""
    rated = Rating.objects.filter(scope.period.within("rated_at"), case__in=cases_of(scope))
    sums = rated.filter(is_default=False).aggregate(count=Count("pk"), stars=Avg("stars"))
    if sums["count"]:
        yield Line(LineKind.SERVICE, f"主动评价{sums['count']}件，平均{sums['stars']:.2f}星")
    for rating in rated.filter(stars__in=Rating.BAD_STARS).select_related("case").order_by("-pk")[:MOST]:
        words = f"差评（{rating.get_stars_display()}）：办件{rating.case.number}，{rating.get_state_display()}"
        url = reverse("approvals:desk_rating", args=[rating.pk])
        on = timezone.localdate(rating.rated_at)
        yield Line(LineKind.SERVICE, words, on, "warn", url, f"rating:{rating.pk}")


def efficiency_lines(scope: Scope, now) -> Iterable[Line]:
    """办事效率: what was finished, on time and early."""
    sums = cases_of(scope).aggregate(
        accepted=Count("pk", filter=scope.period.within("accepted_at")),
        finished=Count("pk", filter=scope.period.within("decided_at")),
        on_time=Count("pk", filter=scope.period.within("decided_at") & ON_TIME),
        early=Count("pk", filter=scope.period.within("decided_at") & Q(clock__used_days__lt=F("clock__promised"))),
    )
    if sums["accepted"] or sums["finished"]:
        text = "受理{accepted}件，办结{finished}件，其中按时{on_time}件、提前{early}件".format(**sums)
        yield Line(LineKind.EFFICIENCY, text, tone="ok" if sums["on_time"] == sums["finished"] else "warn")


def complaint_lines(scope: Scope, now) -> Iterable[Line]:
    """投诉举报: what was established against the unit; who is to blame for it is said by added lines."""
    if scope.person is not None:
        return
    when = Q(happened_on__range=scope.days)
    found = SlipReport.objects.filter(when, organisation=scope.organisation, state=SlipReport.State.CONFIRMED)
    for report in found.order_by("-pk")[:MOST]:
        url = reverse("approvals:slip_report", args=[report.pk])
        words = f"举报{report.number}查实：无备案单入企检查（{report.firm_name}）"
        yield Line(LineKind.COMPLAINTS, words, report.happened_on, "over", url, f"report:{report.pk}")


def order_lines(scope: Scope, now) -> Iterable[Line]:
    """投诉举报: papers about late answers; of the unit also what was proven against it. No word of who complained."""
    urged = scope.of(Urge.objects.filter(scope.period.within("made_at")), "responsible").order_by("-pk")
    for one in urged[:MOST]:
        text = f"{one.get_kind_display()}{one.number}：应于{one.due_on:%Y-%m-%d}前答复的工单超期"
        tone = "over" if one.kind == Urge.Kind.CRITICISM else "warn"
        url = reverse("monitoring:urges")
        yield Line(LineKind.COMPLAINTS, text, timezone.localdate(one.made_at), tone, url, f"urge:{one.pk}")
    proven = Proof.objects.filter(scope.period.within("established_at"), verdict__in=Proof.HOLDS)
    if scope.person is None:
        for proof in proven.filter(accused=scope.organisation).select_related("order").order_by("-pk")[:MOST]:
            said = f"投诉查实（{proof.get_verdict_display()}）：工单{proof.order.number}，{proof.basis}"
            yield Line(
                LineKind.COMPLAINTS, said, timezone.localdate(proof.established_at), "over", key=f"proof:{proof.pk}"
            )


def findings_of(scope: Scope):
    rows = Finding.objects.filter(scope.period.within("issued_at"))
    return scope.of(rows, "responsible").select_related("rule").order_by("-pk")


def overdue_lines(scope: Scope, now) -> Iterable[Line]:
    """超时: every matter whose clock ran over, with the days."""
    late = list(findings_of(scope).filter(level__in=[Level.YELLOW, Level.RED], deadline__isnull=False)[:MOST])
    for found, subject in zip(late, described(late), strict=True):
        words = f"{found.rule.name}：{subject.number or subject.title}，用时{found.used_days}，时限{found.limit_days}"
        url = reverse("monitoring:finding", args=[found.pk])
        yield Line(LineKind.OVERDUE, words, found.effective_on, "over", url, f"overdue:{found.pk}")


def card_lines(scope: Scope, now) -> Iterable[Line]:
    """红黄牌: every card that was issued, those withdrawn or outranked as well; nothing is left out."""
    rows = Card.objects.filter(scope.period.within("issued_at")).exclude(state="pending")
    mine = scope.of(rows, "finding__responsible", "finding__organisation")
    for card in mine.select_related("finding__rule").order_by("-pk")[:MOST]:
        outranked = "，已被红牌取代" if card.superseded_by_id else ""
        words = f"{card.get_colour_display()}{card.number}（{card.finding.rule.name}），{card.get_state_display()}"
        url = reverse("monitoring:finding", args=[card.finding_id])
        on = timezone.localdate(card.issued_at)
        yield Line(LineKind.CARDS, words + outranked, on, card.finding.tone, url, f"card:{card.pk}")


def sanction_lines(scope: Scope, now) -> Iterable[Line]:
    """处理处分: the decided outcomes of efficiency cases that stand against somebody."""
    rows = Outcome.objects.of_consequence().filter(scope.period.within("decided_at"))
    mine = scope.of(rows, "involved__person", "case__organisation")
    for outcome in mine.select_related("case__organisation", "involved__person").order_by("-pk")[:MOST]:
        words = (
            f"{outcome.whose}：{outcome.get_kind_display()}（效能案件{outcome.case.number}“{outcome.case.matter}”）"
        )
        url = reverse("monitoring:efficiency_case", args=[outcome.case_id])
        on = timezone.localdate(outcome.decided_at)
        yield Line(LineKind.SANCTION, words, on, "over", url, f"outcome:{outcome.pk}")


def talk_lines(scope: Scope, now) -> Iterable[Line]:
    """廉政谈话: that one was held and on what occasion; what was said is read by the two sides alone."""
    if scope.person is None:
        return
    held = IntegrityTalk.objects.filter(talked_on__range=scope.days, organisation=scope.organisation)
    for talk in held.filter(person=scope.person).select_related("office").order_by("-talked_on", "-pk")[:MOST]:
        words = f"廉政谈话{talk.number}：{talk.occasion}（{talk.office.short_name}）"
        url = reverse("complaints:talk", args=[talk.number])
        yield Line(LineKind.APPRAISAL, words, talk.talked_on, "warn", url, f"talk:{talk.pk}")


READ: list[Callable[[Scope, object], Iterable[Line]]] = [
    attendance_lines,
    service_lines,
    efficiency_lines,
    complaint_lines,
    order_lines,
    overdue_lines,
    card_lines,
    sanction_lines,
    talk_lines,
]  # appraisals besides talks have no source of their own: they are added lines


def added(scope: Scope) -> list[ArchiveLine]:
    """The signed lines of the year; a correction belongs to the year of the line that it puts right."""
    rows = ArchiveLine.objects.filter(organisation=scope.organisation, state=ArchiveLine.State.SIGNED)
    dated = Q(happened_on__range=scope.days) | ~Q(corrects="")
    return list(rows.filter(dated, person=scope.person).select_related("proposed_by", "signed_by"))


def added_line(line: ArchiveLine) -> Line:
    return Line(line.kind, line.text, line.happened_on, key=f"line:{line.pk}", source=line.source)


def read(scope: Scope, now) -> dict[str, list[Line]]:
    """The whole archive: kind → lines, sums first, then the newest; every kind is there, if only as an empty list."""
    rows = added(scope)
    lines = [line for reads in READ for line in reads(scope, now)]
    lines += [added_line(row) for row in rows if not row.corrects]
    corrections: dict[str, list[ArchiveLine]] = {}
    for row in rows:
        corrections.setdefault(row.corrects, []).append(row)
    told = [replace(line, corrections=tuple(corrections.get(line.key, ()) if line.key else ())) for line in lines]
    told.sort(key=lambda line: (line.on is not None, -line.on.toordinal() if line.on else 0))
    return {kind: [line for line in told if line.kind == kind] for kind in LineKind}


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def waiting(scope: Scope) -> list[ArchiveLine]:
    """Proposed lines that wait for the second signature, and refused ones of this archive."""
    rows = ArchiveLine.objects.filter(organisation=scope.organisation, person=scope.person)
    unsigned = rows.exclude(state=ArchiveLine.State.SIGNED).select_related("organisation", "proposed_by", "signed_by")
    return list(unsigned.order_by("-pk")[:MOST])


def people_of(organisation: Organisation) -> list[Post]:
    """The people of the unit, one line each, with their first active post."""
    posts = Post.objects.active().filter(organisation=organisation).select_related("user").order_by("pk")
    return list({post.user_id: post for post in reversed(posts)}.values())[::-1]
