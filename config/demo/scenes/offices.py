"""What the scenes of enforcement share: the people of a unit, moments of the past, firms that do not exist."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.people import credit_code
from config.demo.staged import Stage


class Office:
    """The posts of one unit; the demo accounts come first."""

    def __init__(self, stage: Stage, code: str):
        self.stage, self.unit = stage, stage.cast.units.get(code) or Organisation.objects.get(code=code)

    def post(self, role, number: int = 0) -> Actor:
        found = self.stage.cast.posts[self.unit.pk, role]
        return found[min(number, len(found) - 1)]

    @property
    def clerk(self) -> Actor:
        return self.post(Role.CLERK)

    @property
    def second(self) -> Actor:
        """Another clerk; in the smallest units the reviewer."""
        other = self.post(Role.CLERK, 1)
        return other if other.user.pk != self.clerk.user.pk else self.reviewer

    @property
    def reviewer(self) -> Actor:
        return self.post(Role.REVIEWER)

    @property
    def approver(self) -> Actor:
        return self.post(Role.APPROVER)

    @property
    def head(self) -> Actor:
        return self.post(Role.HEAD)


def ago(stage: Stage, days: int) -> datetime:
    """A moment in the office hours of the working day that lies so many working days back."""
    return stage.hours.office(stage.hours.nth_before(stage.today_or_next, days))


def ahead(stage: Stage, moment: datetime, days: int) -> date:
    """The working day on or after the day so many calendar days after this moment."""
    return stage.hours.calendar.roll(timezone.localdate(moment) + timedelta(days=days))


def firm(stage: Stage, name: str, address: str) -> dict:
    """A firm as a slip names it."""
    return {"firm_name": name, "firm_code": credit_code(stage.rng), "firm_address": address}
