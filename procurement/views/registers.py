"""The registers at the desk: applications of firms, what is known of a firm, workbooks, open records."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from procurement.actions import Firm, entering
from procurement.forms import registers as forms
from procurement.models import Business, CreditRecord, OpenRecord, Ownership, Party, Registration
from procurement.permissions_registers import (
    can_check,
    can_enter,
    can_keep_registers,
    can_open_records,
    can_read_registers,
)
from procurement.views.common import NOT_YOUR_DUTY, only
from records import desk
from records.desk import Deed, Table, detail, listing, new, posted, take
from records.fields import FileForm
from records.models import Attachment

TONES = {"applied": "warn", "checked": "warn", "registered": "ok", "refused": "done"}


def address(name: str):
    return lambda row: reverse(f"procurement:{name}", args=[row.pk])


def businesses(row) -> str:
    return "、".join(str(Business(value).label) for value in row.businesses)


REGISTRATIONS = Table(
    title=gettext_lazy("Applications of firms"),
    columns=[
        (gettext_lazy("Firm"), lambda row: row.name),
        (gettext_lazy("Unified social credit code"), lambda row: row.code),
        (gettext_lazy("Businesses"), businesses),
        (gettext_lazy("Applied"), lambda row: f"{timezone.localtime(row.applied_at):%Y-%m-%d}"),
    ],
    lamp=lambda row: (TONES[row.state], row.get_state_display()),
    link=address("registration"),
    nothing=gettext_lazy("No firm has applied yet."),
)
REGISTRATION_DEEDS = {
    "check": Deed(
        forms.OpinionForm,
        entering.check_papers,
        can_check,
        gettext_lazy("The papers are in order"),
        gettext_lazy("Checked; a second person enters the firm."),
    ),
    "enter": Deed(
        forms.PlainForm,
        entering.enter,
        can_enter,
        gettext_lazy("Enter the firm into the register"),
        gettext_lazy("The firm stands in the register."),
        "seal",
    ),
    "refuse": Deed(
        forms.ReasonForm,
        entering.refuse,
        lambda actor, row: can_check(actor, row) or can_enter(actor, row),
        gettext_lazy("Refuse"),
        gettext_lazy("Refused; the applicant sees the reason."),
        "stop",
        grave=True,
    ),
}


@require_safe
@only(can_read_registers)
def registrations(request):
    rows = Registration.objects.order_by("-pk")
    return listing(request, REGISTRATIONS, rows, forms.RegistrationsForm(request.GET))


def registration_page(request, row: Registration, refused=None):
    facts = [
        (_("Unified social credit code"), row.code),
        (_("Legal representative"), row.legal_representative),
        (_("Founded on"), row.founded_on),
        (_("Address"), row.address),
        (_("Telephone"), row.telephone),
        (_("Businesses"), businesses(row)),
        (_("Qualifications"), row.qualifications),
        (_("Applicant"), f"{row.applied_by} {row.title}"),
        (_("Applied"), row.applied_at),
        (_("Checked"), f"{row.checked_by} {timezone.localtime(row.checked_at):%Y-%m-%d}" if row.checked_at else ""),
        (_("Opinion"), row.opinion),
    ]
    about = {
        "title": row.name,
        "lamp": REGISTRATIONS.lamp(row),
        "facts": facts,
        "files": Attachment.objects.about(row),
        "back": (reverse("procurement:registrations"), REGISTRATIONS.title),
        "deed_address": "procurement:registration_deed",
    }
    return detail(request, row, REGISTRATION_DEEDS, about, refused)


def registration_of(pk) -> Registration:
    return get_object_or_404(Registration.objects.select_related("applied_by", "checked_by"), pk=pk)


@require_safe
@only(can_read_registers)
def registration(request, pk):
    return registration_page(request, registration_of(pk))


@require_http_methods(["GET", "POST"])
@only(can_read_registers)
def registration_deed(request, pk, deed):
    row = registration_of(pk)
    return take(request, row, deed, REGISTRATION_DEEDS, registration_page, address("registration"))


def keeps(actor, row) -> bool:
    return can_keep_registers(actor)


FIRM_DEEDS = {
    "certify": Deed(
        forms.CertificateForm,
        entering.certify,
        keeps,
        gettext_lazy("Add a qualification"),
        gettext_lazy("Noted."),
        "plus",
    ),
    "employ": Deed(
        forms.PractitionerForm, entering.employ, keeps, gettext_lazy("Add a person"), gettext_lazy("Noted."), "user"
    ),
    "own": Deed(
        forms.OwnershipForm, entering.own, keeps, gettext_lazy("Add a subsidiary"), gettext_lazy("Noted."), "building"
    ),
    "credit": Deed(
        forms.CreditRecordForm,
        entering.note_credit,
        keeps,
        gettext_lazy("Add to the credit record"),
        gettext_lazy("Noted."),
        "star",
    ),
}


def firm_page(request, row: Party, refused=None):
    """What the registers know of a firm besides its people."""
    sections = [
        (_("Qualifications"), [f"{one} {one.number}" for one in row.qualifications.all()]),
        (_("People of the trade"), [f"{one} {one.profession} {one.number}" for one in row.practitioners.all()]),
        (_("Group"), group_lines(row)),
        (_("Credit record"), [credit_line(one) for one in row.credit_records.all()]),
        (
            _("Bad behaviour"),
            [f"{one.number} {one.act}（{one.get_state_display()}）" for one in row.misconducts.all()],
        ),
    ]
    facts = [
        (_("Unified social credit code"), row.code),
        (_("Legal representative"), row.legal_representative),
        (_("Businesses"), businesses(row)),
    ]
    about = {
        "title": row.name,
        "facts": facts,
        "sections": sections,
        "links": [(reverse("procurement:credit_firm", args=[row.code]), _("The public page"))],
        "back": (reverse("procurement:firm", args=[row.pk]), row.name),
        "deed_address": "procurement:firm_deed",
    }
    return detail(request, row, FIRM_DEEDS, about, refused)


def group_lines(row: Party) -> list[str]:
    owned = Ownership.objects.filter(parent=row, ended_on=None).select_related("child")
    owners = Ownership.objects.filter(child=row, ended_on=None).select_related("parent")
    below = [_("owns %(firm)s") % {"firm": one.child} for one in owned]
    return below + [_("owned by %(firm)s") % {"firm": one.parent} for one in owners]


def credit_line(row: CreditRecord) -> str:
    return f"{row.decided_on} {row.get_kind_display()}：{row.text}"


@require_safe
@only(can_read_registers)
def firm_record(request, pk):
    return firm_page(request, get_object_or_404(Party, pk=pk))


@require_http_methods(["GET", "POST"])
@only(can_read_registers)
def firm_deed(request, pk, deed):
    return take(request, get_object_or_404(Party, pk=pk), deed, FIRM_DEEDS, firm_page, address("firm_record"))


@require_http_methods(["GET", "POST"])
@only(can_keep_registers, NOT_YOUR_DUTY)
def load(request):
    """A workbook of firms: all rows or none, every fault with row, column and cure."""
    form = FileForm(*posted(request))
    columns = ("code", "name") if form.is_bound else ()
    known = {name: set(Party.objects.values_list(name, flat=True)) for name in columns}

    def register(rows, **about) -> int:
        entering.register_many(request.actor.organisation, [Firm(**row) for _number, row in rows], **about)
        return len(rows)

    page = {"title": _("Read in firms"), "saved": _("%(count)s firms are registered."), "above": _("Market parties")}
    page |= {"back": reverse("procurement:firms"), "pattern": reverse("procurement:firms_pattern")}
    page["template"] = "procurement/registers/import.html"
    return desk.read_in(request, form, partial(forms.FirmRowForm, known=known), register, **page)


@require_safe
@only(can_keep_registers, NOT_YOUR_DUTY)
def pattern(request):
    """An empty workbook with the right headers."""
    return desk.pattern(_("Firms to be registered"), forms.FirmRowForm)


OPEN_RECORDS = Table(
    title=gettext_lazy("Project and credit information"),
    columns=[
        (gettext_lazy("Title"), lambda row: row.title),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("number of the document"), lambda row: row.number),
        (gettext_lazy("Office"), lambda row: row.organisation.short_name),
        (gettext_lazy("Date"), lambda row: row.happened_on.isoformat()),
    ],
    lamp=lambda row: ("done", _("withdrawn")) if row.withdrawn_at else ("ok", _("public")),
    link=address("desk_open_record"),
    nothing=gettext_lazy("Your office has published nothing yet."),
)


def own_record(actor, row) -> bool:
    return row.withdrawn_at is None and can_open_records(actor) and actor.works_for(row.organisation_id)


OPEN_DEEDS = {
    "withdraw": Deed(
        forms.ReasonForm,
        entering.withdraw,
        own_record,
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "stop",
        grave=True,
    )
}


def seen_records(actor):
    rows = OpenRecord.objects.select_related("organisation", "party")
    return rows.filter(organisation__in=actor.units) if can_open_records(actor) else rows


def reads_open_records(actor) -> bool:
    return can_open_records(actor) or can_read_registers(actor)


@require_safe
@only(reads_open_records)
def open_records(request):
    rows = seen_records(request.actor).order_by("-happened_on", "-pk")
    add = [(reverse("procurement:new_open_record"), _("Publish"))] if can_open_records(request.actor) else []
    return listing(request, OPEN_RECORDS, rows, forms.OpenRecordsForm(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_open_records, NOT_YOUR_DUTY)
def new_open_record(request):
    return new(
        request,
        forms.OpenRecordForm(request.POST if request.method == "POST" else None),
        entering.publish,
        request.actor.organisation,
        title=_("Publish project information"),
        back=reverse("procurement:open_records"),
        saved=_("Published."),
        after=address("desk_open_record"),
    )


def open_record_page(request, row: OpenRecord, refused=None):
    facts = [
        (_("Kind"), row.get_kind_display()),
        (_("number of the document"), row.number),
        (_("Office"), row.organisation.name),
        (_("Date"), row.happened_on),
        (_("Firm"), row.party or ""),
        (_("text"), row.text),
        (_("published at"), row.published_at),
        (_("withdrawn"), row.withdrawn_reason),
    ]
    about = {
        "title": row.title,
        "lamp": OPEN_RECORDS.lamp(row),
        "facts": facts,
        "links": []
        if row.withdrawn_at
        else [(reverse("procurement:open_record", args=[row.pk]), _("The public page"))],
        "back": (reverse("procurement:open_records"), OPEN_RECORDS.title),
        "deed_address": "procurement:open_record_deed",
    }
    return detail(request, row, OPEN_DEEDS, about, refused)


@require_safe
@only(reads_open_records)
def open_record(request, pk):
    return open_record_page(request, get_object_or_404(seen_records(request.actor), pk=pk))


@require_http_methods(["GET", "POST"])
@only(reads_open_records)
def open_record_deed(request, pk, deed):
    row = get_object_or_404(seen_records(request.actor), pk=pk)
    return take(request, row, deed, OPEN_DEEDS, open_record_page, address("desk_open_record"))
