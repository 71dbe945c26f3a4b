"""Reminders to the holders of powers of level A: who gets them, answers, the second reminder, letters of inquiry."""

import pytest
from django.core.exceptions import PermissionDenied

from integrity.actions import reminding, robot
from integrity.actions.reminding import Words
from integrity.models import Reminder
from monitoring.models import Finding
from monitoring.sweep import sweep
from powers.models import RiskPoint
from records.models import Document
from records.refusal import Refused
from tests.conftest import at

PROMISE = Words("promise", "保廉承诺", "请作出廉洁用权承诺")


@pytest.fixture
def round(county, point, inspector):
    return reminding.send(county, by=inspector, now=at("2026-03-02"), words=PROMISE)


@pytest.fixture
def reminder(round):
    return round.reminders.get()


def test_whoever_is_named_at_a_point_of_level_a_is_reminded(reminder, reviewer):
    assert (reminder.person, reminder.powers) == (reviewer.user, "食品经营许可")


def test_the_holder_of_the_step_of_such_a_point_is_reminded_too(county, point, power, approver, inspector):
    step = power.steps.get(stage="decide")
    step.holder = approver.user
    step.save()
    RiskPoint.objects.filter(pk=point.pk).update(step=step)
    made = reminding.send(county, by=inspector, now=at("2026-03-02"), words=PROMISE)
    assert made.reminders.filter(person=approver.user).exists()


@pytest.mark.parametrize("level", ["B", "C"])
def test_lower_levels_are_not_reminded(county, point, inspector, level):
    RiskPoint.objects.filter(pk=point.pk).update(level=level)
    with pytest.raises(Refused) as refused:
        reminding.send(county, by=inspector, now=at("2026-03-02"), words=PROMISE)
    assert refused.value.field == "organisation"


def test_a_promise_is_settled_with_its_answer(reminder, reviewer):
    made = reminding.answer(reminder, by=reviewer, now=at("2026-03-04"), answer="本人承诺廉洁用权")
    assert made.state == "settled"
    sweep(at("2026-03-12"))
    assert not Finding.objects.exists()


def test_only_the_person_answers(reminder, head):
    with pytest.raises(PermissionDenied):
        reminding.answer(reminder, by=head, now=at("2026-03-04"), answer="代答")


def test_who_is_silent_is_shown_and_reminded_again_with_a_shorter_term(reminder, inspector):
    sweep(at("2026-03-10"))
    assert Finding.objects.get().code == "W26"
    robot.run(at("2026-03-10"))
    again = Reminder.objects.get()
    assert again.again_at == at("2026-03-10")
    assert again.due_on.isoformat() == "2026-03-13"
    robot.run(at("2026-03-11"))
    assert Reminder.objects.get().again_at == at("2026-03-10")
    assert Reminder.objects.visible_to(inspector).unanswered(at("2026-03-16").date()).exists()


def test_a_letter_of_inquiry_is_numbered_and_its_answer_judged(bureau, reviewer, inspector, second):
    words = Words("inquiry", "函询", "请就收受礼品的反映作出说明", person=reviewer.user)
    reminding.send(bureau, by=inspector, now=at("2026-03-02"), words=words)
    reminder = Reminder.objects.get()
    assert Document.objects.get().number.endswith("廉询〔2026〕0001号")
    reminding.answer(reminder, by=reviewer, now=at("2026-03-04"), answer="没有此事")
    made = reminding.send_back(reminder, by=second, now=at("2026-03-05"), opinion="与证据不符，请如实说明")
    assert (made.state, made.due_on.isoformat()) == ("open", "2026-03-10")
    reminding.answer(reminder, by=reviewer, now=at("2026-03-06"), answer="已退还")
    assert reminding.settle(reminder, by=second, now=at("2026-03-09"), opinion="予以采信").state == "settled"


def test_a_letter_goes_to_people_of_the_unit_only(bureau, stranger, inspector):
    words = Words("inquiry", "函询", "请说明", person=stranger.user)
    with pytest.raises(Refused) as refused:
        reminding.send(bureau, by=inspector, now=at("2026-03-02"), words=words)
    assert refused.value.field == "person"


def test_others_do_not_see_a_reminder(reminder, head, clerk, reviewer, inspector, leader):
    people = (head, clerk, reviewer, inspector, leader)
    seen = [actor for actor in people if Reminder.objects.visible_to(actor).exists()]
    assert seen == [reviewer, inspector]
