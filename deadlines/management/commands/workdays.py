"""Count working days on the command line and import an official year."""

import argparse
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from deadlines.years import import_year, read_notice


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date of the form YYYY-MM-DD") from error


def best_calendar():
    """The stored calendar, or that of the data files when there is no database to ask."""
    try:
        stored = calendars.stored_calendar()
    except DatabaseError:
        return calendars.file_calendar()
    return stored if stored.official else calendars.file_calendar()


class Command(BaseCommand):
    help = "add DATE DAYS · between DATE DATE · import FILE [--yes]"
    requires_system_checks = []

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="the n-th working day after a date")
        add.add_argument("start", type=day)
        add.add_argument("days", type=int)
        between = verbs.add_parser("between", help="working days in (a, b]")
        between.add_argument("after", type=day)
        between.add_argument("until", type=day)
        load = verbs.add_parser("import", help="load an official year")
        load.add_argument("file", type=Path)
        load.add_argument("--yes", action="store_true", help="apply; without it only show what would move")

    def handle(self, *args, verb, **options):
        try:
            getattr(self, verb.replace("import", "load"))(**options)
        except (ValueError, OverflowError) as error:
            raise CommandError(str(error), returncode=2) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error

    def add(self, start, days, **options):
        calendar = best_calendar()
        end = calendar.add(start, days)
        self.stdout.write(f"{end}{' provisional' if calendar.is_provisional(start, end) else ''}")

    def between(self, after, until, **options):
        if after > until:
            raise ValueError("the first date must not lie after the second")
        calendar = best_calendar()
        provisional = calendar.is_provisional(after, until)
        self.stdout.write(f"{calendar.between(after, until)}{' provisional' if provisional else ''}")

    def load(self, file, yes, **options):
        notice = read_notice(file)
        with transaction.atomic():
            moves = import_year(notice)
            for move in moves:
                self.stdout.write(f"{move.deadline.subject} {move.deadline.name} {move.before} → {move.after}")
            if not yes:
                transaction.set_rollback(True)
        if not yes:
            calendars.refresh(force=True)
        done = _("imported") if yes else _("nothing saved; add --yes to apply")
        self.stdout.write(_("%(count)s clocks move; %(done)s") % {"count": len(moves), "done": done})
