"""Rounds of reminders to the holders of powers of level A; answers, their judgement, the second reminder."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Post, User
from integrity import clocks, letters
from integrity.models import Reminder, ReminderKind, Round, term
from integrity.models.terms import Term
from integrity.permissions import can_answer, can_settle, is_discipline
from powers.models import Level, PowerStep, RiskPoint
from records.actions import as_actor, deed, issue_document, record
from records.deeds import another, for_update, may, needed
from records.models import Document
from records.refusal import Refused

BASIS = "《岗位廉政风险三级预警实施办法》：对A级权力行使人定期提醒"
SHOWN = 8  # powers named in a reminder


@dataclass(frozen=True)
class Words:
    """What a round says. `person`: to one person alone, in `organisation`; otherwise to all holders below it."""

    kind: str
    title: str
    text: str
    person: User | None = None
    basis: str = BASIS


@dataclass(frozen=True)
class Holder:
    """Somebody who holds powers of level A in a unit."""

    person: User
    organisation: Organisation
    post: str
    powers: tuple[str, ...]


def holders(within: Organisation) -> list[Holder]:
    """Everybody named at a point of level A, or as holder of the step where such a point stands (seed S3-09)."""
    points = RiskPoint.objects.decided().filter(level=Level.A, organisation__path__startswith=within.path)
    found: dict[tuple, dict] = defaultdict(lambda: {"powers": [], "post": ""})
    rows = points.select_related("power", "organisation").order_by("pk")
    for point in rows.exclude(person=None).select_related("person", "power", "organisation"):
        note(found, (point.person, point.organisation), point.post, point.power.name)
    steps = PowerStep.objects.exclude(holder=None).filter(
        Q(points__in=points) | Q(power__points__in=points.filter(step=None))
    )
    related = ["holder", "power__list__organisation"]
    for step in steps.select_related(*related).order_by("pk").distinct():
        note(found, (step.holder, step.power.organisation), step.post, step.power.name)
    return [Holder(*key, one["post"], tuple(one["powers"])) for key, one in found.items()]


def note(found, key, post: str, power: str):
    one = found[key]
    one["post"] = one["post"] or post
    if power not in one["powers"]:
        one["powers"].append(power)


def one_of(person: User, organisation: Organisation) -> list[Holder]:
    """One person alone, with what that person holds; also somebody without powers of level A."""
    known = [one for one in holders(organisation) if one.person == person]
    post = Post.objects.active().filter(user=person, organisation=organisation).first()
    if not known and post is None:
        raise Refused(None, _("This person does not work in the unit."), field="person")
    return known[:1] or [Holder(person, organisation, post.title or post.get_role_display(), ())]


@deed(makes=True)
def send(organisation: Organisation, *, by, now, words: Words) -> Round:
    """Remind all holders of powers of level A below this organisation (or one person), each with a clock."""
    may(is_discipline(by) and organisation.path.startswith(by.watched_path))
    addressed = one_of(words.person, organisation) if words.person else holders(organisation)
    addressed = [one for one in addressed if one.person != by.user]
    if not addressed:
        raise Refused(None, _("Nobody here holds a power of level A."), field="organisation")
    days = term(Term.Code.REMINDER, timezone.localdate(now))
    as_actor(by)
    made = Round.objects.create(
        office=by.organisation,
        kind=words.kind,
        title=needed(words.title, "title"),
        text=needed(words.text, "text"),
        basis=needed(words.basis, "basis"),
        due_on=clocks.due(days, now),
        sent_at=now,
        sent_by=by.user,
    )
    for one in once_each(addressed):
        remind(made, one, days, by, now)
    record("integrity.round.sent", made, actor=by, now=now, kind=made.kind, people=made.reminders.count())
    return made


def once_each(addressed: list[Holder]) -> list[Holder]:
    """Who holds such powers in several units is reminded once."""
    return list({one.person.pk: one for one in reversed(addressed)}.values())[::-1]


def remind(round: Round, one: Holder, days: int, by, now) -> Reminder:
    made = Reminder.objects.create(
        round=round,
        organisation=one.organisation,
        person=one.person,
        post=one.post,
        powers="、".join(one.powers[:SHOWN]),
        due_on=round.due_on,
    )
    if round.kind == ReminderKind.INQUIRY:
        about = {"organisation": round.office, "addressee": str(one.person)}
        body = letters.inquiry(round, round.due_on)
        made.document = issue_document(Document.Kind.RISK_INQUIRY, made, actor=by, now=now, body=body, **about)
        made.save(update_fields=["document"])
    clocks.start(made, clocks.REMINDER, days, organisation=one.organisation, responsible=one.person, now=now)
    record("integrity.reminder.sent", made, actor=by, now=now, kind=round.kind)
    return made


def lock(reminder: Reminder) -> Reminder:
    return for_update(reminder, "round", "organisation__parent", "person")


@deed
def answer(reminder: Reminder, *, by, now, answer: str) -> Reminder:
    """The person promises, says what was learned, or explains; talks and inquiries are judged afterwards."""
    reminder = lock(reminder)
    may(can_answer(by, reminder))
    step = reminder.respond if reminder.round.kind in Reminder.JUDGED else reminder.give
    step()
    as_actor(by)
    reminder.answer, reminder.answered_at = needed(answer, "answer"), now
    reminder.save(update_fields=["state", "answer", "answered_at"])
    clocks.meet(reminder, clocks.REMINDER, now)
    record("integrity.reminder.answered", reminder, actor=by, now=now)
    return reminder


@deed
def settle(reminder: Reminder, *, by, now, opinion: str) -> Reminder:
    """The explanation holds, the talk is over."""
    return judged(reminder, "settle", opinion, by, now)


@deed
def send_back(reminder: Reminder, *, by, now, opinion: str) -> Reminder:
    """The explanation does not hold: another one is owed."""
    return judged(reminder, "send_back", opinion, by, now)


def judged(reminder: Reminder, step: str, opinion: str, by, now) -> Reminder:
    reminder = lock(reminder)
    another(by, reminder.person_id)
    may(can_settle(by, reminder))
    getattr(reminder, step)()
    as_actor(by)
    reminder.opinion, reminder.judged_at, reminder.judged_by = needed(opinion, "opinion"), now, by.user
    reminder.save(update_fields=["state", "opinion", "judged_at", "judged_by"])
    if step == "send_back":
        owe_again(reminder, now)
    record(f"integrity.reminder.{step}", reminder, actor=by, now=now)
    return reminder


def owe_again(reminder: Reminder, now):
    """A new, shorter term."""
    days = term(Term.Code.AGAIN, timezone.localdate(now))
    reminder.due_on = clocks.due(days, now)
    reminder.save(update_fields=["due_on"])
    about = {"organisation": reminder.organisation, "responsible": reminder.person, "now": now}
    clocks.start(reminder, clocks.REMINDER, days, **about)
