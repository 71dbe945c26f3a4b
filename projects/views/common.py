"""What the pages of projects have in common: who may open them, lights as lamps, percents in words."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import figures
from projects.permissions import can_look
from records import desk

NOT_YOUR_DESK = _("This page belongs to the posts that work with projects. Choose such a post if you hold one.")
RELATED = ["organisation__parent", "responsible"]
LAMPS = {
    figures.RED: ("over", _("red light")),
    figures.YELLOW: ("warn", _("yellow light")),
    figures.GREEN: ("ok", _("green light")),
    figures.DONE: ("done", _("done and complete")),
    figures.LATE_DONE: ("warn", _("done late")),
    figures.PAUSE: ("pause", _("suspended")),
}
WAN = 1_000_000  # fen of ten thousand yuan

only_staff = desk.only(can_look, NOT_YOUR_DESK)


def only(question):
    return desk.only(question, NOT_YOUR_DESK)


def address(name: str, key="pk"):
    """The page of a row."""
    return lambda row: reverse(f"projects:{name}", args=[getattr(row, key)])


address_of_project = partial(address, "project", "code")()


def today():
    return timezone.localdate(timezone.now())


def lamp_of(light: str) -> tuple:
    return LAMPS[light]


def wan(fen: int) -> str:
    """1,234.56 of so many fen, in ten thousand yuan."""
    return f"{fen / WAN:,.2f}"


def percent(value) -> str:
    return "—" if value is None else f"{value}%"
