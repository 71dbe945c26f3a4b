"""The ledger against a few lines of Python that do the same: whatever is booked in whatever order, both agree.

The machine books moves that are right and moves that are not: more than there is, nothing, wrong stages, closed
periods, days before the money came, the same key again, returns of any posting. After each step every posting with
its parent, its source and what is left of it is compared.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import DatabaseError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from funds import actions
from funds.actions.ledger import Move, Slip, book
from funds.models import Account, Posting, Stage, Voucher
from funds.proof import first_fault
from records.refusal import Refused

K = Voucher.Kind
FIRST = date(2026, 3, 1)
WAYS = {
    K.SHARE: [(Stage.HELD, Stage.HELD)],
    K.ALLOCATE: [(Stage.HELD, Stage.ALLOCATED)],
    K.DISBURSE: [(Stage.ALLOCATED, Stage.DISBURSED)],
    K.USE: [(Stage.ALLOCATED, Stage.USED), (Stage.DISBURSED, Stage.USED)],
}
AMOUNTS = st.integers(1, 400)
DAYS = st.integers(0, 9)
KINDS = st.sampled_from([K.ALLOCATE, K.ALLOCATE, K.DISBURSE, K.DISBURSE, K.USE, K.USE, K.SHARE])
PLACES = st.integers(0, 7)


@dataclass
class Piece:
    """A posting as it should be; its number is its place in the list."""

    parent: int | None
    source: int
    out_of: int
    into: int
    amount: int
    rest: int
    since: date


@dataclass
class Books:
    """What the ledger should say. Every method returns whether the booking is to be taken."""

    stages: dict[int, str]
    pieces: list[Piece] = field(default_factory=list)
    closed: date = FIRST - timedelta(days=1)
    keys: dict = field(default_factory=dict)

    def arrive(self, out_of, into, amount, day) -> bool:
        if amount <= 0 or day <= self.closed:
            return False
        self.pieces.append(Piece(None, len(self.pieces), out_of, into, amount, amount, day))
        return True

    def follows(self, kind, one, other) -> bool:
        return (self.stages[one], self.stages[other]) in WAYS[kind] and one != other

    def move(self, kind, moves, day) -> bool:
        """Moves of one voucher; all of them leave what lay there before it, oldest first."""
        if day <= self.closed or any(amount <= 0 or not self.follows(kind, one, two) for one, two, amount in moves):
            return False
        return self.book([(*move, None) for move in moves], day)

    def give_back(self, number, amount, day) -> bool:
        piece = self.pieces[number]
        if amount <= 0 or day <= self.closed:
            return False
        return self.book([(piece.into, piece.out_of, amount, number)], day)

    def book(self, moves, day) -> bool:
        rests = [piece.rest for piece in self.pieces]
        made = []
        for one, two, amount, only in moves:
            for number, piece in enumerate(self.pieces):
                taken = min(rests[number], amount) if piece.into == one and only in (None, number) else 0
                if taken and piece.since > day:
                    return False
                if taken:
                    rests[number] -= taken
                    amount -= taken
                    made.append(Piece(number, piece.source, one, two, taken, taken, day))
            if amount:
                return False
        for piece, rest in zip(self.pieces, rests, strict=True):
            piece.rest = rest
        self.pieces += made
        return True


class LedgerMachine(RuleBasedStateMachine):
    """`world` is set by the test: the fund, who books, and its accounts."""

    world = None

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        accounts = Account.objects.filter(fund=self.world.fund).order_by("pk")
        self.outside, *self.places = accounts
        self.books = Books({account.pk: account.stage for account in accounts})

    def teardown(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            assert first_fault() is None
        finally:
            connection.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tried(self, booking, expected: bool, *arguments, **more):
        """The ledger takes what the books take, and refuses what they refuse."""
        try:
            with transaction.atomic():
                booking(*arguments, by=self.world.cashier, now=self.world.now, **more)
                taken = True
        except (Refused, DatabaseError):
            taken = False
        assert taken == expected

    @rule(amount=st.integers(-1, 1000), day=DAYS)
    def arrive(self, amount, day):
        day = FIRST + timedelta(days=day)
        held = self.places[0]
        expected = self.books.arrive(self.outside.pk, held.pk, amount, day)
        about = {"giver": self.outside.name, "amount": amount, "happened_on": day, "words": "补助"}
        self.tried(actions.arrive, expected, self.world.fund, **about)

    @rule(kind=KINDS, one=PLACES, two=PLACES, amount=AMOUNTS, day=DAYS, right=st.booleans())
    def move(self, kind, one, two, amount, day, right):
        """One move; mostly between places of the right stages."""
        self.booked(kind, [self.between(kind, one, two, right, amount)], day)

    @rule(kind=KINDS, one=PLACES, first=PLACES, second=PLACES, amounts=st.tuples(AMOUNTS, AMOUNTS), day=DAYS)
    def move_two(self, kind, one, first, second, amounts, day):
        """Two moves of one voucher, out of the same place."""
        moves = [
            self.between(kind, one, two, True, amount) for two, amount in zip((first, second), amounts, strict=True)
        ]
        self.booked(kind, moves, day)

    def between(self, kind, one, two, right, amount):
        if not right:
            return self.places[max(one - 4, 0)], self.places[two % len(self.places)], amount
        stages = WAYS[kind][one % len(WAYS[kind])]
        givers, takers = ([place for place in self.places if place.stage == stage] for stage in stages)
        return givers[one % len(givers)], takers[two % len(takers)], amount

    def booked(self, kind, moves, day, key=None):
        day = FIRST + timedelta(days=day)
        plain = [(one.pk, two.pk, amount) for one, two, amount in moves]
        expected = self.books.move(kind, plain, day)
        slip = Slip(self.world.fund, kind, day, "款", key=key)
        self.tried(book, expected, slip, [Move(*move) for move in moves])
        return expected

    @rule(amount=AMOUNTS, two=PLACES, other=st.booleans())
    def twice(self, amount, two, other):
        """The same key again: the same booking counts once, another one is refused."""
        key, move = uuid.uuid4(), self.between(K.ALLOCATE, 0, two, True, amount)
        if self.booked(K.ALLOCATE, [move], 9, key):
            again = Move(move[0], move[1], amount + 1 if other else amount)
            slip = Slip(self.world.fund, K.ALLOCATE, FIRST + timedelta(days=9), "款", key=key)
            self.tried(book, not other, slip, [again])

    @rule(number=st.integers(0, 200), amount=AMOUNTS, whole=st.booleans(), day=DAYS)
    def give_back(self, number, amount, whole, day):
        if not self.books.pieces:
            return
        number %= len(self.books.pieces)
        day = FIRST + timedelta(days=day)
        amount = self.books.pieces[number].amount if whole else amount
        posting = Posting.objects.order_by("pk")[number]
        expected = self.books.give_back(number, amount, day)
        self.tried(actions.give_back, expected, posting, happened_on=day, words="退回", amount=amount)

    @rule(day=st.integers(0, 2))
    def close(self, day):
        """Now and then a period is closed."""
        until = FIRST + timedelta(days=day)
        expected = until > self.books.closed
        if expected:
            self.books.closed = until
        self.tried_by_head(until, expected)

    def tried_by_head(self, until, expected):
        try:
            with transaction.atomic():
                actions.close_period(self.world.fund, by=self.world.treasurer, now=self.world.now, until=until)
                taken = True
        except Refused:
            taken = False
        assert taken == expected

    @invariant()
    def agrees(self):
        """Every posting: where from, where to, how much, of which source, what is left of it."""
        if not hasattr(self, "books"):
            return
        columns = ("pk", "parent_id", "source_id", "out_of_id", "into_id", "amount", "lot__rest", "lot__since")
        rows = list(Posting.objects.order_by("pk").values_list(*columns))
        place = {row[0]: number for number, row in enumerate(rows)} | {None: None}
        found = [(place[row[1]], place[row[2]], *row[3:]) for row in rows]
        pieces = [(p.parent, p.source, p.out_of, p.into, p.amount, p.rest, p.since) for p in self.books.pieces]
        assert found == pieces
