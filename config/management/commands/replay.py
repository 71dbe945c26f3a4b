"""A history run through the present rules, or a draft of them, without saving anything."""

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from deadlines.workdays import Calendar
from monitoring.replay import Found, History, HistoryError, run
from monitoring.rules import versions_in_force
from monitoring.rules.presets import PRESETS, read_preset


def present() -> tuple[Calendar, dict]:
    """Calendar and rules as they stand in the database, or as they are shipped where there is none to ask."""
    try:
        calendar, rules = calendars.stored_calendar(), versions_in_force(timezone.localdate())
    except DatabaseError:
        calendar, rules = Calendar({}, frozenset()), {}
    if not calendar.official:
        calendar = calendars.file_calendar()
    return calendar, rules or shipped()


def shipped() -> dict:
    """The default rules of the repository."""
    return {spec.code: replace(spec, version=1) for spec in read_preset(PRESETS / "default.json").rules}


def with_draft(rules: dict, path: Path) -> dict:
    """The present rules with those of a file in their place; what the file switches off is left out."""
    draft = read_preset(path)
    drafted = {spec.code: spec for spec in draft.rules}
    return {code: version for code, version in (rules | drafted).items() if code not in draft.off}


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = _("“%(text)s” is not a date like 2026-03-31.") % {"text": text}
        raise CommandError(words, returncode=2) from error


class Command(BaseCommand):
    help = "FILE.jsonl [--until DATE] [--rules FILE.json] [--json] [--fail]: what supervision would have found"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--until", help="the last day on which the sweep runs; the day after the last event")
        parser.add_argument("--rules", type=Path, help="a draft of rules in place of the present ones")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--fail", action="store_true", help="exit with 1 where anything is found")

    def handle(self, *args, file, until, rules, **options):
        until = day(until) if until else None
        try:
            calendar, in_force = present()
            in_force = with_draft(in_force, rules) if rules else in_force
            history = History(file)
            until = until or (history.index.last or timezone.localdate()) + timedelta(days=1)
            found = run(history.traces(calendar, until), in_force, calendar, until)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        except HistoryError as error:
            raise CommandError(f"{file}:{error}", returncode=2) from error
        except ValidationError as error:
            raise CommandError(f"{rules}: {' '.join(error.messages)}", returncode=2) from error
        self.say(found, calendar, options["json"])
        if options["fail"] and found:
            sys.exit(1)

    def say(self, found: list[Found], calendar: Calendar, as_json: bool):
        for one in found:
            line = one.line(calendar)
            shown = json.dumps(line, ensure_ascii=False) if as_json else sentence(line)
            self.stdout.write(shown)


def sentence(line: dict) -> str:
    """One finding for a person at the terminal."""
    days = f"{line['used_days']}/{line['limit_days']}" if line["used_days"] is not None else ""
    parts = [line["issued_on"], line["case"], line["rule"], line["level"], line["effective_on"], days]
    return " ".join(part for part in [*parts, line["step"], line["branch"]] if part)
