"""Flat facts about tenders, our own and imported ones, for red flags and evidence pages. Money in fen.

They are copies: written whole by procurement.facts.store, never by a deed, and never before the bids are open.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.fields import money, unit


def of_tender(**more):
    return models.ForeignKey("procurement.FactTender", on_delete=models.CASCADE, **({"related_name": "+"} | more))


def of_party(**more):
    more = {"related_name": "+", "db_index": False} | more
    return models.ForeignKey("procurement.FactParty", on_delete=models.PROTECT, **more)


class FactParty(models.Model):
    """A firm, an office or an expert by its code: unified social credit code, unit code, or the id in an import.

    `*_since` is the first day on which it is known in that capacity: the size of comparison groups is counted by it.
    """

    code = models.CharField(_("code"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300)
    founded_on = models.DateField(_("founded on"), null=True)
    buyer_since = models.DateField(null=True)
    agent_since = models.DateField(null=True)
    bidder_since = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["buyer_since"], condition=Q(buyer_since__isnull=False), name="fact_buyers"),
            models.Index(fields=["agent_since"], condition=Q(agent_since__isnull=False), name="fact_agents"),
            models.Index(fields=["bidder_since"], condition=Q(bidder_since__isnull=False), name="fact_bidders"),
        ]

    def __str__(self):
        return self.name


class FactTender(models.Model):
    """One tender. `day` places it in time: the bid deadline, or else the day of its notice.

    `prices` are the amounts of all bids that were opened, in rising order; `total` is their sum, `bids` how many firms
    bid (empty before the opening). `pool` is how many experts the committee was drawn from.
    `learned_on` is the day on which the portal first heard of it.
    """

    class Method(models.TextChoices):
        """The methods of OCDS."""

        OPEN = "open", _("open to all")
        SELECTIVE = "selective", _("open to the qualified")
        LIMITED = "limited", _("by invitation")
        DIRECT = "direct", _("from a single source")

    COMPETITIVE = [Method.OPEN, Method.SELECTIVE, Method.LIMITED]

    tender = models.OneToOneField("procurement.Tender", null=True, on_delete=models.PROTECT, related_name="fact")
    ocid = models.CharField("OCID", max_length=200, unique=True)
    number = models.CharField(_("tender number"), max_length=200)
    title = models.CharField(_("title"), max_length=500, blank=True)
    trade = models.CharField(_("trade"), max_length=20, blank=True)
    matter = models.CharField(_("matter"), max_length=10, blank=True)
    method = models.CharField(_("method"), max_length=10, blank=True, choices=Method)
    project = models.CharField(_("project"), max_length=200, blank=True)
    buyer = of_party(null=True)
    agent = of_party(null=True)
    winner = of_party(null=True)
    organisation = unit(_("supervising department"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    decided_on = models.DateField(_("winner determined on"), null=True)
    estimate = money(_("estimate"))
    control_price = money(_("control price"))
    award_amount = money(_("award price"))
    award_days = models.IntegerField(_("time of performance (days)"), null=True)
    contract_amount = money(_("amount of the contract"))
    contract_days = models.IntegerField(_("time of performance in the contract (days)"), null=True)
    contract_on = models.DateField(_("signed on"), null=True)
    bids = models.IntegerField(_("bidders"), null=True)
    prices = ArrayField(models.BigIntegerField(), default=list)
    total = models.BigIntegerField(default=0)
    pool = models.IntegerField(_("experts in the pool"), null=True)
    seats = models.IntegerField(_("experts drawn"), null=True)
    marks = models.JSONField(default=dict)  # aspect → hash of what is stored of it
    learned_on = models.DateField(_("known here since"))
    refreshed_at = models.DateTimeField(_("as of"))

    class Meta:
        verbose_name = _("tender")
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["buyer", "day", "id"], include=["winner", "bids"], name="fact_by_buyer"),
            models.Index(fields=["winner", "day"], include=["buyer", "agent"], name="fact_by_winner"),
            models.Index(fields=["agent", "day"], include=["winner"], name="fact_by_agent"),
            models.Index(fields=["project"], condition=~Q(project=""), name="fact_by_project"),
            models.Index(fields=["day"], name="fact_by_day"),
        ]

    def __str__(self):
        return self.number


class FactBid(models.Model):
    """One opened bid. The scores are those of the committee in hundredths: how many, their sum, lowest and highest.

    `winner` is the one of the tender, so that what the winner met is counted along one index.
    """

    class Status(models.TextChoices):
        VALID = "valid", _("valid bid")
        DISQUALIFIED = "disqualified", _("disqualified")
        PENDING = "pending", _("not evaluated yet")

    tender = of_tender(db_index=False)
    party = of_party()
    winner = of_party(null=True)
    day = models.DateField()
    amount = money(_("price"))
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.VALID)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    scores = models.IntegerField(default=0)
    score_sum = models.IntegerField(default=0)
    score_low = models.IntegerField(default=0)
    score_high = models.IntegerField(default=0)

    class Meta:
        ordering = ["tender", "pk"]
        constraints = [models.UniqueConstraint(fields=["tender", "party"], name="fact_bid_once")]
        indexes = [
            models.Index(fields=["party", "day"], include=["tender"], name="fact_bids_of_party"),
            models.Index(
                fields=["winner", "party", "day"],
                include=["tender"],
                condition=Q(winner__isnull=False),
                name="fact_bids_beside_winner",
            ),
        ]

    def __str__(self):
        return f"{self.tender_id} {self.party_id}"


class FactKey(models.Model):
    """A mark that a bid carries, as a digest: device, network, account, author … `shared`: another firm has it too."""

    class Kind(models.TextChoices):
        MAC = "mac", _("network card")
        CPU = "cpu", _("processor")
        DISK = "disk", _("disk")
        DONGLE = "dongle", _("dongle of the pricing software")
        NETWORK = "network", _("network of the upload")
        ACCOUNT = "account", _("account that paid the guarantee")
        AUTHOR = "author", _("author of the file")
        HANDLER = "handler", _("handler of the bid")
        MANAGER = "manager", _("project manager")
        TELEPHONE = "telephone", _("telephone")
        LEGAL = "legal", _("legal representative")
        SHAREHOLDER = "shareholder", _("shareholder")
        ADDRESS = "address", _("address")
        FIRM = "firm", _("firm")

    tender = of_tender(db_index=False)
    party = of_party()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    digest = models.UUIDField()
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "kind", "digest", "party"], name="fact_key_once"),
        ]
        indexes = [
            models.Index(fields=["tender", "kind"], condition=Q(shared=True), name="fact_keys_shared"),
            models.Index(fields=["digest"], name="fact_keys_by_digest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.party_id}"


class FactSeat(models.Model):
    """An expert on the committee of a tender, with its day; the winner where the committee was drawn from a pool."""

    tender = of_tender(db_index=False)
    expert = of_party()
    winner = of_party(null=True)
    day = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tender", "expert"], name="fact_seat_once")]
        indexes = [
            models.Index(
                fields=["winner", "expert", "day"],
                include=["tender"],
                condition=Q(winner__isnull=False),
                name="fact_seats_beside_winner",
            )
        ]

    def __str__(self):
        return f"{self.tender_id} {self.expert_id}"


class FactScore(models.Model):
    """What one expert gave to one bid, in hundredths of a point."""

    tender = of_tender(db_index=False)
    party = of_party()
    expert = of_party()
    score = models.IntegerField(_("score"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tender", "party", "expert"], name="fact_score_once")]

    def __str__(self):
        return f"{self.tender_id} {self.party_id} {self.expert_id}"


class Capacity(models.TextChoices):
    BUYER = "buyer", _("tenderer")
    AGENT = "agent", _("tender agent")
    BIDDER = "bidder", _("bidder")


class FactComplaint(models.Model):
    """An objection or a complaint about a tender, and against whom it is directed."""

    tender = of_tender()
    party = of_party()
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity)
    filed_on = models.DateField(_("filed on"))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["capacity", "filed_on"], include=["party"], name="fact_complaints_by_day"),
            models.Index(fields=["party", "capacity", "filed_on"], name="fact_complaints_against"),
        ]

    def __str__(self):
        return f"{self.tender_id} {self.party_id}"


class FactChange(models.Model):
    """One change of the method of a tender."""

    tender = of_tender()
    buyer = of_party(null=True)
    project = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField(_("changed on"))
    was = models.CharField(max_length=20, blank=True)
    becomes = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["buyer", "changed_on"], name="fact_changes_of_buyer"),
            models.Index(fields=["project"], condition=~Q(project=""), name="fact_changes_of_project"),
        ]

    def __str__(self):
        return f"{self.tender_id} {self.changed_on}"


class FactPeriod(models.Model):
    """A minimum period of the law as this tender kept it: it ended on one day, and might have ended on another.

    `earliest_on` comes from the calendar (days, rest-day roll), so that SQL need not know it.
    """

    tender = of_tender()
    code = models.CharField(max_length=30)
    law = models.CharField(_("basis"), max_length=200)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"))
    earliest_on = models.DateField(_("earliest day"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.tender_id} {self.code}"


class FactTerm(models.Model):
    """Words of the tender documents that the check list names: a brand, local firms only, excessive qualification."""

    tender = of_tender()
    code = models.CharField(max_length=30)
    words = models.CharField(_("words found"), max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.tender_id} {self.code}"
