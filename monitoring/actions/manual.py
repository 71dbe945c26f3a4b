"""Cards by hand: what an inspector saw on a spot check or through a camera, with basis, evidence and a name."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from approvals.models import Case
from complaints.models import Order
from monitoring.actions.cameras import hang_shots
from monitoring.actions.cards import keep
from monitoring.issue import issue
from monitoring.models import Card, Finding, Level
from monitoring.permissions_cards import can_propose
from monitoring.rules import versions_in_force
from records.actions import deed
from records.deeds import needed
from records.refusal import Refused

RULE = "M1"


@dataclass(frozen=True)
class Proposal:
    """What a card by hand states. The camera is a reference to a place and a time, or to a clip that is kept."""

    level: str
    responsible: User
    facts: str
    basis: str
    case: Case | None = None
    order: Order | None = None  # the complaint that brought it to light
    camera_place: str = ""
    camera_at: datetime | None = None
    camera_clip: str = ""
    lock: bool = False

    @property
    def camera(self) -> dict:
        said = {"place": self.camera_place, "at": self.camera_at, "clip": self.camera_clip}
        return {name: value for name, value in said.items() if value}


@deed(makes=True)
def propose(unit: Organisation, *, by, now, said: Proposal, files=(), shots=()) -> Card:
    """Write a card down; it waits for a second person, and the unit does not see it before."""
    check(unit, said, by, now)
    version = versions_in_force(timezone.localdate(now)).get(RULE)
    if version is None:
        raise Refused(None, _("The rule for cards by hand is switched off."))
    finding = Finding(
        rule=version,
        code=RULE,
        level=said.level,
        occurrence=f"by-hand:{now.timestamp():.6f}:{by.user.pk}",
        subject=said.case or said.order or unit,
        organisation=unit,
        responsible=said.responsible,
        effective_on=timezone.localdate(said.camera_at or now),
        issued_at=now,
        evidence=evidence(said),
    )
    [card] = issue([finding], now, by)
    keep(files, card, "evidence", by=by, now=now)
    hang_shots(shots, card, by=by, now=now)
    return card


def evidence(said: Proposal) -> dict:
    """What the card stands on: the words, the picture, and the complaint, where there is one."""
    words = {"facts": said.facts.strip(), "basis": said.basis.strip(), "camera": said.camera, "lock": said.lock}
    return words | ({"order": said.order.number} if said.order else {})


def check(unit: Organisation, said: Proposal, by, now):
    """Raise PermissionDenied or Refused, on the field that is wrong."""
    if not can_propose(by) or not unit.path.startswith(by.watched_path):
        raise PermissionDenied(_("Only an inspector proposes cards, for the units he watches."))
    if said.level not in (Level.YELLOW, Level.RED):
        raise Refused(None, _("Choose the colour of the card."), field="level")
    needed(said.facts, "facts", _("Write down what was found."))
    needed(said.basis, "basis", _("Give the article or the document that was broken."))
    if not said.responsible.posts.filter(organisation=unit).exists():
        raise Refused(None, _("The responsible person belongs to another unit."), field="responsible")
    if said.case is not None and said.case.organisation_id != unit.pk:
        raise Refused(None, _("This case belongs to another unit."), field="case")
    if said.order is not None and unit.pk not in (said.order.accused_id, said.order.organisation_id):
        raise Refused(None, _("This order is not about this unit."), field="order")
    if said.lock and said.case is None:
        raise Refused(None, _("Only a case can be locked: give its number."), field="case")
    if said.camera_at is not None and said.camera_at > now:
        raise Refused(None, _("This time has not come yet."), field="camera_at")
