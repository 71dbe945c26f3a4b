"""Running the detectors, over everything or over some subjects. Reads only."""

import json
from collections.abc import Iterable
from datetime import date

from django.db import connection

from funds.detectors import BY_CODE
from funds.detectors.base import Found
from funds.models import FlagVersion


def in_force(on: date) -> dict[str, tuple[FlagVersion | None, dict]]:
    """Code → (version, parameters) of what is looked for on this day."""
    versions = FlagVersion.objects.in_force(on)
    return {
        code: (versions.get(code), rule.complete(versions[code].parameters if code in versions else {}))
        for code, rule in BY_CODE.items()
        if code not in versions or versions[code].is_on
    }


def parameters_of(code: str, on: date) -> dict:
    """The parameters of one detector on this day, whether it is looked for or not."""
    version = FlagVersion.objects.in_force(on).get(code)
    return BY_CODE[code].complete(version.parameters if version else {})


def look(code: str, parameters: dict, today: date, ids: Iterable[int] | None = None) -> list[Found]:
    """What one detector finds on this day, everywhere or about these subjects."""
    rule = BY_CODE[code]
    values = parameters | {"today": today} | ({"ids": sorted(ids)} if ids is not None else {})
    with connection.cursor() as cursor:
        cursor.execute(rule.text(ids is not None), values)
        rows = cursor.fetchall()
    if rule.shape:
        return rule.shape(rows, parameters)
    return [Found(*row[:-1], json.loads(row[-1])) for row in rows]
