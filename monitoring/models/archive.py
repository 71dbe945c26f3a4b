"""Lines that people add to an efficiency archive (效能档案): what no table of ours knows, and corrections."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from monitoring.models.notices import somebody


class LineKind(models.TextChoices):
    """The eight kinds of line of an archive (seed S4-10, reference B7), in the order of the paper."""

    ATTENDANCE = "attendance", _("attendance")
    SERVICE = "service", _("service quality")
    EFFICIENCY = "efficiency", _("efficiency")
    COMPLAINTS = "complaints", _("complaints")
    OVERDUE = "overdue", _("overdue matters")
    CARDS = "cards", _("yellow and red cards")
    APPRAISAL = "appraisal", _("appraisals")
    SANCTION = "sanction", _("sanctions")


class ArchiveLine(FSMModelMixin, models.Model):
    """One added line. It stands in the archive once a second person has signed it; nothing is ever overwritten."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("line waits for the second signature")
        SIGNED = "signed", _("line signed")
        REFUSED = "refused", _("line not accepted")

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="archive_lines", verbose_name=_("unit")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="archive_lines",
        verbose_name=_("person"),
    )  # null: a line of the unit
    kind = models.CharField(_("kind of line"), max_length=20, choices=LineKind)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    happened_on = models.DateField(_("when it was"))
    text = models.TextField(_("what is noted"), max_length=1000)
    source = models.CharField(_("document or source"), max_length=200)
    corrects = models.CharField(max_length=40, blank=True)  # key of the line that this one puts right
    proposed_by = somebody()
    proposed_at = models.DateTimeField(_("proposed at"))
    signed_by = somebody(null=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    refusal = models.CharField(_("why it was not accepted"), max_length=500, blank=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="archive_line_signed_by_another",
                violation_error_message=_("A line is signed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(person=None) | ~Q(signed_by=F("person")),
                name="archive_line_not_signed_by_its_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="archive_line_refused_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "happened_on"], name="archive_line_of_organisation"),
            models.Index(fields=["person", "happened_on"], name="archive_line_of_person"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on}"

    @transition(state, source=State.PROPOSED, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
