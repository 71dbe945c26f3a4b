"""What a clean-up of items saves: links, documents and working days before and after. Plain counting."""

from approvals.models import Item

ENDS = 2  # acceptance and delivery; the steps of the item lie between them


def figures(item: Item | None) -> dict[str, int]:
    """Links, documents and promised working days of one version; nothing is left of an item that is gone."""
    if item is None:
        return {"links": 0, "documents": 0, "days": 0}
    return {
        "links": ENDS + len(item.steps.all()) + bool(item.branches.all()),
        "documents": len(item.documents.all()),
        "days": item.promised_days,
    }


def savings(before: Item, after: Item | None) -> dict[str, int]:
    """The figures of a decision as the register keeps them."""
    rows = {"before": figures(before), "after": figures(after)}
    return {f"{name}_{when}": number for when, found in rows.items() for name, number in found.items()}
