"""What the pages of openness have in common."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.permissions import can_look
from records import desk
from records.models import Attachment

NOT_YOUR_DESK = _("This page belongs to the posts that publish or watch. Choose such a post if you hold one.")
only_staff = desk.only(can_look, NOT_YOUR_DESK)


def only(question):
    return desk.only(question, NOT_YOUR_DESK)


def today():
    return timezone.localdate(timezone.now())


def files_of(row) -> list[Attachment]:
    kind = ContentType.objects.get_for_model(row)
    return list(Attachment.objects.filter(subject_type=kind, subject_id=row.pk).order_by("pk"))
