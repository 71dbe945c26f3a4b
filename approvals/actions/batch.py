"""Accepting many cases with one form: each through `accept`, so each keeps its own rules, clocks and record."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from approvals.actions.receiving import accept
from approvals.models import Case, ItemDocument, Material
from approvals.permissions import can_do, may_follow
from records.models import FormKey
from records.refusal import Refused

MOST = 50  # cases in one form


@dataclass(frozen=True)
class Outcome:
    """What became of one case: accepted, or why not."""

    case: Case
    accepted: bool
    reason: str = ""


def lacking(cases: Iterable[Case]) -> dict[int, list[str]]:
    """Case → names of the mandatory documents that were not handed in, for many cases in one statement."""
    handed_in = Material.objects.filter(case=OuterRef("item__cases"), document=OuterRef("pk"))
    wanted = ItemDocument.objects.filter(item__cases__in=[case.pk for case in cases], is_required=True)
    rows = wanted.filter(~Exists(handed_in)).order_by("sort", "pk").values_list("item__cases", "name")
    missing = {}
    for case_id, name in rows:
        missing.setdefault(case_id, []).append(name)
    return missing


def hindrance(case: Case, by, missing: list[str]) -> str:
    """Why this case cannot be accepted now; "" where nothing hinders."""
    if not can_do(by, "accept", case):
        return _("This deed is not the duty of your post in this unit.")
    if not may_follow(case, "accept"):
        return _("The case does not wait for acceptance any more.")
    if missing:
        return _("Missing: %(names)s") % {"names": "、".join(missing)}
    return ""


def accept_many(cases: list[Case], *, by, now, key) -> list[Outcome]:
    """Accept each case in a transaction of its own; one that is refused does not hinder the others.

    The key of the form gives each case a key of its own: the same form again changes nothing and tells the same.
    """
    missing = lacking(cases)
    return [accept_one(case, missing.get(case.pk, []), by=by, now=now, key=key) for case in cases]


def accept_one(case: Case, missing: list[str], *, by, now, key) -> Outcome:
    own_key = str(uuid.uuid5(uuid.UUID(str(key)), case.number))
    if FormKey.objects.filter(user=by.user, key=own_key).exists():
        return Outcome(case, True)
    reason = hindrance(case, by, missing)  # asked first: what everybody can see is no attempt against the rules
    if reason:
        return Outcome(case, False, reason)
    try:
        accept(case, by=by, now=now, key=own_key)
    except (Refused, PermissionDenied) as refusal:
        return Outcome(case, False, str(getattr(refusal, "message", refusal)))
    return Outcome(case, True)
