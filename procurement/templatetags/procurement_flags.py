"""Numbers and words of red flags on pages."""

from django import template
from django.utils.translation import gettext_lazy as _

from procurement.flags import base

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
def plain(number):
    """99.8500 is 99.85, 585000.0000 is 585,000; a dash for nothing."""
    whole, point, rest = base.plain(number).partition(".")
    return whole if number is None else f"{int(whole):,}{point}{rest}"


@register.filter
def percent(basis_points):
    """9900 is 99, 50 is 0.5."""
    return base.plain(base.Decimal(basis_points) / 100)


@register.filter
def chance(probability):
    """A small probability in words a person can weigh: “1 in 5,000”; the share itself where it is not small."""
    if probability >= 0.1:
        return f"{probability:.2f}"
    if probability < 1e-9:
        return "< 1 / 1,000,000,000"
    return f"1 / {round(1 / probability):,}"


@register.filter
def coordinate(number):
    """A number as SVG reads it, whatever the language."""
    return f"{number:g}"


@register.filter
def flag_deed(name):
    return DEEDS.get(name, name)
