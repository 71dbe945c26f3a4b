"""The draw of a committee: the seed committed beforehand, the names sealed until the award, the seats by number.

Nothing in these tables tells who was drawn: names, log and seed are sealed with a key outside the database.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.tenders import Tender
from records.columns import person


class Draw(FSMModelMixin, models.Model):
    """One committee. `needs` is [[speciality code, seats], …]; `commitment` is public from the first moment on."""

    class State(models.TextChoices):
        COMMITTED = "committed", _("seed committed")
        DRAWN = "drawn", _("drawn, names sealed")
        REVEALED = "revealed", _("names made public")
        VOID = "void", _("void")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="draws")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    needs = models.JSONField(_("experts by speciality"))
    representatives = models.PositiveSmallIntegerField(_("representatives of the tenderer"), default=0)
    state = FSMField(_("state"), choices=State.choices, default=State.COMMITTED, protected=True)
    commitment = models.CharField(_("commitment to the seed"), max_length=64)
    key = models.CharField(max_length=20)  # which key seals
    sealed_seed = models.BinaryField()
    committed_at = models.DateTimeField(_("committed at"))
    committed_by = person()
    drawn_at = models.DateTimeField(_("drawn at"), null=True)
    drawn_by = person()
    sealed_log = models.BinaryField(null=True)
    log_digest = models.CharField(_("digest of the log"), max_length=64, blank=True)
    checked_at = models.DateTimeField(_("checked against the bidders at"), null=True)
    revealed_at = models.DateTimeField(_("names made public at"), null=True)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    log = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "round"],
                condition=~Q(state="void"),
                name="one_draw_a_round",
                violation_error_message=_("The committee of this round has its draw already."),
            ),
            models.CheckConstraint(
                condition=Q(drawn_by=None) | ~Q(drawn_by=F("committed_by")),
                name="drawn_by_another",
                violation_error_message=_("Who committed the seed does not draw."),
            ),
            models.CheckConstraint(
                condition=Q(state="revealed") | Q(seed="", log=None), name="draw_sealed_until_the_award"
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.round}"

    @property
    def experts(self) -> int:
        return sum(seats for _code, seats in self.needs)

    @property
    def members(self) -> int:
        return self.experts + self.representatives

    @transition(state, source=State.COMMITTED, target=State.DRAWN)
    def draw(self):
        pass

    @transition(state, source=State.DRAWN, target=State.REVEALED)
    def reveal(self):
        """After the award: seed, log and names."""

    @transition(state, source=[State.COMMITTED, State.DRAWN], target=State.VOID)
    def void(self):
        """The round has failed."""


class SeatQuerySet(models.QuerySet):
    def sitting(self):
        """Seats that count: somebody was asked or said yes."""
        return self.filter(state__in=[Seat.State.INVITED, Seat.State.ACCEPTED])


class Seat(FSMModelMixin, models.Model):
    """A seat of a committee. `sealed` holds who sits there; `mark` lets that very person find it again."""

    class Kind(models.TextChoices):
        EXPERT = "expert", _("expert")
        REPRESENTATIVE = "representative", _("representative of the tenderer")

    class State(models.TextChoices):
        INVITED = "invited", _("asked")
        ACCEPTED = "accepted", _("comes")
        DECLINED = "declined", _("cannot come")
        ABSENT = "absent", _("did not come")
        REPLACED = "replaced", _("replaced: recusal")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField(_("seat"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.EXPERT)
    speciality = models.CharField(_("speciality"), max_length=20, blank=True)
    key = models.CharField(max_length=20)
    sealed = models.BinaryField()
    mark = models.CharField(max_length=64, db_index=True)
    state = FSMField(_("state"), choices=State.choices, default=State.INVITED, protected=True)
    invited_at = models.DateTimeField(_("asked at"))
    replied_at = models.DateTimeField(_("replied at"), null=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    holder = person()  # after the award only

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "number"], condition=Q(state__in=["invited", "accepted"]), name="one_person_a_seat"
            ),
            models.UniqueConstraint(fields=["draw", "mark"], name="one_seat_a_person"),
        ]

    def __str__(self):
        return f"{self.draw} {self.number}"

    @transition(state, source=State.INVITED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=[State.INVITED, State.ACCEPTED], target=State.DECLINED)
    def decline(self):
        pass

    @transition(state, source=[State.INVITED, State.ACCEPTED], target=State.ABSENT)
    def miss(self):
        pass

    @transition(state, source=[State.INVITED, State.ACCEPTED], target=State.REPLACED)
    def replace(self):
        """Found to be close to a bidder: the scores of this person are void."""
