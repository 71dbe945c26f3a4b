"""Systems that other units run, the tokens they show, and what their names mean in our catalogue."""

from functools import partial

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from records import columns
from records.subjects import Subject

person = partial(columns.person, null=False, db_index=True)


class SourceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The system administrator keeps the list, inspectors and leaders watch it; nobody else sees it."""
        if actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.none()

    def active(self):
        return self.filter(state=SourceSystem.State.ACTIVE)


class SourceSystem(FSMModelMixin, models.Model):
    """A system outside of this portal that tells what happens to its cases.

    It may speak for its unit and for everything below it. `quiet_hours` is the interval agreed with the unit: on
    working days at least one event arrives within it, else the platform reports a gap; None: nothing is agreed.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("in use")
        SUSPENDED = "suspended", _("stopped")
        ENDED = "ended", _("taken out of use")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="sources", verbose_name=_("organisation")
    )
    contact = models.CharField(_("contact person"), max_length=50)
    telephone = models.CharField(_("telephone"), max_length=30)
    quiet_hours = models.PositiveSmallIntegerField(_("sends at least every (hours)"), null=True, default=24)
    state = FSMField(_("state"), choices=State.choices, default=State.ACTIVE, protected=True)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = person(null=True)  # nobody: the source of files read in at the server
    last_event_at = models.DateTimeField(_("last event"), null=True)
    stored = models.PositiveBigIntegerField(_("events stored"), default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_hours=None) | Q(quiet_hours__gte=1),
                name="source_sends_within_an_hour_or_more",
                violation_error_message=_("The agreed interval is at least one hour."),
            )
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Source system"), self.code, self.name, reverse("exchange:source", args=[self.code]))

    @property
    def tone(self) -> str:
        return {self.State.ACTIVE: "ok", self.State.SUSPENDED: "pause", self.State.ENDED: "done"}[self.state]

    @transition(state, source=State.ACTIVE, target=State.SUSPENDED)
    def suspend(self):
        pass

    @transition(state, source=State.SUSPENDED, target=State.ACTIVE)
    def resume(self):
        pass

    @transition(state, source=[State.ACTIVE, State.SUSPENDED], target=State.ENDED)
    def end(self):
        pass


class TokenQuerySet(models.QuerySet):
    def valid(self, now):
        return self.filter(revoked_at=None, expires_at__gt=now)


class Token(models.Model):
    """What a source system shows with every delivery. Only the SHA-256 of the token is kept: it has 256 random bits,
    so a slow hash would add nothing. `hint` are its first signs, by which people tell tokens apart.
    """

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(_("begins with"), max_length=12)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = person()
    expires_at = models.DateTimeField(_("expires at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = person(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.source} {self.hint}…"


class Mapping(FSMModelMixin, models.Model):
    """What a name of a source system means here: an item of our catalogue, or a unit.

    Proposed by the system administrator and confirmed by an inspector: the mapping decides by which limits cases
    are watched, so nobody sets it alone.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("agreed upon")
        REFUSED = "refused", _("refused")

    class Kind(models.TextChoices):
        ITEM = "item", _("item")
        ORGANISATION = "organisation", _("organisation")

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="mappings")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name in the source system"), max_length=300)
    item_code = models.CharField(_("item of our catalogue"), max_length=30, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_by = person()
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = person(null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "name"],
                condition=~Q(state="refused"),
                name="one_meaning_of_a_name",
                violation_error_message=_("This name has a meaning already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="item", organisation=None) & ~Q(item_code="")
                | Q(kind="organisation", item_code="", organisation__isnull=False),
                name="mapping_means_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="mapping_confirmed_by_another",
                violation_error_message=_("A mapping is confirmed by somebody other than its author."),
            ),
        ]

    def __str__(self):
        return f"{self.name} → {self.meaning}"

    @property
    def meaning(self) -> str:
        return self.item_code or str(self.organisation)

    @property
    def tone(self) -> str:
        return {self.State.PROPOSED: "warn", self.State.CONFIRMED: "ok", self.State.REFUSED: "done"}[self.state]

    @transition(state, source=State.PROPOSED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
