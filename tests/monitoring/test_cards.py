"""The life of a card: answered in time or not, added up, outranked, sent back, made by hand, locked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from accounts.models import Role
from approvals import actions as approvals
from deadlines import actions as deadlines
from deadlines.models import Deadline, Hold
from monitoring import actions
from monitoring.models import Card, Finding, RuleVersion
from monitoring.sweep import sweep
from records.models import Attachment, Entry
from records.refusal import Refused
from tests.conftest import ZHANG, at, employ, make_item

pytestmark = pytest.mark.django_db
SAID = {"cause": "经办人请假，未交接", "measure": "已补办并明确A/B岗"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def second(discipline):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


@pytest.fixture
def late(bureau, accepted):
    """Make a case accepted so that its promise of seven days is broken by the sweep of `on`."""

    def make(since, on, code):
        case = accepted(make_item(bureau, steps=(), code=code), at(since))
        sweep(at(on))
        return case

    return make


@pytest.fixture
def card(late):
    return of(late("2026-03-02", "2026-03-12", "X1"))


def of(case, colour="yellow"):
    return Card.objects.get(finding__subject_id=case.pk, colour=colour)


def found(case):
    return list(Finding.objects.about(case).order_by("pk").values_list("code", "effective_on", "issued_at__date"))


def said(*rows):
    return [(code, at(day).date(), at(issued).date()) for code, day, issued in rows]


def switch(code, **parameters):
    """A next version of the rule with these parameters, in force from the start."""
    old = RuleVersion.objects.get(code=code)
    version = {"version": old.version + 1, "parameters": old.parameters | parameters, "valid_from": old.valid_from}
    same = {name: getattr(old, name) for name in ("code", "name", "level", "law", "reason", "author", "signed_by")}
    return RuleVersion.objects.create(**same, **version)


# missed sweeps, outranking, the end of warnings


def test_missed_sweeps_give_one_card_with_the_day_of_the_fault(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    sweep(at("2026-03-17"))
    sweep(at("2026-03-17"))
    assert found(case) == said(("W1", "2026-03-10", "2026-03-10"), ("Y1", "2026-03-12", "2026-03-17"))


def test_a_red_card_outranks_the_yellow_one_and_alone_counts(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    sweep(at("2026-03-18"))
    assert of(case).superseded_by == of(case, "red")
    assert list(Card.objects.counting()) == [of(case, "red")]


def test_outranked_card_owes_no_answer_and_does_not_turn_red_itself(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    sweep(at("2026-03-18"))
    sweep(at("2026-03-25"))
    assert [code for code, *_days in found(case)] == ["W1", "Y1", "R1"]
    assert not Deadline.objects.about(of(case)).running().exists()


def test_yellow_card_after_a_red_one_is_outranked_at_once(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-18"))
    approvals.review(case, by=reviewer, now=at("2026-03-18 10:00"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-18 11:00"), result="granted")
    sweep(at("2026-04-02"))
    late_delivery = Card.objects.get(finding__subject_id=case.pk, finding__code="Y4")
    assert late_delivery.superseded_by == of(case, "red")


def test_two_yellow_cards_on_a_case_both_stand_and_one_is_scored(bureau, accepted):
    case = accepted(make_item(bureau, steps=(("review", 4),)), at("2026-03-02"))
    sweep(at("2026-03-12"))
    cards = list(Card.objects.filter(finding__subject_id=case.pk).order_by("pk"))
    assert [card.superseded_by for card in cards] == [None, None]
    assert list(Card.objects.scored()) == cards[:1]


def test_warning_is_resolved_when_the_case_is_finished_in_time(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    approvals.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-11 10:00"), result="granted")
    sweep(at("2026-03-12"))
    [warning] = Finding.objects.about(case)
    assert (warning.end.outcome, warning.end.ended_at) == ("resolved", at("2026-03-12"))


def test_warning_of_a_withdrawn_case_is_resolved_and_rings_no_more(bureau, citizen, clerk):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    sweep(at("2026-03-10"))
    approvals.withdraw(case, by=citizen, now=at("2026-03-11"))
    sweep(at("2026-04-15"))
    [warning] = Finding.objects.about(case)
    assert (warning.code, warning.end.outcome) == ("W1", "resolved")


def test_warning_is_overtaken_by_a_card(card):
    warning = Finding.objects.get(code="W1")
    assert warning.end.outcome == "overtaken"


def test_finished_late_is_carded_by_the_next_sweep(accepted, bureau, approver, reviewer):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-12"), opinion="同意")
    approvals.decide(case, by=approver, now=at("2026-03-12 10:00"), result="granted")
    sweep(at("2026-03-13"))
    assert [code for code, *_days in found(case)] == ["W1", "Y1"]


# the answer


def test_yellow_card_not_answered_in_three_days_turns_red(late):
    case = late("2026-03-02", "2026-03-12", "X1")
    answer = Deadline.objects.about(of(case)).get()
    assert answer.due_on == at("2026-03-17").date()
    deadlines.extend(case_clock(case), days=10, approver=approver_of(case), reason="案情复杂", now=at("2026-03-13"))
    sweep(at("2026-03-17"))
    assert not Card.objects.filter(colour="red").exists()
    sweep(at("2026-03-18"))
    red = of(case, "red")
    assert (red.finding.code, red.finding.evidence["cards"]) == ("R4", [of(case).number])
    assert of(case).superseded_by == red


def case_clock(case):
    case.refresh_from_db()
    return case.clock


def approver_of(case):
    return case.clerk


def test_answered_card_does_not_turn_red(late, clerk):
    case = late("2026-03-02", "2026-03-12", "X1")
    actions.answer(of(case), by=clerk, now=at("2026-03-17 17:00"), **SAID)
    sweep(at("2026-03-18"))
    assert "R4" not in [code for code, *_days in found(case)]


def test_answer_that_does_not_hold_is_sent_back_with_new_days(card, clerk, inspector):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    actions.send_back(card, by=inspector, now=at("2026-03-16"), reason="未说明责任人")
    card.refresh_from_db()
    again = Deadline.objects.about(card).running().get()
    assert (card.state, again.round, again.due_on) == ("issued", 2, at("2026-03-19").date())
    assert card.remarks.get().text == "未说明责任人"


@pytest.mark.parametrize("reason", ["", "　 "])
def test_sending_back_needs_a_reason(card, clerk, inspector, reason):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    with pytest.raises(Refused):
        actions.send_back(card, by=inspector, now=at("2026-03-16"), reason=reason)
    card.refresh_from_db()
    assert card.state == "answered"


def test_unit_cannot_send_its_own_answer_back(card, clerk):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    with pytest.raises(PermissionDenied):
        actions.send_back(card, by=clerk, now=at("2026-03-16"), reason="再改改")


def test_card_under_supervision_waits_for_the_notice(card, inspector):
    actions.supervise(card, by=inspector, now=at("2026-03-13"))
    sweep(at("2026-03-18"))
    assert not Finding.objects.filter(code="R4").exists()
    actions.close(card, by=inspector, now=at("2026-03-27"))
    card.refresh_from_db()
    assert card.state == "closed"


# adding up


def test_third_yellow_card_of_a_handler_in_a_quarter_is_a_red_one(late, clerk):
    cases = [
        late(since, on, f"X{number}")
        for number, (since, on) in enumerate(
            [("2026-01-05", "2026-01-15"), ("2026-01-06", "2026-01-16"), ("2026-01-07", "2026-01-19")]
        )
    ]
    red = Card.objects.get(finding__code="R5")
    assert (red.finding.subject, red.finding.responsible) == (cases[2], clerk.user)
    assert red.finding.evidence["quarter"] == "2026Q1"
    assert len(red.finding.evidence["cards"]) == 3


def test_cards_add_up_within_a_quarter_only(bureau, accepted, clerk):
    for number, (since, on) in enumerate(
        [("2026-03-02", "2026-03-12"), ("2026-03-18", "2026-03-30"), ("2026-03-23", "2026-04-02")]
    ):
        case = accepted(make_item(bureau, steps=(), code=f"X{number}"), at(since))
        sweep(at(on))
        actions.answer(of(case), by=clerk, now=at(f"{on} 10:00"), **SAID)
        close_case(case)
    assert Card.objects.filter(colour="yellow").count() == 3
    assert not Card.objects.filter(colour="red").exists()


def close_case(case):
    """The promise ends here, so that the clock does not go on to the red card of its own."""
    case.refresh_from_db()
    deadlines.cancel(case.clock, at("2026-04-03"))


def test_fourth_yellow_card_of_the_quarter_is_not_another_red_one(late):
    for number, (since, on) in enumerate(
        [
            ("2026-01-05", "2026-01-15"),
            ("2026-01-06", "2026-01-16"),
            ("2026-01-07", "2026-01-19"),
            ("2026-01-08", "2026-01-20"),
        ]
    ):
        late(since, on, f"X{number}")
    assert Card.objects.filter(finding__code="R5").count() == 1


# a person confirms


def test_card_of_a_rule_that_wants_a_person_waits_and_does_not_count(bureau, accepted):
    switch("Y1", confirm=True)
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    card = of(case)
    assert (card.state, card.counts_as) == ("pending", "")
    assert not Card.objects.counting().exists()
    assert not Deadline.objects.about(card).exists()


def test_confirmed_card_counts_and_its_days_begin(bureau, accepted, inspector):
    switch("Y1", confirm=True)
    card = of_confirmed(bureau, accepted, inspector)
    assert (card.state, card.counts_as, card.appeal_until) == ("issued", "yellow", at("2026-03-20").date())
    assert Deadline.objects.about(card).get().due_on == at("2026-03-18").date()


def of_confirmed(bureau, accepted, inspector):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    return actions.confirm(of(case), by=inspector, now=at("2026-03-13"))


# cards by hand


@pytest.fixture
def proposal(clerk):
    return actions.Proposal(
        level="yellow",
        responsible=clerk.user,
        facts="9时40分至10时10分窗口无人值守，三名群众等候。",
        basis="《行政服务中心窗口工作人员管理办法》第十二条",
        camera_place="政务大厅 A03 窗口",
        camera_at=at("2026-03-12 09:40"),
        camera_clip="A03-20260312-0940.mp4",
    )


@pytest.fixture
def by_hand(bureau, inspector, proposal):
    return actions.propose(bureau, by=inspector, now=at("2026-03-12 11:00"), said=proposal)


def test_card_by_hand_waits_for_a_second_person(by_hand, inspector, clerk):
    assert (by_hand.state, by_hand.proposed_by, by_hand.counts_as) == ("pending", inspector.user, "")
    assert not Card.objects.visible_to(clerk).exists()
    assert not Finding.objects.visible_to(clerk).exists()


def test_who_proposed_does_not_confirm(by_hand, inspector):
    with pytest.raises(PermissionDenied):
        actions.confirm(by_hand, by=inspector, now=at("2026-03-12 14:00"))


def test_second_person_issues_the_card(by_hand, second, clerk):
    actions.confirm(by_hand, by=second, now=at("2026-03-12 14:00"))
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.confirmed_by) == ("issued", second.user)
    assert by_hand.finding.evidence["camera"]["clip"] == "A03-20260312-0940.mp4"
    assert Card.objects.visible_to(clerk).get() == by_hand


def test_second_person_refuses_with_a_reason_and_the_card_stays(by_hand, second):
    actions.refuse(by_hand, by=second, now=at("2026-03-12 14:00"), reason="当时系统停机，属正常")
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.remarks.get().kind) == ("withdrawn", "refused")
    assert not Card.objects.counting().exists()


def test_evidence_is_kept_with_its_digest(bureau, inspector, proposal, second):
    photo = SimpleUploadedFile("巡查记录.pdf", PDF)
    card = actions.propose(bureau, by=inspector, now=at("2026-03-12 11:00"), said=proposal, files=[photo])
    kept = Attachment.objects.get(subject_id=card.pk)
    assert (kept.kind, len(kept.sha256)) == ("evidence", 64)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": "blue"}, "level"),
        ({"facts": "　"}, "facts"),
        ({"basis": ""}, "basis"),
        ({"lock": True}, "case"),
        ({"camera_at": at("2026-03-13 09:00")}, "camera_at"),
    ],
)
def test_bad_proposal_names_the_field_and_leaves_nothing(bureau, inspector, proposal, wrong, field):
    with pytest.raises(Refused) as refused:
        actions.propose(
            bureau, by=inspector, now=at("2026-03-12 11:00"), said=actions.Proposal(**(vars(proposal) | wrong))
        )
    assert refused.value.field == field
    assert not Finding.objects.exists()


def test_responsible_person_belongs_to_the_unit(bureau, inspector, proposal, stranger):
    other = actions.Proposal(**(vars(proposal) | {"responsible": stranger.user}))
    with pytest.raises(Refused):
        actions.propose(bureau, by=inspector, now=at("2026-03-12 11:00"), said=other)


def test_clerk_proposes_no_card(bureau, clerk, proposal):
    with pytest.raises(PermissionDenied):
        actions.propose(bureau, by=clerk, now=at("2026-03-12 11:00"), said=proposal)


def test_same_form_twice_is_one_card(bureau, inspector, proposal):
    key = "00000000-0000-4000-8000-000000000004"
    about = {"by": inspector, "now": at("2026-03-12 11:00"), "said": proposal, "key": key}
    assert actions.propose(bureau, **about) == actions.propose(bureau, **about)


# locks


def test_rule_that_locks_stops_the_unit_until_an_inspector_unlocks(bureau, accepted, reviewer, inspector):
    switch("Y1", lock=True)
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    with pytest.raises(Refused) as refused:
        approvals.review(case, by=reviewer, now=at("2026-03-12 10:00"), opinion="同意")
    assert "超过承诺时限" in str(refused.value.message)
    actions.unlock_matter(of(case), by=inspector, now=at("2026-03-12 11:00"), reason="已当面说明情况")
    approvals.review(case, by=reviewer, now=at("2026-03-12 12:00"), opinion="同意")
    case.refresh_from_db()
    assert case.state == "reviewed"


def test_applicant_of_a_locked_case_may_still_withdraw(bureau, citizen, clerk, inspector):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    sweep(at("2026-03-12"))
    actions.lock_matter(of(case), by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    approvals.withdraw(case, by=citizen, now=at("2026-03-12 11:00"))
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_unlocking_needs_a_reason(card, inspector):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(Refused):
        actions.unlock_matter(card, by=inspector, now=at("2026-03-12 11:00"), reason=" ")
    assert Hold.objects.get().released_at is None


def test_unit_does_not_unlock_itself(card, clerk, inspector):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(PermissionDenied):
        actions.unlock_matter(card, by=clerk, now=at("2026-03-12 11:00"), reason="急办")


def test_attempt_on_a_locked_case_is_seen(card, inspector, reviewer):
    case = card.finding.subject
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(Refused):
        approvals.review(case, by=reviewer, now=at("2026-03-12 11:00"), opinion="同意")
    sweep(at("2026-03-12 12:00"))
    assert Finding.objects.filter(code="A1", subject_id=case.pk).count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deadlines_hold SET ground = 'x'",
        "DELETE FROM deadlines_hold",
        "UPDATE monitoring_card SET colour = 'yellow'",
        "DELETE FROM monitoring_remark",
    ],
)
def test_the_database_keeps_what_happened_to_cards(card, clerk, inspector, sql):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    actions.supervise(card, by=inspector, now=at("2026-03-13"))
    sql = sql.replace("'yellow'", "'red'")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_deed_on_a_card_is_on_record(card, clerk, inspector):
    actions.answer(card, by=clerk, now=at("2026-03-13"), **SAID)
    actions.send_back(card, by=inspector, now=at("2026-03-16"), reason="未说明责任人")
    actions.answer(card, by=clerk, now=at("2026-03-17"), **SAID)
    actions.close(card, by=inspector, now=at("2026-03-18"))
    verbs = Entry.objects.about(card).exclude(verb="monitoring.card.state").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "monitoring.card.answered",
        "monitoring.card.sent_back",
        "monitoring.card.answered",
        "monitoring.card.closed",
    ]
