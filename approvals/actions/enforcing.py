"""What the deeds on penalties, levies and slips have in common."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Post, User
from approvals.actions.common import within
from approvals.models import Item
from approvals.models.cases import UNIT_ROLES
from approvals.permissions_enforcement import why_not
from deadlines import actions as deadlines
from deadlines import holds
from deadlines.models import Deadline
from records.actions import issue_document
from records.refusal import Refused


def lock(thing, *related):
    """The row as it is now, locked until the transaction ends, with what a deed looks at."""
    rows = type(thing).objects.select_for_update(of=("self",)).select_related("organisation", *related)
    return rows.get(pk=thing.pk)


def check_duty(by, deed: str, thing):
    """Raise PermissionDenied, with the reason, unless the deed is this actor's duty."""
    reason = why_not(by, deed, thing)
    if reason:
        raise PermissionDenied(str(reason))


def begin(thing, deed: str, by, now, *related):
    """Lock, ask, refuse what supervision holds, and take the transition of the same name; the row is not saved yet."""
    thing = lock(thing, "item", "clock", *related)
    check_duty(by, deed, thing)
    if by.holds(*UNIT_ROLES):
        holds.check(thing, now)
    getattr(thing, deed)()
    return thing


def check_item(item: Item, kind: str, by, message):
    """The power must be one of this kind that the actor's unit has, in its present version."""
    if item.kind != kind or not item.is_published or not by.works_for(item.organisation_id):
        raise Refused(None, message, field="item")


def colleagues(organisation):
    """The people who hold a working post of this unit now."""
    posts = Post.objects.active().filter(organisation=organisation, role__in=UNIT_ROLES)
    return User.objects.filter(pk__in=posts.values("user")).order_by("pk")


def owe(thing, name: str, days: int, *, now, organisation=None, responsible=None) -> Deadline:
    """From now on the unit owes this within so many working days."""
    unit = organisation or thing.organisation
    count = Deadline.objects.about(thing).filter(name=name).count() + 1
    return deadlines.start(
        thing, name, organisation=unit, responsible=responsible, limits=within(days), now=now, round=count
    )


def settle(clock: Deadline | None, now):
    """What was owed is done."""
    if clock and clock.is_running:
        deadlines.meet(clock, now)


def paper(kind, thing, body: dict, *, by, now, addressee: str, organisation=None):
    """Issue an official document about the thing."""
    unit = organisation or thing.organisation
    return issue_document(kind, thing, actor=by, now=now, organisation=unit, body=body, addressee=addressee)


def need(text: str, message, field: str) -> str:
    """The text without blanks around it; refused when nothing is left."""
    text = (text or "").strip()
    if not text:
        raise Refused(None, message, field=field)
    return text


def not_after(day, now, field: str, message):
    """Refuse a day that has not come yet."""
    if day > timezone.localdate(now):
        raise Refused(None, message, field=field)
