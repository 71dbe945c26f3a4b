"""One version of an item as plain values: what a revision copies, a comparison compares and a spreadsheet holds."""

from dataclasses import dataclass, field

from approvals.models import Item, ItemBranch, ItemDocument, ItemFee, ItemStep

FIELDS = (
    *("name", "organisation", "kind", "handling", "promised_days", "statutory_days", "legal_basis", "conditions"),
    *("audience", "theme", "certificate", "validity", "validity_years", "renews", "level", "first_review", "is_joint"),
    *("needs_site_check", "is_online", "at_window", "telephone", "in_hall", "outside_reason", "entering_on"),
    "power_code",
)
PARTS = {  # related name → (model, what belongs to a part besides its place)
    "documents": (
        ItemDocument,
        ("code", "name", "is_required", "source", "copies", "note", "sample", "blank_form"),
    ),
    "steps": (ItemStep, ("code", "name", "days")),
    "branches": (ItemBranch, ("code", "name", "organisation", "days")),
    "fees": (ItemFee, ("code", "name", "amount", "unit", "basis", "valid_from", "valid_to")),
}
RELATED = ["documents__sample", "documents__blank_form", "steps", "branches__organisation", "fees", "windows"]


@dataclass
class Content:
    """Values of the item's fields, its parts in their order, and its windows in the order of their numbers."""

    fields: dict
    parts: dict[str, list[dict]] = field(default_factory=lambda: {kind: [] for kind in PARTS})
    windows: list = field(default_factory=list)

    def __getitem__(self, name):
        return self.fields[name]

    def __getattr__(self, kind):
        """The parts of one kind: `content.steps`."""
        if kind in PARTS:
            return self.parts[kind]
        raise AttributeError(kind)


def content(item: Item) -> Content:
    """What stands in this version; prefetch RELATED where there are many."""
    return Content(
        fields={name: getattr(item, name) for name in FIELDS},
        parts={
            kind: [{name: getattr(row, name) for name in names} for row in getattr(item, kind).all()]
            for kind, (_model, names) in PARTS.items()
        },
        windows=sorted(item.windows.all(), key=lambda window: window.number),
    )


def write(draft: Item, wanted: Content):
    """Make the draft hold exactly this. A published version refuses it (database trigger)."""
    for name, value in wanted.fields.items():
        setattr(draft, name, value)
    draft.save()
    for kind, (model, _names) in PARTS.items():
        getattr(draft, kind).all().delete()
        model.objects.bulk_create(
            model(item=draft, sort=sort, **values) for sort, values in enumerate(wanted.parts[kind], 1)
        )
    draft.windows.set(wanted.windows)
