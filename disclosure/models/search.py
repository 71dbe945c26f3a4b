"""The index of the site search: one row for each thing everybody may read, kept by triggers (migration 0002)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Indexed(models.Model):
    """`grams` are all pairs of neighbouring signs of title and text; `key` is what the address of the page needs."""

    class Kind(models.TextChoices):
        ITEM = "item", _("Items")
        POWER = "power", _("Powers")
        ANNOUNCEMENT = "announcement", _("Announcements")
        PUBLICATION = "publication", _("Published by duty")
        DOCUMENT = "document", _("Library")
        LESSON = "lesson", _("Integrity lessons")
        TENDER = "tender", _("Tenders")
        PROJECT = "project", _("Projects")
        UNIT = "unit", _("Units")

    kind = models.CharField(max_length=12, choices=Kind)
    thing = models.BigIntegerField()
    key = models.CharField(max_length=60)
    title = models.TextField()
    text = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    weight = models.IntegerField(default=0)
    grams = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="indexed_once")]
        indexes = [GinIndex(fields=["grams"], name="indexed_grams")]

    def __str__(self):
        return self.title
