"""One project: what is built, by whom, with how much money, by when; and how far it has come."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField, FSMModelMixin, transition

from projects import permissions
from records.columns import fen, person, unit
from records.subjects import Subject


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_projects(self, actor)

    def in_force(self):
        """Plans that were approved, whatever became of them."""
        return self.exclude(state__in=Project.BEFORE)

    def active(self):
        """Under way: nodes are owed and reports are asked for."""
        return self.filter(state__in=Project.ACTIVE)

    def lit(self, today: date):
        """Each row with `light`, the worst of its nodes: done, pause, red, yellow, green."""
        from projects.models.plans import Node

        mine = Node.objects.filter(project=OuterRef("pk"))
        return self.annotate(
            light=Case(
                When(state__in=Project.ENDED, then=Value("done")),
                When(state=Project.State.SUSPENDED, then=Value("pause")),
                When(Exists(mine.late(today)), then=Value("red")),
                When(Exists(mine.behind(today)), then=Value("yellow")),
                default=Value("green"),
                output_field=models.CharField(),
            )
        )

    def worst_first(self):
        """Of what `lit` has marked: red, yellow, green, suspended, done."""
        places = {"red": 0, "yellow": 1, "green": 2, "pause": 3}
        whens = [When(light=light, then=Value(place)) for light, place in places.items()]
        return self.order_by(Case(*whens, default=Value(len(places))), "kind", "code")


class Project(FSMModelMixin, models.Model):
    """A major project, a yearly work for the people or a project of a township. Its plan is approved by the follow-up
    office; from then on every node has a clock."""

    class Kind(models.TextChoices):
        MAJOR = "major", _("major project")
        PEOPLE = "people", _("work for the people")
        TOWNSHIP = "township", _("township project")

    class State(models.TextChoices):
        DRAFT = "draft", _("plan being written")
        SUBMITTED = "submitted", _("plan waits for approval")
        PLANNED = "planned", _("not yet started")
        RUNNING = "running", _("under construction")
        FINISHED = "finished", _("finished and accepted")
        PRODUCED = "produced", _("in production")
        SUSPENDED = "suspended", _("suspended")

    BEFORE = [State.DRAFT, State.SUBMITTED]
    ACTIVE = [State.PLANNED, State.RUNNING]
    ENDED = [State.FINISHED, State.PRODUCED]

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    rank = models.CharField(_("rank of the project"), max_length=50, blank=True)  # e.g. 市级重点, 自治区统筹推进
    year = models.PositiveSmallIntegerField(_("year"))
    organisation = unit(_("lead unit of the project"), null=False, blank=False)
    responsible = person(verbose_name=_("person responsible"), blank=True)
    leader = models.CharField(_("leader responsible for it"), max_length=50, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    content = models.TextField(_("what is built or done"), max_length=1000)
    standard = models.TextField(
        _("standard of completion"), max_length=1000, blank=True
    )  # people's works: when it counts as done
    total = fen(_("total investment"))
    year_total = fen(_("planned investment of the year"))
    planned_start = models.DateField(_("planned start"))
    planned_finish = models.DateField(_("planned finish"))
    planned_production = models.DateField(_("planned production"), null=True, blank=True)
    started_on = models.DateField(_("begun on"), null=True)
    finished_on = models.DateField(_("finished on"), null=True)
    produced_on = models.DateField(_("in production since"), null=True)
    suspended_on = models.DateField(_("suspended since"), null=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person()
    submitted_at = models.DateTimeField(_("when it was handed in"), null=True)
    submitted_by = person()
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = person()
    asked_until = models.DateField(null=True)  # first day of the first month of which no report was asked for yet
    reason = models.CharField(
        _("reason"), max_length=300, blank=True
    )  # why the plan was sent back, or it is suspended

    objects = ProjectQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("projects")
        ordering = ["kind", "code"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="project_of_unit"),
            models.Index(fields=["asked_until"], condition=Q(state__in=["planned", "running"]), name="project_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_finish__gte=F("planned_start"))
                & (Q(planned_production=None) | Q(planned_production__gte=F("planned_finish"))),
                name="project_dates_in_order",
                violation_error_message=_("Start, finish and production follow one another."),
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, year_total__gte=0, year_total__lte=F("total")),
                name="project_money_adds_up",
                violation_error_message=_("The year's investment is a part of the whole."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="people") | ~Q(standard=""),
                name="work_for_the_people_has_a_standard",
                violation_error_message=_("A work for the people needs a standard by which it is done."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="plan_approved_by_another",
                violation_error_message=_("A plan is approved by somebody other than who submitted it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(approved_at__isnull=False),
                name="project_in_force_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(suspended_on__isnull=False), name="project_suspended_since"
            ),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        address = reverse("projects:project", args=[self.code])
        return Subject(self.get_kind_display(), self.code, self.name, address)

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def is_for_the_people(self) -> bool:
        return self.kind == self.Kind.PEOPLE

    def weighs_all(self) -> bool:
        """Do the weights of the nodes add up to 100?"""
        return sum(self.nodes.values_list("weight", flat=True)) == 100

    @transition(state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.DRAFT)
    def send_back(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.PLANNED, conditions=[weighs_all])
    def approve(self):
        pass

    @transition(state, source=State.PLANNED, target=State.RUNNING)
    def start(self):
        pass

    @transition(state, source=State.RUNNING, target=State.FINISHED)
    def finish(self):
        pass

    @transition(state, source=State.FINISHED, target=State.PRODUCED)
    def produce(self):
        pass

    @transition(state, source=ACTIVE, target=State.SUSPENDED)
    def suspend(self):
        pass

    @transition(
        state,
        source=State.SUSPENDED,
        target=GET_STATE(lambda self: "running" if self.started_on else "planned", states=ACTIVE),
    )
    def resume(self):
        pass
