"""Grants: proposed by one security administrator, activated or refused by a second person; then a post, until it ends.

A grant that nobody signs within ten working days expires. One whose day is still to come waits for it: the robot
(administration.actions.robot) begins and ends what has a day.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import succession
from accounts.models import ADMIN_ROLES, Organisation, Post, Role, Tone, User, Window
from administration.actions import log, telling
from administration.actions.posts import finish
from administration.models import Grant, RightChange
from administration.permissions import can_decide_grant, can_withdraw_grant, heads, is_colleague, is_security
from deadlines import calendar as calendars
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

SIGNED_WITHIN = 10  # working days; a rule of the house
LONGEST_AHEAD = 366  # days


@dataclass(frozen=True)
class Wanted:
    """What is proposed. `leaves` and `takes_over` make it a move."""

    user: User
    role: str
    reason: str
    document_number: str
    from_on: date
    until_on: date | None = None
    title: str = ""
    window: Window | None = None
    is_contact: bool = False
    leaves: Post | None = None
    takes_over: User | None = None


def locked(grant: Grant) -> Grant:
    return for_update(grant, "user", "organisation__parent", "proposed_by")


@deed(makes=True)
def propose(organisation: Organisation, *, by, now, wanted: Wanted) -> Grant:
    """Propose a right; it gives none until a second person has signed and its day has come."""
    may(is_security(by), _("Rights are proposed by the security administrator."))
    another(by, wanted.user.pk)
    about = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    about["reason"] = needed(wanted.reason, "reason")
    about["document_number"] = needed(wanted.document_number, "document_number")
    today = timezone.localdate(now)
    check_days(wanted, today)
    check_move(wanted)
    check_waiting(wanted, organisation)
    check(wanted, organisation, today)
    as_actor(by)
    expires = calendars.calendar().add(today, SIGNED_WITHIN)
    grant = Grant.objects.create(
        organisation=organisation, expires_on=expires, proposed_at=now, proposed_by=by.user, **about
    )
    detail = {"user": wanted.user.pk, "role": wanted.role, "unit": organisation.code, "from_on": wanted.from_on}
    record("administration.grant.proposed", grant, actor=by, now=now, **detail)
    ask(grant, now)
    return grant


def check_days(wanted: Wanted, today: date):
    if not 0 <= (wanted.from_on - today).days <= LONGEST_AHEAD:
        raise Refused(None, _("Choose a day between today and a year ahead."), field="from_on")
    if wanted.until_on and wanted.until_on < wanted.from_on:
        raise Refused(None, _("The end must not lie before the beginning."), field="until_on")


def check_move(wanted: Wanted):
    """The post that is left is the person's own; the work goes to somebody else of that unit."""
    left = wanted.leaves
    if left is None:
        if wanted.takes_over:
            raise Refused(None, _("Open work is handed over only when a post is left."), field="takes_over")
        return
    if left.user_id != wanted.user.pk or left.ended_on is not None:
        raise Refused(None, _("Choose a post that this person holds now."), field="leaves")
    if wanted.takes_over and not is_colleague(left, wanted.takes_over):
        raise Refused(None, _("Choose somebody who holds another post in the unit that is left."), field="takes_over")


def check(wanted, organisation: Organisation, today: date):
    """May this person hold this role there? Raises Refused that names the field and the cure.

    Takes what was typed or the grant itself, because the world may change between the two signatures.
    """
    user = wanted.user
    if user.is_citizen or not user.is_active:
        raise Refused(None, _("This account is no account of the staff, or it is closed."), field="user")
    if organisation.ended_on is not None:
        raise Refused(None, _("This unit has ended; choose its successor."), field="organisation")
    if wanted.window and wanted.window.organisation_id != organisation.pk:
        raise Refused(None, _("This window belongs to another unit."), field="window")
    left = wanted.leaves.pk if wanted.leaves else None
    others = Post.objects.standing().filter(user=user).exclude(pk=left)
    if others.filter(organisation=organisation, role=wanted.role).exists():
        raise Refused(None, _("This person already holds this role in this organisation."), field="role")
    check_administrators(wanted.role, others)
    if found := succession.conflicts(user, organisation, wanted.role, today, wanted.leaves):
        raise Refused(None, " ".join(found), field="role")


def check_waiting(wanted: Wanted, organisation: Organisation):
    """One proposal at a time; the row of the person is locked, so that two at once see each other."""
    User.objects.select_for_update(no_key=True).get(pk=wanted.user.pk)
    same = Grant.objects.filter(user=wanted.user, organisation=organisation, role=wanted.role)
    if same.filter(state__in=Grant.OPEN).exists():
        raise Refused(None, _("This right is proposed for this person already."), field="role")


def check_administrators(role: str, others):
    """三员: one person holds one of the three, and nothing else beside it."""
    if role in ADMIN_ROLES and others.exists():
        words = _("An administrator holds no other post: end those of this person first, or choose somebody else.")
        raise Refused(None, words, field="role")
    if role not in ADMIN_ROLES and others.of_administrators().exists():
        words = _("This person is one of the three administrators and holds no other post.")
        raise Refused(None, words, field="role")


def ask(grant: Grant, now):
    """Those who may sign are told that something waits for them."""
    security = Post.objects.active().filter(role=Role.SECURITY_ADMIN).exclude(user=grant.proposed_by)
    people = {*security.values_list("user", flat=True), *heads(grant.organisation).values_list("user", flat=True)}
    title = _("A right waits for your signature: %(grant)s") % {"grant": grant}
    telling.tell(
        grant, "proposed", people - {grant.user_id}, title, grant.reason, now, tone=Tone.WARNING, address=grant.address
    )


@deed
def activate(grant: Grant, *, by, now, opinion: str) -> Grant:
    """The second signature. A right whose day has come begins at once, the others on their day."""
    grant = locked(grant)
    another(by, grant.proposed_by_id, grant.user_id)
    may(can_decide_grant(by, grant))
    grant.activate()
    as_actor(by)
    decided(grant, by, now, needed(opinion, "opinion"))
    record("administration.grant.activated", grant, actor=by, now=now, opinion=grant.opinion)
    today = timezone.localdate(now)
    if grant.from_on <= today:
        begin(grant, by=by, now=now)
    else:
        check(grant, grant.organisation, today)
        tell_person(grant, "activated", now)
    return grant


@deed
def refuse(grant: Grant, *, by, now, opinion: str) -> Grant:
    grant = locked(grant)
    another(by, grant.proposed_by_id, grant.user_id)
    may(can_decide_grant(by, grant))
    grant.refuse()
    as_actor(by)
    decided(grant, by, now, needed(opinion, "opinion"))
    record("administration.grant.refused", grant, actor=by, now=now, opinion=grant.opinion)
    title = _("Not signed: %(grant)s") % {"grant": grant}
    telling.tell(grant, "refused", {grant.proposed_by_id}, title, grant.opinion, now, address=grant.address)
    return grant


def decided(grant: Grant, by, now, opinion: str):
    grant.decided_at, grant.decided_by, grant.opinion = now, by.user, opinion
    grant.save(update_fields=["state", "decided_at", "decided_by", "opinion"])


@deed
def withdraw(grant: Grant, *, by, now, reason: str) -> Grant:
    """Taken back by who proposed it, as long as it has not begun."""
    grant = locked(grant)
    may(can_withdraw_grant(by, grant), _("Only who proposed it takes it back."))
    grant.withdraw()
    as_actor(by)
    grant.save(update_fields=["state"])
    record("administration.grant.withdrawn", grant, actor=by, now=now, reason=needed(reason, "reason"))
    return grant


def begin(grant: Grant, *, by, now):
    """The right becomes a post. In a move the old post ends and its open work goes to the colleague."""
    check(grant, grant.organisation, timezone.localdate(now))
    if grant.leaves:
        leave(grant, by=by, now=now)
    names = ("user", "organisation", "role", "title", "window", "is_contact")
    grant.post = Post.objects.create(**{name: getattr(grant, name) for name in names})
    grant.begin()
    grant.save(update_fields=["state", "post"])
    about = {"reason": grant.reason, "document_number": grant.document_number, "second": grant.proposed_by}
    log.note(grant.post, RightChange.Kind.GRANTED, by=by, now=now, after=log.facts(grant.post), **about)
    record("administration.grant.begun", grant, actor=by, now=now, post=grant.post.pk)
    tell_person(grant, "begun", now)


def leave(grant: Grant, *, by, now):
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=grant.leaves_id)
    if post.ended_on is None:
        about = {"reason": grant.reason, "document_number": grant.document_number, "takes_over": grant.takes_over}
        finish(post, by=by, now=now, **about)


def tell_person(grant: Grant, event: str, now):
    """The person, and in a move the colleague who gets the work."""
    words = {"begun": _("Your post begins: %(grant)s"), "activated": _("Your post begins on %(day)s: %(grant)s")}
    title = words[event] % {"grant": grant, "day": grant.from_on}
    telling.tell(grant, event, {grant.user_id}, title, grant.reason, now)
    if event == "begun" and grant.takes_over_id:
        words = _("%(person)s moves to another post; their open work is yours now.") % {"person": grant.user}
        telling.tell(grant, "taken", {grant.takes_over_id}, words, grant.reason, now, tone=Tone.WARNING)
