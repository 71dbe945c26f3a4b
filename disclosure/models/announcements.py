"""What the county announces: written by one person, released by another, withdrawn with a reason, never deleted."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from records.columns import person, unit
from records.subjects import Subject


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible(self, actor)

    def public(self):
        """What everybody reads."""
        return self.filter(state=Announcement.State.PUBLISHED)

    def waiting(self):
        return self.filter(state=Announcement.State.DRAFT)


class Announcement(FSMModelMixin, models.Model):
    """A notice, a circular, an explanation, or a draft that everybody may comment on (重大决策预公开)."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("public notice")
        CIRCULAR = "circular", _("circular of the county")
        EXPLANATION = "explanation", _("explanation of a policy")
        PREVIEW = "preview", _("draft shown beforehand")
        NEWS = "news", _("work of the government")

    class State(models.TextChoices):
        DRAFT = "draft", _("waits to be released")
        PUBLISHED = "published", _("open to everybody")
        WITHDRAWN = "withdrawn", _("withdrawn from the public")

    TONES = {State.DRAFT: "warn", State.PUBLISHED: "ok", State.WITHDRAWN: "done"}

    organisation = unit(_("unit that announces it"), null=False, blank=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("headline"), max_length=150)
    body = models.TextField(_("text"), max_length=20_000)
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("time of writing"))
    drafted_by = person(null=False)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = person()
    withdrawn_at = models.DateTimeField(_("taken from view at"), null=True)
    withdrawn_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AnnouncementQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("announcements")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="announcement_public"),
            models.Index(fields=["organisation", "state"], name="announcement_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
                name="announcement_released_by_another",
                violation_error_message=_("What is announced is released by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False, published_by__isnull=False),
                name="announcement_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="announcement_withdrawn_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(comments_until=None) | Q(kind="preview"), name="comments_on_drafts_shown_beforehand"
            ),
        ]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        return Subject(self.get_kind_display(), "", self.title, self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:desk_announcement", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.DRAFT, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.WITHDRAWN)
    def withdraw(self):
        pass
