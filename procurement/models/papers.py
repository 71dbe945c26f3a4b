"""Papers (文书) that came out of a tender: which document of the record belongs to which step or deed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.fields import firm
from procurement.models.tenders import Tender
from records.models import Document


class Paper(models.Model):
    """A numbered document of one step or deed. `party` is the firm for which it is alone; its name stands nowhere on
    the pages of the offices before the opening. Never changed."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="papers")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    code = models.CharField(_("step or deed"), max_length=30)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="paper")
    party = firm(_("firm"), related_name="papers")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.document)
