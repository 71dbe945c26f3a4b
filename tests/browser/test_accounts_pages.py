"""The pages of accounts in a real browser, in normal and in elder mode."""

import pytest

from accounts.messaging.outbox import Draft, read, send
from accounts.models import Tone
from tests.conftest import at
from tests.gates import NARROW, PHONE, faults, opened_narrow, overflow, too_small, visit

OPEN = ["/accounts/sign-in/", "/accounts/sign-in/?who=staff", "/accounts/register/"]
OWN = ["/accounts/password/", "/accounts/totp/", "/accounts/post/"]


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("elder", [False, True])
def test_open_pages_pass_the_gates(browser, live_server, path, elder):
    with visit(browser, live_server.url + path, elder=elder) as seen:
        assert faults(seen) == []


@pytest.mark.parametrize("path", OWN)
def test_own_pages_pass_the_gates_and_fit_a_small_telephone(browser, live_server, clerk, path):
    with visit(browser, live_server.url + path, actor=clerk) as seen:
        assert faults(seen) == []
        assert overflow(opened_narrow(seen).page) == 0


@pytest.mark.parametrize(
    ("path", "elder"), [*((path, False) for path in OPEN), *((path, True) for path in OPEN + OWN)]
)
def test_nothing_overflows_on_a_small_telephone(browser, live_server, clerk, path, elder):
    with visit(browser, live_server.url + path, actor=clerk, size=NARROW, elder=elder) as seen:
        assert overflow(seen.page) == 0


@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_targets_are_large_enough_for_a_thumb(browser, live_server, db, elder, least):
    with visit(browser, live_server.url + OPEN[0], size=PHONE, elder=elder) as seen:
        assert too_small(seen.page, least) == []


@pytest.mark.parametrize("path", OPEN)
def test_same_text_without_scripts(browser, live_server, db, path):
    texts = []
    for scripts in (True, False):
        with visit(browser, live_server.url + path, scripts=scripts) as seen:
            texts.append(seen.page.inner_text("body"))
    assert texts[0] == texts[1]


def test_error_page_passes_the_gates(browser, live_server, db):
    with visit(browser, live_server.url + "/no-such-page/") as seen:
        assert faults(seen) == []


def test_form_with_errors_passes_the_gates(browser, live_server, db):
    with visit(browser, live_server.url + "/accounts/register/") as seen:
        seen.page.fill("[name=name]", "张3")
        seen.page.eval_on_selector("form.form", "form => form.noValidate = true")
        seen.page.click("main button[type=submit]")
        seen.page.wait_for_selector("[role=alert]")
        assert faults(seen) == []


@pytest.fixture
def told(clerk):
    """One message of every tone, one of them read."""
    drafts = [
        Draft(
            source=f"entry:{number}",
            thread=f"finding:{number}",
            kind="finding",
            tone=tone,
            title="黄牌 云监黄〔2026〕0001号：食品经营许可（新办）",
            text="云溪县市场监督管理局\n已用 8 个工作日，时限 7 个工作日。",
            words="黄牌提醒：云监黄〔2026〕0001号，请登录平台查看并处理。",
            recipients=frozenset({clerk.user.pk}),
            made_at=at("2026-03-12"),
        )
        for number, tone in enumerate(Tone)
    ]
    made = send(drafts, at("2026-03-12"))
    read(clerk.user, [made[0].pk], at("2026-03-12 10:00"))


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("path", ["/inbox/", "/inbox/?unread=1", "/inbox/ways/"])
def test_the_inbox_passes_the_gates_and_fits_a_telephone(browser, live_server, clerk, path):
    with visit(browser, live_server.url + path, actor=clerk) as seen:
        assert faults(seen) == []
        assert overflow(opened_narrow(seen).page) == 0
