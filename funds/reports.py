"""Figures of public money: the use rate against the time, what lies idle, what each project got and used.

Everything is counted from the postings up to a day, so that the same day of the year before is counted alike.
Amounts are in fen, shares in hundredths of a per cent (4000 = 40.00 %).
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Min, Q, Sum

from accounts.models import Organisation
from funds.models import Account, Check, Fund, Lot, Posting, Stage

IDLE_DAYS = 90  # 沉淀: from here on it stands in the list
LONG_IDLE_DAYS = 180
GOAL = 1500  # points more than in the year before (S0-07: 使用率提高 15 % 以上)
SPENDABLE = [Stage.ALLOCATED, Stage.DISBURSED]
LYING = [Stage.HELD, *SPENDABLE]
WHOLE = 10_000


def share(part: int, whole: int) -> int | None:
    """part / whole in hundredths of a per cent, rounded half up; None for nothing."""
    return (part * WHOLE * 2 + whole) // (whole * 2) if whole > 0 else None


def elapsed(first: date, last: date, day: date) -> int:
    """How much of a period is over at the end of a day, counted in months: the end of June is half of a year."""
    begin, end = _place(first, before=1), _place(last)
    return min(max(int((_place(day) - begin) * WHOLE / (end - begin) + 0.5), 0), WHOLE)


def _place(day: date, before: int = 0) -> float:
    """Months since the year 0 at the end of a day, or at its beginning."""
    return day.year * 12 + day.month - 1 + (day.day - before) / calendar.monthrange(day.year, day.month)[1]


def year_before(day: date) -> date:
    day = date(day.year, 2, 28) if (day.month, day.day) == (2, 29) else day
    return day.replace(year=day.year - 1)


@dataclass(frozen=True)
class Used:
    """What a unit (or a project) got by allocation, and what of it was used."""

    got: int = 0
    used: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(self.got + other.got, self.used + other.used)


# Stages a posting goes between → what it counts as, and whose it is.
COUNTS = {
    (Stage.HELD, Stage.ALLOCATED): ("got", 1, "into"),
    (Stage.ALLOCATED, Stage.HELD): ("got", -1, "out_of"),
    (Stage.ALLOCATED, Stage.USED): ("used", 1, "out_of"),
    (Stage.DISBURSED, Stage.USED): ("used", 1, "out_of"),
    (Stage.USED, Stage.ALLOCATED): ("used", -1, "into"),
    (Stage.USED, Stage.DISBURSED): ("used", -1, "into"),
}


def used_by(funds, day: date, *keys: str) -> dict[tuple, Used]:
    """What was got and used up to a day, by these columns of the account (`fund`, `organisation`, `project`)."""
    names = ["out_of__stage", "into__stage", *(f"{side}__{key}" for side in ("out_of", "into") for key in keys)]
    rows = Posting.objects.filter(voucher__fund__in=funds, voucher__happened_on__lte=day)
    rows = rows.values(*names).annotate(sum=Sum("amount")).order_by()
    found = defaultdict(Used)
    for row in rows:
        counted = COUNTS.get((row["out_of__stage"], row["into__stage"]))
        if counted:
            kind, sign, side = counted
            found[tuple(row[f"{side}__{key}"] for key in keys)] += Used(**{kind: sign * int(row["sum"])})
    return dict(found)


@dataclass(frozen=True)
class Progress:
    """A unit of the use-rate report. `time` is weighted by what it got of each fund; `before` is the year before."""

    organisation: Organisation
    got: int
    used: int
    time: int
    before: int | None
    rank: int = 0

    @property
    def rate(self) -> int:
        return share(self.used, self.got) or 0

    @property
    def gap(self) -> int:
        """How far the use lags behind the time; negative where it is ahead."""
        return self.time - self.rate

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.rate - self.before

    @property
    def tone(self) -> str:
        """10 to 30 points behind are yellow, more are red (FUN-09)."""
        return "ok" if self.gap < 1000 else "warn" if self.gap <= 3000 else "over"


def use_rates(funds, day: date) -> list[Progress]:
    """The units of these funds with the highest use rate first."""
    now = used_by(funds, day, "fund", "organisation")
    periods = {fund.pk: elapsed(fund.starts_on, fund.ends_on, day) for fund in funds}
    before = earlier_rates(funds, day)
    sums, times = defaultdict(Used), defaultdict(int)
    for (fund, unit), used in now.items():
        sums[unit] += used
        times[unit] += periods[fund] * used.got
    units = Organisation.objects.in_bulk(list(sums))
    rows = [
        Progress(units[unit], used.got, used.used, round(times[unit] / used.got), before.get(unit))
        for unit, used in sums.items()
        if used.got > 0
    ]
    rows.sort(key=lambda row: (-row.rate, -row.got, row.organisation.pk))
    return [Progress(r.organisation, r.got, r.used, r.time, r.before, rank) for rank, r in enumerate(rows, 1)]


def earlier_rates(funds, day: date) -> dict[int, int]:
    """Unit → use rate on the same day of the year before, in the funds of the same kinds and offices."""
    about = {(fund.kind, fund.year - 1, fund.finance_id) for fund in funds}
    wanted = Q(pk=None)
    for kind, year, finance in about:
        wanted |= Q(kind=kind, year=year, finance=finance)
    rows = used_by(Fund.objects.filter(wanted), year_before(day), "organisation")
    return {unit: share(used.used, used.got) for (unit,), used in rows.items() if used.got > 0}


@dataclass(frozen=True)
class Idle:
    """Money of an account that nobody moved for long: so much of it, the oldest since that day."""

    account: Account
    amount: int
    since: date
    days: int
    is_over: bool  # the period of the fund has ended

    @property
    def tone(self) -> str:
        return "over" if self.is_over or self.days >= LONG_IDLE_DAYS else "warn"


def idle_money(accounts, day: date, days: int = IDLE_DAYS) -> list[Idle]:
    """The accounts with money that lies there for so many days or more, or whose fund has ended, longest first."""
    lots = Lot.objects.filter(rest__gt=0, account__in=accounts, account__stage__in=LYING)
    latest = date.fromordinal(day.toordinal() - days)
    lots = lots.filter(Q(since__lte=latest) | Q(account__fund__ends_on__lt=day))
    rows = list(lots.values("account").annotate(sum=Sum("rest"), oldest=Min("since")).order_by())
    known = Account.objects.select_related("fund", "organisation").in_bulk([row["account"] for row in rows])
    found = []
    for row in rows:
        account, since = known[row["account"]], row["oldest"]
        found.append(Idle(account, int(row["sum"]), since, (day - since).days, account.fund.ends_on < day))
    return sorted(found, key=lambda idle: (idle.since, -idle.amount, idle.account.pk))


@dataclass(frozen=True)
class Project:
    """What one allocation became: got, used, accepted by others, questioned by audit."""

    account: Account
    got: int
    used: int
    accepted: int
    questioned: int

    @property
    def rate(self) -> int:
        return share(self.used, self.got) or 0


def projects(accounts, day: date) -> list[Project]:
    """The projects of these allocated accounts."""
    accounts = list(accounts.select_related("fund", "organisation"))
    used = used_by({one.fund_id for one in accounts}, day, "fund", "organisation", "project")
    checked = checks_of(accounts)
    found = []
    for one in accounts:
        own = used.get((one.fund_id, one.organisation_id, one.project), Used())
        found.append(Project(one, own.got, own.used, *checked.get(one.pk, (0, 0))))
    return found


def checks_of(accounts: Iterable[Account]) -> dict[int, tuple[int, int]]:
    """Account → (what was accepted, what audits questioned), of confirmed checks."""
    about = {"account__in": accounts, "state": Check.State.CONFIRMED}
    sums = {
        "accepted": Sum(F("amount") - F("questioned"), filter=Q(kind=Check.Kind.ACCEPTANCE), default=0),
        "questioned": Sum("questioned", filter=Q(kind=Check.Kind.AUDIT), default=0),
    }
    rows = Check.objects.filter(**about).values("account").annotate(**sums).order_by()
    return {row["account"]: (int(row["accepted"]), int(row["questioned"])) for row in rows}


@dataclass(frozen=True)
class Entry:
    """A line of the ledger of a project: what came, what went, what is left after it."""

    posting: Posting
    came: int
    went: int
    rest: int


def places_of(project: Account):
    """The two accounts of a project: what is allocated to it, and what was disbursed for it."""
    about = {"fund": project.fund, "organisation": project.organisation, "project": project.project}
    return Account.objects.filter(stage__in=SPENDABLE, **about)


def ledger_of(project: Account) -> list[Entry]:
    """All postings of a project in their order; what only moves within it leaves the rest as it was."""
    places = set(places_of(project).values_list("pk", flat=True))
    rows = Posting.objects.filter(Q(out_of__in=places) | Q(into__in=places)).order_by("pk")
    rows = rows.select_related("voucher", "out_of__organisation", "into__organisation", "out_of__payee", "into__payee")
    found, rest = [], 0
    for row in rows:
        came = row.amount if row.into_id in places else 0
        went = row.amount if row.out_of_id in places else 0
        rest += came - went
        found.append(Entry(row, came, went, rest))
    return found
