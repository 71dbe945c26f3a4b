"""The pages: registering a system, its token shown once, the queue, the cases."""

import pytest

from exchange.models import Problem, SourceSystem, Token
from monitoring.models import Finding
from monitoring.sweep import sweep
from tests.conftest import at
from tests.exchange.conftest import ITEM, received, told
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
FACTS = {"code": "gaj-own", "name": "公安审批系统", "contact": "王工", "telephone": "13900000000", "quiet_hours": 24}


def test_registering_a_system(keeper, other_bureau):
    answer = signed_in(keeper).post("/exchange/new/", FACTS | {"organisation": other_bureau.pk})
    assert (answer.status_code, SourceSystem.objects.get().organisation) == (302, other_bureau)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "含 空格"),
        ("name", ""),
        ("telephone", "abc"),
        ("quiet_hours", "0"),
        ("quiet_hours", "NaN"),
        ("organisation", "9999"),
    ],
)
def test_what_was_typed_wrong_is_named(keeper, other_bureau, field, value):
    answer = signed_in(keeper).post("/exchange/new/", FACTS | {"organisation": other_bureau.pk, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_token_is_shown_once(keeper, source):
    client = signed_in(keeper)
    shown = client.post(f"/exchange/sources/{source.code}/token/", {"days": 90}).content.decode()
    again = client.get(f"/exchange/sources/{source.code}/").content.decode()
    hint = Token.objects.get().hint
    assert ('class="signs"' in shown, 'class="signs"' in again, hint in again) == (True, False, True)


def test_register_shows_what_waits(inspector, tell, source):
    tell("2026-03-03", received("2026-03-02"))
    page = signed_in(inspector).get("/exchange/")
    assert (page.context["waiting"], page.context["active"]) == (1, 1)


def test_queue_shows_open_lines_first(inspector, tell):
    tell("2026-03-03", received("2026-03-02"))
    page = signed_in(inspector).get("/exchange/problems/")
    assert [row.field for row in page.context["rows"]] == ["item"]


def test_discarding_on_the_page(inspector, tell):
    tell("2026-03-03", "{")
    problem = Problem.objects.get()
    signed_in(inspector).post(f"/exchange/problems/{problem.pk}/discard/", {"reason": "乱码"})
    problem.refresh_from_db()
    assert (problem.state, problem.reason) == ("discarded", "乱码")


def test_case_page_tells_the_story(stranger, tell):
    tell("2026-03-02 12:00", ITEM, received("2026-03-02 08:30"), told("case.accepted", "2026-03-02"))
    sweep(at("2026-03-12"))
    client = signed_in(stranger)
    page = client.get(client.get("/exchange/cases/").context["rows"][0][0].address)
    assert [words["what"] for _event, words in page.context["events"]] == ["收件", "受理"]
    assert len(page.context["findings"]) == 2


def test_finding_leads_to_the_case(inspector, tell):
    tell("2026-03-02 12:00", ITEM, received("2026-03-02 08:30"), told("case.accepted", "2026-03-02"))
    sweep(at("2026-03-12"))
    found = Finding.objects.get(level="yellow")
    page = signed_in(inspector).get(f"/supervision/findings/{found.pk}/").content.decode()
    assert "HC-1" in page
    assert "/exchange/cases/" in page
