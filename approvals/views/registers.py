"""What all registers of the desk share: who reads them, whose lines they see, pages of lines, spreadsheets."""

from datetime import timedelta

from django.db.models import Q

from accounts.models import Organisation
from approvals.permissions import can_work
from deadlines.actions import midnight
from records import keyset

ON_A_PAGE = 20  # with its style sheets the page stays below 60 kB


def scope(actor, prefix="") -> Q:
    """The lines of the acting unit, or of everything that a supervisor or leader watches."""
    if can_work(actor):
        return Q(**{f"{prefix}organisation": actor.organisation})
    return Q(**{f"{prefix}organisation__path__startswith": actor.watched_path})


def units(actor) -> list[tuple[str, str]]:
    """The units to choose from, for those who watch several; none for a unit's own post."""
    if can_work(actor):
        return []
    watched = Organisation.objects.filter(path__startswith=actor.watched_path, items__isnull=False).distinct()
    return [(str(pk), name) for pk, name in watched.order_by("sort", "pk").values_list("pk", "short_name")]


def within(asked: dict, name: str) -> Q:
    """Lines of the days that were asked for, both included."""
    days = Q()
    if asked.get("since"):
        days &= Q(**{f"{name}__gte": midnight(asked["since"])})
    if asked.get("until"):
        days &= Q(**{f"{name}__lt": midnight(asked["until"] + timedelta(days=1))})
    return days


def of_unit(asked: dict, prefix="") -> Q:
    chosen = asked.get("organisation")
    return Q(**{f"{prefix}organisation": int(chosen)}) if chosen else Q()


def page_of(rows, asked: dict, name: str) -> keyset.Page:
    """One page of a values() QuerySet, newest first."""
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    return keyset.page(rows, name, size=ON_A_PAGE, descending=True, **cursors)


def narrowed(asked: dict) -> bool:
    """Did somebody ask for less than everything?"""
    return any(asked.get(name) for name in ("q", "organisation", "since", "until", "kind"))
