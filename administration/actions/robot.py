"""What the day brings by itself: grants expire, begin and end, reorganisations happen, reviews are closed.

Each row in a transaction of its own, so that one that cannot be done does not stop the others; safe to run twice.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from accounts.models import Tone
from administration.actions import granting, posts, reorganising, reviewing, telling
from administration.models import Campaign, Grant, Reorganisation
from records.actions import as_actor, record
from records.deeds import for_update
from records.refusal import Refused


def run(now):
    today = timezone.localdate(now)
    for grant in Grant.objects.waiting().filter(expires_on__lt=today).order_by("pk"):
        expire(grant, _("Nobody signed within the term."), now)
    for grant in Grant.objects.coming().filter(from_on__lte=today).order_by("pk"):
        begin(grant, now)
    for grant in Grant.objects.in_force().filter(until_on__lt=today).order_by("pk"):
        end(grant, now)
    for row in Reorganisation.objects.due(today).order_by("pk"):
        carry_out(row, now)
    reviewing.remind(now)
    for campaign in Campaign.objects.over(today).order_by("pk"):
        close(campaign, now)


@transaction.atomic
def expire(grant: Grant, reason: str, now):
    grant = granting.locked(grant)
    if grant.state not in Grant.OPEN:
        return
    as_actor(ROBOT)
    grant.expire()
    grant.opinion = reason[:300]
    grant.save(update_fields=["state", "opinion"])
    record("administration.grant.expired", grant, actor=ROBOT, now=now, reason=reason)
    title = _("Expired: %(grant)s") % {"grant": grant}
    telling.tell(
        grant, "expired", {grant.proposed_by_id}, title, reason, now, tone=Tone.WARNING, address=grant.address
    )


def begin(grant: Grant, now):
    """On its day; a right that has become impossible meanwhile expires with the reason."""
    try:
        with transaction.atomic():
            grant = granting.locked(grant)
            if grant.state == Grant.State.ACTIVATED:
                as_actor(ROBOT)
                granting.begin(grant, by=ROBOT, now=now)
    except Refused as refusal:
        expire(grant, str(refusal.message), now)


@transaction.atomic
def end(grant: Grant, now):
    grant = granting.locked(grant)
    post = posts.lock_post(grant.post)
    if grant.state == Grant.State.IN_FORCE and post.ended_on is None:
        about = {"reason": _("The right was granted until %(day)s.") % {"day": grant.until_on}}
        posts.finish(post, by=ROBOT, now=now, document_number=grant.document_number, **about)


def carry_out(row: Reorganisation, now):
    """What cannot be carried out stays signed and is told to both who signed it."""
    try:
        with transaction.atomic():
            row = reorganising.locked(row)
            if row.state == Reorganisation.State.CONFIRMED:
                as_actor(ROBOT)
                reorganising.carry_out(row, by=ROBOT, now=now)
    except Refused as refusal:
        people = {row.proposed_by_id, row.confirmed_by_id}
        title = _("Could not be carried out: %(row)s") % {"row": row}
        telling.tell(row, "failed", people, title, str(refusal.message), now, tone=Tone.WARNING, address=row.address)


@transaction.atomic
def close(campaign: Campaign, now):
    campaign = for_update(campaign)
    if campaign.closed_at is None:
        as_actor(ROBOT)
        reviewing.close(campaign, now)
