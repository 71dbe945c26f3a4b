"""Tenders (交易项目／标段): what is traded, by whom, under whose eyes, and how far the course has come."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from procurement.models.fields import firm, money, not_negative, unit
from procurement.models.parties import Party
from records.columns import person
from records.subjects import Subject

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]


class Trade(models.TextChoices):
    CONSTRUCTION = "construction", _("construction")
    PROCUREMENT = "procurement", _("government procurement")
    LAND = "land", _("land")
    PROPERTY = "property", _("property rights")
    DRUGS = "drugs", _("drugs")


class Method(models.TextChoices):
    """招标投标法 第十条, 政府采购法 第二十六条, 招标拍卖挂牌出让国有建设用地使用权规定 第二条."""

    PUBLIC = "public", _("public tender")
    INVITATION = "invitation", _("tender by invitation")
    NEGOTIATION = "negotiation", _("competitive negotiation")
    CONSULTATION = "consultation", _("competitive consultation")
    INQUIRY = "inquiry", _("inquiry of prices")
    SINGLE = "single", _("single source")
    LISTING = "listing", _("listing")
    AUCTION = "auction", _("auction")


class Matter(models.TextChoices):
    """What the money buys, or what is sold: thresholds differ."""

    WORKS = "works", _("works")
    GOODS = "goods", _("goods")
    SERVICES = "services", _("services")
    RIGHTS = "rights", _("rights")


class TenderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def watched_by(self, actor):
        """Whatever is traded in the centres of the county that this post watches or leads."""
        return self.filter(centre__path__startswith=actor.watched_path)

    def visible_to(self, actor):
        """The offices that take part, those who watch them, and the representatives of the tenderer and the agent."""
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            mine = Party.objects.of_user(actor.user, timezone.localdate()).values("pk")
            return self.filter(Q(tenderer_party__in=mine) | Q(agent__in=mine))
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.watched_by(actor)
        if actor.holds(*UNIT_ROLES):
            own = actor.units
            return self.filter(Q(centre__in=own) | Q(supervisor__in=own) | Q(tenderer_organisation__in=own))
        return self.none()


class Tender(FSMModelMixin, models.Model):
    """One lot (标段) from the handing in to the filing of its contract. Lots of one project share `project_number`.

    `done` counts the steps of its flow that are finished, `step` is the code of the one that is owed now (empty at
    the end). `round` moves when a failed tender is published anew; the steps before its notice stay done.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("waiting for the centre")
        RUNNING = "running", _("in the course")
        SUSPENDED = "suspended", _("suspended")
        FAILED = "failed", _("failed tender")
        TERMINATED = "terminated", _("terminated")
        COMPLETED = "completed", _("completed")

    ENDED = [State.TERMINATED, State.COMPLETED]

    class OrganisedBy(models.TextChoices):
        """招标投标法 第十二条: by an agent, or by a tenderer able to do it alone."""

        AGENT = "agent", _("through an agent")
        ITSELF = "itself", _("by the tenderer itself")

    number = models.CharField(_("tender number"), max_length=30, unique=True)
    project_number = models.CharField(_("project number"), max_length=60, db_index=True)
    project_name = models.CharField(_("project"), max_length=200)
    lot = models.CharField(_("lot"), max_length=50, blank=True)
    trade = models.CharField(_("trade"), max_length=20, choices=Trade)
    matter = models.CharField(_("matter"), max_length=10, choices=Matter, default=Matter.WORKS)
    method = models.CharField(_("method"), max_length=20, choices=Method, default=Method.PUBLIC)
    organised_by = models.CharField(_("organised"), max_length=10, choices=OrganisedBy, default=OrganisedBy.AGENT)
    summary = models.TextField(_("what is traded"), max_length=3000, blank=True)
    tenderer_organisation = unit(_("tenderer"), db_index=True)
    tenderer_party = firm(_("tenderer"), related_name="tenders_called")
    agent = firm(_("tender agent"), related_name="tenders_handled")
    supervisor = unit(_("supervising department"), null=False, blank=False, db_index=True)
    centre = unit(_("trading centre"), null=False, blank=False, db_index=True)
    approval_number = models.CharField(_("number of the project approval"), max_length=100, blank=True)
    funds_source = models.CharField(_("source of the funds"), max_length=200, blank=True)
    is_state_funded = models.BooleanField(_("state money"), default=True)
    estimate = money(_("estimate"))
    budget = money(_("budget"))
    audit_number = models.CharField(_("number of the pre-tender budget audit"), max_length=100, blank=True)
    audited = money(_("budget as audited"))
    control_price = money(_("control price"))
    start_price = money(_("starting price"))  # land, property: the price from which offers rise
    guarantee = money(_("bid guarantee"))
    validity_days = models.PositiveSmallIntegerField(_("validity of bids (days)"), null=True, blank=True)
    duration_days = models.PositiveSmallIntegerField(_("time of performance (days)"), null=True, blank=True)
    documents_from = models.DateField(_("documents from"), null=True, blank=True)
    documents_until = models.DateField(_("documents until"), null=True, blank=True)
    bids_due_at = models.DateTimeField(_("bid deadline"), null=True, blank=True)
    place = models.CharField(_("place of the opening"), max_length=200, blank=True)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = FSMField(_("state"), choices=State.choices, default=State.APPLIED, protected=True)
    done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    step = models.CharField(_("step"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)  # of the failure or the termination
    applied_at = models.DateTimeField(_("time of handing in"))
    registered_at = models.DateTimeField(_("registered at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    opened_at = models.DateTimeField(_("time of the opening"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("tender")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["-applied_at", "-id"], name="tender_by_time"),
            models.Index(fields=["bids_due_at"], condition=Q(step="closing", state="running"), name="tender_to_close"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(tenderer_organisation=None, tenderer_party__isnull=False)
                | Q(tenderer_organisation__isnull=False, tenderer_party=None),
                name="tender_has_one_tenderer",
                violation_error_message=_("A tender has one tenderer: an office or a firm."),
            ),
            models.CheckConstraint(
                condition=~Q(centre=F("supervisor")),
                name="tender_centre_is_not_supervisor",
                violation_error_message=_("The centre acts, a department supervises: they are never the same."),
            ),
            models.CheckConstraint(
                condition=Q(tenderer_organisation=None)
                | (~Q(tenderer_organisation=F("centre")) & ~Q(tenderer_organisation=F("supervisor"))),
                name="tender_nobody_judges_their_own",
                violation_error_message=_("Neither the centre nor the supervising department is the tenderer."),
            ),
            models.CheckConstraint(
                condition=Q(agent=None) | Q(tenderer_party=None) | ~Q(agent=F("tenderer_party")),
                name="tender_agent_is_another",
                violation_error_message=_("The agent is another firm than the tenderer."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["terminated", "completed"], ended_at__isnull=False)
                | (~Q(state__in=["terminated", "completed"]) & Q(ended_at=None)),
                name="tender_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "terminated"]) | ~Q(reason=""),
                name="tender_failed_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
            not_negative(
                "tender_no_negative_money",
                *("estimate", "budget", "audited", "control_price", "start_price", "guarantee"),
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        return Subject(_("Tender"), self.number, self.title, reverse("procurement:tender", args=[self.number]))

    @property
    def title(self) -> str:
        return f"{self.project_name}{self.lot}"

    @property
    def tenderer(self):
        """The office or the firm that calls for bids."""
        return self.tenderer_organisation or self.tenderer_party

    @property
    def tenderer_name(self) -> str:
        return self.tenderer.name

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @transition(state, source=State.APPLIED, target=State.RUNNING)
    def accept(self):
        """Step 1: the centre takes it on."""

    @transition(state, source=State.RUNNING, target=State.SUSPENDED)
    def suspend(self):
        pass

    @transition(state, source=State.SUSPENDED, target=State.RUNNING)
    def resume(self):
        pass

    @transition(state, source=[State.RUNNING, State.SUSPENDED], target=State.FAILED)
    def fail(self):
        """流标: nobody can win in this round."""

    @transition(state, source=State.FAILED, target=State.RUNNING)
    def reissue(self):
        """A new round, from the notice on."""

    @transition(state, source=[State.APPLIED, State.RUNNING, State.SUSPENDED, State.FAILED], target=State.TERMINATED)
    def terminate(self):
        pass

    @transition(state, source=State.RUNNING, target=State.COMPLETED)
    def complete(self):
        """The last step of the course is done."""


class Participation(models.Model):
    """In which capacity a person acts in a project. One person, one capacity in one project, whatever its lots.

    管办分离 (seed S1-49): who acts for the centre never approves for a department, nor bids, nor evaluates.
    """

    class Capacity(models.TextChoices):
        CENTRE = "centre", _("for the centre")
        SUPERVISOR = "supervisor", _("for the supervising department")
        TENDERER = "tenderer", _("for the tenderer")
        AGENT = "agent", _("for the agent")
        COMMITTEE = "committee", _("in the committee")
        BIDDER = "bidder", _("for a bidder")

    project_number = models.CharField(_("project number"), max_length=60)
    user = person(null=False, related_name="participations", db_index=True)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="participations")
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "user"],
                name="one_capacity_in_a_project",
                violation_error_message=_("This person acts in another capacity in this project already."),
            )
        ]

    def __str__(self):
        return f"{self.project_number} {self.user} {self.capacity}"


class Step(models.Model):
    """A step of the course of one tender: when it was owed, when it was done, by whom and with what.

    `facts` is what was stated at the step; the files are attachments about this row. Where two offices have to do
    with a step, `confirmed_by` is the one who agreed before it could be done.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    code = models.CharField(_("step"), max_length=30)
    number = models.PositiveSmallIntegerField(_("number"))
    started_at = models.DateTimeField(_("owed since"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = person()
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("done at"), null=True)
    finished_by = person()
    organisation = unit(_("organisation"))  # from which post; none for representatives of firms and the robot
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round", "code"], name="step_once_a_round"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(finished_by=None) | ~Q(confirmed_by=F("finished_by")),
                name="step_confirmed_by_another",
                violation_error_message=_("A step is confirmed by somebody other than who does it."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.code}"


class Suspension(models.Model):
    """Why a tender stands still: an objection, a complaint, or the supervising department. Open without an end."""

    class Ground(models.TextChoices):
        OBJECTION = "objection", _("an objection")
        COMPLAINT = "complaint", _("a complaint")
        SUPERVISOR = "supervisor", _("order of the supervising department")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="suspensions")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    reference = models.PositiveBigIntegerField(null=True)  # of the objection or the complaint
    reason = models.CharField(_("reason"), max_length=500)
    from_at = models.DateTimeField(_("from"))
    from_by = person()
    until_at = models.DateTimeField(_("until"), null=True)
    until_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
            models.UniqueConstraint(
                fields=["tender", "ground", "reference"],
                condition=Q(until_at=None),
                nulls_distinct=False,
                name="suspended_once_a_ground",
                violation_error_message=_("This tender is suspended for the same reason already."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.ground}"

    def as_subject(self) -> Subject:
        about = self.tender.as_subject()
        return Subject(about.kind, about.number, f"{about.title}（{self.get_ground_display()}）", about.address)


class MethodChange(models.Model):
    """The method of a tender was changed, with its ground (变更招投标方式, seed S0-14). Never changed itself."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="method_changes")
    was = models.CharField(_("method before"), max_length=20, choices=Method)
    becomes = models.CharField(_("method after"), max_length=20, choices=Method)
    ground = models.CharField(_("ground"), max_length=500)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("becomes")), name="method_change_changes"),
            models.CheckConstraint(
                condition=~Q(ground=""),
                name="method_change_has_a_ground",
                violation_error_message=_("Name the ground of the law for this method."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.was} {self.becomes}"


class Handover(models.Model):
    """What passes between the department and the centre: before step 1 inwards, after the last one outwards (S1-56).

    Trading happens between the two and only here; what comes before and after stays with the departments.
    """

    class Way(models.TextChoices):
        IN = "in", _("into the centre")
        OUT = "out", _("back to the department")

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="handovers")
    way = models.CharField(_("direction"), max_length=5, choices=Way)
    papers = models.JSONField(_("papers"), default=list)  # names of what was handed over
    note = models.CharField(_("remark"), max_length=500, blank=True)
    handed_at = models.DateTimeField(_("handed over at"))
    handed_by = person()
    received_at = models.DateTimeField(_("time of arrival"), null=True)
    received_by = person()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "way"], name="handed_over_once_a_way"),
            models.CheckConstraint(
                condition=Q(received_by=None) | ~Q(received_by=F("handed_by")),
                name="handover_received_by_another",
                violation_error_message=_("Papers are received by somebody other than who hands them over."),
            ),
        ]

    def __str__(self):
        return f"{self.tender} {self.way}"
