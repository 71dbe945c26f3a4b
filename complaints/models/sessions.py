"""Face to face by video (服务百姓面对面, seed S1-33): hours that units offer, sessions, what was said and kept."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from complaints.models.categories import Category
from complaints.models.orders import UNIT_ROLES, Order, unit
from records.columns import person
from records.subjects import Subject

OPENS_BEFORE = timedelta(minutes=15)  # the room opens, to try camera and sound
STAYS_OPEN = timedelta(hours=2)  # after the hour that was booked: what lasts longer is not cut off


class Side(models.TextChoices):
    """The sides of a session; who listens in is always shown to both others."""

    CITIZEN = "citizen", _("citizen")
    UNIT = "unit", _("department")
    SUPERVISOR = "supervisor", _("supervisor listening in")


class SlotQuerySet(models.QuerySet):
    def offered(self, now):
        """What may still be booked."""
        return self.filter(withdrawn_at=None, starts_at__gt=now)


class Slot(models.Model):
    """An hour in which a unit answers by video: about a category or anything, to so many people at the same time."""

    organisation = unit(_("organisation"), null=False, blank=False, related_name="session_slots", db_index=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=30)
    capacity = models.PositiveSmallIntegerField(_("places"), default=1)
    offered_by = person()
    offered_at = models.DateTimeField(_("offered at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="slot_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "starts_at"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="slot_offered_once",
                violation_error_message=_("This hour is offered already."),
            ),
            models.CheckConstraint(condition=Q(minutes__range=(10, 120)), name="slot_ten_minutes_to_two_hours"),
            models.CheckConstraint(condition=Q(capacity__range=(1, 20)), name="slot_one_to_twenty_places"),
        ]

    def __str__(self):
        return f"{self.organisation} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The citizen's own; what a village booked; the unit's; everything for those who watch."""
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            return self.filter(user=actor.user)
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(slot__organisation__path__startswith=actor.watched_path)
        own = Q(slot__organisation=actor.organisation) | Q(village=actor.organisation)
        return self.filter(own) if actor.holds(*UNIT_ROLES) else self.none()

    def ahead(self, now):
        return self.filter(state=Session.State.BOOKED, slot__starts_at__gt=now)


class Session(FSMModelMixin, models.Model):
    """One conversation. `user` booked it with an account, or `village` for somebody who has none."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        HELD = "held", _("held, record to be signed")
        SIGNED = "signed", _("record signed by both")
        CANCELLED = "cancelled", _("cancelled")
        MISSED = "missed", _("nobody came")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered on the spot")
        PROMISED = "promised", _("promised, with a timetable")

    FINISHED = [State.HELD, State.SIGNED]

    number = models.CharField(_("session number"), max_length=30, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="sessions")
    place = models.PositiveSmallIntegerField()  # 1 … capacity of the slot
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="sessions", db_index=False
    )
    village = unit(_("video room of the village"))
    name = models.CharField(_("name"), max_length=50)
    telephone = models.CharField(_("telephone"), max_length=30)
    matter = models.CharField(_("what it is about"), max_length=500)
    state = FSMField(_("state"), choices=State.choices, default=State.BOOKED, protected=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    booked_at = models.DateTimeField(_("booked at"))
    telephoned_at = models.DateTimeField(_("went on by telephone at"), null=True)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="session")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["slot__starts_at", "pk"]
        indexes = [models.Index(fields=["user", "-id"], name="session_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "place"],
                condition=~Q(state="cancelled"),
                name="session_place_once",
                violation_error_message=_("This time has just been taken. Please choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, village=None) | Q(user=None, village__isnull=False),
                name="session_of_account_or_village",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="promised") | Q(order__isnull=False), name="session_promise_has_an_order"
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(
            _("Face to face"), self.number, self.matter[:60], reverse("complaints:desk_session", args=[self.number])
        )

    @property
    def organisation(self):
        return self.slot.organisation

    def is_open_at(self, now) -> bool:
        """Does the room stand open? Only while the session waits to be held or to be signed."""
        begins, ends = self.slot.starts_at - OPENS_BEFORE, self.slot.ends_at + STAYS_OPEN
        return self.state in (self.State.BOOKED, self.State.HELD) and begins <= now <= ends

    @transition(state, source=State.BOOKED, target=State.HELD)
    def hold(self):
        pass

    @transition(state, source=State.HELD, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=State.BOOKED, target=State.CANCELLED)
    def cancel(self):
        pass

    @transition(state, source=State.BOOKED, target=State.MISSED)
    def miss(self):
        pass


class Arrival(models.Model):
    """Somebody entered the room: a side, or a supervisor who listens in. Never changed."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="arrivals")
    side = models.CharField(_("side"), max_length=20, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.session} {self.side}"


class Minutes(models.Model):
    """The record of a session (谈话记录). A correction is a new version; the last one counts."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("version"))
    question = models.TextField(_("what was asked"), max_length=2000)
    answer = models.TextField(_("what was answered"), max_length=4000)
    written_by = person()
    written_at = models.DateTimeField(_("written down at"))

    class Meta:
        ordering = ["session", "version"]
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="minutes_version_once")]

    def __str__(self):
        return f"{self.session} v{self.version}"


class Signature(models.Model):
    """One side's word on a version of the record: it is right, or what is wrong. Who writes it signs it with that."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=20, choices=Side)
    agrees = models.BooleanField(_("agrees"))
    remark = models.CharField(_("objection"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "side"], name="minutes_signed_once_a_side"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(remark=""),
                name="objection_says_what",
                violation_error_message=_("Say what is not right in the record."),
            ),
        ]

    def __str__(self):
        return f"{self.minutes} {self.side}"


class Recording(models.Model):
    """A stretch that was recorded: only between the word of both sides and that of either to stop."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="recordings")
    asked_side = models.CharField(max_length=20, choices=Side)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(_("asked at"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    began_at = models.DateTimeField(_("began at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_side = models.CharField(max_length=20, choices=Side, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(ended_at=None),
                name="one_recording_at_a_time",
                violation_error_message=_("A recording is under way or asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(began_at=None) | Q(agreed_by__isnull=False), name="recording_agreed_by_both"
            ),
        ]

    def __str__(self):
        return f"{self.session} {self.asked_at:%H:%M}"

    @property
    def is_running(self) -> bool:
        return self.began_at is not None and self.ended_at is None


class Part(models.Model):
    """A piece of a recording as the browser sent it; the file hangs on it as an attachment with its digest."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField(_("number"))
    taken_at = models.DateTimeField(_("taken at"))
    seconds = models.PositiveSmallIntegerField(_("seconds"))
    place = models.CharField(_("place"), max_length=200)

    class Meta:
        ordering = ["recording", "number"]
        constraints = [models.UniqueConstraint(fields=["recording", "number"], name="part_of_recording_once")]

    def __str__(self):
        return f"{self.recording} {self.number}"
