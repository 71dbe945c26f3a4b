"""Registers: firms enter by two people, bad behaviour restricts, points suspend, credit is repaired, workbooks."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import IntegrityError
from django.urls import reverse
from openpyxl import Workbook

from accounts.actor import Actor
from accounts.models import User
from deadlines.models import Hold
from procurement.actions import conduct, entering, pool
from procurement.appraisal import experts as appraised_experts
from procurement.models import Behaviour, Expert, Misconduct, Party, Regulator, Repair, Speciality
from procurement.restrictions import is_restricted, months_later, restriction
from records.models import Attachment
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.procurement.committee import make_experts
from tests.procurement.conftest import make_representative

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


@pytest.fixture
def regulator(centre, other_bureau):
    return Regulator.objects.create(centre=centre.trading_centre, trade="construction", organisation=other_bureau)


@pytest.fixture
def other_head(other_bureau):
    return employ("tang", "唐立人", other_bureau, "approver")


def charge(party, grade="yellow", **more) -> conduct.Charge:
    about = {"act": "提供虚假业绩", "facts": "业绩合同不属实", "law": "《招标投标法》第三十三条", "party": party}
    return conduct.Charge(grade=grade, **about | more)


def proposed(regulator, party, by, grade="yellow", moment=DAY) -> Misconduct:
    return conduct.propose(regulator.organisation, charge(party, grade), by=by, now=at(moment))


def decided(regulator, party, by, head, grade="yellow", moment="2026-03-10") -> Misconduct:
    row = proposed(regulator, party, by, grade)
    return conduct.decide(row, by=head, now=at(moment), decision="认定成立", is_proven=True)


@pytest.mark.parametrize(("grade", "until"), [("yellow", "2026-06-10"), ("red", "2026-09-10")])
def test_proven_behaviour_restricts_for_the_months_of_its_grade(
    regulator, firms, supervisor, supervisor_head, grade, until
):
    row = decided(regulator, firms["alpha"], supervisor, supervisor_head, grade)
    held = restriction(firms["alpha"], at("2026-03-10").date())
    assert (str(row.until_on), str(held.until), held.reference) == (until, until, row.number)
    assert not is_restricted(firms["alpha"], months_later(row.until_on, 1))


def test_restricted_firm_is_known_to_the_library(regulator, firms, supervisor, supervisor_head):
    decided(regulator, firms["alpha"], supervisor, supervisor_head)
    assert Behaviour.objects.get().shown == firms["alpha"].name


def test_who_proposed_does_not_decide(regulator, firms, supervisor_head):
    row = proposed(regulator, firms["alpha"], supervisor_head)
    with pytest.raises(Refused) as refused:
        conduct.decide(row, by=supervisor_head, now=at("2026-03-10"), decision="成立", is_proven=True)
    assert refused.value.code == "V07"


def test_party_is_heard_before_the_decision(regulator, firms, supervisor, supervisor_head, bidder):
    """Five working days after 2 March are over with the 9th."""
    row = proposed(regulator, firms["alpha"], supervisor)
    assert str(row.heard_until) == "2026-03-09"
    with pytest.raises(Refused):
        conduct.decide(row, by=supervisor_head, now=at("2026-03-09"), decision="成立", is_proven=True)
    conduct.state(row, by=bidder, now=at("2026-03-04"), text="业绩属实，附发包人证明。")
    row = conduct.decide(row, by=supervisor_head, now=at("2026-03-05"), decision="证据不足", is_proven=False)
    assert (row.state, Hold.objects.count()) == ("dropped", 0)


def test_stranger_makes_no_statement(regulator, firms, supervisor):
    row = proposed(regulator, firms["alpha"], supervisor)
    stranger = make_representative(firms["beta"], "13900000009", "外人")
    with pytest.raises(PermissionDenied):
        conduct.state(row, by=stranger, now=at(DAY), text="我有话说")


def test_publication_ends_by_itself_after_its_last_day(regulator, firms, supervisor, supervisor_head):
    row = decided(regulator, firms["alpha"], supervisor, supervisor_head)
    assert conduct.end_due(at("2026-06-10 23:59")) == 0
    assert (conduct.end_due(at("2026-06-11 00:01")), conduct.end_due(at("2026-06-11 00:02"))) == (1, 0)
    row.refresh_from_db()
    assert row.state == "ended"


@pytest.mark.parametrize(("kind", "ends"), [("appeal", "withdrawn"), ("repair", "ended")])
def test_granted_application_unlocks_the_firm(
    regulator, firms, supervisor, supervisor_head, other_head, bidder, kind, ends
):
    row = decided(regulator, firms["alpha"], supervisor, supervisor_head)
    asked = conduct.ask(row, by=bidder, now=at("2026-04-10"), kind=kind, text="已经改正")
    conduct.answer(asked, by=other_head, now=at("2026-04-13"), is_granted=True, text="准予")
    row.refresh_from_db()
    assert (row.state, is_restricted(firms["alpha"], at("2026-04-13").date())) == (ends, False)


def test_credit_is_not_repaired_at_once(regulator, firms, supervisor, supervisor_head, bidder):
    row = decided(regulator, firms["alpha"], supervisor, supervisor_head)
    with pytest.raises(Refused) as refused:
        conduct.ask(row, by=bidder, now=at("2026-03-20"), kind=Repair.Kind.REPAIR, text="已经改正")
    assert refused.value.field == "kind"


def test_who_decided_first_does_not_answer(regulator, firms, supervisor, supervisor_head, bidder):
    row = decided(regulator, firms["alpha"], supervisor, supervisor_head)
    asked = conduct.ask(row, by=bidder, now=at("2026-03-20"), kind=Repair.Kind.APPEAL, text="不服")
    with pytest.raises(Refused) as refused:
        conduct.answer(asked, by=supervisor_head, now=at("2026-03-21"), is_granted=True, text="准予")
    assert refused.value.code == "V07"


def paper(user) -> Attachment:
    about = {"name": "执照.pdf", "content_type": "application/pdf", "size": 3, "sha256": "0" * 64, "file": "x.pdf"}
    return Attachment.objects.create(uploader=user, uploaded_at=at(DAY), **about)


def applied(make_firm, **more):
    user = User.objects.create_user(username="13900000077", name="钱进", password="x", is_citizen=True)
    by = Actor(user)
    firm = make_firm(**more)
    return entering.apply(user, firm, by=by, now=at(DAY), title="经理", papers=[paper(user)]), by


def test_firm_enters_by_two_people(centre_clerk, centre_head, make_firm):
    row, applicant = applied(make_firm)
    entering.check_papers(row, by=centre_clerk, now=at("2026-03-03"))
    with pytest.raises(Refused) as refused:
        entering.enter(row, by=centre_clerk, now=at("2026-03-03"))
    assert refused.value.code == "V07"
    party = entering.enter(row, by=centre_head, now=at("2026-03-03"))
    assert party.representatives.get().user == applicant.user


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("code", "91420583MA0000005X", "code"), ("code", "9142", "code"), ("name", "　", "name")],
)
def test_application_with_a_fault_names_the_field(make_firm, field, value, said):
    with pytest.raises(Refused) as refused:
        applied(make_firm, **{field: value})
    assert refused.value.field == said


def test_application_without_papers_is_refused(make_firm):
    user = User.objects.create_user(username="13900000077", name="钱进", password="x", is_citizen=True)
    with pytest.raises(Refused) as refused:
        entering.apply(user, make_firm(), by=Actor(user), now=at(DAY))
    assert refused.value.field == "papers"


def sent(client, rows, headers):
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("firms.xlsx", file.getvalue())
    return client.post(reverse("procurement:import_firms"), {"file": upload, "key": str(uuid4())})


@pytest.fixture
def headers():
    from procurement.forms.registers import FirmRowForm

    return [str(bound.label) for bound in FirmRowForm()]


GOOD = ["91420583MA0000005P", "湖北新城建设有限公司", "李大海", "2015-03-01", "人民路1号", "", ""]


def test_workbook_with_one_wrong_row_registers_nothing(centre_clerk, headers, make_firm):
    client = signed_in(centre_clerk)
    good = [make_firm().code, *GOOD[1:6], "投标人"]
    page = sent(client, [good, ["123", "某公司", "张三", "2015-02-30", "", "", "包工头"]], headers)
    told = page.content.decode()
    assert (page.status_code, Party.objects.count()) == (422, 0)
    assert all(words in told for words in ('<td class="c-item">Sheet 3</td>', "包工头"))


def test_workbook_registers_its_firms(centre_clerk, headers, make_firm):
    client = signed_in(centre_clerk)
    page = sent(client, [[make_firm().code, *GOOD[1:6], "投标人"]], headers)
    assert (page.status_code, Party.objects.get().name) == (302, GOOD[1])


@pytest.mark.parametrize(
    ("faults", "suspended"),
    [
        ([("late", "2026-03-02")], False),  # 10
        ([("late", "2026-03-02"), ("late", "2026-04-02")], False),  # 20
        ([("late", "2026-03-02"), ("late", "2026-04-02"), ("late", "2026-05-06")], True),  # 30 a year
        ([("late", "2025-12-02"), ("late", "2026-04-02"), ("late", "2026-05-06")], False),  # two years
        ([("absent", "2026-03-02")], True),  # 20 at once
        ([("error", "2026-03-02")], True),
        ([("no_recusal", "2026-03-02")], True),
    ],
)
def test_points_suspend_an_expert(centre_clerk, centre_head, faults, suspended):
    [expert] = make_experts(1)
    for reason, day in faults:
        about = {"reason": reason, "note": "事实清楚", "happened_on": at(day).date()}
        row = pool.deduct(expert, by=centre_clerk, now=at(max(day, "2026-01-05")), **about)
        pool.confirm_deduction(row, by=centre_head, now=at(max(day, "2026-01-05")))
    assert is_restricted(expert, at("2026-05-06").date()) is suspended


def test_points_count_when_a_second_person_confirms(centre_clerk):
    [expert] = make_experts(1)
    about = {"reason": "absent", "note": "未到场", "happened_on": at(DAY).date()}
    row = pool.deduct(expert, by=centre_clerk, now=at(DAY), **about)
    assert (expert.deductions.of_year(2026), is_restricted(expert, at(DAY).date())) == (0, False)
    with pytest.raises(Refused):
        pool.confirm_deduction(row, by=centre_clerk, now=at(DAY))
    with pytest.raises(IntegrityError):
        expert.deductions.update(confirmed_by=centre_clerk.user)


def test_expert_is_in_the_pool_when_confirmed(centre_clerk, centre_head, centre):
    user = User.objects.create_user(username="13911111111", name="甲", password="x", is_citizen=True)
    kinds = tuple(Speciality.objects.filter(code="A06"))
    person = pool.Person("程立平", "13911111111", "三峡大学", kinds)
    row = pool.enter(centre, person, by=centre_clerk, now=at(DAY))
    assert (row.user, Expert.objects.drawable("A06").count()) == (user, 0)
    pool.confirm(row, by=centre_head, now=at(DAY))
    assert Expert.objects.drawable("A06").get() == row


def test_lost_points_stand_in_the_appraisal(centre_clerk, centre_head):
    [expert] = make_experts(1)
    about = {"reason": "late", "note": "迟到", "happened_on": at(DAY).date()}
    pool.confirm_deduction(pool.deduct(expert, by=centre_clerk, now=at(DAY), **about), by=centre_head, now=at(DAY))
    [line] = appraised_experts(at("2026-01-01").date(), at("2026-12-31").date())
    assert (line.name, line.points_lost) == (expert.name, 10)


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [("2026-03-10", 3, "2026-06-10"), ("2026-11-30", 3, "2027-02-28"), ("2026-08-31", 6, "2027-02-28")],
)
def test_months_end_on_the_same_day_or_the_last(day, months, until):
    assert str(months_later(at(day).date(), months)) == until
