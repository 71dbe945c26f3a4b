"""Grants of posts, signed by two persons, and the log of everything that happened to rights."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import ADMIN_ROLES, Post, Role, Window
from administration.permissions import headed, is_administrator
from records.columns import person, unit
from records.subjects import Subject


class GrantQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The three administrators see all grants, a head those of the own unit."""
        return self if is_administrator(actor) else self.filter(organisation__in=headed(actor))

    def waiting(self):
        return self.filter(state=Grant.State.PROPOSED)

    def coming(self):
        """Activated, and their day is still to come."""
        return self.filter(state=Grant.State.ACTIVATED)

    def in_force(self):
        return self.filter(state=Grant.State.IN_FORCE)


class Grant(FSMModelMixin, models.Model):
    """A right on its way: proposed by a security administrator, activated by a second person, then a post.

    With `leaves` it is a move: that post ends on the day on which the new one begins, and `takes_over` gets the work.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for its second signature")
        ACTIVATED = "activated", _("signed, begins on its day")
        IN_FORCE = "in_force", _("right in force")
        REFUSED = "refused", _("not signed")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("expired without a signature")
        ENDED = "ended", _("right has ended")

    OPEN = [State.PROPOSED, State.ACTIVATED]
    TONES = {
        State.PROPOSED: "warn",
        State.ACTIVATED: "info",
        State.IN_FORCE: "ok",
        State.REFUSED: "over",
        State.EXPIRED: "over",
    }

    user = person(null=False, db_index=True, related_name="grants", verbose_name=_("person"))
    organisation = unit(_("organisation"), null=False, blank=False)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    title = models.CharField(_("title"), max_length=50, blank=True)
    window = models.ForeignKey(
        Window, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("window")
    )
    is_contact = models.BooleanField(_("supervision contact"), default=False)
    leaves = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="moves")
    takes_over = person()
    reason = models.CharField(_("reason"), max_length=300)
    document_number = models.CharField(_("number of the document"), max_length=60)
    from_on = models.DateField(_("valid from"))
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    expires_on = models.DateField(_("to be signed by"))
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    post = models.OneToOneField(Post, null=True, on_delete=models.PROTECT, related_name="grant")

    objects = GrantQuerySet.as_manager()
    subject_related = ("user", "organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("grants of posts")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="grant_of_unit"),
            models.Index(
                fields=["until_on"], condition=Q(state="in_force", until_on__isnull=False), name="grant_that_ends"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(state__in=["proposed", "activated"]),
                name="one_open_grant",
                violation_error_message=_("This right is proposed for this person already."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(proposed_by=F("decided_by")),
                name="grant_by_two",
                violation_error_message=_("A right is activated by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=(Q(proposed_by=None) | ~Q(proposed_by=F("user")))
                & (Q(decided_by=None) | ~Q(decided_by=F("user"))),
                name="nobody_grants_to_oneself",
                violation_error_message=_("Nobody grants a right to themselves."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="grant_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "ended"]) | Q(post__isnull=False), name="grant_in_force_is_a_post"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(opinion=""),
                name="grant_refused_with_a_reason",
                violation_error_message=_("Say why it is refused."),
            ),
            models.CheckConstraint(
                condition=Q(takes_over=None) | ~Q(leaves=None), name="work_is_taken_over_in_a_move"
            ),
            models.CheckConstraint(
                condition=Q(takes_over=None) | ~Q(takes_over=F("user")),
                name="work_goes_to_somebody_else",
                violation_error_message=_("The open work goes to somebody else."),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.organisation.short_name} {self.title or self.get_role_display()}"

    def as_subject(self) -> Subject:
        return Subject(_("Grant of a post"), self.document_number, str(self), self.address)

    @property
    def address(self) -> str:
        return reverse("administration:grant", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "done")

    @property
    def is_of_administrator(self) -> bool:
        return self.role in ADMIN_ROLES

    @transition(state, source=State.PROPOSED, target=State.ACTIVATED)
    def activate(self):
        pass

    @transition(state, source=State.ACTIVATED, target=State.IN_FORCE)
    def begin(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass

    @transition(state, source=OPEN, target=State.EXPIRED)
    def expire(self):
        pass

    @transition(state, source=State.IN_FORCE, target=State.ENDED)
    def end(self):
        pass


class RightChangeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self if is_administrator(actor) else self.filter(organisation__in=headed(actor))


class RightChange(models.Model):
    """A line of the log of rights: what happened to a post, on whose word, by which paper. Never changed."""

    class Kind(models.TextChoices):
        GRANTED = "granted", _("right granted")
        CHANGED = "changed", _("post changed")
        ENDED = "ended", _("post ended")
        MOVED = "moved", _("moved by a reorganisation")
        SUSPENDED = "suspended", _("suspended")
        RESTORED = "restored", _("restored")
        CONFIRMED = "confirmed", _("post confirmed")

    TONES = {Kind.GRANTED: "ok", Kind.RESTORED: "ok", Kind.SUSPENDED: "over", Kind.ENDED: "done", Kind.CHANGED: "info"}

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="changes")
    user = person(null=False, db_index=True)
    organisation = unit(_("organisation"), null=False, blank=False)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("with effect from"))
    reason = models.CharField(_("reason"), max_length=300)
    document_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = person()  # None: the robot
    second = person()  # who proposed what the other one activated

    objects = RightChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("log of rights")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="right_change_of_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="right_changes_with_a_reason"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.post}"

    @property
    def tone(self) -> str:
        return self.TONES.get(self.kind, "info")
