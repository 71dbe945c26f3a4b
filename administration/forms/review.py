"""Forms of the yearly review, and how the pages of the audit are narrowed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from administration.models import Confirmation
from records.fields import NONE, ListFilter, PlainForm, choice, day_field, text_field


class CampaignForm(PlainForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    basis = CleanCharField(label=_("basis (document)"), max_length=200)
    due_on = day_field(_("to be confirmed by"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = lambda: timezone.localdate().year


class ConfirmForm(PlainForm):
    reason = text_field(_("note of the head"), **NONE)


class EndForm(PlainForm):
    reason = text_field(_("reason"))


class ConfirmationsFilter(ListFilter):
    LOOKUPS = {"state": "state", "q": "user__name__icontains", "unit": "organisation__name__icontains"}
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    state = choice(_("State"), Confirmation.State.choices)


class PlainFilter(ListFilter):
    LOOKUPS = {}


class SignInsFilter(ListFilter):
    LOOKUPS = {"q": "username__icontains", "since": "attempt_time__date__gte", "until": "attempt_time__date__lte"}
    q = CleanCharField(label=_("User name"), max_length=50, **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class DownloadsFilter(ListFilter):
    LOOKUPS = {"q": "user__name__icontains", "since": "saved_at__date__gte", "until": "saved_at__date__lte"}
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class LooksFilter(ListFilter):
    LOOKUPS = {"q": "user__name__icontains", "since": "looked_at__date__gte", "until": "looked_at__date__lte"}
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)
