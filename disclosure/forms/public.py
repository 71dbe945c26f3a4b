"""What the public types: a search, filters, a request for information, number and code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from accounts.models import Organisation
from disclosure.actions.answering import Asked
from disclosure.models import Announcement, Indexed, InfoRequest, Lesson, LibraryDocument
from records import query
from records.fields import ALL, NONE, CodeField, RowField, choice, text_field


class SearchForm(forms.Form):
    """?q=… and perhaps one kind of things; a wrong kind is no kind."""

    is_question = True
    q = CleanCharField(label=_("What are you looking for?"), max_length=60, **NONE)
    kind = forms.ChoiceField(choices=[*ALL, *Indexed.Kind.choices], widget=forms.HiddenInput, **NONE)


class AnnouncementsForm(forms.Form):
    kind = choice(_("Kind"), Announcement.Kind.choices)
    q = CleanCharField(label=_("In the headline"), max_length=60, **NONE)


class LibraryForm(forms.Form):
    q = CleanCharField(label=_("Title, number or issuer"), max_length=60, **NONE)
    kind = choice(_("Kind"), LibraryDocument.Kind.choices)
    state = choice(_("State"), [("in_force", _("in force")), ("ended", _("no longer in force"))])


class LessonsForm(forms.Form):
    level = choice(_("For which level"), Lesson.Level.choices)


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)
    export = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.HiddenInput, **NONE)


class VersionForm(forms.Form):
    """Which version of a lesson the answers in the address belong to."""

    v = forms.IntegerField(min_value=1, max_value=10_000, **NONE)


class QuizForm(forms.Form):
    """The questions of a lesson; answers come in the address and are kept nowhere."""

    is_question = True

    def __init__(self, lesson, data=None):
        super().__init__(data)
        self.questions = [f"a{number}" for number in range(len(lesson.quiz))]
        self.fields["v"] = forms.IntegerField(widget=forms.HiddenInput, initial=lesson.version, **NONE)
        for number, question in enumerate(lesson.quiz):
            self.fields[f"a{number}"] = forms.TypedChoiceField(
                label=question["ask"],
                choices=list(enumerate(question["options"])),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose an answer.")},
            )


def units():
    """Whom a request may be addressed to: the county, its departments, towns."""
    levels = [Organisation.Level.COUNTY, Organisation.Level.DEPARTMENT, Organisation.Level.TOWN]
    return Organisation.objects.existing().filter(level__in=levels)


class RequestForm(forms.Form):
    """A request for government information (政府信息公开条例 第二十九条); no reason has to be given."""

    organisation = RowField(label=_("Which unit do you ask?"))
    content = text_field(
        _("Which information do you want?"),
        rows=5,
        most=2000,
        help_text=_("Name, number or other features by which it can be found."),
    )
    form = CleanCharField(
        label=_("In which form?"), max_length=100, help_text=_("For example on paper, as a file."), **NONE
    )
    asked_as = forms.ChoiceField(label=_("Who asks?"), choices=InfoRequest.By)
    name = CleanCharField(label=_("Name of the person or the firm"), max_length=100)
    telephone = TelephoneField(label=_("Your telephone"), landline=True)
    way = forms.ChoiceField(label=_("How do you want the answer?"), choices=InfoRequest.Way)
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("Please give an e-mail address such as a@b.cn.")},
        **NONE,
    )
    address = CleanCharField(label=_("Postal address"), max_length=200, **NONE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(units())

    def clean(self):
        """A person's name has no digits; a firm's may."""
        given = super().clean()
        if given.get("asked_as") == InfoRequest.By.CITIZEN and given.get("name"):
            try:
                given["name"] = PersonNameField().clean(given["name"])
            except forms.ValidationError as wrong:
                self.add_error("name", wrong)
        return given

    def asked(self) -> Asked:
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "organisation"})


class QueryForm(query.QueryForm):
    number = CodeField(label=_("Request number"), max_length=40)


class CorrectForm(forms.Form):
    content = text_field(_("Your request, corrected"), rows=5, most=2000)


class WithdrawForm(forms.Form):
    reason = text_field(_("Reason"), **NONE)
