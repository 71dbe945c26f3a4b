"""Raising suspicions about public money. People handle them; a rule only says what it saw, with its numbers."""

from accounts.actor import ROBOT
from funds.models import FundFlag
from records.actions import record

MEASURED = ("value", "threshold", "detail", "lapsed_at")


def suspect(
    code: str, *, fund, organisation, subject, topic: str, value: int | None, threshold: int | None, detail: dict, now
) -> FundFlag | None:
    """Enter a suspicion; the same topic twice is the same one with its numbers refreshed. None where it was closed.

    The caller holds a transaction. Money is in fen.
    """
    numbers = {"value": value, "threshold": threshold, "detail": detail, "lapsed_at": None}
    about = {"organisation": organisation, "subject": subject, "raised_at": now, "seen_at": now}
    flag, new = FundFlag.objects.get_or_create(code=code, fund=fund, topic=topic, defaults=about | numbers)
    if new:
        record("funds.flag.raised", flag, actor=ROBOT, now=now, code=code, topic=topic, value=value)
        return flag
    if flag.state in FundFlag.ENDS:
        return None
    if any(getattr(flag, name) != numbers[name] for name in MEASURED):
        FundFlag.objects.filter(pk=flag.pk).update(**numbers, seen_at=now)
        record("funds.flag.measured", flag, actor=ROBOT, now=now, code=code, value=value)
        flag.refresh_from_db()
    return flag


def lapse(code: str, *, fund, topic: str, now) -> bool:
    """The facts do not show it any more: it stays on record and nobody has to handle it."""
    flag = FundFlag.objects.current().filter(code=code, fund=fund, topic=topic).first()
    if flag is None or flag.state in FundFlag.ENDS:
        return False
    FundFlag.objects.filter(pk=flag.pk).update(lapsed_at=now)
    record("funds.flag.lapsed", flag, actor=ROBOT, now=now, code=code)
    return True
