"""Bad behaviour of market parties (不良行为): proposed, heard, decided, published, ended; appeals and repairs."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.experts import Expert
from procurement.models.fields import firm, unit
from procurement.models.tenders import Tender
from records.columns import person
from records.subjects import Subject


class Grade(models.TextChoices):
    """How grave: the months of the restriction are parameters `restriction_<grade>`."""

    YELLOW = "yellow", _("yellow card")
    RED = "red", _("red card")


class MisconductQuerySet(models.QuerySet):
    def public(self, today):
        """Decided ones within their time of publication."""
        return self.filter(state=Misconduct.State.DECIDED, until_on__gte=today)

    def of_firms(self, user):
        """What concerns the firms or the person of this user."""
        mine = Q(party__in=_firms(user)) | Q(expert__user=user)
        return self.filter(mine)


def _firms(user):
    from procurement.models.parties import Party

    return Party.objects.of_user(user, timezone.localdate()).values("pk")


class Misconduct(FSMModelMixin, models.Model):
    """One finding against a firm or an expert. `organisation` decides; the restriction is a hold with this number."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed, to be heard")
        DECIDED = "decided", _("decided and published")
        DROPPED = "dropped", _("dropped")
        ENDED = "ended", _("ended")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(_("number"), max_length=60, unique=True)
    party = firm(_("firm"), related_name="misconducts")
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="misconducts")
    tender = models.ForeignKey(Tender, null=True, blank=True, on_delete=models.PROTECT, related_name="misconducts")
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    act = models.CharField(_("bad behaviour"), max_length=200)
    facts = models.TextField(_("facts and evidence"), max_length=3000)
    law = models.CharField(_("law"), max_length=300)
    organisation = unit(_("deciding department"), null=False, blank=False, db_index=True)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person()
    heard_until = models.DateField(_("may be heard until"))
    statement = models.TextField(_("statement of the party"), max_length=3000, blank=True)
    stated_at = models.DateTimeField(_("stated at"), null=True)
    stated_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    decision = models.CharField(_("decision"), max_length=1000, blank=True)
    until_on = models.DateField(_("restricted until"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = MisconductQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["until_on"], condition=Q(state="decided"), name="misconduct_to_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(party=None, expert__isnull=False) | Q(party__isnull=False, expert=None),
                name="misconduct_of_one",
                violation_error_message=_("Name a firm or an expert, one of them."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="misconduct_decided_by_another",
                violation_error_message=_("Who proposed it does not decide it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "ended"]) | Q(until_on__isnull=False, decided_at__isnull=False),
                name="misconduct_decided_until_a_day",
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(_("Bad behaviour"), self.number, self.act, reverse("procurement:misconduct", args=[self.pk]))

    @property
    def who(self):
        return self.party or self.expert

    @transition(state, source=State.PROPOSED, target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.DECIDED, target=State.ENDED)
    def end(self):
        """Its time is over, or the credit was repaired."""

    @transition(state, source=State.DECIDED, target=State.WITHDRAWN)
    def withdraw(self):
        """An appeal was right."""


class Repair(FSMModelMixin, models.Model):
    """What the party asks of a decision: an appeal (it was wrong) or a repair of credit (it was put right)."""

    class Kind(models.TextChoices):
        APPEAL = "appeal", _("appeal")
        REPAIR = "repair", _("repair of credit")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    misconduct = models.ForeignKey(Misconduct, on_delete=models.PROTECT, related_name="repairs")
    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind)
    text = models.TextField(_("grounds"), max_length=3000)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    answer = models.CharField(_("answer"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["misconduct"],
                condition=Q(state="open"),
                name="one_open_repair",
                violation_error_message=_("An application about this decision is open already."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="repair_has_grounds"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(answer=""), name="repair_answered_with_words"),
        ]

    def __str__(self):
        return f"{self.misconduct} {self.kind}"

    @transition(state, source=State.OPEN, target=State.GRANTED)
    def grant(self):
        pass

    @transition(state, source=State.OPEN, target=State.REFUSED)
    def refuse(self):
        pass
