"""Whatever the administrators do in whatever order: two persons for every right, no administrator with business."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import ADMIN_ROLES, Post, Role, User
from administration.actions import granting, posts, robot
from administration.actions.granting import Wanted
from administration.models import Grant
from administration.unexplained import unexplained
from records.refusal import Refused
from tests.conftest import at, employ, make_unit

ROLES = [Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]
BY = st.integers(0, 2)
NO = (Refused, PermissionDenied)


class Rights(RuleBasedStateMachine):
    """Two security administrators, a head and four people; every deed may be refused, none may break the rules."""

    asked = 0  # how often all of it was looked at

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        county = make_unit("yunxi")
        self.units = [make_unit("scjg", county), make_unit("zjj", county), county]
        self.actors = [employ(f"s{n}", f"安全{n}", county, Role.SECURITY_ADMIN) for n in (1, 2)]
        self.actors.append(employ("h", "局长", self.units[0], Role.HEAD))
        self.founded = set(Post.objects.values_list("pk", flat=True))
        self.people = [User.objects.create_user(username=f"p{n}", name=f"某{n}") for n in range(4)]
        self.people.append(self.actors[1].user)
        self.now = at("2026-03-02")

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    @property
    def today(self):
        return self.now.date()

    @rule(
        by=st.integers(0, 2),
        who=st.integers(0, 4),
        unit=st.integers(0, 2),
        role=st.sampled_from(ROLES),
        days=st.integers(0, 2),
    )
    def propose(self, by, who, unit, role, days):
        about = {"reason": "工作需要", "document_number": "1号", "from_on": self.today + timedelta(days=days)}
        wanted = Wanted(user=self.people[who], role=role, **about)
        self.tried(granting.propose, self.units[unit], by, wanted=wanted)

    @rule(by=BY, which=st.integers(0, 20), refuse=st.booleans())
    def decide(self, by, which, refuse):
        grants = list(Grant.objects.filter(state__in=Grant.OPEN).order_by("pk"))
        if grants:
            deed = granting.refuse if refuse else granting.activate
            self.tried(deed, grants[which % len(grants)], by, opinion="意见")

    @rule(by=BY, which=st.integers(0, 20))
    def end(self, by, which):
        rows = list(Post.objects.standing().exclude(pk__in=self.founded).order_by("pk"))
        if rows:
            self.tried(posts.end, rows[which % len(rows)], by, reason="调离", document_number="2号")

    @rule(days=st.integers(1, 3))
    def wait(self, days):
        self.now += timedelta(days=days)
        robot.run(self.now)

    def tried(self, deed, thing, by, **more):
        try:
            deed(thing, by=self.actors[by], now=self.now, **more)
        except NO:
            return

    @invariant()
    def every_right_has_two_signatures(self):
        Rights.asked += 1
        for post in Post.objects.exclude(pk__in=self.founded).select_related("grant"):
            grant = post.grant
            assert len({grant.proposed_by_id, grant.decided_by_id, post.user_id}) == 3

    @invariant()
    def administrators_do_no_business(self):
        for user in User.objects.filter(posts__role__in=ADMIN_ROLES, posts__ended_on=None).distinct():
            assert user.posts.standing().count() == 1

    @invariant()
    def the_log_explains_every_post(self):
        assert not unexplained().exclude(pk__in=self.founded).exists()


@pytest.mark.django_db
def test_rights_in_any_order():
    few = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Rights, settings=few)
    assert Rights.asked > 0  # the three questions were put; each of them fails by itself
