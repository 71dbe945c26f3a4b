"""What follows from scores and from appraisals of persons (成果运用): proposed by rule, decided by a person."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.models import Document
from records.subjects import Subject
from scoring.models.fields import person
from scoring.models.rounds import Publication, Round, Sheet
from scoring.models.surveys import Survey, SurveyObject
from scoring.permissions import reads_all_sheets


class Kind(models.TextChoices):
    COMMENDATION = "commendation", _("commendation in a circular")
    CRITICISM = "criticism", _("criticism in a circular")
    RECTIFY = "rectify", _("rectification by a date")
    DUTY_REVIEW = "duty_review", _("list of duty reviews")
    PLAQUE_GOOD = "plaque_good", _("plaque “satisfying unit”")
    PLAQUE_BAD = "plaque_bad", _("plaque “unsatisfying unit”")
    TALK = "talk", _("admonishing talk with the head")
    STATEMENT = "statement", _("statement at the year meeting")
    MOVE = "move", _("proposal to move the head")
    LETTER = "letter", _("letter to the superior")
    LETTER_INSPECTION = "letter_inspection", _("letter to the county inspection bureau")
    UNWELCOME = "unwelcome", _("list of unwelcome departments")
    TRANSFER = "transfer", _("proposal of transfer or removal")


# What goes out on paper when it is confirmed; the others are lists and deeds.
PAPERS = [
    *(Kind.COMMENDATION, Kind.CRITICISM, Kind.RECTIFY, Kind.TALK, Kind.MOVE, Kind.LETTER, Kind.LETTER_INSPECTION),
    Kind.TRANSFER,
]


class Demand(models.TextChoices):
    """What a proposal about a person asks for (S3-18); said when it is confirmed."""

    TRANSFER = "transfer", _("transfer to another post")
    REMOVAL = "removal", _("removal from the post")


class ConsequenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A unit sees what was confirmed about its scores; what the people said of persons it does not see."""
        rows = self.filter(sheet__in=Sheet.objects.visible_to(actor))
        return rows if reads_all_sheets(actor) else rows.exclude(state__in=Consequence.UNSAID)

    def standing(self):
        return self.exclude(state__in=[Consequence.State.DROPPED, Consequence.State.OVERTAKEN])

    def of_office(self, organisation):
        """What this office has scored or asked about."""
        of_round = Q(publication__round__organisation=organisation)
        return self.filter(of_round | Q(appraised__survey__organisation=organisation))


class Consequence(FSMModelMixin, models.Model):
    """One thing that follows for one unit from one publication, or for one person from one survey (S3-18)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed by a second person")
        DROPPED = "dropped", _("dropped with reason")
        ANSWERED = "answered", _("unit has answered")
        ACCEPTED = "accepted", _("rectification accepted")
        OVERTAKEN = "overtaken", _("no longer follows from the newest version")

    UNSAID = [State.PROPOSED, State.DROPPED]
    TONES = {
        State.PROPOSED: "warn",
        State.CONFIRMED: "info",
        State.DROPPED: "done",
        State.ANSWERED: "warn",
        State.ACCEPTED: "ok",
        State.OVERTAKEN: "done",
    }

    publication = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="consequences")
    sheet = models.ForeignKey(Sheet, null=True, on_delete=models.PROTECT, related_name="consequences")
    appraised = models.OneToOneField(SurveyObject, null=True, on_delete=models.PROTECT, related_name="consequence")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    demand = models.CharField(
        _("proposal"), max_length=10, choices=Demand, blank=True
    )  # of a transfer, once confirmed
    words = models.CharField(_("why"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("what the unit did"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()
    accepted_at = models.DateTimeField(_("rectification accepted at"), null=True)
    accepted_by = person()

    objects = ConsequenceQuerySet.as_manager()
    subject_related = ["sheet", "publication__round__scheme", "appraised__survey"]

    class Meta:
        verbose_name = verbose_name_plural = _("consequences of scores")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=False, sheet__isnull=False, appraised=None)
                | Q(publication=None, sheet=None, appraised__isnull=False, kind="transfer"),
                name="consequence_of_a_score_or_a_survey",
            ),
            models.CheckConstraint(
                condition=~Q(kind="transfer", state="confirmed") | ~Q(demand=""),
                name="confirmed_transfer_says_what",
                violation_error_message=_("Choose what is proposed."),
            ),
            models.UniqueConstraint(
                fields=["sheet", "kind"],
                condition=~Q(state__in=["dropped", "overtaken"]),
                name="one_standing_consequence_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="consequence_by_two",
                violation_error_message=_("Who published does not confirm the consequences."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "overtaken"]) | ~Q(reason=""),
                name="consequence_dropped_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.about.name} {self.get_kind_display()}"

    @property
    def about(self) -> Sheet | SurveyObject:
        """Who is concerned: with a name and a unit."""
        return self.appraised if self.appraised_id else self.sheet

    @property
    def source(self) -> Round | Survey:
        """What it follows from: run by an office."""
        return self.appraised.survey if self.appraised_id else self.publication.round

    def as_subject(self) -> Subject:
        number = self.document.number if self.document else ""
        title = f"{self.about.name} {self.get_kind_display()}"
        return Subject(_("Consequence of a score"), number, title, reverse("scoring:consequence", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PROPOSED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.CONFIRMED, target=State.ANSWERED)
    def answer_it(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=State.ANSWERED, target=State.CONFIRMED)
    def send_back(self):
        pass

    @transition(state, source="*", target=State.OVERTAKEN)
    def overtake(self):
        pass
