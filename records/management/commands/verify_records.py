"""Checks the record, in the database or in a bundle."""

from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from records import export
from records.crosscheck import first_difference
from records.keys import trusted_keys
from records.models import Seal
from records.verify import Check, Fault, read


class Command(BaseCommand):
    help = "Says whether the record is intact (exit code 0) or what the first fault is (1); 2 for unreadable input."

    def add_arguments(self, parser):
        parser.add_argument("--bundle", type=Path, help="check an exported file instead of the database")
        parser.add_argument("--witness", type=Path, help="seals that somebody else has kept, one JSON object a line")
        parser.add_argument("--receipts", type=Path, help="receipts that people hold, one JSON object a line")
        parser.add_argument("--key", type=Path, help="public keys in hex; without it the sealer's own key file")

    def handle(self, *args, **options):
        try:
            seen = self.walk(**{name: options[name] for name in ("bundle", "witness", "receipts", "key")})
            difference = None if options["bundle"] else first_difference()
        except Fault as fault:
            raise CommandError(_("Not intact: %(fault)s") % {"fault": fault}, returncode=1) from fault
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(_("Cannot be read: %(error)s") % {"error": error}, returncode=2) from error
        if difference:
            raise CommandError(_("Not intact: %(fault)s") % {"fault": difference}, returncode=1)
        self.stdout.write(_("Intact: %(entries)s entries, %(seals)s seals") % seen)

    def walk(self, bundle, witness, receipts, key):
        keys = key.read_text(encoding="ascii").split() if key else trusted_keys()
        if not keys and (bundle or Seal.objects.exists()):
            raise ValueError(_("the sealer's public key is not here; name it with --key"))
        kept = [list(read(path)) if path else [] for path in (witness, receipts)]
        with closing(read(bundle) if bundle else export.bundle()) as lines:
            return Check(keys, *kept).run(lines)
