"""Checking progress with number and query code, without signing in."""

import pytest
from django.core.cache import cache

from approvals.models import Case
from approvals.views.citizen_progress import masked


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def case(received, item):
    from django.utils import timezone

    return received(item, timezone.now())


def ask(client, number, code):
    return client.post("/progress/", {"number": number, "code": code})


def found(answer) -> bool:
    return "points" in answer.context


def test_number_and_code_show_the_progress(client, case):
    assert found(ask(client, case.number, case.query_code))


def test_square_code_shows_the_progress(client, case):
    assert found(client.get("/progress/", {"number": case.number, "code": case.query_code}))


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code[:4]} {code[4:]} ", lambda code: f"\u3000{code}"])
def test_small_letters_and_blanks_do_not_matter(client, case, change):
    assert found(ask(client, case.number.lower(), change(case.query_code)))


def test_full_width_signs_do_not_matter(client, case):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in case.query_code)
    assert found(ask(client, case.number, wide))


def test_wrong_code_and_unknown_number_get_the_same_answer(client, case):
    wrong = ask(client, case.number, "22222222").context["form"].non_field_errors()
    unknown = ask(client, "YX20260101-0001-1", "22222222").context["form"].non_field_errors()
    assert wrong == unknown


def test_nobody_is_named(client, case, clerk):
    text = ask(client, case.number, case.query_code).content.decode()
    secrets = [case.applicant_name, case.id_number, case.telephone, case.request, clerk.user.name]
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize(
    ("name", "shown"), [("张建国", "张*"), ("张", "张*"), ("云溪小馆有限公司", "云溪***"), ("𠮷田", "𠮷*")]
)
def test_names_are_masked(name, shown):
    assert masked(name) == shown


def test_ten_wrong_tries_close_the_page_for_the_address(client, case):
    for number in range(10):
        ask(client, f"YX20260101-000{number}-1", "22222222")
    assert not found(ask(client, case.number, case.query_code))


def test_ten_wrong_tries_close_the_number_for_every_address(client, case):
    for last in range(10):
        client.post("/progress/", {"number": case.number, "code": "22222222"}, REMOTE_ADDR=f"10.0.0.{last}")
    assert "输错次数太多" in str(ask(client, case.number, case.query_code).context["form"].non_field_errors())


def test_nine_wrong_tries_do_not(client, case):
    for _try in range(9):
        ask(client, case.number, "22222222")
    assert found(ask(client, case.number, case.query_code))


def test_right_code_is_no_wrong_try(client, case):
    for _try in range(12):
        answer = ask(client, case.number, case.query_code)
    assert found(answer)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),
        ("\u3000", "\u3000"),
        ("\0", "\0"),
        ("YX\u202e", "A\u200b"),
        ("x" * 5000, "y" * 5000),
        ("' OR 1=1 --", "x"),
        ("𠮷", "👍"),
        ("＜b＞", "<b>"),
    ],
)
def test_bad_input_gets_a_page_with_a_message(client, db, number, code):
    answer = ask(client, number, code)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


@pytest.mark.parametrize("query", ["number=%00", "code=1", "number[]=1", "number=%FF&code=%FE"])
def test_hostile_addresses_get_a_page(client, db, query):
    assert client.get(f"/progress/?{query}").status_code in (200, 422)


def test_page_costs_few_statements(client, case, django_assert_max_num_queries):
    Case(number="warm").query_code  # noqa: B018
    with django_assert_max_num_queries(6):
        ask(client, case.number, case.query_code)
