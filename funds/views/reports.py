"""Reports on public money: use rate by unit, idle money, projects and the ledger of one, the ledger of a fund."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funds import reports
from funds.flows import shown_name
from funds.forms import checks as forms
from funds.forms.movements import LABELS
from funds.ledgers import ledger_rows
from funds.models import Account, Check, Fund, Stage
from funds.money import yuan
from funds.permissions import UNIT_ROLES, can_look, whole_funds
from funds.trace import ways_of
from funds.views.common import MOST as MOST_ROWS
from funds.views.common import exported, only
from funds.views.desk import reads_persons, seen_fund
from funds.views.quotas import AMOUNT

MOST = 200  # lines on the page; the file holds all


def percent(value: int | None) -> str:
    """40.00 of 4000 hundredths."""
    return "" if value is None else f"{value / 100:.2f}"


def asked_funds(form, funds):
    """The funds the form asks for; running ones where it does not say."""
    asked = form.asked
    if asked.get("kind"):
        funds = funds.filter(kind=asked["kind"])
    if asked.get("fund"):
        return funds.filter(code=asked["fund"])
    day = asked.get("day") or timezone.localdate()
    return funds.filter(starts_on__lte=day, ends_on__gte=day) if not asked.get("kind") else funds


def accounts_of(actor, funds):
    """The accounts this actor may see of these funds: all of them, or those of the own unit."""
    rows = Account.objects.filter(fund__in=funds)
    whole = rows.filter(fund__in=whole_funds(Fund.objects.all(), actor))
    return whole | rows.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else whole


def report(request, title, form, headers, rows, **more):
    """The page of a report, or its file. `rows` are cells; (address, words) is a link, a lamp has three parts."""
    if kind := form.asked.get("export"):
        lines = ([words_of(cell) for cell in row] for row in rows[:MOST_ROWS])
        return exported(title, kind, [header for header, _right in headers], lines)
    page = {"title": title, "form": form, "tables": [(title, headers, rows[:MOST])], "hidden": len(rows[MOST:])}
    page |= {"is_narrowed": any(form.asked.get(bound.name) for bound in form.visible_fields())}
    return render(request, "funds/desk/report.html", page | more)


def words_of(cell):
    return cell[-1] if isinstance(cell, tuple) else cell


RATES = [
    (gettext_lazy("Rank"), False),
    (gettext_lazy("Unit"), False),
    (gettext_lazy("allocated (yuan)"), True),
    (gettext_lazy("used (yuan)"), True),
    (gettext_lazy("use rate (%)"), True),
    (gettext_lazy("time over (%)"), True),
    (gettext_lazy("behind (points)"), True),
    (gettext_lazy("year before (%)"), True),
    (gettext_lazy("change (points)"), True),
    (gettext_lazy("State"), False),
]


@require_safe
@only(can_look)
def rates(request):
    """Use rate and time, the units in their order, beside the year before."""
    funds = whole_funds(Fund.objects.all(), request.actor)
    if not funds.exists():
        funds = Fund.objects.visible_to(request.actor)
    form = forms.ReportForm(funds, request.GET)
    day = form.asked.get("day") or timezone.localdate()
    asked = alike(list(asked_funds(form, funds)))
    show = asked[0].shown if asked else yuan
    found = reports.use_rates(asked, day)
    rows = [rate_cells(row, show) for row in found]
    sums = {"got": sum(row.got for row in found), "used": sum(row.used for row in found)}
    tiles = [
        (_("allocated (yuan)"), show(sums["got"])),
        (_("used (yuan)"), show(sums["used"])),
        (_("use rate (%)"), percent(reports.share(sums["used"], sums["got"])) or "—"),
        (_("units more than 30 points behind"), str(sum(row.tone == "over" for row in found))),
    ]
    lead = _(
        "Counted up to %(day)s. Behind = share of the time that is over − use rate; 10 to 30 points are yellow, "
        "more are red. The goal is 15 points more than in the year before."
    ) % {"day": day}
    return report(request, _("Use rates of the units"), form, RATES, rows, tiles=tiles, lead=lead)


def alike(funds: list[Fund]) -> list[Fund]:
    """Funds that can be added up: those of money; goods of one unit only where nothing else was asked for."""
    money = [fund for fund in funds if not fund.is_goods]
    return money or [fund for fund in funds if fund.unit_name == funds[0].unit_name]


def rate_cells(row: reports.Progress, show) -> list:
    words = {"ok": _("keeps up"), "warn": _("behind"), "over": _("far behind")}[row.tone]
    if row.change is not None and row.change >= reports.GOAL:
        words = _("%(state)s, goal reached") % {"state": words}
    return [
        row.rank,
        row.organisation.short_name,
        show(row.got),
        show(row.used),
        percent(row.rate),
        percent(row.time),
        percent(row.gap),
        percent(row.before),
        percent(row.change),
        ("lamp", row.tone, words),
    ]


IDLE = [
    (gettext_lazy("Unit"), False),
    (gettext_lazy("Fund"), False),
    (gettext_lazy("Project"), False),
    (gettext_lazy("Stage"), False),
    (gettext_lazy("lies since"), False),
    (gettext_lazy("days"), True),
    (AMOUNT, True),
    (gettext_lazy("State"), False),
]


@require_safe
@only(can_look)
def idle(request):
    """Money nobody moved for ninety days and more, and what is left of funds that have ended."""
    funds = Fund.objects.visible_to(request.actor)
    form = forms.IdleForm(funds, request.GET)
    asked = form.asked
    day = timezone.localdate()
    if asked.get("kind"):
        funds = funds.filter(kind=asked["kind"])
    if asked.get("fund"):
        funds = funds.filter(code=asked["fund"])
    found = reports.idle_money(accounts_of(request.actor, funds), day, asked.get("days") or reports.IDLE_DAYS)
    rows = [idle_cells(row) for row in found]
    money = [row for row in found if not row.account.fund.is_goods]  # goods are in the list, pieces are no yuan
    tiles = [
        (_("lies idle (yuan)"), yuan(sum(row.amount for row in money))),
        (_("of it 180 days and more (yuan)"), yuan(sum(row.amount for row in money if row.tone == "over"))),
    ]
    del form.fields["day"]
    lead = _("Ninety days without movement are yellow, 180 days and the end of the fund are red.")
    return report(request, _("Idle money"), form, IDLE, rows, tiles=tiles, lead=lead)


def idle_cells(row: reports.Idle) -> list:
    words = _("the fund has ended") if row.is_over else _("idle")
    return [
        row.account.organisation.short_name,
        (reverse("funds:fund", args=[row.account.fund.code]), row.account.fund.name),
        row.account.project,
        row.account.get_stage_display(),
        row.since.isoformat(),
        row.days,
        row.account.fund.shown(row.amount),
        ("lamp", row.tone, words),
    ]


PROJECTS = [
    (gettext_lazy("Project"), False),
    (gettext_lazy("Unit"), False),
    (gettext_lazy("Fund"), False),
    (gettext_lazy("allocated (yuan)"), True),
    (gettext_lazy("used (yuan)"), True),
    (gettext_lazy("use rate (%)"), True),
    (gettext_lazy("accepted (yuan)"), True),
    (gettext_lazy("questioned by audit (yuan)"), True),
]


@require_safe
@only(can_look)
def projects(request):
    """Every project money was allocated to, with what became of it."""
    funds = Fund.objects.visible_to(request.actor)
    form = forms.ReportForm(funds, request.GET)
    day = form.asked.get("day") or timezone.localdate()
    accounts = accounts_of(request.actor, asked_funds(form, funds)).filter(stage=Stage.ALLOCATED)
    rows = [
        [
            (reverse("funds:project", args=[row.account.pk]), row.account.project or row.account.name),
            row.account.organisation.short_name,
            row.account.fund.name,
            row.account.fund.shown(row.got),
            row.account.fund.shown(row.used),
            percent(row.rate),
            row.account.fund.shown(row.accepted or None),
            row.account.fund.shown(row.questioned or None),
        ]
        for row in reports.projects(accounts.order_by("fund", "organisation", "pk"), day)
    ]
    return report(request, _("Projects"), form, PROJECTS, rows)


ENTRIES = [
    (gettext_lazy("Day"), False),
    (gettext_lazy("Voucher"), False),
    (gettext_lazy("Kind"), False),
    (gettext_lazy("Purpose"), False),
    (gettext_lazy("from or to"), False),
    (gettext_lazy("came (yuan)"), True),
    (gettext_lazy("went (yuan)"), True),
    (gettext_lazy("left (yuan)"), True),
]


@require_safe
@only(can_look)
def project(request, pk):
    """The ledger of one project: what came, what went to whom, what is left after each line."""
    rows = accounts_of(request.actor, Fund.objects.visible_to(request.actor)).filter(stage=Stage.ALLOCATED)
    row = get_object_or_404(rows.select_related("fund", "organisation"), pk=pk)
    persons = reads_persons(request.actor)
    title = _("Ledger of %(project)s") % {"project": row.project or row.name}
    lines = [entry_cells(entry, persons, row.fund.shown) for entry in reports.ledger_of(row)]
    if kind := forms.export_of(request.GET):
        headers = [header for header, _right in ENTRIES]
        return exported(title, kind, headers, ([words_of(cell) for cell in line] for line in lines))
    places = reports.places_of(row)
    [sums] = reports.projects(Account.objects.filter(pk=row.pk), timezone.localdate())
    tiles = [
        (_("allocated"), row.fund.in_words(sums.got)),
        (_("used"), row.fund.in_words(sums.used)),
        (_("use rate (%)"), percent(sums.rate)),
        (_("accepted (yuan)"), row.fund.shown(sums.accepted)),
    ]
    page = {
        "title": title,
        "lead": f"{row.fund.name} · {row.organisation.name}",
        "tiles": tiles,
        "ways": ways_of_project(places),
        "tables": [(title, ENTRIES, lines[-MOST:]), check_table(row)],
        "hidden": len(lines[:-MOST]),
        "back": (reverse("funds:projects"), _("Projects")),
    }
    return render(request, "funds/desk/report.html", page)


def ways_of_project(places):
    from funds.models import Posting

    touching = Posting.objects.filter(out_of__in=places) | Posting.objects.filter(into__in=places)
    return ways_of(touching)


def check_table(row: Account) -> tuple:
    headers = [
        (_("Number"), False),
        (_("Kind"), False),
        (_("Unit"), False),
        (_("checked on"), False),
        (_("amount checked"), True),
        (_("amount questioned"), True),
        (_("Result"), False),
    ]
    checks = row.checks.exclude(state__in=[Check.State.REFUSED, Check.State.WITHDRAWN]).select_related("organisation")
    cells = [
        [
            (reverse("funds:check", args=[one.pk]), one.number),
            one.get_kind_display(),
            one.organisation.short_name,
            one.checked_on.isoformat(),
            row.fund.in_words(one.amount),
            row.fund.in_words(one.questioned) if one.questioned else "",
            ("lamp", one.tone, one.get_result_display()),
        ]
        for one in checks
    ]
    return (_("Acceptance and audit"), headers, cells)


def entry_cells(entry: reports.Entry, persons: bool, show) -> list:
    one = entry.posting
    other = one.out_of if entry.came else one.into
    return [
        one.voucher.happened_on.isoformat(),
        (reverse("funds:trace", args=[one.pk]), one.voucher.number),
        one.voucher.get_kind_display(),
        one.voucher.words,
        shown_name(other, persons),
        show(entry.came) if entry.came else "",
        show(entry.went) if entry.went else "",
        show(entry.rest),
    ]


@require_safe
@only(can_look)
def ledger(request, code):
    """The ledger of a fund as a file, with the columns in which movements are read in."""
    row = seen_fund(request.actor, code)
    kind = forms.export_of(request.GET) or "csv"
    title = _("Ledger of %(project)s") % {"project": row.name}
    return exported(title, kind, LABELS.values(), ledger_rows(row, reads_persons(request.actor)))
