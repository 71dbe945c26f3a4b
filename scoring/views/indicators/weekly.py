"""Weekly reports: forms, the weeks of a month by squad, what a squad hands in, the month summed up and published."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, Table, detail, listing, new, posted, take, who
from records.fields import ListFilter, PlainForm
from records.paging import sliced
from scoring.actions.indicators import weekly as actions
from scoring.forms import indicators as forms
from scoring.models import MonthlySummary, WeeklyForm
from scoring.permissions.indicators import can_make_form, can_publish, keeps_form, reports_by
from scoring.views.indicators.common import address, only, only_staff, today
from scoring.weekly import added, monday, month_of, next_month, sunday, weeks_of

SIZE = 20

FORMS = Table(
    title=gettext_lazy("Weekly reports"),
    columns=[
        (gettext_lazy("name"), lambda row: row.name),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Numbers"), lambda row: "、".join(field["name"] for field in row.fields)),
        (gettext_lazy("squads"), lambda row: row.squads.count()),
        (gettext_lazy("begins on"), lambda row: row.begins_on.isoformat()),
    ],
    lamp=lambda row: ("quiet", _("form is ended")) if row.ends_on else ("ok", _("form in use")),
    link=address("weekly"),
    nothing=gettext_lazy("No form of weekly reports concerns your unit yet."),
    numeric=(gettext_lazy("squads"),),
)


@require_safe
@only_staff
def weekly_list(request):
    rows = WeeklyForm.objects.visible_to(request.actor).select_related("organisation").order_by("code")
    add = [(reverse("scoring:new_weekly"), _("Make a form"))] if can_make_form(request.actor) else []
    return listing(request, FORMS, rows, ListFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_make_form)
def new_weekly(request):
    unit = request.actor.organisation
    form = forms.TemplateForm(unit, *posted(request), initial={"begins_on": monday(today())})
    words = {"title": _("Make a form"), "back": reverse("scoring:weeklies"), "saved": _("The squads can report now.")}
    return new(request, form, actions.make, unit, **words, after=address("weekly"), nav_at=reverse("scoring:weeklies"))


DEEDS = {
    "report": Deed(
        forms.WeekForm,
        actions.submit,
        lambda actor, row: row.ends_on is None and reports_by(actor, row),
        gettext_lazy("Hand in the report of a week"),
        gettext_lazy("The report is handed in."),
        "up",
        of_row=True,
    ),
    "sum": Deed(
        forms.MonthForm,
        actions.sum_up,
        lambda actor, row: keeps_form(actor, row),
        gettext_lazy("Sum up a month"),
        gettext_lazy("Summed up; the head signs and publishes it."),
        "chart",
    ),
    "end": Deed(
        PlainForm,
        actions.end,
        lambda actor, row: row.ends_on is None and keeps_form(actor, row) and can_make_form(actor),
        gettext_lazy("End this form"),
        gettext_lazy("No more reports are asked for."),
        "stop",
        grave=True,
    ),
}


def seen_form(actor, pk) -> WeeklyForm:
    return get_object_or_404(WeeklyForm.objects.visible_to(actor).select_related("organisation"), pk=pk)


@require_safe
@only_staff
def weekly(request, pk):
    return weekly_page(request, seen_form(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def weekly_deed(request, pk, deed):
    row = seen_form(request.actor, pk)
    return take(request, row, deed, DEEDS, weekly_page, lambda made: address("weekly")(row))


def weekly_page(request, row: WeeklyForm, refused=None):
    """The weeks of a month, squad by squad; the month up to now by itself."""
    form, day = forms.WhichMonthForm(request.GET), today()
    form.is_valid()
    asked = form.cleaned_data
    last = monday(day) if day.weekday() == 6 else monday(day) - timedelta(days=7)
    month = (asked.get("month") or month_of(asked.get("week") or last)).replace(day=1)
    about = {
        "title": row.name,
        "facts": facts(row),
        "month": month,
        "months": [month - timedelta(days=1), next_month(month)],
        "grid": grid(row, month, day),
        "weeks": weeks_of(month),
        "tables": [sums(row, month), reports(row, month), summaries(row)],
        "back": (reverse("scoring:weeklies"), _("Weekly reports")),
        "deed_address": "scoring:weekly_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:weeklies"),
        "template": "scoring/indicators/weekly.html",
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: WeeklyForm) -> list[tuple]:
    return [
        (_("Unit"), row.organisation.name),
        (_("Numbers"), "、".join(field["name"] for field in row.fields)),
        (_("due so many working days after the week"), str(row.days)),
        (_("begins on"), row.begins_on),
        (_("ends on"), row.ends_on),
    ]


def grid(row: WeeklyForm, month, day) -> list[tuple]:
    """(squad, lamp and first day of each week) of a month."""
    made = {(one.organisation_id, one.week): one for one in row.reports.of_month(month)}
    return [
        (squad, [(*lamp(row, made.get((squad.pk, week)), week, day), week) for week in weeks_of(month)])
        for squad in row.squads.order_by("sort", "pk")
    ]


def lamp(row: WeeklyForm, report, week, day) -> tuple:
    """How the report of a week stands: in time, late, missing, not asked for yet."""
    if report is not None:
        return ("warn", _("reported late")) if report.is_late else ("done", _("reported in time"))
    if week > day or sunday(week) < row.begins_on or (row.ends_on and week > row.ends_on):
        return "quiet", "—"
    return ("over", _("not reported")) if actions.due_on(row, week) < day else ("info", _("to be reported"))


def sums(row: WeeklyForm, month) -> tuple:
    """What the month adds up to so far, by squad."""
    made = {}
    for report in row.reports.of_month(month).select_related("organisation").order_by("organisation__sort", "pk"):
        made.setdefault(report.organisation.short_name, []).append(report.values)
    codes = actions.codes(row)
    lines = [[squad, *added(values, codes).values()] for squad, values in made.items()]
    if lines:
        every = [values for rows in made.values() for values in rows]
        lines.append([_("in all"), *added(every, codes).values()])
    heads = [(_("squad"), False), *((named(field), True) for field in row.fields)]
    return _("The month so far"), heads, lines


def named(field: dict) -> str:
    return f"{field['name']}（{field['measure']}）" if field["measure"] else field["name"]


def reports(row: WeeklyForm, month) -> tuple:
    made = row.reports.of_month(month).select_related("organisation").order_by("-week", "organisation__sort", "pk")
    lines = [[f"{one.week:%m-%d} {one.organisation.short_name}", *one.values.values(), one.words] for one in made]
    numbers = [(field["name"], True) for field in row.fields]
    return _("Reports of the month"), [(_("week"), False), *numbers, (_("how it was handled"), False)], lines


def summaries(row: WeeklyForm) -> tuple:
    lines = [
        [(address("summary")(one), f"{one.month:%Y-%m}"), *one.totals.values(), one.get_state_display()]
        for one in row.summaries.order_by("-month")[:SIZE]
    ]
    heads = [(_("Month"), False), *((named(field), True) for field in row.fields), (_("State"), False)]
    return _("Monthly summaries"), heads, lines


# summaries

SUMMARY_DEEDS = {
    "publish": Deed(
        PlainForm,
        actions.publish,
        lambda actor, row: row.state == MonthlySummary.State.DRAFT and can_publish(actor, row.form),
        gettext_lazy("Sign and publish"),
        gettext_lazy("Published; everybody may read it."),
        "seal",
    ),
}


def seen_summary(actor, pk) -> MonthlySummary:
    rows = MonthlySummary.objects.filter(form__in=WeeklyForm.objects.visible_to(actor))
    related = ["form__organisation", "document", "drafted_by", "signed_by"]
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
@only_staff
def summary(request, pk):
    return summary_page(request, seen_summary(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def summary_deed(request, pk, deed):
    return take(request, seen_summary(request.actor, pk), deed, SUMMARY_DEEDS, summary_page, address("summary"))


def summary_page(request, row: MonthlySummary, refused=None):
    links = [(reverse("scoring:bulletin", args=[row.pk]), _("As it is published"))] if row.document else []
    about = {
        "title": f"{row.form.name} {row.month:%Y-%m}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Unit"), row.form.organisation.name),
            (_("Words"), row.words),
            (_("Drafted by"), who(row.drafted_by, row.drafted_at)),
            (_("Signed by"), who(row.signed_by, row.signed_at)),
            (_("Number"), row.document.number if row.document else ""),
        ],
        "tables": [summary_table(row)],
        "back": (address("weekly")(row.form), row.form.name),
        "links": links,
        "deed_address": "scoring:summary_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:weeklies"),
    }
    return detail(request, row, SUMMARY_DEEDS, about, refused)


def summary_table(row: MonthlySummary) -> tuple:
    """Squad by squad with the totals below, as frozen."""
    codes = [field["code"] for field in row.form.fields]
    lines = [
        [one["squad"], *(one["values"][code] for code in codes), one["reports"], one["late"], one["missing"]]
        for one in row.rows
    ]
    counts = [sum(one[name] for one in row.rows) for name in ("reports", "late", "missing")]
    lines.append([_("in all"), *(row.totals[code] for code in codes), *counts])
    numbers = [(named(field), True) for field in row.form.fields]
    heads = [
        (_("squad"), False),
        *numbers,
        (_("reports received"), True),
        (_("reported late"), True),
        (_("not reported"), True),
    ]
    return _("Numbers of the month"), heads, lines


# what everybody may read


def published():
    rows = MonthlySummary.objects.filter(state=MonthlySummary.State.PUBLISHED)
    return rows.select_related("form__organisation", "document").order_by("-signed_at", "-pk")


@login_not_required
@require_safe
def bulletins(request):
    page = sliced(published(), request.GET, SIZE)
    return render(request, "scoring/indicators/bulletins.html", {"page": page, "rows": page.rows})


@login_not_required
@require_safe
def bulletin(request, pk):
    row = published().filter(pk=pk).first()
    if row is None:
        raise Http404
    page = {"row": row, "document": row.document, "table": summary_table(row)}
    return render(request, "scoring/indicators/bulletin.html", page)
