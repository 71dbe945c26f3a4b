"""The pages of surveys over HTTP: the desk, the slip, the screen, what the public does."""

import io
import uuid
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import Delivery, Role
from records.models import Entry, Look
from scoring import pool as sealed
from scoring.actions.surveys import draws, votes
from scoring.models import Evaluator, Slip, Survey, SurveyMeeting, UnitRating
from scoring.surveys import OVERALL
from tests.conftest import employ, make_citizen
from tests.gates import signed_in
from tests.scoring.asked import BAD, GOOD, THEN, heap_of, meeting_of, opened, people, stations, survey_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _messages_leave_the_house(settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}


def send(client, address, *args, **data):
    return client.post(reverse(f"scoring:{address}", args=args), data | {"key": str(uuid.uuid4())})


@pytest.fixture
def client(office):
    return signed_in(office.clerk)


@pytest.fixture
def units(county):
    return stations(county)


@pytest.fixture
def survey(office, units):
    return survey_of(office, units[:1], OVERALL)


ASKED = {"name": "下半年测评", "first": "2026-07-01", "last": "2026-12-31", "aspects": "政务公开\n工作效率"}
ASKED |= {"satisfied": "1", "basically": "0.8", "unsatisfied": "0"}


# the desk


def test_a_survey_of_units_is_opened(client, units):
    answer = send(client, "new_survey", "units", **ASKED, objects=[unit.pk for unit in units])
    survey = Survey.objects.get()
    assert (answer.status_code, survey.aspects, survey.objects_asked.count()) == (302, ["政务公开", "工作效率"], 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"last": "2026-02-30"}, "last"),
        ({"last": "2026-06-30"}, "last"),
        ({"basically": "1.5"}, "values"),
        ({"satisfied": "NaN"}, "satisfied"),
        ({"objects": ["999999"]}, "objects"),
        ({"aspects": "\u200b"}, "aspects"),
    ],
)
def test_what_was_typed_wrong_is_named(client, units, wrong, field):
    answer = send(client, "new_survey", "units", **{**ASKED, "objects": [units[0].pk]} | wrong)
    found = list(answer.context["form"].errors)
    assert (answer.status_code, found) == (422, [field if field != "values" else "__all__"])


def test_people_of_a_unit_are_appraised(client, units):
    worker = employ("zhan", "詹所长", units[0], Role.HEAD)
    address = f"{reverse('scoring:new_survey', args=['persons'])}?unit={units[0].code}"
    answer = client.post(address, {**ASKED, "objects": [worker.user.pk], "key": str(uuid.uuid4())})
    assert (answer.status_code, Survey.objects.get().objects_asked.get().person) == (302, worker.user)


def test_slips_are_shown_once(client, office, survey):
    meeting = meeting_of(office, survey)
    key = str(uuid.uuid4())
    address = reverse("scoring:print_slips", args=[meeting.pk])
    first = client.post(address, {"count": 3, "key": key})
    again = client.post(address, {"count": 3, "key": key})
    assert (first.content.count(b"<svg role"), again.status_code, Slip.objects.count()) == (3, 302, 3)


def test_a_meeting_from_the_box_to_the_minutes(client, office, survey):
    meeting, tokens = opened(office, survey, 5)
    for token in tokens:
        votes.cast(token, {"1": [GOOD]})
    for deed in ("close", "publish"):
        assert send(client, "meeting_deed", meeting.pk, deed).status_code == 302
    page = client.get(reverse("scoring:minutes", args=[meeting.pk])).content.decode()
    assert ("100.00%" in page, "收回5张" in page) == (True, True)


def test_the_second_count_is_not_told_the_first_one(office, survey):
    meeting, _tokens = opened(office, survey, 1)
    about = {"valid": 37, "invalid": 0, "c_1_0_0": 30, "c_1_0_1": 5, "c_1_0_2": 2}
    assert send(signed_in(office.clerk), "count_paper", meeting.pk, **about).status_code == 302
    page = signed_in(office.head).get(reverse("scoring:count_paper", args=[meeting.pk]))
    assert b'value="37"' not in page.content
    send(signed_in(office.head), "count_paper", meeting.pk, **about | {"c_1_0_2": 1})
    page = signed_in(office.head).get(reverse("scoring:meeting", args=[meeting.pk])).content.decode()
    assert "计票差异" in page


def test_calling_the_evaluators_is_noted(client, office, survey):
    people(office, {"firms": 2})
    meeting = meeting_of(office, survey)
    draws.draw(meeting, by=office.clerk, now=THEN, total=1)
    page = client.get(reverse("scoring:invitations", args=[meeting.pk])).content.decode()
    assert ("1390000000" in page, Look.objects.about(meeting).count()) == (True, 1)


def test_a_draw_by_the_form(client, office, survey):
    people(office, {"firms": 3, "party": 2})
    meeting = meeting_of(office, survey)
    answer = send(client, "draw_evaluators", meeting.pk, total="", quota_firms="2", quota_party="1")
    assert (answer.status_code, meeting.invitations.count()) == (302, 3)


def sheet(*rows) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in (["类别", "姓名", "手机号码"], *rows):
        book.active.append(row)
    book.save(file)
    file.seek(0)
    file.name = "evaluators.xlsx"
    return file


def test_a_list_of_evaluators_is_read_in(client):
    file = sheet(["企业代表", "张三", "13900000001"], ["人大代表", "李四", "13900000002"])
    assert send(client, "import_evaluators", file=file).status_code == 302
    assert Evaluator.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["外星人", "张三", "13900000001"], "类别"),
        (["企业代表", "=1+1", "13900000001"], "姓名"),
        (["企业代表", "张三", "12345"], "手机号码"),
        (["企业代表", "李四", "13900000009"], "手机号码"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_saved(client, row, column):
    file = sheet(["企业代表", "王五", "13900000009"], row)
    answer = send(client, "import_evaluators", file=file)
    assert (answer.status_code, Evaluator.objects.count()) == (422, 0)
    assert column in [fault.column for fault in answer.context["faults"]] or answer.context["faults"][0].row == 3


def test_a_person_of_the_pool_is_named_with_the_cell(client):
    send(client, "import_evaluators", file=sheet(["企业代表", "王五", "13900000009"]))
    answer = send(client, "import_evaluators", file=sheet(["企业代表", "李四", "13900000009"]))
    assert [fault.value for fault in answer.context["faults"]] == ["13900000009"]


def test_a_unit_reads_its_survey_and_runs_nothing(office, survey, units):
    worker = signed_in(employ("zhan", "詹所长", units[0], Role.HEAD))
    assert worker.get(reverse("scoring:survey", args=[survey.pk])).status_code == 200
    meeting = meeting_of(office, survey)
    assert send(worker, "meeting_deed", meeting.pk, "open").status_code == 403
    assert worker.get(reverse("scoring:print_slips", args=[meeting.pk])).status_code == 403


# the slip


@pytest.fixture
def slip(office, survey):
    meeting, [token] = opened(office, survey, 1)
    return meeting, reverse("scoring:ballot", args=[token])


def test_a_vote_by_telephone(slip):
    meeting, address = slip
    before = Entry.objects.count()
    answer = Client().post(address, {"a_1_0": GOOD, "o_1": "加开窗口"})
    heap = heap_of(meeting)
    assert (answer.status_code, heap.votes, heap.opinions) == (201, ['{"1":["satisfied"]}'], [[1, "加开窗口"]])
    assert Entry.objects.count() == before


def test_nobody_is_known_who_opens_a_slip(slip, office):
    _meeting, address = slip
    answer = signed_in(office.clerk).get(address)
    assert (answer.context["actor"].user, "sessionid" in answer.cookies) == (None, False)


def test_an_empty_slip_is_refused_and_kept(slip):
    _meeting, address = slip
    assert (Client().post(address, {}).status_code, Slip.objects.free().count()) == (422, 1)


@pytest.mark.parametrize(
    "given", [{"a_1_0": "<b>"}, {"a_1_0": GOOD, "o_1": "x" * 501}, {"a_1_0": GOOD, "o_1": "\x00"}]
)
def test_nonsense_on_a_slip_is_refused(slip, given):
    _meeting, address = slip
    assert (Client().post(address, given).status_code, Slip.objects.free().count()) == (422, 1)


def test_a_used_slip_says_so(slip):
    _meeting, address = slip
    Client().post(address, {"a_1_0": GOOD})
    answer = Client().post(address, {"a_1_0": BAD})
    assert (answer.status_code, "已经使用" in answer.content.decode()) == (409, True)


def test_guessing_slips_is_slowed_down_and_a_right_one_is_not(slip, monkeypatch):
    _meeting, address = slip
    cache.clear()
    monkeypatch.setattr("scoring.views.surveys.ballots.WRONG_A_MINUTE", 2)
    wrong = reverse("scoring:ballot", args=["x" * 43])
    statuses = [Client().get(wrong).status_code for _try in range(4)]
    assert (statuses[:2], 429 in statuses, Client().get(address).status_code) == ([404, 404], True, 200)
    cache.clear()


# the screen


def test_the_screen_needs_its_secret_and_looks_again(slip):
    meeting, _address = slip
    right = reverse("scoring:screen", args=[meeting.pk, sealed.screen_secret(meeting.pk)])
    answer = Client().get(right)
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "5")
    assert Client().get(reverse("scoring:screen", args=[meeting.pk, "0" * 32])).status_code == 404


# the public


@pytest.fixture
def page(units):
    cache.clear()
    return reverse("scoring:satisfaction_unit", args=[units[0].code])


def test_a_citizen_rates_a_unit(page, units):
    answer = signed_in(make_citizen()).post(page, {"step": "account", "option": GOOD, "comment": "很快"})
    row = UnitRating.objects.get()
    assert (answer.status_code, row.organisation, row.comment_state) == (302, units[0], "waiting")


def test_a_second_rating_of_the_week_says_so(page):
    client = signed_in(make_citizen())
    statuses = [client.post(page, {"step": "account", "option": GOOD}).status_code for _click in range(2)]
    assert (statuses, UnitRating.objects.count()) == ([302, 422], 1)


def test_anybody_rates_with_a_code(page):
    client = Client()
    answer = client.post(page, {"step": "telephone", "telephone": "13900000055"})
    signed = answer.context["form"].initial["telephone"]
    code = "".join(sign for sign in Delivery.objects.get().words if sign.isdigit())[:6]
    about = {"step": "code", "telephone": signed, "code": code, "option": BAD}
    assert client.post(page, about | {"code": "abc"}).status_code == 422
    assert client.post(page, about | {"telephone": "13900000055"}).status_code == 422
    assert (client.post(page, about).status_code, UnitRating.objects.get().option) == (302, BAD)


def test_one_connection_does_not_flood(page, monkeypatch):
    from scoring.models import RatingPolicy

    RatingPolicy.objects.create(valid_from=date(2026, 1, 1), an_hour=1)
    client = Client()
    statuses = [client.post(page, {"step": "telephone", "telephone": f"1390000005{n}"}).status_code for n in range(2)]
    assert (statuses, Delivery.objects.count()) == ([200, 422], 1)
    cache.clear()


@pytest.mark.parametrize("data", [{}, {"step": "x"}, {"step": "account"}, {"step": "code"}, {"step": "telephone"}])
def test_a_form_from_nowhere_is_no_rating(page, data):
    assert (Client().post(page, data).status_code, UnitRating.objects.count()) == (422, 0)


def test_results_and_draw_are_open_to_all(office, survey):
    people(office, {"firms": 2})
    meeting = told(office, survey, [GOOD] * 5)
    client = Client()
    page = client.get(reverse("scoring:survey_results", args=[survey.pk])).content.decode()
    assert ("100.00%" in page, "有效票 5 张" in page) == (True, True)
    assert client.get(reverse("scoring:draw_log", args=[meeting.pk])).status_code == 404
    assert b"def shuffled" in client.get(reverse("scoring:drawing_program")).content


def test_the_log_of_a_draw_names_nobody(office, survey):
    people(office, {"firms": 2})
    meeting = meeting_of(office, survey)
    draws.draw(meeting, by=office.clerk, now=THEN, total=1)
    log = Client().get(reverse("scoring:draw_log", args=[meeting.pk]))
    assert ("企业代表一" in log.content.decode(), log.json()["groups"][0]["pool"]) == (False, ["P000001", "P000002"])


def test_results_about_persons_are_not_open(office, units):
    worker = employ("zhan", "詹所长", units[0], Role.HEAD)
    survey = survey_of(office, [(worker.user, units[0])], OVERALL, "persons")
    told(office, survey, [GOOD] * 5)
    assert SurveyMeeting.objects.get().state == "published"
    assert Client().get(reverse("scoring:survey_results", args=[survey.pk])).status_code == 404
