"""What a thing of the business is called on the pages above it: its kind, number, title and page.

A model tells it with a method `as_subject() -> Subject`; `subject_related` names the relations that the method reads.
A model without the method shows its own text. So supervision can name whatever it finds without knowing it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from records.models import AboutSubject


@dataclass(frozen=True)
class Subject:
    """`address` is the page of the thing; empty for what has none."""

    kind: str = ""
    number: str = ""
    title: str = ""
    address: str = ""


def described(rows: Iterable[AboutSubject]) -> list[Subject]:
    """Of each row the thing it points at, in the same order; one query for each kind of thing."""
    rows = list(rows)
    wanted = defaultdict(set)
    for row in rows:
        wanted[row.subject_type_id].add(row.subject_id)
    found = {
        (kind, key): subject_of(thing) for kind, keys in wanted.items() for key, thing in things(kind, keys).items()
    }
    return [found.get((row.subject_type_id, row.subject_id), Subject()) for row in rows]


def things(kind: int, keys: Iterable[int]) -> dict:
    model = ContentType.objects.get_for_id(kind).model_class()
    related = getattr(model, "subject_related", ())
    rows = model._base_manager.select_related(*related) if related else model._base_manager.all()
    return rows.in_bulk(list(keys))


def subject_of(thing) -> Subject:
    return thing.as_subject() if hasattr(thing, "as_subject") else Subject(title=str(thing))


FINDERS: list[Callable[[str], object | None]] = []


def numbered(number: str):
    """The thing of ours that has this number, as whoever holds its paper types it; None where there is none.

    An app tells how its things are found when it starts: `FINDERS.append(find)` in AppConfig.ready.
    """
    return next((thing for thing in (find(number) for find in FINDERS) if thing is not None), None)


def may_open(actor, row: AboutSubject) -> bool:
    """May this actor see the thing? True as well where its model keeps no scope."""
    model = ContentType.objects.get_for_id(row.subject_type_id).model_class()
    rows = model._default_manager.all()
    return not hasattr(rows, "visible_to") or rows.visible_to(actor).filter(pk=row.subject_id).exists()
