"""What is handed in with a case, what is asked for, and applications that are being filled in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import Case
from approvals.models.items import Item, ItemDocument


class Material(models.Model):
    """A document as handed in: a file, or paper seen at the window. A newer one replaces an older in the list."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    document = models.ForeignKey(ItemDocument, on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey("records.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    is_paper = models.BooleanField(_("paper seen"), default=False)
    handed_in_at = models.DateTimeField(_("handed in at"))

    class Meta:
        ordering = ["document__sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | Q(is_paper=True), name="material_is_file_or_paper"
            )
        ]

    def __str__(self):
        return f"{self.document}"


class Correction(models.Model):
    """The one-time notice of everything that is missing (一次性告知, 行政许可法 第三十二条第四项)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    missing = models.ManyToManyField(ItemDocument, related_name="+")
    message = models.TextField(_("what has to be corrected"), max_length=2000)
    requested_at = models.DateTimeField(_("requested at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case} {self.requested_at:%Y-%m-%d}"


class Draft(models.Model):
    """An application that is being filled in; one per person and item."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="one_draft_per_item")]

    def __str__(self):
        return f"{self.item}"


class DraftFile(models.Model):
    """A file already uploaded for a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(ItemDocument, on_delete=models.CASCADE, related_name="+")
    attachment = models.ForeignKey("records.Attachment", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["document__sort", "pk"]

    def __str__(self):
        return f"{self.attachment}"
