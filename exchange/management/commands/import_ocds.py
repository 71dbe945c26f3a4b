"""Take in OCDS compiled releases as facts of tenders elsewhere. The same OCID twice is one tender."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from exchange.ocds.flags import read
from exchange.ocds.lines import Reading
from exchange.ocds.release import Reader
from exchange.reading import batches
from procurement.actions import facts
from procurement.models import FactTender

BATCH = 1000  # tenders a statement


class Command(BaseCommand):
    help = "Takes in OCDS compiled releases, one a line, and looks for red flags in them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--skip-bad", action="store_true", help="take the good lines in although others are bad")
        parser.add_argument("--currency", default="", help="the main currency; by default the first one seen")
        parser.add_argument("--organisation", default="", help="code of the department that supervises these tenders")

    def handle(self, *args, file, skip_bad, currency, organisation, **options):
        reading = Reading()
        reader = Reader(reading, currency, self.unit(organisation))
        counts = {"created": 0, "changed": 0, "known": 0}
        try:
            with transaction.atomic():
                for batch in batches(self.ours_left_out(read(file, reading, reader, None), reading), BATCH):
                    self.count(facts.put(batch, now=timezone.now()), counts)
                if reading.faults and not skip_bad:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{file}: {os.strerror(error.errno or 0)}", returncode=2) from error
        for fault in [*reading.remarks, *reading.faults]:
            self.stderr.write(str(fault))
        if reading.faults and not skip_bad:
            words = _("%(count)s bad lines; nothing was taken in. --skip-bad takes the others in.")
            raise CommandError(words % {"count": len(reading.faults)}, returncode=2)
        words = _("%(created)s tenders taken in, %(changed)s changed, %(known)s known already, %(bad)s bad lines.")
        self.stdout.write(words % (counts | {"bad": len(reading.faults)}))

    def unit(self, code: str) -> int | None:
        if not code:
            return None
        found = Organisation.objects.filter(code=code).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(_("There is no unit with the code “%(code)s”.") % {"code": code}, returncode=2)
        return found

    def ours_left_out(self, tenders, reading: Reading):
        """A file never overwrites what we know of our own tenders."""
        ours = set(FactTender.objects.filter(tender__isnull=False).values_list("ocid", flat=True))
        for each in tenders:
            if each.ocid in ours:
                reading.remark(
                    reading.seen[each.ocid], "ocid", _("This is a tender of ours; the file changes nothing.")
                )
            else:
                yield each

    def count(self, stored, counts: dict):
        touched = set(stored.touched)
        counts["created"] += len(touched - stored.known)
        counts["changed"] += len(touched & stored.known)
        counts["known"] += len(stored.ids) - len(touched)
