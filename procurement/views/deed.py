"""What a deed on the page of a tender is; the lists of them stand in `deeds` and `deeds_around`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from procurement.models import Tender


def words_of(thing) -> str:
    """Which of several things a deed is about: an objection or a complaint by what it is against."""
    return "" if isinstance(thing, Tender) else f"{thing.get_against_display()} {thing.pk}"


@dataclass(frozen=True)
class Deed:
    """`things`: what of the tender it may be done to; `offered(actor, thing, now)`: is it up to this actor now?"""

    form: type
    action: Callable
    offered: Callable
    label: str
    done: str
    icon: str = "check"
    grave: bool = False
    things: Callable[[Tender], Iterable] = lambda tender: [tender]
    about: Callable = words_of
