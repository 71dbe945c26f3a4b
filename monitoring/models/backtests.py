"""Back-tests: what a draft of a rule would have found in the past, against what was found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from monitoring.models.rules import Level, RuleVersion
from records.models import AboutSubject


class BackTestQuerySet(models.QuerySet):
    def open(self):
        """Those that wait, and those that were begun and not ended."""
        return self.filter(state__in=BackTest.OPEN)


class BackTest(FSMModelMixin, models.Model):
    """One run of one draft over a period; a background job that says how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    OPEN = [State.WAITING, State.RUNNING]

    rule = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="back_tests")
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    state = FSMField(_("state"), choices=State.choices, default=State.WAITING, protected=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = BackTestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.rule} {self.first}–{self.last}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @transition(state, source=OPEN, target=State.RUNNING)
    def begin(self):
        pass

    @transition(state, source=State.RUNNING, target=State.DONE)
    def finish(self):
        pass

    @transition(state, source=OPEN, target=State.FAILED)
    def fail(self):
        pass


class BackTestRow(AboutSubject):
    """One finding of a back-test: of the draft, of the rule as it was, or of both."""

    test = models.ForeignKey(BackTest, on_delete=models.CASCADE, related_name="rows")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(_("effective on"))
    used_days = models.PositiveIntegerField(_("used days"), null=True)
    limit_days = models.PositiveIntegerField(_("limit"), null=True)
    drafted = models.CharField(_("by the draft"), max_length=10, choices=Level, blank=True)
    issued = models.CharField(_("as issued"), max_length=10, choices=Level, blank=True)
    finding = models.ForeignKey("monitoring.Finding", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["effective_on", "pk"]
        indexes = [models.Index(fields=["test", "organisation"], name="back_test_by_unit")]

    def __str__(self):
        return f"{self.effective_on} {self.drafted or '-'}/{self.issued or '-'}"
