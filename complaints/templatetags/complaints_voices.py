"""What stands beside an order at the desk: the faults of its answers, what was established, its publication."""

from django import template

from complaints import quality
from complaints.forms.voices import ProofForm
from complaints.models import Publication, ReplyCheck
from complaints.permissions_voices import can_establish, can_moderate, can_propose_publication

register = template.Library()


@register.inclusion_tag("complaints/voices/desk_faults.html")
def desk_faults(order):
    """The faults with which answers went out, in words."""
    rows = ReplyCheck.objects.filter(reply__order=order).select_related("reply__organisation").order_by("pk")
    return {"checks": [(row, quality.rebuilt(row.faults)) for row in rows]}


@register.inclusion_tag("complaints/voices/desk_proofs.html", takes_context=True)
def desk_proofs(context, order):
    """What was established so far, and the form of whoever may establish more."""
    rows = list(order.proofs.select_related("accused", "organisation", "established_by"))
    form = None
    if can_establish(context["actor"], order):
        form = context.get("proof_form") or ProofForm(order, auto_id="proof_%s")
    return {"request": context["request"], "csrf_token": context.get("csrf_token"), "order": order} | {
        "proofs": rows,
        "form": form,
    }


@register.inclusion_tag("complaints/voices/desk_publication.html", takes_context=True)
def desk_publication(context, order):
    """Is the answer published, does it wait, or may it be proposed?"""
    actor = context["actor"]
    standing = [Publication.State.PROPOSED, Publication.State.PUBLISHED]
    row = order.publications.filter(state__in=standing).first() if order.asked_public else None
    return {
        "order": order,
        "publication": row,
        "may_open": can_moderate(actor),
        "may_propose": row is None and can_propose_publication(actor, order),
    }
