"""What is typed about hearings, site checks, delivery and licences."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from accounts.models import Post
from approvals.forms.citizen import ACCEPTED
from approvals.forms.desk import CursorField, DeedForm, text_field
from approvals.letters_licence import WAYS, WINDOW
from approvals.models import Licence
from approvals.renewals import last_timely_day, renewable
from deadlines.words import chinese_date
from records.fields import CodeField

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_PHOTOS = 10
MINUTES = 10_000  # signs
MOMENT = "%Y-%m-%dT%H:%M"


class ColleagueField(forms.ModelChoiceField):
    """A person of the unit, chosen by name and post; gives the person."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Post.objects.none(), **kwargs)

    def of(self, organisation_id):
        """Only the people of this unit."""
        posts = Post.objects.active().filter(organisation=organisation_id).select_related("user")
        self.queryset = posts.order_by("role", "user__name", "pk")

    def label_from_instance(self, post):
        return f"{post.user.name}（{post.title or post.get_role_display()}）"

    def clean(self, value):
        post = super().clean(value)
        return post.user if post else None


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures at once; a list, empty where none was chosen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": ACCEPTED, "multiple": True}))
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        chosen = [super(PhotosField, self).clean(one, initial) for one in data or []]
        if len(chosen) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most ten files at a time."))
        return chosen


class HearingRightForm(DeedForm):
    ground = text_field(
        _("Matter to be heard"),
        help_text=_("Printed in the letter. The applicant then has five working days to apply."),
    )


class SessionForm(DeedForm):
    session_at = forms.DateTimeField(
        label=_("Date and time"),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=SHANGHAI)),
            MaxValueValidator(datetime(2100, 12, 31, tzinfo=SHANGHAI)),
        ],
        help_text=_("At least seven working days after this notice."),
        error_messages={"invalid": _("Please give date and time such as 2026-06-08 09:30.")},
    )
    place = CleanCharField(label=_("Place of the hearing"), max_length=200)
    chair = ColleagueField(
        label=_("Chair"), help_text=_("Neither who reviews the application nor who will decide it.")
    )

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.fields["chair"].of(case.organisation_id)


class MinutesForm(DeedForm):
    minutes = CleanCharField(
        label=_("Minutes"),
        multiline=True,
        max_length=MINUTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Who was there, what was said and shown. The decision rests on it."),
    )


class TwoPeopleForm(DeedForm):
    first = ColleagueField(label=_("First person"))
    second = ColleagueField(
        label=_("Second person"),
        help_text=_("Two different people of the unit."),
        error_messages={"required": _("A site check is made by at least two people (Licensing Law, article 34).")},
    )

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        first, second = self.fields["first"], self.fields["second"]
        for field in (first, second):
            field.of(case.organisation_id)
        offered = first.choices
        people = cache(lambda: list(iter(offered)))  # read once for both; of the field itself list() would also count
        first.choices = second.choices = people


class SiteResultForm(DeedForm):
    passed = forms.TypedChoiceField(
        label=_("Requirements met?"),
        choices=[("yes", _("yes, met")), ("no", _("no, not met"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the requirements are met.")},
    )
    findings = text_field(_("Findings on the spot"))
    photos = PhotosField(label=_("Photos and papers"), help_text=_("Up to ten files of 10 MB."))


class DeliveryForm(DeedForm):
    how = forms.ChoiceField(
        label=_("How"), choices=WAYS.items(), initial=WINDOW, required=False, widget=forms.RadioSelect
    )
    receiver = CleanCharField(
        label=_("Who received it"), max_length=100, required=False, help_text=_("Empty: the applicant in person.")
    )
    post_number = CleanCharField(
        label=_("Number of the postal item"), max_length=40, required=False, help_text=_("Only by post.")
    )

    def clean_how(self):
        return self.cleaned_data["how"] or WINDOW

    def clean_post_number(self):
        return half_width(self.cleaned_data["post_number"])


def as_number(text: str) -> str:
    """A licence number as scanned or typed by hand."""
    return half_width(text).upper()


class RenewalForm(forms.Form):
    """Which of the own licences an application renews."""

    renews = forms.ModelChoiceField(
        queryset=Licence.objects.none(),
        to_field_name="number",
        label=_("Licence to be renewed"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the licence that you want to renew."),
            "invalid_choice": _("Choose the licence that you want to renew."),
        },
    )

    def __init__(self, item, user, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["renews"].queryset = renewable(item, today).filter(owner=user).order_by("valid_until", "pk")
        self.fields["renews"].label_from_instance = lambda licence: in_words(licence, today)


def in_words(licence: Licence, today) -> str:
    """A licence to choose; one that ends soon says that the application comes too late to be protected."""
    late = today > last_timely_day(licence)
    words = _("%(name)s %(number)s, valid until %(date)s")
    if late:
        words = _(
            "%(name)s %(number)s, valid until %(date)s (less than thirty days: not protected without a decision)"
        )
    return words % {"name": licence.name, "number": licence.number, "date": chinese_date(licence.valid_until)}


class WindowRenewalForm(forms.Form):
    """At the window the number of the licence is typed or scanned."""

    renews = CleanCharField(
        label=_("Number of the licence to be renewed"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, item, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.today = item, today

    def clean_renews(self):
        found = renewable(self.item, self.today).filter(number=as_number(self.cleaned_data["renews"])).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no valid licence of this kind with this number. For an expired one apply for a new one.")
            )
        return found


class CheckForm(forms.Form):
    """Number and check code, as printed on a licence."""

    is_question = True  # nothing is handed in with it

    number = CodeField(
        label=_("Licence number"),
        max_length=60,
    )
    code = CodeField(
        label=_("Check code"),
        max_length=20,
        help_text=_("Eight letters and digits, below the square code on the licence."),
    )


class LicenceFilterForm(forms.Form):
    """How the register of licences is narrowed."""

    q = CleanCharField(label=_("Number, holder or credit code"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("valid", _("in force")),
            ("ending", _("ends within 90 days")),
            ("ended", _("expired")),
            ("replaced", _("replaced by a renewal")),
            ("revoked", _("revoked")),
        ],
    )
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])
    after = CursorField(required=False)
    before = CursorField(required=False)


class RevocationForm(forms.Form):
    reason = CleanCharField(
        label=_("Reasons"),
        multiline=True,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They are shown to the holder and to whoever checks the licence."),
    )
