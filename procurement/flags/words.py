"""A suspicion in words: its values, the threshold, the size of the group it was compared with."""

from collections.abc import Iterable

from procurement.flags import BY_CODE
from procurement.flags.base import Found
from procurement.models import FactParty, Flag


def named_in(flag: Flag) -> set[int]:
    """The ids of everybody that the explanation may name."""
    ids = set(flag.parties)
    for row in flag.detail.get("alike", []):
        ids |= set(row["firms"])
    return ids | {row["firm"] for row in flag.detail.get("companions", [])}


def names_of(flags: Iterable[Flag]) -> dict[int, str]:
    """id → name of everybody in these suspicions; one query."""
    ids = set().union(*(named_in(flag) for flag in flags))
    rows = FactParty.objects.filter(pk__in=ids).order_by().values_list("pk", "name", "code")
    return {pk: name or code for pk, name, code in rows}


def explained(flag: Flag, names: dict[int, str] | None = None) -> str:
    """One sentence. `names` saves the query where many are shown."""
    rule = BY_CODE.get(flag.code)
    if rule is None:
        return ""
    row = Found(
        flag.fact_id,
        flag.topic,
        flag.severity,
        flag.parties,
        flag.value,
        flag.threshold,
        flag.group_size,
        flag.detail,
    )
    return str(rule.explain(row, names_of([flag]) if names is None else names))
