"""What a granted case results in: the licence in the holder's hand, which anybody can verify."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from approvals.models.cases import UNIT_ROLES
from records.numbers import code_of
from records.subjects import Subject


class LicenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The holder's own, those of the acting unit, or all that a supervisor or leader watches."""
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            return self.filter(owner=actor.user)
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if actor.holds(*UNIT_ROLES):
            return self.filter(organisation__in=actor.units)
        return self.none()


class Licence(FSMModelMixin, models.Model):
    """A licence (许可证). A renewal replaces it by a new one; nothing is overwritten."""

    class State(models.TextChoices):
        VALID = "valid", _("in force")
        REPLACED = "replaced", _("replaced by a renewal")
        REVOKED = "revoked", _("revoked")

    number = models.CharField(_("licence number"), max_length=60, unique=True)
    name = models.CharField(_("licence"), max_length=100)
    state = FSMField(_("state"), choices=State.choices, default=State.VALID, protected=True)
    case = models.OneToOneField(
        "approvals.Case", null=True, on_delete=models.PROTECT, related_name="licence", verbose_name=_("case")
    )
    item = models.ForeignKey(
        "approvals.Item", on_delete=models.PROTECT, related_name="licences", verbose_name=_("item")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="licences", verbose_name=_("issued by")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="licences")
    holder_name = models.CharField(_("holder"), max_length=100)
    id_number = models.CharField(_("identity number or credit code"), max_length=20)
    address = models.CharField(_("address"), max_length=200, blank=True)
    scope = models.CharField(_("what is licensed"), max_length=500, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True)
    issued_at = models.DateTimeField(_("licence issued at"))
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="licence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (~Q(reason="") & Q(revoked_at__isnull=False)),
                name="licence_revoked_with_reason",
                violation_error_message=_("A licence is revoked with reasons."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-issued_at"], name="licence_of_organisation"),
            models.Index(fields=["id_number"], name="licence_of_holder"),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:desk_licence", args=[self.number])
        return Subject(_("Licence"), self.number, self.name, address)

    @property
    def check_code(self) -> str:
        """The 8 signs inside the QR code."""
        return code_of("licence", self.number)

    @transition(state, source=State.VALID, target=State.REPLACED)
    def replace(self):
        pass

    @transition(state, source=State.VALID, target=State.REVOKED)
    def revoke(self):
        pass
