"""What units owe to the public: who owes which line of the catalogue, and each owed piece."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from disclosure.models.catalogue import CatalogueEntry
from disclosure.periods import period_in_words
from records.columns import person, unit
from records.subjects import Subject


class DutyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible(self, actor)

    def active(self):
        return self.filter(ended_on=None)


class PublicationDuty(models.Model):
    """A unit owes a line of the catalogue from a day on. `asked_until`: the first period not asked for yet."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="duties")
    organisation = unit(_("unit that publishes"), null=False, blank=False)
    begun_on = models.DateField(_("owed since"))
    ended_on = models.DateField(_("owed until"), null=True, blank=True)
    asked_until = models.DateField(null=True)
    last_on = models.DateField(_("last published"), null=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person()

    objects = DutyQuerySet.as_manager()
    subject_related = ("entry", "organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("publication duties")
        ordering = ["organisation__sort", "organisation", "entry__sort"]
        indexes = [models.Index(fields=["asked_until"], condition=Q(ended_on=None), name="duty_asked")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation"],
                condition=Q(ended_on=None),
                name="one_duty_a_unit_and_entry",
                violation_error_message=_("This unit owes this line of the catalogue already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")),
                name="publication_duty_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name}·{self.entry.name}"

    def as_subject(self) -> Subject:
        return Subject(_("Publication duty"), self.entry.code, str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:duty", args=[self.pk])


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(duty__in=PublicationDuty.objects.visible_to(actor))

    def owed(self):
        """Nothing is open to everybody yet."""
        return self.filter(state__in=Publication.OWED)

    def late(self, today: date):
        """Still owed after its day, or published after it."""
        over = Q(state__in=Publication.OWED, due_on__lt=today)
        return self.filter(over | Q(state="published", published_on__gt=F("due_on")))

    def public(self):
        return self.filter(state=Publication.State.PUBLISHED)


class Publication(FSMModelMixin, models.Model):
    """One piece that a unit owes: of a period, or of an event. It exists from the day on which it is owed."""

    class State(models.TextChoices):
        OWED = "owed", _("to be published")
        DRAFTED = "drafted", _("written, waits to be released")
        PUBLISHED = "published", _("published to everybody")

    OWED = [State.OWED, State.DRAFTED]
    TONES = {State.OWED: "info", State.DRAFTED: "warn", State.PUBLISHED: "ok"}

    duty = models.ForeignKey(PublicationDuty, on_delete=models.PROTECT, related_name="publications")
    period = models.DateField(_("period"))  # its first day; of an event its day
    event = models.CharField(_("event"), max_length=200, blank=True)
    due_on = models.DateField(_("to be published by"))
    state = FSMField(_("state"), choices=State.choices, default=State.OWED, protected=True)
    owed_at = models.DateTimeField(_("owed since"))
    title = models.CharField(_("headline"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=20_000, blank=True)
    link = models.CharField(_("page of the portal"), max_length=200, blank=True)
    drafted_at = models.DateTimeField(_("time of writing"), null=True)
    drafted_by = person()
    published_at = models.DateTimeField(_("published at"), null=True)
    published_on = models.DateField(_("published on"), null=True)
    published_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was sent back or taken back

    objects = PublicationQuerySet.as_manager()
    subject_related = ("duty__entry", "duty__organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("publications")
        ordering = ["-period", "-pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=["owed", "drafted"]), name="publication_owed"),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="publication_public"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["duty", "period", "event"], name="publication_once_a_period"),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
                name="publication_released_by_another",
                violation_error_message=_("What is published is released by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=Q(state="owed") | (~Q(title="") & (~Q(body="") | ~Q(link="")) & Q(drafted_by__isnull=False)),
                name="publication_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False, published_on__isnull=False, published_by__isnull=False),
                name="publication_released_by_somebody",
            ),
        ]

    def __str__(self):
        return self.title or f"{self.duty.entry.name} {self.period_words}"

    def as_subject(self) -> Subject:
        title = f"{self.duty.organisation.short_name}·{self.duty.entry.name} {self.period_words}"
        return Subject(_("Publication"), self.duty.entry.code, title, self.address)

    @property
    def period_words(self) -> str:
        return self.event or period_in_words(self.duty.entry.cycle, self.period)

    @property
    def organisation(self):
        return self.duty.organisation

    @property
    def organisation_id(self) -> int:
        return self.duty.organisation_id

    @property
    def address(self) -> str:
        return reverse("disclosure:desk_publication", args=[self.pk])

    def lamp(self, today: date) -> tuple[str, str]:
        """Tone and words, as of a day."""
        if self.state in self.OWED and self.due_on < today:
            return "over", str(_("overdue since %(day)s") % {"day": self.due_on})
        if self.state == self.State.PUBLISHED and self.published_on > self.due_on:
            return "warn", str(_("published late"))
        return self.TONES[self.state], str(self.get_state_display())

    @transition(state, source=State.OWED, target=State.DRAFTED)
    def write(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.OWED)
    def send_back(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.OWED)
    def take_back(self):
        pass
