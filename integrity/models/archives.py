"""Lines that people add to the integrity archive (廉政档案) and the conduct archive (作风档案) of a person."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.columns import person as somebody
from records.columns import unit
from records.subjects import Subject


class Archive(models.TextChoices):
    INTEGRITY = "integrity", _("integrity archive")
    CONDUCT = "conduct", _("conduct archive")


class NoteKind(models.TextChoices):
    """What stands in an archive, in the order of the paper."""

    PROMISE = "promise", _("promises")
    TALK = "talk", _("talks and inquiries")
    ALARM = "alarm", _("alarms and risk orders")
    SANCTION = "sanction", _("handling and sanctions")
    EDUCATION = "education", _("education and reminders")
    CARD = "card", _("cards that count")
    APPRAISAL = "appraisal", _("appraisals")
    PRAISE = "praise", _("praise and awards")


OF_ARCHIVE = {
    Archive.INTEGRITY: [NoteKind.PROMISE, NoteKind.TALK, NoteKind.ALARM, NoteKind.SANCTION],
    Archive.CONDUCT: [NoteKind.EDUCATION, NoteKind.CARD, NoteKind.APPRAISAL, NoteKind.PRAISE],
}


class ArchiveNote(FSMModelMixin, models.Model):
    """A line written by hand, or a correction of another line. It counts once a second person has signed it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("line waits for the second signature")
        SIGNED = "signed", _("line signed")
        REFUSED = "refused", _("line not accepted")

    TONES = {State.PROPOSED: "warn", State.SIGNED: "ok", State.REFUSED: "done"}

    person = somebody(null=False, db_index=True, related_name="archive_notes", verbose_name=_("person"))
    organisation = unit(_("unit"), null=False, blank=False)
    kind = models.CharField(_("kind of line"), max_length=10, choices=NoteKind)
    happened_on = models.DateField(_("when it was"))
    words = models.TextField(_("what is noted"), max_length=1000)
    source = models.CharField(_("document or source"), max_length=200)
    corrects = models.CharField(max_length=40, blank=True)  # key of the line that this one puts right
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = somebody(null=False)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = somebody()
    refusal = models.CharField(_("why it was not accepted"), max_length=300, blank=True)

    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("lines of integrity archives")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | (~Q(signed_by=F("proposed_by")) & ~Q(signed_by=F("person"))),
                name="archive_note_signed_by_another",
                violation_error_message=_("A line is signed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="archive_note_refused_with_reason"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on}"

    def as_subject(self) -> Subject:
        address = reverse("integrity:archive", args=[self.organisation.code, self.person_id])
        return Subject(_("Line of an archive"), str(self.pk), "", address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PROPOSED, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
