"""`manage.py fetch_mail`: take the unread letters of the e-mail box in as orders, once."""

import imaplib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints import letterbox


class Command(BaseCommand):
    help = "Takes in the unread letters of the box at MAILBOX_URL and prints how many became orders."

    def handle(self, *args, **options):
        if not settings.MAILBOX_URL:
            raise CommandError("MAILBOX_URL is empty: there is no e-mail box.", returncode=2)
        try:
            box = letterbox.open_box(settings.MAILBOX_URL)
        except (OSError, imaplib.IMAP4.error) as error:
            raise CommandError(f"The e-mail box cannot be opened: {error}", returncode=2) from error
        with box:
            done = letterbox.fetch(box, timezone.now())
        self.stdout.write(f"{sum(one.result == one.Result.ORDER for one in done)} / {len(done)}")
