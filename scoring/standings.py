"""A round's ranking beside the one before, and what other weights would make of it. Nothing here is saved."""

import json
from dataclasses import dataclass
from decimal import Decimal

from scoring.calculate import HUNDRED, Standing, ranked, rounded
from scoring.freeze import Frozen, canonical, recomputed, score_of
from scoring.models import Item, Publication, Round, Scheme, Sheet


@dataclass(frozen=True)
class Place:
    """One line of a ranked report. `before`: the place in the round before, None for who was not scored then."""

    sheet: Sheet
    row: Frozen
    grade: str
    before: int | None
    categories: dict

    @property
    def climbed(self) -> int:
        return 0 if self.before is None else self.before - self.row.place

    @property
    def dropped(self) -> int:
        return -self.climbed


def told_of(round: Round, publication: Publication | None) -> str:
    return publication.inputs if publication else canonical(round)


def places(round: Round, publication: Publication | None, text: str | None = None) -> list[Place]:
    """The lines of this version (of none: as it stands now), best first."""
    text = text or told_of(round, publication)
    return lined(round, text, recomputed(text))


def lined(round: Round, text: str, rows: list[Frozen]) -> list[Place]:
    told, before = json.loads(text), places_before(round)
    sheets = {sheet.pk: sheet for sheet in round.sheets.select_related("organisation")}
    return [
        Place(
            sheets[row.sheet],
            row,
            round.scheme.grade_name(row.grade),
            before.get((sheets[row.sheet].subject_type_id, sheets[row.sheet].subject_id)),
            score_of(told, row.sheet).categories,
        )
        for row in rows
    ]


def places_before(round: Round) -> dict[tuple[int, int], int]:
    earlier = round.before()
    if earlier is None:
        return {}
    rows = earlier.newest.results.values_list("sheet__subject_type", "sheet__subject_id", "place")
    return {(kind, key): place for kind, key, place in rows}


def slopes(found: list[Place]) -> list[dict]:
    """What the slope chart draws: those who were scored both times; equals stand one below the other."""
    both = [place for place in found if place.before]
    first = {place.sheet.pk: at for at, place in enumerate(sorted(both, key=lambda place: place.before), 1)}
    return [
        {
            "name": place.sheet.name,
            "before": place.before,
            "after": place.row.place,
            "before_at": first[place.sheet.pk],
            "after_at": at,
        }
        for at, place in enumerate(both, 1)
    ]


@dataclass(frozen=True)
class Guess:
    """Other weights: category number (or item code of weighted rounds) → points; without bonus, without deductions."""

    weights: dict[str, Decimal]
    bonus: bool = True
    deductions: bool = True


def weighable(scheme: Scheme) -> dict[str, tuple[str, Decimal]]:
    """Key → (name, points) of what may be weighed otherwise; nothing where months are averaged."""
    if scheme.formula == Scheme.Formula.MIXED:
        items = Item.objects.filter(category__scheme=scheme).select_related("category")
        names = {item.code: item.text for item in items}
        return {code: (names[code], Decimal(str(points))) for code, points in scheme.parameters["weights"].items()}
    if scheme.formula == Scheme.Formula.MEAN:
        return {}
    return {str(row.number): (row.name, row.points) for row in scheme.categories.order_by("number")}


def guessed(text: str, scheme: Scheme, guess: Guess) -> list[Frozen]:
    """The ranking with these weights. Grades are not guessed: they are decided by people."""
    told, usual = json.loads(text), weighable(scheme)
    rows = []
    for sheet, _name in told["sheets"]:
        score = score_of(told, sheet)
        given = score.bonus if guess.bonus else Decimal(0)
        taken = score.deduction if guess.deductions else Decimal(0)
        total = rounded(_weighed(scheme, score, guess.weights, usual) + given - taken)
        rows.append(Standing(sheet, total, taken, given))
    return [Frozen(row.key, row.total, row.bonus, row.deduction, place, None) for place, row in ranked(rows)]


def _weighed(scheme: Scheme, score, weights, usual) -> Decimal:
    if scheme.formula == Scheme.Formula.MIXED:
        parts = (score.parts.get(code, Decimal(0)) * weight for code, weight in weights.items())
        return sum(parts, Decimal(0)) / HUNDRED
    return sum(
        (score.categories.get(key, Decimal(0)) * weight / usual[key][1] for key, weight in weights.items()), Decimal(0)
    )
