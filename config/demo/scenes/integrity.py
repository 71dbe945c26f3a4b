"""Integrity risks of the last months: information judged by two, alarms and orders at every point of their course,
reminders to the holders of powers of level A, quarterly self-reports, the analysis of the last quarter, archives.

All days are working days counted back from today; the robot asks for the self-reports itself.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.county import DATA
from config.demo.scenes.offices import ago
from config.demo.staged import Stage
from integrity.actions import analysing, entering, noting, ordering, reminding, reporting
from integrity.actions.entering import Told
from integrity.actions.noting import Noted
from integrity.actions.reminding import Words
from integrity.actions.reporting import Stated
from integrity.models import Accountability, Analysis, ArchiveNote, Reminder, RiskInformation, RiskOrder, SelfReport
from integrity.models.reports import before, last_day, quarter_of
from records.refusal import Refused

Moments = Iterator[tuple[datetime, Callable]]
ANSWERS = 60  # people of a round that answer, at most
REPORTING = 12  # working days before the end of a quarter on which the first units report


class Offices:
    """The people of the discipline office and of the units; what they say."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.told = json.loads((DATA / "integrity.json").read_text("utf-8"))
        self.first, self.second = stage.cast.demo["zhao"], stage.cast.demo["qian"]
        self.rng = Random("integrity")  # noqa: S311

    def at(self, days: int) -> datetime:
        return ago(self.stage, days)

    def unit(self, code: str) -> Organisation:
        return self.stage.cast.unit(code)

    def someone(self, code: str, *roles: str) -> Actor:
        """The first post of a unit in one of these roles; the demo accounts come first."""
        posts, unit = self.stage.cast.posts, self.unit(code)
        return next(posts[unit.pk, role][0] for role in roles if (unit.pk, role) in posts)

    def head(self, code: str) -> Actor:
        return self.someone(code, Role.HEAD)

    @property
    def county(self) -> Organisation:
        return self.first.organisation.parent


def scene(stage: Stage) -> Moments:
    offices = Offices(stage)
    for told in offices.told["informations"]:
        yield from course(offices, told)
    for told in offices.told["rounds"]:
        yield from round_of(offices, told)
    for part in (inquiry, reports, analysis, notes):
        yield from part(offices)


# risk information and orders

STEPS = ["entered", "judged", "issued", "planned", "underway", "reported", "verified"]
DAYS = {"entered": 0, "judged": 1, "issued": 2, "planned": 6, "underway": 8, "reported": 20, "verified": 24}
LAST = {"dismissed": "issued", "raised": "reported", "red": "reported"}


def course(offices: Offices, told: dict) -> Moments:
    """One matter up to where it stands today."""
    last = LAST.get(told["end"], told["end"])
    deeds = {
        "entered": enter,
        "judged": judge,
        "issued": confirm,
        "planned": hand_in,
        "underway": agree,
        "reported": report,
        "verified": verify,
    }
    for step in STEPS[: STEPS.index(last) + 1]:
        now = offices.at(told["ago"] - DAYS[step])
        yield now, partial(deeds[step], offices, told, now)
    if told["end"] in ("raised", "red"):
        now = offices.at(told["ago"] - DAYS["verified"])
        yield now, partial(escalate, offices, told, now)
        yield from second_time(offices, told)


def second_time(offices: Offices, told: dict) -> Moments:
    """After the level was raised: put right at last, or the talk is decided on."""
    if told["end"] == "raised":
        steps = [("planned", hand_in), ("underway", agree), ("reported", report), ("verified", verify)]
        again = {name: told[f"{name}2"] for name in ("plan", "feedback", "verdict")}
        for step, do in steps:
            now = offices.at(told["ago"] - DAYS["verified"] - DAYS[step])
            yield now, partial(do, offices, told | again, now)
    else:
        now = offices.at(told["ago"] - DAYS["verified"] - 3)
        yield now, partial(decide, offices, told, now)


def information_of(told: dict) -> RiskInformation:
    return RiskInformation.objects.get(words=told["words"])


def order_of(told: dict) -> RiskOrder:
    """The order of the newest alarm of this matter."""
    return RiskOrder.objects.filter(alarm__information__words=told["words"]).order_by("-pk").first()


def enter(offices: Offices, told: dict, now):
    role = told.get("person", "")
    person = offices.someone(told["unit"], role, Role.CLERK, Role.HEAD).user if role else None
    about = Told(told["channel"], told["words"], person=person, informant=told.get("informant", ""))
    entering.enter(offices.unit(told["unit"]), by=offices.first, now=now, told=about)


def judge(offices: Offices, told: dict, now):
    said = {"level": told["level"], "reason": told["reason"], "demand": told.get("demand", "")}
    entering.judge(information_of(told), by=offices.first, now=now, **said)


def confirm(offices: Offices, told: dict, now):
    entering.confirm(information_of(told), by=offices.second, now=now)


def hand_in(offices: Offices, told: dict, now):
    ordering.hand_in(order_of(told), by=offices.head(told["unit"]), now=now, plan=told["plan"])


def agree(offices: Offices, told: dict, now):
    underway = told["end"] == "underway"
    day = offices.today + timedelta(days=12) if underway else timezone.localdate(now) + timedelta(days=30)
    ordering.agree(order_of(told), by=offices.first, now=now, finish_on=day)


def report(offices: Offices, told: dict, now):
    ordering.report(order_of(told), by=offices.head(told["unit"]), now=now, feedback=told["feedback"])


def verify(offices: Offices, told: dict, now):
    ordering.verify(order_of(told), by=offices.second, now=now, verdict=told["verdict"])


def escalate(offices: Offices, told: dict, now):
    ordering.escalate(order_of(told), by=offices.second, now=now, verdict=told["verdict"])


def decide(offices: Offices, told: dict, now):
    """The talk is accepted; the accountability of the leaders still waits."""
    proposal = Accountability.objects.get(kind="talk", alarm__information__words=told["words"])
    words = "同意对主要负责人进行诫勉谈话，由县纪委监委负责同志实施。"
    ordering.decide(proposal, by=offices.first, now=now, accepted=True, opinion=words)


# reminders


def round_of(offices: Offices, told: dict) -> Moments:
    """Sent to all holders of powers of level A; one after the other answers, a few are silent."""
    sent = offices.at(told["ago"])
    yield sent, partial(send, offices, told, sent)
    for place in range(ANSWERS):
        now = offices.at(told["ago"] - 1 - place % 2) + timedelta(minutes=place // 2, seconds=place)
        yield now, partial(answer_next, told, now)


def send(offices: Offices, told: dict, now):
    words = Words(told["kind"], told["title"], told["text"])
    try:
        reminding.send(offices.county, by=offices.first, now=now, words=words)
    except Refused:  # nobody holds such a power in a small county
        return


def answer_next(told: dict, now):
    """The next one who has not answered; as many as are silent are left."""
    rows = Reminder.objects.open().filter(round__title=told["title"]).select_related("person").order_by("pk")
    if len(rows) > told["silent"]:
        reminder = rows[0]
        reminding.answer(reminder, by=Actor(reminder.person, post_of(reminder)), now=now, answer=told["answer"])


def post_of(reminder: Reminder):
    return reminder.person.posts.active().filter(organisation=reminder.organisation).first()


def inquiry(offices: Offices) -> Moments:
    """A letter of inquiry to one person, explained and settled."""
    told = offices.told["inquiry"]
    sent, answered, settled = (offices.at(told["ago"] - days) for days in (0, 3, 5))
    yield sent, partial(inquire, offices, told, sent)
    yield answered, partial(explain, offices, told, answered)
    yield settled, partial(settle, offices, told, settled)


def inquired(offices: Offices, told: dict) -> Actor:
    return offices.someone(told["unit"], told["role"])


def inquire(offices: Offices, told: dict, now):
    words = Words("inquiry", told["title"], told["text"], person=inquired(offices, told).user)
    reminding.send(offices.unit(told["unit"]), by=offices.first, now=now, words=words)


def letter_of(told: dict) -> Reminder:
    return Reminder.objects.get(round__title=told["title"])


def explain(offices: Offices, told: dict, now):
    reminding.answer(letter_of(told), by=inquired(offices, told), now=now, answer=told["answer"])


def settle(offices: Offices, told: dict, now):
    reminding.settle(letter_of(told), by=offices.second, now=now, opinion=told["opinion"])


# self-reports


def reports(offices: Offices) -> Moments:
    """Of every quarter that has ended since the lists were published: most units in time, one late, some never."""
    told = offices.told["reports"]
    calendar = offices.stage.hours.calendar
    for year, quarter in quarters(offices.today):
        end = last_day(year, quarter)
        codes = [code for code in offices.stage.cast.units if code not in told["skip"]]
        for place, code in enumerate(codes):
            late = 14 if code in told["late"] else 0
            day = calendar.numbered(calendar.count(end) - REPORTING + place % 10 + late)
            now, then = moment(day, 10, place), moment(calendar.add(day, 4), 15, place)
            yield now, partial(state, offices, code, (year, quarter), place, now)
            yield then, partial(accept, offices, code, (year, quarter), then)


def quarters(today: date) -> list[tuple[int, int]]:
    """The last two that have ended."""
    last = before(*quarter_of(today))
    return [before(*last), last]


def moment(day: date, hour: int, place: int) -> datetime:
    clock = time(hour, place % 60, 7 * place % 60, 1000 * place)
    return timezone.make_aware(datetime.combine(day, clock))


def report_of(code: str, quarter: tuple[int, int]) -> SelfReport | None:
    """None where none was asked for: the unit has no list yet, or none at all."""
    rows = SelfReport.objects.filter(organisation__code=code, year=quarter[0], quarter=quarter[1])
    return rows.first()


def state(offices: Offices, code: str, quarter: tuple[int, int], place: int, now):
    row, told = report_of(code, quarter), offices.told["reports"]
    if row is None:
        return
    resolved = told["resolved"][place % len(told["resolved"])]
    stated = Stated(resolved, told["assessment"], told["problems"], told["steps"])
    reporting.submit(row, by=offices.head(code), now=now, stated=stated)


def accept(offices: Offices, code: str, quarter: tuple[int, int], now):
    row = report_of(code, quarter)
    if row is not None and row.state == SelfReport.State.SUBMITTED:
        reporting.accept(row, by=offices.second, now=now)


# the analysis of the last quarter


def analysis(offices: Offices) -> Moments:
    """Drafted some days after the quarter, signed and countersigned; the quarter that runs is still a draft."""
    year, quarter = quarters(offices.today)[1]
    calendar = offices.stage.hours.calendar
    drafted, signed, ended = (
        moment(calendar.add(last_day(year, quarter), days), hour, 3) for days, hour in ((5, 9), (6, 11), (7, 16))
    )
    yield drafted, partial(draft, offices, year, quarter, drafted)
    yield signed, partial(sign, offices, signed)
    yield ended, partial(countersign, offices, ended)


def draft(offices: Offices, year: int, quarter: int, now):
    analysing.draft(offices.county, by=offices.first, now=now, year=year, quarter_number=quarter)


def sign(offices: Offices, now):
    analysing.sign(Analysis.objects.get(), by=offices.first, now=now)


def countersign(offices: Offices, now):
    analysing.countersign(Analysis.objects.get(), by=offices.second, now=now)


# archives


def notes(offices: Offices) -> Moments:
    """Lines that people add: proposed by one, signed by another; the last one waits."""
    for told in offices.told["notes"]:
        now = offices.at(told["ago"])
        yield now, partial(note, offices, told, now)
        if not told.get("unsigned"):
            then = offices.at(told["ago"] - 1)
            yield then, partial(sign_note, offices, told, then)


def note(offices: Offices, told: dict, now):
    person, unit = offices.someone(told["unit"], told["role"], Role.CLERK).user, offices.unit(told["unit"])
    noted = Noted(told["kind"], timezone.localdate(now) - timedelta(days=3), told["words"], told["source"])
    noting.propose(person, by=offices.first, now=now, organisation=unit, noted=noted)


def sign_note(offices: Offices, told: dict, now):
    noting.decide(ArchiveNote.objects.get(words=told["words"]), by=offices.second, now=now, signed=True)
