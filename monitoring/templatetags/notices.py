"""On the page of a finding, a unit or a case: the notices about it, and the way to write one."""

from django import template
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from monitoring.models import Finding, Notice
from monitoring.permissions_notices import can_draft, can_instruct

register = template.Library()
SHOWN = 10


@register.inclusion_tag("monitoring/notices/beside.html", takes_context=True)
def notices_about(context, thing):
    """`thing` is a finding, an organisation or a case."""
    actor = context["actor"]
    found = Notice.objects.visible_to(actor).filter(which(thing)).select_related("organisation").order_by("-pk")
    return {
        "notices": list(found[:SHOWN]),
        "new_notice": f"{reverse('monitoring:new_notice')}?{query(thing)}" if can_draft(actor) else "",
        "instruct": f"{reverse('monitoring:new_instruction')}?{query(thing)}" if can_instruct(actor) else "",
        "archive": reverse("monitoring:unit_archive", args=[thing.code]) if isinstance(thing, Organisation) else "",
    }


def which(thing) -> Q:
    """The notices about a finding or its card, to a unit, about a case."""
    if isinstance(thing, Finding):
        return Q(finding=thing)
    if isinstance(thing, Organisation):
        return Q(organisation=thing)
    return Q(pk__in=Notice.objects.about(thing).values("pk"))


def query(thing) -> str:
    if isinstance(thing, Finding):
        return f"finding={thing.pk}"
    return f"unit={thing.code}" if isinstance(thing, Organisation) else f"case={thing.number}"
