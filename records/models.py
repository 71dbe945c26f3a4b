"""What was done: entries nobody can change, seals over them, official documents, attachments, refused deeds."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import HashIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AboutQuerySet(models.QuerySet):
    def about(self, thing):
        """The rows that point at this object."""
        return self.filter(subject_type=ContentType.objects.get_for_model(thing), subject_id=thing.pk)


class AboutSubject(models.Model):
    """Points at any business object: a case, a project, a payment, a complaint.

    The type is not a foreign key inside the database: checking it would lock the same few content type rows
    from every transaction of the county. Concrete models add an index over (subject_type, subject_id).
    """

    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True


class Entry(AboutSubject):
    """One line of the record: who did what to which object. Inserted once; triggers refuse everything else.

    The last five columns are written by the database, whatever the application sends: `canon` is the text that
    was hashed, `digest` = SHA-256(0x00 + canon) in hex, the leaf hash of RFC 6962. `happened_at` is business time.
    Without database foreign keys, because they would lock shared rows on the busiest write path.
    """

    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    post = models.ForeignKey(
        "accounts.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    happened_at = models.DateTimeField()
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    txid = models.BigIntegerField(db_default=0, editable=False)
    db_user = models.CharField(max_length=63, db_default="", editable=False)
    canon = models.TextField(db_default="", editable=False)
    digest = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_about"),
            models.Index(fields=["txid", "id"], name="entry_txid"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_id}"


class Leaf(models.Model):
    """The place of a sealed entry in the Merkle tree; keeps the digest, so that a vanished entry shows."""

    number = models.BigIntegerField(primary_key=True)  # 0, 1, 2 … without gaps
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf", db_constraint=False)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [HashIndex(fields=["digest"], name="leaf_digest")]  # a receipt is looked up here

    def __str__(self):
        return f"{self.number}"


class Node(models.Model):
    """The hash over 2^level leaves from `position` * 2^level on: a receipt is proven without every leaf."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.level}/{self.position}"


class Seal(models.Model):
    """A signature over the Merkle root of the first `size` entries; carries the hash of the seal before it.

    `oldest_txid` and `next_txid` are the transaction horizon of the round: every entry of a transaction before
    `oldest_txid` is in this seal or an earlier one; an entry from `next_txid` on was written after it.
    """

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    oldest_txid = models.BigIntegerField()
    next_txid = models.BigIntegerField()
    key = models.CharField(max_length=64)  # the public key in hex
    signature = models.CharField(max_length=128)
    frontier = models.TextField()  # hashes of the complete subtrees, largest first, in hex

    class Meta:
        ordering = ["-size"]

    def __str__(self):
        return f"{self.size}"


class Anomaly(AboutSubject):
    """A deed that was refused, or that was found to have been carried out against the rules; supervision sees both."""

    code = models.CharField(_("code"), max_length=10)
    deed = models.CharField(_("deed"), max_length=60)
    message = models.TextField(_("message"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("accounts.Post", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(_("time"))
    carried_out = models.BooleanField(_("carried out nevertheless"), default=False)  # found, not refused
    noticed_at = models.DateTimeField(null=True)  # set by supervision when it has made a finding of it

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="anomaly_about"),
            models.Index(fields=["id"], condition=Q(noticed_at=None), name="anomaly_unnoticed"),
        ]

    def __str__(self):
        return f"{self.code} {self.deed}"


class FormKey(models.Model):
    """A form that was sent; the second click finds the row and is led to what the first one made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    made_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_id = models.BigIntegerField(null=True)
    made = GenericForeignKey("made_type", "made_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], nulls_distinct=False, name="form_key_once"),
        ]

    def __str__(self):
        return str(self.key)

    @classmethod
    def remember(cls, user, key, thing):
        """Note what the form made, in the transaction of the deed."""
        cls.objects.filter(user=user, key=key).update(
            made_type=ContentType.objects.get_for_model(thing), made_id=thing.pk
        )

    @classmethod
    def result(cls, user, key):
        """What the first click made, or None."""
        found = cls.objects.filter(user=user, key=key).first()
        return found.made if found else None


class Counter(models.Model):
    """The last number given out of a kind in a year; the row lock makes the sequence gapless."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_year")]

    def __str__(self):
        return f"{self.kind} {self.year}: {self.last}"


class Document(AboutSubject):
    """An official document with a number. The facts it states are frozen in `body` at the moment of issue."""

    class Kind(models.TextChoices):
        ACCEPTANCE = "acceptance", _("Notice of acceptance")
        CORRECTION = "correction", _("One-time notice of correction")
        REFUSAL = "refusal", _("Decision not to accept")
        GRANTED = "granted", _("Decision to grant the licence")
        DENIED = "denied", _("Decision to deny the licence")
        EXTENSION = "extension", _("Notice of extension")
        PROCEDURE = "procedure", _("Notice of special procedure")
        SUPERVISION = "supervision", _("Supervision notice")
        INSTRUCTION = "instruction", _("Leader's instruction")
        REPLY = "reply", _("Written reply")
        RECEIPT = "receipt", _("Receipt for the application")
        COPY_NOTICE = "copy_notice", _("Copy notice")
        HEARING_RIGHT = "hearing_right", _("Notice of the right to a hearing")
        HEARING_SESSION = "hearing_session", _("Notice of the hearing")
        DELIVERY = "delivery", _("Certificate of delivery")
        LICENCE = "licence", _("Licence")
        PAYMENT = "payment", _("Receipt for payment")
        PENALTY_TOLD = "penalty_told", _("Prior notice of a penalty")
        PENALTY = "penalty", _("Decision on a penalty")
        NO_PENALTY = "no_penalty", _("Decision not to punish")
        LEVY = "levy", _("Notice of a levy")
        SLIP = "slip", _("Inspection slip")
        INQUIRY = "inquiry", _("Notice of an efficiency inquiry")
        NO_BLAME = "no_blame", _("Notice that nobody is held responsible")
        CRITICISM = "criticism", _("Notice of criticism and education")
        TALK = "talk", _("Notice of an admonishing talk")
        ADMONITION = "admonition", _("Administrative admonition")
        CENSURE = "censure", _("Circular of criticism")
        SANCTION = "sanction", _("Registration of a sanction")
        TRANSFER = "transfer", _("Letter of transfer")
        REFUND = "refund", _("Receipt for a refund")
        REVOCATION = "revocation", _("Decision to revoke the licence")
        PENALTY_HEARING = "penalty_hearing", _("Notice of the hearing about a penalty")
        ORDER_NOTICE = "order_notice", _("Word of the acceptance of an order")
        ORDER_LONGER = "order_longer", _("Word of a longer term of an order")
        ORDER_REPLY = "order_reply", _("Answer to an order")
        PETITION_OPINION = "petition_opinion", _("Opinion on a petition")
        ORDER_REMINDER = "order_reminder", _("Reminder of an order")
        ORDER_CRITICISM = "order_criticism", _("Written criticism of a late answer")
        TRADE = "trade", _("Paper of a tender")
        APPRAISAL = "appraisal", _("Paper of an appraisal")
        RISK_ALARM = "risk_alarm", _("Alarm of an integrity risk")
        RISK_ORDER = "risk_order", _("Order about an integrity risk")
        RISK_INQUIRY = "risk_inquiry", _("Letter of inquiry")
        OPENNESS = "openness", _("Paper about an information request")

    SEALED = [  # these carry the seal for administrative approvals (行政审批专用章); its use is registered
        *(Kind.ACCEPTANCE, Kind.CORRECTION, Kind.REFUSAL, Kind.GRANTED, Kind.DENIED, Kind.EXTENSION),
        *(Kind.PROCEDURE, Kind.RECEIPT, Kind.COPY_NOTICE, Kind.HEARING_RIGHT, Kind.HEARING_SESSION, Kind.LICENCE),
        Kind.REVOCATION,
    ]

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("document number"), max_length=60, unique=True)
    title = models.CharField(_("document title"), max_length=100)
    addressee = models.CharField(_("addressee"), max_length=200)
    body = models.JSONField(encoder=DjangoJSONEncoder)
    salt = models.UUIDField(default=uuid.uuid4, editable=False)  # nobody guesses the paper from the recorded digest
    issued_at = models.DateTimeField(_("time of issue"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    issued_post = models.ForeignKey("accounts.Post", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = property(lambda self: self.organisation.name_on(timezone.localdate(self.issued_at)))  # as it was then

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_about"),
            models.Index(
                fields=["-issued_at", "-id"],
                condition=Q(kind__in=["granted", "denied", "penalty"]),
                name="document_decision",
            ),
            models.Index(fields=["organisation", "-issued_at"], name="document_of_organisation"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "year", "serial"], name="document_serial")]

    def __str__(self):
        return f"{self.title} {self.number}"


class Printing(models.Model):
    """A line of the print register: who printed which document and how often. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="printings")
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    printed_at = models.DateTimeField(_("printed at"))
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1), name="printing_of_at_least_one_copy")]

    def __str__(self):
        return f"{self.document} ×{self.copies}"


class SealUse(models.Model):
    """A use of the seal (行政审批专用章, seed S4-03) on paper that is no document of ours.

    The register shows these lines together with the documents of the kinds in `Document.SEALED`.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    seal = models.CharField(_("seal"), max_length=50)
    purpose = models.CharField(_("sealed for"), max_length=300)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    used_at = models.DateTimeField(_("sealed at"))
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(copies__gte=1), name="seal_used_at_least_once"),
            models.CheckConstraint(condition=~Q(purpose=""), name="seal_use_has_a_purpose"),
        ]
        indexes = [models.Index(fields=["organisation", "-used_at"], name="seal_use_of_organisation")]

    def __str__(self):
        return f"{self.seal} {self.used_at:%Y-%m-%d}"


class Look(AboutSubject):
    """Somebody of the office opened a page with the personal data of the subject; the person concerned may see it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("accounts.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    looked_at = models.DateTimeField(_("looked at"))

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="look_about")]

    def __str__(self):
        return f"{self.user} {self.looked_at:%Y-%m-%d %H:%M}"


def random_name(attachment, filename):
    """Where an attachment lies: nothing of its name or owner shows, and no folder grows too large."""
    token = uuid.uuid4().hex
    return f"{token[:2]}/{token}"


class AttachmentQuerySet(AboutQuerySet):
    def unbound(self):
        return self.filter(subject_id=None)


class Attachment(models.Model):
    """A file somebody handed in. It belongs to nobody's case until the form that carries it is accepted."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    subject_id = models.PositiveBigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_name, max_length=100)
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_about")]

    def __str__(self):
        return self.name


class Bookmark(models.Model):
    """How far a reader of the record has come (records.following): every entry before this place was read."""

    reader = models.CharField(max_length=40, unique=True)
    txid = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.reader} {self.txid}/{self.entry}"
