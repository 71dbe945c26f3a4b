"""The service hall: chief representatives, attendance at the windows, appointments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.models.cases import UNIT_ROLES
from records.subjects import Subject


class Representative(models.Model):
    """The chief representative (首席代表) of a unit in the hall, not to be changed within a year (seed S2-13)."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="representatives",
        verbose_name=_("organisation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    mandate = models.TextField(_("powers given"), max_length=1000)
    since = models.DateField(_("in office since"))
    until = models.DateField(_("in office until"), null=True)
    reason = models.CharField(_("reason of the change"), max_length=300, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    subject_related = ("user",)

    class Meta:
        ordering = ["organisation", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="one_representative_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="representative_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.user}"

    def as_subject(self) -> Subject:
        return Subject(_("Chief representative"), "", str(self.user), reverse("approvals:representatives"))


class Attendance(models.Model):
    """One person's day at the window (到岗): when they came and when they left."""

    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="attendances")
    day = models.DateField(_("day"))
    arrived_at = models.DateTimeField(_("arrived at"))
    left_at = models.DateTimeField(_("left at"), null=True)

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "day"], name="attendance_once_a_day"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")), name="attendance_leaves_after_arrival"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-day"], name="attendance_of_organisation")]

    def __str__(self):
        return f"{self.user} {self.day}"


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A citizen's own; those at the acting unit."""
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            return self.filter(user=actor.user)
        return self.filter(organisation=actor.organisation) if actor.holds(*UNIT_ROLES) else self.none()

    def ahead(self, now):
        """Booked and not over yet."""
        return self.filter(state=Appointment.State.BOOKED, starts_at__gt=now)


class Appointment(FSMModelMixin, models.Model):
    """A time kept free at a window. `place` numbers the people of one slot: the database lets no slot overflow."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        CAME = "came", _("came")
        MISSED = "missed", _("did not come")
        CANCELLED = "cancelled", _("cancelled")

    number = models.CharField(_("appointment number"), max_length=30, unique=True)
    state = FSMField(_("state"), choices=State.choices, default=State.BOOKED, protected=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="appointments", verbose_name=_("organisation")
    )
    item = models.ForeignKey("approvals.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    name = models.CharField(_("name"), max_length=100)
    telephone = models.CharField(_("telephone"), max_length=20)
    starts_at = models.DateTimeField(_("time"))
    place = models.PositiveSmallIntegerField()
    booked_at = models.DateTimeField(_("booked at"))

    objects = AppointmentQuerySet.as_manager()

    subject_related = ("item",)

    class Meta:
        ordering = ["starts_at", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "starts_at", "place"],
                condition=~Q(state="cancelled"),
                name="appointment_place_once",
                violation_error_message=_("This time has just been taken."),
            ),
            models.UniqueConstraint(
                fields=["user", "starts_at"],
                condition=Q(state="booked"),
                name="appointment_one_at_a_time",
                violation_error_message=_("You have another appointment at this time."),
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(_("Appointment"), self.number, self.item.name)

    @transition(state, source=State.BOOKED, target=State.CANCELLED)
    def cancel(self):
        pass

    @transition(state, source=State.BOOKED, target=State.CAME)
    def come(self):
        pass

    @transition(state, source=State.BOOKED, target=State.MISSED)
    def miss(self):
        pass
