"""Forms about posts: proposing, signing, moving, changing, ending."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Post, Role, User
from administration.actions.granting import Wanted
from administration.forms.fields import StaffField, WindowField
from administration.models import Grant, RightChange
from records.fields import (
    NONE,
    ListFilter,
    PlainForm,
    RowField,
    UnitField,
    WordField,
    choice,
    day_field,
    decision,
    text_field,
)

DOCUMENT = _("number of the document")
STAYS = _("nobody: the unit deals it out again")
STATES = [("active", _("in force")), ("suspended", _("suspended")), ("ended", _("post ended"))]


def document_field():
    return CleanCharField(label=DOCUMENT, max_length=60, help_text=_("Of the notice on which the right rests."))


class GrantForm(PlainForm):
    """A right for somebody who gets another post or the first one."""

    user = StaffField(label=_("person"), help_text=_("User name; the name too where only one person bears it."))
    organisation = UnitField(label=_("organisation"))
    role = decision(_("role"), Role.choices)
    title = CleanCharField(label=_("title"), max_length=50, **NONE)
    window = WindowField(label=_("number of the window"), max_length=10, **NONE)
    is_contact = forms.BooleanField(label=_("supervision contact"), **NONE)
    from_on = day_field(_("valid from"))
    until_on = day_field(_("valid until"), **NONE)
    reason = text_field(_("reason"))
    document_number = document_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate

    def arguments(self, files=()) -> dict:
        return {"wanted": self.wanted()}

    def wanted(self) -> Wanted:
        given = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        return Wanted(**given | {"is_contact": bool(given["is_contact"])})


class GrantRow(GrantForm):
    """A line of a list of rights. The headers of the file are these labels."""

    role = WordField(label=_("role"), choices=Role.choices)
    is_contact = WordField(label=_("supervision contact"), choices=[("yes", _("yes"))], **NONE)
    reason = CleanCharField(label=_("reason"), max_length=300)


class MoveForm(PlainForm):
    """Somebody leaves this post for another one. The holder and the post are those of the page."""

    organisation = UnitField(label=_("new unit"))
    role = decision(_("role"), Role.choices)
    title = CleanCharField(label=_("title"), max_length=50, **NONE)
    window = WindowField(label=_("number of the window"), max_length=10, **NONE)
    takes_over = RowField(label=_("who takes the open work"), **NONE)
    from_on = day_field(_("first day of the new post"))
    reason = text_field(_("reason"))
    document_number = document_field()

    def __init__(self, post, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = post
        self.fields["takes_over"].offer(colleagues(post), empty=STAYS)
        self.fields["from_on"].initial = timezone.localdate

    def arguments(self, files=()) -> dict:
        given = dict(self.cleaned_data)
        unit = given.pop("organisation")
        return {"organisation": unit, "wanted": Wanted(user=self.post.user, leaves=self.post, **given)}


def colleagues(post: Post):
    """Who else works in the unit; the deputy of the post first."""
    posts = Post.objects.active().filter(organisation=post.organisation_id).exclude(user=post.user_id)
    people = User.objects.filter(is_active=True, posts__in=posts).distinct().order_by("pk")
    return sorted(people, key=lambda user: user.pk != post.deputy_id)


class EndForm(PlainForm):
    takes_over = RowField(label=_("who takes the open work"), **NONE)
    reason = text_field(_("reason"))
    document_number = document_field()

    def __init__(self, post, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["takes_over"].offer(colleagues(post), empty=STAYS)


class ChangeForm(PlainForm):
    title = CleanCharField(label=_("title"), max_length=50, **NONE)
    window = WindowField(label=_("number of the window"), max_length=10, **NONE)
    deputy = RowField(label=_("deputy (B)"), **NONE)
    is_contact = forms.BooleanField(label=_("supervision contact"), **NONE)
    reason = text_field(_("reason"))

    def __init__(self, post, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].offer(colleagues(post), empty=_("(none)"))
        now = {"title": post.title, "window": post.window, "deputy": post.deputy_id, "is_contact": post.is_contact}
        for name, value in now.items():
            self.fields[name].initial = value


class OpinionForm(PlainForm):
    opinion = text_field(_("opinion"))


class PostsFilter(ListFilter):
    LOOKUPS = {"q": "user__name__icontains", "unit": "organisation__name__icontains", "role": "role"}
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    role = choice(_("role"), Role.choices)
    which = choice(_("State"), STATES)


class GrantsFilter(ListFilter):
    LOOKUPS = {"q": "user__name__icontains", "unit": "organisation__name__icontains", "role": "role", "state": "state"}
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    role = choice(_("role"), Role.choices)
    state = choice(_("State"), Grant.State.choices)


class LogFilter(ListFilter):
    LOOKUPS = {
        "q": "user__name__icontains",
        "by": "changed_by__name__icontains",
        "unit": "organisation__name__icontains",
        "role": "role",
        "kind": "kind",
        "since": "day__gte",
        "until": "day__lte",
    }
    q = CleanCharField(label=_("name of the person"), max_length=50, **NONE)
    by = CleanCharField(label=_("on whose word"), max_length=50, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    role = choice(_("role"), Role.choices)
    kind = choice(_("Kind"), RightChange.Kind.choices)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)
