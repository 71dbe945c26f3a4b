"""What is typed about a project: its facts, the nodes of its plan, the steps of its life."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import User
from projects.actions.entering import MOST_NODES, Facts, Planned
from projects.models import Project, Stage
from records.fields import NONE, MoneyField, PlainForm, RowField, UnitField, day_field, text_field, whole

CODE = _("Letters, digits and hyphens, such as ZD-2026-001.")
FIELDS = ["name", "kind", "rank", "year", "leader", "place", "content", "standard", "total", "year_total"]
DAYS = ["planned_start", "planned_finish", "planned_production"]


class FactsForm(PlainForm):
    """The facts of a project of a unit."""

    name = CleanCharField(label=_("Name of the project"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Project.Kind)
    rank = CleanCharField(label=_("rank of the project"), max_length=50, help_text=_("such as 市级重点"), **NONE)
    year = whole(_("Year"), 2000, 2100)
    responsible = RowField(label=_("person responsible"), **NONE)
    leader = CleanCharField(label=_("leader responsible for it"), max_length=50, **NONE)
    place = CleanCharField(label=_("place"), max_length=100, **NONE)
    content = text_field(_("what is built or done"), rows=3, most=1000)
    standard = text_field(
        _("standard of completion"),
        rows=2,
        most=1000,
        help_text=_("for works for the people: when it is done"),
        **NONE,
    )
    total = MoneyField(label=_("Total investment (yuan)"))
    year_total = MoneyField(label=_("Planned investment of the year (yuan)"))
    planned_start = day_field(_("planned start"))
    planned_finish = day_field(_("planned finish"))
    planned_production = day_field(_("planned production"), **NONE)

    def __init__(self, organisation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            posts__organisation=organisation, posts__ended_on=None, posts__suspended_on=None
        ).distinct()
        self.fields["responsible"].offer(people.order_by("pk"), empty=_("nobody named yet"))

    def arguments(self, files=()) -> dict:
        return {"facts": self.facts(self.code)}

    code = ""

    def facts(self, code: str) -> Facts:
        return Facts(code=code, **{name: self.cleaned_data[name] for name in [*FIELDS, *DAYS, "responsible"]})


class EntryForm(FactsForm):
    """A new project: its code and its unit as well."""

    code = forms.SlugField(label=_("code"), max_length=30, help_text=CODE)
    organisation = UnitField(label=_("lead unit of the project"))
    field_order = ["code", "name", "kind", "organisation"]

    def __init__(self, organisation, *args, **kwargs):
        super().__init__(organisation, *args, **kwargs)
        self.fields["organisation"].initial = organisation

    def arguments(self, files=()) -> dict:
        return {"facts": self.facts(self.cleaned_data["code"])}


class AmendForm(FactsForm):
    """Correcting the facts: the code stays."""

    def __init__(self, project, *args, **kwargs):
        given = {name: getattr(project, name) for name in [*FIELDS, *DAYS]} | {"responsible": project.responsible_id}
        super().__init__(project.organisation, *args, initial=given, **kwargs)
        self.code = project.code


class NodeForm(forms.Form):
    """A row of a plan; one that is left blank is no node."""

    stage = forms.ChoiceField(label=_("stage"), choices=Stage, **NONE)
    name = CleanCharField(label=_("node"), max_length=100, **NONE)
    weight = whole(_("weight"), 1, 100, **NONE)
    starts_on = day_field(_("begins on"), **NONE)
    planned_on = day_field(_("due on"), **NONE)
    organisation = UnitField(label=_("unit that answers for it"), **NONE)

    NEEDED = ["name", "weight", "starts_on", "planned_on"]

    def clean(self):
        given = super().clean()
        if any(given.get(name) for name in self.NEEDED):
            for name in self.NEEDED:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        return given

    def planned(self, lead) -> Planned | None:
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return Planned(**given | {"organisation": given["organisation"] or lead})


PlanFormSet = forms.formset_factory(NodeForm, extra=3, max_num=MOST_NODES, absolute_max=MOST_NODES)


class DayForm(PlainForm):
    on = day_field(_("Day"))


class AcceptForm(PlainForm):
    on = day_field(_("finished on"))
    words = text_field(_("What the acceptance found"), rows=3)


class WordsForm(PlainForm):
    words = text_field(_("Words"), rows=3)


class UndoForm(PlainForm):
    share = whole(_("done (percent)"), 0, 99)
    words = text_field(_("What the visit found"), rows=3)


class ChangeForm(PlainForm):
    to_on = day_field(_("new day"))
    reason = text_field(_("Reason"))


class OpinionForm(PlainForm):
    opinion = text_field(_("Opinion"), **NONE)


class RefuseForm(PlainForm):
    opinion = text_field(_("Opinion"))


class PlansForm(forms.Form):
    """Ticked plans that wait for approval."""

    plans = forms.MultipleChoiceField(label=_("Plans"), error_messages={"required": _("Tick at least one plan.")})

    def __init__(self, rows, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in rows}
        self.fields["plans"].choices = [(code, row.name) for code, row in self.rows.items()]

    @property
    def chosen(self) -> list[Project]:
        return [self.rows[code] for code in self.cleaned_data["plans"]]
