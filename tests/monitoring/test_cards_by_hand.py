"""Cards that a person confirms: of rules that want one, and of what an inspector saw."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from deadlines.models import Deadline
from monitoring import actions
from monitoring.models import Card, Finding
from monitoring.sweep import sweep
from records.models import Attachment
from records.refusal import Refused
from tests.conftest import at, make_item
from tests.monitoring.cards import PDF, of, switch

pytestmark = pytest.mark.django_db


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
