"""Forms of surveys at the desk: opening one, meetings, draws, paper slips, opinions, evaluators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from accounts.models import Organisation, Post
from records.fields import (
    NONE,
    FilesField,
    ListFilter,
    NamedField,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    text_field,
)
from scoring.actions.surveys.counting import MOST
from scoring.actions.surveys.course import Appointment, Plan
from scoring.actions.surveys.pool import Person
from scoring.actions.surveys.votes import MOST_SLIPS
from scoring.models import (
    Evaluator,
    EvaluatorCategory,
    Opinion,
    Survey,
    SurveyMeeting,
    UnitRating,
)
from scoring.models.surveys import OPTIONS, Option, usual_values
from scoring.surveys import ASPECTS, OVERALL

MOST_DRAWN = 500


def number_field(label, least=0, most=1000, **more):
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


class UnitOfPeopleForm(forms.Form):
    """Whose people are appraised: asked before their names can be offered."""

    unit = UnitField(label=_("Unit"))


class SurveyForm(PlainForm):
    """What is asked, about whom. `people_of`: the unit whose people are appraised; None: units are."""

    name = CleanCharField(label=_("Name of the survey"), max_length=80)
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    aspects = text_field(_("Aspects"), rows=5, most=400, help_text=_("One a line; each is answered separately."))
    objects = forms.MultipleChoiceField(label=_("Object of the survey"), widget=forms.CheckboxSelectMultiple)
    satisfied = forms.DecimalField(label=_("“Satisfied” is worth"), max_digits=4, decimal_places=2)
    basically = forms.DecimalField(label=_("“Basically satisfied” is worth"), max_digits=4, decimal_places=2)
    unsatisfied = forms.DecimalField(label=_("“Not satisfied” is worth"), max_digits=4, decimal_places=2)
    basis = CleanCharField(label=_("Basis"), max_length=200, **NONE)

    def __init__(self, people_of: Organisation | None, county_path: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people_of = people_of
        self.rows = self.people() if people_of else self.units(county_path)
        self.fields["objects"].choices = [(key, words) for key, (words, _thing) in self.rows.items()]
        self.initial |= usual_values() | {"aspects": "\n".join(OVERALL if people_of else ASPECTS)} | self.initial

    def units(self, county_path: str) -> dict:
        rows = Organisation.objects.filter(path__startswith=county_path).exclude(path=county_path)
        return {str(unit.pk): (unit.short_name, unit) for unit in rows}

    def people(self) -> dict:
        posts = Post.objects.active().filter(organisation=self.people_of).select_related("user", "organisation")
        found = {}
        for post in posts.order_by("pk"):
            words = f"{post.user.name} {post.title or post.get_role_display()}"
            found.setdefault(str(post.user_id), (words, (post.user, post.organisation)))
        return found

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        plan = Plan(
            name=given["name"],
            kind=Survey.Kind.PERSONS if self.people_of else Survey.Kind.UNITS,
            first=given["first"],
            last=given["last"],
            aspects=[line for line in given["aspects"].splitlines() if line.strip()],
            objects=[self.rows[key][1] for key in given["objects"]],
            values={option: str(given[option]) for option in OPTIONS},
            basis=given["basis"],
        )
        return {"plan": plan}


class MeetingForm(PlainForm):
    held_on = day_field(_("Date of the meeting"))
    place = CleanCharField(label=_("Place of the meeting"), max_length=100)
    host = CleanCharField(label=_("Chaired by"), max_length=60)
    invited = number_field(_("Evaluators to be drawn"), most=MOST_DRAWN)

    def arguments(self, files=()) -> dict:
        return {"said": Appointment(**self.cleaned_data)}


class DrawForm(PlainForm):
    """So many by the shares of the pool, or so many of each category."""

    total = number_field(_("Evaluators in all"), most=MOST_DRAWN, **NONE)

    def __init__(self, meeting: SurveyMeeting, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("total", meeting.invited)
        self.quotas = {}
        for category in EvaluatorCategory.objects.all():
            if size := Evaluator.objects.active().filter(category=category).count():
                label = _("%(category)s, of %(size)s") % {"category": category.name, "size": size}
                self.fields[f"quota_{category.code}"] = number_field(label, most=size, **NONE)
                self.quotas[f"quota_{category.code}"] = category.code

    def arguments(self, files=()) -> dict:
        given = {code: self.cleaned_data.get(name) for name, code in self.quotas.items()}
        quotas = {code: count for code, count in given.items() if count}
        return {"quotas": quotas} if quotas else {"total": self.cleaned_data["total"] or 0}


class SlipsForm(PlainForm):
    count = number_field(_("Slips to print"), least=1, most=MOST_SLIPS)


class VoidForm(PlainForm):
    run = forms.TypedChoiceField(label=_("Printing"), coerce=int)

    def __init__(self, meeting: SurveyMeeting, *args, **kwargs):
        super().__init__(*args, **kwargs)
        runs = meeting.slips.free().order_by("run").values_list("run", flat=True).distinct()
        self.fields["run"].choices = [(run, _("Printing %(run)s") % {"run": run}) for run in runs]


class TellForm(PlainForm):
    course = text_field(_("What else was said"), rows=4, most=2000, **NONE)


class PaperForm(PlainForm):
    """Every cell of the paper slips: how often each option was ticked."""

    valid = number_field(_("Valid paper slips"), most=MOST)
    invalid = number_field(_("Invalid paper slips"), most=MOST, initial=0)

    def __init__(self, meeting: SurveyMeeting, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        for about, place, option, name in self.cells():
            label = f"{about.name} {meeting.survey.aspects[place]} {Option(OPTIONS[option]).label}"
            self.fields[name] = number_field(label, most=MOST, initial=0)

    def cells(self):
        for about in self.meeting.survey.objects_asked.all():
            for place in range(len(self.meeting.survey.aspects)):
                for option in range(len(OPTIONS)):
                    yield about, place, option, f"c_{about.number}_{place}_{option}"

    def grid(self) -> list[tuple]:
        """(object, [(aspect, its three fields)])."""
        aspects, found = self.meeting.survey.aspects, {}
        for about, place, _option, name in self.cells():
            rows = found.setdefault(about, {})
            rows.setdefault(aspects[place], []).append(self[name])
        return [(about, list(rows.items())) for about, rows in found.items()]

    def arguments(self, files=()) -> dict:
        counts: dict[str, list] = {}
        for about, place, _option, name in self.cells():
            rows = counts.setdefault(str(about.number), [])
            if len(rows) <= place:
                rows.append([])
            rows[place].append(self.cleaned_data[name])
        return {name: self.cleaned_data[name] for name in ("valid", "invalid")} | {"counts": counts}


class NoteForm(PlainForm):
    about = RowField(label=_("Object of the survey"))
    words = text_field(_("Words of the opinion"), rows=3, most=500)

    def __init__(self, survey: Survey, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].offer(survey.objects_asked.all())


class GiveForm(PlainForm):
    wording = text_field(
        _("Problem"), rows=3, most=500, help_text=_("In your own words: nothing in it may tell who said it.")
    )
    way = forms.ChoiceField(label=_("How to deal with it"), choices=Opinion.Way, widget=forms.RadioSelect)
    organisation = UnitField(label=_("Unit that answers"))

    def __init__(self, opinion: Opinion, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"wording": opinion.words, "organisation": opinion.about.organisation} | self.initial


class AnswerForm(PlainForm):
    words = text_field(_("How it was dealt with"), rows=4, most=1000)
    files = FilesField(label=_("Papers"), **NONE)


class ExcusedForm(PlainForm):
    reason = text_field(_("Reason"), most=200)

    def arguments(self, files=()) -> dict:
        return {"answer": "excused", "reason": self.cleaned_data["reason"]}


class ComingForm(PlainForm):
    def arguments(self, files=()) -> dict:
        return {"answer": "coming"}


# evaluators


class CategoryField(NamedField):
    default_error_messages = {"unknown": _("There is no category of this name; choose one of the pattern.")}

    def find(self, text):
        return EvaluatorCategory.objects.filter(name=text).first()


class EvaluatorForm(PlainForm):
    category = RowField(label=_("Category"))
    name = PersonNameField(label=_("Name"))
    telephone = TelephoneField(label=_("Mobile number"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].offer(EvaluatorCategory.objects.all())


class EvaluatorRowForm(forms.Form):
    """A row of a list of evaluators."""

    category = CategoryField(label=_("Category"))
    name = PersonNameField(label=_("Name"))
    telephone = TelephoneField(label=_("Mobile number"))


def person_of(given: dict) -> Person:
    return Person(given["category"], given["name"], given["telephone"])


# lists


class SurveysFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "state": "state"}
    kind = choice(_("Kind"), Survey.Kind.choices)
    state = choice(_("State"), Survey.State.choices)


class EvaluatorsFilter(ListFilter):
    LOOKUPS = {"category": "category__code", "number": "number__icontains"}
    category = forms.ChoiceField(label=_("Category"), **NONE)
    number = CleanCharField(label=_("Number"), max_length=12, **NONE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = EvaluatorCategory.objects.values_list("code", "name")
        self.fields["category"] = choice(_("Category"), rows)


class OpinionsFilter(ListFilter):
    LOOKUPS = {"state": "state", "way": "way"}
    state = choice(_("State"), Opinion.State.choices)
    way = choice(_("How to deal with it"), Opinion.Way.choices)


class CommentsFilter(ListFilter):
    LOOKUPS = {"state": "comment_state"}
    state = choice(_("State"), [row for row in UnitRating.Comment.choices if row[0] != "none"])


# the public


class RatingForm(forms.Form):
    """What somebody who is signed in says about a unit."""

    option = forms.ChoiceField(label=_("How satisfied are you?"), choices=Option, widget=forms.RadioSelect)
    comment = text_field(_("Comment"), rows=3, help_text=_("Is shown after somebody has read it."), **NONE)


class TelephoneForm(forms.Form):
    telephone = TelephoneField(label=_("Mobile number"), help_text=_("You get a code; the number is not kept."))


class CodeRatingForm(RatingForm):
    """The same with the code that was sent; `telephone` comes back signed."""

    code = forms.RegexField(
        r"^\d{6}$",
        label=_("Code of the message"),
        error_messages={"invalid": _("The code has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}),
    )
    telephone = forms.CharField(widget=forms.HiddenInput, max_length=300)
    field_order = ["code", "option", "comment", "telephone"]


class BallotForm(forms.Form):
    """One option for each aspect of each object, none of them needed; an opinion for each object."""

    def __init__(self, survey: Survey, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey, self.abouts = survey, list(survey.objects_asked.all())
        for about in self.abouts:
            for place, aspect in enumerate(survey.aspects):
                label = aspect if len(survey.aspects) > 1 or aspect not in OVERALL else about.name
                self.fields[f"a_{about.number}_{place}"] = forms.ChoiceField(
                    label=label, choices=Option, widget=forms.RadioSelect, **NONE
                )
            self.fields[f"o_{about.number}"] = text_field(_("Opinion or suggestion"), most=500, **NONE)

    def groups(self) -> list[tuple]:
        """(object, its questions, its opinion)."""
        places = range(len(self.survey.aspects))
        return [
            (about, [self[f"a_{about.number}_{place}"] for place in places], self[f"o_{about.number}"])
            for about in self.abouts
        ]

    def vote(self) -> tuple[dict, list[tuple[int, str]]]:
        """(answers, opinions) as the box takes them."""
        given, places = self.cleaned_data, range(len(self.survey.aspects))
        answers = {str(a.number): [given[f"a_{a.number}_{place}"] for place in places] for a in self.abouts}
        return answers, [(a.number, given[f"o_{a.number}"]) for a in self.abouts]
