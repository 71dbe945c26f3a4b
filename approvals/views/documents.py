"""Official documents as they were issued, on one A4 page each, for everybody who may see what they are about."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import sheets
from approvals.forms.ledger import CopiesForm
from approvals.models import Case, Levy, Licence, Penalty, Slip
from records.actions import note_printing
from records.models import Document, Entry
from records.refusal import Refused

SUBJECTS = [Case, Penalty, Levy, Slip, Licence]  # what documents are about; each knows who may see it
BACK = {Penalty: "approvals:penalty", Levy: "approvals:levy", Slip: "approvals:slip"}


def visible_document(request, pk) -> Document:
    """The document, or 404. Its subject is looked at first, so that one table is asked, not four."""
    issued = Document.objects.select_related("organisation", "subject_type")
    found = get_object_or_404(issued, pk=pk)
    model = found.subject_type.model_class()
    seen = model in SUBJECTS and model.objects.visible_to(request.actor).filter(pk=found.subject_id)
    get_object_or_404(seen or Case.objects.none())
    return found


@require_safe
def document(request, pk):
    """One document on A4; staff may note in the print register how many copies they print."""
    found = visible_document(request, pk)
    return show(request, found, CopiesForm() if request.actor.is_staff_member else None)


def show(request, found, form, *, status=200):
    """The sheet with its square code, and the way back to what it is about."""
    page = sheets.about(found) | {
        "document": found,
        "form": form,
        "code_url": code_url(request, found),
        "check_code": check_code_of(found),
        "back_to": back_to(request, found),
        "digest": digest_of_entry(found),
        "print_now": "print" in request.GET,
    }
    return render(request, "approvals/document.html", page, status=status)


def digest_of_entry(found) -> str:
    """What the receipt proves: the digest of the entry “handed in”, to be checked against the seals of the record."""
    if found.kind != Document.Kind.RECEIPT:
        return ""
    entries = Entry.objects.filter(subject_type=found.subject_type, subject_id=found.subject_id)
    return entries.filter(verb="approvals.case.received").values_list("digest", flat=True).first() or ""


def back_to(request, found) -> str:
    """The page of the penalty, levy, slip or licence; "" for documents about cases, which have pages on both sides."""
    model = found.subject_type.model_class()
    if model is Licence and not request.actor.is_staff_member:
        return reverse("approvals:my_licences")
    if model is Licence:
        return reverse("approvals:desk_licence", args=[found.body["licence"]])
    name = BACK.get(model)
    return reverse(name, args=[found.subject_id]) if name else ""


def code_url(request, found) -> str:
    """The address inside the square code: of the receipt its progress, of licence and slip whether they are valid."""
    if found.kind == Document.Kind.SLIP:
        page = reverse("approvals:slip_shown", args=[found.body["slip"]])
        return request.build_absolute_uri(f"{page}?{urlencode({'code': found.body['code']})}")
    if check_code := check_code_of(found):
        page = reverse("approvals:verify_licence", args=[found.body["licence"]])
        return request.build_absolute_uri(f"{page}?{urlencode({'code': check_code})}")
    if found.kind != Document.Kind.RECEIPT:
        return ""
    case = Case(number=found.body["case"])
    query = urlencode({"number": case.number, "code": case.query_code})
    return request.build_absolute_uri(f"{reverse('approvals:progress')}?{query}")


def check_code_of(found) -> str:
    """The code with which anybody checks the licence or the slip; "" for other documents."""
    if found.kind == Document.Kind.SLIP:
        return found.body["code"]
    return Licence(number=found.body["licence"]).check_code if found.kind == Document.Kind.LICENCE else ""


@require_POST
def print_document(request, pk):
    """Write the copies into the print register, then open the page that prints."""
    found = visible_document(request, pk)
    if not request.actor.is_staff_member:
        raise PermissionDenied(_("The print register is kept by the office."))
    form = CopiesForm(request.POST)
    if form.is_valid() and noted(request, found, form):
        return redirect(f"{reverse('approvals:document', args=[found.pk])}?print=1")
    return show(request, found, form, status=422)


def noted(request, found, form) -> bool:
    """The line of the print register; what speaks against it goes into the form."""
    asked = form.cleaned_data
    try:
        note_printing(found, by=request.actor, now=timezone.now(), copies=asked["copies"], key=asked["key"])
    except Refused as refusal:
        form.add_error("copies", str(refusal.message))
    return not form.errors
