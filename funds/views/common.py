"""What the pages of funds have in common: the pages of every desk, with the words and templates of funds."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from records import desk
from records.desk import (
    MOST,
    Deed,
    Table,
    blame,
    denied,
    detail,
    done,
    download,
    exported,
    is_known,
    listing,
    narrowed,
    panels,
    posted,
    sent,
    take,
)

__all__ = [
    "MOST",
    "Deed",
    "Table",
    "blame",
    "denied",
    "detail",
    "done",
    "download",
    "exported",
    "is_known",
    "listing",
    "narrowed",
    "new",
    "only",
    "panels",
    "posted",
    "sent",
    "take",
]
NOT_YOUR_DESK = _("This page belongs to the posts that work with public funds. Choose such a post if you hold one.")
NOT_YOUR_DUTY = _("This deed is not the duty of your post for this fund.")
new = partial(desk.new, template="funds/desk/form.html")


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""
    return desk.only(question, reason)
