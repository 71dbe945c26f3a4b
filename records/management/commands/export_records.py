"""Exports the record for checking it elsewhere."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from records.export import bundle
from records.keys import trusted_keys


class Command(BaseCommand):
    help = "Writes the record as a bundle that records/verify.py checks offline, and the public key beside it (.pub)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            with file.open("w", encoding="utf-8") as out:
                for line in bundle():
                    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            file.with_name(file.name + ".pub").write_text("\n".join([*trusted_keys(), ""]), encoding="ascii")
        except OSError as error:
            raise CommandError(_("Cannot write: %(error)s") % {"error": error}, returncode=2) from error
        self.stdout.write(_("Exported: %(entries)s entries, %(seals)s seals") % line)
