"""Red flags over OCDS compiled releases, one JSON object a line, without saving anything."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.ocds.flags import flags_of


class Command(BaseCommand):
    help = "Red flags over OCDS compiled releases, one JSON object a line; nothing is saved."

    def add_arguments(self, parser):
        parser.add_argument("--ocds", type=Path, required=True, help="the file: one compiled release a line")
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of text")
        parser.add_argument("--cardinal", action="store_true", help="the eleven indicators of Cardinal as well")
        parser.add_argument("--currency", default="", help="the main currency; by default the first one seen")
        parser.add_argument("--skip-bad", action="store_true", help="go on although some lines cannot be read")
        parser.add_argument("--fail", action="store_true", help="exit with 1 when there is any flag")

    def handle(self, *args, ocds, cardinal, currency, skip_bad, fail, **options):
        try:
            lines, reading = flags_of(ocds, timezone.now(), cardinal=cardinal, currency=currency)
        except OSError as error:
            raise CommandError(f"{ocds}: {os.strerror(error.errno or 0)}", returncode=2) from error
        for remark in reading.remarks:
            self.stderr.write(str(remark))
        if reading.faults and not skip_bad:
            first = f"{ocds}: {reading.faults[0]}"
            raise CommandError(
                _("%(first)s (%(count)s bad lines; --skip-bad leaves them out)")
                % {"first": first, "count": len(reading.faults)},
                returncode=2,
            )
        for fault in reading.faults:
            self.stderr.write(str(fault))
        for line in lines:
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else self.words(line))
        if fail and lines:
            raise CommandError(_("%(count)s flags") % {"count": len(lines)}, returncode=1)

    def words(self, line: dict) -> str:
        return f"{line['ocid'] or line['id']} {line['flag']} {line['severity']}: {line['explanation']}"
