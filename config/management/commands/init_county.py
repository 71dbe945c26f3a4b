"""Founds a real county on an empty database: its top organisation and its administrators (三员, two for security)."""

import json
import re
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import give_one_time_password
from accounts.actor import ROBOT
from accounts.models import Organisation, Post, Role, User
from administration.actions import log

ADMINISTRATORS = {
    "sysadmin": (Role.SYSTEM_ADMIN, "系统管理员"),
    "secadmin": (Role.SECURITY_ADMIN, "安全管理员"),
    "secadmin2": (Role.SECURITY_ADMIN, "安全管理员（复核）"),  # a right needs two signatures
    "auditadmin": (Role.AUDIT_ADMIN, "审计管理员"),
}
HAN = re.compile(r"[\u4e00-\u9fff]{2,20}")
LETTERS = re.compile(r"[A-Z]{2}")


class Command(BaseCommand):
    help = "The county's name and its three administrators, with one-time passwords shown once."

    def add_arguments(self, parser):
        parser.add_argument("--name", help="the county's name, e.g. 青禾县; asked for when missing")
        parser.add_argument("--letters", help="two letters that case numbers begin with, e.g. QH")

    def handle(self, *args, name=None, letters=None, **options):
        if Organisation.objects.exists() or User.objects.exists():
            raise CommandError(_("This database already holds a county; nothing was changed."), returncode=1)
        name = self.ask(name, _("Name of the county (for example 青禾县): "), HAN, settings.COUNTY["name"])
        question = _("Two letters that case numbers begin with (for example QH): ")
        letters = self.ask(letters, question, LETTERS, settings.COUNTY["case_prefix"])
        with transaction.atomic():
            passwords = found(name)
            county = {"name": name, "number_prefix": name[0], "case_prefix": letters}
            settings.COUNTY_FILE.write_text(json.dumps(county, ensure_ascii=False), "utf-8")
        settings.COUNTY.update(county)
        self.stdout.write(_("%(name)s is founded. One-time passwords, shown only now:") % {"name": name})
        for username, password in passwords.items():
            self.stdout.write(f"  {username:<12} {password}   {ADMINISTRATORS[username][1]}")

    def ask(self, given, question, pattern, default) -> str:
        """The option, or the answer of whoever sits there, or the setting; refused when it has not the right form."""
        answer = given or (input(question).strip() if sys.stdin.isatty() else "") or default
        if not pattern.fullmatch(answer):
            message = _("“%(answer)s” does not fit; expected is something like the example.") % {"answer": answer}
            raise CommandError(f"{question}{message}", returncode=2)
        return answer


def found(name: str) -> dict[str, str]:
    """The top organisation and the administrators; user name → one-time password."""
    county = Organisation.objects.create(
        code="county", name=f"{name}人民政府", short_name="县政府", level=Organisation.Level.COUNTY
    )
    passwords, posts = {}, []
    for username, (role, title) in ADMINISTRATORS.items():
        user = User.objects.create(username=username, name=title)
        posts.append(Post.objects.create(user=user, organisation=county, role=role, title=title))
        passwords[username] = give_one_time_password(user)
    log.found(posts, by=ROBOT, now=timezone.now(), reason="平台启用，首次设立三员", document_number="初始化")
    return passwords
