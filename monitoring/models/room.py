"""What people do in the room itself: they have seen a red card."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.cards import Card


class Acknowledgement(models.Model):
    """Somebody who watches has taken note of a red card: who and when. One for each card; it silences every board."""

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="acknowledgement")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken note of by")
    )
    at = models.DateTimeField(_("taken note of at"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.card} {self.at:%Y-%m-%d %H:%M}"
