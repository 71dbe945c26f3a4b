"""Words of suspicions on pages."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
DEEDS = {
    "ask": _("asked for an explanation"),
    "explain": _("explanation written down"),
    "propose": _("end proposed"),
    "send_back": _("sent back"),
    "verified": _("verified"),
    "transferred": _("transferred"),
    "dismissed": _("suspicion dismissed"),
}


@register.filter
def fund_flag_deed(name):
    """What was done, or how it is to end."""
    return DEEDS.get(name, name)
