"""What the applicant does: apply, correct, withdraw."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import paperwork
from approvals.actions.branches import end_asking
from approvals.actions.common import letter, lock, next_round, owe
from approvals.flow import NOTICE, NOTICE_DAYS
from approvals.models import Case, Channel, Draft, Item, ItemDocument, Material
from approvals.numbers import case_number
from approvals.permissions import can_correct, can_register, can_withdraw
from approvals.places import handed_in_at
from approvals.renewals import licence_to_renew
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import deed, record
from records.attachments import bind
from records.models import Document
from records.numbers import next_number
from records.refusal import Refused

PAPER = None  # in `materials`: the document was seen on paper at the window


@dataclass(frozen=True)
class Applicant:
    """Who applies and for what, as typed."""

    applicant_name: str
    id_number: str
    telephone: str
    address: str = ""
    request: str = ""


def missing_documents(item: Item, have: set[int]) -> list[ItemDocument]:
    """The mandatory documents that are not among those handed in."""
    return [document for document in item.documents.all() if document.is_required and document.pk not in have]


def hand_in(case: Case, materials: Mapping, *, by, now):
    """Store what was handed in; `materials` maps a document of the item to an own upload or PAPER.

    The digests of the files go into the record, so that a file exchanged later shows.
    """
    own = {document.pk for document in case.item.documents.all()}
    if not {document.pk for document in materials} <= own:
        raise Refused(None, _("A document that does not belong to this item was handed in."))
    Material.objects.bulk_create(
        Material(case=case, document=document, attachment=file, is_paper=file is PAPER, handed_in_at=now)
        for document, file in materials.items()
    )
    files = [file for file in materials.values() if file is not PAPER]
    if files and bind(files, case, by=by, now=now) != len(files):
        raise Refused(None, _("One of the files is not here any more; please upload it again."), field="documents")


@deed(makes=True)
def apply(item: Item, *, by, now, applicant: Applicant, materials: Mapping, place=None, renews=None) -> Case:
    """Hand in an application: online by a citizen, or at the window by a clerk of the unit for somebody.

    An item with first review is handed in at a town or village: `place` when online, the clerk's unit at the window.
    An item that renews licences needs the licence: `renews`.

    Raises Refused without a code when a mandatory document is missing online; at the window the clerk may register an
    incomplete application and hand out the one-time notice.
    """
    place = handed_in_at(item, by, place)
    at_window = can_register(by) and by.works_for(place.pk)
    if by.user is None or (by.is_staff_member and not at_window):
        raise PermissionDenied(_("Applications are handed in by citizens, or at the window of the unit in charge."))
    if item.state != Item.State.PUBLISHED or item.kind not in Item.APPLIED_FOR:
        raise Refused(None, _("This item cannot be applied for any more; please look for it in the guide again."))
    if not (item.is_online or at_window):
        raise Refused(None, _("This item cannot be applied for online; please come to the window."))
    lacking = missing_documents(item, {document.pk for document in materials})
    if lacking and not at_window:
        names = "、".join(document.name for document in lacking)
        raise Refused(None, _("Mandatory documents are missing: %(names)s.") % {"names": names}, field="documents")
    today = timezone.localdate(now)
    renews = licence_to_renew(item, renews, by=by, applicant=applicant, today=today)
    serial = next_number(f"case-{today:%m%d}", today.year)
    case = Case.objects.create(
        number=case_number(today, serial),
        item=item,
        organisation=place,
        origin=place if item.first_review else None,
        channel=Channel.WINDOW if at_window else Channel.ONLINE,
        applicant=None if at_window else by.user,
        submitted_at=now,
        renews=renews,
        **asdict(applicant),
    )
    hand_in(case, materials, by=by, now=now)
    owe(case, NOTICE, NOTICE_DAYS, now=now)
    case.save(update_fields=["step_clock"])
    Draft.objects.filter(user=by.user, item=item).delete()
    record("approvals.case.received", case, actor=by, now=now, number=case.number, item=item.code)
    letter(Document.Kind.RECEIPT, case, paperwork.handed_in(case, materials, case.step_clock), by=by, now=now)
    return case


@deed
def correct(case: Case, *, by, now, materials: Mapping) -> Case:
    """Hand in what the one-time notice asked for; the case waits for acceptance again."""
    case = lock(case, by, now)
    if not can_correct(by, case):
        raise PermissionDenied(_("Only the applicant or the window of the unit corrects an application."))
    case.correct()
    notice = case.corrections.filter(answered_at=None).latest("pk")
    asked = set(notice.missing.values_list("pk", flat=True))
    if lacking := asked - {document.pk for document in materials}:
        names = "、".join(ItemDocument.objects.filter(pk__in=lacking).values_list("name", flat=True))
        message = _("Please hand in everything the notice asked for; still missing: %(names)s.")
        raise Refused(None, message % {"names": names}, field="documents")
    hand_in(case, materials, by=by, now=now)
    notice.answered_at = now
    notice.save(update_fields=["answered_at"])
    owe(case, NOTICE, NOTICE_DAYS, now=now, round=next_round(case, NOTICE))
    case.save(update_fields=["state", "step_clock"])
    record("approvals.case.corrected", case, actor=by, now=now)
    return case


def stop_ringing(case: Case, now):
    """Nothing is owed in this case any more: every clock that still runs falls away."""
    for clock in Deadline.objects.about(case).running():
        deadlines.cancel(clock, now)


@deed
def withdraw(case: Case, *, by, now) -> Case:
    """The applicant takes the application back; its clocks stop ringing."""
    case = lock(case, by, now)
    if not can_withdraw(by, case):
        raise PermissionDenied(_("Only the applicant can withdraw an application."))
    case.withdraw()
    case.closed_at = now
    stop_ringing(case, now)
    end_asking(case, now)
    case.save(update_fields=["state", "closed_at"])
    record("approvals.case.withdrawn", case, actor=by, now=now)
    return case
