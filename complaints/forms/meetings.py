"""What is typed about integrity talks, visits to firms and citizens' events."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, CreditCodeField, TelephoneField
from accounts.models import Organisation, Post
from complaints.actions.events import Gathering, Voice
from complaints.actions.talks import Told
from complaints.actions.visits import Firm, Problem
from complaints.forms.fields import LONG, day_field, text_field, units
from complaints.forms.media import ALL, CHOOSE, needed_day, unit_field
from complaints.models import FirmVisit, Opinion, TalkNote
from complaints.models.visits import quarter_of
from records.fields import RowField

PROBLEMS = 3  # difficulties on one page


class PostField(RowField):
    """Somebody in office, by unit and name."""

    def offer_people(self, actor):
        posts = Post.objects.active().filter(organisation__path__startswith=actor.watched_path)
        found = (
            posts.exclude(user=actor.user).select_related("user", "organisation").order_by("organisation__sort", "pk")
        )
        self.rows = {str(post.pk): post for post in found}
        words = [
            (key, f"{post.organisation.short_name} {post.user.name} {post.title}") for key, post in self.rows.items()
        ]
        self.choices = [("", _("choose")), *words]


class TalkForm(forms.Form):
    """An integrity talk."""

    post = PostField(label=_("Talk with"), error_messages=CHOOSE)
    occasion = CleanCharField(label=_("Occasion"), max_length=200)
    talkers = CleanCharField(label=_("Held by"), max_length=100, help_text=_("At least two names."))
    talked_on = needed_day(_("Day of the talk"))
    place = CleanCharField(label=_("Where"), max_length=100)
    content = text_field(_("Content"), rows=6, most=4000)
    commitments = text_field(_("What the person commits to"), most=2000, required=False)
    follow_up_on = day_field(_("Looked at again on"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].offer_people(actor)
        self.fields["follow_up_on"].help_text = _("A clock of the office runs until then.")

    def arguments(self) -> dict:
        return {"told": Told(**{name: value for name, value in self.cleaned_data.items() if name != "post"})}


class TalksForm(forms.Form):
    """The list has no filters but its spreadsheet."""

    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)


class EventsForm(TalksForm):
    """The same for events."""


class TalkNoteForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, error_messages=CHOOSE)
    text = text_field(_("Text"), most=2000)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, TalkNote.Kind(kind).label) for kind in kinds]
        self.fields["kind"].initial = kinds[0]

    def arguments(self) -> dict:
        return self.cleaned_data


# visits


class QuarterForm(forms.Form):
    """?year=2026&quarter=3; anything else is the present quarter."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), coerce=int, choices=[(n, _("quarter %(number)s") % {"number": n}) for n in (1, 2, 3, 4)]
    )

    def chosen(self, today: date) -> tuple[int, int]:
        if self.is_valid():
            return self.cleaned_data["year"], self.cleaned_data["quarter"]
        return quarter_of(today)


class VisitsForm(forms.Form):
    """How the list of a quarter is narrowed."""

    standing = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*ALL, ("planned", _("not visited yet")), ("late", _("behind schedule")), ("visited", _("visited"))],
    )
    unit = RowField(label=_("Unit"), required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")], widget=forms.HiddenInput)

    LOOKUPS = {"unit": "organisation"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units(), empty=_("all"))


class UnitNameField(CleanCharField):
    """A unit by its full name, its short name or its code."""

    def __init__(self, *, book, **kwargs):
        self.book = book
        super().__init__(max_length=100, **kwargs)

    def clean(self, value):
        words = super().clean(value)
        if words and words not in self.book:
            raise forms.ValidationError(_("There is no unit “%(name)s”.") % {"name": words})
        return self.book.get(words)


def book_of_units() -> dict[str, Organisation]:
    found = units()
    return {word: unit for unit in found for word in (unit.code, unit.short_name, unit.name)}


class FirmForm(forms.Form):
    """One firm of a plan; its labels are the headers of the workbook."""

    firm_name = CleanCharField(label=_("Firm"), max_length=100)
    firm_code = CreditCodeField(label=_("Credit code"))
    address = CleanCharField(label=_("Address"), max_length=200, required=False)
    telephone = TelephoneField(label=_("Telephone"), landline=True, required=False)
    visitor = CleanCharField(label=_("Who visits"), max_length=50, required=False)

    def __init__(self, *args, book, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = UnitNameField(label=_("Visiting unit"), book=book)

    @property
    def firm(self) -> Firm:
        return Firm(**self.cleaned_data)


class PlanForm(QuarterForm):
    """The plan of a quarter out of a workbook."""

    file = forms.FileField(label=_("Workbook with the firms"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class VisitForm(forms.Form):
    """What a visit brought. Each difficulty becomes an order."""

    visited_on = needed_day(_("Visited on"))
    spoken_with = CleanCharField(label=_("Spoken with"), max_length=50, required=False)
    mood = forms.TypedChoiceField(
        label=_("The firm is"),
        choices=FirmVisit.Mood.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    opinion = text_field(_("Opinion of the firm"), rows=4, most=2000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        every = units()
        for number in range(1, PROBLEMS + 1):
            about = {"number": number}
            text = text_field(_("Difficulty %(number)s") % about, rows=2, most=LONG, required=False)
            self.fields[f"problem_{number}"] = text
            self.fields[f"unit_{number}"] = RowField(label=_("Unit for difficulty %(number)s") % about, required=False)
            self.fields[f"unit_{number}"].offer(every, empty=_("the dispatcher decides"))

    def arguments(self) -> dict:
        typed = self.cleaned_data
        pairs = [(typed[f"problem_{n}"], typed[f"unit_{n}"]) for n in range(1, PROBLEMS + 1)]
        said = {name: typed[name] for name in ("visited_on", "spoken_with", "mood", "opinion")}
        return said | {"problems": [Problem(text, unit) for text, unit in pairs if text]}


# events


class EventForm(forms.Form):
    name = CleanCharField(label=_("Name of the event"), max_length=100)
    held_on = needed_day(_("Held on"))
    place = CleanCharField(label=_("Where"), max_length=200)
    participants = forms.IntegerField(label=_("People taking part"), min_value=0, max_value=1_000_000)
    leaflets = forms.IntegerField(label=_("Leaflets handed out"), min_value=0, max_value=10_000_000)
    about = text_field(_("About the event"), rows=2, required=False)

    def arguments(self) -> dict:
        return {"said": Gathering(**self.cleaned_data)}


class RatingForm(forms.Form):
    """The figures of one unit."""

    organisation = unit_field(_("Unit rated"))
    satisfied = forms.IntegerField(label=_("How many satisfied"), min_value=0, max_value=100_000)
    basically = forms.IntegerField(label=_("How many basically satisfied"), min_value=0, max_value=100_000)
    dissatisfied = forms.IntegerField(label=_("How many dissatisfied"), min_value=0, max_value=100_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(units())

    def arguments(self) -> dict:
        return self.cleaned_data


class OpinionForm(forms.Form):
    """One opinion as typed: the text, then Enter."""

    text = text_field(_("Opinion"), rows=2, most=1000)
    organisation = RowField(label=_("Unit concerned"), required=False)
    treatment = forms.ChoiceField(
        label=_("Treatment"), required=False, choices=[("", _("decide later")), *Opinion.Treatment.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(units(), empty=_("not named"))

    def arguments(self) -> dict:
        return {"voices": [Voice(**self.cleaned_data)]}


class TreatmentField(CleanCharField):
    """How an opinion is treated, in words; empty: decided later."""

    def clean(self, value):
        words = super().clean(value)
        known = {str(label): value for value, label in Opinion.Treatment.choices}
        if words and words not in known:
            raise forms.ValidationError(_("Write one of: %(words)s.") % {"words": "、".join(known)})
        return known.get(words, "")


class OpinionRowForm(forms.Form):
    """One row of the workbook; the labels are its headers."""

    text = CleanCharField(label=_("Opinion"), max_length=1000, multiline=True)

    def __init__(self, *args, book, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = UnitNameField(label=_("Unit concerned"), book=book, required=False)
        self.fields["treatment"] = TreatmentField(label=_("Treatment"), max_length=20, required=False)


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Workbook with the opinions"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class TreatForm(forms.Form):
    """How one opinion is treated, and by whom."""

    treatment = forms.ChoiceField(label=_("Treatment"), choices=Opinion.Treatment.choices, error_messages=CHOOSE)
    organisation = RowField(label=_("Unit"), required=False)

    def __init__(self, *args, rows=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(units() if rows is None else rows, empty=_("the dispatcher decides"))

    def arguments(self) -> dict:
        return self.cleaned_data
