"""Movements of owners' systems at the desk: read in, looked at by a second person, booked."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import importing
from funds.bankfiles import TOTAL
from funds.forms import movements as forms
from funds.models import Delivery, Fund
from funds.movements import KINDS, Row
from funds.permissions import can_look
from funds.permissions.checks import can_book_delivery, can_deliver, can_drop_delivery
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, only, posted, take
from funds.views.desk import address, seen_fund
from funds.views.quotas import AMOUNT
from records import desk
from records.desk import local, who
from records.fields import FileForm, PlainForm, ReasonForm
from records.refusal import Faulty, RowFault

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
    form = FileForm(*posted(request))

    def deliver(rows, **about) -> Delivery:
        return importing.deliver(fund, batch_of(rows, form.cleaned_data["file"].name), **about)

    page = {"title": _("Read in movements"), "saved": _("Read in and tried out; a second person books it.")}
    page |= {"back": reverse("funds:fund", args=[fund.code]), "above": fund.name, "after": address("delivery")}
    page |= {"pattern": reverse("funds:movements_pattern"), "nav_at": reverse("funds:deliveries")}
    page["template"] = "funds/desk/delivery_new.html"
    return desk.read_in(request, form, forms.form_of, deliver, **page)


def batch_of(rows: list[tuple[int, dict]], name: str) -> importing.Batch:
    """The movements, and what the last line says of them. Raises Faulty unless it alone holds a total."""
    *movements, (last, total) = rows
    if [line for line, row in rows if row["number"] == TOTAL] != [last]:
        words = _("The last line must hold the total: 合计, number of movements, amount.")
        raise Faulty([RowFault(last, "number", words)])
    movements = [(line, Row(**cleaned)) for line, cleaned in movements]
    return importing.Batch(name, movements, total["kind"], total["amount"], last)


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
    return desk.pattern(_("Movements"), forms.MovementForm, EXAMPLE, total)


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
        (_("Decided by"), who(row.decided_by, row.decided_at)),
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
