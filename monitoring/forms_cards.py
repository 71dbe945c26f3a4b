"""What is typed in the life of a card: reasons, appeals and their decisions, cards by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from accounts.models import Organisation, Post, User
from approvals.models import Case
from complaints.models import Order
from monitoring.actions.manual import Proposal
from monitoring.models import Appeal, Shot
from monitoring.models.cards import COLOURS

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"
MOST_FILES = 10
MOST_SHOTS = 20  # pictures to choose from: the newest of the unit
MOMENT = "%Y-%m-%dT%H:%M"
SHANGHAI = ZoneInfo("Asia/Shanghai")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; a list, empty where none was chosen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPTED, "multiple": True}))
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        chosen = [super(FilesField, self).clean(one, initial) for one in data or []]
        if len(chosen) > MOST_FILES:
            raise forms.ValidationError(_("At most ten files at a time."))
        return chosen


def text_field(label, **kwargs):
    return CleanCharField(label=label, multiline=True, max_length=kwargs.pop("max_length", 2000), **kwargs)


def moment_field(label, **kwargs):
    """Date and time within the years a case can have."""
    words = _("Please give date and time such as 2026-06-08 09:30.")
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=SHANGHAI)),
            MaxValueValidator(datetime(2100, 12, 31, tzinfo=SHANGHAI)),
        ],
        error_messages={"required": words, "invalid": words},
        **kwargs,
    )


class CardForm(forms.Form):
    """A deed on a card: what the action needs comes from `arguments`."""

    def arguments(self) -> dict:
        return dict(self.cleaned_data)


class ReasonForm(CardForm):
    reason = text_field(_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class LockForm(CardForm):
    reason = text_field(_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class UnlockForm(CardForm):
    reason = text_field(_("Reason for unlocking"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(CardForm):
    cause = text_field(_("How it came to this"), widget=forms.Textarea(attrs={"rows": 3}))
    measure = text_field(_("What was done about it"), widget=forms.Textarea(attrs={"rows": 3}))
    files = FilesField(label=_("Evidence (files)"))


class AppealForm(CardForm):
    grounds = text_field(_("Grounds of the appeal"), help_text=_("What is wrong with the card, and what shows it."))
    files = FilesField(label=_("Evidence (files)"))


class DecisionForm(CardForm):
    outcome = forms.ChoiceField(
        label=_("Outcome of the review"),
        choices=[choice for choice in Appeal.State.choices if choice[0] != Appeal.State.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    reason = text_field(_("Reasons"), help_text=_("The unit reads them."))


class UnitForm(forms.Form):
    """The unit a card by hand goes to."""

    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Unit"),
        to_field_name="code",
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        below = Organisation.objects.filter(path__startswith=actor.watched_path)
        self.fields["unit"].queryset = below.exclude(level=Organisation.Level.COUNTY).order_by("sort", "pk")
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name


class ProposalForm(CardForm):
    level = forms.ChoiceField(
        label=_("Colour"),
        choices=COLOURS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Responsible person"),
        empty_label=_("please choose"),
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    case = CleanCharField(
        label=_("Case number"), required=False, max_length=30, help_text=_("Where the card is about one case.")
    )
    order = CleanCharField(
        label=_("Order number"), required=False, max_length=40, help_text=_("Where a complaint brought it to light.")
    )
    facts = text_field(_("Facts found"), help_text=_("Time, place, what was seen or read."))
    basis = text_field(
        _("Basis"), max_length=300, help_text=_("The article or the document that was broken."), widget=forms.TextInput
    )
    files = FilesField(label=_("Evidence (files)"))
    camera_place = CleanCharField(label=_("Camera"), required=False, max_length=100)
    camera_at = moment_field(_("Time of the picture"), required=False)
    camera_clip = CleanCharField(label=_("Number of the clip"), required=False, max_length=100)
    shots = forms.ModelMultipleChoiceField(
        Shot.objects.none(),
        label=_("Pictures from cameras"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Place, time and digest go with them."),
    )
    lock = forms.BooleanField(label=_("Lock the case until an inspector unlocks it"), required=False)

    def __init__(self, *args, unit, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit, self.actor = unit, actor
        posts = Post.objects.active().filter(organisation=unit)
        self.fields["responsible"].queryset = User.objects.filter(pk__in=posts.values("user")).order_by("name", "pk")
        newest = Shot.objects.filter(camera__organisation=unit).values_list("pk", flat=True)[:MOST_SHOTS]
        self.fields["shots"].queryset = Shot.objects.filter(pk__in=list(newest)).select_related("camera")
        self.fields["shots"].label_from_instance = lambda shot: shot.words

    def clean_case(self) -> Case | None:
        number = half_width(self.cleaned_data["case"]).upper()
        if not number:
            return None
        case = Case.objects.filter(number=number, organisation=self.unit).first()
        if case is None:
            raise forms.ValidationError(_("This unit has no case of this number."))
        return case

    def clean_order(self) -> Order | None:
        number = half_width(self.cleaned_data["order"]).upper()
        order = Order.objects.visible_to(self.actor).filter(number=number).first() if number else None
        if number and (order is None or self.unit.pk not in (order.accused_id, order.organisation_id)):
            raise forms.ValidationError(_("There is no order of this number about this unit."))
        return order

    def arguments(self) -> dict:
        typed = dict(self.cleaned_data)
        more = {name: typed.pop(name) for name in ("files", "shots")}
        return {"said": Proposal(**typed)} | more
