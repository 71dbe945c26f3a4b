"""What the unit does with an order: take it, work on it, answer it; once more where the answer did not satisfy."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from complaints import letters, routing
from complaints.actions import judging
from complaints.actions.common import check_duty, letter, lock, settle, start
from complaints.flow import NOTICE, REPLY
from complaints.models import Note, Order, Reply, Term
from complaints.permissions import has_open_part, proposed_reply
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import SAME_PERSON, WRONG_ORDER, deed, record
from records.deeds import needed
from records.models import Document
from records.refusal import Refused


@deed
def accept(order: Order, *, by, now) -> Order:
    """签收: the unit takes the order; whoever takes it handles it. The complainant is told where the term says so."""
    order = lock(order, by, now)
    check_duty(by, "accept", order)
    taken(order, by=by, now=now)
    return order


def taken(order: Order, *, by, now):
    """The unit has it in hand: its state, clocks, letter and record; nobody handles what another system handles."""
    order.accept()
    settle(order, now)
    order.handler, order.accepted_at = by.user, now
    if order.term is not None and order.term.reply_from == Term.Since.ACCEPTED:
        order.clock = start(order, REPLY, order.term.reply_limits, since=now, responsible=by.user)
    order.save(update_fields=["state", "handler", "accepted_at", "clock", "step_clock"])
    deadlines.hand_over(Deadline.objects.about(order), by.user)
    tell_acceptance(order, by=by, now=now)
    record("complaints.order.accepted", order, actor=by, now=now, due_on=order.clock and order.clock.due_on)


def tell_acceptance(order: Order, *, by, now):
    """The written word that the order is accepted, which petitions and a few others are owed (信访条例 第二十三条)."""
    owed = Deadline.objects.about(order).running().filter(name=NOTICE).first()
    if owed is None or order.is_child:
        return
    deadlines.meet(owed, now)
    letter(Document.Kind.ORDER_NOTICE, order, letters.acceptance(order), by=by, now=now)


@deed
def note(order: Order, *, by, now, text: str, is_open: bool = False) -> Note:
    """A word on the way: how far it is, for the complainant (open) or between the offices."""
    order = lock(order, by, now)
    check_duty(by, "note", order)
    if order.state not in Order.IN_HAND:
        raise Refused(WRONG_ORDER, _("A word on the way belongs to an order that is being handled."))
    made = Note.objects.create(
        order=order,
        text=needed(text, "text"),
        is_open=is_open,
        written_at=now,
        written_by=by.user,
        organisation=by.organisation,
    )
    record("complaints.order.noted", order, actor=by, now=now, note=made.pk, open=is_open)
    return made


def written(order: Order, text: str, *, by, now, **more) -> Reply:
    """An answer of this round, not sent yet."""
    about = {"organisation": order.organisation, "author": by.user, "written_at": now, "round": order.round}
    return Reply(order=order, text=needed(text, "text", _("Write the answer.")), **about, **more)


@deed
def reply(order: Order, *, by, now, text: str, is_solved: bool = True, anyway: str = "") -> Reply:
    """The answer of the unit; the promise is kept, or it was late. A lead unit waits for the parts of the others.

    `anyway`: why it is sent although the page found faults in it; they are kept, and supervision sees them.
    """
    order = lock(order, by, now)
    check_duty(by, "reply", order)
    order.reply()
    if has_open_part(order):
        raise Refused(WRONG_ORDER, _("The assisting units have not answered their parts yet."))
    answer = written(order, text, by=by, now=now, is_solved=is_solved)
    return sent(order, answer, by=by, now=now, anyway=anyway)


def sent(order: Order, answer: Reply, *, by, now, anyway: str = "") -> Reply:
    """The answer goes out: saved, on paper, recorded; every clock of the order is met."""
    answer.send()
    answer.sent_at = now
    is_new = answer.pk is None
    answer.save()
    if is_new:
        judging.keep(answer, anyway=anyway, now=now)
    judging.report_flaws(answer, now)
    order.handler, order.replied_at = order.handler or answer.author, now
    order.step_clock = None
    order.save(update_fields=["state", "handler", "replied_at", "step_clock"])
    met = {clock.pk: deadlines.meet(clock, now) for clock in Deadline.objects.about(order).running().order_by("pk")}
    order.clock = met.get(order.clock_id, order.clock)
    close_parts(order, now)
    if not order.is_child:
        letter(letters.kind_of_answer(order), order, letters.answer(order, answer), by=by, now=now)
    record("complaints.order.replied", order, actor=by, now=now, reply=answer.pk, solved=answer.is_solved)
    return answer


def close_parts(order: Order, now):
    """The parts of the assisting units end with the answer that they went into."""
    for part in order.children.filter(state=Order.State.REPLIED).select_for_update().order_by("pk"):
        part.close()
        part.closed_at, part.outcome = now, Order.Outcome.ANSWERED
        part.save(update_fields=["state", "closed_at", "outcome"])


@deed
def propose_reply(order: Order, *, by, now, text: str, is_solved: bool = True, anyway: str = "") -> Reply:
    """二次办理: another handler than the first writes the new answer, which somebody who leads the unit signs."""
    order = lock(order, by, now)
    check_duty(by, "propose_reply", order)
    if order.state != Order.State.SECOND or proposed_reply(order) is not None:
        raise Refused(WRONG_ORDER, _("There is no answer to be written now."))
    if by.user.pk == order.first_handler_id:
        raise Refused(SAME_PERSON, _("The second handling is done by somebody else than the first."))
    answer = written(order, text, by=by, now=now, is_solved=is_solved, needs_signature=True)
    answer.save()
    judging.keep(answer, anyway=anyway, now=now)
    order.handler = by.user
    order.save(update_fields=["handler"])
    deadlines.hand_over(Deadline.objects.about(order), by.user)
    record("complaints.reply.proposed", order, actor=by, now=now, reply=answer.pk)
    return answer


def waiting_reply(order: Order) -> Reply:
    """The proposed answer, locked; Refused where there is none."""
    answer = order.replies.select_for_update().filter(state=Reply.State.PROPOSED).first()
    if answer is None:
        raise Refused(WRONG_ORDER, _("No answer waits for a signature."))
    return answer


@deed
def sign_reply(order: Order, *, by, now) -> Reply:
    """Somebody who leads the unit signs the answer of the second handling; only then it goes out."""
    order = lock(order, by, now)
    check_duty(by, "sign_reply", order)
    answer = waiting_reply(order)
    if answer.author_id == by.user.pk:
        raise Refused(SAME_PERSON, _("An answer is signed by somebody other than its author."))
    order.reply_again()
    answer.signed_by = by.user
    return sent(order, answer, by=by, now=now)


@deed
def return_reply(order: Order, *, by, now, remark: str) -> Reply:
    """The answer of the second handling is not good enough yet: back to its author, with a remark."""
    order = lock(order, by, now)
    check_duty(by, "return_reply", order)
    answer = waiting_reply(order)
    answer.drop()
    answer.remark = needed(remark, "remark")
    answer.save(update_fields=["state", "remark"])
    record("complaints.reply.returned", order, actor=by, now=now, reply=answer.pk)
    return answer


@deed
def answer_at_once(order: Order, *, by, now, text: str, is_solved: bool = True, anyway: str = "") -> Reply:
    """The hotline office knows the answer itself, often while the caller still waits."""
    order = lock(order, by, now)
    check_duty(by, "answer_at_once", order)
    if by.works_for(order.accused_id):
        raise PermissionDenied(_("The unit that is complained of never handles the complaint."))
    order.answer_at_once()
    settle(order, now)
    order.organisation, order.assigned_at, order.accepted_at = by.organisation, now, now
    order.why = routing.AT_HOTLINE
    order.save(update_fields=["organisation", "assigned_at", "accepted_at", "why"])
    answer = written(order, text, by=by, now=now, is_solved=is_solved)
    return sent(order, answer, by=by, now=now, anyway=anyway)
