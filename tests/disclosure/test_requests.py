"""Information requests: terms, correction, third parties, the longer term, two persons, the answer."""

from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from deadlines.models import Deadline
from disclosure import clocks
from disclosure.actions import answering, watching
from disclosure.models import Applicant, InfoRequest
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Document
from records.refusal import Refused
from tests.conftest import at
from tests.disclosure.conftest import ASKED

pytestmark = pytest.mark.django_db


def clock(row):
    return clocks.last(row, clocks.ANSWER)


def answered(row, by, second, now="2026-03-10", outcome="given"):
    answering.write(row, by=by, now=at(now), outcome=outcome, answer="采购目录见附件。")
    return answering.sign(row, by=second, now=at(f"{now} 15:00"))


def test_answer_is_owed_within_twenty_working_days(asked):
    assert clock(asked).due_on == date(2026, 3, 30)


def test_number_has_a_query_code(asked):
    assert (asked.number[:4], len(asked.query_code)) == ("YXGK", 8)


def test_who_asked_is_sealed(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sealed, 'escape') FROM disclosure_applicant")
        [sealed] = cursor.fetchone()
    assert ("13800000001" in sealed, asked.applicant.contact["telephone"]) == (False, "13800000001")


def test_sealed_contact_cannot_be_moved_to_another_request(asked, bureau, citizen):
    other = answering.receive(bureau, by=citizen, now=at("2026-03-03"), asked=ASKED)
    Applicant.objects.filter(request=other).update(sealed=asked.applicant.sealed)
    with pytest.raises(InvalidTag):
        _ = Applicant.objects.get(request=other).contact


def test_warning_rings_two_working_days_before_the_end(asked):
    sweep(at("2026-03-25 23:59"))
    assert not Finding.objects.filter(code="W27").exists()
    sweep(at("2026-03-26 00:01"))
    assert Finding.objects.get(code="W27").effective_on == date(2026, 3, 26)


def test_late_answer_is_a_yellow_card(asked):
    sweep(at("2026-03-30 23:59"))
    assert not Finding.objects.filter(code="Y28").exists()
    sweep(at("2026-03-31 00:01"))
    assert Finding.objects.get(code="Y28").level == "yellow"


def test_answer_in_time_leaves_nothing(asked, clerk, approver):
    answered(asked, clerk, approver)
    sweep(at("2026-04-30"))
    assert not Finding.objects.filter(code="Y28").exists()


def test_answer_is_a_numbered_letter_with_relief(asked, clerk, approver):
    answered(asked, clerk, approver)
    letter = Document.objects.about(asked).get()
    words = "".join(letter.body["paragraphs"])
    assert ("公开〔2026〕0001号" in letter.number, "六十日内" in words, "六个月内" in words) == (True, True, True)


def test_refusal_tells_of_reconsideration_first(asked, clerk, approver):
    answered(asked, clerk, approver, outcome="internal")
    assert "应当先申请行政复议" in Document.objects.about(asked).get().body["paragraphs"][-1]


def test_letter_names_nobody(asked, clerk, approver):
    answered(asked, clerk, approver)
    letter = Document.objects.about(asked).get()
    assert "张建国" not in str(letter.body) + letter.addressee


def test_writer_does_not_sign(asked, approver):
    answering.write(asked, by=approver, now=at("2026-03-10"), outcome="given", answer="见附件")
    with pytest.raises(Refused):
        answering.sign(asked, by=approver, now=at("2026-03-10"))


def test_clerk_does_not_sign(asked, clerk, reviewer, stranger):
    answering.write(asked, by=reviewer, now=at("2026-03-10"), outcome="given", answer="见附件")
    with pytest.raises(PermissionDenied):
        answering.sign(asked, by=clerk, now=at("2026-03-10"))


def test_stranger_does_not_answer(asked, stranger):
    with pytest.raises(PermissionDenied):
        answering.write(asked, by=stranger, now=at("2026-03-10"), outcome="given", answer="见附件")


@pytest.mark.parametrize(("outcome", "answer", "field"), [("given", " ", "answer"), ("maybe", "见附件", "outcome")])
def test_empty_or_unknown_answer_names_its_field(asked, clerk, outcome, answer, field):
    with pytest.raises(Refused) as refused:
        answering.write(asked, by=clerk, now=at("2026-03-10"), outcome=outcome, answer=answer)
    assert refused.value.field == field


# correction


def test_correction_stops_the_term_and_begins_it_anew(asked, clerk, citizen):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-04"), words="请明确年度")
    sweep(at("2026-04-02"))
    row = answering.correct(asked, by=citizen, now=at("2026-03-11"), content="2025年度采购目录")
    assert (clock(row).due_on, Finding.objects.filter(code="Y28").exists()) == (date(2026, 4, 9), False)


def test_correction_is_asked_within_seven_working_days(asked, clerk):
    with pytest.raises(Refused):
        answering.ask_correction(asked, by=clerk, now=at("2026-03-12"), words="请明确年度")


def test_correction_is_asked_once(asked, clerk, citizen):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-04"), words="请明确年度")
    answering.correct(asked, by=citizen, now=at("2026-03-05"), content="2025年度")
    with pytest.raises(Refused):
        answering.ask_correction(asked, by=clerk, now=at("2026-03-06"), words="还是不清楚")


def test_what_is_not_corrected_is_given_up(asked, clerk):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-04"), words="请明确年度")
    assert watching.run(at("2026-03-13 23:00")) == 0
    watching.run(at("2026-03-14"))
    asked.refresh_from_db()
    assert asked.state == InfoRequest.State.ABANDONED


# third party


def test_time_of_a_third_party_does_not_count(asked, clerk):
    answering.consult(asked, by=clerk, now=at("2026-03-04"), third_party="云溪商贸公司")
    row = answering.hear(asked, by=clerk, now=at("2026-03-11"), words="同意公开")
    assert clock(row).due_on == date(2026, 4, 7)  # five working days later than 30 March; 6 April is a holiday


def test_silent_third_party_lets_time_run_after_fifteen_days(asked, clerk):
    answering.consult(asked, by=clerk, now=at("2026-03-04"), third_party="云溪商贸公司")
    watching.run(at("2026-03-25 23:00"))
    asked.refresh_from_db()
    assert asked.state == InfoRequest.State.CONSULTING
    watching.run(at("2026-03-26"))
    asked.refresh_from_db()
    assert (asked.state, clock(asked).paused_on) == (InfoRequest.State.RECEIVED, None)


# the longer term


def extended(row, by, second, days=20):
    answering.propose_extension(row, by=by, now=at("2026-03-20"), days=days, reason="检索工作量大")
    return answering.approve_extension(row, by=second, now=at("2026-03-23"))


def test_term_is_extended_once_by_twenty_working_days(asked, clerk, head):
    row = extended(asked, clerk, head)
    assert clock(row).due_on == date(2026, 4, 28)


def test_extension_is_told_on_paper(asked, clerk, head):
    extended(asked, clerk, head)
    assert Document.objects.about(asked).get().title == "延长答复期限告知书"


def test_term_is_not_extended_twice(asked, clerk, head):
    extended(asked, clerk, head)
    with pytest.raises(Refused):
        answering.propose_extension(asked, by=clerk, now=at("2026-03-24"), days=5, reason="再延")


@pytest.mark.parametrize("days", [0, 21])
def test_term_grows_by_at_most_twenty_days(asked, clerk, days):
    with pytest.raises(Refused) as refused:
        answering.propose_extension(asked, by=clerk, now=at("2026-03-20"), days=days, reason="检索")
    assert refused.value.field == "days"


def test_who_asks_for_a_longer_term_does_not_approve_it(asked, head):
    answering.propose_extension(asked, by=head, now=at("2026-03-20"), days=5, reason="检索")
    with pytest.raises(Refused):
        answering.approve_extension(asked, by=head, now=at("2026-03-20"))


# what comes in


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": "　"}, "content"),
        ({"name": ""}, "name"),
        ({"way": "mail"}, "address"),
        ({"way": "email"}, "email"),
    ],
)
def test_request_that_cannot_be_answered_names_its_field(bureau, citizen, changed, field):
    with pytest.raises(Refused) as refused:
        answering.receive(bureau, by=citizen, now=at("2026-03-02"), asked=type(ASKED)(**(vars(ASKED) | changed)))
    assert (refused.value.field, InfoRequest.objects.exists()) == (field, False)


def test_withdrawn_request_owes_nothing(asked, citizen):
    answering.withdraw(asked, by=citizen, now=at("2026-03-05"))
    sweep(at("2026-04-30"))
    assert not Finding.objects.exists()
    assert not Deadline.objects.about(asked).running().exists()


def test_database_refuses_an_answer_signed_by_its_writer(asked, clerk):
    with pytest.raises(IntegrityError):
        InfoRequest.objects.filter(pk=asked.pk).update(drafted_by=clerk.user, answered_by=clerk.user)
