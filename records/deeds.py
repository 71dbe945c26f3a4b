"""What deeds begin with: is anything missing, is it this actor's duty, did the same person act earlier."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from records.actions import SAME_PERSON
from records.refusal import Refused


def for_update(row, *related):
    """The row as it is now, locked until the transaction ends, with what the deed looks at (SELECT … FOR UPDATE)."""
    rows = type(row).objects.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def needed(text: str, field: str, words=None) -> str:
    """The text without blanks around it; Refused that names the field when nothing was written."""
    if not (text or "").strip():
        raise Refused(None, words or _("Please fill this in."), field=field)
    return text.strip()


def may(allowed: bool, words=None):
    """Raise PermissionDenied unless it is this actor's duty."""
    if not allowed:
        raise PermissionDenied(words or _("This deed is not the duty of your post."))


def another(by, *others):
    """Raise Refused (V07) when this person did an earlier step: who acts does not approve (S3-11)."""
    if by.user is not None and by.user.pk in others:
        words = _("You did an earlier step yourself: somebody else has to do this one.")
        raise Refused(SAME_PERSON, words)
