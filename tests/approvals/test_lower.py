"""First review below (village → town → county): who does what, by when, and what everybody sees."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organisation, Role
from approvals import actions as approvals
from approvals.actions.applying import PAPER
from approvals.actions.batch import accept_many
from approvals.models import Case
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Finding
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.conftest import ZHANG, at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
D = date.fromisoformat
State = Case.State
TYPED = {
    "applicant_name": "张建国",
    "id_number": "11010519491231002X",
    "telephone": "13800000001",
    "address": "",
    "request": "",
}


@pytest.fixture
def town(county):
    unit = Organisation.objects.create(
        code="chengguan", name="云溪县城关街道办事处", short_name="城关街道", level="town", parent=county
    )
    roles = {
        role.value: employ(f"cg-{role}", f"城关{role}", unit, role) for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)
    }
    return SimpleNamespace(unit=unit, **roles)


@pytest.fixture
def village(town):
    unit = Organisation.objects.create(
        code="wenchang",
        name="云溪县城关街道文昌社区居民委员会",
        short_name="文昌社区",
        level="village",
        parent=town.unit,
    )
    return SimpleNamespace(unit=unit, clerk=employ("wc-clerk", "文昌受理", unit, Role.CLERK))


@pytest.fixture
def by_town(bureau):
    return make_item(bureau, code="QR-TOWN-1", name="残疾人证办理", first_review="town", documents=2)


@pytest.fixture
def by_village(bureau):
    return make_item(bureau, code="QR-VILL-1", name="最低生活保障对象确认", first_review="village", documents=2)


@pytest.fixture
def at_town(by_town, received, town):
    return lambda day: received(by_town, at(day), by=town.clerk)


@pytest.fixture
def at_village(by_village, received, village):
    return lambda day: received(by_village, at(day), by=village.clerk)


@pytest.fixture
def under_review(at_town, town):
    return approvals.accept_below(at_town("2026-06-15"), by=town.clerk, now=at("2026-06-15"))


def codes():
    return list(Anomaly.objects.values_list("code", flat=True))


def test_town_has_twenty_working_days(under_review):
    """APR-17."""
    clock = under_review.step_clock
    assert (under_review.state, clock.name, clock.due_on) == (State.FIRST_REVIEW, "step:first_review", D("2026-07-14"))


def test_sent_up_on_the_last_day_is_in_time(under_review, town):
    """APR-17."""
    approvals.send_up(under_review, by=town.reviewer, now=at("2026-07-14 17:00"), opinion="符合条件，同意上报。")
    watch(at("2026-07-15 09:00"))
    assert not Finding.objects.exists()


def test_late_first_review_is_a_card_of_the_town(under_review, town):
    watch(at("2026-07-15 09:00"))
    finding = Finding.objects.get()
    assert (finding.code, finding.organisation, finding.used_days) == ("Y2", town.unit, 21)
    assert finding.responsible == town.clerk.user


def test_town_tells_the_applicant_in_writing(under_review, town):
    paper = Document.objects.about(under_review).get(kind=Document.Kind.ACCEPTANCE)
    assert paper.organisation == town.unit
    assert "2026年7月14日" in "".join(paper.body["paragraphs"])


def test_village_forwards_and_the_five_days_go_on_in_the_town(at_village, village, town):
    case = approvals.forward(at_village("2026-06-15"), by=village.clerk, now=at("2026-06-16"))
    assert (case.organisation, case.origin, case.state) == (town.unit, village.unit, State.SUBMITTED)
    assert (case.step_clock.due_on, case.step_clock.organisation) == (D("2026-06-23"), town.unit)


def test_whole_way_from_the_village_to_the_certificate(at_village, village, town, clerk, reviewer, approver):
    case = approvals.forward(at_village("2026-06-15"), by=village.clerk, now=at("2026-06-15"))
    case = approvals.accept_below(case, by=town.clerk, now=at("2026-06-16"))
    case = approvals.send_up(case, by=town.reviewer, now=at("2026-06-24"), opinion="入户核查属实，同意上报。")
    case = approvals.accept(case, by=clerk, now=at("2026-06-25"))
    case = approvals.review(case, by=reviewer, now=at("2026-06-26"), opinion="符合")
    case = approvals.decide(case, by=approver, now=at("2026-06-29"), result="granted")
    case = approvals.deliver(case, by=clerk, now=at("2026-06-30"))
    assert (case.state, case.clock.started_on) == (State.DELIVERED, D("2026-06-25"))
    assert not Deadline.objects.about(case).running().exists()


def test_unit_above_owes_its_answer_after_the_sending_up(under_review, town, bureau):
    case = approvals.send_up(under_review, by=town.reviewer, now=at("2026-06-24"), opinion="同意上报。")
    assert (case.organisation, case.state) == (bureau, State.SUBMITTED)
    assert (case.step_clock.name, case.step_clock.due_on) == ("notice", D("2026-07-01"))


@pytest.mark.parametrize("opinion", ["", "　 "])
def test_sending_up_needs_an_opinion(under_review, town, opinion):
    with pytest.raises(Refused):
        approvals.send_up(under_review, by=town.reviewer, now=at("2026-06-24"), opinion=opinion)
    under_review.refresh_from_db()
    assert under_review.state == State.FIRST_REVIEW


def test_clerk_of_the_town_does_not_send_up(under_review, town):
    with pytest.raises(PermissionDenied):
        approvals.send_up(under_review, by=town.clerk, now=at("2026-06-24"), opinion="同意")
    assert codes() == ["V07"]


def test_unit_above_cannot_accept_what_lies_below(at_town, clerk):
    with pytest.raises(PermissionDenied):
        approvals.accept(at_town("2026-06-15"), by=clerk, now=at("2026-06-15"))


def test_town_does_not_accept_for_the_unit_above(at_town, town):
    with pytest.raises(Refused):
        approvals.accept(at_town("2026-06-15"), by=town.clerk, now=at("2026-06-15"))
    assert codes() == ["V08"]


@pytest.mark.parametrize(
    ("deed", "detail"),
    [
        ("accept_below", {}),
        ("refuse", {"reason": "不符合条件"}),
        ("request_correction", {"missing": [], "message": "请补交材料"}),
    ],
)
def test_village_only_forwards(at_village, village, deed, detail):
    with pytest.raises(Refused):
        getattr(approvals, deed)(at_village("2026-06-15"), by=village.clerk, now=at("2026-06-15"), **detail)
    assert codes() == ["V08"]


def test_town_does_not_forward(at_town, town):
    with pytest.raises(Refused):
        approvals.forward(at_town("2026-06-15"), by=town.clerk, now=at("2026-06-15"))
    assert codes() == ["V08"]


def test_incomplete_papers_are_not_accepted_below(by_town, town):
    papers = {by_town.documents.first(): PAPER}
    case = approvals.apply(by_town, by=town.clerk, now=at("2026-06-15"), applicant=ZHANG, materials=papers)
    with pytest.raises(Refused, match="申请材料2"):
        approvals.accept_below(case, by=town.clerk, now=at("2026-06-15"))
    assert codes() == ["V03"]


def test_correction_at_the_town(by_town, town):
    papers = {by_town.documents.first(): PAPER}
    case = approvals.apply(by_town, by=town.clerk, now=at("2026-06-15"), applicant=ZHANG, materials=papers)
    missing = [by_town.documents.last()]
    approvals.request_correction(case, by=town.clerk, now=at("2026-06-16"), missing=missing, message="")
    case = approvals.correct(case, by=town.clerk, now=at("2026-06-22"), materials={missing[0]: PAPER})
    case = approvals.accept_below(case, by=town.clerk, now=at("2026-06-22"))
    case = approvals.send_up(case, by=town.reviewer, now=at("2026-06-24"), opinion="同意上报。")
    assert (case.state, case.step_clock.round) == (State.SUBMITTED, 3)


def test_refusal_below_gives_its_reasons(at_town, town):
    case = approvals.refuse(at_town("2026-06-15"), by=town.clerk, now=at("2026-06-16"), reason="户籍不在本街道。")
    paper = Document.objects.about(case).get(kind=Document.Kind.REFUSAL)
    assert (case.state, paper.organisation) == (State.REFUSED, town.unit)


def test_unit_above_does_not_ask_again_for_what_came_up(under_review, town, clerk):
    """行政许可法 第三十五条."""
    case = approvals.send_up(under_review, by=town.reviewer, now=at("2026-06-24"), opinion="同意上报。")
    missing = list(case.item.documents.all())
    with pytest.raises(Refused):
        approvals.request_correction(case, by=clerk, now=at("2026-06-25"), missing=missing, message="")
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_silence_in_the_village_is_deemed_acceptance_by_the_town(at_village, town, village):
    case = at_village("2026-06-15")
    watch(at("2026-06-24 09:00"))
    case.refresh_from_db()
    assert (case.state, case.organisation, case.is_deemed) == (State.FIRST_REVIEW, town.unit, True)
    assert case.step_clock.due_on == D("2026-07-14")
    assert [(f.code, f.organisation) for f in Finding.objects.all()] == [("Y3", village.unit)]


def test_deemed_acceptance_below_is_told_in_writing(at_town):
    case = at_town("2026-06-15")
    watch(at("2026-06-24 09:00"))
    assert Document.objects.about(case).filter(kind=Document.Kind.ACCEPTANCE).count() == 1


def test_withdrawn_during_the_first_review_nothing_rings(by_town, citizen, town):
    papers = dict.fromkeys(by_town.documents.all())
    case = approvals.apply(
        by_town, by=citizen, now=at("2026-06-15"), applicant=ZHANG, materials=papers, place=town.unit
    )
    case = approvals.accept_below(case, by=town.clerk, now=at("2026-06-15"))
    approvals.withdraw(case, by=citizen, now=at("2026-06-16"))
    watch(at("2026-07-20 09:00"))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("place", ["none", "village", "bureau"])
def test_citizen_names_a_place_that_takes_the_item_in(by_town, citizen, village, bureau, place):
    chosen = {"none": None, "village": village.unit, "bureau": bureau}[place]
    papers = dict.fromkeys(by_town.documents.all())
    with pytest.raises(Refused):
        approvals.apply(by_town, by=citizen, now=at("2026-06-15"), applicant=ZHANG, materials=papers, place=chosen)
    assert not Case.objects.exists()


def test_who_sees_a_case_that_came_through_the_village(at_village, village, town, clerk, stranger):
    case = approvals.forward(at_village("2026-06-15"), by=village.clerk, now=at("2026-06-15"))
    case = approvals.accept_below(case, by=town.clerk, now=at("2026-06-16"))
    approvals.send_up(case, by=town.reviewer, now=at("2026-06-24"), opinion="同意")
    seen = [Case.objects.visible_to(a).exists() for a in (village.clerk, town.clerk, clerk, stranger)]
    assert seen == [True, True, True, False]


# through the pages


@pytest.fixture
def _monday():
    with time_machine.travel(at("2026-06-15 09:30"), tick=False):
        yield


def offered(actor, case):
    response = signed_in(actor).get(reverse("approvals:workbench", args=[case.number]))
    return [panel["name"] for panel in response.context["panels"]]


def listed(actor, name):
    return [line["number"] for line in signed_in(actor).get(reverse(name)).context["lines"]]


@pytest.mark.usefixtures("_monday")
def test_each_level_is_offered_its_deeds(at_village, at_town, village, town):
    assert offered(village.clerk, at_village("2026-06-15")) == ["forward"]
    in_town = set(offered(town.clerk, at_town("2026-06-15")))
    assert {"accept_below", "request_correction", "refuse"} <= in_town
    assert not in_town & {"accept", "forward"}


@pytest.mark.usefixtures("_monday")
def test_reviewer_of_the_town_finds_the_case_in_the_queue(under_review, town):
    assert listed(town.reviewer, "approvals:desk") == [under_review.number]
    assert offered(town.reviewer, under_review) == ["send_up"]


@pytest.mark.usefixtures("_monday")
def test_sent_up_case_stays_in_a_list_of_village_and_town(at_village, village, town):
    case = approvals.forward(at_village("2026-06-15"), by=village.clerk, now=at("2026-06-15"))
    before = listed(village.clerk, "approvals:sent_up"), listed(town.clerk, "approvals:sent_up")
    case = approvals.accept_below(case, by=town.clerk, now=at("2026-06-15"))
    approvals.send_up(case, by=town.reviewer, now=at("2026-06-15"), opinion="同意")
    assert before == ([case.number], [])
    assert listed(town.clerk, "approvals:sent_up") == [case.number]


@pytest.mark.usefixtures("_monday")
def test_unit_above_reads_the_opinion_of_the_first_review(under_review, town, clerk):
    approvals.send_up(under_review, by=town.reviewer, now=at("2026-06-15"), opinion="入户核查属实。")
    page = signed_in(clerk).get(reverse("approvals:workbench", args=[under_review.number])).content.decode()
    assert "入户核查属实。" in page


@pytest.mark.usefixtures("_monday")
def test_window_of_the_village_registers(by_village, by_town, village):
    client, address = signed_in(village.clerk), reverse("approvals:register")
    assert [item.code for item in client.get(address).context["items"]] == [by_village.code]
    papers = {f"paper-{document.pk}": "on" for document in by_village.documents.all()}
    client.post(f"{address}?item={by_village.code}", TYPED | papers | {"key": str(uuid.uuid4())})
    assert Case.objects.get().organisation == village.unit


@pytest.mark.usefixtures("_monday")
def test_window_of_the_bureau_does_not_take_it_in(by_town, clerk):
    response = signed_in(clerk).get(reverse("approvals:register"), {"item": by_town.code})
    assert response.status_code == 404


def choices(response):
    return response.context["extra"].fields["place"].choices


@pytest.mark.usefixtures("_monday")
def test_citizen_chooses_among_towns(by_town, citizen, village):
    response = signed_in(citizen).get(reverse("approvals:apply", args=[by_town.code]))
    assert choices(response)[1:] == [("chengguan", "城关街道")]


@pytest.mark.usefixtures("_monday")
def test_citizen_chooses_the_village_under_its_town(by_village, citizen, village):
    response = signed_in(citizen).get(reverse("approvals:apply", args=[by_village.code]))
    [(name, units)] = choices(response)[1:]
    assert (name, [code for code, _name in units]) == ("城关街道", ["chengguan", "wenchang"])


@pytest.mark.parametrize("place", ["", "scjg", "nowhere", "\x00", "'; drop", "城关"])
@pytest.mark.usefixtures("_monday")
def test_wrong_place_is_named_at_its_field(by_village, citizen, village, place):
    address = reverse("approvals:apply", args=[by_village.code])
    response = signed_in(citizen).post(address, TYPED | {"place": place, "go": "next"})
    assert response.status_code == 422
    assert list(response.context["extra"].errors) == ["place"]


@pytest.mark.usefixtures("_monday")
def test_application_goes_to_the_village_that_was_chosen(by_village, citizen, village):
    client, address = signed_in(citizen), reverse("approvals:apply", args=[by_village.code])
    assert client.post(address, TYPED | {"place": "wenchang", "go": "next"}).status_code == 302
    response = client.get(f"{address}?step=3")
    assert ("在哪里提交", village.unit.name) in [(str(label), words) for label, words in response.context["extra"]]


@pytest.mark.usefixtures("_monday")
def test_citizen_reads_where_the_case_is(by_town, citizen, town):
    papers = dict.fromkeys(by_town.documents.all())
    case = approvals.apply(
        by_town, by=citizen, now=at("2026-06-15"), applicant=ZHANG, materials=papers, place=town.unit
    )
    approvals.accept_below(case, by=town.clerk, now=at("2026-06-15"))
    page = signed_in(citizen).get(reverse("approvals:case", args=[case.number])).content.decode()
    assert "城关街道" in page
    assert "初审" in page


def test_town_accepts_several_at_once_for_its_first_review(at_town, town):
    cases = [at_town("2026-06-15"), at_town("2026-06-15")]
    outcomes = accept_many(cases, by=town.clerk, now=at("2026-06-15"), key=str(uuid.uuid4()))
    assert [outcome.accepted for outcome in outcomes] == [True, True]
    assert set(Case.objects.values_list("state", flat=True)) == {State.FIRST_REVIEW}
