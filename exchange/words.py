"""Events in words, for the page of a case."""

from django.utils.translation import gettext_lazy as _

from approvals.flow import PAUSES
from exchange.models import Event

TYPES = {
    "item.defined": _("the item was defined"),
    "case.received": _("application received"),
    "case.correction_requested": _("correction asked for"),
    "case.corrected": _("corrected"),
    "case.accepted": _("accepted"),
    "case.refused": _("not accepted"),
    "case.step_started": _("step begun"),
    "case.step_finished": _("step finished"),
    "case.paused": _("special procedure begun, the clock stands still"),
    "case.resumed": _("special procedure over, the clock goes on"),
    "case.extended": _("limit extended"),
    "branch.opened": _("another unit asked"),
    "branch.closed": _("opinion of the other unit"),
    "case.decided": _("decided"),
    "fee.charged": _("fee charged"),
    "case.delivered": _("result handed over"),
    "case.withdrawn": _("withdrawn"),
    "case.rated": _("rated by the applicant"),
    "order.received": _("order received"),
    "order.assigned": _("order assigned"),
    "order.accepted": _("order accepted"),
    "order.returned": _("order returned"),
    "order.extended": _("order extended"),
    "order.replied": _("order replied to"),
    "order.closed": _("order closed"),
}
VALUES = {
    "granted": _("granted"),
    "denied": _("denied"),
    "agree": _("gives its consent"),
    "disagree": _("does not agree"),
}
VALUES |= PAUSES
SHOWN = ["step", "kind", "limit_days", "days", "approver", "branch", "organisation", "opinion", "result", "fee"]
SHOWN += ["amount", "missing", "documents", "document", "stars", "reason"]
FIELDS = {
    "step": _("step"),
    "kind": _("kind"),
    "limit_days": _("limit (days)"),
    "days": _("days"),
    "approver": _("approved by"),
    "branch": _("branch"),
    "organisation": _("unit"),
    "opinion": _("opinion"),
    "result": _("result"),
    "fee": _("fee"),
    "amount": _("amount (yuan)"),
    "missing": _("missing"),
    "documents": _("documents"),
    "document": _("document"),
    "stars": _("stars"),
    "reason": _("reason"),
}


def in_words(event: Event) -> dict:
    """What happened, by whom, and the details that are told."""
    told = [(FIELDS[name], plain(event.body[name])) for name in SHOWN if event.body.get(name) not in (None, "", [])]
    return {"what": TYPES.get(event.type, event.type), "who": event.body.get("actor", ""), "details": told}


def plain(value) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
