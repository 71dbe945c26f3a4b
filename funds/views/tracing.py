"""The way of public money on the screen: from an arrival down, from a payee up, each step with who, when and scans."""

from collections import Counter

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds import trace
from funds.actions import scanning
from funds.flows import shown_name
from funds.forms import checks as forms
from funds.models import Account, Fund, Payee, Posting, Stage, Voucher
from funds.money import yuan
from funds.permissions import can_look, of_finance
from funds.views.common import NOT_YOUR_DUTY, Table, denied, exported, listing, new, only, posted
from funds.views.desk import address, reads_persons, seen_fund
from funds.views.quotas import AMOUNT
from funds.views.vouchers import papers, people, seen_voucher
from records.desk import local
from records.thumbnails import is_picture

MOST = 20  # lines of a table on the page; the file holds all
SHOWN_UP = 30  # payments to a payee
SOURCES = Table(
    title=gettext_lazy("Ways of the money"),
    columns=[
        (gettext_lazy("Voucher"), lambda row: row.voucher.number),
        (gettext_lazy("Day"), lambda row: row.voucher.happened_on.isoformat()),
        (gettext_lazy("Fund"), lambda row: row.voucher.fund.name),
        (gettext_lazy("From whom"), lambda row: row.out_of.name),
        (gettext_lazy("Purpose"), lambda row: row.voucher.words),
        (AMOUNT, lambda row: row.voucher.fund.shown(row.amount)),
    ],
    lamp=lambda row: ("info", _("source")),
    link=address("trace"),
    nothing=gettext_lazy("Nothing has arrived yet."),
    numeric=(AMOUNT,),
)


@require_safe
@only(can_look)
def sources(request):
    """What arrived: each line leads down to the last payees."""
    funds = Fund.objects.visible_to(request.actor)
    rows = Posting.objects.filter(parent=None, voucher__fund__in=funds)
    rows = rows.select_related("voucher__fund", "out_of").order_by("-pk")
    return listing(request, SOURCES, rows, forms.SourcesFilter(funds, request.GET))


def seen_posting(actor, pk) -> Posting:
    rows = Posting.objects.filter(voucher__fund__in=Fund.objects.visible_to(actor)).select_related(*trace.RELATED)
    return get_object_or_404(rows, pk=pk)


@require_safe
@only(can_look)
def posting(request, pk):
    """One posting: up to its source, and down to where its money lies now."""
    row = seen_posting(request.actor, pk)
    persons = reads_persons(request.actor)
    ways, rests = trace.ways_below(row), trace.rests_below(row)
    kind = forms.export_of(request.GET)
    title = _("Way of voucher %(number)s") % {"number": row.voucher}
    if kind:
        headers = [header for header, _right in WAYS]
        return exported(title, kind, headers, (plain(cells) for cells in way_cells(ways, persons)))
    chain = trace.way_up(row)
    page = {
        "title": title,
        "posting": row,
        "chain": [step(one) for one in chain],
        "ways": [*chain_ways(chain[:-1], row.amount), *ways],
        "tables": tables_of(ways, rests, persons),
        "hidden": len(ways[MOST:]),
        "amount": row.voucher.fund.in_words(row.amount),
        "links": [(reverse("funds:flow", args=[row.voucher.fund.code]), row.voucher.fund.name)],
    }
    return render(request, "funds/desk/trace.html", page)


def chain_ways(above, part: int) -> list[trace.Way]:
    """The steps above a posting as ways of its own part, so that the picture begins at the source."""
    days = [one.voucher.happened_on for one in above]
    return [trace.Way(one.out_of, one.into, part, 1, day, day) for one, day in zip(above, days, strict=True)]


def step(one: Posting) -> dict:
    """A step of the way as the page tells it: what, when, by whom, on which paper."""
    behind, files = papers(one.voucher)
    files = list(files)
    return {
        "posting": one,
        "voucher": one.voucher,
        "amount": one.voucher.fund.in_words(one.amount),
        "out_of": shown_name(one.out_of, persons=True),
        "into": shown_name(one.into, persons=one.into.stage != Stage.USED),
        "people": people(behind, one.voucher),
        "booked": local(one.voucher.booked_at),
        "pictures": [file for file in files if is_picture(file)],
        "files": [file for file in files if not is_picture(file)],
        "left": yuan(one.lot.rest),
    }


WAYS = [
    (gettext_lazy("taken from"), False),
    (gettext_lazy("brought to"), False),
    (gettext_lazy("Step"), False),
    (gettext_lazy("postings"), True),
    (gettext_lazy("from"), False),
    (gettext_lazy("until"), False),
    (AMOUNT, True),
]
STEPS = {
    Stage.OUTSIDE: gettext_lazy("arrival"),
    Stage.HELD: gettext_lazy("sharing out"),
    Stage.ALLOCATED: gettext_lazy("allocation"),
    Stage.DISBURSED: gettext_lazy("disbursement"),
    Stage.USED: gettext_lazy("use"),
}


def way_cells(ways, persons) -> list[list]:
    return [
        [
            shown_name(way.out_of, persons),
            linked(way.into, persons),
            str(STEPS[Stage.OUTSIDE if way.out_of.stage == Stage.OUTSIDE else way.into.stage]),
            way.count,
            way.first.isoformat(),
            way.last.isoformat(),
            way.out_of.fund.shown(way.amount),
        ]
        for way in ways
    ]


def linked(account: Account, persons: bool):
    """The name of a place; a payee leads to all that it got."""
    name = shown_name(account, persons)
    if account.payee_id and (persons or account.payee.sort != Payee.Sort.PERSON):
        return (reverse("funds:trace_payee", args=[account.payee_id]), name)
    return name


def plain(cells) -> list:
    return [cell[1] if isinstance(cell, tuple) else cell for cell in cells]


def tables_of(ways, rests, persons) -> list[tuple]:
    """The picture in numbers: every link with its sum, and where the money lies now with the total."""
    lying = [
        [
            linked(rest.account, persons),
            rest.account.get_stage_display(),
            rest.count,
            rest.account.fund.shown(rest.amount),
        ]
        for rest in rests[:MOST]
    ]
    hidden = rests[MOST:]
    if hidden:
        words = _("%(count)s more") % {"count": len(hidden)}
        lying.append([words, "", sum(rest.count for rest in hidden), total_of(hidden)])
    lying.append([_("Total"), "", "", total_of(rests)])
    headers = [(_("Where it lies"), False), (_("Stage"), False), (_("postings"), True), (AMOUNT, True)]
    return [(_("Links of the way"), WAYS, way_cells(ways[:MOST], persons)), (_("Where it lies now"), headers, lying)]


def total_of(rests) -> str:
    """All rests below one posting are of its fund."""
    total = sum(rest.amount for rest in rests)
    return rests[0].account.fund.shown(total) if rests else yuan(total)


def added_up(ways) -> str:
    """All that came to a payee: money of all funds together, goods by their fund."""
    sums = Counter()
    for way in ways:
        if way.into.payee_id:
            sums[way.into.fund] += way.amount
    money = sum(amount for fund, amount in sums.items() if not fund.is_goods)
    told = [f"{yuan(money)} 元"] if money else []
    return "，".join(told + [fund.in_words(amount) for fund, amount in sums.items() if fund.is_goods]) or "0"


@require_safe
@only(can_look)
def payee(request, pk):
    """To one payee: from which sources, through whose hands."""
    row = get_object_or_404(Payee.objects.visible_to(request.actor), pk=pk)
    persons = reads_persons(request.actor)
    if row.sort == Payee.Sort.PERSON and not persons:
        return denied(request, NOT_YOUR_DUTY)
    funds = Fund.objects.visible_to(request.actor)
    accounts = Account.objects.filter(payee=row, fund__in=funds)
    ways = trace.ways_to(accounts)
    brought = trace.brought_to(row, funds)[:SHOWN_UP]
    headers = [(_("Voucher"), False), (_("Day"), False), (_("source"), False), (_("Purpose"), False), (AMOUNT, True)]
    lines = [
        [
            (reverse("funds:trace", args=[one.pk]), one.voucher.number),
            one.voucher.happened_on.isoformat(),
            (reverse("funds:trace", args=[one.source_id]), one.source.out_of.name),
            one.voucher.words,
            one.voucher.fund.shown(one.lot.rest),
        ]
        for one in brought
    ]
    page = {
        "title": _("Money to %(name)s") % {"name": row.name},
        "ways": ways,
        "tables": [
            (_("Payments to this payee"), headers, lines),
            (_("Links of the way"), WAYS, way_cells(ways[:MOST], persons)),
        ],
        "amount": added_up(ways),
        "links": [(reverse("funds:vouchers") + f"?payee={row.pk}", _("Vouchers"))],
    }
    return render(request, "funds/desk/trace.html", page)


@require_safe
@only(can_look)
def flow(request, code):
    """The picture of a whole fund."""
    row = seen_fund(request.actor, code)
    persons = reads_persons(request.actor)
    ways = trace.ways_of_fund(row)
    if kind := forms.export_of(request.GET):
        headers = [header for header, _right in WAYS]
        return exported(row.name, kind, headers, (plain(cells) for cells in way_cells(ways, persons)))
    page = {
        "title": _("Flow of %(fund)s") % {"fund": row.name},
        "ways": ways,
        "tables": [(_("Links of the way"), WAYS, way_cells(ways[:MOST], persons))],
        "hidden": len(ways[MOST:]),
        "amount": row.in_words(sum(way.amount for way in ways if way.out_of.stage == Stage.OUTSIDE)),
        "links": [(reverse("funds:fund", args=[row.code]), _("The fund"))],
    }
    return render(request, "funds/desk/trace.html", page)


@require_http_methods(["GET", "POST"])
@only(can_look)
def voucher_papers(request, pk):
    """Scans for a voucher that has none of an application or a proposal, an arrival for example."""
    row: Voucher = seen_voucher(request.actor, pk)
    if not of_finance(request.actor, row.fund):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        forms.PapersForm(*posted(request)),
        scanning.add_papers,
        row,
        title=_("Add scans to voucher %(number)s") % {"number": row},
        back=reverse("funds:voucher", args=[row.pk]),
        saved=_("The scans are with the voucher."),
        after=address("voucher"),
        nav_at=reverse("funds:vouchers"),
    )
