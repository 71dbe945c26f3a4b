"""Reports on duty and integrity (述职述廉, S2-22): called for, handed in, evaluated; a talk where one falls short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Post
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import for_update, may, needed
from records.refusal import Refused
from scoring.models import DutyReport, DutyTalk, DutyYear
from scoring.permissions.surveys import calls_for_reports, evaluates, owes

REPORT, TALK, AGAIN = "duty:report", "duty:talk", "duty:again"


@dataclass(frozen=True)
class Call:
    """Which year, until when, from whom (their posts), what has to be in it."""

    year: int
    due_on: date
    posts: Sequence[Post]
    words: str = "履行职责情况、廉洁自律情况、存在问题和整改措施"
    talk_days: int = 10


@deed(makes=True)
def call(office: Organisation, said: Call, *, by, now) -> DutyYear:
    """Each person owes one report, whatever number of posts; the clock ends on the day itself."""
    may(calls_for_reports(by) and by.works_for(office.pk))
    if said.due_on <= timezone.localdate(now):
        raise Refused(None, _("Choose a day that is still to come."), field="due_on")
    if not said.posts:
        raise Refused(None, _("Choose who has to report."), field="posts")
    about = {"due_on": said.due_on, "words": needed(said.words, "words"), "talk_days": said.talk_days}
    try:
        with transaction.atomic():
            year = DutyYear.objects.create(
                year=said.year, organisation=office, opened_at=now, opened_by=by.user, **about
            )
    except IntegrityError:
        raise Refused(None, _("The reports of this year were called for already."), field="year") from None
    as_actor(by)
    for post in {post.user_id: post for post in reversed(said.posts)}.values():
        owe(year, post, now)
    record("scoring.duty.called", year, actor=by, now=now, year=said.year, people=year.reports.count())
    return year


def owe(year: DutyYear, post: Post, now) -> DutyReport:
    duty = post.title or post.get_role_display()
    report = DutyReport.objects.create(year=year, person=post.user, organisation=post.organisation, duty=duty)
    start(report, REPORT, year.due_on, now)
    return report


def start(report: DutyReport, name: str, due_on: date, now) -> Deadline:
    """A clock that ends on this day; late has one stage."""
    calendar = calendars.calendar()
    days = max(0, calendar.count(due_on) - calendar.count(timezone.localdate(now)))
    return run(report, name, days, now)


def run(report: DutyReport, name: str, days: int, now) -> Deadline:
    last = Deadline.objects.about(report).filter(name=name).count()
    about = {"limits": Limits(days, graded=False), "round": last + 1}
    if name == TALK:  # owed by whoever called for the reports, not by the person
        about["organisation"] = report.year.organisation
    else:
        about |= {"organisation": report.organisation, "responsible": report.person}
    return deadlines.start(report, name, now=now, **about)


def running(report: DutyReport, *names) -> Deadline | None:
    return Deadline.objects.about(report).running().filter(name__in=names or [REPORT, TALK, AGAIN]).first()


def lock(report: DutyReport) -> DutyReport:
    return for_update(report, "year__organisation", "person", "organisation")


@deed
def submit(report: DutyReport, *, by, now, words: str, files=()) -> DutyReport:
    """The person hands in the report; late is late, and taken."""
    report = lock(report)
    may(owes(by, report))
    report.words = needed(words, "words")[:3000]
    report.submit()
    as_actor(by)
    report.submitted_at = now
    report.save(update_fields=["state", "words", "submitted_at"])
    bind(files, report, by=by, now=now)
    if clock := running(report, REPORT, AGAIN):
        deadlines.meet(clock, now)
    record("scoring.duty.submitted", report, actor=by, now=now)
    return report


@deed
def evaluate(report: DutyReport, *, by, now, passed: bool, words: str) -> DutyReport:
    """Up to the standard, or not: then a talk has to be held within its days."""
    report = lock(report)
    may(evaluates(by, report))
    report.evaluation = needed(words, "words")[:1000]
    if passed:
        report.let_pass()
    else:
        report.fail()
    as_actor(by)
    report.evaluated_at, report.evaluated_by = now, by.user
    report.save(update_fields=["state", "evaluation", "evaluated_at", "evaluated_by"])
    if not passed:
        run(report, TALK, report.year.talk_days, now)
    record("scoring.duty.evaluated", report, actor=by, now=now, passed=passed)
    return report


@dataclass(frozen=True)
class Held:
    """A talk as it went; `again_by` is when the report is handed in once more."""

    held_on: date
    place: str
    content: str
    commitments: str
    again_by: date


@deed(makes=True)
def hold_talk(report: DutyReport, said: Held, *, by, now) -> DutyTalk:
    report = lock(report)
    may(evaluates(by, report))
    today = timezone.localdate(now)
    if said.held_on > today:
        raise Refused(None, _("A talk is written down after it was held."), field="held_on")
    if said.again_by <= today:
        raise Refused(None, _("Choose a day that is still to come."), field="again_by")
    report.ask_again()
    as_actor(by)
    texts = {name: needed(getattr(said, name), name) for name in ("place", "content", "commitments")}
    days = {"held_on": said.held_on, "again_by": said.again_by}
    talk = DutyTalk.objects.create(report=report, written_at=now, written_by=by.user, **texts, **days)
    report.save(update_fields=["state"])
    if clock := running(report, TALK):
        deadlines.meet(clock, now)
    start(report, AGAIN, said.again_by, now)
    record("scoring.duty.talk_held", report, actor=by, now=now, held_on=said.held_on.isoformat())
    return talk
