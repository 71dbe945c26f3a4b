"""Spot checks: planned by one, approved by another, secret ones seen by their inspectors; findings put right."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Role, Window
from deadlines.models import Deadline
from monitoring.actions import inspections
from monitoring.models import Card, Inspection, SpotFinding
from monitoring.sweep import sweep
from records.attachments import may_read
from records.models import Anomaly, Attachment, Entry
from records.refusal import Refused
from tests.conftest import at, employ

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645"
    "400000000049454e44ae426082"
)
PLAN = inspections.Plan(
    matter="节后窗口纪律检查",
    places="政务服务大厅一楼",
    focus="到岗、着装、一次性告知",
    first_day=date(2026, 3, 11),
    last_day=date(2026, 3, 13),
)
SEEN = inspections.Seen(
    kind="absence",
    place="大厅一楼A03窗口",
    found_at=at("2026-03-11 10:20"),
    facts="10时20分至10时50分无人在岗，两名群众等候",
    basis="《政务服务大厅管理办法》第九条",
    demand="查明原因，落实AB岗",
)


def picture(name="现场.png"):
    return SimpleUploadedFile(name, PNG)


@pytest.fixture
def third(discipline):
    return employ("wu", "老吴", discipline, Role.INSPECTOR)


@pytest.fixture
def planned(inspector, second, bureau):
    def make(day="2026-03-10", units=None, people=None, **words):
        said = inspections.Plan(**vars(PLAN) | words)
        about = {"units": units if units is not None else [bureau], "inspectors": people or [second.user]}
        return inspections.plan(inspector.organisation, by=inspector, now=at(day), said=said, **about)

    return make


@pytest.fixture
def under_way(planned, second):
    return lambda **words: inspections.approve(planned(**words), by=second, now=at("2026-03-10 10:00"))


@pytest.fixture
def noted(under_way, inspector, bureau):
    def make(check=None, **words):
        said = inspections.Seen(**vars(SEEN) | words)
        about = {"unit": bureau, "said": said, "files": [picture()]}
        return inspections.note(check or under_way(), by=inspector, now=at("2026-03-11 11:00"), **about)

    return make


@pytest.fixture
def issued(noted, second):
    """Told on Wednesday 11 March: five working days end on 18 March."""
    return inspections.issue(noted(), by=second, now=at("2026-03-11 15:00"))


@pytest.mark.django_db
def test_a_plan_waits_for_a_second_person(planned, inspector):
    check = planned()
    with pytest.raises(PermissionDenied):
        inspections.approve(check, by=inspector, now=at("2026-03-10 10:00"))
    assert Inspection.objects.get().state == "planned"


@pytest.mark.django_db
def test_an_approved_plan_has_a_number(under_way):
    assert under_way().number == "云察〔2026〕0001号"


@pytest.mark.django_db
def test_the_planner_is_one_of_the_inspectors(planned, inspector, second):
    assert set(planned().inspectors.all()) == {inspector.user, second.user}


@pytest.mark.django_db
def test_nobody_goes_alone(planned, inspector):
    with pytest.raises(Refused) as refusal:
        planned(people=[inspector.user])
    assert refusal.value.field == "inspectors"


@pytest.mark.django_db
def test_only_inspectors_take_part(planned, clerk):
    with pytest.raises(Refused) as refusal:
        planned(people=[clerk.user])
    assert refusal.value.field == "inspectors"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("first_day", {"first_day": date(2026, 3, 9)}),
        ("last_day", {"last_day": date(2026, 3, 10)}),
        ("places", {"places": " \u3000"}),
        ("matter", {"matter": ""}),
    ],
)
def test_a_plan_that_cannot_be_is_refused_on_its_field(planned, field, words):
    with pytest.raises(Refused) as refusal:
        planned(**words)
    assert (refusal.value.field, Inspection.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_a_clerk_plans_nothing(clerk, second, inspector):
    with pytest.raises(PermissionDenied):
        inspections.plan(
            clerk.organisation, by=clerk, now=at("2026-03-10"), said=PLAN, units=[], inspectors=[second.user]
        )
    assert Anomaly.objects.filter(code="V07").count() == 1


@pytest.mark.django_db
def test_a_secret_plan_is_seen_by_its_inspectors_only(planned, inspector, second, third, leader, clerk):
    planned(secret=True)
    seen = [Inspection.objects.visible_to(actor).count() for actor in (inspector, second, third, leader, clerk)]
    assert seen == [1, 1, 0, 0, 0]


@pytest.mark.django_db
def test_an_open_plan_is_seen_by_all_who_watch(planned, third, leader, clerk):
    planned()
    assert [Inspection.objects.visible_to(actor).count() for actor in (third, leader, clerk)] == [1, 1, 0]


@pytest.mark.django_db
def test_what_a_secret_check_found_is_seen_when_the_unit_is_told(noted, under_way, second, third, head):
    finding = noted(under_way(secret=True))
    seen = SpotFinding.objects.visible_to
    before = [seen(actor).count() for actor in (second, third, head)]
    inspections.issue(finding, by=second, now=at("2026-03-11 15:00"))
    assert (before, [seen(actor).count() for actor in (second, third, head)]) == ([1, 0, 0], [1, 1, 1])


@pytest.mark.django_db
def test_the_report_of_a_secret_check_is_read_when_it_is_concluded(under_way, leader, inspector):
    check = under_way(secret=True)
    before = Inspection.objects.reported_to(leader).count()
    inspections.conclude(check, by=inspector, now=at("2026-03-13"), result="总体较好")
    assert (before, Inspection.objects.reported_to(leader).count()) == (0, 1)
    assert not Inspection.objects.visible_to(leader).exists()


@pytest.mark.django_db
def test_only_the_inspectors_of_the_check_note_findings(under_way, third, bureau):
    with pytest.raises(PermissionDenied):
        inspections.note(under_way(), by=third, now=at("2026-03-11 11:00"), unit=bureau, said=SEEN)
    assert not SpotFinding.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("found_at", {"found_at": at("2026-03-11 11:01")}),
        ("found_at", {"found_at": at("2026-03-10 16:00")}),
        ("facts", {"facts": "\u3000"}),
        ("basis", {"basis": ""}),
        ("kind", {"kind": "nonsense"}),
        ("days", {"days": 0}),
        ("days", {"days": 61}),
    ],
)
def test_a_finding_that_cannot_be_is_refused_on_its_field(noted, field, words):
    with pytest.raises(Refused) as refusal:
        noted(**words)
    assert (refusal.value.field, SpotFinding.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_a_unit_outside_the_plan_is_refused(under_way, inspector, other_bureau):
    with pytest.raises(Refused) as refusal:
        inspections.note(under_way(), by=inspector, now=at("2026-03-11 11:00"), unit=other_bureau, said=SEEN)
    assert refusal.value.field == "unit"


@pytest.mark.django_db
def test_a_window_of_another_unit_is_refused(noted, other_bureau):
    window = Window.objects.create(number="B01", name="住建", hall="一楼", organisation=other_bureau)
    with pytest.raises(Refused) as refusal:
        noted(window=window)
    assert refusal.value.field == "window"


@pytest.mark.django_db
def test_a_person_of_another_unit_is_refused(noted, stranger):
    with pytest.raises(Refused) as refusal:
        noted(responsible=stranger.user)
    assert refusal.value.field == "responsible"


@pytest.mark.django_db
def test_a_photograph_is_kept_with_its_digest_and_read_by_right(noted, second, clerk):
    finding = noted()
    kept = Attachment.objects.about(finding).get()
    assert (kept.name, len(kept.sha256)) == ("现场.png", 64)
    assert Entry.objects.about(finding).get(verb="records.attachment.bound").body["files"] == {
        str(kept.token): kept.sha256
    }
    assert (may_read(second, kept), may_read(clerk, kept)) == (True, False)


@pytest.mark.django_db
def test_the_unit_reads_the_photograph_once_it_is_told(issued, clerk, stranger):
    kept = Attachment.objects.about(issued).get()
    assert (may_read(clerk, kept), may_read(stranger, kept)) == (True, False)


@pytest.mark.django_db
def test_a_file_that_is_no_picture_is_refused_on_the_field(under_way, inspector, bureau):
    about = {"unit": bureau, "said": SEEN, "files": [SimpleUploadedFile("现场.png", b"MZ")]}
    with pytest.raises(Refused) as refusal:
        inspections.note(under_way(), by=inspector, now=at("2026-03-11 11:00"), **about)
    assert (refusal.value.field, SpotFinding.objects.count()) == ("files", 0)


@pytest.mark.django_db
def test_whoever_noted_a_finding_does_not_tell_the_unit(noted, inspector):
    with pytest.raises(PermissionDenied):
        inspections.issue(noted(), by=inspector, now=at("2026-03-11 15:00"))
    assert not Deadline.objects.filter(name="rectification").exists()


@pytest.mark.django_db
def test_the_unit_has_five_working_days(issued):
    assert (issued.state, str(issued.clock.due_on)) == ("issued", "2026-03-18")


@pytest.mark.django_db
def test_a_finding_not_put_right_in_time_gets_a_card_of_its_own(issued, bureau):
    sweep(at("2026-03-18"))
    before = Card.objects.count()
    sweep(at("2026-03-19"))
    card = Card.objects.get()
    assert (before, card.colour, card.finding.rule.code, card.finding.subject) == (0, "yellow", "Y7", issued)


@pytest.mark.django_db
def test_a_report_in_time_meets_the_clock_and_keeps_its_photographs(issued, clerk, stranger):
    about = {"measure": "已落实AB岗", "files": [picture("整改后.png")]}
    finding = inspections.report(issued, by=clerk, now=at("2026-03-13"), **about)
    kept = Attachment.objects.about(finding.rectifications.get()).get()
    assert (finding.state, finding.clock.used_days, kept.name) == ("reported", 2, "整改后.png")
    assert (may_read(clerk, kept), may_read(stranger, kept)) == (True, False)
    sweep(at("2026-03-25"))
    assert not Card.objects.exists()


@pytest.mark.django_db
def test_another_unit_reports_nothing(issued, stranger):
    with pytest.raises(PermissionDenied):
        inspections.report(issued, by=stranger, now=at("2026-03-13"), measure="已落实")
    assert SpotFinding.objects.get().state == "issued"


@pytest.mark.django_db
def test_a_second_look_settles_it(issued, clerk, inspector):
    inspections.report(issued, by=clerk, now=at("2026-03-13"), measure="已落实AB岗")
    finding = inspections.settle(issued, by=inspector, now=at("2026-03-16"), reason="现场复查属实")
    assert (finding.state, finding.rectifications.get().verdict.accepted) == ("settled", True)


@pytest.mark.django_db
def test_what_was_not_put_right_goes_back_with_a_new_term(issued, clerk, inspector):
    inspections.report(issued, by=clerk, now=at("2026-03-13"), measure="正在研究")
    about = {"reason": "现场仍无去向牌", "days": 3}
    finding = inspections.send_back(issued, by=inspector, now=at("2026-03-16"), **about)
    assert (finding.state, finding.clock.round, str(finding.clock.due_on)) == ("returned", 2, "2026-03-19")


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_finding(under_way, inspector, bureau):
    check, key = under_way(), "3f0c2f0e-2c0a-4b62-9d3c-2b8a1ad0c001"
    about = {"by": inspector, "now": at("2026-03-11 11:00"), "unit": bureau, "said": SEEN, "key": key}
    first, again = inspections.note(check, **about), inspections.note(check, **about)
    assert (first, SpotFinding.objects.count()) == (again, 1)


@pytest.mark.django_db
def test_a_check_is_not_concluded_while_a_finding_is_undecided(noted, inspector):
    finding = noted()
    with pytest.raises(Refused):
        inspections.conclude(finding.inspection, by=inspector, now=at("2026-03-13"), result="报告")
    assert Inspection.objects.get().state == "approved"


@pytest.mark.django_db
def test_a_finding_that_is_not_followed_up_stays_with_its_reason(noted, second):
    finding = inspections.drop(noted(), by=second, now=at("2026-03-11 15:00"), reason="当事人因公外出，有报备")
    assert (finding.state, finding.reason) == ("dropped", "当事人因公外出，有报备")


@pytest.mark.django_db
def test_a_concluded_check_stays_as_it_is(under_way, inspector):
    check = inspections.conclude(under_way(), by=inspector, now=at("2026-03-13"), result="总体较好")
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.filter(pk=check.pk).update(places="别处")
    with pytest.raises(DatabaseError), transaction.atomic():
        check.delete()


@pytest.mark.django_db
def test_the_database_knows_that_two_sign(planned, inspector):
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=planned().pk).update(approved_by=inspector.user)
