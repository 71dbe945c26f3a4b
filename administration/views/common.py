"""What the pages of administration have in common: who may open them, lamps of posts, addresses."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from administration.permissions import can_look
from records import desk

NOT_YOUR_DESK = _("This page belongs to the three administrators and, for their own unit, to the heads of units.")
AUDIT_ONLY = _("This page belongs to the audit administrator alone.")

only_lookers = desk.only(can_look, NOT_YOUR_DESK)


def only(question, reason=NOT_YOUR_DESK):
    return desk.only(question, reason)


def address(name: str, key="pk"):
    """The page of a row."""
    return lambda row: reverse(f"administration:{name}", args=[getattr(row, key)])


address_of_unit = partial(address, "unit", "code")()


def today():
    return timezone.localdate(timezone.now())


def lamp_of_post(post) -> tuple:
    if post.ended_on:
        return "done", _("post ended")
    if post.suspended_on:
        return "over", _("suspended")
    return "ok", _("in force")


def lamp_of_unit(unit) -> tuple:
    return ("done", _("unit ended")) if unit.ended_on else ("ok", _("existing"))


def by_robot(person) -> str:
    """Who did it, in a cell; the robot has no name of its own."""
    return str(person) if person else str(_("the robot"))
