"""Schemes and rounds for tests, in one word each."""

from datetime import date
from decimal import Decimal

from scoring.actions import marks, rounds, schemes
from scoring.actions.marks import Wish
from scoring.models import Category, Item, Mark, Round, Scheme
from tests.conftest import at

THEN = at("2026-07-02 10:00")
HALF = (date(2026, 1, 1), date(2026, 6, 30))


def draft(by, code="township", items=((100,),), **about) -> Scheme:
    """A draft; `items`: a row of points for each category. Further fields of an item by a dict instead of a number."""
    words = {"name": "乡镇工作考核", "about": "township", "cadence": "half", "basis": "评估办法"}
    words |= {"grade_names": ["一类", "二类", "三类"], "limits": [90, 80], "valid_from": HALF[0]}
    scheme = Scheme.objects.create(code=code, drafted_at=THEN, drafted_by=by.user, **words | about)
    for number, row in enumerate(items, 1):
        row = [item if isinstance(item, dict) else {"points": item} for item in row]
        worth = sum(Decimal(item["points"]) for item in row)
        category = Category.objects.create(scheme=scheme, number=number, name=f"类别{number}", points=worth)
        for place, item in enumerate(row, 1):
            Item.objects.create(category=category, number=place, text=f"项目{number}.{place}", **item)
    return scheme


def in_force(office, **about) -> Scheme:
    return schemes.sign(draft(office.clerk, **about), by=office.head, now=THEN)


def begun(office, units, scheme=None, first=HALF[0], last=HALF[1], **about) -> Round:
    scheme = scheme or in_force(office, **about)
    about = {"name": "2026年上半年", "first": first, "last": last}
    return rounds.open_round(
        scheme, [(unit, unit, unit.short_name) for unit in units], by=office.clerk, now=THEN, **about
    )


def item_of(round, number=1, category=1) -> Item:
    return Item.objects.get(category__scheme=round.scheme, category__number=category, number=number)


def sheet_of(round, unit):
    return round.sheets.get(organisation=unit)


def mark(office, sheet, kind, points=None, words="按办法", confirmed=True, **more) -> Mark:
    """One reason, confirmed where that is needed."""
    wish = Wish(kind, words, None if points is None else Decimal(str(points)), **more)
    made = marks.enter(sheet, wish, by=office.clerk, now=THEN)
    return marks.confirm(made, by=office.head, now=THEN) if made.needs_second and confirmed else made


def published(office, round, leader=None):
    rounds.propose(round, by=office.clerk, now=THEN)
    rounds.sign(round, by=leader or office.head, now=THEN)
    return rounds.publish(round, by=office.clerk, now=THEN)


def totals(publication) -> dict[str, Decimal]:
    return {row.sheet.name: row.total for row in publication.results.select_related("sheet")}
