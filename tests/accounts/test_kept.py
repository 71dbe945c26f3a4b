"""The session ends in the middle of a form: what was typed comes back, to the same person, never sent by itself."""

import re

import pytest
from django.test import Client

from accounts.kept import owner_mark
from tests.gates import signed_in

FORM = "/accounts/password/"  # any form of a signed-in person will do
POSTS = "/accounts/post/"
TYPED = {"reason": "材料较多，𠮷先生的签名待核", "choice": ["a", "b"], "new_password1": "geheim"}


@pytest.fixture
def lost(clerk):
    """The clerk's browser after the session ended and the form was sent."""
    client = Client()
    client.answer = client.post(
        POSTS,
        TYPED | {"owner": owner_mark(clerk.user)},
        headers={"referer": "http://testserver/accounts/post/?step=2"},
    )
    return client


def test_guest_is_sent_to_sign_in_and_back_to_the_page_of_the_form(lost):
    assert lost.answer.url == "/accounts/sign-in/?next=/accounts/post/%3Fstep%3D2"


def test_what_was_typed_is_kept(lost):
    assert lost.session["kept"]["values"]["reason"] == [TYPED["reason"]]


def test_passwords_are_never_kept(lost):
    assert "new_password1" not in lost.session["kept"]["values"]


def test_sign_in_page_says_that_it_is_kept(lost):
    assert "已经保留" in lost.get("/accounts/sign-in/?who=staff").content.decode()


def sign_in(client, name):
    client.post("/accounts/sign-in/?who=staff", {"username": name, "password": "Mingjing-2026"})
    session = client.session
    session["must"] = []
    session.save()


def test_values_survive_the_sign_in_of_their_owner(lost, clerk):
    sign_in(lost, "wang")
    assert lost.session["kept"]["values"]["choice"] == ["a", "b"]


def test_values_vanish_when_somebody_else_signs_in(lost, reviewer):
    sign_in(lost, "liu")
    assert "kept" not in lost.session


def test_form_comes_back_filled(clerk, reviewer):
    """The owner chose a colleague's post, lost the session, signs in: the radio button is chosen again."""
    clerk.post.user, reviewer_post = clerk.user, reviewer.post
    reviewer_post.deputy, reviewer_post.away_until = clerk.user, "2999-01-01"
    reviewer_post.save()
    client = Client()
    client.post(POSTS, {"post": reviewer_post.pk, "owner": owner_mark(clerk.user)})
    sign_in(client, "wang")
    page = client.get(POSTS).content.decode()
    assert re.search(rf'value="{reviewer_post.pk}"[^>]*checked', page)


def test_page_says_to_check_and_send_again(lost):
    sign_in(lost, "wang")
    assert "请核对后重新提交" in lost.get("/accounts/post/?step=2").content.decode()


def test_nothing_is_sent_by_itself(lost, clerk):
    sign_in(lost, "wang")
    lost.get("/accounts/post/?step=2")
    clerk.user.refresh_from_db()
    assert lost.session.get("post") == clerk.post.pk


def test_sending_again_clears_what_was_kept(lost, clerk):
    sign_in(lost, "wang")
    lost.post("/accounts/post/", {"post": clerk.post.pk})
    assert "kept" not in lost.session


def test_form_without_an_owner_is_not_kept(db):
    client = Client()
    client.post(POSTS, TYPED)
    assert "kept" not in client.session


def test_forged_owner_is_not_believed(clerk):
    client = Client()
    client.post(POSTS, TYPED | {"owner": f"{clerk.user.pk}:forged"})
    assert "kept" not in client.session


def test_stale_form_of_the_same_person_comes_back_instead_of_an_error(clerk):
    client = signed_in(clerk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(POSTS, TYPED | {"owner": owner_mark(clerk.user)})
    assert (answer.status_code, answer.url) == (302, POSTS)


def test_foreign_form_is_refused_with_an_explanation(clerk):
    client = signed_in(clerk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(POSTS, TYPED)
    assert (answer.status_code, "表单已失效" in answer.content.decode()) == (403, True)


def test_long_form_of_the_window_comes_back_as_it_was_typed(clerk, item):
    """All the way: the form's own mark, the lost session, the sign-in, the filled form."""
    address = f"/desk/register/?item={item.code}"
    mark = re.search(r'name="owner" value="([^"]+)"', signed_in(clerk).get(address).content.decode())[1]
    guest = Client()
    typed = {"applicant_name": "云溪县𠮷祥小吃店", "request": "第一行\r\n第二行", "owner": mark}
    guest.post(address, typed, headers={"referer": f"http://testserver{address}"})
    sign_in(guest, "wang")
    page = guest.get(address).content.decode()
    assert [text for text in ('value="云溪县𠮷祥小吃店"', "第一行\r\n第二行</textarea>") if text not in page] == []
