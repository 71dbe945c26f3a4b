"""Appeals (申诉) against cards: filed by the unit in five working days, decided by an uninvolved person in ten."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from deadlines import actions as deadlines
from deadlines import holds
from deadlines.models import Hold
from deadlines.plan import Limits
from monitoring import answers, tallies
from monitoring.actions.cards import keep, lock, remark
from monitoring.issue import reinstate
from monitoring.models import Appeal, Card, Level, Remark
from monitoring.permissions import can_answer
from monitoring.permissions_cards import can_decide, watches
from records.actions import deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

CLOCK = "appeal"
DECISION_DAYS = 10  # working days (DR-1; the performance regulations of Hangzhou and Jinan)
PAUSE = "appeal"  # the kind of the pause of the answer while the appeal is open
LOWER = {Level.RED: Level.YELLOW, Level.YELLOW: Level.WARNING}
CONSEQUENCES = [answers.RULE, tallies.RULE]  # rules whose cards rest on other cards


@deed
def appeal(card: Card, *, by, now, grounds: str, files=()) -> Appeal:
    """The unit contests the card. The card counts on; the days for its answer stand still."""
    card = lock(card)
    if not can_answer(by, card):
        raise PermissionDenied(_("Only the unit that got the card appeals against it."))
    if card.appeal_until is None or timezone.localdate(now) > card.appeal_until:
        raise Refused(None, _("The days for an appeal are over."))
    if card.appeals.filter(ex_officio=False).exists():
        raise Refused(None, _("The unit has appealed against this card before."))
    keep(files, card, "appeal", by=by, now=now)
    return file(card, grounds, by=by, now=now, ex_officio=False)


@deed
def review(card: Card, *, by, now, reason: str) -> Appeal:
    """Supervision itself doubts the card; somebody else decides."""
    card = lock(card)
    if not watches(by, card):
        raise PermissionDenied(_("Only an inspector opens a review."))
    return file(card, reason, by=by, now=now, ex_officio=True)


def file(card: Card, grounds: str, *, by, now, ex_officio: bool) -> Appeal:
    """The appeal with its clock; the answer waits for the decision."""
    if card.state in (Card.State.PENDING, Card.State.WITHDRAWN):
        raise Refused(None, _("This card does not count; there is nothing to appeal against."))
    if card.appeals.filter(state=Appeal.State.OPEN).exists():
        raise Refused(None, _("An appeal against this card is open already."))
    text = needed(grounds, "reason" if ex_officio else "grounds", _("Give the grounds."))
    made = Appeal.objects.create(card=card, ex_officio=ex_officio, grounds=text, filed_by=by.user, filed_at=now)
    limits = Limits(DECISION_DAYS, None, graded=False, warned=False)
    made.clock = deadlines.start(made, CLOCK, organisation=office(card), limits=limits, now=now)
    made.save(update_fields=["clock"])
    if (owed := answers.running(card)) and not owed.paused_on:
        deadlines.pause(owed, kind=PAUSE, ground=text, told_days=DECISION_DAYS, now=now)
    about = {"number": card.number, "ex_officio": ex_officio, "decide_by": made.clock.due_on}
    record("monitoring.card.appealed", card, actor=by, now=now, **about)
    return made


def office(card: Card) -> Organisation:
    """The office that owes the decision: that of the inspectors who watch the unit."""
    posts = Post.objects.active().filter(role=Role.INSPECTOR).select_related("user", "organisation__parent")
    unit = card.finding.organisation
    near = [post for post in posts.order_by("pk") if unit.path.startswith(Actor(post.user, post).watched_path)]
    return near[0].organisation if near else unit


@deed
def decide(found: Appeal, *, by, now, outcome: str, reason: str) -> Appeal:
    """Uphold, lower by one level, or withdraw; what rests on the card falls with it. The unit reads the reason."""
    card = lock(Card(pk=found.card_id))
    found = for_update(found, "clock")
    found.card = card
    if not can_decide(by, found):
        raise PermissionDenied(_("Somebody who had no part in the card decides on it."))
    text = needed(reason, "reason", _("Give the reasons of the decision."))
    transition, follow = OUTCOMES[outcome]
    transition(found)
    found.reason, found.decided_by, found.decided_at = text, by.user, now
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    deadlines.meet(found.clock, now)
    follow(card, text, by=by, now=now)
    return found


def uphold(card: Card, text: str, *, by, now):
    """The card stands; the days for the answer count on."""
    resume_answer(card, now)
    remark(card, Remark.Kind.UPHELD, "upheld", by=by, now=now, text=text)


def lower(card: Card, text: str, *, by, now):
    """A red card counts as a yellow one from now on; a yellow one as a pre-warning, and nothing is owed on it."""
    card.counts_as = LOWER[card.counts_as]
    if card.counts_as == Level.WARNING:
        card.settle()
    card.save(update_fields=["counts_as", "state"])
    remark(card, Remark.Kind.LOWERED, "lowered", by=by, now=now, text=text)
    if card.counts_as == Level.WARNING:
        let_go(card, by=by, now=now)
    else:
        resume_answer(card, now)


def resume_answer(card: Card, now):
    """What was owed on the card is owed on."""
    if (owed := answers.running(card)) and owed.paused_on:
        deadlines.resume(owed, kind=PAUSE, now=now)


def withdraw(card: Card, text: str, *, by, now):
    """The card stays visible, and counts no longer."""
    card.withdraw()
    card.counts_as = ""
    card.save(update_fields=["counts_as", "state"])
    remark(card, Remark.Kind.WITHDRAWN, "withdrawn", by=by, now=now, text=text)
    let_go(card, by=by, now=now)


def let_go(card: Card, *, by, now):
    """What hung on a card that counts no longer: its answer, its lock, what it outranked, what followed from it."""
    answers.excuse([card], now)
    for held in Hold.objects.filter(reference=card.number, released_at=None):
        holds.release(held, by=by, now=now, reason=f"{card.number}不再有效")
    for again in reinstate(card, now):
        if again.state == Card.State.ISSUED:
            answers.ask_again(again, now)
    for follower in followers(card):
        if follower.finding.code == answers.RULE or not tallies.is_full(follower):
            withdraw(lock(follower), f"所依据的{card.number}不再有效", by=by, now=now)


def followers(card: Card) -> QuerySet[Card]:
    """Red cards that were issued because of this one."""
    resting = Card.objects.filter(
        finding__code__in=CONSEQUENCES,
        finding__responsible=card.finding.responsible_id,
        finding__evidence__cards__contains=[card.number],
    )
    return resting.filter(state__in=[*Card.OPEN, Card.State.CLOSED]).select_related("finding__rule").order_by("pk")


OUTCOMES = {
    Appeal.State.UPHELD: (Appeal.uphold, uphold),
    Appeal.State.LOWERED: (Appeal.lower, lower),
    Appeal.State.WITHDRAWN: (Appeal.withdraw, withdraw),
}
