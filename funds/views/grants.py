"""Payment lists at the desk of finance: drafted, sent by a second person, answered by the bank."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import granting
from funds.forms import subsidies as forms
from funds.models import PayList, Programme
from funds.money import yuan
from funds.permissions import subsidies as may
from funds.views.common import (
    NOT_YOUR_DUTY,
    Deed,
    Table,
    denied,
    detail,
    download,
    listing,
    new,
    only,
    posted,
    take,
)
from records import desk, sheets
from records.actions import look
from records.fields import FileForm, PlainForm

PAY_LISTS = Table(
    title=gettext_lazy("Payment lists"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Subsidy programme"), lambda row: row.programme.name),
        (gettext_lazy("Period paid for"), lambda row: row.programme.in_words(row.period)),
        (gettext_lazy("payments"), lambda row: row.count),
        (gettext_lazy("Amount (yuan)"), lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: reverse("funds:pay_list", args=[row.pk]),
    nothing=gettext_lazy("Nothing was paid yet."),
    numeric=(gettext_lazy("Amount (yuan)"), gettext_lazy("payments")),
)


def drafts(actor, row: PayList) -> bool:
    return may.can_draft(actor, row.programme)


DEEDS = {
    "send": Deed(
        PlainForm,
        granting.send,
        lambda actor, row: row.state == PayList.State.DRAFTED and may.can_send(actor, row),
        gettext_lazy("Book and send to the bank"),
        gettext_lazy("Booked; the file for the bank is ready."),
        "seal",
    ),
    "drop": Deed(
        PlainForm,
        granting.drop,
        lambda actor, row: row.state == PayList.State.DRAFTED and drafts(actor, row),
        gettext_lazy("Drop the list"),
        gettext_lazy("Dropped."),
        "stop",
        grave=True,
    ),
}


@require_safe
@only(may.can_work)
def pay_lists(request):
    rows = PayList.objects.visible_to(request.actor).select_related("programme")
    is_payer = Programme.objects.filter(fund__finance__in=request.actor.units).exists()
    add = [(reverse("funds:new_pay_list"), _("New payment list"))] if is_payer else []
    return listing(request, PAY_LISTS, rows, forms.PayListsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def new_pay_list(request):
    form = forms.PayListForm(request.actor, *posted(request))
    if not form.fields["programme"].rows:
        return denied(request, NOT_YOUR_DUTY)
    programme = form.cleaned_data.get("programme") if form.is_bound and form.is_valid() else None
    back = reverse("funds:pay_lists")
    about = {"title": _("New payment list"), "back": back, "saved": _("Drafted; a second person sends it.")}
    return new(
        request,
        form,
        granting.draft,
        programme,
        after=lambda made: reverse("funds:pay_list", args=[made.pk]) if isinstance(made, PayList) else back,
        **about,
    )


def pay_list_of(request, pk) -> PayList:
    related = ("programme__fund", "programme__manager", "voucher", "drafted_by", "decided_by")
    return get_object_or_404(PayList.objects.visible_to(request.actor).select_related(*related), pk=pk)


def pay_list_page(request, row: PayList, refused=None):
    about = {
        "template": "funds/subsidies/pay_list.html",
        "deed_address": "funds:pay_list_deed",
        "grants": row.grants.select_related("line__recipient", "line__roll__village"),
        "total": yuan(row.amount),
        "period": row.programme.in_words(row.period),
        "may_settle": row.state == PayList.State.SENT and drafts(request.actor, row),
        "may_download": row.voucher_id is not None and drafts(request.actor, row),
    }
    return detail(request, row, DEEDS, about, refused)


@require_safe
@only(may.can_work)
def pay_list(request, pk):
    return pay_list_page(request, pay_list_of(request, pk))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def pay_list_deed(request, pk, deed):
    row = pay_list_of(request, pk)
    return take(request, row, deed, DEEDS, pay_list_page, lambda _row: reverse("funds:pay_list", args=[pk]))


@require_safe
@only(may.can_work)
def pay_list_csv(request, pk):
    """The file for the bank, with accounts in clear: for finance alone, and the look is noted."""
    row = pay_list_of(request, pk)
    if row.voucher_id is None or not drafts(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)
    look(row, request.actor, timezone.now())
    return download("\ufeff" + granting.bank_file(row), row.number)


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def settle(request, pk):
    """What the bank says, as a file: all lines or none."""
    row = pay_list_of(request, pk)
    if not drafts(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)

    def take_answers(rows, **about):
        return granting.settle(row, answers=[forms.answer_of(*line) for line in rows], **about)

    page = {"title": _("Answers of the bank"), "saved": _("The answers of the bank are taken in.")}
    page |= {"back": reverse("funds:pay_list", args=[pk]), "columns": sheets.labels(forms.BankRowForm).values()}
    return desk.read_in(request, FileForm(*posted(request)), forms.BankRowForm, take_answers, **page)
