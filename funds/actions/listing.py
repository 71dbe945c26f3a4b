"""Making the list of a village: opened for a programme and period, filled row by row or from a workbook."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from funds import persons
from funds.actions.checking import check
from funds.actions.common import positive
from funds.models import Programme, Recipient, Roll, RollLine, RollStep
from funds.numbers import next_paper
from funds.permissions.subsidies import can_enter, can_make
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused

MOST_AREA = Decimal(100_000)


@dataclass(frozen=True)
class Row:
    """What somebody wrote of one recipient. `amount` in fen; without one it is computed from the programme."""

    number: str
    name: str
    account: str
    bank: str
    area: Decimal | None = None
    amount: int | None = None
    holder: str = ""


@deed(makes=True)
def open_roll(programme: Programme, *, by, now, village: Organisation, period: date) -> Roll:
    """Begin the list of a village. `period` is any day of it. Raises Refused where there is one already."""
    if village.level != Organisation.Level.VILLAGE:
        raise Refused(None, _("Lists are made by villages and communities."), field="village")
    if not can_make(by, village):
        raise PermissionDenied(_("Lists are made by the village itself or its town."))
    first = programme.first_day(period)
    programme = for_update(programme)  # its terms are not signed meanwhile
    if not programme.is_open:
        raise Refused(None, _("No lists are taken for this programme."), field="programme")
    if first > timezone.localdate(now):
        raise Refused(None, _("This period has not begun yet."), field="period")
    if Roll.objects.filter(programme=programme, village=village, period=first).exists():
        words = _("There is a list of this village for this programme and period already.")
        raise Refused(None, words, field="period")
    as_actor(by)
    about = {"programme": programme, "village": village, "period": first, "made_at": now, "made_by": by.user}
    roll = Roll.objects.create(number=next_paper("roll", now), **about)
    step(roll, "open", by, now)
    return roll


def step(roll: Roll, name: str, by, now, words=""):
    """A line of the course of a list, and its entry in the record."""
    office = by.organisation or roll.programme.manager
    RollStep.objects.create(
        roll=roll, deed=name, state=roll.state, words=words, done_at=now, done_by=by.user, organisation=office
    )
    record(f"funds.roll.{name}", roll, actor=by, now=now, state=roll.state, words=words)


@deed
def enter(roll: Roll, *, by, now, rows: list[Row]) -> list[RollLine]:
    """Write rows into a list and check each. All of them or none; a row that fails a check stands there blocked.

    Raises Refused for a number, name, account or area that cannot be (nothing is saved).
    """
    roll = for_update(roll, "programme__fund", "village")
    may(can_enter(by, roll))
    if not rows:
        raise Refused(None, _("There is nothing to enter."), field="file")
    programme = roll.programme.at(roll.period)
    for row in rows:
        examine(row, programme)
    as_actor(by)
    people = recipients(rows, roll.village, now)
    about = {"roll": roll, "period": roll.period, "programme": programme, "entered_at": now, "entered_by": by.user}
    lines = [RollLine(**about, **facts_of(row, programme, people)) for row in rows]
    lines = RollLine.objects.bulk_create(lines, batch_size=1000)
    check(lines, now, by)
    record("funds.roll.entered", roll, actor=by, now=now, rows=len(lines), amount=sum(row.amount for row in lines))
    return list(RollLine.objects.filter(pk__in=[line.pk for line in lines]).select_related("recipient"))


def examine(row: Row, programme: Programme):
    """Raise Refused for what no list may hold; the sentence names the field."""
    if not persons.is_number(row.number):
        words = _("The identity number of %(name)s is not valid.")
        raise Refused(None, words % {"name": persons.masked_name(row.name) if row.name else "—"}, field="number")
    needed(row.name, "name")
    needed(row.bank, "bank")
    if not (row.account.isdigit() and 8 <= len(row.account) <= 30):
        raise Refused(None, _("A bank account has 8 to 30 digits."), field="account")
    if programme.way == Programme.Way.AREA and (row.area is None or not 0 < row.area <= MOST_AREA):
        raise Refused(None, _("Give the area; it is greater than zero."), field="area")
    positive(programme.due(row.area) if row.amount is None else row.amount)


def recipients(rows: list[Row], village: Organisation, now) -> dict[str, Recipient]:
    """Digest → person, entered where a number is here for the first time."""
    named = {persons.digest(persons.PERSON, row.number): row for row in rows}
    known = set(Recipient.objects.filter(digest__in=named).values_list("digest", flat=True))
    fresh = [person_of(mark, row, village, now) for mark, row in sorted(named.items()) if mark not in known]
    Recipient.objects.bulk_create(fresh, ignore_conflicts=True)
    return {person.digest: person for person in Recipient.objects.filter(digest__in=named)}


def person_of(mark: str, row: Row, village, now) -> Recipient:
    key, sealed = persons.seal(persons.PERSON, row.number)
    about = {"shown": persons.masked_number(row.number), "name": row.name, "village": village, "entered_at": now}
    return Recipient(digest=mark, sealed=sealed, seal_key=key, **about)


def facts_of(row: Row, programme: Programme, people: dict[str, Recipient]) -> dict:
    """The columns of a row, in the terms of its period."""
    key, sealed = persons.seal(persons.ACCOUNT, row.account)
    return {
        "recipient": people[persons.digest(persons.PERSON, row.number)],
        "name": row.name.strip(),
        "area": row.area if programme.way == Programme.Way.AREA else None,
        "rate": programme.rate,
        "amount": programme.due(row.area) if row.amount is None else row.amount,
        "holder": row.holder.strip() or row.name.strip(),
        "bank": row.bank.strip(),
        "account_digest": persons.digest(persons.ACCOUNT, row.account),
        "account_shown": persons.masked_account(row.account),
        "account_sealed": sealed,
        "seal_key": key,
    }


def account_number(line: RollLine) -> str:
    """The bank account in clear, for the file to the bank; whoever asks otherwise notes the look."""
    return persons.unseal(line.account_digest, line.seal_key, line.account_sealed)
