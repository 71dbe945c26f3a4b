"""Subsidies for tests: two villages of a town, the civil affairs bureau, programmes, and rows in one word."""

from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from funds.actions.listing import Row, enter, open_roll
from funds.actions.programmes import Wish, propose_terms, sign
from funds.actions.subsidising import pass_on, show
from funds.models import Programme, Roll
from tests.conftest import at

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Numbers that nobody has: born in 1900, as the standard's own samples.
FIRST = 110105190001010000


def number(serial: int, born="19000101") -> str:
    """An identity number of nobody, with the right check sign."""
    digits = f"110105{born}{serial:03d}"
    return digits + check_sign(digits)


def check_sign(digits: str) -> str:
    """GB 11643, counted anew: the remainder of the weighted sum by 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def village(town, code, name) -> Organisation:
    about = {"name": f"{town.short_name}{name}村民委员会", "short_name": name, "level": Organisation.Level.VILLAGE}
    return Organisation.objects.create(code=code, parent=town, **about)


def programme(fund, manager, code="dibao", **about) -> Programme:
    words = {
        "name": "农村低保",
        "basis": "云民〔2026〕3号",
        "period": Programme.Period.MONTH,
        "way": Programme.Way.FIXED,
        "rate": 52_000,
    }
    return Programme.objects.create(code=code, fund=fund, manager=manager, **words | about)


def wish(**about) -> Wish:
    """Terms for a programme: 560 yuan a month from July on."""
    facts = {"basis": "云民〔2026〕8号", "way": Programme.Way.FIXED, "rate": 56_000, "valid_from": date(2026, 7, 1)}
    return Wish(**facts | about)


def signed(which, cast, **about):
    """Other terms of a programme, proposed by the department and signed at finance."""
    version = propose_terms(which, wish(**about), by=cast.officer, now=at("2026-06-01"), reason="年度提标")
    return sign(version, by=cast.treasurer, now=at("2026-06-01"))


def row(serial: int, **about) -> Row:
    """Somebody on a list; the account is their own."""
    words = {
        "number": number(serial),
        "name": f"王大{'一二三四五六七八九十'[serial % 10]}",
        "account": f"62284800{serial:08d}",
        "bank": "云溪农商行",
    }
    return Row(**words | about)


def area_row(serial: int, area: str, **about) -> Row:
    return row(serial, area=Decimal(area), **about)


def rolled(which, where, rows, *, by, period=MAY, now="2026-06-01") -> Roll:
    """A list of a village with these rows."""
    roll = open_roll(which, by=by, now=at(now), village=where, period=period)
    enter(roll, by=by, now=at(now), rows=rows)
    return Roll.objects.get(pk=roll.pk)


DAYS = ["2026-06-01", "2026-06-11", "2026-06-12", "2026-06-25", "2026-06-26", "2026-07-08"]


def approved(roll, cast) -> Roll:
    """The whole way, seven working days at each level (19 June is a holiday); two people of the county decide."""
    village_days, town_days, county_days = DAYS[0:2], DAYS[2:4], DAYS[4:6]
    show(roll, by=cast.scribe, now=at(village_days[0]))
    pass_on(roll, by=cast.scribe, now=at(village_days[1]))
    show(roll, by=cast.mayor, now=at(town_days[0]))
    pass_on(roll, by=cast.mayor, now=at(town_days[1]))
    show(roll, by=cast.officer, now=at(county_days[0]))
    return pass_on(roll, by=cast.director, now=at(county_days[1]))


def states(roll) -> list[str]:
    """Of its rows, in the order in which they were entered."""
    return list(roll.lines.order_by("pk").values_list("state", flat=True))
