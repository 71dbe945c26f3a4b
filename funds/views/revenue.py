"""Non-tax revenue at the desks: fees, cash to be handed over, the bank's lists and what does not agree."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deadlines.models import Deadline
from funds import unconfirmed
from funds.actions import collecting
from funds.forms import revenue as forms
from funds.models import BankEntry, Collection, FeeMatter, Purse
from funds.money import yuan
from funds.permissions import revenue as may
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, detail, listing, new, only, posted, take
from records import desk, sheets
from records.fields import FileForm

AMOUNT = gettext_lazy("Amount (yuan)")
WAITED = gettext_lazy("Waiting (working days)")
FEES = Table(
    title=gettext_lazy("Fees collected"),
    columns=[
        (gettext_lazy("Ticket number"), lambda row: row.ticket),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Fee"), lambda row: row.matter.name),
        (gettext_lazy("Payer"), lambda row: row.payer),
        (gettext_lazy("Way of collecting"), lambda row: row.get_way_display()),
        (gettext_lazy("Day"), lambda row: row.collected_on.isoformat()),
        (AMOUNT, lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: reverse("funds:purse", args=[row.purse_id]) if row.purse_id else f"?ticket={row.ticket}",
    nothing=gettext_lazy("No fee was entered yet."),
    numeric=(AMOUNT,),
)
PURSES = Table(
    title=gettext_lazy("Cash to be handed over"),
    columns=[
        (gettext_lazy("First receipt"), lambda row: f"{timezone.localtime(row.opened_at):%Y-%m-%d}"),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (AMOUNT, lambda row: yuan(row.amount)),
        (gettext_lazy("Handed over on"), lambda row: row.handed_on.isoformat() if row.handed_on else ""),
        (gettext_lazy("Number of the payment slip"), lambda row: row.paper),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: reverse("funds:purse", args=[row.pk]),
    nothing=gettext_lazy("No cash was taken."),
    numeric=(AMOUNT,),
)
RESULT_TONES = {"matched": "ok", "altered": "over", "unknown": "over", "expense": "info", "own": "warn"}
ENTRIES = Table(
    title=gettext_lazy("Lists of the bank"),
    columns=[
        (gettext_lazy("Day"), lambda row: row.bank_day.day.isoformat()),
        (gettext_lazy("Bank account"), lambda row: row.bank_day.account.name),
        (gettext_lazy("Ticket number"), lambda row: row.ticket),
        (gettext_lazy("Other side"), lambda row: row.payer),
        (gettext_lazy("ours (yuan)"), lambda row: yuan(row.collection.amount) if row.collection else ""),
        (AMOUNT, lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (RESULT_TONES[row.result], row.get_result_display()),
    link=lambda row: f"{reverse('funds:collections')}?ticket={row.ticket}",
    nothing=gettext_lazy("No list was read in yet."),
    numeric=(AMOUNT, gettext_lazy("ours (yuan)")),
)


@require_safe
@only(may.can_look_at_revenue)
def collections(request):
    rows = Collection.objects.visible_to(request.actor).select_related("organisation", "matter", "account")
    ways = [(reverse("funds:purses"), PURSES.title)]
    if may.can_read_bank(request.actor):
        ways.append((reverse("funds:bank_entries"), ENTRIES.title))
        ways.append((reverse("funds:unconfirmed"), _("Fees that no list of the bank shows")))
    add = []
    if collects(request.actor):
        add = [(reverse("funds:new_fee"), _("Enter a fee")), (reverse("funds:import_fees"), _("Read in fees"))]
    return listing(request, FEES, rows, forms.FeesFilter(request.GET), add=add, ways=ways)


def collects(actor) -> bool:
    return actor.is_staff_member and hasattr(actor.organisation, "collector")


@require_http_methods(["GET", "POST"])
@only(lambda actor: may.can_look_at_revenue(actor) and collects(actor), NOT_YOUR_DUTY)
def new_fee(request):
    form = forms.FeeForm(request.actor.organisation, *posted(request))
    matter = form.cleaned_data.get("matter") if form.is_bound and form.is_valid() else None
    back = reverse("funds:collections")
    about = {"title": _("Enter a fee"), "back": back, "saved": _("The fee is entered.")}
    return new(request, form, collecting.collect, matter, after=lambda _made: back, **about)


@require_http_methods(["GET", "POST"])
@only(lambda actor: may.can_look_at_revenue(actor) and collects(actor), NOT_YOUR_DUTY)
def import_fees(request):
    """The tickets of a file: all rows are entered, or none and every fault is told."""
    unit = request.actor.organisation
    matters = FeeMatter.objects.filter(organisation=unit, is_open=True).select_related("organisation")
    make_row = partial(forms.FeeRowForm, matters=matters, accounts=forms.accounts_of(unit))

    def collect(rows, **about) -> int:
        collecting.collect_all(unit, fees=[(number, row.pop("matter"), row) for number, row in rows], **about)
        return len(rows)

    page = {"title": _("Read in fees"), "saved": _("%(count)s fees are entered.")}
    page |= {"back": reverse("funds:collections"), "columns": sheets.labels(forms.FeeRowForm).values()}
    return desk.read_in(request, FileForm(*posted(request)), make_row, collect, **page)


@require_safe
@only(may.can_look_at_revenue)
def purses(request):
    rows = Purse.objects.visible_to(request.actor).select_related("organisation")
    return listing(request, PURSES, rows, forms.PursesFilter(request.GET), add=[])


def waited(today) -> Table:
    """The table of what no list of the bank shows, with its age today."""
    return Table(
        title=_("Fees that no list of the bank shows"),
        columns=[
            (_("Ticket number"), lambda row: row.ticket),
            (_("Unit"), lambda row: row.organisation.short_name),
            (_("Fee"), lambda row: row.matter.name),
            (_("Payer"), lambda row: row.payer),
            (_("With the treasury since"), lambda row: row.came_on.isoformat()),
            (WAITED, lambda row: unconfirmed.days_waiting(row, today)),
            (AMOUNT, lambda row: yuan(row.amount)),
            (_("What finance does"), unconfirmed.cure),
        ],
        lamp=lambda row: (unconfirmed.tone(row, today), row.get_state_display()),
        link=lambda row: FEES.link(row) if row.purse_id else f"{reverse('funds:collections')}?ticket={row.ticket}",
        nothing=_("The bank has confirmed every fee."),
        numeric=(WAITED, AMOUNT),
    )


@require_safe
@only(may.can_look_at_revenue)
def unconfirmed_fees(request):
    """What should be confirmed by now and is not: how old, whose, and what is to be done."""
    today = timezone.localdate()
    rows = unconfirmed.waiting(Collection.objects.visible_to(request.actor), today)
    ways = [(reverse("funds:collections"), FEES.title)]
    if may.is_finance(request.actor):
        ways.append((reverse("funds:read_day"), _("Read in a list of the bank")))
    return listing(request, waited(today), rows, forms.UnconfirmedFilter(request.GET), ways=ways)


DEEDS = {
    "hand-over": Deed(
        forms.HandOverForm,
        collecting.hand_over,
        may.can_hand_over,
        gettext_lazy("Hand over to the treasury"),
        gettext_lazy("Handed over."),
    )
}


def purse_of(request, pk) -> Purse:
    return get_object_or_404(
        Purse.objects.visible_to(request.actor).select_related("organisation", "handed_by"), pk=pk
    )


def purse_page(request, row: Purse, refused=None):
    clock = Deadline.objects.about(row).order_by("-pk").first()
    fees = row.collections.select_related("matter", "account")
    facts = [
        (_("Unit"), row.organisation.name),
        (AMOUNT, yuan(row.amount)),
        (_("First receipt"), timezone.localtime(row.opened_at).date()),
        (_("To be handed over until"), clock.due_on if clock else ""),
        (_("Handed over on"), row.handed_on or ""),
        (_("Number of the payment slip"), row.paper),
    ]
    about = {
        "template": "funds/subsidies/purse.html",
        "title": str(row),
        "deed_address": "funds:purse_deed",
        "facts": facts,
        "fees": fees,
    }
    return detail(request, row, DEEDS, about, refused)


@require_safe
@only(may.can_look_at_revenue)
def purse(request, pk):
    return purse_page(request, purse_of(request, pk))


@require_http_methods(["GET", "POST"])
@only(may.can_look_at_revenue)
def purse_deed(request, pk, deed):
    row = purse_of(request, pk)
    return take(request, row, deed, DEEDS, purse_page, lambda _row: reverse("funds:purse", args=[pk]))


@require_safe
@only(may.can_read_bank, NOT_YOUR_DUTY)
def bank_entries(request):
    rows = BankEntry.objects.select_related("bank_day__account", "collection").order_by("-pk")
    add = [(reverse("funds:read_day"), _("Read in a list of the bank"))] if may.is_finance(request.actor) else []
    return listing(request, ENTRIES, rows, forms.DifferencesFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(may.is_finance, NOT_YOUR_DUTY)
def read_day(request):
    """A day's list of the bank: all lines or none."""
    form = forms.BankDayForm(*posted(request))

    def take_lines(rows, **about):
        account, day = form.cleaned_data["account"], form.cleaned_data["day"]
        return collecting.read_day(account, day=day, lines=[forms.bank_line(*line) for line in rows], **about)

    page = {"title": _("Read in a list of the bank"), "saved": _("The list of the bank is taken in.")}
    page |= {"back": reverse("funds:bank_entries"), "columns": sheets.labels(forms.BankLineForm).values()}
    return desk.read_in(request, form, forms.BankLineForm, take_lines, **page)
