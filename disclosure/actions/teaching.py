"""Lessons of integrity: written with their questions, published by a second person, withdrawn with a reason.

A published lesson stands: new words are a new version, which replaces it. So answers given earlier are judged by
the questions that were asked then.
"""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Lesson
from disclosure.permissions import can_release_drawn, is_office
from records.actions import deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

TEXTS = ("title", "level", "summary", "body")
FEWEST, MOST = 2, 4  # options of a question
QUESTIONS = 10  # of a lesson, at most


@dataclass(frozen=True)
class Article:
    """What a lesson says, without its questions."""

    title: str
    level: str
    summary: str
    body: str


@dataclass(frozen=True)
class Question:
    """`right`: which of the options, counted from 0. `why` is shown with the result."""

    ask: str
    options: tuple[str, ...]
    right: int
    why: str

    def told(self) -> dict:
        options = [option.strip() for option in self.options]
        return {"ask": self.ask.strip(), "options": options, "right": self.right, "why": self.why.strip()}


def drafted(row: Lesson) -> Lesson:
    """The lesson, locked. Raises Refused when it was published: it stands."""
    row = for_update(row)
    if row.state != Lesson.State.DRAFT:
        raise Refused(None, _("A published lesson stands; write a new version of it."))
    return row


def check(article: Article):
    """Raises Refused that names the field."""
    for name in TEXTS:
        needed(getattr(article, name), name)


def check_question(question: Question):
    """Raises Refused that names the field."""
    needed(question.ask, "ask")
    options = [option.strip() for option in question.options]
    if not FEWEST <= len(options) <= MOST:
        words = _("Give %(fewest)s to %(most)s options.") % {"fewest": FEWEST, "most": MOST}
        raise Refused(None, words, field="option_b")
    if "" in options or len(set(options)) < len(options):
        raise Refused(None, _("Every option says something of its own."), field="option_b")
    if not 0 <= question.right < len(options):
        raise Refused(None, _("Choose one of the options that are filled in."), field="right")
    needed(question.why, "why")


@deed(makes=True)
def write(_lessons, *, by, now, code: str, article: Article) -> Lesson:
    """Write a lesson; its questions come next, then somebody else publishes it. Raises Refused for a known code."""
    may(is_office(by))
    check(article)
    place = Lesson.objects.filter(level=article.level).aggregate(last=Max("sort"))["last"] or 0
    about = {"sort": place + 1, "drafted_at": now, "drafted_by": by.user, **stripped(article)}
    row, is_new = Lesson.objects.get_or_create(code=needed(code, "code"), version=1, defaults=about)
    if not is_new:
        words = _("There is a lesson of this code already; open it and write a new version.")
        raise Refused(None, words, field="code")
    record("disclosure.lesson.written", row, actor=by, now=now, title=row.title)
    return row


def stripped(article: Article) -> dict:
    return {name: value.strip() for name, value in vars(article).items()}


@deed
def amend(row: Lesson, *, by, now, article: Article) -> Lesson:
    """Write it anew, as long as it is not published. Who amends it becomes its writer."""
    may(is_office(by))
    row = drafted(row)
    check(article)
    for name, value in stripped(article).items():
        setattr(row, name, value)
    return saved(row, "amended", by=by, now=now)


def saved(row: Lesson, verb: str, *, by, now, **detail) -> Lesson:
    row.drafted_at, row.drafted_by = now, by.user
    row.save()
    record(f"disclosure.lesson.{verb}", row, actor=by, now=now, title=row.title, **detail)
    return row


@deed
def add_question(row: Lesson, *, by, now, question: Question) -> Lesson:
    """One more question at the end of the quiz of a draft."""
    may(is_office(by))
    row = drafted(row)
    if len(row.quiz) >= QUESTIONS:
        raise Refused(None, _("A quiz has at most %(most)s questions.") % {"most": QUESTIONS})
    check_question(question)
    row.quiz = [*row.quiz, question.told()]
    return saved(row, "question_added", by=by, now=now, question=question.told())


def asked(row: Lesson, place: int, was: str) -> dict:
    """The question at this place. Raises Refused when it is not the one that was looked at."""
    if not 0 <= place < len(row.quiz) or row.quiz[place]["ask"] != was:
        raise Refused(None, _("Somebody changed the questions meanwhile; open the lesson again."))
    return row.quiz[place]


@deed
def change_question(row: Lesson, *, by, now, place: int, was: str, question: Question) -> Lesson:
    """Other words for the question at this place (from 0) of a draft; `was`: what it asked when it was opened."""
    may(is_office(by))
    row = drafted(row)
    before = asked(row, place, was)
    check_question(question)
    row.quiz = [question.told() if place == other else one for other, one in enumerate(row.quiz)]
    return saved(row, "question_changed", by=by, now=now, before=before, after=question.told())


@deed
def take_out_question(row: Lesson, *, by, now, place: int, was: str) -> Lesson:
    """The question at this place (from 0) of a draft is not asked."""
    may(is_office(by))
    row = drafted(row)
    before = asked(row, place, was)
    row.quiz = [one for other, one in enumerate(row.quiz) if other != place]
    return saved(row, "question_taken_out", by=by, now=now, before=before)


@deed
def publish(row: Lesson, *, by, now) -> Lesson:
    """Published by another of the office: everybody reads it; the version before it is replaced."""
    row = for_update(row)
    another(by, row.drafted_by_id)
    may(can_release_drawn(by, row))
    if not row.quiz:
        raise Refused(None, _("Add at least one question first: a lesson ends with a quiz."))
    for before in Lesson.objects.select_for_update().public().filter(code=row.code):
        before.replace()
        before.save()
    row.publish()
    row.published_on, row.published_by = timezone.localdate(now), by.user
    row.save()
    record("disclosure.lesson.published", row, actor=by, now=now, title=row.title, version=row.version)
    return row


@deed
def revise(row: Lesson, *, by, now) -> Lesson:
    """A draft of the next version with the same words; the published one stays until the draft is published."""
    may(is_office(by))
    row = for_update(row)
    if row.state not in (Lesson.State.PUBLISHED, Lesson.State.WITHDRAWN):
        raise Refused(None, _("A new version begins with the one that is published or withdrawn."))
    rows = Lesson.objects.filter(code=row.code)
    if row.state == Lesson.State.WITHDRAWN and rows.public().exists():
        raise Refused(None, _("A later version is published; begin with that one."))
    if rows.drafts().exists():
        raise Refused(None, _("A new version of this lesson waits already."))
    last = rows.aggregate(last=Max("version"))["last"]
    about = {name: getattr(row, name) for name in (*TEXTS, "code", "quiz", "sort")}
    draft = Lesson.objects.create(version=last + 1, drafted_at=now, drafted_by=by.user, **about)
    record("disclosure.lesson.revised", draft, actor=by, now=now, title=row.title, version=draft.version)
    return row


@deed
def withdraw(row: Lesson, *, by, now, reason: str) -> Lesson:
    """Taken from view with a reason that stays on its page; nothing is deleted."""
    row = for_update(row)
    may(is_office(by))
    row.withdraw()
    row.reason = needed(reason, "reason")
    row.withdrawn_at, row.withdrawn_by = now, by.user
    row.save()
    record("disclosure.lesson.withdrawn", row, actor=by, now=now, reason=row.reason)
    return row


@deed
def drop(row: Lesson, *, by, now, reason: str) -> Lesson:
    """A draft is given up; what is published stays."""
    row = for_update(row)
    may(is_office(by))
    row.drop()
    row.reason = needed(reason, "reason")
    row.save()
    record("disclosure.lesson.dropped", row, actor=by, now=now, reason=row.reason)
    return row
