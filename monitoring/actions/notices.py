"""Supervision notices (督办通知书) and leaders' instructions (批示): drafted, signed, answered, verified, settled."""

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Post, Role, User
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from monitoring import letters_notices as letters
from monitoring.actions.cards import supervise
from monitoring.models import Card, Finding, Instruction, Notice, NoticeReply, NoticeVerdict
from monitoring.models.notices import LONGEST_TERM, NEXT_COLOUR, TERM, Colour
from monitoring.permissions_notices import NOT_YOUR_DUTY, can_draft, can_instruct, may_be_raised, why_not
from records import attachments
from records.actions import deed, issue_document, record
from records.deeds import for_update, needed
from records.models import Document
from records.refusal import Refused

CLOCK, TO_DRAFT = "supervision", "instruction"  # names of the clocks
DAYS_TO_SIGN = 3  # working days from an instruction to the signature under its notice


@dataclass(frozen=True)
class Draft:
    """What a notice says."""

    matter: str
    facts: str
    basis: str
    demand: str
    days: int = TERM
    colour: str = Colour.BLUE


@dataclass(frozen=True)
class Origin:
    """Where a notice comes from; all None: from supervision itself."""

    card: Card | None = None
    finding: Finding | None = None
    previous: Notice | None = None

    @property
    def source(self) -> str:
        named = {"previous": Notice.Source.CHAIN, "card": Notice.Source.CARD, "finding": Notice.Source.FINDING}
        return next((source for name, source in named.items() if getattr(self, name)), Notice.Source.OWN)


def lock(notice: Notice) -> Notice:
    return for_update(notice, "organisation__parent", "clock", "instruction", "previous__clock", "responsible", "card")


def begin(notice: Notice, name: str, by) -> Notice:
    """The row, locked, if this is the actor's to do and the course allows it; nothing is saved."""
    notice = lock(notice)
    reason = why_not(by, name, notice)
    if reason:
        raise PermissionDenied(str(reason))
    getattr(notice, name)()
    return notice


def check(draft: Draft):
    """A notice that says nothing, or that nobody can comply with, is not written."""
    for name in ("matter", "facts", "basis", "demand"):
        needed(getattr(draft, name), name)
    check_days(draft.days)


def check_days(days: int):
    if not 1 <= days <= LONGEST_TERM:
        words = _("The term lies between 1 and %(most)s working days.") % {"most": LONGEST_TERM}
        raise Refused(None, words, field="days")


def check_scope(by, organisation: Organisation, responsible: User | None = None):
    """The unit is one that the actor watches, the person one of its people."""
    if not organisation.path.startswith(by.watched_path):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    if responsible and not Post.objects.filter(user=responsible).answering_for(organisation.pk).exists():
        raise Refused(None, _("This person does not work in the unit."), field="responsible")


@deed(makes=True)
def draft(subject, *, by, now, organisation, said: Draft, origin: Origin | None = None, responsible=None) -> Notice:
    """Draft a notice about the subject: a case, a card's matter, a unit. A second person signs it."""
    if not can_draft(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_scope(by, organisation, responsible)
    check(said)
    origin = origin or Origin()
    return write(subject, by, now, organisation, said, source=origin.source, responsible=responsible, **vars(origin))


def write(subject, by, now, organisation, said: Draft, **more) -> Notice:
    """The row of a draft and its entry."""
    made = Notice.objects.create(
        subject=subject,
        organisation=organisation,
        drafted_by=by.user,
        drafted_at=now,
        **{name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()},
        **more,
    )
    detail = {"colour": made.colour, "source": made.source, "organisation": organisation.pk}
    record("monitoring.notice.drafted", made, actor=by, now=now, **detail)
    return made


@deed
def amend(notice: Notice, *, by, now, said: Draft) -> Notice:
    """Write the draft anew. Whoever does becomes its drafter, so another person has to sign."""
    notice = begin(notice, "amend", by)
    check(said)
    if notice.previous and said.colour != notice.colour:
        raise Refused(None, _("The colours follow one another: blue, yellow, red."), field="colour")
    for name, value in asdict(said).items():
        setattr(notice, name, value.strip() if isinstance(value, str) else value)
    notice.drafted_by, notice.drafted_at = by.user, now
    notice.save(update_fields=[*asdict(said), "drafted_by", "drafted_at"])
    record("monitoring.notice.amended", notice, actor=by, now=now, colour=notice.colour)
    return notice


@deed
def issue(notice: Notice, *, by, now) -> Notice:
    """The second signature: number, paper, and the clock of the reply. A notice of a chain ends the one before."""
    notice = begin(notice, "issue", by)
    if notice.previous:
        end_previous(lock(notice.previous), by, now)
    settle_instruction(notice, now)
    put_card_under_supervision(notice, by, now)
    notice.clock = owe(notice, now, round=1)
    about = {"organisation": head_of_paper(by, notice.organisation), "addressee": notice.organisation.name}
    body = letters.notice(notice, notice.clock.due_on)
    paper = issue_document(Document.Kind.SUPERVISION, notice, actor=by, now=now, body=body, **about)
    notice.number, notice.issued_by, notice.issued_at = paper.number, by.user, now
    notice.save(update_fields=["state", "number", "issued_by", "issued_at", "clock"])
    detail = {"number": notice.number, "due_on": notice.clock.due_on, "colour": notice.colour}
    record("monitoring.notice.issued", notice, actor=by, now=now, **detail)
    return notice


def put_card_under_supervision(notice: Notice, by, now):
    """The term of the notice takes the place of the days for answering the card."""
    if notice.card and notice.card.state in (Card.State.ISSUED, Card.State.ANSWERED):
        supervise(notice.card, by=by, now=now, reason=notice.matter)


def owe(notice: Notice, now, *, round: int, days: int | None = None) -> Deadline:
    """The clock on the notice: late has one stage, and rule Y7 watches it."""
    about = {"organisation": notice.organisation, "responsible": notice.responsible, "now": now, "round": round}
    return deadlines.start(notice, CLOCK, limits=Limits(days or notice.days, graded=False, warned=False), **about)


def end_previous(previous: Notice, by, now):
    """The notice before is replaced by the next colour. Raises Refused when the unit has answered meanwhile."""
    if previous.state not in Notice.OWED:
        raise Refused(None, _("The unit has answered the earlier notice meanwhile; verify the reply first."))
    previous.raise_colour()
    previous.ended_by, previous.ended_at = by.user, now
    previous.save(update_fields=["state", "ended_by", "ended_at"])
    stop(previous.clock, now)
    record("monitoring.notice.raised", previous, actor=by, now=now, number=previous.number)


def stop(clock: Deadline, now):
    """End the clock; an alarm that is due already still rings, so that no card is lost."""
    if clock.is_running and (clock.next_alarm_at is None or clock.next_alarm_at > now):
        deadlines.cancel(clock, now)


@deed
def drop(notice: Notice, *, by, now, reason: str) -> Notice:
    """The draft is not issued, with the reason."""
    notice = begin(notice, "drop", by)
    notice.reason = needed(reason, "reason", _("Give the reasons."))
    settle_instruction(notice, now)
    finish(notice, by, now, ["reason"])
    record("monitoring.notice.dropped", notice, actor=by, now=now)
    return notice


def finish(notice: Notice, by, now, fields=()):
    notice.ended_by, notice.ended_at = by.user, now
    notice.save(update_fields=["state", "ended_by", "ended_at", *fields])


@deed
def reply(notice: Notice, *, by, now, cause: str, measure: str, files=()) -> Notice:
    """The unit replies: how it came to this, what was put right, with its papers. The clock is met."""
    notice = begin(notice, "reply", by)
    words = _("Say both what caused it and what was done.")
    said = NoticeReply.objects.create(
        notice=notice,
        cause=needed(cause, "cause", words),
        measure=needed(measure, "measure", words),
        replied_by=by.user,
        replied_at=now,
    )
    attachments.bind([attachments.store(file, by=by, now=now, kind="reply") for file in files], said, by=by, now=now)
    deadlines.meet(notice.clock, now)
    notice.save(update_fields=["state"])
    about = {"organisation": notice.organisation, "addressee": office_of(notice).name}
    issue_document(Document.Kind.REPLY, notice, actor=by, now=now, body=letters.reply(notice, said), **about)
    record("monitoring.notice.replied", notice, actor=by, now=now, number=notice.number, files=len(files))
    return notice


def office_of(notice: Notice) -> Organisation:
    """The office that issued the notice, as its paper says."""
    papers = Document.objects.about(notice).filter(kind=Document.Kind.SUPERVISION)
    return papers.select_related("organisation").get().organisation


@deed
def close(notice: Notice, *, by, now, reason: str) -> Notice:
    """The verification holds: the notice is settled (销号)."""
    notice = begin(notice, "close", by)
    judge(notice, by, now, accepted=True, reason=reason)
    finish(notice, by, now)
    record("monitoring.notice.closed", notice, actor=by, now=now, number=notice.number)
    return notice


@deed
def send_back(notice: Notice, *, by, now, reason: str, days: int) -> Notice:
    """The reply does not hold: it goes back with the reason and a new term, counted anew."""
    notice = begin(notice, "send_back", by)
    check_days(days)
    judge(notice, by, now, accepted=False, reason=reason, days=days)
    notice.clock = owe(notice, now, round=notice.clock.round + 1, days=days)
    notice.save(update_fields=["state", "clock"])
    detail = {"number": notice.number, "days": days, "due_on": notice.clock.due_on}
    record("monitoring.notice.sent_back", notice, actor=by, now=now, **detail)
    return notice


def judge(notice: Notice, by, now, *, accepted: bool, reason: str, days: int | None = None) -> NoticeVerdict:
    """What the verification of the last reply came to."""
    found = needed(reason, "reason", _("Write down what the verification found."))
    about = {"accepted": accepted, "reason": found, "days": days, "verified_by": by.user, "verified_at": now}
    return NoticeVerdict.objects.create(reply=notice.replies.last(), **about)


@deed(makes=True)
def raise_colour(notice: Notice, *, by, now, said: Draft) -> Notice:
    """Not complied with: draft the notice of the next colour. This one ends when that one is issued."""
    notice = begin(notice, "raise_colour", by)  # the transition itself is saved when the next one is issued
    check(said)
    notice = lock(notice)
    if not may_be_raised(notice, timezone.localdate(now)):
        words = _("A notice is raised when its term is over or its reply was sent back, and only once.")
        raise Refused(None, words)
    if said.colour != NEXT_COLOUR[notice.colour]:
        raise Refused(None, _("The colours follow one another: blue, yellow, red."), field="colour")
    return write(
        notice.subject,
        by,
        now,
        notice.organisation,
        said,
        source=Notice.Source.CHAIN,
        previous=notice,
        responsible=notice.responsible,
        card=notice.card,
        finding=notice.finding,
    )


@deed
def withdraw(notice: Notice, *, by, now, reason: str) -> Notice:
    """The notice was wrong: another person takes it back, with the reason. It stays visible."""
    notice = begin(notice, "withdraw", by)
    notice.reason = needed(reason, "reason", _("Give the reasons."))
    deadlines.cancel(notice.clock, now)
    finish(notice, by, now, ["reason"])
    record("monitoring.notice.withdrawn", notice, actor=by, now=now, number=notice.number)
    return notice


# Instructions


@deed(makes=True)
def instruct(subject, *, by, now, organisation, text: str, days: int = TERM, colour=Colour.YELLOW) -> Notice:
    """A leader's instruction on anything of the county becomes the draft of a notice, which supervision signs."""
    if not can_instruct(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_scope(by, organisation)
    text = needed(text, "text", _("Write the instruction."))
    check_days(days)
    said = Draft(
        matter=_matter(subject, organisation),
        facts=f"{letters.about_in_words(subject)}，县领导已作出批示。",
        basis=f"{by.user.name}{timezone.localdate(now):%Y年%-m月%-d日}批示",
        demand=text,
        days=days,
        colour=colour,
    )
    made = write(subject, by, now, organisation, said, source=Notice.Source.INSTRUCTION)
    number_instruction(made, by, now, text)
    return made


def _matter(subject, organisation) -> str:
    """The matter of the notice in at most sixty signs."""
    about = "" if subject == organisation else letters.about_in_words(subject)
    return f"落实领导对{about or organisation.short_name}的批示"[:60]


def number_instruction(made: Notice, by, now, text: str):
    """The paper of the instruction, its row, and the clock of the office that has to sign the notice."""
    office = efficiency_office(made.organisation)
    body = letters.instruction(text, made.subject, made.days)
    about = {"organisation": by.organisation, "addressee": office.name}
    paper = issue_document(Document.Kind.INSTRUCTION, made, actor=by, now=now, body=body, **about)
    made.instruction = Instruction.objects.create(
        subject=made.subject,
        number=paper.number,
        organisation=made.organisation,
        text=text,
        days=made.days,
        written_by=by.user,
        written_at=now,
    )
    made.basis = f"{made.basis}（{paper.number}）"
    limits = Limits(DAYS_TO_SIGN, graded=False, warned=False)
    made.clock = deadlines.start(made.instruction, TO_DRAFT, organisation=office, limits=limits, now=now)
    made.save(update_fields=["instruction", "basis", "clock"])
    record("monitoring.instruction.written", made.instruction, actor=by, now=now, number=paper.number)


def settle_instruction(notice: Notice, now):
    """The office has dealt with the instruction: issued the notice, or said why not."""
    if notice.instruction:
        clock = Deadline.objects.about(notice.instruction).running().filter(name=TO_DRAFT).first()
        if clock:
            deadlines.meet(clock, now)


def head_of_paper(by, unit: Organisation) -> Organisation:
    """Papers of supervision go out in the name of the office, also when a leader signs them."""
    return by.organisation if by.holds(Role.INSPECTOR) else efficiency_office(unit)


def efficiency_office(unit: Organisation) -> Organisation:
    """The office that watches this unit. Raises Refused where there is none."""
    posts = Post.objects.active().filter(role=Role.INSPECTOR).select_related("organisation__parent").order_by("pk")
    for post in posts:
        above = post.organisation.parent or post.organisation
        if unit.path.startswith(above.path):
            return post.organisation
    raise Refused(None, _("No discipline office watches this unit; nobody could sign the notice."))
