"""When a unit ends, the trading centre that it was and the trades that it supervised go to its successor.

Tenders, findings of bad behaviour and open records keep the unit that they were made with: the main successor stands
for it. It may not come to stand on two sides of one project (管办分离).
"""

from functools import reduce
from itertools import permutations
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from procurement.models import Centre, Regulator, Tender
from records.actions import as_actor, record

SIDES = ("centre", "supervisor", "tenderer_organisation")


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS."""
    as_actor(by)
    return {
        str(_("trading centres")): hand_over_centre(old, plan.main, by, now),
        str(_("supervised trades")): hand_over_trades(old, plan.main, by, now),
    }


def hand_over_centre(old, unit, by, now) -> int:
    """The successor is the centre now; where it is one already, the trades of both are traded there."""
    centre = Centre.objects.filter(organisation=old).first()
    if centre is None:
        return 0
    own = Centre.objects.filter(organisation=unit).first()
    if own is None:
        centre.organisation = unit
        centre.save(update_fields=["organisation"])
    else:
        for row in centre.regulators.all():
            succeed(row, own, row.organisation)
    record("procurement.centre.succeeded", unit, actor=by, now=now, **{"from": old.pk, "to": unit.pk})
    return 1


def hand_over_trades(old, unit, by, now) -> int:
    rows = list(Regulator.objects.filter(organisation=old).select_related("centre"))
    for row in rows:
        succeed(row, row.centre, unit)
        record("procurement.trade.succeeded", unit, actor=by, now=now, trade=row.trade, **{"from": old.pk})
    return len(rows)


def succeed(row: Regulator, centre: Centre, unit):
    """One line for each centre, trade and department: a second one of the same is dropped."""
    if Regulator.objects.filter(centre=centre, trade=row.trade, organisation=unit).exclude(pk=row.pk).exists():
        row.delete()
        return
    row.centre, row.organisation = centre, unit
    row.save(update_fields=["centre", "organisation"])


def obstacles(old, heir) -> list[str]:
    """See accounts.succession.OBSTACLES: centre, supervising department and tenderer are three different units."""
    both = [Q(**{f"{one}__in": old.units, f"{other}__in": heir.units}) for one, other in permutations(SIDES, 2)]
    tender = Tender.objects.open().filter(reduce(or_, both)).order_by("pk").first()
    if tender:
        words = _("In the tender %(number)s the two units stand on different sides; it has to end first.")
        return [words % {"number": tender.number}]
    supervised = Q(centre__organisation__in=old.units, organisation__in=heir.units)
    supervises = Q(centre__organisation__in=heir.units, organisation__in=old.units)
    if Regulator.objects.filter(supervised | supervises).exists():
        return [_("A trading centre and a department that supervises it cannot become one unit.")]
    return []
