"""From which post a person acts: the middleware, the choice, the deputy."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Organisation, Post, Role
from tests.gates import signed_in


def choose(actor, post):
    client = signed_in(actor)
    client.post("/accounts/post/", {"post": post.pk})
    return client.session.get("post")


@pytest.fixture
def away(clerk, reviewer):
    """The reviewer deputises for the clerk, who is away until tomorrow."""
    clerk.post.deputy = reviewer.user
    clerk.post.away_until = timezone.localdate() + timedelta(days=1)
    clerk.post.save()
    return clerk.post


def test_own_post_can_be_chosen(clerk, county):
    second = Post.objects.create(user=clerk.user, organisation=county, role=Role.HEAD)
    assert choose(clerk, second) == second.pk


def test_deputy_acts_while_the_holder_is_away(reviewer, away):
    assert choose(reviewer, away) == away.pk


def test_deputy_does_not_act_once_the_holder_is_back(reviewer, away):
    Post.objects.filter(pk=away.pk).update(away_until=timezone.localdate() - timedelta(days=1))
    assert choose(reviewer, away) != away.pk


def test_strangers_post_cannot_be_chosen(stranger, clerk):
    assert choose(stranger, clerk.post) != clerk.post.pk


def test_ended_post_is_put_down_at_once(clerk):
    client = signed_in(clerk)
    Post.objects.filter(pk=clerk.post.pk).update(ended_on=timezone.localdate())
    client.get("/accounts/password/")
    assert "post" not in client.session


@pytest.mark.parametrize(
    ("who", "page"),
    [("clerk", "/desk/"), ("inspector", "/supervision/board/"), ("leader", "/leaders/"), ("citizen", "/my/")],
)
def test_every_role_begins_on_its_own_page(request, who, page):
    actor = request.getfixturevalue(who)
    assert signed_in(actor).get("/accounts/start/").url == page


@pytest.mark.parametrize("business", Organisation.Business.values)
def test_every_business_has_its_own_page(clerk, business):
    Organisation.objects.filter(pk=clerk.organisation.pk).update(business=business)
    assert signed_in(clerk).get("/accounts/start/", follow=True).status_code == 200


def test_staff_without_a_post_are_told_whom_to_ask(clerk):
    Post.objects.all().update(ended_on=timezone.localdate())
    assert "安全管理员" in signed_in(clerk).get("/accounts/start/", follow=True).content.decode()


def test_a_page_costs_two_queries_for_who_acts(clerk, django_assert_max_num_queries):
    client = signed_in(clerk)
    client.get("/accounts/password/")
    with django_assert_max_num_queries(2):
        client.get("/accounts/password/")


def test_the_session_is_not_written_on_every_request(clerk):
    client = signed_in(clerk)
    client.get("/accounts/password/")
    answer = client.get("/accounts/password/")
    assert "sessionid" not in answer.cookies


def test_the_session_lives_on_while_somebody_works(clerk):
    client = signed_in(clerk)
    client.get("/accounts/password/")
    session = client.session
    session["touched"] -= 5 * 60 + 1
    session.save()
    assert "sessionid" in client.get("/accounts/password/").cookies


@pytest.mark.parametrize(
    ("business", "page", "first"),
    [
        ("services", "/desk/", "Cases"),
        ("orders", "/desk/orders/", "Voices of the people"),
        ("trading", "/desk/tenders/", "Trading of public resources"),
        ("funds", "/desk/funds/", "Public funds"),
        ("audit", "/desk/funds/", "Public funds"),
    ],
)
def test_day_begins_with_the_main_business_of_the_unit(clerk, business, page, first):
    Organisation.objects.filter(pk=clerk.organisation.pk).update(business=business)
    client = signed_in(clerk)
    answer = client.get("/accounts/start/", follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert re.search(r'class="side".*?<h2>(.*?)</h2>', answer.content.decode(), re.S)[1] == gettext(first)
