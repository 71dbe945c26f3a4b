"""What supervision tells on the page of a power: the rules that watch what is done with it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from monitoring.models import RuleVersion
from monitoring.permissions import can_watch
from monitoring.points import POINTS
from monitoring.rules import BY_CODE
from records.beside import Line


def of_power(actor, power):
    """For those who watch; the rules in force at the points where powers of this kind are exercised."""
    if not can_watch(actor):
        return
    points = {point.code for point in POINTS if power.kind in point.powers}
    codes = [code for code, rule in BY_CODE.items() if rule.point in points]
    for rule in RuleVersion.objects.filter(state=RuleVersion.State.ACTIVE, code__in=codes).order_by("pk"):
        address = reverse("monitoring:rule", args=[rule.pk])
        yield Line(_("Rules that watch it"), rule.name, address, rule.code, rule.tone, rule.get_level_display())
