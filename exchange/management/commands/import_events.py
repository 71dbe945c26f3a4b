"""Take in a history of events from a file, one JSON object a line; each event once, however often it is run."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from exchange.importing import Stopped, import_lines
from exchange.models import SourceSystem

FILES = "file"  # code of the source that files without one of their own belong to


class Command(BaseCommand):
    help = (
        "Takes in a history of events (one JSON object a line). Reports bad lines; takes the rest in with --skip-bad."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--skip-bad", action="store_true", help="take the good lines in although others are bad")
        parser.add_argument("--source", default=FILES, help="code of the registered source system")

    def handle(self, *args, file, skip_bad, source, **options):
        found = source_of(source)
        try:
            with file.open(encoding="utf-8-sig", errors="replace") as lines:
                done = import_lines(found, lines, timezone.now(), skip_bad=skip_bad)
        except OSError as error:
            raise CommandError(f"{file}: {os.strerror(error.errno or 0)}", returncode=2) from error
        except Stopped as stopped:
            self.tell(stopped.faults)
            raise CommandError(
                _("%(count)s bad lines; nothing was taken in. --skip-bad takes the others in.")
                % {"count": len(stopped.faults)},
                returncode=2,
            ) from stopped
        self.tell(done.faults)
        words = _("%(created)s events taken in, %(known)s known already, %(bad)s bad lines.")
        self.stdout.write(words % {"created": done.created, "known": done.known, "bad": len(done.faults)})

    def tell(self, faults):
        for bad in faults:
            self.stderr.write(f"{bad.line}: {bad.field or '-'}: {bad.error}")


def source_of(code: str) -> SourceSystem:
    """The registered source; for files without one a source of the whole county that is made on first use."""
    found = SourceSystem.objects.select_related("organisation").filter(code=code).first()
    if found is None and code == FILES:
        found = first_use()
    if found is None:
        raise CommandError(_("There is no source system “%(code)s”.") % {"code": code}, returncode=2)
    return found


@transaction.atomic
def first_use() -> SourceSystem | None:
    county = Organisation.objects.filter(parent=None).order_by("pk").first()
    if county is None:
        raise CommandError(_("There is no county yet; run init_county first."), returncode=2)
    about = {"name": "历史数据文件", "contact": "系统管理员", "telephone": county.telephone, "quiet_hours": None}
    return SourceSystem.objects.create(code=FILES, organisation=county, registered_at=timezone.now(), **about)
