"""What other apps know about a thing, for the page of the thing: complaints about a case, cards on an order.

An app tells it about models of other apps by their label, when it starts (AppConfig.ready); the page shows whatever is
told, and neither app imports the other. A source answers with what this actor may see, and with nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line: what it is, its words, its page ("" for none), and the tone of its lamp ("" for none)."""

    group: str
    words: str
    address: str = ""
    number: str = ""
    tone: str = ""
    state: str = ""


Source = Callable[[object, object], Iterable[Line]]
SOURCES: dict[str, list[Source]] = defaultdict(list)


def tell(label: str, source: Source):
    """`source(actor, thing)` gives lines about the things of this model, e.g. "approvals.Case"."""
    if source not in SOURCES[label]:
        SOURCES[label].append(source)


def about(actor, thing) -> list[tuple[str, list[Line]]]:
    """The lines about this thing by their groups, in the order in which the apps tell them."""
    groups: dict[str, list[Line]] = {}
    for source in SOURCES.get(type(thing)._meta.label, ()):
        for line in source(actor, thing):
            groups.setdefault(str(line.group), []).append(line)
    return list(groups.items())
