"""The library: laws, rules and founding documents that rules of supervision and items cite."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from records.columns import person, unit
from records.subjects import Subject


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody of the desks reads the library."""
        return self if permissions.can_look(actor) else self.none()

    def public(self):
        return self.exclude(state=LibraryDocument.State.DRAFT)


class LibraryDocument(FSMModelMixin, models.Model):
    """A document with its number, its issuer and whether it is in force. What ended stays, marked as ended."""

    class Kind(models.TextChoices):
        LAW = "law", _("law of the state")
        REGULATION = "regulation", _("administrative regulation")
        RULE = "rule", _("departmental or local rule")
        COUNTY = "county", _("document of the county")
        FOUNDING = "founding", _("founding document")

    class State(models.TextChoices):
        DRAFT = "draft", _("entered, not released")
        IN_FORCE = "in_force", _("in force")
        ENDED = "ended", _("no longer in force")

    TONES = {State.DRAFT: "warn", State.IN_FORCE: "ok", State.ENDED: "done"}

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("headline"), max_length=150, unique=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    ended_on = models.DateField(_("ended since"), null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    names = models.JSONField(_("short names by which it is cited"), default=list, blank=True)
    summary = models.TextField(_("short summary"), max_length=1000)
    text = models.TextField(_("full text"), max_length=100_000, blank=True)
    organisation = unit(_("unit that keeps it"))
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    entered_at = models.DateTimeField(_("entered at"), null=True)
    entered_by = person()
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("documents of the library")
        ordering = ["kind", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("entered_by")),
                name="document_released_by_another",
                violation_error_message=_("A document is released by somebody other than who entered it."),
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_on__isnull=False), name="document_ended_on"),
        ]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        return Subject(_("Document of the library"), self.number, self.title, self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:desk_document", args=[self.code])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def cited_as(self) -> list[str]:
        """Every name inside 《》 that means this document."""
        return [self.title, *self.names]

    @transition(state, source=State.DRAFT, target=State.IN_FORCE)
    def release(self):
        pass

    @transition(state, source=State.IN_FORCE, target=State.ENDED)
    def end(self):
        pass
