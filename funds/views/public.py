"""What everybody may read of public money: the funds by kind and year, and where the money of each went."""

from dataclasses import dataclass

from django import forms as django_forms
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.fields import CleanCharField
from funds import trace
from funds.flows import shown_name, summed
from funds.forms.checks import KINDS, export_of
from funds.forms.movements import LABELS
from funds.ledgers import ledger_rows
from funds.models import Check, Fund, Lot, Posting, Stage, Voucher
from funds.reports import share
from funds.views.common import exported
from funds.views.reports import percent
from records.fields import NONE, choice
from records.models import Attachment
from records.paging import PAGE_SIZE, sliced
from records.thumbnails import is_picture
from records.views import shown_small

FEED = 50
LINKS = 60  # lines of the picture in numbers
WAN = 1_000_000  # fen of ten thousand yuan


class FundsForm(django_forms.Form):
    """Which funds; what cannot be read narrows nothing."""

    LOOKUPS = {"q": "name__icontains", "kind": "kind", "year": "year"}
    q = CleanCharField(label=gettext_lazy("Name of the fund"), max_length=100, **NONE)
    kind = choice(gettext_lazy("Kind"), KINDS)
    year = django_forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, **NONE)

    def narrow(self, rows):
        self.is_valid()
        given = self.cleaned_data
        asked = {lookup: given[name] for name, lookup in self.LOOKUPS.items() if given.get(name)}
        return rows.filter(**asked), bool(asked)


def stages_of(funds) -> dict[int, dict]:
    """Fund → what arrived, was allocated (and not taken back), disbursed or paid, and used; in fen, one statement."""
    rows = Lot.objects.filter(account__fund__in=funds, rest__gt=0).values("account__fund", "account__stage")
    lying = {}
    for row in rows.annotate(sum=Sum("rest")).order_by():
        lying.setdefault(row["account__fund"], {})[row["account__stage"]] = int(row["sum"])
    return {fund: passed(stages) for fund, stages in lying.items()}


def passed(lying: dict) -> dict:
    """How much came as far as each stage: what lies there and what lies behind it."""
    used = lying.get(Stage.USED, 0)
    disbursed = used + lying.get(Stage.DISBURSED, 0)
    allocated = disbursed + lying.get(Stage.ALLOCATED, 0)
    return {"arrived": allocated + lying.get(Stage.HELD, 0), "allocated": allocated, "used": used}


def wan(fen: int) -> str:
    """123.45 of so many fen, in ten thousand yuan."""
    return f"{fen / WAN:,.2f}"


@login_not_required
@require_safe
def funds(request):
    """All funds that are open to the public, with what arrived, was allocated and used."""
    form = FundsForm(request.GET)
    rows, is_narrowed = form.narrow(Fund.objects.public().select_related("manager"))
    part = sliced(rows.order_by("-year", "kind", "code"), request.GET, PAGE_SIZE)
    stages = stages_of(part.rows)
    whole = list(stages_of(rows.filter(measure=Fund.Measure.MONEY)).values())
    sums = {name: sum(one[name] for one in whole) for name in ("arrived", "allocated", "used")}
    page = {
        "form": form,
        "is_narrowed": is_narrowed,
        "page": part,
        "lines": [line(fund, stages.get(fund.pk, passed({}))) for fund in part.rows],
        "tiles": [
            (_("arrived (ten thousand yuan)"), wan(sums["arrived"])),
            (_("allocated (ten thousand yuan)"), wan(sums["allocated"])),
            (_("used (ten thousand yuan)"), wan(sums["used"])),
            (_("use rate"), rate_of(sums)),
        ],
    }
    return render(request, "funds/public/list.html", page)


def line(fund: Fund, stages: dict) -> dict:
    show = fund.shown if fund.is_goods else wan
    amounts = [show(stages[name]) for name in ("arrived", "allocated", "used")]
    return {"fund": fund, "amounts": amounts, "rate": rate_of(stages)}


def rate_of(stages: dict) -> str:
    rate = share(stages["used"], stages["allocated"])
    return "—" if rate is None else f"{percent(rate)}%"


@dataclass(frozen=True)
class Tab:
    """One link of the public course of a fund: its address, its words, the kinds of vouchers or of checks in it."""

    name: str
    words: str
    vouchers: tuple = ()
    check: str = ""


V = Voucher.Kind
TABS = [
    Tab("allocation", gettext_lazy("allocation"), (V.ARRIVE, V.SHARE, V.ALLOCATE)),
    Tab("disbursement", gettext_lazy("disbursement"), (V.DISBURSE,)),
    Tab("use", gettext_lazy("use"), (V.USE,)),
    Tab("acceptance", gettext_lazy("acceptance check"), check=Check.Kind.ACCEPTANCE),
    Tab("audit", gettext_lazy("audit"), check=Check.Kind.AUDIT),
]
NAMED = {tab.name: tab for tab in TABS}
POSTINGS = [
    gettext_lazy("Day"),
    gettext_lazy("Kind"),
    gettext_lazy("taken from"),
    gettext_lazy("to whom"),
    gettext_lazy("Purpose"),
    gettext_lazy("Amount"),
]
CHECKED = [
    gettext_lazy("Day"),
    gettext_lazy("Unit"),
    gettext_lazy("What was checked"),
    gettext_lazy("amount checked"),
    gettext_lazy("amount questioned"),
    gettext_lazy("Result"),
]


def shown_fund(code: str) -> Fund:
    return get_object_or_404(Fund.objects.public().select_related("finance", "manager"), code=code)


@login_not_required
@require_safe
def fund(request, code):
    """A fund in one picture, with its basis and what was found by those who checked it."""
    row = shown_fund(code)
    stages = stages_of([row]).get(row.pk, passed({}))
    ways = trace.ways_of_fund(row)
    page = {
        "fund": row,
        "tabs": TABS,
        "ways": ways,
        "links": [(one, other, row.in_words(amount)) for one, other, amount in summed(ways)[:LINKS]],
        "tiles": [
            (_("arrived"), row.in_words(stages["arrived"])),
            (_("allocated"), row.in_words(stages["allocated"])),
            (_("used"), row.in_words(stages["used"])),
            (_("use rate"), rate_of(stages)),
        ],
    }
    return render(request, "funds/public/fund.html", page)


@login_not_required
@require_safe
def fund_tab(request, code, tab):
    """One link of the course: every posting of it, or every check of it."""
    row, shown = shown_fund(code), NAMED.get(tab)
    if shown is None:
        raise Http404
    page = {"fund": row, "tabs": TABS, "at": shown}
    page |= checked(request, row, shown) if shown.check else moved(request, row, shown)
    return render(request, "funds/public/tab.html", page)


def moved(request, row: Fund, tab: Tab) -> dict:
    returned = Q(voucher__kind=V.RETURN, voucher__reverses__kind__in=tab.vouchers)
    rows = Posting.objects.filter(Q(voucher__kind__in=tab.vouchers) | returned, voucher__fund=row)
    related = ["voucher", "out_of__organisation", "out_of__payee", "into__organisation", "into__payee"]
    part = sliced(rows.select_related(*related).order_by("-pk"), request.GET, PAGE_SIZE)
    lines = [
        [
            one.voucher.happened_on.isoformat(),
            one.voucher.get_kind_display(),
            shown_name(one.out_of),
            shown_name(one.into),
            one.voucher.words,
            row.in_words(one.amount),
        ]
        for one in part.rows
    ]
    return {"headers": POSTINGS, "lines": [labelled(POSTINGS, cells) for cells in lines], "page": part}


def checked(request, row: Fund, tab: Tab) -> dict:
    related = ["organisation", "account__organisation", "voucher"]
    rows = row.checks.confirmed().filter(kind=tab.check).select_related(*related)
    part = sliced(rows.order_by("-pk"), request.GET, PAGE_SIZE)
    pictures = pictures_of(part.rows)
    found = []
    for one in part.rows:
        project = shown_name(one.account) if one.account else one.place
        cells = [
            one.checked_on.isoformat(),
            one.organisation.name,
            project,
            row.in_words(one.amount),
            row.in_words(one.questioned),
        ]
        found.append(
            {
                "check": one,
                "cells": labelled(CHECKED, [*cells, one.get_result_display()]),
                "pictures": pictures.get(one.pk, []),
            }
        )
    return {"checks": found, "page": part}


def pictures_of(checks) -> dict[int, list[Attachment]]:
    found = {}
    for one in checks:
        found[one.pk] = [file for file in Attachment.objects.about(one) if is_picture(file)]
    return found


def labelled(headers, cells) -> list[tuple]:
    return list(zip(headers, cells, strict=True))


@login_not_required
@require_safe
def ledger(request, code):
    """Every posting of a fund as a file; names of persons are masked."""
    row = shown_fund(code)
    kind = export_of(request.GET) or "csv"
    title = _("Ledger of %(project)s") % {"project": row.name}
    return exported(title, kind, LABELS.values(), ledger_rows(row, persons=False))


@login_not_required
@require_safe
def photo(request, token):
    """A photograph of a confirmed check, in small."""
    found = get_object_or_404(Attachment.objects.select_related("subject_type"), token=token)
    check = found.subject if found.subject_id else None
    if not isinstance(check, Check) or check.state != Check.State.CONFIRMED or not check.fund.is_public:
        raise Http404
    return shown_small(found)


@login_not_required
@require_safe
def feed(request):
    """Atom: what was distributed and paid last."""
    rows = Voucher.objects.filter(fund__in=Fund.objects.public()).select_related("fund", "organisation")
    found = list(rows.order_by("-pk")[:FEED])
    address = request.build_absolute_uri(reverse("funds:public"))
    page = {
        "title": _("Public funds"),
        "self": request.build_absolute_uri(),
        "site": address,
        "root": address.removesuffix(reverse("funds:public")),
        "rows": [(row, row.fund.shown(row.amount)) for row in found],
        "updated": found[0].booked_at if found else timezone.now(),
    }
    return render(request, "funds/public/feed.xml", page, content_type="application/atom+xml; charset=utf-8")
