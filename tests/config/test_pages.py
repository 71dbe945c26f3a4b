"""What every page has in common: policy, error pages, large print, shared components."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError
from django.template import Context, Template
from django.test import RequestFactory

from accounts.actor import Actor
from config.templatetags import portal
from tests.gates import signed_in


def render(source, **context):
    request = RequestFactory().get("/desk/", context.pop("query", {}))
    request.user, request.kept = context.pop("user", Actor()), None
    return Template(source).render(Context({"request": request, **context}))


@pytest.fixture
def broken(monkeypatch, client):
    """The database does not answer, not even to the session."""

    def refuse(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("accounts.middleware.acting", refuse)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", ["/accounts/sign-in/", "/no-such-page/", "/accounts/start/"])
def test_policy_is_on_every_answer(client, db, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")


def test_silent_database_is_503_with_a_time_to_come_back(broken):
    answer = broken.get("/accounts/sign-in/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_503_says_that_sending_again_is_safe(broken):
    assert "不会产生重复办件" in broken.get("/accounts/sign-in/").content.decode()


def test_other_faults_are_500(monkeypatch, client):
    def fail(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr("accounts.middleware.acting", fail)
    client.raise_request_exception = False
    assert client.get("/accounts/sign-in/").status_code == 500


def test_page_not_found_is_told_in_chinese(client, db):
    assert "没有找到这个页面" in client.get("/no-such-page/").content.decode()


def test_large_print_is_remembered(client, db):
    client.post("/elder/", {"on": "1", "next": "/accounts/sign-in/"})
    assert 'data-mode="elder"' in client.get("/accounts/sign-in/").content.decode()


def test_large_print_can_be_left(client, db):
    client.post("/elder/", {"on": "1"})
    client.post("/elder/", {"on": "0"})
    assert 'data-mode="elder"' not in client.get("/accounts/sign-in/").content.decode()


def test_page_has_no_inline_style_or_script(client, db):
    page = client.get("/accounts/sign-in/").content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src)", page)


def test_citizen_page_shows_nothing_of_english(client, db):
    text = re.sub(r"<[^>]*>", " ", client.get("/accounts/sign-in/").content.decode())
    assert re.findall(r"[A-Za-z]{2,}", text) == []


def test_demo_accounts_are_shown_in_demo_mode_only(client, db, settings):
    settings.DEMO = True
    assert "演示账户" in client.get("/accounts/sign-in/").content.decode()


def test_demo_accounts_are_not_shown_otherwise(client, db):
    assert "演示账户" not in client.get("/accounts/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("tone", "shape"),
    [("ok", "#clock"), ("warn", "#warn"), ("over", "#stop"), ("pause", "#pause"), ("red", "■"), ("yellow", "▲")],
)
def test_every_tone_has_its_own_shape(tone, shape):
    assert shape in render("{% lamp tone '剩余 3 个工作日' %}", tone=tone)


def test_lamp_escapes_its_words():
    assert "<b>" not in render("{% lamp 'ok' words %}", words="<b>")


def test_card_chip_says_its_colour():
    assert "黄牌" in render("{% card_chip 'yellow' %}")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "2026年11月21日（周六）"),
        (datetime(2026, 11, 20, 16, 30, tzinfo=UTC), "2026年11月21日（周六）"),
        (None, ""),
    ],
)
def test_dates_are_written_as_people_say_them(day, words):
    assert render("{% cn_date day %}", day=day) == words


def test_absent_address_is_left_out_of_the_navigation():
    assert render("{% nav_url 'nobody:nothing' %}") == ""


def test_query_keeps_the_other_filters():
    assert (
        render("{% query after='9' before=None %}", query={"q": "餐饮", "before": "3"})
        == "?q=%E9%A4%90%E9%A5%AE&amp;after=9"
    )


def test_pager_has_no_dead_links():
    assert "<a" not in render("{% pager page %}", page={"words": "共 3 件", "before": "", "after": ""})


def test_qr_has_no_inline_style():
    assert "style=" not in render("{% qr 'YX20261113-0417-8' %}")


def test_form_key_is_kept_when_a_form_comes_back():
    key = "3f0c2f0e-2c0a-4b62-9d3c-2b8a1ad0c001"
    request = RequestFactory().post("/", {"key": key})
    request.user = type("Guest", (), {"is_authenticated": False})()
    assert key in portal.form_key({"request": request})


def test_form_key_is_never_what_an_attacker_typed():
    request = RequestFactory().post("/", {"key": '"><b>'})
    request.user = type("Guest", (), {"is_authenticated": False})()
    assert "<b>" not in portal.form_key({"request": request})


def test_clerk_sees_the_desk_in_the_side_bar(clerk):
    assert 'href="/desk/"' in render("{% staff_nav %}", actor=clerk)


def test_clerk_does_not_see_supervision(clerk):
    bar = render("{% staff_nav %}", actor=clerk)
    assert {
        page for page in ("/supervision/", "/supervision/board/", "/supervision/rules/") if f'"{page}"' in bar
    } == set()


def test_files_of_the_bank_stand_in_the_bar_of_finance_alone(clerk, inspector):
    bars = [render("{% staff_nav %}", actor=actor) for actor in (clerk, inspector)]
    clerk.organisation.business = "funds"
    bars.append(render("{% staff_nav %}", actor=clerk))
    places = [[page for page in ("/desk/funds/files/", "/desk/revenue/bank/") if f'"{page}"' in bar] for bar in bars]
    assert places == [[], ["/desk/revenue/bank/"], ["/desk/funds/files/", "/desk/revenue/bank/"]]


def test_present_page_is_marked_in_the_side_bar(clerk):
    assert re.findall(r'href="([^"]+)" aria-current="page"', render("{% staff_nav %}", actor=clerk)) == ["/desk/"]


def test_signed_in_name_stands_on_the_page(citizen):
    assert "老张" in signed_in(citizen).get("/accounts/password/").content.decode()
