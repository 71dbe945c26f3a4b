"""Who gets subsidies, and the rosters they are compared with. Numbers are sealed; only digests are compared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds import persons
from funds.models.fields import person, unit


class Recipient(models.Model):
    """A person on a list. `digest` finds the same person again; the number itself is sealed."""

    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    seal_key = models.CharField(max_length=20)
    shown = models.CharField(_("identity number"), max_length=20)  # masked
    name = models.CharField(_("name"), max_length=50)
    village = unit(_("village"), null=False, blank=False)  # where the person stood on a list first
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = verbose_name_plural = _("recipients")
        ordering = ["pk"]

    def __str__(self):
        return persons.masked_name(self.name)

    @property
    def number(self) -> str:
        """The number in clear; whoever asks notes the look."""
        return persons.unseal(self.digest, self.seal_key, self.sealed)


class Roster(models.TextChoices):
    """The books of other offices that lists are compared with."""

    DECEASED = "deceased", _("registered deaths")  # 死亡登记
    EMPLOYEES = "employees", _("public employees")  # 财政供养人员
    CADRES = "cadres", _("families of village cadres")  # 村干部及亲属
    HOUSEHOLDS = "households", _("households")  # 户籍：同一户


class RosterRow(models.Model):
    """One person in a roster. A later row of the same person ends the one before it; nothing is deleted.

    `day` is that of the death; `words` the unit of an employee, the relation to a cadre, the number of a household.
    """

    kind = models.CharField(_("roster"), max_length=12, choices=Roster)
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=50)
    day = models.DateField(_("day"), null=True, blank=True)
    words = models.CharField(_("remark"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200)
    loaded_at = models.DateTimeField(_("read in at"))
    loaded_by = person()
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], condition=Q(ended_at=None), name="once_in_a_roster"),
            models.CheckConstraint(condition=~Q(kind="deceased") | Q(day__isnull=False), name="death_has_a_day"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {persons.masked_name(self.name)}"


class OwnRecords(models.Model):
    """A citizen's account that showed to be this recipient's: it sees the payments to this person, and no others."""

    user = person(null=False, related_name="own_subsidies", db_index=True)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="accounts")
    linked_at = models.DateTimeField(_("time"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "recipient"], name="own_records_once")]

    def __str__(self):
        return f"{self.user} {self.recipient}"


class Try(models.Model):
    """Somebody asked to see their subsidies with a number and an account; wrong ones are counted."""

    user = person(null=False, db_index=True)
    tried_at = models.DateTimeField(_("time"))
    was_right = models.BooleanField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.user} {self.tried_at}"
