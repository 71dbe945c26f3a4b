"""The ledger: every voucher, one voucher with its postings and their way, and the voucher on paper."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funds.forms import desk as forms
from funds.models import Application, Fund, Posting, Proposal, Voucher
from funds.permissions import can_look, can_propose, of_finance
from funds.views.common import Table, detail, listing, only
from funds.views.desk import address, reads_persons
from funds.views.quotas import AMOUNT
from records.desk import local
from records.models import Attachment

MOST = 200  # postings on a page
TONES = {Voucher.Kind.RETURN: "warn", Voucher.Kind.ARRIVE: "info", Voucher.Kind.USE: "ok"}
VOUCHERS = Table(
    title=gettext_lazy("Vouchers"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Day"), lambda row: row.happened_on.isoformat()),
        (gettext_lazy("Fund"), lambda row: row.fund.name),
        (gettext_lazy("Purpose"), lambda row: row.words),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (AMOUNT, lambda row: row.fund.shown(row.amount)),
    ],
    lamp=lambda row: (TONES.get(row.kind, "done"), row.get_kind_display()),
    link=address("voucher"),
    nothing=gettext_lazy("Nothing has been booked yet."),
    numeric=(AMOUNT,),
)
RELATED = ["fund__finance", "organisation", "reverses", "booked_by"]


@require_safe
@only(can_look)
def vouchers(request):
    """All vouchers of the funds I may see, newest first; `?payee=` those that paid somebody."""
    funds = Fund.objects.visible_to(request.actor)
    rows = Voucher.objects.filter(fund__in=funds).select_related("fund", "organisation")
    form = forms.VouchersFilter(funds, request.GET)
    if form.is_valid() and form.cleaned_data["payee"]:
        paid = Posting.objects.filter(into__payee=form.cleaned_data["payee"])
        rows = rows.filter(pk__in=paid.values("voucher"))
    return listing(request, VOUCHERS, rows, form)


def seen_voucher(actor, pk) -> Voucher:
    rows = Voucher.objects.filter(fund__in=Fund.objects.visible_to(actor)).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk)


def papers(voucher: Voucher):
    """The scans that were handed in with the proposal or the application behind it."""
    proposal = Proposal.objects.filter(voucher=voucher).first()
    application = Application.objects.filter(voucher=voucher).first()
    behind = proposal or application
    files = [file for thing in (voucher, behind) if thing for file in Attachment.objects.about(thing)]
    return behind, files


def postings_of(voucher: Voucher):
    related = ["out_of__organisation", "into__organisation", "into__payee", "parent__voucher", "lot"]
    return voucher.postings.select_related(*related)[:MOST]


def name_of(account, persons: bool) -> str:
    """Where money lies; a person's name only for those who may read it."""
    if account.payee_id and account.payee.sort == "person" and not persons:
        return f"{account.payee.name[:1]}**"
    place = account.organisation.short_name if account.organisation_id else ""
    return f"{place} {account.name}".strip() if account.name != place else place


@require_safe
@only(can_look)
def voucher(request, pk):
    row = seen_voucher(request.actor, pk)
    behind, files = papers(row)
    returns = can_propose(request.actor, row.fund, Proposal.Kind.RETURN)
    headers = [
        (_("taken from"), False),
        (_("brought to"), False),
        (_("before it"), False),
        (AMOUNT, True),
        (_("still there"), True),
    ]
    if returns:
        headers.append((_("Return"), False))
    persons = reads_persons(request.actor)
    about = {
        "title": _("Voucher %(number)s") % {"number": row.number},
        "lamp": VOUCHERS.lamp(row),
        "facts": facts(row),
        "tables": [(_("Postings"), headers, [cells(one, persons, returns) for one in postings_of(row)])],
        "files": files,
        "links": [*around(request.actor, row), *behind_it(behind, row)],
        "back": (reverse("funds:vouchers"), VOUCHERS.title),
        "nav_at": reverse("funds:vouchers"),
    }
    return detail(request, row, {}, about)


def around(actor, row: Voucher) -> list[tuple]:
    """Where one goes from a voucher: its paper, the way of its money, more scans."""
    first = row.postings.order_by("pk").values_list("pk", flat=True).first()
    links = [
        (reverse("funds:paper", args=[row.pk]), _("Print the voucher")),
        (reverse("funds:trace", args=[first]), _("Way of the money")),
    ]
    if of_finance(actor, row.fund):
        links.append((reverse("funds:voucher_papers", args=[row.pk]), _("Add scans")))
    return links


def facts(row: Voucher) -> list[tuple]:
    return [
        (_("Fund"), row.fund.name),
        (_("Kind"), row.get_kind_display()),
        (_("Day"), row.happened_on),
        (_("Purpose"), row.words),
        (_("Amount"), row.fund.in_words(row.amount)),
        (_("Economic class"), row.economic_class),
        (_("Number of the paper"), row.paper),
        (_("Unit"), row.organisation.name),
        (_("posted at"), f"{row.booked_by or ''} {local(row.booked_at)}"),
        (_("digest"), row.digest),
    ]


def behind_it(behind, row: Voucher) -> list[tuple]:
    found = []
    if isinstance(behind, Proposal):
        found.append((reverse("funds:proposal", args=[behind.pk]), _("The proposal")))
    if isinstance(behind, Application):
        found.append((reverse("funds:application", args=[behind.pk]), _("The application")))
    if row.reverses_id:
        found.append((reverse("funds:voucher", args=[row.reverses_id]), _("gives back %(n)s") % {"n": row.reverses}))
    for one in row.returns.all():
        found.append((reverse("funds:voucher", args=[one.pk]), _("given back by %(n)s") % {"n": one}))
    return found


def cells(posting: Posting, persons: bool, returns: bool) -> list:
    before = posting.parent.voucher if posting.parent_id else None
    link = (reverse("funds:voucher", args=[before.pk]), before.number) if before else "—"
    found = [
        name_of(posting.out_of, persons),
        name_of(posting.into, persons),
        link,
        posting.voucher.fund.shown(posting.amount),
        posting.voucher.fund.shown(posting.lot.rest),
    ]
    if returns:
        address_ = reverse("funds:give_back", args=[posting.pk])
        found.append((address_, _("propose")) if posting.lot.rest and posting.parent_id else "—")
    return found


@require_safe
@only(can_look)
def paper(request, pk):
    """The voucher as it is put into the binder: A4, with who did what."""
    row = seen_voucher(request.actor, pk)
    persons = reads_persons(request.actor)
    behind, files = papers(row)
    page = {
        "row": row,
        "amount": row.fund.in_words(row.amount),
        "lines": [
            (name_of(one.out_of, persons), name_of(one.into, persons), row.fund.shown(one.amount))
            for one in postings_of(row)
        ],
        "people": people(behind, row),
        "files": len(files),
    }
    return render(request, "funds/desk/paper.html", page)


def people(behind, row: Voucher) -> list[tuple]:
    """Who proposed, audited, approved and booked, for the signatures at the foot."""
    if isinstance(behind, Proposal):
        signed = [(_("Proposed by"), behind.proposed_by), (_("Decided by"), behind.decided_by)]
    elif isinstance(behind, Application):
        names = [
            (_("Submitted by"), "submitted_by"),
            (_("Audited by"), "audited_by"),
            (_("Approved by"), "approved_by"),
        ]
        signed = [(label, getattr(behind, name)) for label, name in names]
    else:
        signed = []
    return [*signed, (_("Posted by"), row.booked_by or "—")]
