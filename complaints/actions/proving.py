"""What the handling of a complaint established: proven or not, by whom, where a camera saw it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Organisation
from complaints.actions.common import lock
from complaints.models import Order, Proof
from complaints.permissions_voices import can_establish
from records.actions import deed, record
from records.deeds import needed
from records.refusal import Refused


@dataclass(frozen=True)
class Established:
    """What is written down. The camera is a reference: its place, the time of the picture, the number of the clip."""

    verdict: str
    facts: str
    basis: str = ""
    accused: Organisation | None = None
    camera_place: str = ""
    camera_at: datetime | None = None
    camera_clip: str = ""


@deed(makes=True)
def establish(order: Order, *, by, now, said: Established) -> Proof:
    """Write down what was established. What is proven names what was broken and the unit; supervision is told."""
    order = lock(order, by, now)
    if not can_establish(by, order):
        raise PermissionDenied(_("What is proven is established by whoever handles the order, or by supervision."))
    check(said, now)
    unit = said.accused or order.accused
    holds = said.verdict in Proof.HOLDS
    if holds and unit is None:
        raise Refused(None, _("Name the unit that is to blame."), field="accused")
    proof = Proof.objects.create(
        order=order,
        verdict=said.verdict,
        facts=said.facts.strip(),
        basis=said.basis.strip(),
        accused=unit if holds else None,
        camera_place=said.camera_place.strip(),
        camera_at=said.camera_at,
        camera_clip=said.camera_clip.strip(),
        established_at=now,
        established_by=by.user,
        organisation=by.organisation,
    )
    detail = {"verdict": proof.verdict, "accused": unit.pk if holds else None}
    record("complaints.order.established", order, actor=by, now=now, **detail)
    return proof


def check(said: Established, now):
    """Raise Refused that names the field."""
    if said.verdict not in Proof.Verdict.values:
        raise Refused(None, _("Please choose one."), field="verdict")
    needed(said.facts, "facts", _("Write down what was found."))
    if said.verdict in Proof.HOLDS:
        needed(said.basis, "basis", _("Give the article or the document that was broken."))
    if said.camera_at is not None and said.camera_at > now:
        raise Refused(None, _("This time has not come yet."), field="camera_at")
