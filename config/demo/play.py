"""Lets histories happen, with supervision's sweep at nine each morning: through the actions, or in bulk.

Both ways meet on one timeline, so numbers of documents and cards follow the order of time. In bulk a case is written
once, as it stands in the end; its entries, documents and findings are written when their time has come. Irregular
histories (files, refused deeds) always go through the actions.
"""

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import actions as approvals
from approvals.bulk import Course, Keys, save
from approvals.models import Case
from approvals.numbers import case_number
from config import rounds
from config.demo.history import Deed, History
from config.demo.papers import paper
from deadlines.actions import is_over
from deadlines.bulk import Clock
from monitoring import sweep as watch
from monitoring import watcher
from monitoring.issue import issue
from monitoring.rules import versions_in_force
from records import attachments
from records.bulk import keys, write
from records.models import Document
from records.numbers import next_numbers
from records.refusal import Refused

SWEEP_AT = time(9)
DEEDS, LAW, FINDINGS = 0, 1, 2  # what happens at the same moment happens in this order
Follow = Callable[[datetime], Iterable[tuple[datetime, Callable[[], None]]]]


def nine(moment: datetime) -> datetime:
    """The first sweep that is not before this moment."""
    day = timezone.localdate(moment)
    sweep = timezone.make_aware(datetime.combine(day, SWEEP_AT))
    return sweep if sweep >= moment else timezone.make_aware(datetime.combine(day + timedelta(days=1), SWEEP_AT))


class Beginning(partial):
    """The deed of a scene that begins a case. It takes a number, so cases begun before must have theirs by then."""


class Play:
    """One run. `follow` may answer each sweep with deeds of its own, such as the answers to the cards it issued."""

    def __init__(self, until: datetime, *, in_bulk=True, follow: Follow | None = None):
        self.until, self.in_bulk, self.follow = until, in_bulk, follow
        self.last_sweep = nine(until - timedelta(days=1, microseconds=-1))
        self.keys, self.document_keys = Keys(), keys(Document)
        self.versions = {}
        self.coming: list[tuple] = []  # (when, rank, order, tie, what): a heap
        self.ties = itertools.count()
        self.waiting: list[History] = []
        self.staged: list[datetime] = []  # when scenes begin a case: a heap

    def run(self, histories: Iterable[History]) -> Iterator[int]:
        """Play everything, day by day; yields how many cases there are by each morning."""
        upcoming = Ahead(histories)
        count, morning = 0, nine(upcoming.next.at)
        while morning <= self.last_sweep:
            self.push(morning, LAW, (), partial(rounds.do_by_law, morning))
            count += self.gather(upcoming, morning)
            self.advance(morning)
            self.sweep(morning)
            yield count
            morning = nine(morning + timedelta(microseconds=1))
        count += self.gather(upcoming, self.until)
        self.advance(self.until)
        watcher.logged(rounds.sweep, self.until)  # what was done since the morning
        yield count

    def stage(self, moments: Iterable[tuple[datetime, Callable[[], None]]]):
        """Take up what happens beside the histories; call before `run`.

        A call that has written rows ahead of their time returns the list of their entries; each is written at its own.
        """
        for when, call in moments:
            self.push(when, DEEDS, (), call)
            if isinstance(call, Beginning):
                heapq.heappush(self.staged, when)

    def gather(self, upcoming: "Ahead", limit: datetime) -> int:
        """Take up the histories that begin by then."""
        count = 0
        while upcoming.next is not None and upcoming.next.at <= limit:
            self.catch_up(upcoming.next.at)
            history = upcoming.take()
            count += 1
            if self.in_bulk and history.is_regular:
                self.waiting.append(history)
            else:
                self.advance(history.at)
                self.enact(history)
                self.advance(history.at)
        return count

    def catch_up(self, moment: datetime):
        """The cases that scenes begin before this moment come first: numbers of cases follow the order of time."""
        while self.staged and self.staged[0] <= moment:
            self.advance(heapq.heappop(self.staged))

    def advance(self, limit: datetime):
        """Let everything happen that lies before or at this moment, what a call brings about included."""
        self.write_cases()
        while group := self.next_group(limit):
            self.happen(group, limit)

    def next_group(self, limit: datetime) -> list[tuple]:
        """What comes next and can be done at once: a single call, or rows of one kind up to the next call."""
        group = []
        while self.coming and self.coming[0][0] <= limit:
            nearest = self.coming[0]
            if group and (callable(nearest[-1]) or nearest[1] != group[0][1]):
                break
            group.append(heapq.heappop(self.coming))
            if callable(group[0][-1]):
                break
        return group

    def happen(self, group: list[tuple], moment: datetime):
        rank, things = group[0][1], [one[-1] for one in group]
        if rank == FINDINGS:
            issue(things, moment)
        elif callable(things[0]):
            self.hear(things[0]())
        else:
            write(things, self.document_keys)

    def hear(self, said):
        """Entries that wait for their time; most calls have written their own."""
        for draft in said if isinstance(said, list) else ():
            self.push(draft.now, DEEDS, (), draft)

    def sweep(self, morning: datetime):
        """The findings told in bulk are issued already; this finds all others, and what people do about them."""
        watcher.logged(rounds.sweep, morning)
        for when, call in self.follow(morning) if self.follow else ():
            self.push(when, DEEDS, (), call)

    def push(self, when: datetime, rank: int, order: tuple, thing):
        if when <= self.until:
            heapq.heappush(self.coming, (when, rank, order, next(self.ties), thing))

    # one case after another, through the actions

    def enact(self, history: History):
        """Every deed at its time; the case is known once the first has been done."""
        made = {}
        for deed in history.deeds:
            self.push(deed.at, DEEDS, (), partial(self.act, deed, history, made))

    def act(self, deed: Deed, history: History, made: dict):
        detail = with_files(deed, history) if history.files else deed.detail
        if deed.name == "apply":
            made["case"] = approvals.apply(history.item, by=deed.by, now=deed.at, **detail).pk
            return
        case = Case.objects.get(pk=made["case"])
        try:
            getattr(approvals, deed.name)(case, by=deed.by, now=deed.at, **detail)
        except (Refused, PermissionDenied):
            if not deed.refused:
                raise

    # many cases at once

    def write_cases(self):
        """Tell the histories taken up so far and write their rows; what they say waits for its time."""
        numbers = self.numbers(self.waiting)
        courses = [self.tell(history, number) for history, number in zip(self.waiting, numbers, strict=True)]
        self.waiting = []
        if courses:
            save(courses)
        for course in courses:
            for draft in course.said:
                self.push(draft.now, DEEDS, (), draft)

    def numbers(self, histories: list[History]) -> Iterator[str]:
        """Case numbers: serials of the day of receipt, in the order of time."""
        for day, group in itertools.groupby(histories, key=lambda history: timezone.localdate(history.at)):
            serials = next_numbers(f"case-{day:%m%d}", day.year, len(list(group)))
            yield from (case_number(day, serial) for serial in serials)

    def tell(self, history: History, number: str) -> Course:
        """The whole course up to now, its alarms rung by the sweeps on the way."""
        first, *others = history.deeds
        course = Course(self.keys, number, history.item, by=first.by, now=first.at, **first.detail)
        since = first.at
        for deed in others:
            if deed.at > self.until:
                break
            self.ring(course.clocks, since, deed.at)
            getattr(course, deed.name)(by=deed.by, now=deed.at, **deed.detail)
            since = deed.at
        self.ring(course.clocks, since, self.last_sweep + timedelta(microseconds=1))
        return course

    def ring(self, clocks: list[Clock], since: datetime, before: datetime):
        """The sweeps of the mornings between two deeds; what they find is issued with its morning."""
        for place, clock in enumerate(clocks):
            row = clock.row
            while row.next_alarm_at and not is_over(row) and (morning := nine(max(row.next_alarm_at, since))) < before:
                order, stages = (row.overdue_on, row.started_at, place), clock.ring(morning)
                for stage, on in stages:
                    self.find(row, stage, on, morning, order)

    def find(self, row, stage, on, morning, order):
        finding = watch.finding_of_alarm(row, stage, on, self.rules(morning), morning)
        if finding:
            self.push(morning, FINDINGS, (*order, stage), finding)

    def rules(self, morning: datetime):
        day = timezone.localdate(morning)
        if day not in self.versions:
            self.versions[day] = versions_in_force(day)
        return self.versions[day]


class Ahead:
    """An iterator that shows what comes next."""

    def __init__(self, histories: Iterable[History]):
        self.rest = iter(histories)
        self.next = next(self.rest, None)

    def take(self) -> History:
        taken, self.next = self.next, next(self.rest, None)
        return taken


def with_files(deed: Deed, history: History) -> dict:
    """The deed with an uploaded file in place of each paper."""
    if "materials" not in deed.detail:
        return deed.detail
    files = {}
    for document in deed.detail["materials"]:
        name, data = paper(document.name, history.item.name, history.applicant["applicant_name"])
        upload = SimpleUploadedFile(name, data)
        files[document] = attachments.store(upload, by=deed.by, now=deed.at, kind="material")
    return deed.detail | {"materials": files}
