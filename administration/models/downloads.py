"""Lists and papers that somebody of the office saved as a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from records.columns import person


class Download(models.Model):
    """Somebody took data out of the portal; written by administration.middleware, read by the audit administrator."""

    user = person(null=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(_("address"), max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = verbose_name_plural = _("files taken out")
        ordering = ["-pk"]

    def __str__(self):
        return self.name
