"""Weekly forms: made by a unit for its squads, filled in each week, added up and published each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from deadlines import calendar as calendars
from records.actions import as_actor, deed, issue_document, record
from records.attachments import bind
from records.deeds import another, for_update, may
from records.models import Document
from records.refusal import Refused
from scoring.models import MonthlySummary, WeeklyForm, WeeklyReport
from scoring.permissions.indicators import can_make_form, can_publish, keeps_form, reports_by
from scoring.weekly import added, monday, month_of, sunday, weeks_of

MOST = Decimal(10) ** 12  # of a number in a report
TITLE = "月通报"


@dataclass(frozen=True)
class Template:
    """What a form asks: (code, name, unit of measure) of each number."""

    code: str
    name: str
    squads: Sequence[Organisation]
    fields: Sequence[tuple[str, str, str]]
    begins_on: date
    days: int = 1  # due so many working days after the week


@deed(makes=True)
def make(organisation: Organisation, template: Template, *, by, now) -> WeeklyForm:
    may(can_make_form(by) and by.works_for(organisation.pk))
    check_template(organisation, template)
    as_actor(by)
    fields = [{"code": code, "name": name, "measure": measure} for code, name, measure in template.fields]
    about = {name: getattr(template, name) for name in ("code", "name", "begins_on", "days")}
    form = WeeklyForm.objects.create(organisation=organisation, fields=fields, made_at=now, made_by=by.user, **about)
    form.squads.set(template.squads)
    squads = sorted(squad.pk for squad in template.squads)
    record("scoring.weekly.made", form, actor=by, now=now, fields=fields, squads=squads)
    return form


def check_template(organisation: Organisation, template: Template):
    if WeeklyForm.objects.filter(code=template.code).exists():
        raise Refused(None, _("There is a form with this code already."), field="code")
    if not template.fields:
        raise Refused(None, _("A form asks for one number at least."), field="fields")
    if len({code for code, _name, _measure in template.fields}) != len(template.fields):
        raise Refused(None, _("Two numbers have the same name."), field="fields")
    foreign = [squad for squad in template.squads if not squad.path.startswith(organisation.path)]
    if foreign:
        told = _("%(squad)s does not belong to the unit.") % {"squad": foreign[0].short_name}
        raise Refused(None, told, field="squads")
    if not template.squads:
        raise Refused(None, _("Choose who reports."), field="squads")


@deed
def end(form: WeeklyForm, *, by, now) -> WeeklyForm:
    """No more reports after this day."""
    form = for_update(form)
    may(keeps_form(by, form) and can_make_form(by))
    if form.ends_on:
        return form
    as_actor(by)
    form.ends_on = max(form.begins_on, timezone.localdate(now))
    form.save(update_fields=["ends_on"])
    record("scoring.weekly.ended", form, actor=by, now=now, ends_on=form.ends_on)
    return form


def due_on(form: WeeklyForm, week: date) -> date:
    return calendars.calendar().add(sunday(week), form.days)


@deed(makes=True)
def submit(form: WeeklyForm, *, by, now, week: date, values: dict, words: str = "", files=()) -> WeeklyReport:
    """The squad of this person reports a week; again, to correct it, until its month is summed up."""
    form = for_update(form)
    may(reports_by(by, form))
    today = timezone.localdate(now)
    check_week(form, week, today)
    numbers = checked(form, values)
    as_actor(by)
    report = WeeklyReport.objects.filter(form=form, organisation=by.organisation, week=week).first()
    report = report or WeeklyReport(form=form, organisation=by.organisation, week=week, submitted_on=today)
    report.values, report.words, report.due_on = numbers, words.strip()[:1000], due_on(form, week)
    report.submitted_at, report.submitted_by = now, by.user
    report.save()
    bind(files, report, by=by, now=now)
    record("scoring.weekly.submitted", report, actor=by, now=now, week=week, values=numbers)
    return report


def check_week(form: WeeklyForm, week: date, today: date):
    if week != monday(week):
        raise Refused(None, _("A week begins on a Monday."), field="week")
    if week > today or sunday(week) < form.begins_on or (form.ends_on and week > form.ends_on):
        raise Refused(None, _("No report is asked for this week."), field="week")
    if form.summaries.filter(month=month_of(week)).exists():
        raise Refused(None, _("The month of this week is summed up: its reports stand."), field="week")


def checked(form: WeeklyForm, values: dict) -> dict[str, str]:
    """The numbers of all fields, not negative. Raises Refused that names the field."""
    found = {}
    for field in form.fields:
        code = field["code"]
        try:
            number = Decimal(str(values.get(code)))
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and 0 <= number < MOST):
            told = _("Enter a number for “%(name)s”; 0 where there was nothing.") % {"name": field["name"]}
            raise Refused(None, told, field=f"value_{code}")
        found[code] = f"{number.normalize():f}"
    return found


@deed(makes=True)
def sum_up(form: WeeklyForm, *, by, now, month: date, words: str = "") -> MonthlySummary:
    """Add the weeks of a month up, with who was late and what is missing. From now on its reports stand."""
    form = for_update(form)
    may(keeps_form(by, form))
    weeks = [week for week in weeks_of(month) if sunday(week) >= form.begins_on]
    if not weeks or sunday(weeks[-1]) >= timezone.localdate(now):
        raise Refused(None, _("The weeks of this month are not over yet."), field="month")
    if form.summaries.filter(month=month).exists():
        raise Refused(None, _("This month was summed up already."), field="month")
    as_actor(by)
    rows = [line(form, squad, weeks) for squad in form.squads.order_by("sort", "pk")]
    totals = added([row["values"] for row in rows], codes(form))
    about = {"rows": rows, "totals": totals, "words": words.strip()[:1000], "drafted_at": now, "drafted_by": by.user}
    summary = MonthlySummary.objects.create(form=form, month=month, **about)
    record("scoring.summary.drafted", summary, actor=by, now=now, totals=totals)
    return summary


def codes(form: WeeklyForm) -> list[str]:
    return [field["code"] for field in form.fields]


def line(form: WeeklyForm, squad: Organisation, weeks: list[date]) -> dict:
    """One squad in a month: its numbers, how many reports came, late or not at all."""
    reports = list(form.reports.filter(organisation=squad, week__in=weeks))
    return {
        "squad": squad.short_name,
        "values": added([report.values for report in reports], codes(form)),
        "reports": len(reports),
        "late": sum(report.is_late for report in reports),
        "missing": len(weeks) - len(reports),
    }


@deed
def publish(summary: MonthlySummary, *, by, now) -> MonthlySummary:
    """签发: the head of the unit signs; everybody may read it."""
    summary = for_update(summary, "form__organisation")
    another(by, summary.drafted_by_id)
    may(can_publish(by, summary.form))
    summary.publish()
    as_actor(by)
    summary.signed_at, summary.signed_by, summary.document = now, by.user, paper(summary, by=by, now=now)
    summary.save(update_fields=["state", "signed_at", "signed_by", "document"])
    record("scoring.summary.published", summary, actor=by, now=now, number=summary.document.number)
    return summary


def paper(summary: MonthlySummary, *, by, now) -> Document:
    form, unit = summary.form, summary.form.organisation
    numbers = "，".join(f"{field['name']}{summary.totals[field['code']]}{field['measure']}" for field in form.fields)
    slow = [f"{row['squad']}迟报{row['late']}次、缺报{row['missing']}次" for row in summary.rows if behind(row)]
    lines = [f"{summary.month:%Y年%m月}，{numbers}。", *([f"{'；'.join(slow)}。"] if slow else []), summary.words]
    body = {
        "case": form.name,
        "item": f"{summary.month:%Y年%m月}",
        "organisation": unit.name,
        "paragraphs": [text for text in lines if text],
    }
    about = {"addressee": "各队（所）", "title": f"{form.name}{TITLE}", "body": body}
    return issue_document(Document.Kind.APPRAISAL, summary, actor=by, now=now, organisation=unit, **about)


def behind(row: dict) -> bool:
    return bool(row["late"] or row["missing"])
