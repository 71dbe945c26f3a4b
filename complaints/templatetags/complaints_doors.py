"""What stands beside an order at the desk and at its complainant: talk, and the way to a sealed identity."""

from django import template

from complaints import similar
from complaints.forms.anonymous import TalkForm
from complaints.forms.protection import IdentityForm, TransferForm
from complaints.models import Order
from complaints.permissions import (
    can_ask_identity,
    can_do,
    can_see_complainant,
    can_talk,
    can_transfer,
    may_follow,
)

register = template.Library()


def typed(context, name):
    """The form of this request that came back with an error."""
    return getattr(context["request"], name, None)


def talks_of(order):
    return list(order.talks.select_related("organisation", "sent_by"))


@register.inclusion_tag("complaints/doors/desk_talk.html", takes_context=True)
def desk_talk(context, order):
    """The messages about an order, and the form of whoever may write."""
    actor = context["actor"]
    may = can_talk(actor, order)
    form = typed(context, "talk_form") or TalkForm(auto_id="talk_%s")
    return {"request": context["request"], "order": order, "talks": talks_of(order), "form": form if may else None} | {
        "csrf_token": context.get("csrf_token")
    }


@register.inclusion_tag("complaints/doors/desk_identity.html", takes_context=True)
def desk_identity(context, order):
    """Who wrote stays sealed: how to ask for it, and the requests of one's own."""
    actor = context["actor"]
    may = can_ask_identity(actor, order) and not can_see_complainant(actor, order)
    mine = order.openings.filter(asked_by=actor.user).order_by("-pk") if may else []
    form = typed(context, "identity_form") or IdentityForm(auto_id="identity_%s")
    return {"request": context["request"], "order": order, "form": form if may else None, "mine": list(mine)} | {
        "csrf_token": context.get("csrf_token")
    }


@register.inclusion_tag("complaints/doors/citizen_talk.html", takes_context=True)
def citizen_talk(context, order, code=""):
    """The messages about an order as its complainant sees them."""
    form = context.get("talk_form") or (TalkForm(auto_id="talk_%s") if order.closed_at is None else None)
    return {"request": context["request"], "order": order, "talks": talks_of(order), "form": form, "code": code} | {
        "csrf_token": context.get("csrf_token")
    }


@register.inclusion_tag("complaints/doors/desk_transfer.html", takes_context=True)
def desk_transfer(context, order):
    """Passing an order to another discipline organ, and where it was passed before."""
    actor = context["actor"]
    fresh = TransferForm(auto_id="transfer_%s", own=actor.organisation) if can_transfer(actor, order) else None
    form = typed(context, "transfer_form") or fresh
    stubs = list(order.transfers.select_related("organ", "sender"))
    return {"request": context["request"], "order": order, "form": form, "stubs": stubs} | {
        "csrf_token": context.get("csrf_token")
    }


@register.inclusion_tag("complaints/doors/desk_similar.html", takes_context=True)
def desk_similar(context, order):
    """For the dispatcher: orders that say the same, to be merged perhaps."""
    actor = context["actor"]
    asks = can_do(actor, "merge", order) and may_follow(order, "merge")
    rows = similar.hints(order, actor, order.received_at) if asks else []
    return {"rows": rows, "supports": order.supports.count() if order.state != Order.State.MERGED else 0}
