"""Who keeps the room, deals with faults of the platform, writes and signs reports."""

from accounts.models import Role

WATCHERS = (Role.INSPECTOR, Role.LEADER)


def can_keep_duty(actor, office) -> bool:
    """Inspectors of the office itself."""
    return actor.holds(Role.INSPECTOR) and actor.works_for(office.pk)


def can_see_platform(actor) -> bool:
    """The state of the platform is no secret of supervision: those who run it and those who audit it read it too."""
    return actor.holds(*WATCHERS, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)


def can_resolve(actor, fault) -> bool:
    """An inspector; of what is no matter of the clock also who runs the platform (integrity: the clock is confirmed
    by an inspector)."""
    return actor.holds(Role.INSPECTOR) or (actor.holds(Role.SYSTEM_ADMIN) and not fault.is_clock)


def can_send_again(actor) -> bool:
    """Inspectors, whose cards it was about, and who runs the gateway."""
    return actor.holds(Role.INSPECTOR, Role.SYSTEM_ADMIN)


def can_propose_report(actor) -> bool:
    return actor.holds(Role.INSPECTOR)


def can_sign_report(actor, report) -> bool:
    """Another inspector or a leader, never the author."""
    return actor.holds(*WATCHERS) and actor.user is not None and report.proposed_by_id != actor.user.pk
