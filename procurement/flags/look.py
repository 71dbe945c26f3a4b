"""Running the rules: over all tenders, or over those that a change touches. Reads only."""

import json
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from procurement.flags import BY_CODE, RULES
from procurement.flags.base import FlagRule, Found
from procurement.flags.prepared import fetched
from procurement.flags.reach import reached

Settings = Mapping[str, dict]  # code → parameters of the rules that are on


def defaults() -> dict[str, dict]:
    """Every rule with the parameters it came with."""
    return {rule.code: rule.defaults for rule in RULES}


def look(rule: FlagRule, parameters: dict, ids: Iterable[int] | None = None) -> list[Found]:
    """What one rule finds, in all tenders or in these. One statement."""
    if ids is not None:
        parameters = parameters | {"ids": sorted(ids)}
    with connection.cursor() as cursor:
        cursor.execute(rule.text(ids is not None), parameters)
        return [found(row) for row in cursor.fetchall()]


def found(row: tuple) -> Found:
    return Found(*row[:-1], json.loads(row[-1]))


# Half a million rows are sorted in memory, nothing is worth compiling, and groups follow the order of an index: there
# are nearly as many of them as rows.
ROOM = {"work_mem": "64MB", "jit": "off", "enable_hashagg": "off"}


def make_room():
    """Settings of this transaction for a look at everything."""
    with connection.cursor() as cursor:
        for name, value in ROOM.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


@transaction.atomic
def look_at_all(settings: Settings) -> dict[str, list[Found]]:
    """Every rule over every tender."""
    make_room()
    return {rule.code: look(rule, settings[rule.code]) for rule in RULES if rule.code in settings}


def look_again(settings: Settings, ids: Mapping[str, set[int]]) -> list[tuple[str, Found]]:
    """(code, what was found) of every rule over its own tenders: one statement, which the session keeps prepared."""
    codes = [code for code in sorted(settings) if ids.get(code)]
    if not codes:
        return []
    texts = [
        f"SELECT '{code}', f.* FROM ({BY_CODE[code].text(True) % (settings[code] | {'ids': f'${place}'})}) f"  # noqa: S608
        for place, code in enumerate(codes, 1)
    ]
    rows = fetched(" UNION ALL ".join(texts), [sorted(ids[code]) for code in codes])
    return [(code, found(row)) for code, *row in rows]


class Touched:
    """Collects, for each rule, the tenders to look at again; each reach is asked once."""

    def __init__(self):
        self.ids: dict[str, set[int]] = {rule.code: set() for rule in RULES}

    def add(self, changed: Mapping[str, set[int]], filled: Mapping[str, set[int]]):
        """Aspect → tenders in which it changes, or has changed; and those of which something is known in it.

        A rule that needs an aspect leaves out the changed tenders without it, but not those that they touch.
        """
        asked: dict[tuple, set[int]] = {}
        for rule in RULES:
            own = set().union(*(changed.get(aspect, set()) for aspect in rule.aspects))
            if not own:
                continue
            key = (rule.reach, frozenset(own))
            if key not in asked:
                asked[key] = reached(rule.reach, own)
            without = own - filled.get(rule.needs, set()) if rule.needs else set()
            self.ids[rule.code] |= asked[key] - without
