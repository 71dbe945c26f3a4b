"""Who plans and approves spot checks, who looks through cameras, who puts findings right. The duties join those of
notices, so that pages and actions ask the same questions.
"""

from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from monitoring.models import Inspection, SpotFinding
from monitoring.models.cameras import WATCHERS
from monitoring.models.notices import UNIT_ROLES
from monitoring.permissions_notices import (
    DUTIES,
    FURTHER,
    SIGN,
    TIMELY,
    WATCH,
    by_answerable,
    unless,
)

PLANNER_APPROVES = _("Whoever planned the check does not approve it: a second person signs.")
NOTER_ISSUES = _("Whoever noted the finding does not tell it to the unit: a second person signs.")
NOT_OF_THE_CHECK = _("You are not one of the inspectors of this check.")

DUTIES[Inspection] = {"approve": SIGN, "note": WATCH, "conclude": WATCH, "drop": SIGN}
DUTIES[SpotFinding] = {
    "issue": SIGN,
    "hang": WATCH,
    "drop": SIGN,
    "report": UNIT_ROLES,
    "settle": WATCH,
    "send_back": WATCH,
}


def by_member(actor, inspection: Inspection):
    """The inspectors named in the plan go and look, and write the report."""
    return None if inspection.inspectors.filter(pk=actor.user.pk).exists() else NOT_OF_THE_CHECK


FURTHER |= {
    (Inspection, "approve"): unless("planned_by_id", PLANNER_APPROVES),
    (Inspection, "note"): by_member,
    (Inspection, "conclude"): by_member,
    (SpotFinding, "issue"): unless("noted_by_id", NOTER_ISSUES),
    (SpotFinding, "report"): by_answerable,
}


def has_begun(inspection: Inspection, today) -> bool:
    return inspection.first_day <= today


def may_be_concluded(inspection: Inspection, today) -> bool:
    """It has begun, and of every finding it is decided whether the unit is told."""
    return has_begun(inspection, today) and not inspection.findings.filter(state=SpotFinding.State.NOTED).exists()


TIMELY |= {(Inspection, "note"): has_begun, (Inspection, "conclude"): may_be_concluded}


def can_plan(actor) -> bool:
    """Inspectors plan checks and write findings down."""
    return actor.holds(Role.INSPECTOR)


def can_read_findings(actor) -> bool:
    """Those who watch, and the units that have to put something right."""
    return actor.holds(*SIGN, *UNIT_ROLES)


def can_patrol(actor) -> bool:
    """The room looks through cameras: inspectors and leaders."""
    return actor.holds(*WATCHERS)


def can_look(actor, camera) -> bool:
    """Through the cameras of the units that one watches, as long as they hang there."""
    watches = camera.organisation.path.startswith(actor.watched_path) if can_patrol(actor) else False
    return watches and camera.retired_on is None
