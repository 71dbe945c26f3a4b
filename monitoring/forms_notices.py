"""What is typed about notices, instructions, efficiency cases and lines of archives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, Post, User
from approvals.forms.desk import DeedForm, day_field
from approvals.forms.enforcement import long_text, needed_day
from approvals.forms.procedures import PhotosField
from monitoring.actions.efficiency import Proposal
from monitoring.actions.notices import DAYS_TO_SIGN, Draft
from monitoring.models import Colour, EfficiencyCase, Involved, LineKind, Outcome
from monitoring.models.notices import LONGEST_TERM, NEXT_COLOUR, TERM

MATTER, FACTS, DEMAND = 60, 400, 300  # signs: more does not fit on one A4 page
PROPOSED, BASIS = 500, 120  # of a proposed case
SAID = ("matter", "facts", "basis", "demand", "days", "colour")


def days_field(**kwargs):
    words = _("A whole number of working days, 1 to 60.")
    return forms.IntegerField(
        label=_("Term (working days)"),
        min_value=1,
        max_value=LONGEST_TERM,
        initial=TERM,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], words),
        **kwargs,
    )


def unit_field(**kwargs):
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Unit"),
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
        **kwargs,
    )


def person_field(label, **kwargs):
    return forms.ModelChoiceField(
        User.objects.none(),
        label=label,
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
        **kwargs,
    )


def people_of(organisation):
    """Everybody who has or had a post in the unit, or works in the one that stands for it."""
    return User.objects.filter(pk__in=Post.objects.answering_for(organisation.pk).values("user")).order_by("pk")


def units_of(actor):
    """Every unit that the actor watches, but for the county itself."""
    watched = Organisation.objects.filter(path__startswith=actor.watched_path)
    return watched.exclude(level=Organisation.Level.COUNTY).order_by("sort", "pk")


class WordsForm(forms.Form):
    """What a notice says: shared by drafting, amending and raising."""

    matter = CleanCharField(label=_("Matter"), max_length=MATTER, help_text=_("A few words; they name the notice."))
    facts = long_text(_("Facts"), most=FACTS, help_text=_("What was found, when and where."))
    basis = CleanCharField(label=_("Basis"), max_length=120, help_text=_("Law or local document, with the article."))
    demand = long_text(_("Demand"), most=DEMAND, help_text=_("What is to be put right."))
    days = days_field()
    colour = forms.ChoiceField(label=_("Level of the notice"), choices=Colour, initial=Colour.BLUE)

    @property
    def said(self) -> Draft:
        return Draft(**{name: self.cleaned_data[name] for name in SAID})


class NoticeForm(WordsForm):
    """A new notice; the unit is fixed where the notice has a subject."""

    unit = unit_field()
    responsible = person_field(_("Person responsible"), required=False)
    field_order = ["unit", "responsible"]

    def __init__(self, data, *, actor, organisation=None, initial=None):
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units_of(actor)
        if organisation is None:
            del self.fields["responsible"]
        else:
            del self.fields["unit"]
            self.fields["responsible"].queryset = people_of(organisation)


class AmendForm(WordsForm, DeedForm):
    """The draft as it stands, to be written anew. A notice of a chain keeps its colour."""

    def __init__(self, notice, *args, **kwargs):
        super().__init__(notice, *args, initial={name: getattr(notice, name) for name in SAID}, **kwargs)
        if notice.previous_id:
            self.fields["colour"].choices = [(notice.colour, notice.get_colour_display())]

    def arguments(self) -> dict:
        return {"said": self.said}


class RaiseForm(WordsForm, DeedForm):
    """The next notice of the chain, begun with the words of this one."""

    def __init__(self, notice, *args, **kwargs):
        known = {name: getattr(notice, name) for name in SAID}
        more = {"facts": f"{notice.number}督办后仍未整改到位。{notice.facts}"[:FACTS]}
        colour = NEXT_COLOUR.get(notice.colour, notice.colour)
        super().__init__(notice, *args, initial=known | more | {"colour": colour, "days": 5}, **kwargs)
        self.fields["colour"].choices = [(colour, Colour(colour).label)]

    def arguments(self) -> dict:
        return {"said": self.said}


class SignForm(DeedForm):
    """A signature and nothing else."""


class WhyForm(DeedForm):
    reason = long_text(_("Reasons"), most=1000)


class ReplyForm(DeedForm):
    cause = long_text(_("How it came to this"), most=300)
    measure = long_text(_("What was done about it"), most=400, help_text=_("Say what, when and by whom."))
    files = PhotosField(label=_("Papers and photographs"))


class VerdictForm(DeedForm):
    reason = long_text(_("What the verification found"), most=1000)


class SendBackForm(VerdictForm):
    days = days_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = 5


class RegisterForm(forms.Form):
    """How a register of supervision is narrowed; every field may be empty."""

    q = CleanCharField(label=_("Number or matter"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    colour = forms.ChoiceField(label=_("Level of the notice"), required=False)
    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Unit"), required=False, empty_label=_("all units")
    )
    since = day_field(_("First day"))
    until = day_field(_("Last day"))

    def __init__(self, data, actor, states, colours=()):
        super().__init__(data)
        self.fields["state"].choices = [("", _("all")), *states]
        self.fields["colour"].choices = [("", _("all")), *colours]
        self.fields["unit"].queryset = units_of(actor)
        if not colours:
            del self.fields["colour"]


class InstructionForm(forms.Form):
    """A leader's instruction; the unit is fixed where it is about a case."""

    unit = unit_field()
    text = long_text(_("Instruction"), most=DEMAND, help_text=_("It is printed and sent to the discipline office."))
    days = days_field()
    colour = forms.ChoiceField(label=_("Level of the notice"), choices=Colour, initial=Colour.YELLOW)

    def __init__(self, data, *, actor, organisation=None):
        super().__init__(data)
        self.fields["unit"].queryset = units_of(actor)
        words = _("The discipline office has %(days)s working days to issue the notice.") % {"days": DAYS_TO_SIGN}
        self.fields["days"].help_text = words
        if organisation is not None:
            del self.fields["unit"]


# Efficiency cases


class ProposalForm(forms.Form):
    """A new inquiry."""

    unit = unit_field()
    matter = CleanCharField(label=_("Matter"), max_length=MATTER, help_text=_("A few words; they name the case."))
    source = forms.ChoiceField(label=_("Comes from"), choices=EfficiencyCase.Source)
    gravity = forms.ChoiceField(
        label=_("Gravity"),
        choices=EfficiencyCase.Gravity,
        help_text=_("In a major case the leaders of the unit are looked into as well."),
    )
    facts = long_text(_("Facts"), most=PROPOSED)
    basis = CleanCharField(label=_("Basis"), max_length=BASIS, help_text=_("Law or local document, with the article."))

    def __init__(self, data, *, actor, organisation=None, initial=None):
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units_of(actor)
        if organisation is not None:
            del self.fields["unit"]

    @property
    def said(self) -> Proposal:
        return Proposal(
            **{name: self.cleaned_data[name] for name in ("matter", "source", "gravity", "facts", "basis")}
        )


class InvolveForm(DeedForm):
    person = person_field(_("Person"))
    part = forms.ChoiceField(label=_("Kind of responsibility"), choices=Involved.Part)
    conduct = long_text(_("What this person did or left undone"), most=200)

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.fields["person"].queryset = people_of(case.organisation)


class OutcomeProposalForm(DeedForm):
    involved = forms.ModelChoiceField(
        Involved.objects.none(), label=_("For whom"), required=False, empty_label=_("the unit as a whole")
    )
    kind = forms.ChoiceField(label=_("Kind of outcome"), choices=Outcome.Kind)
    statement = long_text(_("What the person or the unit said"), most=200)
    reason = long_text(_("Reasons and basis"), most=300)

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.fields["involved"].queryset = case.involved.select_related("person")


class OutcomeDecisionForm(DeedForm):
    outcome = forms.ModelChoiceField(
        Outcome.objects.none(),
        label=_("Proposed outcome"),
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    approved = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("approve: the paper is issued")), ("no", _("do not approve"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Please choose one.")},
    )
    reason = long_text(_("Reasons"), most=500, required=False, help_text=_("Needed where you do not approve."))

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        waiting = case.outcomes.filter(state=Outcome.State.PROPOSED)
        self.fields["outcome"].queryset = waiting.select_related("involved__person", "case__organisation")


class ConcludeForm(DeedForm):
    result = long_text(_("Result of the inquiry"), most=2000)


# Archives


class LineForm(forms.Form):
    """A line to be added; `lines` are those of the archive, one of which may be put right."""

    kind = forms.ChoiceField(label=_("Kind of line"), choices=LineKind)
    corrects = forms.ChoiceField(label=_("Puts right"), required=False)
    happened_on = needed_day(_("When it was"))
    text = long_text(_("What is noted"), most=500)
    source = CleanCharField(label=_("Document or source"), max_length=200)

    def __init__(self, data, *, lines, must_correct=False):
        super().__init__(data)
        first = ("", _("please choose") if must_correct else _("no line: it is a new one"))
        self.fields["corrects"].choices = [first, *((line.key, line.label) for line in lines if line.key)]
        self.fields["corrects"].required = must_correct


class YearForm(forms.Form):
    """Which year of an archive."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data, today):
        super().__init__(data)
        self.fields["year"].choices = [(year, f"{year}年") for year in range(today.year, today.year - 5, -1)]
