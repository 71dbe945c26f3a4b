"""Who may do what with an order. The action asks once; the page asks the same question to show the button."""

import hmac
from datetime import timedelta

from django.utils import timezone
from django_fsm import can_proceed

from accounts.models import Role
from complaints import codes, identity
from complaints.flow import REOPEN_DAYS
from complaints.models import HOTLINE_ROLES, UNIT_ROLES, Kind, LongerTerm, Order, Reply

IN_UNIT = {*UNIT_ROLES, Role.INSPECTOR, Role.LEADER}  # of the unit that has it: discipline office, leaders too
SIGNERS = {Role.APPROVER, Role.HEAD, Role.INSPECTOR, Role.LEADER}
OF_DISCIPLINE = {Role.INSPECTOR, Role.LEADER}  # leaders only what concerns the discipline office itself

# deed → the roles whose duty it is. Of the hotline office of the county:
BY_HOTLINE = {
    "assign": {Role.DISPATCHER},
    "designate": {Role.DISPATCHER},
    "split": {Role.DISPATCHER},
    "merge": {Role.DISPATCHER},
    "refuse": {Role.DISPATCHER},
    "answer_at_once": {Role.OPERATOR, Role.DISPATCHER},
    "visit_back": {Role.OPERATOR, Role.DISPATCHER},
}
# and of the unit that has the order:
BY_UNIT = {
    "accept": IN_UNIT,
    "send_back": IN_UNIT,
    "reply": IN_UNIT | {Role.DISPATCHER},  # the dispatcher puts the answers of a split order together
    "propose_reply": IN_UNIT,
    "sign_reply": SIGNERS,
    "return_reply": SIGNERS,
    "ask_longer": {Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.INSPECTOR},
    "grant_longer": SIGNERS - {Role.APPROVER},
    "refuse_longer": SIGNERS - {Role.APPROVER},
    "note": IN_UNIT,
}
DUTIES = BY_HOTLINE | BY_UNIT


def is_accused(actor, order: Order) -> bool:
    """Does this person, from whichever post, belong to the unit that is complained of, or the one it went into?"""
    if order.accused_id is None or actor.user is None or not actor.is_staff_member:
        return False
    own = actor.user.posts.active().answering_for(order.accused_id)
    return actor.works_for(order.accused_id) or own.exists()


def is_hotline(actor, order: Order) -> bool:
    """Does this post belong to the hotline office of the order's county? Confidential orders pass it by."""
    own_county = order.county_path.startswith(actor.watched_path) if actor.is_staff_member else False
    return own_county and actor.holds(*HOTLINE_ROLES) and not order.is_confidential


def can_do(actor, deed: str, order: Order) -> bool:
    """Is this deed the duty of the actor's post, and does the order lie with it? Nobody acts on their own unit."""
    if actor.role not in DUTIES[deed] or is_accused(actor, order):
        return False
    if deed in BY_HOTLINE:
        return is_hotline(actor, order)
    return actor.works_for(order.organisation_id) and may_know(actor, order)


def has_open_part(order: Order) -> bool:
    """Does an assisting unit still owe its part?"""
    return order.children.exclude(state__in=[Order.State.REPLIED, *Order.ENDED]).exists()


def longer_asked(order: Order, *states):
    """The request for a longer term in one of these states, or None."""
    return next((row for row in order.longer_terms.all() if row.state in states), None)


def may_be_longer(order: Order) -> bool:
    """One extension, of an answer that runs, where its term knows one."""
    runs = order.state == Order.State.HANDLING and order.clock is not None and order.clock.is_running
    known = order.term is not None and order.term.extension
    return bool(runs and known and not longer_asked(order, LongerTerm.State.OPEN, LongerTerm.State.APPROVED))


def proposed_reply(order: Order):
    """The answer that waits for a signature, or None."""
    return next((row for row in order.replies.all() if row.state == Reply.State.PROPOSED), None)


# deeds that are no transition, or that need more than the state
BY_ORDER = {
    "designate": lambda order: order.state == Order.State.RETURNED,
    "send_back": lambda order: order.state == Order.State.ASSIGNED and not order.is_designated,
    "reply": lambda order: order.state == Order.State.HANDLING and not has_open_part(order),
    "propose_reply": lambda order: order.state == Order.State.SECOND and proposed_reply(order) is None,
    "sign_reply": lambda order: order.state == Order.State.SECOND and proposed_reply(order) is not None,
    "return_reply": lambda order: order.state == Order.State.SECOND and proposed_reply(order) is not None,
    "ask_longer": may_be_longer,
    "grant_longer": lambda order: longer_asked(order, LongerTerm.State.OPEN) is not None,
    "refuse_longer": lambda order: longer_asked(order, LongerTerm.State.OPEN) is not None,
    "note": lambda order: order.state in Order.IN_HAND,
    "visit_back": lambda order: order.state == Order.State.REPLIED and not order.is_child,
    "merge": lambda order: can_proceed(order.merge) and not order.is_child,
    "split": lambda order: can_proceed(order.split) and not order.is_child,
}


def may_follow(order: Order, deed: str) -> bool:
    """Does the course allow this deed in the order's present state?"""
    return BY_ORDER[deed](order) if deed in BY_ORDER else can_proceed(getattr(order, deed))


def is_another(actor, order: Order, deed: str) -> bool:
    """Four eyes: nobody signs their own answer, decides their own request, or handles the same order twice."""
    mine = actor.user.pk if actor.user else None
    if deed == "sign_reply":
        return proposed_reply(order).author_id != mine
    if deed in ("grant_longer", "refuse_longer"):
        return longer_asked(order, LongerTerm.State.OPEN).asked_by_id != mine
    if deed == "propose_reply":
        return order.first_handler_id != mine
    return True


def possible_deeds(actor, order: Order) -> list[str]:
    """The deeds that this actor may do to this order now, in the order of the course."""
    mine = [deed for deed in DUTIES if can_do(actor, deed, order)]
    return [deed for deed in mine if may_follow(order, deed) and is_another(actor, order, deed)]


def is_complainant(actor, order: Order) -> bool:
    """Is this the account that wrote the order?"""
    if actor.user is None or actor.is_staff_member:
        return False
    row = getattr(order, "complainant", None)
    return row is not None and hmac.compare_digest(row.owner, identity.account_mark(actor.user))


def holds_code(order: Order, code: str) -> bool:
    """Does somebody hold the receipt with its query code, or the long code of an anonymous order?"""
    if order.is_anonymous:
        secret = getattr(order, "secret", None)
        typed = codes.read(code)
        return bool(typed) and secret is not None and hmac.compare_digest(codes.mark(typed), secret.digest)
    return bool(code) and hmac.compare_digest(code.encode(), order.query_code.encode())


def speaks_for(actor, order: Order, code: str = "") -> bool:
    """The complainant: by account, or by the query code; never somebody who acts for an office."""
    return not actor.is_staff_member and (is_complainant(actor, order) or holds_code(order, code))


def may_reopen(order: Order, now) -> bool:
    """Once, within thirty calendar days after the closing."""
    if order.state != Order.State.CLOSED or order.reopened_at is not None or order.is_child:
        return False
    last = timezone.localdate(order.closed_at) + timedelta(days=REOPEN_DAYS)
    return timezone.localdate(now) <= last


PROTECTED = {Kind.REPORT, Kind.EFFICIENCY}  # who reports is nobody's business but the discipline office's


def is_protected(order: Order) -> bool:
    """Is the identity kept even from the hotline office? Reports, efficiency complaints, whatever is confidential."""
    return order.is_confidential or order.kind in PROTECTED


def can_see_complainant(actor, order: Order) -> bool:
    """The complainant, and the hotline office that visits back. Handlers talk by messages; all others open it by two.

    信访工作条例第三十条 and 纪检监察机关处理检举控告工作规则: what was said and who said it reaches neither the
    accused nor anybody who does not need it.
    """
    if order.is_anonymous or is_accused(actor, order):
        return False
    return is_complainant(actor, order) or (is_hotline(actor, order) and not is_protected(order))


def can_ask_identity(actor, order: Order) -> bool:
    """Who may ask to open a sealed identity: the discipline office; a handling unit where nobody is complained of."""
    if order.is_anonymous or order.is_child or is_accused(actor, order):
        return False
    if not Order.objects.visible_to(actor).filter(pk=order.pk).exists():
        return False
    if actor.holds(Role.INSPECTOR):
        return True
    plain = not is_protected(order) and order.accused_id is None
    return plain and actor.holds(*UNIT_ROLES) and actor.works_for(order.organisation_id)


def can_decide_identity(actor, opening) -> bool:
    """The second person: another inspector for inspectors, somebody who leads the unit for its handlers."""
    leads = actor.works_for(opening.organisation_id) and actor.holds(Role.APPROVER, Role.HEAD, Role.INSPECTOR)
    return leads and actor.user.pk != opening.asked_by_id and not is_accused(actor, opening.order)


def can_watch_identities(actor) -> bool:
    """The list of openings: who may ask or decide, the discipline office, and the audit administrator."""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.AUDIT_ADMIN)


def can_talk(actor, order: Order) -> bool:
    """May this post write to the complainant? Whoever works on the order, and the hotline office."""
    if order.is_child or is_accused(actor, order) or order.closed_at is not None:
        return False
    works = actor.role in IN_UNIT and actor.works_for(order.organisation_id) and may_know(actor, order)
    return works or is_hotline(actor, order)


def may_know(actor, order: Order) -> bool:
    """Confidential matters are handled by posts of discipline alone, whatever else the unit does."""
    return not order.is_confidential or actor.holds(*OF_DISCIPLINE)


def can_register_organ(actor) -> bool:
    """The discipline office keeps the register of discipline organs; two of its people for each."""
    return actor.holds(Role.INSPECTOR)


can_confirm_organ = can_register_organ


def can_pass_on(actor) -> bool:
    """The places of discipline see the transfers that they sent or received."""
    return actor.holds(*OF_DISCIPLINE)


def can_transfer(actor, order: Order) -> bool:
    """Who has the order in its place of discipline, before it is answered; nobody of the accused unit."""
    has = actor.holds(*OF_DISCIPLINE) and actor.works_for(order.organisation_id)
    course = order.state in (Order.State.ASSIGNED, Order.State.HANDLING) and not order.is_child
    return has and course and not is_accused(actor, order) and not order.children.exists()


def can_answer_transfer(actor, transfer) -> bool:
    """The organ that received it; for a body outside of this portal the sender enters what it said."""
    unit = transfer.sender_id if transfer.organ.is_outside else transfer.organ.organisation_id
    return actor.holds(*OF_DISCIPLINE) and actor.works_for(unit)


def may_read_attachment(actor, order: Order) -> bool:
    """Whoever may see the order may read what was handed in with it."""
    return Order.objects.visible_to(actor).filter(pk=order.pk).exists()


def can_dispatch(actor) -> bool:
    """The hotline office has a queue of its own."""
    return actor.holds(*HOTLINE_ROLES)


def can_register(actor) -> bool:
    """Orders are written down at windows and at the telephones of the hotline."""
    return actor.holds(Role.CLERK, *HOTLINE_ROLES)


def can_work(actor) -> bool:
    """Posts that move orders on have a queue."""
    return actor.holds(*UNIT_ROLES, *HOTLINE_ROLES, Role.INSPECTOR)


def can_look(actor) -> bool:
    """Whoever works on orders, and those who watch or lead, may read the lists and the single order."""
    return can_work(actor) or actor.holds(Role.LEADER)
