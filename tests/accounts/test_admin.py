"""The admin belongs to the three administrators; a post decides, nothing else."""

import pytest

from accounts.models import Organisation, Post, Role, User
from tests.conftest import employ
from tests.gates import signed_in


@pytest.fixture
def system_admin(county):
    return employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(county):
    return employ("secadmin", "郑学文", county, Role.SECURITY_ADMIN)


@pytest.mark.parametrize("who", ["clerk", "inspector", "leader", "citizen"])
def test_others_are_refused(request, who):
    assert signed_in(request.getfixturevalue(who)).get("/admin/").status_code == 403


def test_guest_is_sent_to_the_portals_own_door(client, db):
    hops = client.get("/admin/", follow=True).redirect_chain
    assert hops[-1] == ("/accounts/sign-in/?next=/admin/", 302)


def test_superuser_without_a_post_is_refused(client, db):
    client.force_login(
        User.objects.create_superuser("root", password="x", name="root"), "accounts.backends.PeopleBackend"
    )
    assert client.get("/admin/").status_code == 403


def test_system_administrator_keeps_organisations(system_admin):
    assert signed_in(system_admin).get("/admin/accounts/organisation/add/").status_code == 200


def test_what_a_unit_is_called_does_not_change_past_the_second_signature(system_admin, bureau):
    typed = {"code": "x", "name": "改名局", "short_name": "改名", "level": "county", "business": "services", "sort": 3}
    signed_in(system_admin).post(f"/admin/accounts/organisation/{bureau.pk}/change/", typed)
    kept = Organisation.objects.get(pk=bureau.pk)
    assert (kept.name, kept.code, kept.level, kept.sort) == (bureau.name, bureau.code, bureau.level, 3)


def test_system_administrator_grants_no_posts(system_admin):
    assert signed_in(system_admin).get("/admin/accounts/post/add/").status_code == 403


def test_nobody_grants_posts_past_the_second_signature(security_admin, clerk, other_bureau):
    post = {"user": clerk.user.pk, "organisation": other_bureau.pk, "role": "clerk", "title": ""}
    assert signed_in(security_admin).post("/admin/accounts/post/add/", post).status_code == 403
    assert not Post.objects.filter(user=clerk.user, organisation=other_bureau).exists()


def test_new_person_gets_a_one_time_password(system_admin):
    signed_in(system_admin).post("/admin/accounts/user/add/", {"username": "new", "name": "新同志", "is_active": "on"})
    assert User.objects.get(username="new").password_changed_at is None


def test_nothing_can_be_deleted(system_admin, bureau):
    assert signed_in(system_admin).post(f"/admin/accounts/organisation/{bureau.pk}/delete/").status_code == 403


def test_admin_is_under_the_same_policy(system_admin):
    assert "script-src 'self'" in signed_in(system_admin).get("/admin/").headers["Content-Security-Policy"]
