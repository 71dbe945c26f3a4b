"""The gentle simulator: one deed at a time by somebody of the county, through the ordinary actions.

It works on cases that came in while it runs, stays away from the demo citizens and mostly from the units of the demo
accounts, so that what a visitor has prepared stays as it was. Now and then somebody tries to go round the course, and
a few times an hour a case from the paper register is typed in that turns out to be late (see `story`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role
from approvals import actions as approvals
from approvals.actions.applying import PAPER, Applicant
from approvals.models import Case, Item
from config.demo import story
from config.demo.cast import DEMO, Cast
from config.demo.openings import Openings
from config.demo.people import Inventor
from config.demo.words import ATTEMPT_GROUNDS, CARD_ANSWERS
from deadlines.models import Hold
from monitoring import actions as monitoring
from monitoring.models import Card
from records.refusal import Refused

RECENT = timedelta(hours=3)  # older cases are left to the people who try the portal
VISITED = ("scjg", "zjj")  # units of the demo accounts
VISITED_SHARE = 0.15
CARDS_A_DAY = 40
FIRST_ACT, BETWEEN_ACTS = timedelta(seconds=40), timedelta(seconds=150)
LYING = 2  # working days: late, but not gravely
FORGIVEN = timedelta(minutes=20)  # a carded case is taken up again after that


class Chance(NamedTuple):
    """A deed by the name of a method and how often it comes."""

    name: str
    weight: int


CHANCES = [
    Chance("apply_online", 20),
    Chance("register", 14),
    Chance("accept", 22),
    Chance("review", 22),
    Chance("decide", 22),
    Chance("decide_at_once", 14),
    Chance("deliver", 24),
    Chance("ask_for_correction", 4),
    Chance("correct", 5),
    Chance("attempt", 3),
    Chance("take_up_late_case", 2),
    Chance("answer_card", 2),
    Chance("close_card", 2),
]


class Simulator:
    """`step` does one deed and says which; `act` moves the story of late cases on."""

    def __init__(self, cast: Cast, rng: Random, started: datetime):
        self.cast, self.rng = cast, rng
        self.inventor = Inventor(cast.people, rng)
        self.items = [item for item in cast.items if item.organisation.code not in VISITED]
        self.next_act, self.acts = started + FIRST_ACT, [self.lie, self.stand, self.turn_red]
        self.openings = Openings(cast)
        self.standing: Case | None = None

    def step(self, now: datetime) -> str:
        """One deed; where there is nothing to do for it, another one."""
        while True:
            [chance] = self.rng.choices(CHANCES, [chance.weight for chance in CHANCES])
            if getattr(self, chance.name)(now):
                return chance.name

    def act(self, now: datetime) -> bool:
        """What a deadline asks for; every few minutes the next act of the story, up to so many cards a day."""
        if self.openings.attend(now):
            return True
        if now < self.next_act:
            return False
        self.next_act = now + BETWEEN_ACTS
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        if Card.objects.filter(issued_at__gte=midnight).count() >= CARDS_A_DAY:
            return False
        self.acts.append(self.acts.pop(0))
        self.acts[-1](now)
        return True

    # whom and what

    def item(self, fits: Callable[[Item], bool] = lambda item: True) -> Item:
        """One of the items, popular ones more often."""
        items = [item for item in self.items if fits(item)]
        return self.rng.choices(items, [item.popularity for item in items])[0]

    def any_item(self, fits: Callable[[Item], bool] = lambda item: True) -> Item:
        """Mostly an item of a unit without demo accounts."""
        if self.rng.random() < VISITED_SHARE:
            return self.rng.choice([item for item in self.cast.items if fits(item)])
        return self.item(fits)

    def someone(self, case: Case, *roles: str) -> Actor:
        return self.rng.choice(self.cast.posts[case.organisation_id, self.rng.choice(roles)])

    def waiting(self, state: str, now: datetime, **more) -> Case | None:
        """A recent case in this state that no demo citizen owns."""
        recent = Case.objects.filter(state=state, submitted_at__gte=now - RECENT, **more)
        cases = recent.filter(item__is_joint=False, item__first_review="", item__renews="")  # the usual course only
        cases = cases.exclude(applicant__username__in=DEMO).select_related("item__organisation", "applicant", "clock")
        rows = [case for case in cases.order_by("pk")[:200] if self.may_touch(case)]
        return self.rng.choice(rows) if rows else None

    def may_touch(self, case: Case) -> bool:
        paused = case.clock is not None and case.clock.paused_on is not None
        own = case.item.organisation.code in VISITED
        held = Hold.objects.about(case).filter(released_at=None).exists()
        return not paused and not held and (not own or self.rng.random() < VISITED_SHARE)

    def applicant(self, item: Item, **known) -> Applicant:
        return Applicant(**self.inventor.applicant(item, **known))

    def word(self, case: Case, kind: str) -> str:
        return self.rng.choice(getattr(self.cast.people.opinions[case.item.theme], kind))

    # what: each says whether there was anything to do

    def apply_online(self, now) -> bool:
        item, citizen = self.any_item(lambda item: item.is_online), self.rng.choice(self.cast.citizens)
        known = {"telephone": citizen.user.telephone}
        papers = dict.fromkeys(item.documents.all(), PAPER)
        approvals.apply(item, by=citizen, now=now, applicant=self.applicant(item, **known), materials=papers)
        return True

    def register(self, now) -> bool:
        """At the window everything happens on one visit: received, accepted."""
        item = self.any_item()
        clerk = self.rng.choice(self.cast.staff(item, Role.CLERK))
        papers = dict.fromkeys(item.documents.all(), PAPER)
        case = approvals.apply(item, by=clerk, now=now, applicant=self.applicant(item), materials=papers)
        approvals.accept(case, by=clerk, now=now)
        return True

    def accept(self, now) -> bool:
        case = self.waiting(Case.State.SUBMITTED, now)
        return case is not None and bool(approvals.accept(case, by=self.someone(case, Role.CLERK), now=now))

    def review(self, now) -> bool:
        case = self.waiting(Case.State.ACCEPTED, now, item__handling=Item.Handling.PROMISED)
        if case is None:
            return False
        approvals.review(case, by=self.someone(case, Role.REVIEWER), now=now, opinion=self.word(case, "review"))
        return True

    def decide(self, now) -> bool:
        case = self.waiting(Case.State.REVIEWED, now)
        return case is not None and self.settle(case, now)

    def settle(self, case: Case, now) -> bool:
        """Grant, seldom deny, by whoever decides on this item."""
        granted = self.rng.random() < 0.96
        result = {"result": "granted"} if granted else {"result": "denied", "reason": self.word(case, "refusal")}
        if case.item.is_immediate:
            approvals.decide_at_once(case, by=self.someone(case, Role.CLERK), now=now, **result)
        else:
            approvals.decide(case, by=self.someone(case, Role.APPROVER, Role.HEAD), now=now, **result)
        return True

    def decide_at_once(self, now) -> bool:
        case = self.waiting(Case.State.ACCEPTED, now, item__handling=Item.Handling.IMMEDIATE)
        return case is not None and self.settle(case, now)

    def deliver(self, now) -> bool:
        case = self.waiting(Case.State.DECIDED, now)
        return case is not None and bool(approvals.deliver(case, by=self.someone(case, Role.CLERK), now=now))

    def ask_for_correction(self, now) -> bool:
        case = self.waiting(Case.State.SUBMITTED, now)
        if case is None:
            return False
        missing = [one for one in case.item.documents.all() if one.is_required][-1:]
        by, message = self.someone(case, Role.CLERK), self.word(case, "correction")
        approvals.request_correction(case, by=by, now=now, missing=missing, message=message)
        return True

    def correct(self, now) -> bool:
        case = self.waiting(Case.State.CORRECTING, now)
        if case is None:
            return False
        papers = dict.fromkeys(case.corrections.latest("pk").missing.all(), PAPER)
        by = Actor(case.applicant) if case.applicant else self.someone(case, Role.CLERK)
        approvals.correct(case, by=by, now=now, materials=papers)
        return True

    def attempt(self, now) -> bool:
        """Somebody tries what the course or the post forbids; the refusal is what we are here for."""
        case = self.waiting(Case.State.ACCEPTED, now, item__handling=Item.Handling.PROMISED)
        if case is None:
            return False
        deed, role, detail = self.rng.choice(ATTEMPT_GROUNDS)
        try:
            getattr(approvals, deed)(case, by=self.someone(case, role), now=now, **detail)
        except (Refused, PermissionDenied):
            return True
        raise AssertionError(f"{deed} was not refused")

    # late cases and their cards

    def late_cards(self, **which):
        """Cards of units without demo accounts."""
        cards = Card.objects.filter(**which).exclude(finding__organisation__code__in=VISITED)
        return cards.select_related("finding").order_by("pk")

    def take_up_late_case(self, now) -> bool:
        """Some time after the card the unit decides the immediate item that was left lying."""
        old = self.late_cards(issued_at__lt=now - FORGIVEN, issued_at__gte=now - timedelta(days=1))
        lying = {"state": Case.State.ACCEPTED, "item__handling": Item.Handling.IMMEDIATE}
        cases = Case.objects.filter(pk__in=old.values("finding__subject_id"), **lying)
        case = cases.select_related("item").order_by("pk").first()
        return case is not None and self.settle(case, now)

    def answer_card(self, now) -> bool:
        led = [unit for unit, role in self.cast.posts if role == Role.HEAD]
        late = self.late_cards(state=Card.State.ISSUED, issued_at__lt=now - FORGIVEN)
        card = late.filter(finding__organisation__in=led).first()
        if card is None:
            return False
        [head, *_others] = self.cast.posts[card.finding.organisation_id, Role.HEAD]
        cause, measure = self.rng.choice(CARD_ANSWERS)
        monitoring.answer(card, by=head, now=now, cause=cause, measure=measure)
        return True

    def close_card(self, now) -> bool:
        card = self.late_cards(state=Card.State.ANSWERED).first()
        if card is None:
            return False
        monitoring.close(card, by=self.rng.choice(self.cast.inspectors), now=now)
        return True

    # the story

    def lie(self, now):
        """An immediate item of two days ago: the next sweep finds it late."""
        item = self.item(lambda item: item.is_immediate and item.statutory_days >= story.PAST_GRAVE - 2)
        story.leave_lying(item, LYING, now=now, applicant=self.applicant(item))

    def stand(self, now):
        item = self.item(lambda item: item.promised_days in range(3, 9))
        self.standing = story.leave_standing(item, now=now, applicant=self.applicant(item))

    def turn_red(self, now):
        if self.standing is not None:
            self.standing = story.type_in_result(self.standing, now=now)
            self.standing = None
