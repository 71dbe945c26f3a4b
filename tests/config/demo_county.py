"""The demo county for a whole test module: founded or loaded once, every test on a savepoint of its own."""

from contextlib import contextmanager
from random import Random

from django.db import transaction
from django.test import override_settings

from config.demo import cast as casting
from config.demo.county import load as read_county
from config.demo.founding import found
from config.demo.hours import Hours
from deadlines import calendar as calendars
from tests.conftest import at

SUNDAY = at("2026-11-22 10:30")  # a rest day, after the morning's sweep
SEED = 20261122


@contextmanager
def state_in(folder):
    """What bidders keep lies here and nowhere else."""
    with override_settings(STATE_DIR=folder):
        yield


@contextmanager
def rolled_back():
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def founded(now):
    """The county without cases: its cast, its hours and the random numbers to go on with."""
    rng = Random(SEED)  # noqa: S311
    calendars.kept.__init__()
    found(read_county(), rng, now, citizens=30)
    return casting.read(), Hours(calendars.calendar(), rng), rng
