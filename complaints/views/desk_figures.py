"""Figures of orders for those who work on them, watch and lead: tables, the orders behind a number, months, heat."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation
from complaints import figures, queues, ranking
from complaints.forms.voices import BY, BehindForm, MonthForm, PeriodForm
from complaints.models import Channel, Order
from complaints.permissions import can_look
from complaints.views.common import only
from complaints.views.desk import export as export_orders
from complaints.views.desk import sheet, told

COLUMNS = [  # sums, then rates; each number leads to the orders behind it
    ("received", gettext_lazy("Orders received")),
    ("waiting", gettext_lazy("Within the term")),
    ("answered", gettext_lazy("Orders answered")),
    ("on_time", gettext_lazy("Answered in time")),
    ("late_open", gettext_lazy("Late and open")),
    ("rated", gettext_lazy("Own ratings")),
    ("satisfied", gettext_lazy("Satisfied people")),
    ("defaults", gettext_lazy("By default")),
    ("solved", gettext_lazy("Solved")),
    ("second", gettext_lazy("Second handling")),
    ("reopened", gettext_lazy("Opened again")),
]
RATES = [
    ("reply_rate", gettext_lazy("Reply rate (percent)")),
    ("on_time_rate", gettext_lazy("On-time rate (percent)")),
    ("solving_rate", gettext_lazy("Solving rate (percent)")),
    ("satisfaction_rate", gettext_lazy("Satisfaction rate (percent)")),
    ("days", gettext_lazy("Days to the answer")),
]
MONTHS = 6  # of the heat
MOST = 100  # lines of a page


def of_actor(actor):
    """The orders whose figures this post reads: its own unit's, or those of all it watches."""
    return figures.counted(Order.objects.listed_for(actor))


def asked_period(asked: dict, today) -> figures.Period:
    """This month where nothing was typed; a year for the table of months."""
    until = asked.get("until") or today
    first = (until - timedelta(days=365)).replace(day=1) if asked.get("by") == "month" else until.replace(day=1)
    since = asked.get("since") or first
    return figures.Period(min(since, until), until)


def offices(actor) -> list[tuple[str, str]]:
    """The units to choose from, for those who read the figures of several."""
    if not queues.watches(actor):
        return []
    rows = Organisation.objects.filter(path__startswith=actor.watched_path, orders__isnull=False).distinct()
    return list(rows.order_by("sort", "pk").values_list("code", "short_name"))


@require_safe
@only(can_look)
def table(request):
    """The table of a period; every number is a link."""
    actor, today = request.actor, timezone.localdate()
    form = PeriodForm(request.GET, offices(actor))
    form.is_valid()
    asked = form.cleaned_data
    by = asked.get("by") or ("unit" if queues.watches(actor) else "category")
    period = asked_period(asked | {"by": by}, today)
    orders = of_actor(actor).filter(period.within("received_at"))
    if asked.get("unit"):
        orders = orders.filter(organisation__code=asked["unit"])
    lines, whole = figures.TABLES[by](orders, today), figures.whole(orders, today)
    if asked.get("export"):
        return export(by, lines, whole)
    places = {place.line.key: place.place for place in ranking.ranked(lines)} if by == "unit" else {}
    last = len(lines)  # of those that owed nothing
    lines.sort(key=lambda line: places.get(line.key, last))
    page = {
        "form": form,
        "by": by,
        "heading": BY[by],
        "period": period,
        "columns": COLUMNS,
        "rates": RATES,
        "rows": [row(line) | {"place": places.get(line.key)} for line in lines[:MOST]],
        "whole": row(figures.Line("", _("Sum"), whole)),
        "total": whole,
        "is_empty": not whole.received,
    }
    return render(request, "complaints/voices/figures.html", page)


def row(line: figures.Line) -> dict:
    """The cells of a line: (name, number) of the sums, then the rates."""
    return {
        "key": line.key,
        "name": line.name or _("without a topic"),
        "sums": [(name, getattr(line.figures, name)) for name, _words in COLUMNS],
        "rates": [getattr(line.figures, name) for name, _words in RATES],
    }


def export(by, lines, whole):
    header = [str(BY[by]), *(words for _name, words in COLUMNS), *(words for _name, words in RATES)]
    names = [name for name, _words in [*COLUMNS, *RATES]]
    rows = [
        [line.name or _("without a topic"), *(getattr(line.figures, name) for name in names)]
        for line in [*lines, figures.Line("", _("Sum"), whole)]
    ]
    return xlsx_response(_("Figures of orders"), header, rows)


@require_safe
@only(can_look)
def behind(request):
    """The orders that one number counts, newest first."""
    form = BehindForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked, now = form.cleaned_data, timezone.now()
    today = queues.Today.at(now)
    period = asked_period(asked, today.day)
    key = asked["key"] if "key" in request.GET else None
    try:
        orders = of_actor(request.actor).filter(period.within("received_at"))
        orders = queues.timed(figures.behind(orders, today.day, asked["by"], key, asked["what"]), today)
    except ValueError:
        raise Http404 from None
    if asked.get("export"):
        return export_orders(orders.order_by("-received_at", "-pk"), today)
    page = sheet(orders, asked, today, "received_at", descending=True)
    page["pages"]["words"] = told(orders.count())
    page |= {"what": dict(COLUMNS).get(asked["what"], ""), "period": period, "key": key, "now": now}
    return render(request, "complaints/voices/behind.html", page | {"whole_county": queues.watches(request.actor)})


@require_safe
@only(can_look)
def assessment(request):
    """转办工单月度考评: the 12345 orders of a month by unit, in points that anybody can compute (seed S4-13)."""
    today = timezone.localdate()
    form = MonthForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("month") or figures.month_before(today).first
    period = figures.month_of(day)
    orders = of_actor(request.actor).filter(period.within("received_at"), channel=Channel.HOTLINE)
    lines = figures.by_unit(orders, today)
    rows = sorted(((line, ranking.points(line.figures), ranking.kept_rate(line.figures)) for line in lines), key=best)
    if form.cleaned_data.get("export"):
        return export_month(rows)
    page = {"form": form, "period": period, "rows": rows, "total": figures.total(line.figures for line in lines)}
    return render(request, "complaints/voices/assessment.html", page | {"shares": dict(ranking.ASSESSED)})


def best(row) -> tuple:
    """Most points first; units without any last."""
    return (row[1] is None, -(row[1] or 0))


def export_month(rows):
    header = [
        _("Unit"),
        _("Orders received"),
        _("Taken in time (percent)"),
        _("On-time rate (percent)"),
        _("Satisfaction rate (percent)"),
    ]
    header += [_("Without second handling (percent)"), _("Points")]
    cells = [
        [line.name, line.figures.received, line.figures.signed_rate, line.figures.on_time_rate]
        + [line.figures.satisfaction_rate, kept, points]
        for line, points, kept in rows
    ]
    return xlsx_response(_("Assessment of 12345 orders"), header, cells)


@require_safe
@only(can_look)
def heat(request):
    """What people write about, month by month."""
    today = timezone.localdate()
    months = ranking.months_until(today, MONTHS)
    orders = of_actor(request.actor).filter(figures.Period(months[0], today).within("received_at"))
    rows = ranking.heat(orders, months)
    return render(request, "complaints/voices/heat.html", {"months": months, "rows": rows})
