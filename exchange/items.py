"""What the items of a source promise and demand: as it defined them, as agreed, or as our own catalogue has them."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from accounts.models import Organisation
from approvals.models import Item
from exchange.models import ForeignItem, Mapping, SourceSystem
from monitoring import events as vocabulary
from monitoring.trace import ItemFacts, item_of


class Known(dict):
    """The fees of an item whose codes the source does not share: only those it names as we do are compared."""

    def get(self, code, default=None):
        return super().get(code, Decimal("Infinity"))


class Catalogue:
    """The items behind these codes, with every definition and the moment from which it holds."""

    def __init__(self, source: SourceSystem, codes: set[str]):
        self.units: dict[str, Organisation] = {}
        self.defined: dict[str, list[tuple[datetime, ItemFacts]]] = defaultdict(list)
        self.read_definitions(source, codes)
        if left := codes - self.defined.keys():
            self.read_agreed(source, left)
        if left := codes - self.defined.keys():
            self.ours = self.published(left)
        else:
            self.ours = {}

    def read_definitions(self, source, codes):
        rows = ForeignItem.objects.filter(source=source, code__in=codes).select_related("event", "organisation")
        for row in rows.order_by("defined_at", "pk"):
            facts = item_of(vocabulary.read_event(row.event.body))
            self.defined[row.code].append((row.defined_at, facts))
            self.units[facts.organisation] = row.organisation

    def read_agreed(self, source, codes):
        """Names that mean an item of ours: its limits hold; documents and steps go by other codes there."""
        rows = source.mappings.filter(state=Mapping.State.CONFIRMED, kind=Mapping.Kind.ITEM, name__in=codes)
        agreed = dict(rows.values_list("name", "item_code"))
        for code, facts in self.published(set(agreed.values())).items():
            for name in [name for name, meant in agreed.items() if meant == code]:
                self.defined[name] = [(facts_since(), limits_only(name, facts))]

    def published(self, codes: set[str]) -> dict[str, ItemFacts]:
        rows = Item.objects.published().filter(code__in=codes).select_related("organisation")
        made = {}
        for item in rows.prefetch_related("steps", "fees", "documents"):
            self.units[item.organisation.code] = item.organisation
            made[item.code] = facts_of(item)
        return made

    def facts(self, code: str, at: datetime) -> ItemFacts | None:
        """The item as it stood at this moment, or as it was first defined; None where nobody knows it."""
        versions = self.defined.get(code)
        if not versions:
            return self.ours.get(code)
        return next((facts for since, facts in reversed(versions) if since <= at), versions[0][1])


def facts_since() -> datetime:
    """From when an agreed meaning holds: always."""
    return datetime.min.replace(tzinfo=vocabulary.SHANGHAI)


def facts_of(item: Item) -> ItemFacts:
    """An item of our own catalogue as the engine reads it."""
    return ItemFacts(
        code=item.code,
        name=item.name,
        organisation=item.organisation.code,
        limits=item.limits,
        steps={step.code: step.days for step in item.steps.all()},
        fees={fee.code: fee.amount for fee in item.fees.all()},
        documents=frozenset(document.code for document in item.documents.all() if document.is_required),
        joint=item.is_joint,
    )


def limits_only(name: str, facts: ItemFacts) -> ItemFacts:
    return ItemFacts(name, facts.name, facts.organisation, facts.limits, fees=Known(facts.fees), joint=facts.joint)
