"""What protects people who complain: codes of the anonymous, talk without names, sealed identities that two open."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from complaints.models.orders import Order, unit
from records.columns import person


class Secret(models.Model):
    """How somebody whom nobody knows comes back to an order: the keyed digest of the code that was shown once.

    `puzzle` is the digest of the form that made the order; the same form sent twice is one order.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="secret")
    digest = models.CharField(max_length=64, unique=True)
    puzzle = models.CharField(max_length=64, null=True, unique=True)

    def __str__(self):
        return str(self.order_id)


class Talk(models.Model):
    """One message between the complainant and whoever handles the order. Never changed, never deleted."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="talks")
    from_complainant = models.BooleanField()
    text = models.CharField(_("message"), max_length=2000)
    sent_at = models.DateTimeField(_("time"))
    sent_by = person()  # of the staff; a complainant is nobody here
    organisation = unit(_("organisation"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_complainant=False) | Q(sent_by=None), name="talk_of_a_complainant_names_nobody"
            )
        ]

    def __str__(self):
        return self.text[:40]


class OpeningQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The discipline office and the audit administrator watch all of them; a unit sees its own."""
        if actor.holds(Role.INSPECTOR, Role.AUDIT_ADMIN):
            return self.filter(order__county_path__startswith=actor.watched_path)
        return self.filter(organisation=actor.organisation) if actor.is_staff_member else self.none()


class Opening(FSMModelMixin, models.Model):
    """A look at a sealed identity: asked for with a reason, approved by a second person, once, for a quarter hour."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for the second person")
        APPROVED = "approved", _("approved, not opened yet")
        REFUSED = "refused", _("refused")
        OPENED = "opened", _("opened")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="openings")
    reason = models.CharField(_("why the identity has to be known"), max_length=500)
    state = FSMField(_("state"), choices=State.choices, default=State.ASKED, protected=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = person()
    organisation = unit(_("organisation"), null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="opening_has_a_reason",
                violation_error_message=_("Say why the identity has to be known."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="opening_decided_by_another",
                violation_error_message=_("Two persons open an identity: you asked, somebody else decides."),
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(decided_by__isnull=False, opened_at__isnull=False),
                name="opened_after_a_decision",
            ),
            models.UniqueConstraint(
                fields=["order", "asked_by"], condition=Q(state="asked"), name="one_open_request_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.asked_by}"

    @transition(state, source=State.ASKED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.ASKED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.APPROVED, target=State.OPENED)
    def open(self):
        pass


class Support(models.Model):
    """Somebody with the same matter joined an order instead of writing another one; who, only a digest knows."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="supports")
    owner = models.CharField(max_length=64)
    joined_at = models.DateTimeField(_("time"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "owner"],
                name="one_support_a_person",
                violation_error_message=_("You have joined this matter already."),
            )
        ]

    def __str__(self):
        return str(self.order_id)


class Inbound(models.Model):
    """A letter of the e-mail box or a text message that arrived: what became of it, once however often it comes."""

    class Result(models.TextChoices):
        ORDER = "order", _("became an order")
        ANSWER = "answer", _("belongs to an order")
        REFUSED = "refused", _("not taken in")

    channel = models.CharField(_("channel"), max_length=10)
    reference = models.CharField(max_length=64)  # keyed digest of the number that the other side gave it
    result = models.CharField(_("result"), max_length=10, choices=Result)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["channel", "reference"], name="inbound_once")]

    def __str__(self):
        return f"{self.channel} {self.pk}"
