"""The room: who sees which board, what lies behind its figures, taking note of a red card, hints with rows."""

import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Organisation, Role, Window
from approvals.actions import hall
from monitoring import actions, board, feed, hub, room
from monitoring.figures import Period
from monitoring.models import Acknowledgement, Card, Finding, PlatformFinding
from monitoring.permissions import board_at
from monitoring.sweep import sweep
from records.models import Entry
from tests.conftest import at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
MARCH = Period(at("2026-03-01").date(), at("2026-03-18").date())


@pytest.fixture
def red(bureau, accepted):
    """A case that ran into a red card on 18 March."""
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    sweep(at("2026-03-18"))
    return Card.objects.get(colour="red")


@pytest.fixture
def town(county):
    return Organisation.objects.create(
        code="chengguan", name="城关街道办事处", short_name="城关街道", level="town", parent=county
    )


@pytest.fixture
def village(town):
    return Organisation.objects.create(
        code="wenchang", name="文昌社区居民委员会", short_name="文昌社区", level="village", parent=town
    )


def get(actor, name="board", **asked):
    return signed_in(actor).get(reverse(f"monitoring:{name}"), asked)


# Which board


def test_inspector_of_the_county_may_narrow_the_board_to_any_unit(inspector, bureau, village):
    assert board_at(inspector).code == "yunxi"
    assert board_at(inspector, "scjg") == bureau
    assert board_at(inspector, "wenchang") == village


def test_leader_of_a_town_sees_the_town_and_what_lies_below(town, village, bureau):
    chief = employ("zhen", "镇长", town, Role.LEADER)
    assert board_at(chief) == town
    assert board_at(chief, "wenchang") == village
    assert board_at(chief, "scjg") is None


def test_clerk_has_no_board(clerk):
    assert board_at(clerk) is None


def test_board_of_a_unit_leaves_out_the_cards_of_others(inspector, other_bureau, red):
    page = get(inspector, at="zjj").content.decode()
    assert red.finding.subject.number not in page


def test_board_of_the_unit_shows_its_cards(inspector, red):
    assert red.finding.subject.number in get(inspector, at="scjg").content.decode()


@pytest.mark.parametrize("code", ["nowhere", "../etc", "x" * 40, "城关"])
def test_board_of_an_unknown_unit_does_not_exist(inspector, code):
    assert get(inspector, at=code).status_code == 404


def test_board_of_a_unit_beyond_the_own_ones_does_not_exist(town, bureau):
    assert get(employ("zhen", "镇长", town, Role.LEADER), at="scjg").status_code == 404


def test_board_of_a_town_lists_its_villages(inspector, town, village):
    page = get(inspector, at="chengguan").content.decode()
    assert "下级单位" in page
    assert "文昌社区" in page


# What lies behind the figures


def test_cell_lists_the_open_cases_of_unit_and_step(inspector, bureau, accepted):
    case = accepted(make_item(bureau), at("2026-03-02"))
    assert case.number in get(inspector, "board_cell", at="scjg", state="accepted").content.decode()
    assert case.number not in get(inspector, "board_cell", at="scjg", state="decided").content.decode()


def test_cell_can_be_narrowed_to_what_has_a_red_card(inspector, bureau, accepted, red):
    other = accepted(bureau.items.get(), at("2026-03-18"))
    page = get(inspector, "board_cell", at="scjg", card="red").content.decode()
    assert red.finding.subject.number in page
    assert other.number not in page


@pytest.mark.parametrize("asked", [{"state": "delivered"}, {"state": "nonsense"}, {"card": "blue"}])
def test_cell_that_no_board_has_does_not_exist(inspector, asked):
    assert get(inspector, "board_cell", **asked).status_code == 404


def test_days_of_rest_count_for_the_next_working_day(bureau, accepted):
    item = make_item(bureau)
    accepted(item, at("2026-03-06"))
    accepted(item, at("2026-03-07"))
    days = [at(f"2026-03-0{day}").date() for day in (5, 6, 9)]
    assert room.per_day(bureau.cases.all(), "submitted_at", days) == [0, 1, 1]


def test_open_cases_of_the_days_before(bureau, accepted, county):
    item = make_item(bureau)
    for day in ("2026-03-04", "2026-03-05", "2026-03-05", "2026-03-06"):
        accepted(item, at(day))
    days = [at(f"2026-03-0{day}").date() for day in (4, 5, 6)]
    assert room.in_hand_daily(county.path, days, 4) == [1, 3, 4]


def test_closing_counts_a_replaced_card_once(county, red):
    assert room.closing(county.path, MARCH) == {
        "issued": 2,
        "replaced": 1,
        "answered": 0,
        "supervised": 0,
        "closed": 0,
    }


def test_windows_say_who_is_there_and_which_are_empty(inspector, bureau):
    desks = [
        Window.objects.create(number=n, name="窗口", hall="一楼大厅", organisation=bureau) for n in ("013", "014")
    ]
    people = [employ(f"w{desk.number}", f"窗口{desk.number}", bureau, Role.CLERK) for desk in desks]
    for actor, desk in zip(people, desks, strict=True):
        actor.post.window = desk
        actor.post.save()
    hall.arrive(people[0].post, by=people[0], now=at("2026-03-02 08:30"))
    [found] = room.halls("yunxi/", at("2026-03-02").date(), at("2026-03-02 11:00"))
    assert (found.name, found.there, [line.post.window.number for line in found.absent]) == ("一楼大厅", 1, ["014"])


def test_board_shows_the_open_faults_of_the_platform(inspector, bureau):
    PlatformFinding.objects.create(code="undelivered", about="sms", found_at=at("2026-03-02"))
    assert str(PlatformFinding.Code.UNDELIVERED.label) in get(inspector).content.decode()


# Taking note


def test_note_of_a_red_card_says_who_and_when(inspector, red):
    actions.acknowledge(red, by=inspector, now=at("2026-03-18 10:00"))
    noted = Acknowledgement.objects.get(card=red)
    assert (noted.by, noted.at) == (inspector.user, at("2026-03-18 10:00"))
    assert Entry.objects.about(red).filter(verb="monitoring.card.acknowledged").count() == 1


def test_first_note_counts(inspector, leader, red):
    actions.acknowledge(red, by=leader, now=at("2026-03-18 10:00"))
    actions.acknowledge(red, by=inspector, now=at("2026-03-18 11:00"))
    assert Acknowledgement.objects.get(card=red).by == leader.user


def test_those_who_got_the_card_cannot_silence_the_room(head, red):
    with pytest.raises(PermissionDenied):
        actions.acknowledge(red, by=head, now=at("2026-03-18 10:00"))
    assert not Acknowledgement.objects.exists()


def test_noted_card_is_told_to_the_boards_with_its_name(inspector, red):
    assert "data-unseen" in feed.packed([red.finding])
    actions.acknowledge(red, by=inspector, now=at("2026-03-18 10:00"))
    text = feed.packed([red.finding])
    assert "data-unseen" not in text
    assert "老赵 10:00 签收" in text


def test_button_of_the_board_gets_no_page(inspector, red):
    client = signed_in(inspector)
    answer = client.post(reverse("monitoring:acknowledge", args=[red.pk]), headers={"X-Board": "1"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_button_works_without_scripts(inspector, red):
    answer = signed_in(inspector).post(reverse("monitoring:acknowledge", args=[red.pk]))
    assert answer["Location"] == reverse("monitoring:board")


# Hints that bring their rows


class Listener(hub.Hub):
    """A hub without an event loop: what it would send stands in a list, what it would ask is only noted."""

    def __init__(self, *scopes):
        super().__init__()
        self.sockets = {scope: set() for scope in scopes}
        self.sent = []

    def deliver(self, scope, text):
        self.sent.append((scope, [item["id"] for item in json.loads(text)["items"]]))

    def count_soon(self):
        pass


def hinted(number, *findings):
    return f"{number} {feed.packed(findings)}".encode()


def test_hint_in_order_reaches_its_scopes_without_the_database(red, django_assert_num_queries):
    hint, listener = hinted(1, red.finding), Listener("yunxi/", "yunxi/scjg/", "yunxi/zjj/")
    with django_assert_num_queries(0):
        assert listener.take(hint)
    assert listener.sent == [("yunxi/", [red.finding_id]), ("yunxi/scjg/", [red.finding_id])]


@pytest.mark.parametrize("number", [0, 1, 3, 9])
def test_hint_out_of_order_asks_the_database(red, number):
    listener = Listener("yunxi/")
    listener.number = 1
    assert listener.take(hinted(number, red.finding)) is False
    assert (listener.number, listener.sent) == (number, [])


def test_hint_without_rows_asks_the_database(db):
    assert Listener("yunxi/").take(b"1 ") is False


def test_hint_of_a_round_without_cards_only_counts_anew(db):
    listener = Listener("yunxi/")
    assert listener.take(hinted(1)) is True
    assert listener.sent == []


def test_hint_is_remembered_as_told(red):
    listener = Listener("yunxi/")
    listener.take(hinted(1, red.finding))
    assert feed.news("yunxi/", 0, tuple(listener.told["yunxi/"]))[1] == [
        Finding.objects.exclude(pk=red.finding_id).cards().get().pk
    ]


def test_rows_are_sent_on_commit_and_not_before(red, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(board, "client", lambda: SimpleNamespace(eval=lambda *words: sent.append(words[-1])))
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            board.tell([red.finding])
        before = list(sent)
    assert (before, [item["id"] for item in json.loads(sent[0])]) == ([], [red.finding_id])


def test_large_batch_is_told_without_rows(red, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(board, "client", lambda: SimpleNamespace(eval=lambda *words: sent.append(words[-1])))
    with django_capture_on_commit_callbacks(execute=True):
        board.tell([red.finding] * (feed.STREAM + 1))
    assert sent == [board.LOOK]
