"""Drawings of the approvals pages."""

from django import template

from approvals import tariff
from approvals.flowchart import flowchart as chart_of
from approvals.permissions import can_refund, can_write_about
from records.models import Document

register = template.Library()
MESSAGES = 100  # of one case, looked at for the workbench


@register.inclusion_tag("records/flowchart.html")
def flowchart(item):
    """The course twice: lying for wide screens, standing for narrow ones; CSS shows one of them."""
    return {"charts": [chart_of(item), chart_of(item, down=True)], "item": item}


ARC = 165  # length of the arc that carries the name, in units of the 100-unit seal
WIDEST, NARROWEST = 13.5, 7  # space of one sign on the arc


@register.inclusion_tag("approvals/parts/seal.html")
def official_seal(name, words):
    """The round seal of a unit: its name on the arc, a star, what the seal is for below it."""
    space = max(NARROWEST, min(WIDEST, ARC / max(1, len(name))))
    return {"name": name, "words": words, "length": round(space * len(name)), "size": round(space * 0.86, 1)}


@register.simple_tag
def percent(rate):
    """A share as people read it: 96.4%; a dash where nothing was counted."""
    return "—" if rate is None else f"{100 * rate:.1f}%"


@register.inclusion_tag("approvals/desk/talk.html", takes_context=True)
def talk(context, case):
    """On the workbench: how many messages there are about the case, and whether the applicant waits for an answer."""
    found = list(case.messages.order_by("-pk").values("text", "from_applicant")[:MESSAGES])
    may_write = can_write_about(context["actor"], case)
    return {"case": case, "last": found[0] if found else None, "count": len(found), "may_write": may_write}


@register.inclusion_tag("approvals/parts/fees.html")
def case_fees(case, actor):
    """What was paid for the case and given back; nothing where nothing was charged. Two statements at most."""
    charges = tariff.with_refunds(case.charges.select_related("receipt", "charged_by")).prefetch_related("refunds")
    return {"case": case, "charges": charges, "actor": actor, "may_refund": can_refund(actor, case)}


@register.simple_tag
def receipt_paper(case):
    """The key of the official receipt (收件回执) of the case, or None for cases older than these receipts."""
    papers = Document.objects.about(case).filter(kind=Document.Kind.RECEIPT)
    return papers.values_list("pk", flat=True).first()
