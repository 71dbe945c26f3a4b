"""Checks on the spot by two people (行政许可法 第三十四条第三款、第五十五条第二款; APR-30)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from approvals import actions as approvals
from approvals.models import SiteCheck
from config.demo.papers import picture
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Finding
from records.attachments import may_read
from records.models import Anomaly, Attachment
from records.refusal import Refused
from tests.conftest import at, make_item

pytestmark = pytest.mark.django_db
D = date.fromisoformat


@pytest.fixture
def case(bureau, accepted):
    return accepted(make_item(bureau, promised=15, steps=(), needs_site_check=True), at("2026-03-02"))


@pytest.fixture
def sent(case, reviewer, clerk, approver):
    approvals.assign_site_check(case, by=reviewer, now=at("2026-03-03"), first=clerk.user, second=approver.user)
    return case


def write(case, by, passed=True, findings="现场布局与图纸一致", photos=()):
    about = {"passed": passed, "findings": findings, "photos": photos}
    return approvals.record_site_check(case, by=by, now=at("2026-03-05"), **about)


def cards(case):
    return list(Finding.objects.about(case).cards().values_list("code", "effective_on"))


def test_one_person_is_not_enough(case, reviewer, clerk):
    with pytest.raises(Refused, match="第三十四条") as refused:
        approvals.assign_site_check(case, by=reviewer, now=at("2026-03-03"), first=clerk.user, second=clerk.user)
    assert refused.value.field == "second"
    with pytest.raises(Refused, match="第三十四条"):
        approvals.assign_site_check(case, by=reviewer, now=at("2026-03-03"), first=clerk.user, second=None)


def test_one_person_does_not_get_past_the_database(case, clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteCheck.objects.create(case=case, first=clerk.user, second=clerk.user, assigned_at=at("2026-03-03"))


def test_people_of_another_unit_are_not_sent(case, reviewer, clerk, stranger):
    with pytest.raises(Refused):
        approvals.assign_site_check(case, by=reviewer, now=at("2026-03-03"), first=clerk.user, second=stranger.user)


def test_assignment_is_owed_within_five_working_days(case):
    assert Deadline.objects.about(case).get(name="step:site_check").due_on == D("2026-03-09")


def test_late_assignment_is_a_yellow_card(case, reviewer, clerk, approver):
    watch(at("2026-03-10"))
    assert cards(case) == [("Y2", D("2026-03-10"))]


def test_assignment_in_time_leaves_no_card(sent):
    watch(at("2026-03-10"))
    assert cards(sent) == []


def test_item_without_site_check_owes_none(item, accepted):
    assert not Deadline.objects.about(accepted(item, at("2026-03-02"))).filter(name="step:site_check").exists()


def test_review_is_refused_while_the_check_is_missing(case, reviewer):
    with pytest.raises(Refused):
        approvals.review(case, by=reviewer, now=at("2026-03-03"), opinion="符合")
    assert Anomaly.objects.get().code == "V08"


def test_review_is_refused_while_the_result_is_missing(sent, reviewer):
    with pytest.raises(Refused):
        approvals.review(sent, by=reviewer, now=at("2026-03-04"), opinion="符合")


def test_result_opens_the_review(sent, reviewer, clerk):
    write(sent, clerk)
    case = approvals.review(sent, by=reviewer, now=at("2026-03-06"), opinion="符合")
    assert case.state == "reviewed"


def test_only_those_who_were_sent_write_the_result(sent, reviewer):
    with pytest.raises(PermissionDenied):
        write(sent, reviewer)


@pytest.mark.parametrize(("passed", "findings"), [(None, "看过"), (True, ""), (False, " 　")])
def test_result_needs_findings(sent, clerk, passed, findings):
    with pytest.raises(Refused):
        write(sent, clerk, passed, findings)
    assert SiteCheck.objects.get().checked_at is None


def test_photos_are_kept_with_the_check(sent, clerk, stranger, reviewer):
    check = write(sent, clerk, photos=[SimpleUploadedFile("门面.png", picture(4))])
    photo = Attachment.objects.get()
    assert photo.subject == check
    assert (may_read(reviewer, photo), may_read(stranger, photo)) == (True, False)


def test_hostile_photo_is_refused_and_nothing_is_saved(sent, clerk):
    with pytest.raises(Refused) as refused:
        write(sent, clerk, photos=[SimpleUploadedFile("门面.png", b"MZ\x90\x00 not a picture")])
    assert refused.value.field == "photos"
    assert SiteCheck.objects.get().checked_at is None


def test_what_failed_on_the_spot_is_not_granted(sent, clerk, reviewer, approver):
    write(sent, clerk, passed=False, findings="消防通道堵塞")
    approvals.review(sent, by=reviewer, now=at("2026-03-06"), opinion="不符合")
    with pytest.raises(Refused):
        approvals.decide(sent, by=approver, now=at("2026-03-09"), result="granted")
    case = approvals.decide(sent, by=approver, now=at("2026-03-09"), result="denied", reason="消防通道堵塞")
    assert case.state == "decided"


def test_second_check_after_a_failed_one(sent, clerk, reviewer, approver, head):
    write(sent, clerk, passed=False, findings="消防通道堵塞")
    approvals.assign_site_check(sent, by=reviewer, now=at("2026-03-06"), first=head.user, second=approver.user)
    write(sent, head, findings="已整改")
    assert list(sent.site_checks.values_list("passed", flat=True)) == [False, True]


def test_two_checks_at_a_time_are_one_too_many(sent, reviewer, head, approver):
    with pytest.raises(Refused):
        approvals.assign_site_check(sent, by=reviewer, now=at("2026-03-04"), first=head.user, second=approver.user)


def test_a_check_that_was_sent_for_is_finished_before_the_review(bureau, accepted, reviewer, clerk, approver):
    case = accepted(make_item(bureau, promised=15, steps=()), at("2026-03-02"))  # the item itself needs none
    approvals.assign_site_check(case, by=reviewer, now=at("2026-03-03"), first=clerk.user, second=approver.user)
    with pytest.raises(Refused, match="尚未登记核查结果"):
        approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="同意")
