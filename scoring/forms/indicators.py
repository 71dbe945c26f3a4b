"""What is typed about goals, indicators, progress and weekly reports; how their lists are narrowed."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, User
from records.fields import (
    LONG,
    NONE,
    FilesField,
    ListFilter,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    month_field,
    text_field,
)
from scoring.actions.indicators.goals import Paper, Wanted
from scoring.actions.indicators.tasks import Progress
from scoring.actions.indicators.weekly import Template
from scoring.models import Delay, Direction, GoalDocument, Task
from scoring.models.indicators import EXPLAIN, TOLERANCE
from scoring.weekly import monday

EVIDENCE = _("Evidence")
STANDING = [
    ("behind", _("behind the time")),
    ("late", _("past their day and not done")),
    ("reached", _("target reached")),
]
MOST_FIELDS = 12


def number(label, **kwargs):
    """A number of at most four decimals, also below zero."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, max_digits=18, decimal_places=4, widget=widget, **kwargs)


def points(label):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    bounds = {"min_value": Decimal(0), "max_value": Decimal(100)}
    return forms.DecimalField(label=label, max_digits=5, decimal_places=2, widget=widget, **bounds)


def whole(label, low, high, **kwargs):
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **kwargs)


class PaperForm(PlainForm):
    """A new document of goals."""

    title = CleanCharField(label=_("title of the paper"), max_length=100)
    number = CleanCharField(label=_("number of the paper"), max_length=50)
    year = whole(_("Year"), 2000, 2100)
    issued_on = day_field(_("issued on"))
    tolerance = whole(_("tolerance (percentage points)"), 0, 100, initial=TOLERANCE)
    explain_days = whole(_("term of an explanation (working days)"), 1, 60, initial=EXPLAIN)

    def arguments(self, files=()) -> dict:
        return {"paper": Paper(**self.cleaned_data)}


class IndicatorForm(PlainForm):
    """One more indicator of a draft."""

    parent = CleanCharField(
        label=_("indicator above"), max_length=30, help_text=_("its code; blank at the top"), **NONE
    )
    code = CleanCharField(label=_("code"), max_length=30)
    name = CleanCharField(label=_("indicator"), max_length=200)
    weight = number(_("weight"))
    standard = CleanCharField(label=_("standard to be met"), max_length=500, **NONE)
    measure = CleanCharField(label=_("unit of measure"), max_length=20, **NONE)
    direction = forms.ChoiceField(label=_("direction"), choices=Direction)
    target = number(_("target"), **NONE)
    due_on = day_field(_("due on"), **NONE)
    organisation = UnitField(label=_("Unit"), help_text=_("blank for a group"), **NONE)

    def __init__(self, document, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def arguments(self, files=()) -> dict:
        return {"wanted": Wanted(**self.cleaned_data)}


class ProgressForm(PlainForm):
    day = day_field(_("day"))
    amount = number(_("amount done"), help_text=_("what was added since the last entry; a mistake with a minus sign"))
    words = text_field(_("work that was done"), rows=3, most=LONG)
    files = FilesField(label=EVIDENCE, **NONE)

    def __init__(self, task, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate
        if task.indicator.measure:
            self.fields["amount"].label = _("amount done (%(measure)s)") % {"measure": task.indicator.measure}

    def arguments(self, files=()) -> dict:
        given = super().arguments()
        return {"progress": Progress(given["day"], given["amount"], given["words"]), "files": files}


class RatingForm(PlainForm):
    points = points(_("points (0 to 100)"))
    words = text_field(_("Words"), rows=3, most=LONG)
    files = FilesField(label=EVIDENCE, **NONE)


class ReviewForm(PlainForm):
    points = points(_("points (0 to 100)"))
    words = text_field(_("Opinion"), rows=3, most=LONG)


class NameForm(PlainForm):
    responsible = RowField(label=_("person responsible"))

    def __init__(self, task, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(posts__organisation=task.organisation, posts__ended_on=None).distinct()
        self.fields["responsible"].offer(people.order_by("pk"))


class ExplainForm(PlainForm):
    why = text_field(_("why it is behind"), rows=3, most=LONG)
    measures = text_field(_("what will be done"), rows=3, most=LONG)
    files = FilesField(label=EVIDENCE, **NONE)


class TasksFilter(ListFilter):
    LOOKUPS = {
        "q": "indicator__name__icontains",
        "unit": "organisation__short_name__icontains",
        "person": "responsible__name",
        "state": "state",
        "year": "document__year",
    }
    q = CleanCharField(label=_("indicator"), max_length=100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    person = CleanCharField(label=_("person responsible"), max_length=50, **NONE)
    which = choice(_("How it stands"), STANDING)
    state = choice(_("State"), Task.State.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)


class DelaysFilter(ListFilter):
    LOOKUPS = {"state": "state", "unit": "task__organisation__short_name__icontains"}
    state = choice(_("State"), Delay.State.choices)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    which = choice(_("What waits"), [("overdue", _("explanation overdue"))])


class GoalsFilter(ListFilter):
    LOOKUPS = {"state": "state", "year": "year"}
    state = choice(_("State"), GoalDocument.State.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)


class TreeForm(forms.Form):
    """Where in a tree, and what is looked for."""

    q = CleanCharField(label=_("Code or words"), max_length=100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    node = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62, **NONE)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


class YearForm(forms.Form):
    """Which document the figures are of; all of a year otherwise."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)
    document = forms.ChoiceField(label=_("Document of goals"), **NONE)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)

    def __init__(self, documents, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(str(row.pk), str(row)) for row in documents]
        self.fields["document"].choices = [("", _("all")), *rows]


class QuarterForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)
    quarter = forms.ChoiceField(
        label=_("Quarter"), choices=[("", "—"), *((str(n), str(n)) for n in range(1, 5))], **NONE
    )
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


# weekly reports


class TemplateForm(PlainForm):
    """A new form of weekly reports: one line a number."""

    code = forms.SlugField(label=_("code"), max_length=30, help_text=_("letters, digits, hyphens"))
    name = CleanCharField(label=_("name"), max_length=100)
    squads = forms.MultipleChoiceField(label=_("Who reports"), widget=forms.CheckboxSelectMultiple)
    fields_text = text_field(
        _("Numbers"), rows=6, most=1000, help_text=_("one a line, with its unit of measure: 检查企业 家")
    )
    begins_on = day_field(_("begins on"))
    days = whole(_("due so many working days after the week"), 1, 10, initial=1)

    def __init__(self, organisation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(path__startswith=organisation.path).order_by("path", "sort")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["squads"].choices = [(key, row.short_name) for key, row in self.rows.items()]

    def clean_fields_text(self):
        lines = [line.split() for line in self.cleaned_data["fields_text"].splitlines() if line.strip()]
        if len(lines) > MOST_FIELDS or any(len(line) > 2 or len(line[0]) > 30 for line in lines):
            raise forms.ValidationError(
                _("One number a line: its name, a blank, its unit of measure; twelve at most.")
            )
        return lines

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        fields = [
            (f"n{place}", line[0], line[1] if len(line) > 1 else "")
            for place, line in enumerate(given["fields_text"], 1)
        ]
        squads = [self.rows[key] for key in given["squads"]]
        about = {name: given[name] for name in ("code", "name", "begins_on", "days")}
        return {"template": Template(squads=squads, fields=fields, **about)}


class WeekForm(PlainForm):
    """The numbers of a week, as the form asks for them."""

    week = day_field(_("Week that begins on"))

    def __init__(self, form, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["week"].initial = lambda: monday(timezone.localdate() - timedelta(days=5))
        self.asked = form.fields
        for field in self.asked:
            label = f"{field['name']}（{field['measure']}）" if field["measure"] else field["name"]
            self.fields[f"value_{field['code']}"] = number(label, min_value=0)
        self.fields["words"] = text_field(_("how it was handled"), rows=3, most=1000, **NONE)
        self.fields["files"] = FilesField(label=EVIDENCE, **NONE)

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        values = {field["code"]: given[f"value_{field['code']}"] for field in self.asked}
        return {"week": given["week"], "values": values, "words": given["words"], "files": files}


class MonthForm(PlainForm):
    month = month_field(_("Month"))
    words = text_field(_("Words"), rows=4, most=1000, **NONE)

    def clean_month(self):
        return self.cleaned_data["month"].replace(day=1)


class WhichMonthForm(forms.Form):
    month = month_field(_("Month"), **NONE)
    week = day_field(_("Week that begins on"), **NONE)
