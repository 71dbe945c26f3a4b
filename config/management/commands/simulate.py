"""Visitors and officials who keep the demo county moving."""

import time
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Role
from config.demo import cast as casting
from config.demo.simulator import Simulator

PACE = 4.0  # seconds between two deeds
PATIENCE = 20  # seconds between two looks for a county to act in


class Command(BaseCommand):
    help = gettext_lazy("Keeps the demo county moving: one deed every few seconds, through the ordinary actions.")

    def add_arguments(self, parser):
        parser.add_argument("--pace", type=float, default=PACE, help=_("seconds between two deeds"))
        parser.add_argument("--deeds", type=int, help=_("stop after so many deeds"))

    def handle(self, *args, pace, deeds, **options):
        if pace < 0:
            raise CommandError(_("--pace: seconds, not less than 0"), returncode=2)
        while not is_demo():
            time.sleep(PATIENCE)
        simulator = Simulator(casting.read(), Random(), timezone.now())  # noqa: S311
        done = 0
        while deeds is None or done < deeds:
            done += 1
            self.once(simulator)
            time.sleep(pace)

    def once(self, simulator: Simulator):
        """One deed. A database that is away is asked again next time."""
        try:
            now = timezone.now()
            if not simulator.act(now):
                simulator.step(now)
        except OperationalError as lost:
            close_old_connections()
            self.stderr.write(_("The database did not answer: %(error)s") % {"error": lost})


def is_demo() -> bool:
    """Is there a county with people at its windows?"""
    return Post.objects.filter(role=Role.CLERK).exists()
