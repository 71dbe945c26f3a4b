"""Case figures of a period, grouped by unit, item, window, person or month: on screen, on A4, as a spreadsheet."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from approvals import statistics as figures
from approvals.forms.ledger import StatisticsForm
from approvals.models import Case
from approvals.permissions import can_look
from approvals.views import registers
from approvals.views.desk import only

MONTHS = 365  # days of the table of months, where no period was chosen
MOST_LINES = 300  # on the page; the spreadsheet has all


def asked_period(asked: dict, today) -> figures.Period:
    """The period asked for: this month up to today where nothing was typed, a year for the table of months."""
    until = asked.get("until") or today
    first = (until - timedelta(days=MONTHS)).replace(day=1) if asked.get("by") == "month" else until.replace(day=1)
    since = asked.get("since") or first
    return figures.Period(min(since, until), until)


def lines_of(by: str, cases, period, today):
    """(name, figures) of each line."""
    if by == "window":
        return figures.by_window(cases, period, today, _("without a window"))
    if by == "person":
        words = {"clerk": _("accepted it"), "reviewer": _("reviewed it"), "approver": _("decided it")}
        return figures.by_person(cases, period, today, words)
    tables = {"unit": figures.by_unit, "item": figures.by_item, "month": figures.by_month}
    return tables[by](cases, period, today)


@require_safe
@only(can_look)
def statistics(request):
    """The table; with ?a4 as a sheet to print and sign."""
    actor, today = request.actor, timezone.localdate()
    form = StatisticsForm(request.GET, registers.units(actor))
    form.is_valid()
    asked = form.cleaned_data
    by = asked.get("by") or ("unit" if "organisation" in form.fields else "item")
    period = asked_period(asked | {"by": by}, today)
    cases = Case.objects.filter(registers.scope(actor) & registers.of_unit(asked))
    lines = lines_of(by, cases, period, today)
    # a case stands in three lines of the table of people: their sum would count it three times
    whole = figures.total(line for _name, line in (lines if by != "person" else figures.by_unit(cases, period, today)))
    if asked.get("export"):
        return export(by, lines, whole)
    title = dict(StatisticsForm.BY)[by]
    context = {
        "form": form,
        "by": by,
        "title": title,
        "period": period,
        "lines": lines[:MOST_LINES],
        "cut": len(lines) - MOST_LINES,
        "total": whole,
        "whose": whose(actor, form, asked),
        "today": today,
    }
    return render(request, f"approvals/desk/statistics{'_a4' if 'a4' in request.GET else ''}.html", context)


def whose(actor, form, asked) -> str:
    """Whose figures these are: the chosen unit, the own one, or all."""
    if "organisation" not in form.fields:
        return actor.organisation.name
    return dict(form.fields["organisation"].choices)[asked["organisation"]] if asked.get("organisation") else ""


COLUMNS = ["accepted", "finished", "finish_rate", "granted", "denied", "on_time", "open_overdue", "on_time_rate"]
COLUMNS += ["promised", "early", "early_rate", "average_used", "average_limit", "saved", "saved_rate"]


def export(by, lines, whole):
    """Every line and the sum; each rate stands beside what it is a share of."""
    header = [str(dict(StatisticsForm.BY)[by]), _("Accepted"), _("Finished"), _("Finished / accepted (percent)")]
    header += [_("granted"), _("denied"), _("Finished on time"), _("Open past the promise")]
    header += [_("On time / (finished + open past the promise) (percent)"), _("Finished with a promise of days")]
    header += [_("Finished early"), _("Early / finished with a promise of days (percent)")]
    header += [_("Working days used on average"), _("Working days promised on average")]
    header += [_("Working days saved against the law"), _("Saved / limit of the law (percent)")]
    rows = [[name, *(getattr(line, column) for column in COLUMNS)] for name, line in [*lines, (_("Sum"), whole)]]
    return xlsx_response(_("Case statistics"), header, rows)
