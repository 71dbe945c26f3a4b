"""What the pages of powers have in common: who may open them, addresses, words."""

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from powers.permissions import can_look
from records import desk

NOT_YOUR_DESK = _("This page belongs to the posts that work with powers. Choose such a post if you hold one.")

only_staff = desk.only(can_look, NOT_YOUR_DESK)


def only(question):
    return desk.only(question, NOT_YOUR_DESK)


def address(name: str, key="pk"):
    """The page of a row."""
    return lambda row: reverse(f"powers:{name}", args=[getattr(row, key)])


def narrowed_to(name: str, **asked) -> str:
    """The page of a list, narrowed."""
    query = QueryDict(mutable=True)
    query.update(asked)
    return f"{reverse(f'powers:{name}')}?{query.urlencode()}"


def today():
    return timezone.localdate(timezone.now())


def lamp(row) -> tuple:
    return row.tone, row.get_state_display()
