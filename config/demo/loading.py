"""Loads the demo county: founds it, invents half a year, and lets it happen. All or nothing, in one transaction."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from heapq import merge
from random import Random
from types import SimpleNamespace

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organisation, Role
from config.demo import cast as casting
from config.demo import courses, scenes, staged
from config.demo.county import load as read_county
from config.demo.founding import found
from config.demo.hours import Hours
from config.demo.play import Play
from config.demo.words import CARD_ANSWERS
from deadlines import calendar as calendars
from monitoring import actions as monitoring
from monitoring import board
from monitoring.models import Card
from procurement.actions import draws

CASES, FULL, FULL_CASES = 3000, 20, 58_584  # cases at scale 1; at scale 20 as many as the published figures
CITIZENS_PER_CASE = 0.085
ANSWERED = 0.97  # the share of cards that are answered in time; the others turn red (DR-1 R4)
ANSWER_DAYS = 3  # working days
STATISTICS_EVERY = 15  # mornings
GROWN = 1.5  # times: the planner lives with less
# What this transaction has written so far, table by table.
WRITTEN = """
SELECT quote_ident(relname), n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables
WHERE schemaname = current_schema() AND n_tup_ins + n_tup_upd > 0
"""


class AlreadyLoaded(Exception):
    """There is a county in this database; nothing is loaded on top of it."""


def number_of_cases(scale: int) -> int:
    return FULL_CASES if scale == FULL else CASES * scale


def load(now: datetime, scale: int, say: Callable[[int, int], None]):
    """Fill an empty database. `say` hears about the progress. Raises AlreadyLoaded."""
    count = number_of_cases(scale)
    rng = Random(f"云溪县 {timezone.localdate(now)} {scale}")  # noqa: S311 - the same day makes the same county
    lots = Random(f"lots {timezone.localdate(now)}")  # noqa: S311
    with transaction.atomic(), board.gathered(), patient_collector(), drawing(lots), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        if Organisation.objects.exists():
            raise AlreadyLoaded
        found(read_county(), rng, now, citizens=200 + round(count * CITIZENS_PER_CASE))
        cast, hours = casting.read(), Hours(calendars.calendar(), rng)
        play = Play(now, follow=Answers(cast, hours, rng).follow)
        stage = staged.Stage(cast, hours, Random(f"scenes {timezone.localdate(now)}"), now)  # noqa: S311
        play.stage(scenes.moments(stage))
        tables = Statistics()
        for done in play.run(invent(cast, hours, rng, now, count)):
            tables.morning()
            say(done, count)
        staged.drafts(cast, now)
        tables.take()
    stage.keyring.write(now)


def invent(cast, hours: Hours, rng: Random, now: datetime, count: int) -> Iterable:
    """All histories in the order of time: those that every county has, and those of the demo people."""
    special = staged.histories(cast, hours, rng, now)
    made = courses.orders(cast, hours, rng, now, count - len(special))
    courses.deal(made, rng, now)
    return merge(courses.histories(made, cast, hours, rng), special, key=lambda history: history.at)


@contextmanager
def drawing(lots: Random):
    """The seeds of committees come from here, not from chance: who sits together tells which suspicions there are,
    and the same day makes the same county."""
    chance, draws.secrets = draws.secrets, SimpleNamespace(token_hex=lambda size: lots.randbytes(size).hex())
    try:
        yield
    finally:
        draws.secrets = chance


@contextmanager
def patient_collector():
    """Python's garbage collector would look through every row in memory again and again; here it may wait."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Statistics:
    """Tells the planner how large the tables have become: a transaction that fills them is not seen from outside."""

    def __init__(self):
        self.mornings = 0
        self.known = {}  # table → rows written when it was last looked at

    def morning(self):
        """Of the past as it is played: every table may have grown, whatever became of the cases."""
        self.mornings += 1
        if self.mornings % STATISTICS_EVERY == 0:
            self.take(GROWN)
            gc.collect()  # rows that point at each other; without it they would wait for a collection of everything

    def take(self, grown: float = 1):
        """Of the tables that have grown so many times since the last look; in the end of all that have changed."""
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN)
            written = dict(cursor.fetchall())
            tables = [table for table, rows in sorted(written.items()) if rows > self.known.get(table, 0) * grown]
            self.known |= {table: written[table] for table in tables}
            if tables:
                cursor.execute("ANALYZE " + ", ".join(tables))


class Answers:
    """What the units and the inspectors do about the cards of the past."""

    def __init__(self, cast, hours: Hours, rng: Random):
        self.cast, self.hours, self.rng = cast, hours, rng

    def follow(self, morning: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Most cards are answered within some days, and most answers hold."""
        for card in Card.objects.filter(issued_at=morning).select_related("finding").order_by("pk"):
            if self.rng.random() > ANSWERED:
                continue
            answered = self.hours.later(morning, self.rng.randint(1, ANSWER_DAYS))
            yield answered, partial(self.answer, card.pk, self.rng.choice(CARD_ANSWERS), answered)
            if self.rng.random() < 0.8:
                closed = self.hours.later(answered, self.rng.randint(2, 5))
                yield closed, partial(self.close, card.pk, self.rng.choice(self.cast.inspectors), closed)

    def answer(self, card_id: int, words: tuple[str, str], now: datetime):
        card = Card.objects.select_related("finding").get(pk=card_id)
        if card.state != Card.State.ISSUED:  # taken back, or not confirmed yet
            return
        heads = self.cast.posts.get((card.finding.organisation_id, Role.HEAD))
        if not heads:  # the discipline office, carded for its own delay
            return
        cause, measure = words
        monitoring.answer(card, by=heads[0], now=now, cause=cause, measure=measure)

    def close(self, card_id: int, by, now: datetime):
        card = Card.objects.get(pk=card_id)
        if card.state == Card.State.ANSWERED:
            monitoring.close(card, by=by, now=now)
