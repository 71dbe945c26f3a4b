"""Public ratings of units (S0-17): by whoever is signed in, or has a telephone at hand; comments are read first."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.messaging import outbox
from accounts.models import Channel, Delivery, Organisation, User
from records.actions import deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused
from scoring import pool
from scoring.models import RatingPolicy, TelephoneCode, UnitRating
from scoring.models.surveys import Option
from scoring.permissions.surveys import runs_surveys

VALID = timedelta(minutes=10)
TRIES = 5  # wrong codes, then a new one is needed
CODES_A_DAY = 5  # to one telephone
WORDS = "您的评价验证码为%s，10分钟内有效，请勿告诉他人。"


def policy(day) -> RatingPolicy:
    return RatingPolicy.objects.filter(valid_from__lte=day).first()


def codes_are_open() -> bool:
    """May codes be sent at all? A county without an SMS gateway takes ratings of signed-in people only."""
    return Channel.SMS in settings.MESSAGE_BACKENDS


@transaction.atomic
def ask_code(telephone: str, *, now) -> TelephoneCode:
    """Send six digits to this telephone. Raises Refused where it got too many today."""
    if not codes_are_open():
        raise Refused(None, _("Codes by telephone are not open here. Please sign in."), field="telephone")
    mark = pool.mark(pool.CODE, telephone)
    if TelephoneCode.objects.filter(mark=mark, made_at__gt=now - timedelta(days=1)).count() >= CODES_A_DAY:
        raise Refused(None, _("This telephone got enough codes today. Try again tomorrow."), field="telephone")
    TelephoneCode.objects.filter(expires_at__lt=now - timedelta(days=2)).delete()
    code = f"{secrets.randbelow(10**6):06d}"
    row = TelephoneCode.objects.create(mark=mark, digest=code_digest(mark, code), made_at=now, expires_at=now + VALID)
    send(telephone, code, row, now)
    return row


def code_digest(mark: str, code: str) -> str:
    return pool.mark(pool.CODE, f"{mark}|{code}")


def send(telephone: str, code: str, row: TelephoneCode, now):
    """At once, by night as well: the person is waiting for it."""
    thread = f"rating-code:{row.pk}"
    draft = outbox.Draft(
        *(thread, thread, "code", _("Telephone code"), WORDS % code, now), channels=(Channel.SMS,), telephone=telephone
    )
    Delivery.objects.filter(message__in=outbox.send([draft], now)).update(next_at=now)


def use_code(telephone: str, code: str, *, now):
    """The newest code of this telephone is used up. Raises Refused that names the field; wrong tries are counted."""
    mark = pool.mark(pool.CODE, telephone)
    with transaction.atomic():
        rows = TelephoneCode.objects.select_for_update().filter(mark=mark, used=False, expires_at__gte=now)
        row = rows.order_by("-pk").first()
        right = row is not None and row.tries < TRIES and row.digest == code_digest(mark, code)
        if row is not None:
            row.tries, row.used = row.tries + 1, right
            row.save(update_fields=["tries", "used"])
    if not right:
        words = _("This code is wrong or too old. Compare it with the message, or ask for a new one.")
        raise Refused(None, words, field="code")


def by_telephone(unit: Organisation, telephone: str, code: str, *, option: str, comment: str = "", now) -> UnitRating:
    """With a code. A telephone of an account counts as that account, so that nobody rates twice."""
    use_code(telephone, code, now=now)
    user = User.objects.filter(telephone=telephone, is_active=True).order_by("-is_citizen", "pk").first()
    return rate(unit, user, telephone, option=option, comment=comment, now=now)


@transaction.atomic
def rate(unit: Organisation, user: User | None, telephone: str = "", *, option: str, comment: str = "", now):
    """One rating a unit and week. Raises Refused for people of the unit, and for whoever rated it already."""
    check_stranger(unit, user, telephone)
    if option not in Option.values:
        raise Refused(None, _("Choose how satisfied you are."), field="option")
    today = timezone.localdate(now)
    period = policy(today).period_of(today)
    who = f"telephone:{(user and user.telephone) or telephone}" if telephone or (user and user.telephone) else ""
    mark = pool.rater_mark(who or f"account:{user.pk}", unit.pk, period)
    row = UnitRating(organisation=unit, period_on=period, mark=mark, option=option, rated_on=today)
    row.comment = comment.strip()[:300]
    if row.comment:
        row.say()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(None, _("You have rated this unit in these days already. Thank you.")) from None
    return row


def check_stranger(unit: Organisation, user: User | None, telephone: str):
    """Nobody rates the own unit, from whichever post or telephone."""
    people = User.objects.filter(posts__organisation=unit, posts__ended_on=None)
    own = people.filter(pk=user.pk).exists() if user else False
    if own or (telephone and people.filter(telephone=telephone).exists()):
        raise Refused(None, _("People of this unit do not rate it."))


@deed
def release(rating: UnitRating, *, by, now) -> UnitRating:
    """The comment may be read by everybody."""
    return judge(rating, UnitRating.release, "released", by=by, now=now)


@deed
def withhold(rating: UnitRating, *, by, now, reason: str) -> UnitRating:
    """The rating counts, the comment is not shown: it names people, insults, or is no comment on the service."""
    reason = needed(reason, "reason", _("Give the reason."))[:300]
    return judge(rating, UnitRating.withhold, "withheld", by=by, now=now, reason=reason)


def judge(rating: UnitRating, transition, verb: str, *, by, now, reason="") -> UnitRating:
    rating = for_update(rating)
    may(runs_surveys(by))
    transition(rating)
    rating.reason, rating.decided_at, rating.decided_by = reason, now, by.user
    rating.save(update_fields=["comment_state", "reason", "decided_at", "decided_by"])
    record(f"scoring.comment.{verb}", rating, actor=by, now=now, organisation=rating.organisation_id, reason=reason)
    return rating
