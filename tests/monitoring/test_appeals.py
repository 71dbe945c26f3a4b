"""Appeals: in five working days, decided in ten by an uninvolved person; what a card drags along when it falls."""

from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from deadlines.models import Deadline, Hold
from monitoring import actions
from monitoring.figures import Period, unit_figures
from monitoring.issue import issue
from monitoring.models import Appeal, Card, Finding, RuleVersion
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at, employ, make_item
from tests.monitoring.cards import of, switch

pytestmark = pytest.mark.django_db
WHY = {"grounds": "补正时间未扣除"}
SO = {"reason": "经核查属实"}


@pytest.fixture
def red(card):
    sweep(at("2026-03-18"))
    return of(card.finding.subject, "red")


def received_on(bureau, clerk, inspector, second, moment):
    """A card that the unit receives at this moment."""
    said = actions.Proposal(level="yellow", responsible=clerk.user, facts="窗口无人", basis="窗口管理办法")
    card = actions.propose(bureau, by=inspector, now=at(moment), said=said)
    return actions.confirm(card, by=second, now=at(moment))


def test_appeal_is_open_for_five_working_days(bureau, clerk, inspector, second):
    card = received_on(bureau, clerk, inspector, second, "2026-09-21")
    assert card.appeal_until == at("2026-09-29").date()
    with pytest.raises(Refused):
        actions.appeal(card, by=clerk, now=at("2026-09-30"), **WHY)


def test_appeal_is_decided_within_ten_working_days_of_its_filing(bureau, clerk, inspector, second):
    card = received_on(bureau, clerk, inspector, second, "2026-09-21")
    appeal = actions.appeal(card, by=clerk, now=at("2026-09-28"), **WHY)
    assert appeal.clock.due_on == at("2026-10-16").date()


def test_appeal_on_the_last_day_is_in_time(bureau, clerk, inspector, second):
    card = received_on(bureau, clerk, inspector, second, "2026-09-21")
    assert actions.appeal(card, by=clerk, now=at("2026-09-29 17:30"), **WHY).state == "open"


def test_card_counts_while_the_appeal_is_open_and_its_answer_waits(card, clerk):
    actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    sweep(at("2026-03-17 18:00"))
    assert list(Card.objects.counting()) == [card]
    assert Deadline.objects.about(card).get().paused_on == at("2026-03-13").date()


def test_upheld_card_is_owed_its_answer_again(card, clerk, inspector):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="upheld", **SO)
    card.refresh_from_db()
    assert (card.state, card.counts_as) == ("issued", "yellow")
    assert Deadline.objects.about(card).get().due_on == at("2026-03-18").date()


def test_withdrawn_card_stays_visible_and_counts_no_longer(card, clerk, inspector, bureau):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="withdrawn", **SO)
    card.refresh_from_db()
    assert (card.state, card.counts_as) == ("withdrawn", "")
    assert Card.objects.visible_to(clerk).get() == card
    assert not Card.objects.counting().exists()
    month = Period(at("2026-03-01").date(), at("2026-03-31").date())
    [unit] = [unit for unit in unit_figures(bureau.path, month, month.last) if unit.organisation == bureau]
    assert unit.yellow == 0


def test_red_card_is_lowered_to_a_yellow_one(red, clerk, inspector):
    appeal = actions.appeal(red, by=clerk, now=at("2026-03-19"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-20"), outcome="lowered", **SO)
    red.refresh_from_db()
    assert (red.colour, red.counts_as, red.state) == ("red", "yellow", "issued")
    assert list(Card.objects.counting()) == [red]


def test_yellow_card_is_lowered_to_a_warning_and_nothing_is_owed(card, clerk, inspector):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="lowered", **SO)
    card.refresh_from_db()
    assert (card.counts_as, card.state) == ("warning", "closed")
    assert not Deadline.objects.about(card).running().exists()


def test_what_a_withdrawn_red_card_outranked_counts_again(red, card, clerk, inspector):
    appeal = actions.appeal(red, by=clerk, now=at("2026-03-19"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-20"), outcome="withdrawn", **SO)
    assert list(Card.objects.counting()) == [card]
    assert Deadline.objects.about(card).running().get().due_on == at("2026-03-25").date()


def test_red_card_for_a_missing_answer_falls_with_the_yellow_one(bureau, clerk, inspector, second):
    card = received_on(bureau, clerk, inspector, second, "2026-03-12")
    sweep(at("2026-03-18"))
    follower = Card.objects.get(finding__code="R4")
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-19"), **WHY)
    leader = employ("sun", "孙县长", bureau.parent, Role.LEADER)
    actions.decide(appeal, by=leader, now=at("2026-03-20"), outcome="withdrawn", **SO)
    follower.refresh_from_db()
    assert follower.state == "withdrawn"
    assert card.number in follower.remarks.get().text


def test_red_card_for_three_yellow_ones_falls_when_only_two_are_left(bureau, accepted, clerk, inspector):
    cards = []
    for number, (since, on) in enumerate([("2026-01-05", "2026-01-15"), ("2026-01-06", "2026-01-16")]):
        case = accepted(make_item(bureau, steps=(), code=f"X{number}"), at(since))
        sweep(at(on))
        cards.append(of(case))
    accepted(make_item(bureau, steps=(), code="X9"), at("2026-01-07"))
    sweep(at("2026-01-19"))
    red = Card.objects.get(finding__code="R5")
    appeal = actions.appeal(cards[1], by=clerk, now=at("2026-01-19"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-01-20"), outcome="withdrawn", **SO)
    red.refresh_from_db()
    assert red.state == "withdrawn"


def test_withdrawn_card_lets_its_matter_go(bureau, accepted, clerk, inspector):
    switch("Y1", lock=True)
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    assert Hold.objects.about(case).in_force(at("2026-03-12").date()).exists()
    appeal = actions.appeal(of(case), by=clerk, now=at("2026-03-13"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="withdrawn", **SO)
    assert not Hold.objects.about(case).in_force(at("2026-03-16").date()).exists()


def test_who_confirmed_the_card_does_not_decide(bureau, clerk, inspector, second):
    card = received_on(bureau, clerk, inspector, second, "2026-03-12")
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    for involved in (inspector, second):
        with pytest.raises(PermissionDenied):
            actions.decide(appeal, by=involved, now=at("2026-03-16"), outcome="withdrawn", **SO)
    appeal.refresh_from_db()
    assert appeal.state == "open"


def test_who_closed_the_card_does_not_withdraw_it(card, clerk, inspector, second):
    actions.answer(card, by=clerk, now=at("2026-03-13"), cause="未交接", measure="已补办")
    actions.close(card, by=inspector, now=at("2026-03-13 15:00"))
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-16"), **WHY)
    with pytest.raises(PermissionDenied):
        actions.decide(appeal, by=inspector, now=at("2026-03-17"), outcome="withdrawn", **SO)
    assert actions.decide(appeal, by=second, now=at("2026-03-17"), outcome="withdrawn", **SO).state == "withdrawn"


def test_review_of_supervision_is_decided_by_another(card, inspector, second):
    found = actions.review(card, by=inspector, now=at("2026-04-15"), reason="省平台故障公告")
    with pytest.raises(PermissionDenied):
        actions.decide(found, by=inspector, now=at("2026-04-16"), outcome="withdrawn", **SO)
    actions.decide(found, by=second, now=at("2026-04-16"), outcome="withdrawn", **SO)
    assert not Card.objects.counting().exists()


def test_unit_does_not_decide_its_own_appeal(card, clerk, head):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    with pytest.raises(PermissionDenied):
        actions.decide(appeal, by=head, now=at("2026-03-16"), outcome="withdrawn", **SO)


def test_stranger_does_not_appeal(card, stranger):
    with pytest.raises(PermissionDenied):
        actions.appeal(card, by=stranger, now=at("2026-03-13"), **WHY)


@pytest.mark.parametrize("grounds", ["", "  ", "　"])
def test_appeal_needs_grounds(card, clerk, grounds):
    with pytest.raises(Refused) as refused:
        actions.appeal(card, by=clerk, now=at("2026-03-13"), grounds=grounds)
    assert (refused.value.field, Appeal.objects.count()) == ("grounds", 0)


def test_decision_needs_reasons(card, clerk, inspector):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    with pytest.raises(Refused):
        actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="withdrawn", reason=" ")


def test_unit_appeals_once(card, clerk, inspector):
    appeal = actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    actions.decide(appeal, by=inspector, now=at("2026-03-16"), outcome="upheld", **SO)
    with pytest.raises(Refused):
        actions.appeal(card, by=clerk, now=at("2026-03-17"), **WHY)


@pytest.mark.usefixtures("inspector")
def test_appeal_left_lying_is_a_warning_to_supervision_itself(card, clerk, discipline):
    actions.appeal(card, by=clerk, now=at("2026-03-13"), **WHY)
    sweep(at("2026-03-30"))
    found = Finding.objects.get(code="W3")
    assert (found.organisation, found.level) == (discipline, "warning")


def test_month_counts_what_is_left_after_a_withdrawal(bureau, inspector, second):
    """November 2026: 12 pre-warnings, 2 yellow cards, 1 red; one of the yellow ones is withdrawn."""
    kind, now = ContentType.objects.get_for_model(bureau), at("2026-11-10")
    rules = {"warning": RuleVersion.objects.get(code="W1"), "yellow": RuleVersion.objects.get(code="Y1")}
    rules["red"] = RuleVersion.objects.get(code="R1")
    about = {"organisation": bureau, "subject_type": kind, "effective_on": now.date(), "issued_at": now}
    levels = ["warning"] * 12 + ["yellow"] * 2 + ["red"]
    issue(
        [
            Finding(rule=rules[level], code=rules[level].code, level=level, occurrence="x", subject_id=pk, **about)
            for pk, level in enumerate(levels, 9000)
        ],
        now,
    )
    card = Card.objects.filter(colour="yellow").first()
    found = actions.review(card, by=inspector, now=at("2026-11-11"), reason="系统故障")
    actions.decide(found, by=second, now=at("2026-11-12"), outcome="withdrawn", **SO)
    counted = Counter(Finding.objects.counting().values_list("counted", flat=True))
    assert counted == {"warning": 12, "yellow": 1, "red": 1}
    assert Card.objects.filter(state="withdrawn").count() == 1
