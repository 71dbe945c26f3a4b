"""The pages of the desk for information requests and their papers."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import clocks, permissions
from disclosure.actions import answering
from disclosure.forms import desk as forms
from disclosure.models import (
    InfoRequest,
)
from disclosure.views.common import files_of, only_staff
from disclosure.views.deeds import address, clock_words, deed
from records.actions import look
from records.desk import detail, local, take, who
from records.fields import PlainForm, ReasonForm
from records.models import Document

# requests

S = InfoRequest.State


def extendable(actor, row) -> bool:
    return permissions.can_handle(actor, row) and row.extension_days is None


def waits_for_extension(actor, row) -> bool:
    return row.extension_days is not None and not row.was_extended and permissions.can_extend(actor, row)


def correctable(actor, row) -> bool:
    return permissions.can_handle(actor, row) and not row.correction


def consultable(actor, row) -> bool:
    return permissions.can_handle(actor, row) and not row.third_party


REQUEST_DEEDS = {
    "sign": deed(
        PlainForm,
        answering.sign,
        permissions.can_sign,
        [S.DRAFTED],
        gettext_lazy("Sign the answer"),
        gettext_lazy("Signed; the answer has its number."),
        "seal",
    ),
    "return": deed(
        ReasonForm,
        answering.send_back,
        permissions.can_sign,
        [S.DRAFTED],
        gettext_lazy("Send the written answer back"),
        gettext_lazy("Sent back with the reason."),
        "down",
        grave=True,
    ),
    "write": deed(
        forms.AnswerForm,
        answering.write,
        permissions.can_handle,
        [S.RECEIVED],
        gettext_lazy("Write the answer"),
        gettext_lazy("Saved; somebody else signs it."),
        "edit",
        of_row=True,
    ),
    "approve-longer": deed(
        PlainForm,
        answering.approve_extension,
        waits_for_extension,
        [S.RECEIVED],
        gettext_lazy("Approve the longer term"),
        gettext_lazy("Extended; the applicant is told."),
        "clock",
    ),
    "correction": deed(
        forms.CorrectionForm,
        answering.ask_correction,
        correctable,
        [S.RECEIVED],
        gettext_lazy("Ask the applicant to complete it"),
        gettext_lazy("Asked; the term stops until it is corrected."),
        "down",
    ),
    "third-party": deed(
        forms.ThirdPartyForm,
        answering.consult,
        consultable,
        [S.RECEIVED],
        gettext_lazy("Ask a third party"),
        gettext_lazy("Asked; its fifteen working days do not count."),
        "user",
    ),
    "longer": deed(
        forms.LongerForm,
        answering.propose_extension,
        extendable,
        [S.RECEIVED],
        gettext_lazy("Ask for a longer term"),
        gettext_lazy("Asked; somebody who signs approves it."),
        "clock",
    ),
    "heard": deed(
        forms.HeardForm,
        answering.hear,
        permissions.can_handle,
        [S.CONSULTING],
        gettext_lazy("The third party has answered"),
        gettext_lazy("Noted; the term goes on."),
        "check",
    ),
    "review": deed(
        forms.ReviewForm,
        answering.note_review,
        permissions.can_handle,
        [S.ANSWERED],
        gettext_lazy("Note a reconsideration or suit"),
        gettext_lazy("Noted for the yearly report."),
        "flag",
    ),
}


def request_of(actor, number) -> InfoRequest:
    rows = InfoRequest.objects.visible_to(actor)
    return get_object_or_404(rows.select_related("organisation__parent", "drafted_by", "answered_by"), number=number)


@require_safe
@only_staff
def info_request(request, number):
    row = request_of(request.actor, number)
    if permissions.can_handle(request.actor, row):
        look(row, request.actor, timezone.now())
    return request_page(request, row)


@require_http_methods(["GET", "POST"])
@only_staff
def request_deed(request, number, deed):
    return take(request, request_of(request.actor, number), deed, REQUEST_DEEDS, request_page, address)


def request_page(request, row, refused=None):
    papers = [
        [(reverse("disclosure:desk_paper", args=[paper.pk]), paper.title), paper.number, local(paper.issued_at)]
        for paper in Document.objects.about(row).order_by("pk")
    ]
    heads = [(_("Paper issued"), False), (_("document number"), False), (_("issued at"), False)]
    about = {
        "title": row.number,
        "lamp": (row.tone, row.get_state_display()),
        "clocks": clock_words(row, clocks.ANSWER),
        "facts": facts_of(request.actor, row),
        "sections": [(_("Answer"), row.answer.split("\n"))] if row.answer else [],
        "tables": [(_("Papers of the request"), heads, papers)],
        "files": files_of(row),
        "deed_key": row.number,
        "deed_address": "disclosure:request_deed",
        "back": (reverse("disclosure:desk_requests"), _("Information requests")),
        "nav_at": reverse("disclosure:desk_requests"),
    }
    return detail(request, row, REQUEST_DEEDS, about, refused)


def facts_of(actor, row) -> list[tuple]:
    """What is known of a request; who asked is for the unit alone, and every look is recorded."""
    contact = row.applicant.contact if permissions.can_handle(actor, row) else {}
    hidden = _("sealed; the unit that is asked reads it")
    asker = " ".join(filter(None, contact.values())) if contact else hidden
    return [
        (_("information that is wanted"), row.content),
        (_("Unit"), row.organisation.name),
        (_("asked by"), f"{row.get_asked_as_display()}：{asker}"),
        (_("form of the information"), row.form),
        (_("how the answer is received"), row.get_way_display()),
        (_("received at"), row.received_at),
        (_("term counts from"), row.begun_on),
        (_("what has to be corrected"), row.correction),
        (_("to be corrected by"), row.correct_by if row.state == S.CORRECTING else ""),
        (_("third party"), row.third_party),
        (_("third party answers by"), row.third_by if row.state == S.CONSULTING else ""),
        (_("what the third party said"), row.third_words),
        (_("longer by (working days)"), row.extension_days),
        (_("reason of the longer term"), row.extension_reason),
        (_("outcome"), row.get_outcome_display()),
        (_("written by"), who(row.drafted_by, row.drafted_at)),
        (_("signed by"), who(row.answered_by, row.answered_at)),
        (_("Reason"), row.reason),
    ]


@require_safe
@only_staff
def paper(request, pk):
    """A letter, for those who may see the request; to whom it goes, only the unit that answers reads."""
    found = get_object_or_404(Document.objects.select_related("organisation"), pk=pk, kind=Document.Kind.OPENNESS)
    row = get_object_or_404(InfoRequest.objects.visible_to(request.actor), pk=found.subject_id)
    about = {"document": found, "back": row.address}
    if permissions.can_handle(request.actor, row):
        look(row, request.actor, timezone.now())
        about["name"] = row.applicant.contact["name"]
    return render(request, "disclosure/requests/paper.html", about)
