"""The watch on the watcher: faults of the platform itself, each open once until it is gone."""

from accounts.actor import ROBOT
from monitoring.models import PlatformFinding
from records.actions import record


def found(code: str, about: str, *, now, **detail) -> PlatformFinding | None:
    """Report a fault of the platform. Returns the new finding, or None where the same one is open already."""
    finding, is_new = PlatformFinding.objects.get_or_create(
        code=code, about=about, resolved_at=None, defaults={"found_at": now, "detail": detail}
    )
    if not is_new:
        return None
    record("monitoring.platform.found", finding, actor=ROBOT, now=now, code=code, about=about)
    return finding


def gone(code: str, about: str, *, now) -> int:
    """The fault is no longer there: close its open finding. Returns how many were closed (0 or 1)."""
    return PlatformFinding.objects.filter(code=code, about=about, resolved_at=None).update(resolved_at=now)
