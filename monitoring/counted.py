"""Which cases are counted: our own, and those of apps above this one that add their model when they start.

A model in this list has the columns of `approvals.Case` that figures read: organisation, state, accepted_at,
decided_at, clock.
"""

from collections.abc import Iterator

from django.db.models import Model, QuerySet

from approvals.models import Case

COUNTED: list[type[Model]] = [Case]


def counted(scope: str) -> Iterator[QuerySet]:
    """The cases of every kind under an organisation path, one QuerySet for each kind."""
    for model in COUNTED:
        yield model._default_manager.filter(organisation__path__startswith=scope).order_by()
