"""The first page of the morning, the funds, one fund with everything that lies in it, and the payees."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from funds import actions, queues
from funds.actions import applying, opening
from funds.forms import desk as forms
from funds.models import Fund, FundFlag, Payee, Proposal, Quota
from funds.money import yuan
from funds.permissions import (
    can_book,
    can_close,
    can_look,
    can_open_fund,
    can_propose,
    can_register_payee,
    is_finance,
    watches_funds,
)
from funds.permissions.checks import can_check_any, can_deliver
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, detail, listing, new, only, posted, take

K = Proposal.Kind
RECEIVED = gettext_lazy("received (yuan)")
SHOWN = 8  # funds on the first page
ROWS = 30  # quotas on the page of a fund


def address(name: str, field="pk"):
    return lambda row: reverse(f"funds:{name}", args=[getattr(row, field)])


def units():
    """The names for the list under a field for a unit."""
    return Organisation.objects.order_by("sort", "pk").values_list("short_name", flat=True)


@require_safe
@only(can_look)
def desk(request):
    """What waits for me, and where the money of my funds lies."""
    funds = list(Fund.objects.visible_to(request.actor).select_related("finance", "manager")[:SHOWN])
    standing = queues.standing(funds)
    page = {
        "heaps": queues.waiting(request.actor),
        "funds": [(fund, standing[fund.pk]) for fund in funds],
        "may_open": can_open_fund(request.actor),
    }
    return render(request, "funds/desk/desk.html", page)


FUNDS = Table(
    title=gettext_lazy("Public funds"),
    columns=[
        (gettext_lazy("Name of the fund"), lambda row: row.name),
        (gettext_lazy("Code"), lambda row: row.code.upper()),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Managing department"), lambda row: row.manager.short_name),
        (gettext_lazy("basis"), lambda row: row.basis),
    ],
    lamp=lambda row: ("ok", _("still runs")) if row.ends_on >= timezone.localdate() else ("done", _("has ended")),
    link=address("fund", "code"),
    nothing=gettext_lazy("No fund concerns your unit yet."),
)


@require_safe
@only(can_look)
def funds(request):
    rows = Fund.objects.visible_to(request.actor).select_related("manager")
    add = [(reverse("funds:new_fund"), _("Open a fund"))] if can_open_fund(request.actor) else []
    return listing(request, FUNDS, rows, forms.FundsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_open_fund, NOT_YOUR_DUTY)
def new_fund(request):
    return new(
        request,
        forms.FundForm(*posted(request)),
        opening.open_fund,
        request.actor.organisation,
        title=_("Open a fund"),
        back=reverse("funds:funds"),
        saved=_("The fund is open; enter what arrives."),
        after=address("fund", "code"),
        units=units(),
    )


FUND_DEEDS = {
    "arrive": Deed(
        forms.ArriveForm,
        actions.arrive,
        lambda actor, row: actor.user is not None and can_book(actor, row),
        gettext_lazy("Money arrived"),
        gettext_lazy("Booked; the finance bureau holds it."),
        "plus",
    ),
    "close": Deed(
        forms.CloseForm,
        actions.close_period,
        can_close,
        gettext_lazy("Close a period"),
        gettext_lazy("Closed; nothing is booked into it any more."),
        "lock",
        grave=True,
    ),
}


def seen_fund(actor, code) -> Fund:
    return get_object_or_404(Fund.objects.visible_to(actor).select_related("finance", "manager"), code=code)


def fund_page(request, row: Fund, refused=None):
    """Where the money of a fund lies, under which quotas, and what was booked last."""
    standing = queues.standing([row])[row.pk]
    facts = [
        (_("Kind"), row.get_kind_display()),
        (_("basis"), row.basis),
        (_("Purpose"), row.purpose),
        (_("Finance bureau"), row.finance.name),
        (_("Managing department"), row.manager.name),
        (_("economic classes allowed"), "、".join(row.classes) or _("all")),
        (_("Runs from and to"), f"{row.starts_on} — {row.ends_on}"),
        (_("Accounts closed until"), getattr(row.closings.first(), "until", "")),
    ]
    quotas = Quota.objects.visible_to(request.actor).filter(account__fund=row).with_balance()
    links = [
        (reverse("funds:propose", args=[row.code, kind]), label)
        for kind, label in PROPOSABLE.items()
        if can_propose(request.actor, row, kind)
    ]
    links += around(request.actor, row)
    if suspicions := FundFlag.objects.visible_to(request.actor).open().filter(fund=row).count():
        words = _("%(count)s suspicions are open") % {"count": suspicions}
        links.append((f"{reverse('funds:flags')}?fund={row.code}&state=open_all", words))
    about = {
        "title": row.name,
        "facts": facts,
        "standing": standing,
        "quotas": quotas.select_related("account__organisation").order_by("pk")[:ROWS],
        "vouchers": row.vouchers.select_related("organisation")[:10],
        "waiting": row.proposals.open().select_related("organisation")[:10],
        "links": links,
        "back": (reverse("funds:funds"), FUNDS.title),
        "deed_address": "funds:fund_deed",
        "deed_key": row.code,
        "template": "funds/desk/fund.html",
        "nav_at": reverse("funds:funds"),
    }
    return detail(request, row, FUND_DEEDS, about, refused)


def around(actor, row: Fund) -> list[tuple]:
    """Where one goes from a fund: its picture, its ledger as a file, checks, movements of another system."""
    links = [
        (reverse("funds:flow", args=[row.code]), _("Flow picture")),
        (reverse("funds:ledger", args=[row.code]), _("Ledger as a file")),
    ]
    if can_check_any(actor, row):
        links.append((reverse("funds:new_check", args=[row.code]), _("Accept or audit")))
    if can_deliver(actor, row):
        links.append((reverse("funds:new_delivery", args=[row.code]), _("Read in movements")))
    return links


PROPOSABLE = {
    K.SHARE: gettext_lazy("Propose a sharing out"),
    K.ALLOCATE: gettext_lazy("Propose an allocation"),
    K.DISBURSE: gettext_lazy("Propose a disbursement"),
}


@require_safe
@only(can_look)
def fund(request, code):
    return fund_page(request, seen_fund(request.actor, code))


@require_http_methods(["GET", "POST"])
@only(can_look)
def fund_deed(request, code, deed):
    return take(request, seen_fund(request.actor, code), deed, FUND_DEEDS, fund_page, address("fund", "code"))


PAYEES = Table(
    title=gettext_lazy("Payees"),
    columns=[
        (gettext_lazy("Name of the payee"), lambda row: row.name),
        (gettext_lazy("Kind"), lambda row: row.get_sort_display()),
        (gettext_lazy("Bank"), lambda row: row.bank),
        (gettext_lazy("Bank account"), lambda row: masked(row)),
        (RECEIVED, lambda row: yuan(row.received)),
    ],
    lamp=lambda row: ("ok", _("paid out")) if row.received else ("info", _("nothing paid yet")),
    link=lambda row: reverse("funds:vouchers") + f"?payee={row.pk}",
    nothing=gettext_lazy("No payee is in the list yet."),
    numeric=(RECEIVED,),
)


def masked(row: Payee) -> str:
    """A person's account is nobody's business in a list."""
    number = row.account_number
    return number if row.sort != Payee.Sort.PERSON else f"{number[:4]}****{number[-4:]}"


def reads_persons(actor) -> bool:
    """What a person received is known to finance and to whoever watches."""
    return is_finance(actor) or watches_funds(actor)


@require_safe
@only(can_look)
def payees(request):
    rows = Payee.objects.visible_to(request.actor).with_received().order_by("name", "pk")
    if not reads_persons(request.actor):
        rows = rows.exclude(sort=Payee.Sort.PERSON)
    add = [(reverse("funds:new_payee"), _("Enter a payee"))] if can_register_payee(request.actor) else []
    return listing(request, PAYEES, rows, forms.PayeesFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_register_payee, NOT_YOUR_DUTY)
def new_payee(request):
    return new(
        request,
        forms.PayeeForm(*posted(request)),
        applying.register_payee,
        request.actor.organisation,
        title=_("Enter a payee"),
        back=reverse("funds:payees"),
        saved=_("The payee is in the list."),
        after=lambda row: reverse("funds:payees"),
    )
