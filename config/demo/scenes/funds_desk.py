"""What the scenes of public funds share: people, moments by working days, and the money as it is told in funds.json.

All moments are counted back from today, so that any day gives the same year: a term of twelve months that began some
two hundred working days ago. Nothing here draws from the county's own chance: other histories stay as they are.
"""

import json
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from config.demo.county import DATA
from config.demo.papers import picture
from config.demo.staged import Stage
from funds.models import Fund, Payee
from records import attachments

FIRST = 204  # working days ago: the funds are opened
YUAN = 100  # fen


class Desk:
    """The finance bureau, the units, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.told = json.loads((DATA / "funds.json").read_text("utf-8"))
        self.rng = Random(f"funds {timezone.localdate(stage.now)}")  # noqa: S311
        self.starts_on = self.day(FIRST).replace(day=1)
        self.kept: dict[str, object] = {}

    def day(self, ago: int) -> date:
        return self.stage.hours.nth_before(self.stage.today_or_next, ago)

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """A moment of that working day; minutes may run over the hour."""
        noon = datetime.combine(self.day(ago), time(hour, 0, 11, 700 + minute))
        return timezone.make_aware(noon + timedelta(minutes=minute))

    def unit(self, code: str) -> Organisation:
        if code not in self.kept:
            self.kept[code] = Organisation.objects.get(code=code)
        return self.kept[code]

    def someone(self, code: str, *roles: str) -> Actor:
        """The first post of a unit in one of these roles, in this order; the demo accounts come first."""
        unit = self.unit(code)
        return next(self.stage.cast.posts[unit.pk, role][0] for role in roles if (unit.pk, role) in self.posts)

    @property
    def posts(self) -> dict:
        return self.stage.cast.posts

    def clerk(self, code: str) -> Actor:
        return self.someone(code, Role.CLERK, Role.REVIEWER, Role.HEAD)

    def signer(self, code: str) -> Actor:
        return self.someone(code, Role.REVIEWER, Role.APPROVER, Role.HEAD)

    @property
    def finance(self) -> Organisation:
        return self.unit("czj")

    @property
    def cashier(self) -> Actor:
        """The demo account among the clerks of finance."""
        return self.stage.cast.demo["fan"]

    @property
    def auditor(self) -> Actor:
        return self.stage.cast.demo["xia"]

    @property
    def treasurer(self) -> Actor:
        return self.stage.cast.demo["jin"]

    def auditors(self) -> list[Actor]:
        """The demo accounts of the audit office: who looks, and who stands for it."""
        return [self.stage.cast.demo["cui"], self.stage.cast.demo["bai"]]

    def fund(self, code: str) -> Fund:
        return Fund.objects.select_related("finance", "manager").get(code=code)

    def payee(self, key: str) -> Payee:
        return Payee.objects.get(name=self.told["payees"][key][0])

    def inspectors(self) -> list[Actor]:
        posts = Post.objects.active().filter(role=Role.INSPECTOR).select_related("user", "organisation__parent")
        return [Actor(post.user, post) for post in posts.order_by("pk")[:2]]


def scan(name: str, by: Actor, now: datetime):
    """A scanned paper or a photograph, handed in and not bound yet."""
    return attachments.store(SimpleUploadedFile(f"{name}.png", picture(len(name))), by=by, now=now)


def fen(yuan: int) -> int:
    return yuan * YUAN
