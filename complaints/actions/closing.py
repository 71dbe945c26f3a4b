"""How an order ends: the complainant's word, a visit back by telephone, silence; reopening; ends without an answer."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints.actions import judging
from complaints.actions.assigning import HELD
from complaints.actions.common import check_duty, lock, start, stop, unnamed, within
from complaints.actions.receiving import is_kept_from_hotline, send_on, wait
from complaints.flow import DEFAULT_AFTER_DAYS, REOPEN_DAYS, SECOND
from complaints.models import Order, Visit
from complaints.permissions import is_complainant, may_reopen, speaks_for
from deadlines.actions import midnight
from records.actions import WRONG_ORDER, EntryDraft, deed, record, record_many
from records.deeds import needed
from records.refusal import Refused

BATCH = 500


@deed(named=False)
def rate(order: Order, *, by, now, stars: int, text: str = "", is_solved=None, code="") -> Visit:
    """The complainant says how the answer satisfies, once a round; dissatisfied leads to the second handling."""
    order = lock(order)
    if not speaks_for(by, order, code):
        raise PermissionDenied(_("Only the complainant says whether the answer satisfies."))
    way = Visit.Way.WEB if is_complainant(by, order) else Visit.Way.CODE
    return heard(order, by=by, now=now, stars=stars, text=text, is_solved=is_solved, way=way)


@deed
def visit_back(order: Order, *, by, now, stars, text: str = "", is_solved=None) -> Visit:
    """回访 by telephone. `stars` None: nobody could be reached; the note says so and the order waits on."""
    order = lock(order, by, now)
    check_duty(by, "visit_back", order)
    if order.handler_id == by.user.pk:
        raise Refused(None, _("The visit back is made by somebody who had no part in the handling."))
    return heard(order, by=by, now=now, stars=stars, text=text, is_solved=is_solved, way=Visit.Way.TELEPHONE)


def heard(order: Order, *, by, now, stars, text, is_solved, way) -> Visit:
    """Keep what was said and do what follows from it."""
    if order.state != Order.State.REPLIED or order.is_child:
        raise Refused(None, _("There is no answer yet that could be rated."))
    if stars is not None and stars not in Visit.Stars.values:
        raise Refused(None, _("Please choose one of the five grades."), field="stars")
    if stars is not None and stars <= Visit.Stars.BAD:
        needed(text, "text", _("Please say what you are dissatisfied with."))
    visit = Visit.objects.create(
        order=order,
        round=order.round,
        way=way,
        stars=stars,
        is_solved=is_solved,
        text=text.strip(),
        visited_at=now,
        visited_by=by.user if by.is_staff_member else None,
    )
    record("complaints.order.visited", order, actor=unnamed(by), now=now, stars=stars, way=way, solved=is_solved)
    if stars is not None:
        judging.report_visit(order, visit, now)
        follow(order, visit, now)
    return visit


def follow(order: Order, visit: Visit, now):
    """Satisfied: closed. Dissatisfied with the first answer: second handling; with the second: closed all the same."""
    if visit.is_bad and order.round == 1:
        order.handle_again()
        order.first_handler, order.handler, order.round = order.handler, None, 2
        order.clock = start(order, SECOND, within(second_days(order)), since=now)
        order.save(update_fields=["state", "first_handler", "handler", "round", "clock"])
        record("complaints.order.handled_again", order, actor=ROBOT, now=now, due_on=order.clock.due_on)
        return
    end(order, Order.Outcome.UNSATISFIED if visit.is_bad else Order.Outcome.ANSWERED, now)


def second_days(order: Order) -> int:
    """Working days for the second handling."""
    return order.term.second if order.term is not None else 5


def end(order: Order, outcome: str, now):
    """Close the order and record it."""
    order.close()
    order.closed_at, order.outcome = now, outcome
    order.save(update_fields=["state", "closed_at", "outcome"])
    record("complaints.order.closed", order, actor=ROBOT, now=now, outcome=outcome)


@deed(named=False)
def reopen(order: Order, *, by, now, reason: str, code="") -> Order:
    """The complainant opens a closed order again, once, within thirty days: it is assigned anew."""
    order = lock(order)
    if not speaks_for(by, order, code):
        raise PermissionDenied(_("Only the complainant opens an order again."))
    if not may_reopen(order, now):
        words = _("An order can be opened again once, within %(days)s days after its end. Please write a new one.")
        raise Refused(None, words % {"days": REOPEN_DAYS})
    reason = needed(reason, "reason", _("Please say what is still not settled."))
    order.reopen()
    order.organisation = order.handler = order.first_handler = order.clock = order.step_clock = None
    order.closed_at, order.replied_at, order.outcome, order.is_designated = None, None, "", False
    order.reopened_at, order.round, order.reason = now, order.round + 1, reason[:500]
    more = ["closed_at", "replied_at", "outcome", "reopened_at", "round", "reason", "first_handler"]
    order.save(update_fields=[*HELD, *more])
    record("complaints.order.reopened", order, actor=unnamed(by), now=now)
    if is_kept_from_hotline(order):
        send_on(order, now)
    else:
        wait(order, now)
    return order


@deed(named=False)
def withdraw(order: Order, *, by, now, reason: str = "", code="") -> Order:
    """The complainant takes the order back; its clocks stop ringing."""
    order = lock(order)
    if not speaks_for(by, order, code):
        raise PermissionDenied(_("Only the complainant withdraws an order."))
    order.withdraw()
    drop(order, reason, now)
    record("complaints.order.withdrawn", order, actor=unnamed(by), now=now)
    return order


def drop(order: Order, reason: str, now):
    """The order ends without an answer, with its parts."""
    stop(order, now)
    order.closed_at, order.reason, order.step_clock = now, reason.strip()[:500], None
    order.save(update_fields=["state", "closed_at", "reason", "step_clock", "merged_into"])
    for part in order.children.filter(closed_at=None).select_for_update().order_by("pk"):
        part.withdraw()
        drop(part, reason, now)


@deed
def refuse(order: Order, *, by, now, reason: str) -> Order:
    """Not to be handled (empty, abuse, before a court, no matter of the county), with the reason in words."""
    order = lock(order, by, now)
    check_duty(by, "refuse", order)
    reason = needed(reason, "reason", _("Give the reason why it cannot be handled."))
    order.refuse()
    drop(order, reason, now)
    record("complaints.order.refused", order, actor=by, now=now, reason=order.reason)
    judging.report_refusal(order, by, now)
    return order


@deed
def merge(order: Order, *, by, now, into: Order, reason: str = "") -> Order:
    """The same matter of the same person is handled already: this one ends in the other, which is the one answered."""
    order = lock(order, by, now)
    check_duty(by, "merge", order)
    if into.pk == order.pk or into.is_child or into.state in (Order.State.MERGED, Order.State.INVALID):
        raise Refused(None, _("Choose the other order, one that is handled or answered."), field="into")
    if order.children.exists():
        raise Refused(WRONG_ORDER, _("An order with parts cannot be merged."))
    order.merge()
    order.merged_into = into
    drop(order, reason, now)
    record("complaints.order.merged", order, actor=by, now=now, into=into.number)
    return order


def run(now) -> int:
    """Silence for seven calendar days after an answer: basically satisfied by default, closed. Safe to run twice."""
    done = 0
    while made := default_visits(now):
        done += made
    return done


@transaction.atomic
def default_visits(now) -> int:
    """One batch. An order that is being rated at this moment is passed over; the next round looks again."""
    last = midnight(timezone.localdate(now) - timedelta(days=DEFAULT_AFTER_DAYS))
    silent = Order.objects.open().filter(state=Order.State.REPLIED, replied_at__lt=last, parent=None)
    orders = list(silent.select_for_update(of=("self",), skip_locked=True).order_by("replied_at", "pk")[:BATCH])
    fair = Visit.Stars.FAIR
    about = {"way": Visit.Way.DEFAULT, "stars": fair, "visited_at": now}
    Visit.objects.bulk_create(Visit(order=order, round=order.round, **about) for order in orders)
    stars = {"stars": int(fair), "way": str(Visit.Way.DEFAULT)}
    record_many(EntryDraft("complaints.order.visited", order, ROBOT, now, stars) for order in orders)
    for order in orders:
        end(order, Order.Outcome.ANSWERED, now)
    return len(orders)
