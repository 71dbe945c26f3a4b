"""Reorganisations: a unit gets another name, goes into another one, or becomes several."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation, Post
from administration.permissions import headed, is_administrator
from records.columns import person, unit
from records.subjects import Subject


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The three administrators see all; a head those of the own unit, also as its successor."""
        if is_administrator(actor):
            return self
        mine = headed(actor)
        succeeding = Successor.objects.filter(organisation__in=mine).values("reorganisation")
        return self.filter(Q(organisation__in=mine) | Q(pk__in=succeeding))

    def waiting(self):
        return self.filter(state=Reorganisation.State.PROPOSED)

    def ending(self, units):
        """Those by which these units have ended."""
        rows = self.filter(organisation__in=units, state=Reorganisation.State.DONE)
        return rows.exclude(kind=Reorganisation.Kind.RENAME)

    def due(self, today):
        return self.filter(state=Reorganisation.State.CONFIRMED, day__lte=today)


class Reorganisation(FSMModelMixin, models.Model):
    """What a document orders about a unit, on which day; entered by the system, confirmed by a security administrator.

    `moved` says, when it is done, how much open work went to the successors.
    """

    class Kind(models.TextChoices):
        RENAME = "rename", _("renaming")
        MERGE = "merge", _("merging into another unit")
        SPLIT = "split", _("splitting up")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for its second signature")
        CONFIRMED = "confirmed", _("signed, happens on its day")
        DONE = "done", _("carried out")
        REFUSED = "refused", _("not signed")
        WITHDRAWN = "withdrawn", _("taken back")

    OPEN = [State.PROPOSED, State.CONFIRMED]
    TONES = {State.PROPOSED: "warn", State.CONFIRMED: "info", State.DONE: "ok", State.REFUSED: "over"}

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organisation = unit(_("unit"), null=False, blank=False, related_name="reorganisations")
    new_name = models.CharField(_("new name"), max_length=100, blank=True)
    new_short_name = models.CharField(_("new short name"), max_length=30, blank=True)
    basis = models.CharField(_("basis (document)"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    day = models.DateField(_("with effect from"))
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person()
    confirmed_at = models.DateTimeField(_("decided at"), null=True)
    confirmed_by = person()
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("carried out at"), null=True)
    moved = models.JSONField(_("work handed over"), default=dict)

    objects = ReorganisationQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("reorganisations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_open_reorganisation",
                violation_error_message=_("A reorganisation of this unit is under way already."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(confirmed_by=None) | ~Q(proposed_by=F("confirmed_by")),
                name="reorganisation_by_two",
                violation_error_message=_("A reorganisation is confirmed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="rename") | ~Q(new_name="") & ~Q(new_short_name=""),
                name="renaming_has_a_name",
                violation_error_message=_("Give the new name and its short form."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="reorganisation_done_when"
            ),
        ]

    def __str__(self):
        return f"{self.organisation.name} {self.get_kind_display()}"

    def as_subject(self) -> Subject:
        return Subject(_("Reorganisation"), self.basis, str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("administration:reorganisation", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "done")

    @property
    def main(self):
        return self.successors.get(is_main=True)

    @transition(state, source=State.PROPOSED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass

    @transition(state, source=State.CONFIRMED, target=State.DONE)
    def carry_out(self):
        pass


class Successor(models.Model):
    """A unit that takes over: one that exists, or a new one that is founded on the day."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="successors")
    organisation = unit(_("unit"))  # of a new one: from the day on
    code = models.CharField(_("code"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    is_main = models.BooleanField(_("takes everything else"), default=False)
    takes = models.CharField(_("takes (codes of items and projects)"), max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("successors of units")
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation"], condition=Q(is_main=True), name="one_main_successor"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(code="") & ~Q(name="") & ~Q(short_name=""),
                name="successor_is_somebody",
                violation_error_message=_("Name a unit that exists, or code, name and short name of a new one."),
            ),
        ]

    def __str__(self):
        return self.organisation.name if self.organisation else self.name

    @property
    def codes(self) -> list[str]:
        return self.takes.split()

    def found(self, old: Organisation) -> Organisation:
        """The unit; a new one takes level, parent, business and place in the order from the old one."""
        if self.organisation is None:
            like = {name: getattr(old, name) for name in ("level", "parent", "business", "vertical", "sort")}
            new = {"code": self.code, "name": self.name, "short_name": self.short_name}
            self.organisation = Organisation.objects.create(**new, **like)
            self.save(update_fields=["organisation"])
        return self.organisation


class PostPlan(models.Model):
    """Where a post of the old unit goes; a post without a plan goes to the main successor, one without a unit ends."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="post_plans")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Successor, null=True, on_delete=models.PROTECT, related_name="post_plans")

    class Meta:
        verbose_name = verbose_name_plural = _("where posts go")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "post"], name="one_plan_a_post")]

    def __str__(self):
        return str(self.post)
