"""A citizen's own subsidies: shown after name, number and bank account agree with a list; wrong tries are counted."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from funds import persons
from funds.models import Grant, OwnRecords, RollLine, Try
from records.actions import deed, record
from records.refusal import Refused

TRIES, WITHIN = 5, timedelta(days=1)  # wrong ones, before a day has to pass


def claim(*, by, now, name: str, number: str, account: str, key=None) -> OwnRecords | None:
    """Join the account of a citizen with the recipient they are.

    Raises Refused when the three do not belong together, or after five wrong tries within a day. Every try is kept.
    """
    if by.user is None or not by.user.is_citizen:
        raise PermissionDenied
    if Try.objects.filter(user=by.user, was_right=False, tried_at__gt=now - WITHIN).count() >= TRIES:
        raise Refused(None, _("That was wrong five times. Please try again tomorrow, or go to the hall of your town."))
    mark = persons.digest(persons.PERSON, number)
    purse = persons.digest(persons.ACCOUNT, account)
    line = RollLine.objects.filter(recipient__digest=mark, account_digest=purse, name=name).first()
    Try.objects.create(user=by.user, tried_at=now, was_right=line is not None)
    if line is None:
        words = _("Nothing is found under this name, number and bank account. Take them as they stand on your card.")
        raise Refused(None, words)
    return _join(line.recipient, by=by, now=now, key=key)


@deed(makes=True)
def _join(recipient, *, by, now) -> OwnRecords:
    own, new = OwnRecords.objects.get_or_create(user=by.user, recipient=recipient, defaults={"linked_at": now})
    if new:
        record("funds.subsidies.joined", own, actor=by, now=now)
    return own


def own_grants(user):
    """The payments to this citizen, newest first."""
    grants = Grant.objects.filter(line__recipient__accounts__user=user).exclude(state=Grant.State.DROPPED)
    grants = grants.exclude(state=Grant.State.PLANNED)
    return grants.select_related("line__programme", "line__roll__village", "pay_list").order_by("-pk")
