"""One sweep now, or as of a moment."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from config.rounds import watch
from monitoring.models import Level


class Command(BaseCommand):
    help = "Ring every alarm that is due; prints how many findings of each level were made."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="as of this moment, e.g. 2026-03-12T09:00:00+08:00")

    def handle(self, *args, at=None, **options):
        try:
            now = datetime.fromisoformat(at) if at else timezone.now()
        except ValueError as error:
            message = _("--at: “%(at)s” is not a moment like 2026-03-12T09:00:00+08:00") % {"at": at}
            raise CommandError(message, returncode=2) from error
        now = timezone.make_aware(now) if timezone.is_naive(now) else now
        counts = watch(now)
        self.stdout.write(" ".join(f"{level}={counts[level]}" for level in Level.values))
