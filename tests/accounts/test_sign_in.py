"""Signing in: the two doors, the only post, lock-out, one-time codes, old passwords."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Post, Role, User
from tests.gates import signed_in

CITIZENS = "/accounts/sign-in/"
STAFF = "/accounts/sign-in/?who=staff"
PASSWORD = "Mingjing-2026"


@pytest.fixture
def own_password(clerk):
    """The clerk has chosen a password of her own lately."""
    User.objects.filter(pk=clerk.user.pk).update(password_changed_at=timezone.now())
    return clerk


def code_of(device) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return f"{totp.token():06d}"


def test_citizen_signs_in_with_the_telephone_number(client, citizen):
    client.post(CITIZENS, {"username": "138 0000 0001", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(citizen.user.pk)


def test_staff_do_not_pass_the_door_of_citizens(client, clerk):
    client.post(CITIZENS, {"username": "wang", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_citizens_do_not_pass_the_door_of_staff(client, citizen):
    client.post(STAFF, {"username": citizen.user.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_only_post_is_chosen(client, own_password):
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert client.session["post"] == own_password.post.pk


def test_of_two_posts_one_has_to_be_chosen(client, own_password, other_bureau):
    Post.objects.create(user=own_password.user, organisation=other_bureau, role=Role.CLERK)
    answer = client.post(STAFF, {"username": "wang", "password": PASSWORD, "next": "/desk/"})
    assert answer.url == "/accounts/post/?next=%2Fdesk%2F"


def test_wrong_password_is_told_on_the_page(client, clerk):
    answer = client.post(STAFF, {"username": "wang", "password": "wrong"})
    assert "用户名或密码不正确" in answer.content.decode()


def test_fifth_wrong_password_locks_the_account(client, own_password):
    for _attempt in range(5):
        answer = client.post(STAFF, {"username": "wang", "password": "wrong"})
    assert (answer.status_code, "登录已暂停" in answer.content.decode()) == (429, True)


def test_locked_account_refuses_the_right_password(client, own_password):
    for _attempt in range(5):
        client.post(STAFF, {"username": "wang", "password": "wrong"})
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_unknown_name_and_wrong_password_look_the_same(client, clerk):
    pages = [client.post(STAFF, {"username": name, "password": "wrong"}) for name in ("wang", "nobody")]
    told = [page.context["form"].non_field_errors() for page in pages]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_a_stranger(client, citizen, page):
    answer = client.post(CITIZENS, {"username": "13800000001", "password": PASSWORD, "next": page})
    assert answer.url == reverse("accounts:start")


def test_bound_telephone_is_asked_for_its_code(client, own_password):
    TOTPDevice.objects.create(user=own_password.user, name="totp", confirmed=True)
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_right_code_opens_the_door(client, own_password):
    device = TOTPDevice.objects.create(user=own_password.user, name="totp", confirmed=True)
    client.post(STAFF, {"username": "wang", "password": PASSWORD, "code": code_of(device)})
    assert client.session["otp_device_id"] == device.persistent_id


def test_first_code_binds_the_telephone(clerk):
    client = signed_in(clerk)
    client.get("/accounts/totp/")
    device = TOTPDevice.objects.get(user=clerk.user)
    client.post("/accounts/totp/", {"code": code_of(device)})
    device.refresh_from_db()
    assert device.confirmed


def test_wrong_code_does_not_bind_the_telephone(clerk):
    client = signed_in(clerk)
    client.get("/accounts/totp/")
    client.post("/accounts/totp/", {"code": "000000"})
    assert not TOTPDevice.objects.get(user=clerk.user).confirmed


def test_where_codes_are_required_nothing_else_opens_before(client, own_password, settings):
    settings.STAFF_TOTP_REQUIRED = True
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert client.get("/accounts/start/").url == reverse("accounts:totp")


def test_first_password_has_to_be_changed(client, clerk):
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert client.get("/accounts/start/").url == reverse("accounts:password")


def test_password_of_91_days_has_to_be_changed(client, own_password):
    long_ago = timezone.now() - timedelta(days=91)
    User.objects.filter(pk=own_password.user.pk).update(password_changed_at=long_ago)
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    assert client.get("/accounts/start/").url == reverse("accounts:password")


def test_changed_password_opens_the_rest(client, clerk):
    client.post(STAFF, {"username": "wang", "password": PASSWORD})
    new = {"old_password": PASSWORD, "new_password1": "Xin-Mima#88", "new_password2": "Xin-Mima#88"}
    client.post("/accounts/password/", new)
    assert client.get("/accounts/post/").status_code == 200


def test_weak_staff_password_is_refused_with_what_is_missing(clerk):
    new = {"old_password": PASSWORD, "new_password1": "xinmima88888", "new_password2": "xinmima88888"}
    answer = signed_in(clerk).post("/accounts/password/", new)
    assert "还缺少：大写字母、符号" in answer.content.decode()


def test_signing_out_ends_the_session(citizen):
    client = signed_in(citizen)
    client.post("/accounts/sign-out/")
    assert "_auth_user_id" not in client.session


def test_signing_out_is_never_a_link(citizen):
    assert signed_in(citizen).get("/accounts/sign-out/").status_code == 405
