"""The longer term of a joint case: asked for by the unit that leads, granted by the government (行政许可法 42, 2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from approvals.models.cases import Case
from records.columns import person


class ExtensionRequestQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of the actor's own unit; for whoever watches or leads, those of every unit below."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(case__organisation__path__startswith=actor.watched_path)
        if actor.holds(Role.HEAD):
            return self.filter(case__organisation__in=actor.units)
        return self.none()

    def opened_first(self):
        """Those that wait for an answer, then the newest."""
        waits = models.Case(models.When(state=ExtensionRequest.State.OPEN, then=0), default=1)
        return self.order_by(waits, "-pk")


class ExtensionRequest(FSMModelMixin, models.Model):
    """The head of the leading unit asks; a leader of the government answers, once."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for the government")
        APPROVED = "approved", _("extension approved")
        REFUSED = "refused", _("extension refused")
        LAPSED = "lapsed", _("no longer needed")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extension_requests", verbose_name=_("case"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    days = models.PositiveSmallIntegerField(_("working days asked for"))
    reason = models.TextField(_("reason"), max_length=2000)
    asked_by = person()
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = person()
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="open"),
                name="extension_asked_once_at_a_time",
                violation_error_message=_("The government has not answered the last request yet."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_request_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="extension_refusal_has_a_reason",
                violation_error_message=_("A refusal must give its reasons."),
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
                name="extension_answered_by_another",
                violation_error_message=_("A request is answered by somebody other than its author."),
            ),
        ]

    def __str__(self):
        return f"{self.case} +{self.days}"

    @transition(state, source=State.OPEN, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.OPEN, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.OPEN, target=State.LAPSED)
    def lapse(self):
        """The case was closed before the answer."""
