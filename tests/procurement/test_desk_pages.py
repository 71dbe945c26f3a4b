"""The desks and the bench in a browser's place: what is offered, what comes back when something is wrong."""

import io
import uuid

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from procurement.models import Objection, Party, Regulator, Tender
from records.models import Anomaly
from tests.conftest import at
from tests.gates import signed_in


def page(actor, name, *args, **query):
    return signed_in(actor).get(reverse(name, args=args), query)


def post(actor, address, *args, **data):
    data.setdefault("key", str(uuid.uuid4()))
    return signed_in(actor).post(reverse(address, args=args), data)


def bench(actor, tender, deed, **data):
    return post(actor, "procurement:deed", tender.number, deed, **data)


def panels(answer) -> list[str]:
    return [panel.name for panel in answer.context["panels"]]


def test_queue_shows_whose_turn_it_is(course, tenderer, centre_clerk):
    found = {
        actor.user.username: [line.number for line in page(actor, "procurement:desk").context["lines"]]
        for actor in (tenderer, centre_clerk)
    }
    assert found == {"jiang": [], "ye": [course.tender.number]}


OFFERED = [
    ("conditions", "ye", ["step"]),
    ("conditions", "he", ["confirm"]),
    ("conditions", "luo", ["confirm", "suspend", "terminate"]),
    ("conditions", "jiang", ["terminate"]),
    ("issue", "ye", ["step", "fail"]),
    ("issue", "jiang", ["clarify", "terminate"]),
]


@pytest.mark.parametrize(("step", "who", "names"), OFFERED)
def test_only_the_deeds_that_may_follow_are_offered(
    course, supervisor_head, centre_clerk, supervisor, tenderer, step, who, names
):
    actors = {actor.user.username: actor for actor in (supervisor_head, centre_clerk, supervisor, tenderer)}
    course.to(step)
    assert panels(page(actors[who], "procurement:tender", course.tender.number)) == names


def test_page_says_what_is_missing(course, centre_clerk):
    course.to("conditions")
    answer = page(centre_clerk, "procurement:tender", course.tender.number)
    assert "监督部门尚未确认本环节。" in answer.content.decode()


def test_step_is_done_from_the_page(course, centre_clerk):
    answer = bench(centre_clerk, course.tender, "step", step="register")
    assert answer.status_code == 302
    assert Tender.objects.get().step == "conditions"


def test_stale_page_is_told_the_next_step(course, centre_clerk):
    """PRO-26 at the desk: the page still shows the opening of another day."""
    course.to("notice")
    answer = bench(centre_clerk, course.tender, "step", step="opening", bidders="3")
    assert answer.status_code == 409
    assert "第7环节“发布招标公告”" in answer.content.decode()
    assert Anomaly.objects.get().code == "V08"


def test_shortened_period_comes_back_at_its_field(course, centre_clerk):
    course.to("notice")
    typed = {
        "step": "notice",
        "media": "云溪县公共资源交易平台",
        "place": "第一开标室",
        "documents_from": "2027-03-01",
        "documents_until": "2027-03-08",
        "bids_due_at": "2027-03-15T09:30",
        "text": "教学楼工程公开招标。",
    }
    answer = bench(centre_clerk, course.tender, "step", **typed)
    form = next(panel.form for panel in answer.context["panels"] if panel.name == "step")
    assert answer.status_code == 409
    assert "第二十四条" in form.errors["bids_due_at"][0]
    assert form["text"].value() == "教学楼工程公开招标。"


def test_what_a_guard_wants_is_asked_for_by_the_form(course, centre_clerk):
    course.to("notice")
    answer = bench(centre_clerk, course.tender, "step", step="notice", text="公开招标")
    form = next(panel.form for panel in answer.context["panels"] if panel.name == "step")
    assert answer.status_code == 422
    assert list(form.errors) == ["media", "documents_from", "documents_until", "bids_due_at", "place"]
    assert not Anomaly.objects.exists()


MONEY = [
    ("300万", "以元为单位"),
    ("300万元", "以元为单位"),
    ("-5", "请填写以元为单位的金额"),
    ("1e9", "请填写以元为单位的金额"),
    ("12.345", "最多填写两位小数"),
    ("NaN", "请填写以元为单位的金额"),
    ("99999999999999999999", "请填写以元为单位的金额"),
]


@pytest.mark.parametrize(("typed", "words"), MONEY)
def test_amount_that_is_none_names_the_cure(typed, words):
    from django.core.exceptions import ValidationError

    from records.fields import MoneyField

    with pytest.raises(ValidationError, match=words):
        MoneyField().clean(typed)


@pytest.mark.parametrize(("typed", "fen"), [("1,250,000.5", 125_000_050), ("３０００", 300_000), ("9.99元", 999)])
def test_amount_as_people_type_it(typed, fen):
    from records.fields import MoneyField

    assert MoneyField().clean(typed) == fen


def test_double_click_is_one_step(course, centre_clerk):
    key = str(uuid.uuid4())
    answers = [bench(centre_clerk, course.tender, "step", step="register", key=key).status_code for _ in range(2)]
    assert answers[0] == 302
    assert course.tender.steps.filter(finished_at__isnull=False).count() == 1


def test_filtered_list_is_exported(course, inspector):
    answer = page(inspector, "procurement:tenders", export="xlsx", q="实验小学")
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["云溪县第二实验小学教学楼新建工程"]


@pytest.mark.parametrize(
    "query",
    [{"q": "没有的"}, {"trade": "land"}, {"state": "failed"}, {"since": "2099-01-01"}, {"since": "2026-02-30"}],
)
def test_filters_never_fall_over(course, inspector, query):
    assert page(inspector, "procurement:tenders", **query).status_code == 200


def application(regulator, **more):
    about = {
        "trade": "construction",
        "project_number": "2026-1",
        "project_name": "体育馆工程",
        "matter": "works",
        "method": "public",
        "summary": "体育馆一座",
        "approval_number": "云发改〔2026〕1号",
        "funds_source": "县级财政",
        "is_state_funded": "on",
        "estimate": "8600000",
        "regulator": regulator.pk,
        "papers": "立项批复\n资金证明",
    }
    return about | more


@pytest.fixture
def regulator(centre, other_bureau):
    return Regulator.objects.create(centre=centre.trading_centre, trade="construction", organisation=other_bureau)


def test_office_hands_in_a_project(regulator, tenderer):
    answer = post(tenderer, "procurement:new", **application(regulator))
    made = Tender.objects.get()
    assert answer.url == reverse("procurement:tender", args=[made.number])
    assert (made.estimate, made.handovers.get().papers) == (860_000_000, ["立项批复", "资金证明"])


WRONG = [
    ({"trade": "land", "start_price": "100"}, "regulator"),
    ({"estimate": ""}, "estimate"),
    ({"estimate": "860万"}, "estimate"),
    ({"papers": " \n "}, "papers"),
    ({"project_name": ""}, "project_name"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_wrong_application_keeps_what_was_typed(regulator, tenderer, change, field):
    answer = post(tenderer, "procurement:new", **application(regulator, **change))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Tender.objects.exists()


def test_centre_registers_a_firm_and_its_people(centre_clerk, citizen):
    typed = {
        "code": "91420583MA00000019",
        "name": "云溪建工集团有限公司",
        "legal_representative": "钱大伟",
        "founded_on": "2012-05-18",
        "businesses": "bidder",
    }
    wrong = post(centre_clerk, "procurement:new_firm", **typed)
    assert list(wrong.context["form"].errors) == ["code"]
    from tests.procurement.conftest import credit_code

    post(centre_clerk, "procurement:new_firm", **typed | {"code": credit_code(typed["code"])})
    firm = Party.objects.get()
    post(centre_clerk, "procurement:firm", firm.pk, telephone=citizen.user.username)
    assert firm.representatives.get().user == citizen.user


def test_agent_works_from_its_own_page(course, agent):
    course.to("documents")
    answer = page(agent, "procurement:my_tender", course.tender.number)
    assert panels(answer) == ["step"]


def test_bidder_objects_and_the_tenderer_does_not_see_who(course, bidder, firms, tenderer):
    course.to("issue")
    about = {"party": firms["alpha"], "against": "documents", "text": "业绩要求过高"}
    from procurement.actions import objecting

    objecting.lodge(course.tender, by=bidder, now=at("2026-03-05"), **about)
    assert Objection.objects.get().party == firms["alpha"]
    seen = page(tenderer, "procurement:tender", course.tender.number).content.decode()
    assert "业绩要求过高" in seen
    assert firms["alpha"].name not in seen


def test_late_objection_says_the_last_day(course, bidder, firms):
    course.to("issue")
    typed = {"party": firms["alpha"].pk, "against": "documents", "text": "业绩要求过高"}
    answer = post(bidder, "procurement:object", course.tender.number, **typed)
    assert "2026年3月13日" in answer.context["form"].errors["against"][0]
