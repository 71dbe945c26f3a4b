"""`/api/v1/`: who may deliver, what the answers are, what the description says."""

import json
from types import SimpleNamespace

import pytest
from django.test import Client

from exchange import actions, limits
from exchange.models import Event, Problem, Token
from exchange.openapi import description
from monitoring import events as vocabulary
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.exchange.conftest import ITEM, received

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/events"


@pytest.fixture
def send(token):
    """Deliver objects (as JSON lines where there are several) or bytes."""

    def do(*events, query="", kind="", signs=token, **headers):
        raw = events[0] if isinstance(events[0], bytes) else b"\n".join(json.dumps(e).encode() for e in events)
        kind = kind or ("application/json" if len(events) == 1 else "application/x-ndjson")
        about = {"Authorization": f"Bearer {signs}"} | headers
        return Client().post(ADDRESS + query, raw, content_type=kind, headers=about)

    return do


def test_new_event_is_created_and_known_the_second_time(send):
    assert [send(ITEM).status_code, send(ITEM).status_code] == [201, 200]


def test_idempotency_key_is_the_id(send):
    assert send(ITEM, **{"Idempotency-Key": "i-1"}).status_code == 201
    wrong = send(ITEM | {"id": "i-2"}, **{"Idempotency-Key": "i-1"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "Idempotency-Key")


def test_json_lines_are_a_batch(send):
    answer = send(ITEM, received("2026-03-02"))
    assert (answer.status_code, answer.json()["created"]) == (201, 2)


def test_one_object_on_several_lines(send):
    assert send(json.dumps(ITEM, indent=2).encode()).status_code == 201


def test_wrong_line_is_named_and_nothing_is_stored(send):
    answer = send(ITEM, received("2026-03-02", item="HG-9"))
    told = answer.json()
    assert (answer.status_code, told["line"], told["field"], bool(told["error"])) == (422, 2, "item", True)
    assert (Event.objects.count(), Problem.objects.count()) == (0, 1)


def test_good_lines_on_demand(send):
    answer = send(ITEM, received("2026-03-02", item="HG-9"), query="?skip_bad=1")
    assert (answer.status_code, answer.json()["created"], len(answer.json()["errors"])) == (201, 1, 1)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\xb9\xfa", b"{\x00}", b"[1,2]", b"{", b'"x"'])
def test_bytes_that_are_no_event(send, raw):
    assert send(raw).status_code == 422


def test_empty_delivery_changes_nothing(send):
    assert (send(b"").status_code, Event.objects.count()) == (200, 0)


@pytest.mark.parametrize("signs", ["", "mj_wrong", "x" * 5000, "令牌", "mj_\x7f"])
def test_without_a_valid_token_401(send, signs):
    answer = send(ITEM, signs=signs.encode("utf-8").decode("latin-1"))
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="events"')


def test_stopped_source_gets_403(send, source, keeper):
    actions.suspend_source(source, by=keeper, now=at("2026-03-01"), reason="检修")
    assert send(ITEM).status_code == 403


def test_too_much_at_once_is_413(send):
    assert send(b" " * (limits.MOST_BYTES + 1)).status_code == 413


def test_too_many_lines_are_413(send):
    assert send(b"{}\n" * (limits.MOST_LINES + 1), kind="application/x-ndjson").status_code == 413


def test_too_often_is_429(send, monkeypatch):
    monkeypatch.setattr("exchange.views.api.limits.too_often", lambda name, now, most=0: True)
    answer = send(ITEM)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_nobody_is_turned_away_when_the_counter_is_lost(monkeypatch):
    def gone(*args):
        raise OSError("gone")

    monkeypatch.setattr(limits, "cache", SimpleNamespace(add=gone, incr=gone))
    assert limits.too_often("source:1", at("2026-03-02")) is False


def test_only_the_hash_of_a_token_is_kept(token):
    kept = Token.objects.get()
    assert (len(kept.digest), token in kept.digest, token.startswith(kept.hint)) == (64, False, True)


def test_two_tokens_are_valid_while_a_system_changes_over(send, source, keeper, token):
    _made, fresh = actions.issue_token(source, by=keeper, now=at("2026-03-01"))
    old = Token.objects.order_by("pk").first()
    assert (old.expires_at, Token.objects.valid(at("2026-03-02")).count()) == (at("2026-03-08"), 2)
    assert fresh != token


def test_no_third_token(source, keeper, token):
    actions.issue_token(source, by=keeper, now=at("2026-03-01"))
    with pytest.raises(Refused):
        actions.issue_token(source, by=keeper, now=at("2026-03-02"))


def test_revoked_token_is_refused(send, source, keeper):
    actions.revoke_token(source, by=keeper, now=at("2026-03-01"), token=Token.objects.get())
    assert send(ITEM).status_code == 401


def test_token_made_by_hand_shows_in_the_record(token):
    assert Entry.objects.filter(verb="exchange.token.state").count() == 1


def test_use_of_a_token_is_noted(send):
    send(ITEM)
    assert Token.objects.get().last_used_at is not None


def test_description_is_open_and_names_every_kind(client):
    told = client.get("/api/v1/openapi.json").json()
    assert len(told["components"]["schemas"]["event"]["oneOf"]) == len(vocabulary.KINDS)


@pytest.mark.parametrize("kind", vocabulary.KINDS)
def test_every_key_is_described(db, kind):
    schema = description("https://example.cn/")["components"]["schemas"][kind.replace(".", "_")]
    assert all(schema["properties"].values())
    assert {"id", "at", "type"} <= set(schema["required"])
