"""One score sheet as people read it: categories, items with what they are worth, and each reason with its evidence."""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from records.subjects import Subject, described
from scoring.calculate import Score
from scoring.freeze import canonical, score_of
from scoring.models import Category, Item, Mark, Publication, Scheme, Sheet

NOTHING = Subject()


@dataclass
class Line:
    """A reason with the thing it rests on."""

    mark: Mark
    evidence: Subject = NOTHING


@dataclass
class Row:
    """An item, what it is worth on this sheet, and its reasons."""

    item: Item
    worth: Decimal
    lines: list[Line] = field(default_factory=list)

    @property
    def is_missing(self) -> bool:
        """Points that are given, and nobody has given any yet."""
        return self.item.earns and not self.lines


@dataclass
class Group:
    """A category, what it comes to, whether it scores nothing (and why), and its items."""

    category: Category
    worth: Decimal
    rows: list[Row]
    zeroed: list[Line] = field(default_factory=list)


@dataclass
class Paper:
    """The whole sheet in one version; `publication` None: as it stands now."""

    sheet: Sheet
    publication: Publication | None
    score: Score
    groups: list[Group]
    bonus: list[Line]
    deductions: list[Line]

    @property
    def has_weights(self) -> bool:
        return self.sheet.round.scheme.formula != Scheme.Formula.SUM


def told_of(sheet: Sheet, publication: Publication | None) -> dict:
    return json.loads(publication.inputs if publication else canonical(sheet.round))


def paper(sheet: Sheet, publication: Publication | None) -> Paper:
    """As published in this version, or as it stands now."""
    told = told_of(sheet, publication)
    keys = [line[5] for line in told["lines"] if line[0] == sheet.pk]
    marks = Mark.objects.filter(pk__in=keys).select_related("item__category", "category", "made_by", "confirmed_by")
    return laid_out(sheet, publication, score_of(told, sheet.pk), lines_of(marks.order_by("pk")))


def lines_of(marks) -> list[Line]:
    """The marks with their evidence; one query for each kind of evidence."""
    marks = list(marks)
    proven = [mark for mark in marks if mark.subject_id]
    subjects = dict(zip((mark.pk for mark in proven), described(proven), strict=True))
    return [Line(mark, subjects.get(mark.pk, NOTHING)) for mark in marks]


def laid_out(sheet: Sheet, publication, score: Score, lines: list[Line]) -> Paper:
    items = Item.objects.filter(category__scheme=sheet.round.scheme_id).select_related("category")
    groups: dict[int, Group] = {}
    for item in items.order_by("category__number", "number"):
        number = item.category.number
        group = groups.setdefault(number, Group(item.category, score.categories.get(str(number), Decimal(0)), []))
        mine = [line for line in lines if line.mark.item_id == item.pk]
        group.rows.append(Row(item, score.parts.get(item.code, Decimal(0)), mine))
    for line in lines:
        if line.mark.kind == Mark.Kind.ZERO:
            groups[line.mark.category.number].zeroed.append(line)
    kinds = {kind: [line for line in lines if line.mark.kind == kind] for kind in Mark.Kind}
    return Paper(sheet, publication, score, list(groups.values()), kinds[Mark.Kind.BONUS], kinds[Mark.Kind.DEDUCTION])


def missing(round) -> list[tuple[Item, int]]:
    """Items whose points are given, and how many sheets have none yet: what somebody still owes."""
    sheets = round.sheets.count()
    items = Item.objects.filter(category__scheme=round.scheme, earns=True).select_related("category")
    found = []
    for item in items.order_by("category__number", "number"):
        given = Mark.objects.filter(sheet__round=round, item=item, withdrawn_at=None).values("sheet").distinct()
        if (left := sheets - given.count()) > 0:
            found.append((item, left))
    return found
