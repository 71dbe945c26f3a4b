"""Forms of reports on duty and integrity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Post, Role
from records.fields import NONE, FilesField, ListFilter, PlainForm, choice, day_field, text_field
from scoring.actions.duty import Call, Held
from scoring.models import DutyReport

PASSED = [("yes", _("up to the standard")), ("no", _("not up to the standard"))]


class CallForm(PlainForm):
    """From all heads of units of the county, on demand also from the members of their teams."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    due_on = day_field(_("Due on"))
    team = forms.BooleanField(label=_("Members of the teams report as well"), initial=True, **NONE)
    talk_days = forms.IntegerField(
        label=_("Working days until a talk"), min_value=1, max_value=90, initial=10, help_text=_("after a bad report")
    )
    words = text_field(_("What has to be in it"), most=500, initial=Call.words)

    def __init__(self, scope: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope

    def arguments(self, files=()) -> dict:
        given = dict(self.cleaned_data)
        roles = [Role.HEAD, Role.APPROVER] if given.pop("team") else [Role.HEAD]
        posts = Post.objects.active().filter(organisation__path__startswith=self.scope, role__in=roles)
        rows = sorted(posts.select_related("user", "organisation"), key=lambda post: post.role != Role.HEAD)
        return {"said": Call(posts=rows, **given)}


class SubmitForm(PlainForm):
    words = text_field(_("Summary of the report"), rows=8, most=3000)
    files = FilesField(label=_("The report"), help_text=_("Word, PDF or pictures."), **NONE)


class EvaluateForm(PlainForm):
    passed = forms.ChoiceField(label=_("Result"), choices=PASSED, widget=forms.RadioSelect)
    words = text_field(_("Evaluation"), rows=3, most=1000)

    def arguments(self, files=()) -> dict:
        return {"passed": self.cleaned_data["passed"] == "yes", "words": self.cleaned_data["words"]}


class TalkForm(PlainForm):
    held_on = day_field(_("Day of the talk"))
    place = CleanCharField(label=_("Place of the talk"), max_length=100)
    content = text_field(_("Content"), rows=5, most=3000)
    commitments = text_field(_("What the person commits to"), rows=3, most=2000)
    again_by = day_field(_("To be handed in once more by"))

    def arguments(self, files=()) -> dict:
        return {"said": Held(**self.cleaned_data)}


class ReportsFilter(ListFilter):
    LOOKUPS = {"year": "year__year", "unit": "organisation__short_name__icontains", "state": "state"}
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=30, **NONE)
    state = choice(_("State"), DutyReport.State.choices)
