"""What a publication is made of, as one text; and the results as a function of that text alone.

Results are never computed in another way, so that anybody who has the text computes the same numbers again.
"""

import hashlib
import json
from decimal import Decimal
from typing import NamedTuple

from scoring.calculate import (
    Line,
    Part,
    Score,
    Standing,
    by_quota,
    by_threshold,
    mean,
    mixed,
    ranked,
    score,
)
from scoring.models import Decision, Mark, Round, Scheme
from scoring.models.fields import shown


class Frozen(NamedTuple):
    """One row of a publication; `grade` None: equals at a border that people have not ordered."""

    sheet: int
    total: Decimal
    bonus: Decimal
    deduction: Decimal
    place: int
    grade: int | None


def canonical(round: Round) -> str:
    """Everything that counts in the round now, in one order and one spelling."""
    scheme = round.scheme
    about = {
        "scheme": [scheme.code, scheme.version],
        "period": [round.first.isoformat(), round.last.isoformat()],
        "formula": scheme.formula,
        "weights": scheme.parameters.get("weights", {}),
        "grading": [scheme.grading, scheme.quotas, [shown(limit) for limit in scheme.limits]],
        "parts": [[part.code, shown(part.points), part.category, part.earns] for part in scheme.parts()],
        "sheets": [[sheet.pk, sheet.name] for sheet in round.sheets.order_by("pk")],
        "lines": [_line(mark) for mark in _marks(round)],
        "decisions": dict(Decision.objects.filter(round=round).order_by("sheet").values_list("sheet", "grade")),
    }
    return json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _marks(round: Round):
    counting = Mark.objects.counting().filter(sheet__round=round).order_by("sheet", "pk")
    return counting.select_related("item__category", "category")


def _line(mark: Mark) -> list:
    """Sheet, kind, place, points, then what it rests on."""
    place = mark.item.code if mark.item else str(mark.category.number) if mark.category else ""
    evidence = [mark.subject_type_id, mark.subject_id] if mark.subject_id else []
    return [mark.sheet_id, mark.kind, place, shown(mark.points), mark.words, mark.pk, evidence]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def recomputed(text: str) -> list[Frozen]:
    """The results of this text, best first."""
    told = json.loads(text)
    scores = {sheet: score_of(told, sheet) for sheet, _name in told["sheets"]}
    standings = [Standing(key, found.total, found.deduction, found.bonus) for key, found in scores.items()]
    grades = _grades(told, standings)
    return [
        Frozen(row.key, row.total, row.bonus, row.deduction, place, grades.get(row.key))
        for place, row in ranked(standings)
    ]


def score_of(told: dict, sheet: int) -> Score:
    """What this sheet comes to in the text."""
    lines = [(kind, Decimal(points), place) for owner, kind, place, points, *_rest in told["lines"] if owner == sheet]
    if told["formula"] == Scheme.Formula.SUM:
        parts = [Part(code, Decimal(points), category, earns) for code, points, category, earns in told["parts"]]
        return score(parts, [Line(kind, points, place) for kind, points, place in lines])
    return _of_rounds(told, lines)


def _of_rounds(told: dict, lines) -> Score:
    """A year out of its months, halves or other schemes: each is a part; deductions are sanctions."""
    scores = {place: points for kind, points, place in lines if kind == Mark.Kind.PART}
    taken = sum((points for kind, points, _place in lines if kind == Mark.Kind.DEDUCTION), Decimal(0))
    given = sum((points for kind, points, _place in lines if kind == Mark.Kind.BONUS), Decimal(0))
    if told["formula"] == Scheme.Formula.MEAN:
        total = mean([points for kind, points, _place in lines if kind == Mark.Kind.PART], taken - given)
    else:
        weights = {code: Decimal(weight) for code, weight in told["weights"].items()}
        total = mixed(dict.fromkeys(weights, Decimal(0)) | scores, weights) + given - taken
    return Score(total, scores, given, taken)


def _grades(told: dict, standings: list[Standing]) -> dict[int, int]:
    grading, quotas, limits = told["grading"]
    if grading == Scheme.Grading.THRESHOLD:
        return {row.key: by_threshold(row.total, [Decimal(limit) for limit in limits]) for row in standings}
    decided = {int(sheet): grade for sheet, grade in told["decisions"].items()}
    return decided | by_quota(standings, quotas).grades
