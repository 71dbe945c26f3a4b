"""Movements of owners' systems at the desk: read in, looked at by a second person, booked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from funds.actions import importing
from funds.bankfiles import MOST_BYTES, TOTAL
from funds.forms import movements as forms
from funds.models import Delivery, Fund
from funds.money import yuan
from funds.movements import KINDS, Row
from funds.permissions import can_look
from funds.permissions.checks import can_book_delivery, can_deliver, can_drop_delivery
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, blame, denied, detail, listing, only, posted, sent, take
from funds.views.desk import address, seen_fund
from funds.views.proposals import local
from funds.views.quotas import AMOUNT
from records import sheets
from records.fields import PlainForm, ReasonForm
from records.refusal import Refused
from records.workbook import Fault, Reading

S = Delivery.State
SHOWN = 200  # rows of a delivery on its page
DELIVERIES = Table(
    title=gettext_lazy("Movements of other systems"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Fund"), lambda row: row.fund.name),
        (gettext_lazy("file"), lambda row: row.name),
        (gettext_lazy("Source system"), lambda row: row.origin or _("read in at the desk")),
        (gettext_lazy("movements"), lambda row: row.count),
        (AMOUNT, lambda row: row.fund.shown(row.total)),
        (gettext_lazy("taken in at"), lambda row: local(row.read_at)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("delivery"),
    nothing=gettext_lazy("No file was read in yet."),
    numeric=(gettext_lazy("movements"), AMOUNT),
)


@require_safe
@only(can_look)
def deliveries(request):
    rows = Delivery.objects.visible_to(request.actor).select_related("fund").defer("rows")
    return listing(request, DELIVERIES, rows, forms.DeliveriesFilter(request.GET))


@require_http_methods(["GET", "POST"])
@only(can_look)
def new_delivery(request, code):
    """GET asks for the file; POST takes all of it, or says sheet, row and column of what is wrong."""
    fund = seen_fund(request.actor, code)
    if not can_deliver(request.actor, fund):
        return denied(request, NOT_YOUR_DUTY)
    form, faults, found = forms.DeliveryForm(*posted(request)), [], Reading()
    if form.is_bound and form.is_valid():
        try:
            found, faults = read(form.cleaned_data["file"])
            if not faults:
                about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
                made = importing.deliver(fund, batch_of(found, form.cleaned_data["file"].name), **about)
                messages.success(request, _("Read in and tried out; a second person books it."))
                return redirect("funds:delivery", made.pk)
        except importing.Faulty as faulty:
            faults = told(faulty, found)
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "faults": faults, "title": _("Read in movements"), "fund": fund, "sheet": found.sheet}
    page |= {"back": reverse("funds:fund", args=[fund.code]), "above": fund.name}
    page |= {"pattern": reverse("funds:movements_pattern"), "nav_at": reverse("funds:deliveries")}
    return render(request, "funds/desk/delivery_new.html", page, status=422 if form.is_bound else 200)


def read(upload) -> tuple[Reading, list[Fault]]:
    """The rows of a file. Raises Refused for a file that is too large before a byte of it is read."""
    if upload.size > MOST_BYTES:
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."), field="file")
    found = sheets.read(upload, forms.form_of)
    if not found.faults:
        _check_last(found)
    return found, found.faults


def _check_last(found: Reading):
    """One line with the total, and it is the last one."""
    totals = [line for line, row in found.rows if row["number"] == TOTAL]
    if not totals or len(totals) > 1 or totals[0] != found.rows[-1][0]:
        words = _("The last line must hold the total: 合计, number of movements, amount.")
        found.blame(found.rows[-1][0], str(forms.LABELS["number"]), words)


def batch_of(found: Reading, name: str) -> importing.Batch:
    *rows, (last, total) = found.rows
    rows = [(line, Row(**cleaned)) for line, cleaned in rows]
    return importing.Batch(name, rows, total["kind"], total["amount"], last)


def told(faulty: importing.Faulty, found: Reading) -> list[Fault]:
    """The faults of the ledger with the words of their columns and what stands in the cell."""
    cells = dict(found.rows)
    shown = []
    for fault in faulty.faults:
        value = cells.get(fault.row, {}).get(fault.field, "")
        value = yuan(value) if fault.field == "amount" and value else str(value)
        shown.append(Fault(fault.row, str(forms.LABELS.get(fault.field, "")), fault.message, value))
    return shown


EXAMPLE = {
    "number": "PZ-0001",
    "kind": "拨付",
    "day": "2026-03-12",
    "out_of": "农业农村局",
    "into": "农业农村局",
    "project": "产业路",
    "amount": "100000.00",
    "words": "第一批工程款",
}


@require_safe
@only(can_look)
def pattern(request):
    """A workbook with the headers, one example and the line with the total."""
    total = {"number": TOTAL, "kind": 1, "amount": EXAMPLE["amount"]}
    rows = [[row.get(name, "") for name in forms.LABELS] for row in (EXAMPLE, total)]
    return xlsx_response(str(_("Movements")), forms.LABELS.values(), rows)


DEEDS = {
    "confirm": Deed(
        PlainForm,
        importing.confirm_delivery,
        lambda actor, row: row.state == S.READ and can_book_delivery(actor, row),
        gettext_lazy("Agree and book"),
        gettext_lazy("Booked: every row has its voucher."),
        "seal",
    ),
    "drop": Deed(
        ReasonForm,
        importing.drop_delivery,
        lambda actor, row: row.state == S.READ and can_drop_delivery(actor, row),
        gettext_lazy("Drop it"),
        gettext_lazy("Dropped; nothing of it is booked."),
        "stop",
        grave=True,
    ),
}


def seen_delivery(actor, pk) -> Delivery:
    rows = Delivery.objects.visible_to(actor).select_related("fund__finance", "read_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def delivery_page(request, row: Delivery, refused=None):
    booked = {one.number: one.voucher for one in row.movements.select_related("voucher")}
    names = ["number", "kind", "day", "out_of", "into", "project", "words", "amount"]
    headers = [(_("Row"), False), *((forms.LABELS[name], name == "amount") for name in names), (_("Voucher"), False)]
    facts = [
        (_("Fund"), row.fund.name),
        (_("file"), row.name),
        (_("Source system"), row.origin),
        (_("movements"), row.count),
        (_("Total"), row.fund.in_words(row.total)),
        (_("taken in at"), f"{row.read_by or ''} {local(row.read_at)}"),
        (_("Decided by"), f"{row.decided_by} {local(row.decided_at)}" if row.decided_by else ""),
        (_("Reason"), row.reason),
        (_("digest"), row.digest),
    ]
    about = {
        "title": _("Delivery %(number)s") % {"number": row},
        "lamp": DELIVERIES.lamp(row),
        "facts": facts,
        "tables": [
            (_("Movements"), headers, [cells(row.fund, line, kept, booked) for line, kept in row.rows[:SHOWN]])
        ],
        "back": (reverse("funds:deliveries"), DELIVERIES.title),
        "deed_address": "funds:delivery_deed",
        "nav_at": reverse("funds:deliveries"),
    }
    return detail(request, row, DEEDS, about, refused)


def cells(fund: Fund, line: int, kept: dict, booked: dict) -> list:
    voucher = booked.get(kept["number"])
    link = (reverse("funds:voucher", args=[voucher.pk]), voucher.number) if voucher else "—"
    middle = [kept["day"], kept["out_of"], kept["into"], kept["project"], kept["words"], fund.shown(kept["amount"])]
    return [line, kept["number"], KINDS[kept["kind"]], *middle, link]


@require_safe
@only(can_look)
def delivery(request, pk):
    return delivery_page(request, seen_delivery(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def delivery_deed(request, pk, deed):
    return take(request, seen_delivery(request.actor, pk), deed, DEEDS, delivery_page, address("delivery"))
