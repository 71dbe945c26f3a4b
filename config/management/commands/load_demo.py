"""The demo county 云溪县 in an empty database."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.demo.loading import AlreadyLoaded, load
from monitoring.models import Card, Finding


class Command(BaseCommand):
    help = gettext_lazy("Loads the demo county: its organisations, items, people and half a year of cases.")

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1, help=_("1: 3,000 cases; 20: 58,584 cases"))
        parser.add_argument("--now", help=_("the moment at which the history ends, e.g. 2026-03-12T09:00:00+08:00"))

    def handle(self, *args, scale, now, **options):
        if not 1 <= scale <= 100:
            raise CommandError(_("--scale: a whole number from 1 to 100"), returncode=2)
        self.said = 0
        try:
            load(moment(now), scale, self.progress)
        except AlreadyLoaded as loaded:
            raise CommandError(_("There is a county in this database already. Nothing was changed.")) from loaded
        counts = {"findings": Finding.objects.count(), "cards": Card.objects.count()}
        self.stdout.write(_("The demo county is ready: %(findings)s findings, %(cards)s cards.") % counts)

    def progress(self, done: int, count: int):
        """A line every tenth of the way."""
        tenth = done * 10 // count
        if tenth > self.said:
            self.said = tenth
            self.stdout.write(_("%(done)s of %(count)s cases") % {"done": done, "count": count})


def moment(text: str | None) -> datetime:
    """The moment of an option; now without one. Raises CommandError with exit code 2."""
    if text is None:
        return timezone.now()
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        message = _("--now: “%(now)s” is not a moment like 2026-03-12T09:00:00+08:00") % {"now": text}
        raise CommandError(message, returncode=2) from error
    return timezone.make_aware(now) if timezone.is_naive(now) else now
