"""When a unit ends, the fees that it charged and its way of collecting them go to its successor.

Money, plans, applications and cash keep the unit in whose ledger they stand: the main successor acts for it.
"""

from django.utils.translation import gettext as _

from funds.models import BankAccount, Collector, FeeMatter
from records.actions import as_actor, record


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS; fees are named by their codes."""
    as_actor(by)
    matters = list(FeeMatter.objects.filter(organisation=old).order_by("pk"))
    for matter in matters:
        unit = plan.successor(matter.code)
        collect_like(old, unit)
        succeed(matter, old, unit, by, now)
    for account in BankAccount.objects.filter(organisation=old).order_by("pk"):
        succeed(account, old, plan.main, by, now)
    return {str(_("matters of fees")): len(matters)}


def collect_like(old, unit):
    """Who charges now collects as the old unit did, unless it collects already."""
    was = Collector.objects.filter(organisation=old).first()
    if was:
        Collector.objects.get_or_create(organisation=unit, defaults={"way": was.way, "window": was.window})


def succeed(thing, old, unit, by, now):
    thing.organisation = unit
    thing.save(update_fields=["organisation"])
    verb = f"funds.{thing._meta.model_name}.succeeded"
    record(verb, thing, actor=by, now=now, **{"from": old.pk, "to": unit.pk})
