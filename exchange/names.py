"""What the names in events mean: units and items of ours, or items that the source has defined itself."""

import hashlib
from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Organisation
from approvals.models import Item
from exchange.models import ForeignItem, Mapping, SourceSystem
from monitoring.events import Event

NAMED = {
    "item.defined",
    "case.received",
    "branch.opened",
    "order.received",
    "order.assigned",
}  # in these the unit decides who answers


class Names:
    """The names of one delivery of one source, looked up with at most four statements."""

    def __init__(self, source: SourceSystem, events: Iterable[Event], create_units: bool = False):
        events = list(events)
        self.source, self.create_units = source, create_units
        self.mapped = {(one.kind, one.name): one for one in self.confirmed()}
        self.units = self.known_units({unit_name(event) for event in events} - {""})
        self.items = self.known_items({item_name(event) for event in events} - {""})
        self.items |= {event.about for event in events if event.type == "item.defined"}

    def confirmed(self):
        rows = self.source.mappings.filter(state=Mapping.State.CONFIRMED)
        return rows.select_related("organisation")

    def known_units(self, names: set[str]) -> dict[str, Organisation]:
        """Name → unit, by code, full or short name, or by what was agreed; only where the source may speak."""
        found = {
            name: one.organisation for (kind, name), one in self.mapped.items() if kind == Mapping.Kind.ORGANISATION
        }
        wanted = names - found.keys()
        if not wanted:
            return found
        same = Q(code__in=wanted) | Q(name__in=wanted) | Q(short_name__in=wanted)
        for unit in Organisation.objects.within(self.source.organisation).filter(same).order_by("-level", "pk"):
            found |= dict.fromkeys(wanted & {unit.code, unit.name, unit.short_name}, unit)
        if self.create_units:
            found |= {name: self.new_unit(name) for name in wanted - found.keys()}
        return found

    def new_unit(self, name: str) -> Organisation:
        """A unit that only a history knows: entered below the source's own, so that somebody answers for its cases."""
        code = f"ext-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        about = {"name": name[:100], "short_name": name[:30], "parent": self.source.organisation}
        unit, _new = Organisation.objects.get_or_create(
            code=code, defaults=about | {"level": Organisation.Level.DEPARTMENT, "sort": 900}
        )
        return unit

    def known_items(self, codes: set[str]) -> set[str]:
        """The codes that mean something: defined by the source, agreed, or those of our own catalogue."""
        known = {name for kind, name in self.mapped if kind == Mapping.Kind.ITEM}
        if codes - known:
            known |= set(ForeignItem.objects.filter(source=self.source, code__in=codes).values_list("code", flat=True))
        if codes - known:
            ours = Item.objects.published().filter(organisation__path__startswith=self.source.organisation.path)
            known |= set(ours.filter(code__in=codes).values_list("code", flat=True))
        return known

    def unknown(self, event: Event) -> tuple[str, str] | None:
        """(field, name) of the first name in the event that means nothing to us."""
        unit = unit_name(event)
        if unit and unit not in self.units:
            return Mapping.Kind.ORGANISATION.value, unit
        if (item := item_name(event)) and item not in self.items:
            return Mapping.Kind.ITEM.value, item
        return None


def unit_name(event: Event) -> str:
    """The unit named by an event where it matters; "" elsewhere."""
    return event.organisation if event.type in NAMED else ""


def item_name(event: Event) -> str:
    """The item that an event of a case is about, where it says one."""
    return event.item if event.type.startswith("case.") else ""
