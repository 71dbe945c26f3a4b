"""The trading centre of the demo county: who trades, supervises, bids and evaluates. Chinese data in trading.json."""

import json
from datetime import date, timedelta
from functools import cache

from accounts.actor import Actor
from accounts.models import User
from config.demo.county import DATA
from procurement.models import Centre, Expert, Party, Regulator, Representative, Speciality
from records.numbers import next_number

CENTRE = "jyzx"
FIRST_USER, FIRST_EXPERT = 13_700_000_101, 13_700_001_001  # telephone numbers nobody has
KNOWN = {"孙立": "13700000002", "郑一鸣": "13700000001", "程立平": "13700000003"}  # demo accounts
RARE = ("A08", "消防和智能化工程")  # a speciality that one expert of the county has, the demo account
YEARS = timedelta(days=500)


@cache
def data() -> dict:
    return json.loads((DATA / "trading.json").read_text("utf-8"))


def found_trading(organisations, person, now):
    """Write the centre, its supervising departments, the firms with their people, and the pool of experts.

    `person` makes an account with the demo password.
    """
    told, then = data(), now - YEARS
    centre = Centre.objects.create(organisation=organisations[CENTRE])
    for trade, codes in told["regulators"].items():
        Regulator.objects.bulk_create(
            Regulator(centre=centre, trade=trade, organisation=organisations[code]) for code in codes
        )
    firms = found_firms(told["firms"], then)
    people = {group: iter(names) for group, names in told["people"].items()}
    for number, (row, party) in enumerate(zip(told["firms"], firms, strict=True)):
        name = next(people[row["group"]])
        user = user_of(name, str(FIRST_USER + number), person)
        Representative.objects.create(user=user, party=party, title="授权代表", since=then.date())
    found_experts(told, person, then)


def user_of(name: str, telephone: str, person) -> User:
    """The demo account of this name, or a new one."""
    user = User.objects.filter(username=KNOWN.get(name, "")).first()
    if user is None:
        user = person(telephone, name, telephone=telephone, is_citizen=True)
        user.save()
    return user


def found_firms(rows, then) -> list[Party]:
    names = ["code", "name", "legal_representative", "address", "telephone", "businesses"]
    return [
        Party.objects.create(
            founded_on=date.fromisoformat(row["founded_on"]),
            registered_at=then,
            **{name: row[name] for name in names},
        )
        for row in rows
    ]


def found_experts(told, person, then):
    """Everybody knows some specialities, so that every committee can be drawn; one of them is known to one alone."""
    kinds = list(Speciality.objects.order_by("sort"))
    rare = Speciality.objects.create(code=RARE[0], name=RARE[1], sort=len(kinds) + 1)
    for number, name in enumerate(told["experts"]):
        telephone = str(FIRST_EXPERT + number)
        user = user_of(name, telephone, person)
        expert = Expert.objects.create(
            code=f"ZJ{next_number('expert', 0):04d}",
            name=name,
            user=user,
            telephone=telephone,
            employer_name=told["employers"][number % len(told["employers"])],
            rank="高级工程师",
            state=Expert.State.REGISTERED,
            entered_at=then,
            confirmed_at=then + timedelta(days=1),
        )
        known = [kinds[place % len(kinds)] for place in (number, number + 4, number + 8)]
        expert.specialities.set([*known, rare] if name in KNOWN else known)


GROUPS = {"construction": "works", "procurement": "goods", "drugs": "drugs"}


def acting(party: Party) -> Actor:
    """Who acts for the firm."""
    return Actor(Representative.objects.filter(party=party).select_related("user").order_by("pk")[0].user)


def bidders(trade: str, turn: int) -> list[Party]:
    """The firms of the trade in an order of their own; whoever buys land and property is of another kind."""
    group = {row["name"] for row in data()["firms"] if row["group"] == GROUPS.get(trade, "buyers")}
    firms = list(Party.objects.filter(name__in=group).order_by("pk"))
    return [firms[(turn + place) % len(firms)] for place in range(len(firms))]
