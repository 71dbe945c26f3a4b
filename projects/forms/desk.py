"""What is typed at the desks of projects: reports, problems, visits; how lists are narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from projects.actions.following import Visit
from projects.actions.reporting import Told
from projects.models import Change, FollowUp, MonthlyReport, Problem, Project, Stage
from records.fields import (
    LONG,
    NONE,
    FilesField,
    ListFilter,
    MoneyField,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    month_field,
    text_field,
    whole,
)

PHOTOGRAPHS = _("Photographs and papers")
LIGHTS = [
    ("red", _("red light")),
    ("yellow", _("yellow light")),
    ("green", _("green light")),
    ("done", _("finished and accepted")),
    ("pause", _("suspended")),
]


class DoneForm(PlainForm):
    """A node is done: in words, with photographs."""

    words = text_field(_("how it was done"), rows=3)
    files = FilesField(label=PHOTOGRAPHS, **NONE)


class ReportForm(PlainForm):
    """The report of a month: money, how far each node is, words on the stages, photographs."""

    investment = MoneyField(label=_("Investment of the month (yuan)"))
    files = FilesField(label=PHOTOGRAPHS, **NONE)

    def __init__(self, report, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.nodes = list(report.project.nodes.order_by("number"))
        told = dict(report.shares.values_list("node", "share"))
        self.fields["investment"].initial = report.investment
        for node in [node for node in self.nodes if node.done_on is None]:
            field = whole(f"{node.name} · {node.get_stage_display()}（%）", 0, 100)
            field.initial = told.get(node.pk, node.share)
            self.fields[f"share_{node.pk}"] = field
        for stage in Stage:
            field = text_field(stage.label, rows=2, most=LONG, required=False)
            field.initial = report.words.get(stage.value, "")
            self.fields[f"words_{stage.value}"] = field
        self.order_fields(["investment", *(name for name in self.fields if name not in ("investment", "files"))])

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        shares = {node.pk: given[f"share_{node.pk}"] for node in self.nodes if f"share_{node.pk}" in given}
        words = {stage.value: given.get(f"words_{stage.value}") or "" for stage in Stage}
        return {"told": Told(given["investment"], words, shares, tuple(files))}


class ProblemForm(PlainForm):
    stage = forms.ChoiceField(label=_("stage"), choices=Stage)
    organisation = UnitField(label=_("unit that solves it"))
    words = text_field(_("problem"), rows=3, most=LONG)
    due_on = day_field(_("to be solved by"))


class SolveForm(PlainForm):
    answer = text_field(_("how it was solved"), rows=3, most=LONG)


class ReopenForm(PlainForm):
    reason = text_field(_("Reason"))
    due_on = day_field(_("to be solved by"))


class VisitForm(PlainForm):
    """A follow-up inspection of a project."""

    visited_on = day_field(_("day of the visit"))
    node = RowField(label=_("node"), **NONE)
    previous = RowField(label=_("Looks after the demand of"), **NONE)
    result = forms.ChoiceField(label=_("outcome of the visit"), choices=FollowUp.Result)
    found = text_field(_("found"), rows=3, most=1000)
    demanded = text_field(_("demanded"), rows=2, most=LONG, **NONE)
    files = FilesField(label=PHOTOGRAPHS, **NONE)

    def __init__(self, project, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["node"].offer(project.nodes.order_by("number"), empty=_("the whole project"))
        before = FollowUp.objects.unsettled().filter(project=project)
        words = lambda row: f"{row.visited_on} {row.demanded[:20]}"  # noqa: E731
        self.fields["previous"].offer(before, empty=_("a first visit"), words=words)

    def arguments(self, files=()) -> dict:
        return {"visit": Visit(**super().arguments(files))}


class ProjectsFilter(ListFilter):
    LOOKUPS = {
        "q": "name__icontains",
        "kind": "kind",
        "light": "light",
        "state": "state",
        "unit": "organisation__short_name__icontains",
        "year": "year",
    }
    q = CleanCharField(label=_("Name of the project"), max_length=100, **NONE)
    kind = choice(_("Kind"), Project.Kind.choices)
    light = choice(_("Light"), LIGHTS)
    state = choice(_("State"), Project.State.choices)
    unit = CleanCharField(label=_("lead unit of the project"), max_length=50, **NONE)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)


class NodesFilter(ListFilter):
    which = choice(_("Light"), LIGHTS[:2])
    LOOKUPS = {"unit": "organisation__short_name__icontains", "stage": "stage", "since": "planned_on__gte"}
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    stage = choice(_("stage"), Stage.choices)
    since = day_field(_("from"), **NONE)


class ChangesFilter(ListFilter):
    LOOKUPS = {"state": "state"}
    state = choice(_("State"), Change.State.choices)


class ReportsFilter(ListFilter):
    which = choice(_("What waits"), [("owed", _("to be written"))])
    LOOKUPS = {"state": "state", "month": "month", "unit": "project__organisation__short_name__icontains"}
    state = choice(_("State"), MonthlyReport.State.choices)
    month = month_field(_("Month"), **NONE)
    unit = CleanCharField(label=_("lead unit of the project"), max_length=50, **NONE)


class ProblemsFilter(ListFilter):
    which = choice(_("What waits"), [("owed", _("to be solved"))])
    LOOKUPS = {"state": "state", "stage": "stage", "unit": "organisation__short_name__icontains"}
    state = choice(_("State"), Problem.State.choices)
    stage = choice(_("stage"), Stage.choices)
    unit = CleanCharField(label=_("unit that solves it"), max_length=50, **NONE)


class FollowUpsFilter(ListFilter):
    which = choice(_("What waits"), [("unsettled", _("demands to be looked after"))])
    LOOKUPS = {"result": "result", "since": "visited_on__gte", "until": "visited_on__lte"}
    result = choice(_("outcome of the visit"), FollowUp.Result.choices)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class MonthForm(forms.Form):
    """Which month a report is about, as a sheet of paper."""

    month = month_field(_("Month"), **NONE)


class FiguresForm(forms.Form):
    kind = choice(_("Kind"), Project.Kind.choices)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


class OpenFilter(forms.Form):
    """How the public page is narrowed."""

    q = CleanCharField(label=_("Name of the project"), max_length=100, **NONE)
    kind = choice(_("Kind"), Project.Kind.choices)
