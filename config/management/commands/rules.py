"""The rules: a list with their supervision points; a shipped rule set written as drafts."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from config.management.commands.replay import shipped
from monitoring.actions.rules import load_preset
from monitoring.points import BY_CODE as POINTS
from monitoring.rules import RULES, versions_in_force
from monitoring.rules.presets import presets
from records.refusal import Refused


class Command(BaseCommand):
    help = "[--json]: every rule with its version in force · --load PRESET --by USER: its drafts"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--load", metavar="PRESET", help=", ".join(preset.code for preset in presets()))
        parser.add_argument("--by", metavar="USER", help="the inspector who is the author of the drafts")

    def handle(self, *args, load, by, **options):
        if load:
            self.load(load, by)
            return
        try:
            in_force = versions_in_force(timezone.localdate())
        except DatabaseError:
            in_force = shipped()
        for rule in RULES:
            self.say(rule, in_force.get(rule.code), options["json"])

    def say(self, rule, version, as_json: bool):
        if not as_json:
            words = f"{version.level} v{version.version} {version.name} {version.law}" if version else "—"
            self.stdout.write(f"{rule.code} {POINTS[rule.point].name} {words}")
            return
        about = {"code": rule.code, "point": rule.point, "in_force": version is not None}
        if version:
            about |= {"version": version.version, "level": str(version.level), "name": version.name}
            about |= {"law": version.law, "parameters": version.parameters}
        self.stdout.write(json.dumps(about, ensure_ascii=False))

    def load(self, code: str, by: str | None):
        chosen = next((preset for preset in presets() if preset.code == code), None)
        if chosen is None:
            raise CommandError(f"--load: {', '.join(preset.code for preset in presets())}", returncode=2)
        user = User.objects.filter(username=by or "").first()
        if user is None:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": by}, returncode=2)
        now = timezone.now()
        actor = Actor(user, user.posts.first())
        day: date = timezone.localdate(now)
        try:
            made = load_preset(chosen, by=actor, now=now, valid_from=day)
        except Refused as refusal:
            raise CommandError(str(refusal.message), returncode=1) from refusal
        for version in made:
            self.stdout.write(f"{version} {version.level} {version.name}")
