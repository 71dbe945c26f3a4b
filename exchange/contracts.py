"""The contracts of public resource trading, for those who pay under them: funds and procurement meet only here."""

from collections.abc import Iterable

from procurement.models import Contract


def parties(numbers: Iterable[str]) -> dict[str, dict[str, str]]:
    """Number of a contract → {credit code: name} of the winners whose contract has this number."""
    rows = Contract.objects.filter(number__in=numbers).order_by("pk")
    found = {}
    for number, code, name in rows.values_list("number", "award__winner__code", "award__winner__name"):
        found.setdefault(number, {})[code] = name
    return found
