"""Requests for government information (依申请公开): who asked is sealed, the course has terms, the answer a number.

政府信息公开条例 (国务院令第711号), articles 27 to 45.
"""

import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from disclosure import permissions
from disclosure.outcomes import Outcome
from records import envelopes
from records.columns import person, unit
from records.numbers import query_code
from records.subjects import Subject

PURPOSE = "disclosure:applicant"


class RequestQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_requests(self, actor)

    def of_user(self, user):
        return self.filter(applicant__user=user) if user.is_authenticated else self.none()

    def open(self):
        """An answer is owed, by the unit or first by the applicant."""
        return self.filter(state__in=InfoRequest.OPEN)


class InfoRequest(FSMModelMixin, models.Model):
    """One request. The unit owes the answer within 20 working days, once extended by at most 20 (第三十三条)."""

    class By(models.TextChoices):
        CITIZEN = "citizen", _("a person")
        FIRM = "firm", _("a firm or organisation")

    class Way(models.TextChoices):
        ONLINE = "online", _("on this portal")
        MAIL = "mail", _("by post")
        EMAIL = "email", _("by e-mail message")
        WINDOW = "window", _("in person at the window")

    class State(models.TextChoices):
        RECEIVED = "received", _("received, answer owed")
        CORRECTING = "correcting", _("waits for the applicant's correction")
        CONSULTING = "consulting", _("a third party is asked")
        DRAFTED = "drafted", _("answer waits for a second person")
        ANSWERED = "answered", _("request answered")
        WITHDRAWN = "withdrawn", _("withdrawn by the applicant")
        ABANDONED = "abandoned", _("not corrected in time, given up")

    AT_WORK = [State.RECEIVED, State.CONSULTING, State.DRAFTED]
    OPEN = [*AT_WORK, State.CORRECTING]
    TONES = {
        State.RECEIVED: "info",
        State.CORRECTING: "pause",
        State.CONSULTING: "pause",
        State.DRAFTED: "warn",
        State.ANSWERED: "done",
        State.WITHDRAWN: "done",
        State.ABANDONED: "done",
    }

    number = models.CharField(_("request number"), max_length=40, unique=True)
    organisation = unit(_("unit that is asked"), null=False, blank=False)
    asked_as = models.CharField(_("asked by"), max_length=10, choices=By)
    content = models.TextField(_("information that is wanted"), max_length=2000)
    form = models.CharField(_("form of the information"), max_length=100, blank=True)
    way = models.CharField(_("how the answer is received"), max_length=10, choices=Way)
    received_at = models.DateTimeField(_("received at"))
    state = FSMField(_("state"), choices=State.choices, default=State.RECEIVED, protected=True)
    begun_on = models.DateField(_("term counts from"))  # of receipt, or of the corrected request (第三十条)
    correction = models.CharField(_("what has to be corrected"), max_length=500, blank=True)
    correct_by = models.DateField(_("to be corrected by"), null=True)
    corrected_at = models.DateTimeField(_("corrected at"), null=True)
    third_party = models.CharField(_("third party"), max_length=100, blank=True)
    third_by = models.DateField(_("third party answers by"), null=True)
    third_words = models.CharField(_("what the third party said"), max_length=500, blank=True)
    extension_reason = models.CharField(_("reason of the longer term"), max_length=300, blank=True)
    extension_days = models.PositiveSmallIntegerField(_("longer by (working days)"), null=True)
    extension_by = person()
    extended_at = models.DateTimeField(_("extended at"), null=True)
    extended_by = person()
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    drafted_at = models.DateTimeField(_("time of writing"), null=True)
    drafted_by = person()
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # of a return or a withdrawal
    review = models.CharField(_("reconsideration or suit"), max_length=20, blank=True)  # disclosure.outcomes.Review
    reviewed_on = models.DateField(_("decided on"), null=True)

    objects = RequestQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("information requests")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="request_of_unit"),
            models.Index(fields=["correct_by"], condition=Q(state="correcting"), name="request_to_correct"),
            models.Index(fields=["third_by"], condition=Q(state="consulting"), name="request_at_third_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("drafted_by")),
                name="answer_signed_by_another",
                violation_error_message=_("An answer is signed by somebody other than who wrote it."),
            ),
            models.CheckConstraint(
                condition=Q(extended_by=None) | ~Q(extended_by=F("extension_by")),
                name="longer_term_approved_by_another",
                violation_error_message=_("A longer term is approved by somebody other than who asked for it."),
            ),
            models.CheckConstraint(
                condition=Q(extension_days=None) | Q(extension_days__gte=1, extension_days__lte=20),
                name="longer_by_at_most_20_days",
                violation_error_message=_("The term grows by 1 to 20 working days (article 33)."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drafted", "answered"]) | (~Q(outcome="") & ~Q(answer="")),
                name="answer_says_something",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.content[:30]}"

    def as_subject(self) -> Subject:
        return Subject(_("Information request"), self.number, self.content[:40], self.address)

    @property
    def address(self) -> str:
        return reverse("disclosure:desk_request", args=[self.number])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def query_code(self) -> str:
        return query_code(self.number)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def was_extended(self) -> bool:
        return self.extended_at is not None

    @transition(state, source=State.RECEIVED, target=State.CORRECTING)
    def ask_correction(self):
        pass

    @transition(state, source=State.CORRECTING, target=State.RECEIVED)
    def correct(self):
        pass

    @transition(state, source=State.CORRECTING, target=State.ABANDONED)
    def abandon(self):
        pass

    @transition(state, source=State.RECEIVED, target=State.CONSULTING)
    def consult(self):
        pass

    @transition(state, source=State.CONSULTING, target=State.RECEIVED)
    def resume(self):
        pass

    @transition(state, source=State.RECEIVED, target=State.DRAFTED)
    def write(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.RECEIVED)
    def send_back(self):
        pass

    @transition(state, source=State.DRAFTED, target=State.ANSWERED)
    def sign(self):
        pass

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self):
        pass


class Applicant(models.Model):
    """Who asked: the only place of the contact data, sealed and bound to the request (as with complaints)."""

    request = models.OneToOneField(InfoRequest, on_delete=models.PROTECT, related_name="applicant")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="information_requests"
    )
    key = models.CharField(max_length=20)
    sealed = models.BinaryField()

    def __str__(self):
        return str(self.request_id)

    @classmethod
    def sealing(cls, request: InfoRequest, user=None, **contact) -> "Applicant":
        """The row, not saved, of a saved request; `contact`: name, telephone, email, address."""
        plain = json.dumps(contact, ensure_ascii=False, sort_keys=True).encode()
        key, sealed = envelopes.seal(PURPOSE, plain, f"request:{request.pk}")
        return cls(request=request, user=user, key=key, sealed=sealed)

    @property
    def contact(self) -> dict:
        """What was sealed. Who reads it leaves a look (records.actions.look)."""
        return json.loads(envelopes.unseal(PURPOSE, self.key, self.sealed, f"request:{self.request_id}"))
