"""What is typed at the desks of integrity, and how lists are narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from integrity.actions.entering import Told
from integrity.actions.noting import Noted
from integrity.actions.reminding import BASIS, Words
from integrity.actions.reporting import Stated
from integrity.forms.fields import QUARTERS, EvidenceField, person_in, quarter_field, year_field
from integrity.models import OF_ARCHIVE, Accountability, NoteKind, Reminder, ReminderKind, RiskInformation, RiskOrder
from integrity.models import SelfReport as Report
from powers.models import Level, RiskPoint
from records.fields import (
    LONG,
    NONE,
    SHORT,
    FilesField,
    ListFilter,
    PlainForm,
    UnitField,
    choice,
    day_field,
    decision,
    text_field,
)

PAPERS = _("Papers that prove it")
WHY = _("Reason")


class InformationForm(PlainForm):
    """What came in about a unit."""

    organisation = UnitField(label=_("unit concerned"))
    person = CleanCharField(label=_("person concerned (name)"), max_length=50, **NONE)
    channel = decision(_("source"), RiskInformation.Channel.choices)
    evidence = EvidenceField(label=_("number of the card, order, notice or case"), **NONE)
    happened_on = day_field(_("when it was"), **NONE)
    words = text_field(_("what is known"), rows=5, most=2000)
    informant = text_field(_("who told it (sealed; two people open it)"), most=SHORT, **NONE)
    point = forms.ModelChoiceField(RiskPoint.objects.all(), widget=forms.HiddenInput, **NONE)  # from its own page

    def clean(self):
        return person_in(self, super().clean())

    def arguments(self, files=()) -> dict:
        given = super().arguments()
        given.pop("organisation")
        return {"told": Told(**given)}


class JudgeForm(PlainForm):
    level = decision(_("level"), RiskInformation.LEVELS)
    reason = text_field(_("reason of the judgement"), rows=4, most=1000)
    demand = text_field(_("what is demanded of the unit (for a level)"), rows=3, most=1000, **NONE)


class WhyForm(PlainForm):
    reason = text_field(WHY, rows=2, most=SHORT)


class PlanForm(PlainForm):
    plan = text_field(_("plan of rectification"), rows=6, most=2000)
    files = FilesField(label=PAPERS, **NONE)


class AgreeForm(PlainForm):
    finish_on = day_field(_("to be put right by"))


class FeedbackForm(PlainForm):
    feedback = text_field(_("what was done, with which result"), rows=6, most=2000)
    files = FilesField(label=PAPERS, **NONE)


class VerdictForm(PlainForm):
    verdict = text_field(_("what was verified, and how"), rows=4, most=1000)


class DecideForm(PlainForm):
    accepted = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("yes", _("accept the proposal")), ("no", _("refuse the proposal"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = text_field(_("opinion"), rows=3, most=LONG)


class RoundForm(PlainForm):
    """A round to all holders of powers of level A below a unit, or to one person."""

    kind = decision(_("kind of reminder"), ReminderKind.choices)
    organisation = UnitField(label=_("unit, or the county for all"))
    person = CleanCharField(label=_("one person only (name)"), max_length=50, **NONE)
    title = CleanCharField(label=_("title of the reminder"), max_length=100)
    text = text_field(_("words of the reminder"), rows=5, most=2000)
    basis = CleanCharField(label=_("basis"), max_length=300, initial=BASIS)

    def clean(self):
        return person_in(self, super().clean())

    def arguments(self, files=()) -> dict:
        given = super().arguments()
        given.pop("organisation")
        return {"words": Words(**given)}


class AnswerForm(PlainForm):
    answer = text_field(_("answer"), rows=6, most=2000)


class OpinionForm(PlainForm):
    opinion = text_field(_("opinion"), rows=3, most=LONG)


class ReportForm(PlainForm):
    """What the leading group states."""

    resolved = text_field(_("risks that were resolved"), rows=4, most=2000)
    assessment = text_field(_("assessment of the leading group"), rows=4, most=2000)
    problems = text_field(_("problems that remain"), rows=3, most=2000, **NONE)
    steps = text_field(_("next steps"), rows=3, most=2000, **NONE)
    files = FilesField(label=PAPERS, **NONE)

    def __init__(self, report, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("resolved", "assessment", "problems", "steps"):
            self.fields[name].initial = getattr(report, name)

    def arguments(self, files=()) -> dict:
        given = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return {"stated": Stated(**given), "files": tuple(files)}


class QuarterForm(PlainForm):
    year = year_field()
    quarter = quarter_field()

    def arguments(self, files=()) -> dict:
        return {"year": self.cleaned_data["year"], "quarter_number": self.cleaned_data["quarter"]}


class SentencesForm(PlainForm):
    words = text_field(_("sentences"), rows=16, most=6000)

    def __init__(self, analysis, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].initial = analysis.words


class NoteForm(PlainForm):
    """A line for an archive. `must`: whoever asks about the own archive names the line that is to be put right."""

    corrects = forms.ChoiceField(label=_("puts right"), **NONE)
    kind = forms.ChoiceField(label=_("kind of line"), choices=NoteKind)
    happened_on = day_field(_("when it was"))
    words = text_field(_("what is noted"), rows=3, most=1000)
    source = CleanCharField(label=_("document or source"), max_length=200)

    def __init__(self, lines, must, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(line.key, line.label) for line in lines if line.key]
        self.fields["corrects"].choices = [("", "—"), *known]
        self.fields["corrects"].required = must
        self.fields["kind"].choices = [
            (archive.label, [(kind.value, kind.label) for kind in kinds]) for archive, kinds in OF_ARCHIVE.items()
        ]

    def arguments(self, files=()) -> dict:
        return {"noted": Noted(**self.cleaned_data)}


# lists


class InformationsFilter(ListFilter):
    LOOKUPS = {
        "state": "state",
        "level": "level",
        "channel": "channel",
        "unit": "organisation__short_name__icontains",
        "since": "entered_at__date__gte",
        "until": "entered_at__date__lte",
    }
    state = choice(_("State"), RiskInformation.State.choices)
    level = choice(_("Level"), RiskInformation.LEVELS)
    channel = choice(_("source"), RiskInformation.Channel.choices)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class OrdersFilter(ListFilter):
    LOOKUPS = {
        "state": "state",
        "level": "alarm__level",
        "unit": "organisation__short_name__icontains",
        "since": "alarm__issued_at__date__gte",
        "until": "alarm__issued_at__date__lte",
    }
    which = choice(_("What waits"), [("open", _("not ended")), ("late", _("behind its term"))])
    state = choice(_("State"), RiskOrder.State.choices)
    level = choice(_("Level"), Level.choices)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class ProposalsFilter(ListFilter):
    LOOKUPS = {"state": "state", "kind": "kind"}
    state = choice(_("State"), Accountability.State.choices)
    kind = choice(_("kind of proposal"), Accountability.Kind.choices)


class RoundsFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "since": "sent_at__date__gte"}
    kind = choice(_("kind of reminder"), ReminderKind.choices)
    since = day_field(_("from"), **NONE)


class RemindersFilter(ListFilter):
    LOOKUPS = {
        "state": "state",
        "kind": "round__kind",
        "round": "round",
        "unit": "organisation__short_name__icontains",
    }
    which = choice(_("What waits"), [("unanswered", _("not answered in time"))])
    state = choice(_("State"), Reminder.State.choices)
    kind = choice(_("kind of reminder"), ReminderKind.choices)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    round = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput, **NONE)


class ReportsFilter(ListFilter):
    LOOKUPS = {
        "state": "state",
        "year": "year",
        "quarter": "quarter",
        "unit": "organisation__short_name__icontains",
    }
    which = choice(_("What waits"), [("missing", _("report missing"))])
    state = choice(_("State"), Report.State.choices)
    year = year_field(**NONE)
    quarter = choice(_("Quarter"), [(str(number), words) for number, words in QUARTERS])
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)


class AnalysesFilter(ListFilter):
    LOOKUPS = {}


class YearForm(forms.Form):
    year = year_field(**NONE)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


class PeopleForm(forms.Form):
    """Whose archive is looked for."""

    unit = UnitField(label=_("Unit"), **NONE)
    q = CleanCharField(label=_("Name"), max_length=50, **NONE)


class PowersFilter(ListFilter):
    LOOKUPS = {"q": "name__icontains", "unit": "list__organisation__short_name__icontains"}
    q = CleanCharField(label=_("Name of the power"), max_length=100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)


class LedgerFilter(forms.Form):
    """Days of a ledger. Dates that cannot be read narrow nothing."""

    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)
