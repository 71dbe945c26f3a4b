"""Licences and their renewal (行政许可法 第五十条; APR-32), delivery with its certificate."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions as approvals
from approvals.actions.applying import PAPER
from approvals.actions.licences import last_day
from approvals.letters import REMEDIES
from approvals.models import Case, Licence
from config.rounds import watch
from deadlines.models import Deadline
from deadlines.years import Notice, import_year
from monitoring.models import Finding
from records.models import Document, Entry
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item

pytestmark = pytest.mark.django_db
D = date.fromisoformat
OTHER = approvals.Applicant("李秀英", "110105194912310038", "13800000002")


@pytest.fixture
def item(bureau):
    return make_item(bureau, steps=(), certificate="食品经营许可证", validity_years=5)


@pytest.fixture
def renewal(bureau):
    return make_item(
        bureau,
        code="XK-TEST-090",
        name="食品经营许可（延续）",
        steps=(),
        certificate="食品经营许可证",
        validity_years=5,
        renews="XK-TEST-001",
        promised=20,
        statutory=60,
    )


def papers_of(item):
    return dict.fromkeys(item.documents.all(), PAPER)


@pytest.fixture
def granted(item, citizen, clerk, reviewer, approver):
    """A case of 老张, granted on 5 March 2026."""
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers_of(item))
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="符合")
    return approvals.decide(case, by=approver, now=at("2026-03-05"), result="granted")


@pytest.fixture
def ending(item, bureau, citizen):
    """A licence of 老张 that ends with the year 2026."""
    return Licence.objects.create(
        number="YXXK20211231-0001-0",
        name="食品经营许可证",
        item=item,
        organisation=bureau,
        owner=citizen.user,
        holder_name=ZHANG.applicant_name,
        id_number=ZHANG.id_number,
        scope="热食类食品制售",
        valid_from=D("2022-01-01"),
        valid_until=D("2026-12-31"),
        issued_at=at("2021-12-31"),
    )


def ask(renewal, by, moment, licence, applicant=ZHANG):
    return approvals.apply(
        renewal, by=by, now=at(moment), applicant=applicant, materials=papers_of(renewal), renews=licence
    )


@pytest.fixture
def asked(renewal, ending, citizen, clerk):
    """A renewal asked for on the last day in time, and accepted."""
    return approvals.accept(ask(renewal, citizen, "2026-12-01", ending), by=clerk, now=at("2026-12-02"))


def cards(case):
    return list(Finding.objects.about(case).cards().order_by("pk").values_list("code", "effective_on"))


# the licence


def test_granted_case_results_in_a_licence(granted):
    licence = granted.licence
    assert (licence.number, licence.name) == (f"YXXK{granted.number[2:]}", "食品经营许可证")
    assert (licence.valid_from, licence.valid_until) == (D("2026-03-05"), D("2031-03-04"))
    assert (licence.owner, licence.holder_name, licence.scope) == (granted.applicant, "张建国", "开办小吃店")
    paper = Document.objects.about(granted).get(kind=Document.Kind.LICENCE)
    assert paper.body["licence"] == licence.number


def test_number_on_the_licence_hides_the_day_of_birth(granted):
    paper = Document.objects.about(granted).get(kind=Document.Kind.LICENCE)
    assert "19491231" not in str(paper.body)


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [("2026-03-05", 5, "2031-03-04"), ("2024-02-29", 1, "2025-02-28"), ("2026-01-01", 4, "2029-12-31")],
)
def test_licence_ends_the_day_before_its_anniversary(first, years, last):
    assert last_day(D(first), years) == D(last)


def test_licence_without_years_has_no_end():
    assert last_day(D("2026-03-05"), None) is None


def test_denied_case_has_no_licence(item, received, clerk, reviewer, approver):
    case = approvals.accept(received(item, at("2026-03-02")), by=clerk, now=at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="不符合")
    approvals.decide(case, by=approver, now=at("2026-03-05"), result="denied", reason="场所不符合要求")
    assert not Licence.objects.exists()


def test_item_without_certificate_has_no_licence(bureau, received, clerk):
    case = received(make_item(bureau, promised=0, statutory=1), at("2026-03-02"))
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    approvals.decide_at_once(case, by=clerk, now=at("2026-03-02"))
    assert not Licence.objects.exists()


def test_head_revokes_with_reasons(granted, head):
    licence = approvals.revoke_licence(granted.licence, by=head, now=at("2026-06-01"), reason="隐瞒有关情况取得许可")
    assert (licence.state, licence.reason) == (Licence.State.REVOKED, "隐瞒有关情况取得许可")
    assert Entry.objects.about(licence).filter(verb="approvals.licence.revoked").exists()


def test_holder_gets_the_decision_to_revoke_with_reasons_and_remedies(granted, head):
    approvals.revoke_licence(granted.licence, by=head, now=at("2026-06-01"), reason="隐瞒有关情况取得许可")
    paper = Document.objects.about(granted.licence).get(kind=Document.Kind.REVOCATION)
    assert paper.addressee == granted.applicant_name
    assert {"隐瞒有关情况取得许可", REMEDIES} <= set(paper.body["paragraphs"])


@pytest.mark.parametrize("reason", ["", " 　"])
def test_revocation_needs_reasons(granted, head, reason):
    with pytest.raises(Refused):
        approvals.revoke_licence(granted.licence, by=head, now=at("2026-06-01"), reason=reason)
    assert Licence.objects.get().state == Licence.State.VALID


def test_only_the_head_of_the_unit_revokes(granted, approver, stranger):
    for somebody in (approver, stranger):
        with pytest.raises(PermissionDenied):
            approvals.revoke_licence(granted.licence, by=somebody, now=at("2026-06-01"), reason="违法")


def test_licence_is_revoked_once(granted, head):
    approvals.revoke_licence(granted.licence, by=head, now=at("2026-06-01"), reason="违法取得")
    with pytest.raises(Refused):
        approvals.revoke_licence(granted.licence, by=head, now=at("2026-06-02"), reason="违法取得")


# renewal


def test_renewal_needs_a_licence(renewal, citizen):
    with pytest.raises(Refused) as refused:
        ask(renewal, citizen, "2026-12-01", None)
    assert refused.value.field == "renews"


def test_renewal_of_somebody_elses_licence_is_refused(renewal, ending, clerk):
    with pytest.raises(Refused):
        ask(renewal, clerk, "2026-12-01", ending, applicant=OTHER)


def test_renewal_at_the_window_goes_by_the_identity_number(renewal, ending, clerk):
    assert ask(renewal, clerk, "2026-12-01", ending).renews == ending


def test_expired_licence_is_not_renewed(renewal, ending, citizen):
    with pytest.raises(Refused):
        ask(renewal, citizen, "2027-01-04", ending)


def test_revoked_licence_is_not_renewed(renewal, ending, citizen, head):
    approvals.revoke_licence(ending, by=head, now=at("2026-11-01"), reason="违法取得")
    with pytest.raises(Refused):
        ask(renewal, citizen, "2026-12-01", ending)


def test_licence_of_another_item_is_not_renewed(renewal, bureau, citizen, ending):
    other = make_item(bureau, code="XK-TEST-002")
    Licence.objects.filter(pk=ending.pk).update(item=other)
    with pytest.raises(Refused):
        ask(renewal, citizen, "2026-12-01", ending)


def test_renewal_is_asked_for_once_at_a_time(renewal, ending, citizen):
    ask(renewal, citizen, "2026-12-01", ending)
    with pytest.raises(Refused):
        ask(renewal, citizen, "2026-12-02", ending)


def test_ordinary_item_renews_nothing(item, ending, citizen):
    assert ask(item, citizen, "2026-12-01", ending).renews is None


def test_renewal_thirty_days_before_is_in_time(asked):
    assert Deadline.objects.about(asked).get(name="renewal").due_on == D("2026-12-31")


def test_renewal_a_day_later_is_late_but_taken(renewal, ending, citizen, clerk):
    case = approvals.accept(ask(renewal, citizen, "2026-12-02", ending), by=clerk, now=at("2026-12-02"))
    assert not Deadline.objects.about(case).filter(name="renewal").exists()
    watch(at("2027-01-01 00:10"))
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_undecided_renewal_is_deemed_granted_on_the_first_day_after(asked, ending):
    watch(at("2026-12-31 23:59"))
    asked.refresh_from_db()
    assert asked.state == Case.State.ACCEPTED
    watch(at("2027-01-01 00:10"))
    asked.refresh_from_db()
    ending.refresh_from_db()
    assert (asked.state, asked.result, asked.is_deemed) == ("decided", "granted", True)
    assert (ending.state, ending.replaced_by) == (Licence.State.REPLACED, asked.licence)
    assert (asked.licence.valid_from, asked.licence.valid_until) == (D("2027-01-01"), D("2031-12-31"))
    assert ("R1", D("2027-01-01")) in cards(asked)
    assert Document.objects.about(asked).filter(kind=Document.Kind.GRANTED).exists()


def test_deemed_renewal_happens_once(asked):
    watch(at("2027-01-01 00:10"))
    watch(at("2027-01-02 00:10"))
    assert Document.objects.about(asked).filter(kind=Document.Kind.LICENCE).count() == 1
    assert Finding.objects.about(asked).filter(occurrence="renewal:1").count() == 1


def test_deemed_on_its_day_though_the_calendar_of_the_year_came_later(asked):
    import_year(Notice(2027, "国办发明电", "official", [(D("2027-01-01"), False, "元旦")]))
    watch(at("2027-01-01 00:10"))
    assert ("R1", D("2027-01-01")) in cards(asked)


def test_paused_renewal_is_deemed_granted_too(asked, reviewer):
    approvals.pause(asked, by=reviewer, now=at("2026-12-10"), kind="inspection", ground="检验", told_days=30)
    watch(at("2027-01-01 00:10"))
    asked.refresh_from_db()
    assert asked.state == Case.State.DECIDED
    assert not Deadline.objects.about(asked).filter(name="special").running().exists()


def test_renewal_not_even_accepted_is_first_deemed_accepted(renewal, ending, citizen, clerk):
    case = ask(renewal, citizen, "2026-11-20", ending)
    papers = papers_of(renewal)
    approvals.request_correction(case, by=clerk, now=at("2026-11-23"), missing=papers, message="缺年检")
    approvals.correct(case, by=citizen, now=at("2026-12-30"), materials=papers)
    watch(at("2027-01-01 00:10"))
    case.refresh_from_db()
    assert (case.state, case.accepted_at) == (Case.State.DECIDED, at("2026-12-30"))
    assert ("R1", D("2027-01-01")) in cards(case)


def test_renewal_that_waits_for_its_applicant_is_not_deemed_granted(renewal, ending, citizen, clerk):
    case = ask(renewal, citizen, "2026-11-20", ending)
    approvals.request_correction(case, by=clerk, now=at("2026-11-23"), missing=papers_of(renewal), message="缺年检")
    watch(at("2027-01-01 00:10"))
    case.refresh_from_db()
    assert case.state == Case.State.CORRECTING


def test_renewal_of_a_licence_revoked_meanwhile_is_not_deemed_granted(asked, ending, head):
    approvals.revoke_licence(ending, by=head, now=at("2026-12-15"), reason="违法取得")
    watch(at("2027-01-01 00:10"))
    asked.refresh_from_db()
    assert asked.state == Case.State.ACCEPTED


def test_renewal_of_a_licence_revoked_meanwhile_is_not_granted(asked, ending, head, reviewer, approver):
    approvals.revoke_licence(ending, by=head, now=at("2026-12-15"), reason="违法取得")
    approvals.review(asked, by=reviewer, now=at("2026-12-16"), opinion="符合")
    with pytest.raises(Refused):
        approvals.decide(asked, by=approver, now=at("2026-12-17"), result="granted")


def test_renewal_granted_in_time_goes_on_where_the_old_licence_ends(asked, ending, reviewer, approver):
    approvals.review(asked, by=reviewer, now=at("2026-12-10"), opinion="符合")
    case = approvals.decide(asked, by=approver, now=at("2026-12-11"), result="granted")
    ending.refresh_from_db()
    assert (case.licence.valid_from, ending.state) == (D("2027-01-01"), Licence.State.REPLACED)
    assert case.licence.scope == "热食类食品制售"
    watch(at("2027-01-01 00:10"))
    assert "R1" not in [code for code, _on in cards(case)]


def test_late_renewal_granted_after_the_end_begins_with_the_decision(
    renewal, ending, citizen, clerk, reviewer, approver
):
    case = approvals.accept(ask(renewal, citizen, "2026-12-20", ending), by=clerk, now=at("2026-12-21"))
    approvals.review(case, by=reviewer, now=at("2027-01-04"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2027-01-05"), result="granted")
    assert case.licence.valid_from == D("2027-01-05")


def test_denied_renewal_leaves_the_old_licence_to_its_end(asked, ending, reviewer, approver):
    approvals.review(asked, by=reviewer, now=at("2026-12-10"), opinion="不符合")
    approvals.decide(asked, by=approver, now=at("2026-12-11"), result="denied", reason="条件已不具备")
    ending.refresh_from_db()
    assert ending.state == Licence.State.VALID
    assert not Deadline.objects.about(asked).filter(name="renewal").running().exists()


# delivery


def delivered(case, clerk, **about):
    return approvals.deliver(case, by=clerk, now=at("2026-03-06"), **about)


def test_delivery_leaves_a_certificate(granted, clerk):
    delivered(granted, clerk, how="post", post_number="EMS1234567890", receiver="张小明")
    said = "".join(Document.objects.about(granted).get(kind=Document.Kind.DELIVERY).body["paragraphs"])
    assert "EMS1234567890" in said
    assert "张小明" in said


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"how": "post"}, "post_number"),
        ({"how": "pigeon"}, "how"),
        ({"how": "post", "post_number": "　"}, "post_number"),
    ],
)
def test_delivery_says_how(granted, clerk, about, field):
    with pytest.raises(Refused) as refused:
        delivered(granted, clerk, **about)
    assert refused.value.field == field


def test_electronic_delivery_needs_an_account(item, received, clerk, reviewer, approver):
    case = approvals.accept(received(item, at("2026-03-02")), by=clerk, now=at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-03-05"), result="granted")
    with pytest.raises(Refused):
        delivered(case, clerk, how="electronic")
