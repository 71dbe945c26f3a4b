"""Cards of the unit in the period: of each matter the one highest counts (DR-1)."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from approvals.models import Case
from monitoring.models import Card, Finding, Level
from monitoring.rules import BY_CODE
from scoring.calculate import CARDS, warnings_in_a_row
from scoring.evidence import Asked, Found
from scoring.models import Mark


def cards(asked: Asked):
    """Those whose rule stands under one of the supervision points named (`cards:fee,procedure`)."""
    points = asked.parameter("cards", CARDS)
    codes = codes_of(asked.argument)
    rows = Card.objects.scored().filter(asked.period.within("issued_at"), finding__code__in=codes)
    rows = rows.filter(finding__organisation=asked.sheet.organisation_id).select_related("finding__rule")
    for card in rows.order_by("pk"):
        words = f"{Level(card.counts_as).label} {card.number} {card.finding.rule.name}"
        yield Found(Mark.Kind.PART, Decimal(points[card.counts_as]), words, card, card.counts_as)


def codes_of(points: str) -> list[str]:
    names = set(points.split(","))
    return [code for code, rule in BY_CODE.items() if rule.point in names]


def warnings(asked: Asked):
    """Three finished cases one after the other that were pre-warned."""
    cases = Case.objects.filter(asked.period.within("decided_at"), organisation=asked.sheet.organisation_id)
    order = list(cases.order_by("decided_at", "pk").values_list("pk", flat=True))
    found = Finding.objects.filter(subject_type=ContentType.objects.get_for_model(Case), level=Level.WARNING)
    warned = set(found.filter(subject_id__in=order).values_list("subject_id", flat=True))
    if times := warnings_in_a_row([case in warned for case in order]):
        points = Decimal(asked.parameter("cards", CARDS)["warnings"]) * times
        yield Found(Mark.Kind.PART, points, _("%(count)s times three pre-warnings in a row") % {"count": times})
