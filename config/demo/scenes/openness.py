"""Openness: duties kept and missed, announcements, information requests in every state, the checks of a quarter."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.county import DATA
from config.demo.staged import Stage
from disclosure import periods
from disclosure.actions import (
    announcing,
    answering,
    cataloguing,
    checking,
    keeping,
    publishing,
    teaching,
    watching,
)
from disclosure.actions.announcing import Words
from disclosure.actions.answering import Asked
from disclosure.actions.checking import Seen, Sheet
from disclosure.actions.keeping import Facts
from disclosure.actions.publishing import Piece
from disclosure.models import (
    Announcement,
    CatalogueEntry,
    CheckSheet,
    InfoRequest,
    LibraryDocument,
    OpennessCheck,
    Publication,
    PublicationDuty,
)

Moments = Iterator[tuple[datetime, partial]]
MONTHS_BACK = 5  # how long the duties are known


class Office:
    """The people, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.told = json.loads((DATA / "openness.json").read_text("utf-8"))
        self.calendar = stage.hours.calendar

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def at(self, day: date, hour: int, minute: int = 0, place: int = 0) -> datetime:
        """A moment of the last working day up to this day."""
        day = self.calendar.numbered(self.calendar.count(day))
        moment = time(hour, (minute + place) % 60, (place * 7) % 60, 1000 + place)
        return timezone.make_aware(datetime.combine(day, moment))

    def unit(self, code: str) -> Organisation:
        return self.stage.cast.unit(code)

    def people(self, code: str) -> tuple[Actor, Actor]:
        """Who writes in a unit, and somebody else who signs; the openness office for whoever has no such posts."""
        posts, unit = self.stage.cast.posts, self.unit(code)
        roles = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
        found = [actor for role in roles for actor in posts.get((unit.pk, role), [])[:1]]
        return (found[0], found[-1]) if len(found) > 1 else (self.clerk, self.director)

    @property
    def clerk(self) -> Actor:
        return self.stage.cast.demo["song"]

    @property
    def director(self) -> Actor:
        return self.stage.cast.demo["yuan"]

    @property
    def begin(self) -> date:
        """The first day of the month in which the duties were entered."""
        month = self.today.replace(day=1)
        for _step in range(MONTHS_BACK):
            month = (month - timedelta(days=1)).replace(day=1)
        return month


def scene(stage: Stage) -> Moments:
    office = Office(stage)
    for part in (duties, publications, announcements, requests, checks, library, drafts):
        yield from part(office)


# duties and what is published


def duties(office: Office) -> Moments:
    """Entered by the office on one day; then the robot asks on the first of every month."""
    place = 0
    for code, entries in office.told["duties"].items():
        for name in entries:
            now = office.at(office.begin + timedelta(days=3), 9 + place // 60, 0, place)
            yield now, partial(impose, office, code, name, now)
            place += 1
    month = (office.begin + timedelta(days=32)).replace(day=1)
    while month <= office.today:
        now = timezone.make_aware(datetime.combine(month, time(8, 30, 30)))
        yield now, partial(watching.run, now)
        month = (month + timedelta(days=32)).replace(day=1)


def impose(office: Office, code: str, name: str, now: datetime):
    entry = CatalogueEntry.objects.get(code=name)
    publishing.impose(office.unit(code), by=office.director, now=now, entry=entry, begun_on=office.begin)


def publications(office: Office) -> Moments:
    """Every piece that was asked for: most within its days, some late, the last of some units not yet."""
    place = 0
    for code, entries in office.told["duties"].items():
        slow = office.told["slow"].get(code, {})
        for name in entries:
            for begin, last in asked(office, name):
                place += 1
                late = slow.get(name, 0)
                if late is None and last:
                    continue
                wait = 3 + place % 5 + (late or 0 if last else 0)
                day = office.calendar.add(
                    max(periods.last_of(cycle(name), begin), office.begin + timedelta(days=4)), wait
                )
                if day >= office.today:
                    continue
                now = office.at(day, 10 + place % 6, 0, place % 60)
                yield now, partial(write, office, code, name, begin, now)
                then = now + timedelta(minutes=70)
                yield then, partial(release, office, code, name, begin, then)
    for told in office.told["events"]:
        now = office.at(office.day(told["ago"]), 9, 20)
        yield now, partial(happened, office, told, now)
        if told.get("title"):
            then = office.at(office.day(told["ago"] - told.get("after", 3)), 15, 10)
            yield then, partial(write_event, office, told, then)
            last = then + timedelta(minutes=50)
            yield last, partial(release_event, office, told, last)


def cycle(name: str) -> str:
    return CatalogueEntry.objects.get(code=name).cycle


def asked(office: Office, name: str) -> list[tuple[date, bool]]:
    """The periods of this line that have ended by now, and whether each is the last one."""
    kind = cycle(name)
    if kind == periods.Cycle.ONCE:
        return [(office.begin, True)]
    if kind not in periods.MONTHS:
        return []
    begin, found = periods.begin_of(kind, office.begin), []
    while periods.following(kind, begin) <= office.today:
        found.append(begin)
        begin = periods.following(kind, begin)
    return [(begin, begin == found[-1]) for begin in found]


def piece_of(code: str, name: str, begin: date) -> Publication | None:
    rows = Publication.objects.filter(duty__organisation__code=code, duty__entry__code=name, period=begin)
    return rows.select_related("duty__entry", "duty__organisation").first()


def write(office: Office, code: str, name: str, begin: date, now: datetime):
    row = piece_of(code, name, begin)
    if row is None or row.state != Publication.State.OWED:
        return
    unit, entry = row.duty.organisation, row.duty.entry
    title = f"{unit.short_name}{entry.name}（{row.period_words}）"
    body = (
        office.told["texts"]
        .get(name, "{unit}{period}{entry}情况：{content}。")
        .format(unit=unit.name, period=row.period_words, entry=entry.name, content=entry.content)
    )
    publishing.write(row, by=office.people(code)[0], now=now, piece=Piece(title, body, entry.page))


def release(office: Office, code: str, name: str, begin: date, now: datetime):
    row = piece_of(code, name, begin)
    if row is not None and row.state == Publication.State.DRAFTED:
        publishing.publish(row, by=office.people(code)[1], now=now)


def happened(office: Office, told: dict, now: datetime):
    duty = PublicationDuty.objects.get(organisation__code=told["unit"], entry__code=told["entry"])
    writer = office.people(told["unit"])[0]
    publishing.note_event(duty, by=writer, now=now, on=timezone.localdate(now), event=told["event"])


def event_of(told: dict) -> Publication:
    rows = Publication.objects.filter(duty__organisation__code=told["unit"], event=told["event"])
    return rows.select_related("duty__entry", "duty__organisation").get()


def write_event(office: Office, told: dict, now: datetime):
    piece = Piece(told["title"], told["body"])
    publishing.write(event_of(told), by=office.people(told["unit"])[0], now=now, piece=piece)


def release_event(office: Office, told: dict, now: datetime):
    publishing.publish(event_of(told), by=office.people(told["unit"])[1], now=now)


# announcements


def announcements(office: Office) -> Moments:
    """Written by one, released by another an hour later; one waits, one was withdrawn."""
    for place, told in enumerate(office.told["announcements"]):
        now = office.at(office.day(told["ago"]), 9, 5, place)
        yield now, partial(announce, office, told, now)
        if not told.get("waits"):
            then = now + timedelta(hours=1)
            yield then, partial(let_out, office, told, then)
        if told.get("withdrawn"):
            last = office.at(office.day(told["ago"] - 2), 16, place)
            yield last, partial(withdraw, office, told, last)


def announce(office: Office, told: dict, now: datetime):
    until = office.today + timedelta(days=told["comments"]) if "comments" in told else None
    words = Words(told["kind"], told["title"], told["body"], until)
    announcing.write(office.unit(told["unit"]), by=office.people(told["unit"])[0], now=now, words=words)


def let_out(office: Office, told: dict, now: datetime):
    row = Announcement.objects.get(title=told["title"])
    announcing.publish(row, by=office.people(told["unit"])[1], now=now)


def withdraw(office: Office, told: dict, now: datetime):
    row = Announcement.objects.get(title=told["title"])
    announcing.withdraw(row, by=office.people(told["unit"])[1], now=now, reason=told["withdrawn"])


# information requests


def requests(office: Office) -> Moments:
    """One of every kind: answered, refused, corrected, at a third party, extended, fresh."""
    for place, told in enumerate(office.told["requests"]):
        now = office.at(office.day(told["ago"]), 10, 15, place)
        yield now, partial(ask, office, told, now)
        for step in told.get("steps", []):
            then = office.at(office.day(step["ago"]), 11, 5, place)
            yield then, partial(act, office, told, step, then)


def ask(office: Office, told: dict, now: datetime):
    by = office.stage.cast.demo[told["by"]] if "by" in told else Actor()
    asked = Asked(told["content"], told.get("way", "online"), told["name"], told["telephone"], **told.get("more", {}))
    answering.receive(office.unit(told["unit"]), by=by, now=now, asked=asked)


def act(office: Office, told: dict, step: dict, now: datetime):
    """One step: the name of the deed, its arguments, and which of the two people does it."""
    row = InfoRequest.objects.get(content=told["content"])
    writer, signer = office.people(told["unit"])
    by = signer if step["do"] in ("sign", "approve_extension", "send_back") else writer
    getattr(answering, step["do"])(row, by=by, now=now, **step.get("with", {}))


# checks and the library


def checks(office: Office) -> Moments:
    """The quarter before this one: every unit of the list, most confirmed, one waits."""
    quarter = periods.begin_of(
        periods.Cycle.QUARTER, periods.begin_of(periods.Cycle.QUARTER, office.today) - timedelta(1)
    )
    end = periods.last_of(periods.Cycle.QUARTER, quarter)
    for place, told in enumerate(office.told["checks"]):
        now = office.at(min(end + timedelta(days=6), office.day(3)), 9, 30, place)
        yield now, partial(check, office, quarter, told, now)
        if told.get("state") != "waits":
            then = now + timedelta(hours=2)
            yield then, partial(confirm, office, quarter, told, then)
        if told.get("report"):
            last = office.at(min(end + timedelta(days=13), office.day(2)), 15, place)
            yield last, partial(put_right, office, quarter, told, last)


def check(office: Office, quarter: date, told: dict, now: datetime):
    lost = told.get("lost", {})
    lines = tuple(
        Seen(point, point.points - lost.get(point.code, (0, ""))[0], lost.get(point.code, (0, ""))[1])
        for point in CheckSheet.objects.of_quarter(quarter).in_use()
    )
    until = office.calendar.add(timezone.localdate(now), 15) if lost else None
    sheet = Sheet(quarter, lines, told.get("words", ""), until)
    checking.write(office.unit(told["unit"]), by=office.clerk, now=now, sheet=sheet)


def check_of(quarter: date, told: dict) -> OpennessCheck:
    return OpennessCheck.objects.get(organisation__code=told["unit"], quarter=quarter)


def confirm(office: Office, quarter: date, told: dict, now: datetime):
    checking.confirm(check_of(quarter, told), by=office.director, now=now)


def put_right(office: Office, quarter: date, told: dict, now: datetime):
    checking.put_right(check_of(quarter, told), by=office.people(told["unit"])[0], now=now, report=told["report"])


def library(office: Office) -> Moments:
    """Two documents entered by the office, one of them released."""
    for place, told in enumerate(office.told["documents"]):
        now = office.at(office.day(told["ago"]), 14, 10, place)
        yield now, partial(enter, office, told, now)
        if told["released"]:
            then = now + timedelta(hours=1)
            yield then, partial(let_in, office, told, then)


def enter(office: Office, told: dict, now: datetime):
    keeping.enter(None, by=office.clerk, now=now, facts=Facts(**told["facts"]))


def let_in(office: Office, told: dict, now: datetime):
    keeping.release(LibraryDocument.objects.get(code=told["facts"]["code"]), by=office.director, now=now)


def drafts(office: Office) -> Moments:
    """A change of the catalogue from the next quarter on and a lesson: both wait for the second person."""
    for name, act in (("change", propose), ("lesson", teach)):
        now = office.at(office.day(office.told[name]["ago"]), 15, 20)
        yield now, partial(act, office, office.told[name], now)


def propose(office: Office, told: dict, now: datetime):
    entry = CatalogueEntry.objects.get(code=told["line"])
    words = replace(cataloguing.words_of(entry), days=told["days"])
    begin = periods.following(periods.Cycle.QUARTER, periods.begin_of(periods.Cycle.QUARTER, office.today))
    cataloguing.propose(entry, by=office.clerk, now=now, words=words, valid_from=begin, why=told["why"])


def teach(office: Office, told: dict, now: datetime):
    article = teaching.Article(**told["article"])
    lesson = teaching.write(None, by=office.clerk, now=now, code=told["code"], article=article)
    teaching.add_question(lesson, by=office.clerk, now=now, question=teaching.Question(**told["question"]))
