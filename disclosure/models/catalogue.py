"""The publication catalogue (主动公开基本目录): its lines, and changes of their words that two people put in force."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from disclosure.periods import Cycle
from records.columns import person
from records.subjects import Subject

WORDS = ("name", "category", "content", "basis", "days", "in_calendar_days", "page")  # what may change
TERM = Q(days__gte=1, days__lte=366)


class CatalogueWords(models.Model):
    """What a line says. Its code and its cycle stay: another rhythm is another line."""

    name = models.CharField(_("name"), max_length=100)
    category = models.CharField(_("category"), max_length=50)
    content = models.CharField(_("what is published"), max_length=300)
    basis = models.CharField(_("basis"), max_length=200)
    days = models.PositiveSmallIntegerField(_("days after the end of the period"))
    in_calendar_days = models.BooleanField(_("calendar days"), default=False)
    page = models.CharField(_("page of the portal that shows it"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def term(self) -> str:
        """So many days, of which kind."""
        told = {"days": self.days}
        return (_("%(days)s calendar days") if self.in_calendar_days else _("%(days)s working days")) % told


class EntryQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody of the desks reads the catalogue."""
        return self if permissions.can_look(actor) else self.none()

    def hold(self):
        """Lines get names, and lists of duties are read in, one after the other: locks the lines, in their order."""
        list(self.select_for_update().order_by("pk").values_list("pk", flat=True))

    def in_force(self):
        return self.filter(state=CatalogueEntry.State.IN_FORCE)

    def changing(self):
        """A change waits for a second person."""
        return self.filter(changes__state=CatalogueChange.State.DRAFT)

    def public(self):
        """What everybody reads: lines that ended keep what was published under them."""
        return self.exclude(state=CatalogueEntry.State.DRAFT)


class CatalogueEntry(FSMModelMixin, CatalogueWords):
    """One line of the catalogue: what is to be open, by which article. Entered by one, released by another."""

    Cycle = Cycle

    class State(models.TextChoices):
        DRAFT = "draft", _("line waits to be released")
        IN_FORCE = "in_force", _("line in force")
        ENDED = "ended", _("line has ended")

    TONES = {State.DRAFT: "warn", State.IN_FORCE: "ok", State.ENDED: "done"}

    code = models.SlugField(_("code"), max_length=30, unique=True)
    cycle = models.CharField(_("cycle of publication"), max_length=10, choices=Cycle.choices)
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    entered_at = models.DateTimeField(_("entered at"), null=True)  # none: came with the portal
    entered_by = person()
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = person()
    ended_on = models.DateField(_("ended since"), null=True)
    ended_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("publication catalogue")
        ordering = ["sort", "code"]
        constraints = [
            models.CheckConstraint(condition=TERM, name="catalogue_entry_has_a_term"),
            models.UniqueConstraint(
                fields=["name"],
                condition=~Q(state="ended"),
                name="one_line_of_a_name",
                violation_error_message=_("The catalogue has a line of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("entered_by")),
                name="catalogue_line_released_by_another",
                violation_error_message=_("A line of the catalogue is released by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(reason="")),
                name="catalogue_line_ended_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Line of the catalogue"), self.code, self.name, self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:line", args=[self.code])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def open_change(self):
        """The change that waits for a second person or for its day; None where there is none."""
        return self.changes.filter(state__in=CatalogueChange.OPEN).first()

    @transition(state, source=State.DRAFT, target=State.IN_FORCE)
    def release(self):
        pass

    @transition(state, source=State.IN_FORCE, target=State.ENDED)
    def end(self):
        pass


class CatalogueChange(FSMModelMixin, CatalogueWords):
    """New words of a line with effect from a day. Pieces that are owed by then keep the day they promised.

    `before`: what the words were that it changed, kept when it takes effect.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("change waits for a second person")
        COMING = "coming", _("change waits for its day")
        DONE = "done", _("change is in force")
        DROPPED = "dropped", _("change was given up")

    OPEN = [State.DRAFT, State.COMING]
    TONES = {State.DRAFT: "warn", State.COMING: "info", State.DONE: "ok", State.DROPPED: "done"}

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="changes")
    valid_from = models.DateField(_("in force since"))
    why = models.CharField(_("why it is changed"), max_length=300)
    before = models.JSONField(default=dict)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("time of writing"))
    drafted_by = person(null=False)
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was given up

    subject_related = ("entry",)

    class Meta:
        verbose_name = verbose_name_plural = _("changes of the catalogue")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=TERM, name="catalogue_change_has_a_term"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state__in=["draft", "coming"]),
                name="one_open_change_of_a_line",
                violation_error_message=_("A change of this line waits already; release it or give it up first."),
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("drafted_by")),
                name="catalogue_change_released_by_another",
                violation_error_message=_("A change is released by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["coming", "done"]) | Q(released_by__isnull=False),
                name="catalogue_change_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="catalogue_change_dropped_for_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.entry.name} {self.valid_from}"

    def as_subject(self) -> Subject:
        return Subject(_("Change of the catalogue"), self.entry.code, self.entry.name, self.entry.address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    def differences(self) -> list[tuple]:
        """(name of the field, before, after) of what it changes."""
        told = self.before or {name: getattr(self.entry, name) for name in WORDS}
        found = [(name, told[name], getattr(self, name)) for name in WORDS if name in told]
        return [(name, old, new) for name, old, new in found if old != new]

    @transition(state, source=State.DRAFT, target=State.COMING)
    def release(self):
        pass

    @transition(state, source=State.COMING, target=State.DONE)
    def take_effect(self):
        pass

    @transition(state, source=OPEN, target=State.DROPPED)
    def drop(self):
        pass
