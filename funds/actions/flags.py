"""Raising suspicions about public money. People handle them; a rule only says what it saw, with its numbers.

A new suspicion starts the clock of its handling and tells supervision, as gravely as its level says; so does one that
has become graver, or shows again after it had lapsed.
"""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.actor import ROBOT
from accounts.models import Organisation
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from funds.clocks import SUSPICION, days_of
from funds.detectors import BY_CODE, Found
from funds.detectors.look import in_force, look
from funds.models import Fund, FundFlag, Level
from funds.words import explained
from records.actions import record, report_violation

MEASURED = ("value", "threshold", "detail", "level", "lapsed_at")
# What supervision is told: a pre-warning by the point of the rule, a card by the level.
BY_POINT = {"fund_transit": "V51", "fund_use": "V52", "fund_subsidy": "V53", "fund_revenue": "V54"}
BY_LEVEL = {Level.YELLOW: "V55", Level.RED: "V56"}
VERIFIED = "V57"
GRAVITY = list(Level.values)


def suspect(
    code: str,
    *,
    fund,
    organisation,
    subject,
    topic: str,
    value: int | None,
    threshold: int | None,
    detail: dict,
    now,
    level: str = "",
) -> FundFlag | None:
    """Enter a suspicion; the same topic twice is the same one with its numbers refreshed.

    None where it was closed and nothing is new since, or where the rule is switched off; where new facts came, it is a
    new one that names the closed one. The caller holds a transaction. Money is in fen.
    """
    standing = in_force(timezone.localdate(now))
    if code not in standing:
        return None
    numbers = {"value": value, "threshold": threshold, "detail": detail, "lapsed_at": None}
    numbers["level"] = level or BY_CODE[code].level
    about = {"organisation": organisation, "subject": subject, "raised_at": now, "seen_at": now}
    about["version"] = standing[code][0]
    named = {"code": code, "fund": fund, "topic": topic}
    last = FundFlag.objects.filter(**named).order_by("-pk").first()
    if last is not None and last.state in FundFlag.ENDS:
        if not is_news(last, numbers):
            return None
        about["earlier"] = last
    standing = FundFlag.objects.exclude(state__in=FundFlag.ENDS)
    flag, new = standing.get_or_create(**named, defaults=about | numbers)
    if not new:
        return refreshed(flag, numbers, now)
    record(
        "funds.flag.raised", flag, actor=ROBOT, now=now, code=code, topic=topic, value=value, earlier=flag.earlier_id
    )
    owe(flag, now)
    tell(flag, now)
    return flag


def is_news(closed: FundFlag, numbers: dict) -> bool:
    """Are there facts that nobody knew when the suspicion was closed?"""
    seen = numbers["detail"] | {"value": numbers["value"]}
    return BY_CODE[closed.code].is_news(closed.detail | {"value": closed.value}, seen)


def refreshed(flag: FundFlag, numbers: dict, now) -> FundFlag:
    """Bring a standing suspicion in line with what is seen now."""
    was = {name: getattr(flag, name) for name in MEASURED}
    if all(was[name] == numbers[name] for name in MEASURED):
        return flag
    FundFlag.objects.filter(pk=flag.pk).update(**numbers, seen_at=now)
    record("funds.flag.measured", flag, actor=ROBOT, now=now, code=flag.code, value=numbers["value"])
    flag.refresh_from_db()
    if was["lapsed_at"] is not None:
        owe(flag, now)
    if was["lapsed_at"] is not None or GRAVITY.index(flag.level) > GRAVITY.index(was["level"]):
        tell(flag, now)
    return flag


def lapse(code: str, *, fund, topic: str, now) -> bool:
    """The facts do not show it any more: it stays on record and nobody has to handle it."""
    flag = FundFlag.objects.current().filter(code=code, fund=fund, topic=topic).first()
    if flag is None or flag.state in FundFlag.ENDS:
        return False
    FundFlag.objects.filter(pk=flag.pk).update(lapsed_at=now)
    record("funds.flag.lapsed", flag, actor=ROBOT, now=now, code=code)
    for clock in Deadline.objects.about(flag).running().order_by("pk"):
        deadlines.cancel(clock, now)
    return True


def owe(flag: FundFlag, now):
    """It is to be handled in its days."""
    last = Deadline.objects.about(flag).filter(name=SUSPICION).count()
    about = {"limits": Limits(days_of(SUSPICION, now), graded=False), "now": now, "round": last + 1}
    deadlines.start(flag, SUSPICION, organisation=flag.bureau(), **about)


def tell(flag: FundFlag, now):
    """One violation for supervision, about the suspicion, at the unit that has or spent the money."""
    say(BY_LEVEL.get(flag.level) or BY_POINT[BY_CODE[flag.code].point], flag, now)


def say(code: str, flag: FundFlag, now):
    words = f"{flag.code} {BY_CODE[flag.code].name}：{explained(flag)}"
    report_violation(code, flag, deed="funds.flag", message=words, organisation=flag.organisation, now=now)


def compare(code: str, found: list[Found], now, ids=None):
    """Bring the register in line with what a detector found, about everything or about these subjects."""
    rows = FundFlag.objects.current().filter(code=code, state__in=FundFlag.OPEN).select_related("fund")
    if ids is not None:
        rows = rows.filter(subject_type=kind_of(code), subject_id__in=ids)
    gone = {(flag.fund_id, flag.topic): flag for flag in rows}
    for one in found:
        gone.pop((one.fund, one.topic), None)
        enter(code, one, now)
    for flag in gone.values():
        lapse(code, fund=flag.fund, topic=flag.topic, now=now)


def kind_of(code: str) -> ContentType:
    return ContentType.objects.get_by_natural_key("funds", BY_CODE[code].about)


def enter(code: str, one: Found, now) -> FundFlag | None:
    """The suspicion of a row; the objects are only read for one that is new or has changed."""
    model = kind_of(code).model_class()
    numbers = {"value": one.value, "threshold": one.threshold, "detail": one.detail, "level": one.level}
    return suspect(
        code,
        fund=Fund.objects.get(pk=one.fund) if one.fund else None,
        organisation=Organisation.objects.get(pk=one.organisation),
        subject=model._base_manager.get(pk=one.subject),
        topic=one.topic,
        now=now,
        **numbers,
    )


def search(codes, now, ids: dict | None = None):
    """Look for these suspicions, everywhere or about `ids` (code → subjects), and keep the register in line."""
    today = timezone.localdate(now)
    standing = in_force(today)
    for code in codes:
        some = None if ids is None else ids.get(code, set())
        if some is not None and not some:
            continue
        found = look(code, standing[code][1], today, some) if code in standing else []
        compare(code, found, now, some)
