"""What a clock measures, in words, whichever line of business it belongs to."""

from collections.abc import Callable

from approvals import flow as approvals
from complaints import flow as complaints
from funds import clocks as funds
from procurement import clocks as procurement
from projects import clocks as projects

# name of a clock → what it measures, "" for one that is not theirs; apps above supervision add themselves in ready()
KNOWN: list[Callable[[str], str]] = [
    app.clock_in_words for app in (complaints, procurement, funds, projects, approvals)
]


def in_words(name: str) -> str:
    """Empty for the name of a clock that no line of business knows."""
    return next((words for tell in KNOWN if (words := tell(name))), "")
