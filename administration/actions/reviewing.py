"""The yearly review of rights: opened by a security administrator, answered by the heads, closed by the robot."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import lock_post
from accounts.actor import ROBOT
from accounts.models import ADMIN_ROLES, Organisation, Post, Tone
from administration.actions import log, posts, telling
from administration.models import Campaign, Confirmation, RightChange
from administration.permissions import can_confirm, heads, is_security
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused

LEAST, MOST = 7, 92  # days that the heads have
REMINDED = 5  # days before the end
NOBODY = "年度复核逾期未确认"  # the reason of a suspension, in the log


@deed(makes=True)
def begin(organisation: Organisation, *, by, now, year: int, basis: str, due_on: date) -> Campaign:
    """Write the list: one line for every post that gives rights today."""
    may(is_security(by), _("The review is opened by the security administrator."))
    today = timezone.localdate(now)
    if not LEAST <= (due_on - today).days <= MOST:
        raise Refused(None, _("Give the heads between 7 and 92 days."), field="due_on")
    if not today.year - 1 <= year <= today.year:
        raise Refused(None, _("The review is of this year or of the last one."), field="year")
    if Campaign.objects.filter(year=year).exists():
        raise Refused(None, _("The review of this year is open already."), field="year")
    if Campaign.objects.filter(closed_at=None).exists():
        raise Refused(None, _("Another review is still open."), field="year")
    as_actor(by)
    about = {"year": year, "basis": needed(basis, "basis"), "due_on": due_on}
    campaign = Campaign.objects.create(opened_at=now, opened_by=by.user, **about)
    count = write_list(campaign)
    record("administration.campaign.opened", campaign, actor=by, now=now, posts=count, **about)
    ask(campaign, now)
    return campaign


def write_list(campaign: Campaign) -> int:
    rows = Post.objects.active().filter(user__is_active=True).order_by("organisation__sort", "organisation", "pk")
    lines = [
        Confirmation(campaign=campaign, post=post, user_id=post.user_id, organisation_id=post.organisation_id)
        for post in rows
    ]
    Confirmation.objects.bulk_create(lines, batch_size=1000)
    return len(lines)


def ask(campaign: Campaign, now, event: str = "opened"):
    """The heads of units with lines that wait."""
    units = Organisation.objects.filter(pk__in=campaign.confirmations.open().values("organisation").order_by())
    people = {key for unit in units.order_by("pk") for key in heads(unit).values_list("user", flat=True)}
    title = _("%(review)s: please confirm the posts of your unit by %(day)s")
    title %= {"review": campaign, "day": campaign.due_on}
    telling.tell(campaign, event, people, title, campaign.basis, now, tone=Tone.WARNING, address=campaign.address)


def locked(row: Confirmation) -> Confirmation:
    return for_update(row, "campaign", "organisation__parent", "user", "post__organisation")


def answered(row: Confirmation, by, now, reason: str = ""):
    row.decided_at, row.decided_by, row.reason = now, by.user, reason
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])


@deed
def confirm(row: Confirmation, *, by, now, reason: str = "") -> Confirmation:
    """This person still needs this post."""
    row = locked(row)
    may(can_confirm(by, row), _("The head of the unit confirms its posts; nobody the own one."))
    as_actor(by)
    confirmed(row, by, now, (reason or "").strip())
    return row


def confirmed(row: Confirmation, by, now, reason: str):
    row.confirm()
    answered(row, by, now, reason)
    words = reason or str(row.campaign)
    log.note(row.post, RightChange.Kind.CONFIRMED, by=by, now=now, reason=words)
    record("administration.confirmation.confirmed", row, actor=by, now=now, post=row.post_id)


@deed
def confirm_all(campaign: Campaign, *, by, now, rows: Iterable[Confirmation]) -> Campaign:
    """Several lines at once, each of which the person may confirm."""
    keys = [row.pk for row in rows]
    if not keys:
        raise Refused(None, _("Tick at least one post."), field="rows")
    related = ["campaign", "organisation__parent", "user", "post__organisation"]
    found = Confirmation.objects.filter(pk__in=keys, campaign=campaign).open().select_related(*related)
    found = list(found.select_for_update(of=("self",)).order_by("pk"))
    if len(found) != len(set(keys)):
        raise Refused(None, _("Some of these posts were answered meanwhile; open the list again."), field="rows")
    may(all(can_confirm(by, row) for row in found), _("The head of the unit confirms its posts; nobody the own one."))
    as_actor(by)
    for row in found:
        confirmed(row, by, now, "")
    return campaign


@deed
def end(row: Confirmation, *, by, now, reason: str) -> Confirmation:
    """This person needs the post no longer: it ends today."""
    row = locked(row)
    may(can_confirm(by, row), _("The head of the unit confirms its posts; nobody the own one."))
    as_actor(by)
    row.end()
    answered(row, by, now, needed(reason, "reason"))
    record("administration.confirmation.ended", row, actor=by, now=now, post=row.post_id, reason=row.reason)
    post = lock_post(row.post)
    posts.check_not_the_last(post)
    posts.finish(post, by=by, now=now, reason=row.reason, document_number=row.campaign.basis[:60])
    return row


# the robot


def remind(now):
    """Five days before the end the heads are asked once more."""
    today = timezone.localdate(now)
    soon = today + timedelta(days=REMINDED)
    for campaign in Campaign.objects.filter(closed_at=None, due_on__gte=today, due_on__lte=soon):
        if (campaign.due_on - timezone.localdate(campaign.opened_at)).days > REMINDED:
            ask(campaign, now, "reminded")


def close(campaign: Campaign, now) -> int:
    """The day is over: what nobody confirmed gives no rights any more. Returns how many posts were suspended.

    The last administrator of a kind stays, or nobody could restore anything; the line stays open and is seen.
    """
    rows = campaign.confirmations.open().select_for_update(of=("self",)).select_related("post", "user", "organisation")
    suspended = [row for row in rows.order_by("pk") if suspend(row, now)]
    campaign.closed_at = now
    campaign.save(update_fields=["closed_at"])
    record("administration.campaign.closed", campaign, actor=ROBOT, now=now, suspended=len(suspended))
    people = {campaign.opened_by_id}
    for unit in {row.organisation for row in suspended}:
        people |= set(heads(unit).values_list("user", flat=True))
    words = {"review": campaign, "count": len(suspended)}
    title = _("%(review)s is over: %(count)s posts that nobody confirmed are suspended.") % words
    telling.tell(campaign, "closed", people, title, campaign.basis, now, tone=Tone.WARNING, address=campaign.address)
    return len(suspended)


def suspend(row: Confirmation, now) -> bool:
    post = lock_post(row.post)
    if is_last_administrator(post):
        return False
    row.suspend()
    row.decided_at, row.reason = now, NOBODY
    row.save(update_fields=["state", "decided_at", "reason"])
    posts.suspend(post, by=ROBOT, now=now, reason=NOBODY)
    return True


def is_last_administrator(post: Post) -> bool:
    others = Post.objects.active().filter(role=post.role, user__is_active=True).exclude(pk=post.pk)
    return post.role in ADMIN_ROLES and not others.exists()
