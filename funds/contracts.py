"""Contracts of other registers of ours: an app that keeps some tells it when it starts.

`FINDERS.append(find)` in AppConfig.ready; `find(numbers)` gives number → {credit code: name} of who may be paid under
each contract that it knows.
"""

from collections.abc import Callable, Iterable

Parties = dict[str, dict[str, str]]
FINDERS: list[Callable[[Iterable[str]], Parties]] = []


def parties(numbers: Iterable[str]) -> Parties:
    """Who may be paid under these contracts, of those that some register knows."""
    wanted = sorted({number for number in numbers if number})
    known: Parties = {}
    for find in FINDERS if wanted else ():
        for number, named in find(wanted).items():
            known.setdefault(number, {}).update(named)
    return known
