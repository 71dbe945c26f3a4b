"""Cases (办件), their states and what may follow which."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Right
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation, Role
from approvals.grams import TAIL, Grams
from approvals.models.items import Item, ItemBranch
from approvals.numbers import is_case_number
from records.columns import person
from records.numbers import query_code
from records.subjects import Subject

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]


class Channel(models.TextChoices):
    ONLINE = "online", _("online")
    WINDOW = "window", _("window")


class Result(models.TextChoices):
    GRANTED = "granted", _("granted")
    DENIED = "denied", _("denied")


class OfUnitQuerySet(models.QuerySet):
    """Papers of a unit: its own posts see them, and those who watch or lead above it."""

    def visible_to(self, actor):
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if actor.holds(*UNIT_ROLES):
            return self.filter(organisation__in=actor.units)
        return self.none()


class CaseQuerySet(models.QuerySet):
    def open(self):
        """Cases that the authority still owes a decision, or whose applicant still owes a correction."""
        return self.filter(state__in=Case.OPEN)

    def numbered(self, number: str):
        """The case with this number, or None."""
        return self.filter(number=number).select_related("item").first() if is_case_number(number) else None

    def visible_to(self, actor):
        """The single case somebody may open: `listed_for`, what the unit sent up, what it is asked about jointly.

        A town keeps sight of what came through its villages.
        """
        if not actor.holds(*UNIT_ROLES):
            return self.listed_for(actor)
        unit = actor.organisation
        asked = Exists(Branch.objects.filter(case=OuterRef("pk"), organisation=unit))
        return self.filter(Q(organisation=unit) | Q(origin__in=Organisation.objects.within(unit)) | asked)

    def elsewhere(self, actor):
        """What a unit may open although another unit has it: what it sent up, what it is asked about jointly."""
        if not actor.holds(*UNIT_ROLES):
            return self.none()
        unit = actor.organisation
        asked = Branch.objects.filter(organisation=unit).values("case")
        mine = self.model.objects.filter(origin__in=Organisation.objects.within(unit)).values("pk").union(asked)
        return self.filter(pk__in=mine).exclude(organisation=unit)

    def listed_for(self, actor):
        """The applicant's own, the cases the acting unit has, or everything that a supervisor or leader watches."""
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            return self.filter(applicant=actor.user)
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if actor.holds(*UNIT_ROLES):
            return self.filter(organisation__in=actor.units)
        return self.none()


class Case(FSMModelMixin, models.Model):
    """One application from receipt to delivery.

    `clock` is the promise to the applicant; `step_clock` is what the authority owes right now: the answer to the
    application, the present step, the delivery of the result. `organisation` is the unit that has the case now; a
    case with first review was handed in at its `origin` below. `is_deemed`: the law put the acceptance (or the
    renewal) in the place of a deed that was not done in time.
    """

    class State(models.TextChoices):
        FIRST_REVIEW = "first_review", _("under first review")
        SUBMITTED = "submitted", _("waiting for acceptance")
        CORRECTING = "correcting", _("waiting for correction")
        ACCEPTED = "accepted", _("under review")
        REVIEWED = "reviewed", _("waiting for decision")
        DECIDED = "decided", _("decided")
        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("not accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = [State.SUBMITTED, State.CORRECTING, State.FIRST_REVIEW, State.ACCEPTED, State.REVIEWED]
    BEFORE_ACCEPTANCE = [State.SUBMITTED, State.CORRECTING]
    IN_HAND = [State.ACCEPTED, State.REVIEWED]

    number = models.CharField(_("case number"), max_length=30, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="cases", verbose_name=_("item"))
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("organisation"),
        db_index=False,
    )
    state = FSMField(_("state"), choices=State.choices, default=State.SUBMITTED, protected=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.ONLINE)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    applicant_name = models.CharField(_("applicant"), max_length=100)
    id_number = models.CharField(_("identity number or credit code"), max_length=20)
    telephone = models.CharField(_("telephone"), max_length=20)
    address = models.CharField(_("address"), max_length=200, blank=True)
    request = models.TextField(_("what is applied for"), max_length=2000, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    clerk = person()
    reviewer = person()
    approver = person()
    review_opinion = models.TextField(_("review opinion"), max_length=2000, blank=True)
    origin = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="sent_up",
        verbose_name=_("handed in at"),
        db_index=False,
    )
    is_deemed = models.BooleanField(_("deemed by law"), default=False)
    renews = models.ForeignKey(
        "approvals.Licence",
        null=True,
        on_delete=models.PROTECT,
        related_name="renewals",
        verbose_name=_("licence to be renewed"),
    )
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    step_clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = CaseQuerySet.as_manager()

    subject_related = ("item",)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-submitted_at"], name="case_of_organisation"),
            models.Index(fields=["applicant", "-submitted_at"], name="case_of_applicant"),
            models.Index(fields=["organisation"], condition=Q(closed_at=None), name="case_still_open"),
            models.Index(fields=["origin"], condition=Q(origin__isnull=False), name="case_of_origin"),
            models.Index(
                fields=["organisation", "closed_at"], condition=Q(closed_at__isnull=False), name="case_closed_when"
            ),
            models.Index(fields=["-submitted_at", "-id"], name="case_by_time"),  # lists over all units
            GinIndex(Grams("applicant_name"), name="case_name_pieces"),
            models.Index(Right("telephone", TAIL), name="case_telephone_tail"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="case_closed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "reviewed", "decided", "delivered"])
                | Q(accepted_at__isnull=False, clock__isnull=False),
                name="case_in_hand_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "delivered"]) | Q(result__in=["granted", "denied"]),
                name="case_decided_has_a_result",
            ),
            models.CheckConstraint(
                condition=~(Q(result="denied") | Q(state="refused")) | ~Q(reason=""),
                name="case_refusal_has_a_reason",
                violation_error_message=_("A refusal must give its reasons."),
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | Q(approver=None) | ~Q(reviewer=models.F("approver")),
                name="case_reviewer_is_not_approver",
                violation_error_message=_("The reviewer of a case must not decide it."),
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:workbench", args=[self.number])
        return Subject(_("Case"), self.number, self.item.name, address)

    @property
    def query_code(self) -> str:
        """The 8-sign code printed on the receipt; derived from the number, so the database does not hold it."""
        return query_code(self.number)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @transition(state, source=State.SUBMITTED, target=State.CORRECTING)
    def request_correction(self):
        pass

    @transition(state, source=State.CORRECTING, target=State.SUBMITTED)
    def correct(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.ACCEPTED)
    def deem_accepted(self):
        """Nobody answered in five working days (行政许可法 第三十二条第四项)."""

    @transition(state, source=State.SUBMITTED, target=State.FIRST_REVIEW)
    def accept_below(self):
        """The lower level accepts and reviews first (行政许可法 第四十三条)."""

    @transition(state, source=State.SUBMITTED, target=State.SUBMITTED)
    def forward(self):
        """The village passes the application on to its town."""

    @transition(state, source=State.FIRST_REVIEW, target=State.SUBMITTED)
    def send_up(self):
        pass

    @transition(state, source=BEFORE_ACCEPTANCE, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.ACCEPTED, target=State.REVIEWED)
    def review(self):
        pass

    @transition(state, source=State.REVIEWED, target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=State.ACCEPTED, target=State.DECIDED, conditions=[lambda case: case.item.is_immediate])
    def decide_at_once(self):
        pass

    @transition(state, source=State.ACCEPTED, target=State.DECIDED)
    def close_by_branch(self):
        """A unit that was asked in a joint case refuses."""

    @transition(state, source=IN_HAND, target=State.DECIDED)
    def deem_renewed(self):
        """The licence ran out before the decision (行政许可法 第五十条)."""

    @transition(state, source=State.DECIDED, target=State.DELIVERED)
    def deliver(self):
        pass

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass


class BranchQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What the actor's unit was asked; for those who watch or lead, what all units below were asked."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else self.none()

    def waiting_for(self, actor):
        """Those that this post moves on: the reviewer writes, somebody else signs; all others look at what is open."""
        seen = self.visible_to(actor).filter(closed_at=None)
        if actor.holds(Role.REVIEWER):
            return seen.filter(state=Branch.State.OPEN)
        if actor.holds(Role.APPROVER, Role.HEAD):
            return seen.filter(state=Branch.State.PROPOSED).exclude(proposed_by=actor.user)
        return seen


class Branch(FSMModelMixin, models.Model):
    """A unit asked in a joint case by copy notice (抄告单): its reviewer proposes an opinion, its approver signs."""

    class State(models.TextChoices):
        OPEN = "open", _("opinion outstanding")
        PROPOSED = "proposed", _("opinion waiting for signature")
        AGREED = "agreed", _("agreed")
        DISAGREED = "disagreed", _("disagreed")
        CLOSED = "closed", _("no longer needed")

    WAITING = [State.OPEN, State.PROPOSED]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="branches", verbose_name=_("case"))
    part = models.ForeignKey(ItemBranch, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="branches", verbose_name=_("organisation")
    )
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    agrees = models.BooleanField(_("agrees"), null=True)
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    opened_at = models.DateTimeField(_("asked at"))
    closed_at = models.DateTimeField(_("answered at"), null=True)
    proposed_by = person()
    signed_by = person()
    clock = models.ForeignKey("deadlines.Deadline", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = BranchQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "part"], name="branch_asked_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "disagreed"]) | Q(agrees__isnull=False, signed_by__isnull=False),
                name="branch_answer_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="disagreed") | ~Q(opinion=""),
                name="branch_refusal_has_a_reason",
                violation_error_message=_("A refusal must give its reasons."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(signed_by=None) | ~Q(proposed_by=models.F("signed_by")),
                name="branch_signed_by_another",
                violation_error_message=_("An opinion is signed by somebody other than its author."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(closed_at=None), name="branch_still_open"),
        ]

    def __str__(self):
        return f"{self.case} {self.organisation}"

    @transition(state, source=State.OPEN, target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.OPEN)
    def send_back(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.AGREED)
    def agree(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DISAGREED)
    def disagree(self):
        pass

    @transition(state, source=WAITING, target=State.CLOSED)
    def close(self):
        """Another branch refused, or the application was withdrawn."""
