"""Articles of integrity education with a short quiz: written by one, published by another, never changed after."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from records.columns import person
from records.subjects import Subject


class LessonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody of the desks reads them, drafts as well."""
        return self if permissions.can_look(actor) else self.none()

    def public(self):
        return self.filter(state=Lesson.State.PUBLISHED)

    def drafts(self):
        return self.filter(state=Lesson.State.DRAFT)

    def shown_once(self):
        """What everybody could read at some time: answers given then are judged by it, or by nothing."""
        return self.filter(state__in=[Lesson.State.PUBLISHED, Lesson.State.REPLACED, Lesson.State.WITHDRAWN])


class Lesson(FSMModelMixin, models.Model):
    """An article of integrity education with a short quiz (三级廉政教育, seed S1-54). Reading it is free to anybody;
    nothing is kept of who read or answered. A published one stands: new words are a new version of the same code."""

    class Level(models.TextChoices):
        COUNTY = "county", _("for the county")
        TOWN = "town", _("for towns and streets")
        VILLAGE = "village", _("for villages and communities")

    class State(models.TextChoices):
        DRAFT = "draft", _("lesson waits to be published")
        PUBLISHED = "published", _("lesson open to everybody")
        REPLACED = "replaced", _("replaced by a later version")
        WITHDRAWN = "withdrawn", _("lesson withdrawn")
        DROPPED = "dropped", _("draft was given up")

    TONES = {
        State.DRAFT: "warn",
        State.PUBLISHED: "ok",
        State.REPLACED: "done",
        State.WITHDRAWN: "done",
        State.DROPPED: "done",
    }

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("headline"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    summary = models.CharField(_("short summary"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    quiz = models.JSONField(_("quiz"), default=list)  # [{"ask": …, "options": […], "right": 0, "why": …}]
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("time of writing"), null=True)  # none: came with the portal
    drafted_by = person()
    published_on = models.DateField(_("published on"), null=True)
    published_by = person()
    withdrawn_at = models.DateTimeField(_("taken from view at"), null=True)
    withdrawn_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("lessons of integrity")
        ordering = ["level", "sort", "code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="lesson_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="published"), name="one_published_lesson_a_code"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="draft"),
                name="one_draft_of_a_lesson",
                violation_error_message=_("A new version of this lesson waits already."),
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
                name="lesson_published_by_another",
                violation_error_message=_("A lesson is published by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_on__isnull=False) & ~Q(quiz=[])),
                name="lesson_has_a_question",
                violation_error_message=_("A lesson has at least one question."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="lesson_withdrawn_for_a_reason"
            ),
        ]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        return Subject(_("Integrity lesson"), self.code, self.title, self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:desk_lesson", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.DRAFT, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.REPLACED)
    def replace(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.WITHDRAWN)
    def withdraw(self):
        pass

    @transition(state, source=State.DRAFT, target=State.DROPPED)
    def drop(self):
        pass
