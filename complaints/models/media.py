"""Media programmes (热线、面对面, seed S0-08): episodes on the air, calls, footage of journalists."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from complaints.models.categories import Category
from complaints.models.orders import HOTLINE_ROLES, UNIT_ROLES, Order, unit
from records.columns import person
from records.subjects import Subject

MAKERS = [*HOTLINE_ROLES, Role.INSPECTOR]  # who plans programmes and writes down what is asked


class Programme(models.Model):
    """A series in which units answer to the people."""

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("hotline programme")
        FACE = "face", _("face to face programme")

    class Medium(models.TextChoices):
        RADIO = "radio", _("radio")
        TELEVISION = "television", _("television")
        NEWSPAPER = "newspaper", _("newspaper")
        WEB = "web", _("web")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=50, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    medium = models.CharField(_("medium"), max_length=20, choices=Medium)
    about = models.CharField(_("about the programme"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("programmes")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class EpisodeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those who make programmes and those who watch or lead see all; a unit sees its own."""
        if actor.holds(*MAKERS, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.filter(organisation=actor.organisation) if actor.holds(*UNIT_ROLES) else self.none()


class Episode(FSMModelMixin, models.Model):
    """One broadcast (期): the unit that answers, its head or who stood in and why, the host, where the tape is."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        AIRED = "aired", _("aired, followed up")
        CLOSED = "closed", _("everything settled")
        CANCELLED = "cancelled", _("cancelled")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="episodes", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("episode"))
    airs_at = models.DateTimeField(_("on the air at"))
    organisation = unit(_("unit on the air"), null=False, blank=False, db_index=True)
    guest = models.CharField(_("who answers"), max_length=50)
    is_head = models.BooleanField(_("the head of the unit in person"), default=True)
    stands_in_because = models.CharField(_("why the head does not come"), max_length=200, blank=True)
    host = models.CharField(_("host"), max_length=50, blank=True)
    recording = models.CharField(_("where the recording is"), max_length=200, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.PLANNED, protected=True)
    planned_by = person()
    planned_at = models.DateTimeField(_("planned at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-airs_at", "-pk"]
        indexes = [models.Index(fields=["-airs_at"], name="episode_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="episode_numbered_once",
                violation_error_message=_("This programme has an episode with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(is_head=True) | ~Q(stands_in_because=""),
                name="who_stands_in_says_why",
                violation_error_message=_("Say why the head of the unit does not come."),
            ),
        ]

    def __str__(self):
        return f"{self.programme.name} {self.number}"

    @transition(state, source=State.PLANNED, target=State.AIRED)
    def air(self):
        pass

    @transition(state, source=State.AIRED, target=State.CLOSED)
    def close(self):
        pass

    @transition(state, source=State.PLANNED, target=State.CANCELLED)
    def cancel(self):
        pass


class Call(models.Model):
    """A question of an episode. The caller is known by a nick name only; what they said stays as it was noted."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        AT_ONCE = "at_once", _("answered on the spot")
        PROMISED = "promised", _("promised, with a timetable")
        TAKEN = "taken", _("taken along as an order")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField(_("number"))
    nick = models.CharField(_("caller (no real name)"), max_length=30, blank=True)
    question = models.TextField(_("question"), max_length=2000)
    place = models.CharField(_("place"), max_length=200, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = person()
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.WAITING)
    answer = models.TextField(_("answer on the air"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="media_call")

    class Meta:
        ordering = ["episode", "number"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="call_numbered_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["promised", "taken"]) | Q(order__isnull=False),
                name="call_taken_along_has_an_order",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting") | Q(answered_at__isnull=False), name="call_answered_has_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.question[:30]}"


class Footage(models.Model):
    """What journalists filmed in secret (暗访): where the material lies; it hangs on an order."""

    episode = models.ForeignKey(Episode, null=True, on_delete=models.PROTECT, related_name="footage")
    title = models.CharField(_("title of the footage"), max_length=100)
    medium = models.CharField(_("who filmed"), max_length=100)
    filmed_on = models.DateField(_("filmed on"))
    place = models.CharField(_("place"), max_length=200)
    reference = models.CharField(_("where the material lies"), max_length=200)
    organisation = unit(_("unit shown"), null=False, blank=False)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="footage")
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = person()

    class Meta:
        ordering = ["-filmed_on", "-pk"]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        page = reverse("complaints:episode", args=[self.episode_id]) if self.episode_id else ""
        return Subject(_("Secret filming"), "", f"{self.title}（{self.filmed_on}，{self.reference}）", page)
