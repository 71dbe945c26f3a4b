"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

import imaplib
import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from complaints import letterbox

logger = logging.getLogger(__name__)


@shared_task
def fetch_mail():
    """Take in what lies in the e-mail box, if there is one."""
    if not settings.MAILBOX_URL:
        return
    try:
        with letterbox.open_box(settings.MAILBOX_URL) as box:
            letterbox.fetch(box, timezone.now())
    except (OSError, imaplib.IMAP4.error) as error:
        logger.warning("the e-mail box cannot be read now: %s", type(error).__name__)
