"""What is typed about spot checks and their findings, and what a page with a camera sends."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, Post, Role, User, Window
from approvals.forms.desk import DeedForm, day_field
from approvals.forms.enforcement import long_text, needed_day
from monitoring.actions.cameras import LONGEST_CLIP
from monitoring.actions.inspections import Plan, Seen
from monitoring.forms_cards import FilesField, moment_field
from monitoring.forms_notices import days_field, people_of, person_field, unit_field, units_of
from monitoring.models import Camera, Patrol, PatrolNote, Shot, SpotFinding
from monitoring.models.inspections import TERM

CHOOSE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}
OFFERED = 20  # pictures to choose from: the newest ones


class ShotsField(forms.ModelMultipleChoiceField):
    """Pictures from cameras, each with place and time."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        about = {"label": _("Pictures from cameras"), "required": False}
        super().__init__(Shot.objects.none(), **about | kwargs)

    def label_from_instance(self, shot):
        return shot.words


def offer(form, shots):
    """The newest of these pictures, to choose from; without any the form does not ask."""
    keys = list(shots.values_list("pk", flat=True)[:OFFERED])
    form.fields["shots"].queryset = Shot.objects.filter(pk__in=keys).select_related("camera")
    if not keys:
        del form.fields["shots"]


class PlanForm(forms.Form):
    matter = CleanCharField(label=_("Name of the check"), max_length=60)
    secret = forms.TypedChoiceField(
        label=_("How it is carried out"),
        choices=[
            ("open", _("openly: the plan is seen by all who watch")),
            ("secret", _("in secret: seen by its inspectors")),
        ],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "secret",
        error_messages=CHOOSE,
    )
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Units to be checked"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages=CHOOSE | {"invalid_pk_value": _("Please choose one.")},
    )
    places = CleanCharField(label=_("Places"), max_length=200, help_text=_("Halls, windows, offices, villages."))
    first_day = needed_day(_("First day"))
    last_day = needed_day(_("Last day"))
    inspectors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Inspectors"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You take part yourself; at least one more person goes with you."),
        error_messages=CHOOSE | {"invalid_pk_value": _("Please choose one.")},
    )
    focus = long_text(_("What is looked at"), most=1000)

    def __init__(self, data, *, actor):
        super().__init__(data, initial={"secret": "open"})
        self.fields["units"].queryset = units_of(actor)
        self.fields["units"].label_from_instance = lambda unit: unit.short_name
        posts = Post.objects.active().filter(role=Role.INSPECTOR, organisation__path__startswith=actor.watched_path)
        others = User.objects.filter(pk__in=posts.values("user")).exclude(pk=actor.user.pk)
        self.fields["inspectors"].queryset = others.order_by("name", "pk")

    @property
    def said(self) -> Plan:
        names = ("matter", "places", "focus", "first_day", "last_day", "secret")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class SeenForm(forms.Form):
    """A finding: what was found, at which unit, and what is to be done."""

    unit = unit_field()
    kind = forms.ChoiceField(
        label=_("Kind of finding"),
        choices=[("", _("please choose")), *SpotFinding.Kind.choices],
        error_messages=CHOOSE,
    )
    window = forms.ModelChoiceField(
        Window.objects.none(), label=_("Window"), required=False, empty_label=_("no window"), error_messages=CHOOSE
    )
    place = CleanCharField(label=_("Where it was found"), max_length=100)
    found_at = moment_field(_("Found at"))
    responsible = person_field(_("Person responsible"), required=False)
    facts = long_text(_("Facts found"), most=1000, help_text=_("What was found, when and where."))
    basis = CleanCharField(label=_("Basis"), max_length=300, help_text=_("Law or local document, with the article."))
    demand = long_text(_("What has to be put right"), most=1000)
    days = days_field()
    shots = ShotsField()
    files = FilesField(label=_("Photographs and papers"))

    def prepare(self, units, shots):
        """Offer the units, their windows and people, and the pictures."""
        self.fields["days"].initial = TERM
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name
        self.fields["window"].queryset = Window.objects.filter(organisation__in=units.values("pk"))
        posts = Post.objects.filter(organisation__in=units.values("pk"))
        self.fields["responsible"].queryset = User.objects.filter(pk__in=posts.values("user")).order_by("name", "pk")
        offer(self, shots)

    @property
    def said(self) -> Seen:
        names = ("kind", "place", "found_at", "facts", "basis", "demand", "days", "responsible", "window")
        return Seen(**{name: self.cleaned_data[name] for name in names})

    def arguments(self) -> dict:
        typed = self.cleaned_data
        about = {"unit": typed["unit"], "shots": typed.get("shots", ()), "files": typed["files"]}
        return {"said": self.said} | about


class NoteForm(SeenForm, DeedForm):
    """A finding of a check that is under way; the pictures are those of its inspectors."""

    def __init__(self, inspection, *args, **kwargs):
        super().__init__(inspection, *args, **kwargs)
        shots = Shot.objects.filter(by__in=inspection.inspectors.all())
        self.prepare(inspection.units.order_by("sort", "pk"), shots)


class RoomFindingForm(SeenForm):
    """A finding of somebody who looked through a camera."""

    def __init__(self, *args, camera: Camera, actor, **kwargs):
        known = {"unit": camera.organisation_id, "window": camera.window_id, "place": camera.place}
        super().__init__(*args, initial=known | kwargs.pop("initial", {}), **kwargs)
        self.prepare(Organisation.objects.filter(pk=camera.organisation_id), Shot.objects.filter(camera=camera))
        self.fields["responsible"].queryset = people_of(camera.organisation)


class HangForm(DeedForm):
    shots = ShotsField()
    files = FilesField(label=_("Photographs and papers"))

    def __init__(self, finding, *args, **kwargs):
        super().__init__(finding, *args, **kwargs)
        cameras = Camera.objects.filter(organisation=finding.organisation)
        offer(self, Shot.objects.filter(camera__in=cameras))


class RectifyForm(DeedForm):
    measure = long_text(_("What was done about it"), most=1000, help_text=_("Say what, when and by whom."))
    files = FilesField(label=_("Photographs and papers"))


class ConcludeForm(DeedForm):
    result = long_text(_("Report of the check"), most=2000, rows=8)


class RegisterForm(forms.Form):
    """How the findings are narrowed; every field may be empty."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *SpotFinding.State.choices])
    kind = forms.ChoiceField(
        label=_("Kind of finding"), required=False, choices=[("", _("all")), *SpotFinding.Kind.choices]
    )
    since = day_field(_("First day"))
    until = day_field(_("Last day"))


class PatrolsForm(forms.Form):
    """How the log of looks is narrowed; every field may be empty."""

    camera = forms.ModelChoiceField(
        Camera.objects.none(),
        label=_("Camera"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
        error_messages=CHOOSE,
    )
    by = forms.ModelChoiceField(
        User.objects.none(), label=_("Who looked"), required=False, empty_label=_("all"), error_messages=CHOOSE
    )
    kind = forms.ChoiceField(
        label=_("What was seen"),
        required=False,
        choices=[("", _("all")), *((kind, kind.label) for kind in PatrolNote.SAYABLE)],
    )
    since = day_field(_("First day"))
    until = day_field(_("Last day"))

    def __init__(self, data, actor):
        super().__init__(data)
        cameras = Camera.objects.visible_to(actor)
        self.fields["camera"].queryset = cameras
        lookers = Patrol.objects.filter(camera__in=cameras).order_by().values("by")
        self.fields["by"].queryset = User.objects.filter(pk__in=lookers).order_by("name", "pk")


class LookForm(forms.Form):
    """A look that goes on, if it is the person's own."""

    patrol = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def own(self, camera, actor) -> Patrol | None:
        number = self.cleaned_data.get("patrol") if self.is_valid() else None
        return Patrol.objects.filter(pk=number, camera=camera, by=actor.user).first() if number else None


class ShotChoice(forms.Form):
    """The picture a finding or a card begins with, as an address names it."""

    shot = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class SayForm(LookForm):
    kind = forms.ChoiceField(
        label=_("What was seen"),
        choices=[(kind, kind.label) for kind in PatrolNote.SAYABLE],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = CleanCharField(label=_("In words"), required=False, max_length=300)
    patrol = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class ShotForm(forms.Form):
    """A picture as the page sends it: milliseconds since the look began, seconds of a stretch."""

    file = forms.FileField()
    kind = forms.ChoiceField(choices=Shot.Kind)
    after = forms.IntegerField(min_value=0, max_value=12 * 3600 * 1000)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_CLIP)

    def arguments(self) -> dict:
        typed = self.cleaned_data
        after = timedelta(milliseconds=typed["after"])
        return {"file": typed["file"], "kind": typed["kind"], "after": after, "seconds": typed["seconds"] or 0}
