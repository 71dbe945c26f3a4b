"""What reading a workbook into the catalogue would change, before anything is saved."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from approvals.catalogue.checks import problems
from approvals.catalogue.compare import Row, changes
from approvals.catalogue.content import RELATED, Content, content
from approvals.catalogue.reading import Fault, read
from approvals.catalogue.sheets import CODE, ITEM, SHEETS
from approvals.models import Item

CODE_HEADER = next(column.header for column in SHEETS[0].columns if column.name == CODE)


@dataclass
class Change:
    """One item of the file that is new or differs from the version in force; `rows` says where."""

    code: str
    wanted: Content
    is_new: bool
    rows: list[Row] = field(default_factory=list)


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def plan(name: str, data: bytes) -> Plan:
    """Read, check and compare. With faults there are no changes: all or nothing. Raises Refused for no workbook."""
    found = read(name, data)
    existing = versions(found.contents)
    made = Plan(faults=found.faults)
    renewable = set(Item.objects.published().filter(validity_years__isnull=False).values_list("code", flat=True))
    renewable |= {code for code, wanted in found.contents.items() if wanted["validity_years"]}
    for code, wanted in found.contents.items():
        keep_forms(wanted, existing.get(code))
        if not compare_with(made, code, wanted, existing.get(code)):
            continue
        for sentence in [*problems(wanted, renewable), *draft_problems(existing.get(code))]:
            made.faults.append(Fault(ITEM, found.rows[code], CODE_HEADER, sentence))
    if not found.contents and not made.faults:
        made.faults.append(Fault(ITEM, 0, "", _("There is no item in this file.")))
    if made.faults:
        made.changes = []
    return made


def versions(codes) -> dict[str, list[Item]]:
    """Code → its versions in force or in draft."""
    found = {}
    alive = [Item.State.DRAFT, Item.State.PUBLISHED]
    rows = Item.objects.filter(code__in=list(codes), state__in=alive).select_related("organisation")
    for item in rows.prefetch_related(*RELATED):
        found.setdefault(item.code, []).append(item)
    return found


def draft_problems(existing: list[Item] | None):
    if any(item.is_draft for item in existing or ()):
        yield _("There is a draft of this item already; publish or discard it first.")


def in_force(existing: list[Item] | None) -> Item | None:
    return next((item for item in existing or () if item.is_published), None)


def keep_forms(wanted: Content, existing: list[Item] | None):
    """Samples and blank forms are not in the workbook: a document keeps those it has."""
    current = in_force(existing)
    had = {row.code: row for row in current.documents.all()} if current else {}
    for document in wanted.documents:
        old = had.get(document["code"])
        document["sample"], document["blank_form"] = (old.sample, old.blank_form) if old else (None, None)


def compare_with(made: Plan, code: str, wanted: Content, existing: list[Item] | None) -> bool:
    """Would the item get a draft? One that says the same as the version in force needs none, and no check."""
    current = in_force(existing)
    rows = changes(content(current), wanted) if current else []
    if current and not rows:
        made.unchanged += 1
        return False
    made.changes.append(Change(code, wanted, is_new=current is None, rows=rows))
    return True
