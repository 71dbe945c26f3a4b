"""Accepting many cases with one form: each through `accept`, so each keeps its own rules, clocks and record."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from approvals.actions.lower import accept_below
from approvals.actions.receiving import accept
from approvals.models import Case, Material
from approvals.permissions import can_do, may_follow
from approvals.places import is_below
from records.models import FormKey
from records.refusal import Refused

ACCEPT = {"accept": accept, "accept_below": accept_below}
MOST = 50  # cases in one form


@dataclass(frozen=True)
class Outcome:
    """What became of one case: accepted, or why not."""

    case: Case
    accepted: bool
    reason: str = ""


def lacking(keys: Iterable[int]) -> dict[int, list[str]]:
    """Case → names of the mandatory documents that were not handed in, for many cases in two statements."""
    keys = list(keys)
    required = Case.objects.filter(pk__in=keys, item__documents__is_required=True).order_by("item__documents__sort")
    here = set(Material.objects.filter(case__in=keys).values_list("case_id", "document_id"))
    missing: dict[int, list[str]] = {}
    for case_id, document_id, name in required.values_list("pk", "item__documents__pk", "item__documents__name"):
        if (case_id, document_id) not in here:
            missing.setdefault(case_id, []).append(name)
    return missing


def deed_for(case: Case) -> str:
    """The town accepts for its first review, everybody else for good."""
    return "accept_below" if is_below(case) else "accept"


def hindrance(case: Case, by, missing: list[str]) -> str:
    """Why this case cannot be accepted now; "" where nothing hinders."""
    deed = deed_for(case)
    if not can_do(by, deed, case):
        return _("This deed is not the duty of your post in this unit.")
    if not may_follow(case, deed):
        return _("The case does not wait for acceptance any more.")
    if missing:
        return _("Missing: %(names)s") % {"names": "、".join(missing)}
    return ""


def accept_many(cases: list[Case], *, by, now, key) -> list[Outcome]:
    """Accept each case in a transaction of its own; one that is refused does not hinder the others.

    The key of the form gives each case a key of its own: the same form again changes nothing and tells the same.
    """
    missing = lacking([case.pk for case in cases])
    return [accept_one(case, missing.get(case.pk, []), by=by, now=now, key=key) for case in cases]


def accept_one(case: Case, missing: list[str], *, by, now, key) -> Outcome:
    own_key = str(uuid.uuid5(uuid.UUID(str(key)), case.number))
    if FormKey.objects.filter(user=by.user, key=own_key).exists():
        return Outcome(case, True)
    reason = hindrance(case, by, missing)  # asked first: what everybody can see is no attempt against the rules
    if reason:
        return Outcome(case, False, reason)
    try:
        ACCEPT[deed_for(case)](case, by=by, now=now, key=own_key)
    except (Refused, PermissionDenied) as refusal:
        return Outcome(case, False, str(getattr(refusal, "message", refusal)))
    return Outcome(case, True)
