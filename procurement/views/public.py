"""What everybody may read of trading: notices, each tender with its course, results, contracts, figures, a feed."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from procurement import drawing, figures
from procurement.flows import flow_of
from procurement.forms.public import ListForm, NoticesForm
from procurement.models import Contract, Draw, Notice, Report, Tender, Trade
from records.desk import MOST, exported
from records.money import yuan
from records.paging import PAGE_SIZE, sliced

TENDER = "tender__"
OFFICES = ["tenderer_organisation", "tenderer_party"]


@dataclass
class Row:
    """One line of a public list: what leads to the page, what stands below it, and the cells beside it."""

    title: str
    address: str
    about: str = ""
    cells: list = field(default_factory=list)
    labelled: list = field(default_factory=list)


def with_labels(lines: list[Row], headers) -> list[Row]:
    """Each cell with the header of its column, as telephones show it."""
    for line in lines:
        line.labelled = list(zip(headers, line.cells, strict=False))
    return lines


def searched(rows, form, prefix: str, day: str):
    """Rows narrowed by words, trade and month; `prefix` leads to the tender, `day` is the field with the date."""
    asked = form.asked
    if words := asked.get("q"):
        names = ("number__istartswith", "project_name__icontains", "project_number__icontains")
        offices = ("tenderer_organisation__name__icontains", "tenderer_party__name__icontains")
        wanted = Q()
        for name in (*names, *offices):
            wanted |= Q(**{f"{prefix}{name}": words})
        rows = rows.filter(wanted)
    if asked.get("trade"):
        rows = rows.filter(**{f"{prefix}trade": asked["trade"]})
    if month := asked.get("month"):
        rows = rows.filter(**{f"{day}__year": month.year, f"{day}__month": month.month})
    return rows


def listing(request, rows, form, *, at, title, lead, headers, line, sheet, **more):
    """A page of a public list, or all of it as a file. `sheet` is (headers, row → cells) of the file."""
    kind = form.asked.get("export")
    if kind:
        return exported(title, kind, sheet[0], (sheet[1](row) for row in rows[:MOST]))
    part = sliced(rows, request.GET, PAGE_SIZE)
    page = {
        "at": at,
        "title": title,
        "lead": lead,
        "form": form,
        "page": part,
        "headers": headers,
        "lines": with_labels([line(row) for row in part.rows], headers[1:]),
    }
    return render(request, "procurement/public/list.html", page | more)


def notice_line(row: Notice) -> Row:
    day, tender = timezone.localtime(row.published_at), row.tender
    address = reverse("procurement:public_tender", args=[tender.number]) + f"#n{row.pk}"
    return Row(row.title, address, tender.tenderer_name, [row.get_kind_display(), tender.get_trade_display(), day])


NOTICE_SHEET = (
    [
        gettext_lazy("Published"),
        gettext_lazy("Notice"),
        gettext_lazy("Title"),
        gettext_lazy("Tender number"),
        gettext_lazy("Trade"),
        gettext_lazy("Tenderer"),
        gettext_lazy("Text"),
    ],
    lambda row: [
        row.published_at,
        row.get_kind_display(),
        row.title,
        row.tender.number,
        row.tender.get_trade_display(),
        row.tender.tenderer_name,
        row.text,
    ],
)


@login_not_required
@require_safe
def notices(request):
    """Everything that was published, newest first."""
    form, now = NoticesForm(request.GET), timezone.now()
    asked = form.asked
    rows = Notice.objects.public(now).select_related(*(f"{TENDER}{name}" for name in OFFICES))
    rows = searched(rows, form, TENDER, "published_at")
    lookups = {"kind": "kind", "state": "tender__state", "place": "tender__place__icontains"}
    rows = rows.filter(**{lookup: asked[name] for name, lookup in lookups.items() if asked.get(name)})
    return listing(
        request,
        rows.order_by("-published_at", "-pk"),
        form,
        at="notices",
        title=_("Public resource trading"),
        lead=_("Tender notices, corrections, candidates, results and contracts of the five trades, on one page each."),
        headers=[_("Title"), _("Notice"), _("Trade"), _("Published")],
        line=notice_line,
        sheet=NOTICE_SHEET,
        totals=None if form.is_narrowed else figures.whole(timezone.localdate().replace(month=1, day=1)),
    )


def result_line(row) -> Row:
    tender = row.tender
    address = reverse("procurement:public_tender", args=[tender.number])
    saved = saving(tender, row.price)
    about = f"{tender.tenderer_name}，{row.winner.name}"
    return Row(tender.title, address, about, [yuan(row.price), saved, row.determined_on])


def saving(tender: Tender, price: int) -> str:
    """The saving with its rate; "—" where there was no control price."""
    if not tender.control_price or price > tender.control_price:
        return "—"
    saved = tender.control_price - price
    return f"{yuan(saved)}（{figures.percent(saved, tender.control_price)}%）"


def award_sheet(row) -> list:
    tender = row.tender
    return [
        row.determined_on,
        tender.number,
        tender.title,
        tender.get_trade_display(),
        tender.tenderer_name,
        row.winner.name,
        row.winner.code,
        yuan(tender.control_price or tender.start_price),
        yuan(row.price),
        saving(tender, row.price),
    ]


AWARD_HEADERS = [
    gettext_lazy("Determined on"),
    gettext_lazy("Tender number"),
    gettext_lazy("Project"),
    gettext_lazy("Trade"),
    gettext_lazy("Tenderer"),
    gettext_lazy("Winner"),
    gettext_lazy("Unified social credit code"),
    gettext_lazy("Control or starting price (yuan)"),
    gettext_lazy("Winning price (yuan)"),
    gettext_lazy("Saving (yuan)"),
]


@login_not_required
@require_safe
def results(request):
    """Who won what, for how much, and what was saved."""
    form = ListForm(request.GET)
    rows = figures.awards(None, None).select_related("winner", *(f"{TENDER}{name}" for name in OFFICES))
    return listing(
        request,
        searched(rows, form, TENDER, "determined_on").order_by("-determined_on", "-pk"),
        form,
        at="results",
        title=_("Trading results"),
        lead=_("Winners and prices; saving is the control price less the winning price."),
        headers=[_("Project"), _("Winning price (yuan)"), _("Saving (yuan)"), _("Determined on")],
        line=result_line,
        sheet=(AWARD_HEADERS, award_sheet),
    )


def contract_line(row: Contract) -> Row:
    tender = row.award.tender
    address = reverse("procurement:public_tender", args=[tender.number])
    about = f"{row.number}，{tender.tenderer_name}，{row.award.winner.name}"
    return Row(tender.title, address, about, [yuan(row.amount), row.duration_days or "—", row.signed_on])


CONTRACT_SHEET = (
    [
        gettext_lazy("Signed on"),
        gettext_lazy("contract number"),
        gettext_lazy("Tender number"),
        gettext_lazy("Project"),
        gettext_lazy("Tenderer"),
        gettext_lazy("Winner"),
        gettext_lazy("Amount (yuan)"),
        gettext_lazy("Time of performance (days)"),
    ],
    lambda row: [
        row.signed_on,
        row.number,
        row.award.tender.number,
        row.award.tender.title,
        row.award.tender.tenderer_name,
        row.award.winner.name,
        yuan(row.amount),
        row.duration_days,
    ],
)


@login_not_required
@require_safe
def contracts(request):
    """The contracts that followed."""
    form = ListForm(request.GET)
    related = ["award__winner", *(f"award__tender__{name}" for name in OFFICES)]
    rows = Contract.objects.select_related(*related)
    return listing(
        request,
        searched(rows, form, "award__tender__", "signed_on").order_by("-signed_on", "-pk"),
        form,
        at="contracts",
        title=_("Contracts"),
        lead=_("What was signed after the award, with amount and time of performance."),
        headers=[_("Project"), _("Amount (yuan)"), _("Days"), _("Signed on")],
        line=contract_line,
        sheet=CONTRACT_SHEET,
    )


def published(number: str) -> Tender:
    """A tender that anybody may see: something of it was published."""
    rows = Tender.objects.filter(notices__isnull=False).distinct().select_related(*OFFICES, "agent", "supervisor")
    return get_object_or_404(rows.select_related("centre"), number=number)


def course_of(tender: Tender) -> list[dict]:
    """The steps with the day each was done; who did it is not public."""
    done = {row.code: row.finished_at for row in tender.steps.filter(round=tender.round)}
    done = {row.code: row.finished_at for row in tender.steps.all() if row.finished_at} | {
        code: when for code, when in done.items() if when
    }
    steps = flow_of(tender).steps
    looks = ["done" if place < tender.done else "now" if place == tender.done else "locked" for place in range(99)]
    return [
        {"number": place + 1, "name": step.name, "look": looks[place], "at": done.get(step.code)}
        for place, step in enumerate(steps)
    ]


@login_not_required
@require_safe
def tender(request, number):
    """One tender from its notice to its contract."""
    found = published(number)
    award = found.awards.filter(round=found.round, noticed_at__isnull=False).select_related("winner").first()
    page = {
        "tender": found,
        "course": course_of(found),
        "notices": found.notices.order_by("-published_at", "-pk"),
        "clarifications": found.clarifications.order_by("pk"),
        "opening": found.openings.filter(round=found.round).first(),
        "bids": found.bids.filter(round=found.round).select_related("party"),
        "candidates": found.candidates.filter(round=found.round).select_related("party"),
        "award": award,
        "contract": Contract.objects.filter(award=award).first() if award else None,
        "saving": saving(found, award.price) if award else "",
        "draw": committee(found),
        "report": report(found) if award else None,
        "takes_bids": takes_bids(found, timezone.now()),
        "prequalification": found.prequalifications.filter(state="open", due_at__gt=timezone.now()).first(),
        "auction": found.auctions.filter(round=found.round).first(),
    }
    return render(request, "procurement/public/tender.html", page)


def takes_bids(found: Tender, now) -> bool:
    sealed = flow_of(found).has("closing")  # land and property take offers instead
    moving = sealed and found.state == Tender.State.RUNNING and found.bids_due_at is not None
    return moving and found.published_at is not None and now < found.bids_due_at


def committee(found: Tender) -> Draw | None:
    """Its commitment is public from the first moment, its members after the award."""
    return found.draws.filter(round=found.round).exclude(state=Draw.State.VOID).first()


def report(found: Tender) -> Report | None:
    """The ranking is public with the award."""
    return found.reports.filter(round=found.round).first()


@login_not_required
@require_safe
def draw_log(request, number):
    """The log of the draw with its seed, once the names are public: anybody may draw again."""
    row = get_object_or_404(Draw.objects.filter(tender__number=number, state=Draw.State.REVEALED).order_by("-pk")[:1])
    response = JsonResponse(row.log, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{number}.json"'
    return response


@login_not_required
@require_safe
def drawing_program(request):
    """The program that repeats a draw, as it lies in this installation."""
    file = open(drawing.__file__, "rb")  # noqa: SIM115 - the response closes it
    return FileResponse(file, as_attachment=True, filename="drawing.py", content_type="text/plain; charset=utf-8")


FEED = 50  # notices of a feed


@login_not_required
@require_safe
def feed(request, trade=""):
    """Atom: what was published last, of all trades or of one; `?kind=` narrows it."""
    form = NoticesForm(request.GET)
    rows = Notice.objects.public(timezone.now()).select_related("tender")
    if trade:
        rows = rows.filter(tender__trade=trade)
    if kind := form.asked.get("kind"):
        rows = rows.filter(kind=kind)
    found = list(rows.order_by("-published_at", "-pk")[:FEED])
    address = request.build_absolute_uri(reverse("procurement:public"))
    page = {
        "title": f"{_('Public resource trading')} {Trade(trade).label if trade else ''}".strip(),
        "self": request.build_absolute_uri(),
        "site": address,
        "root": address.removesuffix(reverse("procurement:public")),
        "rows": found,
        "updated": found[0].published_at if found else timezone.now(),
    }
    return render(request, "procurement/public/feed.xml", page, content_type="application/atom+xml; charset=utf-8")
