"""A case of 老张 from the application to a bad rating."""

import pytest

from accounts.actor import Actor
from approvals import actions
from approvals.actions import ratings as deeds
from approvals.actions.applying import PAPER
from approvals.models import Rating, Result
from deadlines.models import Deadline
from tests.conftest import ZHANG, at

NOBODY = Actor()
KEY = "00000000-0000-4000-8000-000000000001"
State = Rating.State


@pytest.fixture
def applied(citizen, item):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    return actions.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)


@pytest.fixture
def decided(applied, clerk, reviewer, approver):
    actions.accept(applied, by=clerk, now=at("2026-03-02 10:00"))
    actions.review(applied, by=reviewer, now=at("2026-03-03"), opinion="同意")

    def make(result=Result.GRANTED, reason=""):
        return actions.decide(applied, by=approver, now=at("2026-03-04"), result=result, reason=reason)

    return make


@pytest.fixture
def delivered(decided, clerk):
    """Handed over on Thursday, 5 March 2026."""
    return hand_over(decided(), clerk)


def hand_over(case, clerk, moment="2026-03-05"):
    return actions.deliver(case, by=clerk, now=at(moment))


@pytest.fixture
def bad(delivered, citizen):
    """One star on Thursday, 5 March, at 15:00."""
    return deeds.rate(delivered, by=citizen, now=at("2026-03-05 15:00"), stars=1, comment="跑了三趟")


def clock(name):
    return Deadline.objects.get(name=name)
