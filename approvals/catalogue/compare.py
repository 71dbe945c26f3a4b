"""Two versions of an item side by side: every field and every part, and whether it is the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from approvals.catalogue.content import FIELDS, PARTS, Content
from approvals.models import Item

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
NOTHING = "—"


@dataclass(frozen=True)
class Row:
    """One line of the table; left and right are lines of text."""

    label: str
    left: list[str]
    right: list[str]

    @property
    def look(self) -> str:
        if self.left == self.right:
            return SAME
        if self.left == [NOTHING]:
            return ADDED
        return REMOVED if self.right == [NOTHING] else CHANGED


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Row]


def compare(left: Content, right: Content) -> list[Group]:
    """All fields first, then the parts, each kind in the order of its codes."""
    groups = [Group(_("Item"), list(field_rows(left, right)))]
    for kind, (model, _names) in PARTS.items():
        rows = list(part_rows(kind, left.parts[kind], right.parts[kind]))
        if rows:
            groups.append(Group(str(model._meta.verbose_name), rows))
    return groups


def changes(left: Content, right: Content) -> list[Row]:
    """Only what differs."""
    return [row for group in compare(left, right) for row in group.rows if row.look != SAME]


def field_rows(left: Content, right: Content) -> Iterable[Row]:
    for name in FIELDS:
        meta = Item._meta.get_field(name)
        yield Row(str(meta.verbose_name), lines(meta, left[name]), lines(meta, right[name]))
    yield Row(_("windows"), window_lines(left), window_lines(right))


def window_lines(found: Content) -> list[str]:
    return [f"{window.number} {window.name}" for window in found.windows] or [NOTHING]


def part_rows(kind: str, left: list[dict], right: list[dict]) -> Iterable[Row]:
    before, after = by_key(left), by_key(right)
    for key in sorted(before.keys() | after.keys()):
        shown = after.get(key) or before[key]
        label = shown["name"] if kind == "steps" else f"{shown['code']} {shown['name']}"
        yield Row(label, part_lines(kind, before.get(key)), part_lines(kind, after.get(key)))


def by_key(parts: list[dict]) -> dict:
    """Parts are known by their code; a fee by its first day too, because it has one amount after the other."""
    return {(part["code"], str(part.get("valid_from") or "")): part for part in parts}


def part_lines(kind: str, part: dict | None) -> list[str]:
    if part is None:
        return [NOTHING]
    model, names = PARTS[kind]
    fields = [(model._meta.get_field(name), part[name]) for name in names if name != "code"]
    return [
        f"{meta.verbose_name}：{'；'.join(lines(meta, value))}" for meta, value in fields if value not in (None, "")
    ]


def lines(meta, value) -> list[str]:
    """A value of a model field in words people read."""
    if value is None or value == "" or value == []:
        return [NOTHING]
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, list):
        return [str(line) for line in value]
    if meta.choices:
        return [str(dict(meta.flatchoices).get(value, value))]
    return [plain(value)]


def plain(value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return getattr(value, "name", str(value)) if isinstance(value, Model) else str(value)
