"""What everybody may read: published answers, masked and looked at by two persons, and the articles of knowledge."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from complaints.finding import Pieces, matching
from complaints.models.categories import Category, Kind
from complaints.models.orders import Order, unit
from records.columns import person
from records.subjects import Subject

NEVER_PUBLIC = [Kind.REPORT, Kind.EFFICIENCY]  # nobody reads who reported whom, nor what came of it


class FoundQuerySet(models.QuerySet):
    def matching(self, text: str):
        """By words or likeness, the most alike first."""
        return matching(self, text)


class PublicationQuerySet(FoundQuerySet):
    def public(self):
        return self.filter(state=Publication.State.PUBLISHED)

    def waiting(self):
        return self.filter(state=Publication.State.PROPOSED)


class Publication(FSMModelMixin, models.Model):
    """An order and its answer for everybody to read (来信公开): masked, proposed by one person, published by another.

    Only where the complainant agreed; never anonymous or confidential ones, nor reports and efficiency complaints
    (the database refuses them as well).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for the second person")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("not published")
        WITHDRAWN = "withdrawn", _("publication taken back")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="publications")
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("heading"), max_length=100)
    question = models.TextField(_("question"), max_length=5000)
    answer = models.TextField(_("answer"), max_length=5000)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="publications", verbose_name=_("category")
    )
    organisation = unit(_("unit that answered"), null=False, related_name="publications")
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("answered by the unit on"))
    proposed_by = person()
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    withdrawn_by = person()
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    search = models.TextField(editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published answer")
        indexes = [
            models.Index(fields=["-decided_at", "-id"], condition=Q(state="published"), name="publication_newest"),
            GinIndex(Pieces("search"), condition=Q(state="published"), name="publication_pieces"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["proposed", "published"]),
                name="order_published_once",
                violation_error_message=_("This order is published already, or its publication waits."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="publication_decided_by_another",
                violation_error_message=_("A publication is decided by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "refused"]) | Q(decided_by__isnull=False),
                name="publication_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""),
                name="publication_ended_with_a_reason",
                violation_error_message=_("Give the reasons."),
            ),
        ]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        return Subject(
            _("Published answer"), self.order.number, self.title, reverse("complaints:voice", args=[self.pk])
        )

    @transition(state, source=State.PROPOSED, target=State.PUBLISHED)
    def publish(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.WITHDRAWN)
    def withdraw(self):
        pass


class ArticleQuerySet(FoundQuerySet):
    def public(self, today):
        """Published and still valid."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=today), state=Article.State.PUBLISHED)


class Article(FSMModelMixin, models.Model):
    """A question that is asked again and again, with its answer. What stands here is the approved text.

    Every text is a version; it holds from its approval by a second person on. Once a year somebody of the unit says
    whether it still holds: `clock` is that duty.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("waits for approval")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("taken out of the collection")

    title = models.CharField(_("question"), max_length=100)
    answer = models.TextField(_("answer"), max_length=5000)
    keywords = models.CharField(_("keywords"), max_length=100, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="articles", verbose_name=_("category")
    )
    organisation = unit(_("responsible unit"), null=False, related_name="articles")
    origin = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="articles")
    version = models.PositiveSmallIntegerField(_("version"), default=0)  # the one that holds; 0: none yet
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = person()
    helped = models.PositiveIntegerField(_("helped"), default=0)
    not_helped = models.PositiveIntegerField(_("did not help"), default=0)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    search = models.TextField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article of knowledge")
        indexes = [
            models.Index(fields=["organisation", "state"], name="article_of_organisation"),
            GinIndex(Pieces("search"), condition=Q(state="published"), name="article_pieces"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(version__gte=1), name="article_published_has_a_version"
            )
        ]

    def __str__(self):
        return self.title

    def as_subject(self) -> Subject:
        return Subject(_("Article of knowledge"), "", self.title, reverse("complaints:article", args=[self.pk]))

    @property
    def helpfulness(self) -> int | None:
        """Share of those it helped in percent; None where nobody has said."""
        told = self.helped + self.not_helped
        return round(100 * self.helped / told) if told else None

    @transition(state, source=[State.DRAFT, State.PUBLISHED], target=State.PUBLISHED)
    def approve(self):
        pass

    @transition(state, source=State.PUBLISHED, target=State.PUBLISHED)
    def review(self):
        pass

    @transition(state, source=[State.DRAFT, State.PUBLISHED], target=State.RETIRED)
    def retire(self):
        pass


class ArticleVersion(models.Model):
    """One text of an article; approved by somebody other than its author, or dropped. The words never change."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("question"), max_length=100)
    answer = models.TextField(_("answer"), max_length=5000)
    keywords = models.CharField(_("keywords"), max_length=100, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    why = models.CharField(_("why it was changed"), max_length=200, blank=True)
    written_by = person()
    written_at = models.DateTimeField(_("written at"))
    approved_by = person()
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="version_approved_by_another",
                violation_error_message=_("A text is approved by somebody other than its author."),
            ),
        ]

    def __str__(self):
        return f"{self.article} {self.number}"
