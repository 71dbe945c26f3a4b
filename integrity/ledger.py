"""The ledger of a power (留痕, S3-08, S3-12): every entry of the record about its items and what was done by them.

That is the cases, penalties, levies and inspections of those items, and the risk points of the power.
"""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.models import Organisation
from approvals.models import Case, Item, Levy, Penalty, Slip
from deadlines.actions import midnight
from powers.models import Power, RiskPoint
from records.models import Entry

EXERCISES = (Penalty, Levy, Slip)  # beside cases


def items(power: Power):
    """The items by which this power is exercised, in any version."""
    return Item.objects.filter(power_code=power.code, organisation__in=line_of(power))


def line_of(power: Power):
    """The unit of its list, the ended ones that this stands for, and one that stands for it."""
    unit = power.list.organisation
    return Organisation.objects.filter(pk__in=unit.stands_for) | Organisation.objects.answering_for(unit.pk)


def cases(power: Power):
    return Case.objects.filter(item__in=items(power))


def entries(power: Power, first: date | None = None, last: date | None = None):
    """Every entry about the power itself, its risk points, its items and their cases; the newest first."""
    versions = Power.objects.filter(code=power.code, list__organisation__in=line_of(power))
    things = [
        (Case, cases(power)),
        *((model, model.objects.filter(item__in=items(power))) for model in EXERCISES),
        (Item, items(power)),
        (Power, versions),
        (RiskPoint, RiskPoint.objects.filter(power__in=versions)),
    ]
    about = Q()
    for model, rows in things:
        kind = ContentType.objects.get_for_model(model)
        about |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
    when = {}
    if first:
        when["happened_at__gte"] = midnight(first)
    if last:
        when["happened_at__lt"] = midnight(last + timedelta(days=1))
    return Entry.objects.filter(about, **when).select_related("actor", "organisation", "subject_type").order_by("-pk")
