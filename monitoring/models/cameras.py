"""Cameras of halls and windows, who looked through them when, what was seen, and the pictures that were kept."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Window
from monitoring.models.notices import somebody
from records.subjects import Subject

WATCHERS = (Role.INSPECTOR, Role.LEADER)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, as the content security policy names them; "" for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.hostname else ""


def is_known_origin(address: str):
    """The browser may talk to the configured media servers only. Raises ValidationError for any other address."""
    if "@" in address or origin_of(address) not in settings.CAMERA_ORIGINS:
        raise ValidationError(_("The address does not lie on a media server of this county (PORTAL_CAMERA_ORIGINS)."))


class CameraQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those who watch the unit; nobody else knows where the cameras are, or their addresses."""
        if not actor.holds(*WATCHERS):
            return self.none()
        return self.filter(organisation__path__startswith=actor.watched_path)

    def hanging(self):
        """Not taken down."""
        return self.filter(retired_on=None)


class Camera(models.Model):
    """A camera that looks at a hall or at one window. Its address stays here until somebody entitled looks."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    place = models.CharField(_("place"), max_length=100, help_text=_("What the picture shows, such as a counter."))
    hall = models.CharField(_("hall"), max_length=100)
    window = models.ForeignKey(
        Window, null=True, blank=True, on_delete=models.PROTECT, related_name="cameras", verbose_name=_("window")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="cameras", verbose_name=_("unit")
    )
    stream = models.CharField(
        _("WHEP address"), max_length=300, validators=[is_known_origin], help_text=_("Shown to nobody but you.")
    )
    token = models.CharField(_("access token of the media server"), max_length=300, blank=True)
    retired_on = models.DateField(_("taken down on"), null=True, blank=True)

    objects = CameraQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("camera")
        ordering = ["hall", "code"]

    def __str__(self):
        return self.place

    def as_subject(self) -> Subject:
        return Subject(_("Camera"), self.code, self.place, reverse("monitoring:camera", args=[self.code]))


class LookedThroughQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(camera__in=Camera.objects.visible_to(actor))


class Patrol(models.Model):
    """Somebody looks through a camera: who, which, from when on (视频巡查). Nothing of it is ever changed."""

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="patrols", verbose_name=_("camera"))
    by = somebody()
    began_at = models.DateTimeField(_("from"))

    objects = LookedThroughQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["camera", "-id"], name="patrol_of_camera")]

    def __str__(self):
        return f"{self.camera} {timezone.localtime(self.began_at):%Y-%m-%d %H:%M}"

    @property
    def said(self) -> list:
        """What was seen, without the end of the look."""
        return [note for note in self.notes.all() if note.kind != PatrolNote.Kind.LEFT]

    @property
    def left_at(self):
        """When the picture was closed; None while somebody looks, or where the line was cut."""
        return next((note.at for note in self.notes.all() if note.kind == PatrolNote.Kind.LEFT), None)


class PatrolNote(models.Model):
    """What was seen, or that the picture was left. Notes are added, never changed."""

    class Kind(models.TextChoices):
        ORDER = "order", _("all in order")
        IRREGULAR = "irregular", _("not in order")
        LEFT = "left", _("left the picture")

    SAYABLE = [Kind.ORDER, Kind.IRREGULAR]

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("what was seen"), max_length=10, choices=Kind)
    text = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["patrol"], condition=Q(kind="left"), name="patrol_left_once"),
            models.CheckConstraint(condition=~Q(kind="irregular") | ~Q(text=""), name="irregular_is_described"),
        ]

    def __str__(self):
        return f"{self.patrol} {self.kind}"


class Shot(models.Model):
    """A snapshot or a recorded stretch of a patrol; the file hangs on it with its digest. Never changed."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("snapshot")
        CLIP = "clip", _("recorded stretch")

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="shots")
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="shots")
    kind = models.CharField(_("kind of picture"), max_length=10, choices=Kind)
    taken_at = models.DateTimeField(_("time of the picture"))
    seconds = models.PositiveSmallIntegerField(_("seconds"), default=0)
    by = somebody()

    objects = LookedThroughQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["camera", "-id"], name="shot_of_camera")]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """Camera, day, time and running number: what a card or a finding quotes."""
        return f"{self.camera.code}-{timezone.localtime(self.taken_at):%Y%m%d-%H%M%S}-{self.pk}"

    @property
    def words(self) -> str:
        """The place and time of the picture in Chinese, for lists to choose from."""
        kind = self.get_kind_display()
        return f"{timezone.localtime(self.taken_at):%Y-%m-%d %H:%M:%S} {self.camera.place}（{kind}）"
