"""What is typed about published answers, articles of knowledge and what was established."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation
from complaints.actions.knowledge import Text
from complaints.actions.proving import Established
from complaints.figures import TABLES, WHICH
from complaints.forms.fields import LONG, categories, day_field, text_field, units
from complaints.models import Article, Category, Proof
from records.fields import RowField
from records.keyset import parse_cursor

MOMENT = "%Y-%m-%dT%H:%M"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL = _("all")
BY = {
    "unit": _("by unit"),
    "category": _("by topic"),
    "town": _("by town"),
    "kind": _("by kind"),
    "channel": _("by door"),
    "month": _("by month"),
}


class CursorField(forms.CharField):
    """A place in a long list, as the links of the page carry it."""

    def to_python(self, value):
        text = super().to_python(value)
        return parse_cursor(text, datetime) if text else None


class SearchForm(forms.Form):
    """Words, topic and unit of a public list."""

    q = CleanCharField(label=_("Search"), required=False, max_length=60)
    category = forms.ChoiceField(label=_("Topic"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data, rows):
        """`rows`: what is searched; only topics and units that occur in it are offered."""
        super().__init__(data)
        topics = Category.objects.filter(pk__in=rows.values("category")).order_by("sort", "pk")
        offices = Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("sort", "pk")
        self.fields["category"].choices = [("", ALL), *topics.values_list("code", "name")]
        self.fields["unit"].choices = [("", ALL), *offices.values_list("code", "short_name")]

    def narrowed(self, rows):
        """The rows asked for; what was not typed validly narrows nothing."""
        asked = self.cleaned_data
        if asked.get("category"):
            rows = rows.filter(category__path__contains=f"{asked['category']}/")
        if asked.get("unit"):
            rows = rows.filter(organisation__code=asked["unit"])
        return rows.matching(asked["q"]) if asked.get("q") else rows


class PublicationForm(forms.Form):
    """The texts as everybody will read them."""

    title = CleanCharField(label=_("Heading"), max_length=100)
    question = text_field(_("What was asked"), rows=6, most=LONG)
    answer = text_field(_("Answer"), rows=8, most=LONG)


class ReasonForm(forms.Form):
    reason = CleanCharField(label=_("Reasons"), max_length=300)


class ArticleForm(forms.Form):
    """A text of an article; unit and topic only where it is new."""

    organisation = RowField(label=_("Responsible unit"), error_messages={"required": _("Please choose one.")})
    category = RowField(label=_("Topic"), required=False)
    title = CleanCharField(label=_("Question"), max_length=100, help_text=_("As people ask it."))
    answer = text_field(_("Answer"), rows=10, most=LONG)
    keywords = CleanCharField(
        label=_("Keywords"), required=False, max_length=100, help_text=_("Other words for it, with blanks between.")
    )
    valid_until = day_field(_("Valid until"))
    why = CleanCharField(label=_("What is new"), required=False, max_length=200)

    def __init__(self, *args, actor=None, article: Article | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if article is not None:
            del self.fields["organisation"], self.fields["category"]
            return
        del self.fields["why"]
        hotline = actor.holds("operator", "dispatcher")
        self.fields["organisation"].offer(units() if hotline else [actor.organisation])
        self.fields["category"].offer(*categories(confidential=False))
        if not hotline:
            self.initial.setdefault("organisation", actor.organisation.pk)

    @property
    def said(self) -> Text:
        names = ("title", "answer", "keywords", "valid_until")
        return Text(**{name: self.cleaned_data[name] for name in names}, why=self.cleaned_data.get("why", ""))


class ReviewForm(forms.Form):
    valid_until = day_field(_("Valid until"))


class VoteForm(forms.Form):
    helped = forms.TypedChoiceField(choices=[("yes", _("yes")), ("no", _("no"))], coerce=lambda value: value == "yes")


def moment_field(label):
    words = _("Please give date and time such as 2026-06-08 09:30.")
    return forms.DateTimeField(
        label=label,
        required=False,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=SHANGHAI)),
            MaxValueValidator(datetime(2100, 12, 31, tzinfo=SHANGHAI)),
        ],
        error_messages={"invalid": words},
    )


class ProofForm(forms.Form):
    """What was established, and where a camera saw it."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=Proof.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    facts = text_field(_("Facts established"), rows=4, most=2000)
    basis = CleanCharField(
        label=_("Basis"), required=False, max_length=300, help_text=_("The article or the document that was broken.")
    )
    accused = RowField(label=_("Unit that is to blame"), required=False)
    camera_place = CleanCharField(label=_("Camera"), required=False, max_length=100)
    camera_at = moment_field(_("Time of the picture"))
    camera_clip = CleanCharField(label=_("Number of the clip"), required=False, max_length=100)

    def __init__(self, order, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accused"].offer(units())
        if order.accused_id:
            self.initial.setdefault("accused", order.accused_id)

    @property
    def said(self) -> Established:
        return Established(**self.cleaned_data)


class PeriodForm(forms.Form):
    """Which days, grouped by what; a number of the table leads to the orders behind it."""

    by = forms.ChoiceField(label=_("Grouped"), required=False, choices=BY.items())
    since = day_field(_("From"))
    until = day_field(_("Until"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    export = forms.ChoiceField(required=False, choices=[("xlsx", "xlsx")])

    def __init__(self, data, offices=()):
        super().__init__(data)
        self.fields["unit"].choices = [("", ALL), *offices]


class BehindForm(forms.Form):
    """The number whose orders are asked for."""

    by = forms.ChoiceField(choices=[(name, name) for name in TABLES])
    key = CleanCharField(required=False, max_length=40)
    what = forms.ChoiceField(choices=[(name, name) for name in WHICH])
    since = day_field(_("From"))
    until = day_field(_("Until"))
    after = CursorField(required=False, max_length=80)
    before = CursorField(required=False, max_length=80)
    export = forms.ChoiceField(required=False, choices=[("xlsx", "xlsx")])


class MonthForm(forms.Form):
    """A month such as 2026-03."""

    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"invalid": _("Please give a month such as 2026-03.")},
    )
    export = forms.ChoiceField(required=False, choices=[("xlsx", "xlsx")])
