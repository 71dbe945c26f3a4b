"""Write the tenders as OCDS 1.1: compiled releases, one a line, or one release package."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from exchange.ocds.export import package, releases
from procurement.models import FactTender


class Command(BaseCommand):
    help = "Writes the tenders as compiled releases of OCDS 1.1, one a line, or as one release package."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="where to; standard output without it")
        parser.add_argument("--package", action="store_true", help="one release package instead of lines")
        parser.add_argument("--since", default="", help="only tenders from this day on (2026-01-31)")
        parser.add_argument("--all", action="store_true", help="imported tenders as well as our own")

    def handle(self, *args, file, since, **options):
        found = releases(self.chosen(since, every=options["all"]))
        chunks = self.package(found) if options["package"] else (json.dumps(row, ensure_ascii=False) for row in found)
        if file is None:
            for chunk in chunks:
                self.stdout.write(chunk)
            return
        count = 0
        try:
            with file.open("w", encoding="utf-8") as out:
                for chunk in chunks:
                    out.write(chunk + "\n")
                    count += 1
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        self.stdout.write(_("%(count)s lines written to %(file)s.") % {"count": count, "file": file})

    def chosen(self, since: str, *, every: bool):
        rows = FactTender.objects.all() if every else FactTender.objects.filter(tender__isnull=False)
        if not since:
            return rows
        try:
            first = parse_date(since)
        except ValueError:
            first = None
        if first is None:
            raise CommandError(_("“%(value)s” is not a day such as 2026-01-31.") % {"value": since}, returncode=2)
        return rows.filter(day__gte=first)

    def package(self, found):
        yield json.dumps(package(list(found), timezone.now()), ensure_ascii=False)
