"""Seals what is committed, once or every minute."""

import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from records.sealer import BrokenSeal, seal

EVERY = 60  # seconds


class Command(BaseCommand):
    help = "Seals the entries of the record; with --loop every minute until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true")

    def handle(self, *args, loop, **options):
        self.round()
        while loop:
            time.sleep(EVERY)
            self.round()

    def round(self):
        """One seal. A database that is away is tried again a minute later; a broken seal stops the process."""
        close_old_connections()
        try:
            made = seal(timezone.now())
        except OperationalError as lost:
            self.stderr.write(_("The database did not answer: %(error)s") % {"error": lost})
        except BrokenSeal as broken:
            self.stderr.write(_("The last seal (%(size)s) has been changed. Nothing is sealed.") % {"size": broken})
            raise SystemExit(1) from broken
        else:
            if made:
                self.stdout.write(
                    _("Sealed: %(size)s entries, root %(root)s") % {"size": made.size, "root": made.root}
                )
