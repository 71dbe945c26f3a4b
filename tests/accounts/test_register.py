"""Citizens register themselves."""

import pytest

from accounts.models import User

GOOD = {"name": "欧阳·娜娜", "telephone": "13912345678", "password": "山高月小水落石出", "again": "山高月小水落石出"}


def test_registered_citizen_is_signed_in(client, db):
    client.post("/accounts/register/", GOOD)
    assert client.session["_auth_user_id"] == str(User.objects.get(username="13912345678", is_citizen=True).pk)


def test_registration_grants_no_post(client, db):
    client.post("/accounts/register/", GOOD)
    assert not User.objects.get(username="13912345678").posts.exists()


def test_number_that_is_taken_is_told_at_its_field(client, citizen):
    answer = client.post("/accounts/register/", GOOD | {"telephone": citizen.user.username})
    assert "该手机号已注册" in answer.context["form"].errors["telephone"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "张3"),
        ("name", "　　"),
        ("name", "张" * 51),
        ("name", "张\u202e三"),
        ("telephone", "12800000000"),
        ("telephone", "1380000000"),
        ("password", "12345678"),
        ("password", "password"),
        ("again", "不一样的密码八位"),
    ],
)
def test_bad_input_is_told_and_nobody_is_registered(client, db, field, value):
    changed = {field: value, "again": value} if field == "password" else {field: value}
    answer = client.post("/accounts/register/", GOOD | changed)
    assert (list(answer.context["form"].errors), User.objects.count()) == ([field], 0)


def test_bad_input_keeps_what_was_typed(client, db):
    answer = client.post("/accounts/register/", GOOD | {"telephone": "1"})
    assert 'value="欧阳·娜娜"' in answer.content.decode()
