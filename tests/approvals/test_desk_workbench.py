"""The workbench: every deed through HTTP, and what happens to those that may not be done."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from approvals import actions
from approvals.models import Case, Correction
from records.models import Anomaly, Document, Entry
from tests.conftest import ZHANG, at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-03-12"
INVISIBLE = ["\x00", "好\u202e", "好\u200b好", "\x07"]


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def waiting(item, received):
    return received(item, at("2026-03-11"))


@pytest.fixture
def running(item, accepted):
    return accepted(item, at("2026-03-11"))


@pytest.fixture
def reviewed(running, reviewer):
    return actions.review(running, by=reviewer, now=at(TODAY), opinion="符合条件")


def bench(actor, case):
    return signed_in(actor).get(reverse("approvals:workbench", args=[case.number]))


def do(actor, case, deed, **fields):
    address = reverse("approvals:deed", args=[case.number, deed])
    return signed_in(actor).post(address, {"key": str(uuid.uuid4())} | fields)


def state(case):
    return Case.objects.get(pk=case.pk).state


def offered(response):
    return [panel["name"] for panel in response.context["panels"]]


def said(response):
    return response.content.decode()


def test_clerk_is_offered_the_deeds_of_the_window(clerk, waiting):
    assert offered(bench(clerk, waiting)) == ["check", "accept", "request_correction", "refuse"]


def test_reviewer_is_offered_review_and_pause(reviewer, running):
    beside = ["assign_site_check", "pause", "tell_hearing_right"]
    assert offered(bench(reviewer, running)) == ["review", *beside]


def test_head_is_offered_decision_and_extension(head, reviewed):
    assert offered(bench(head, reviewed)) == ["decide", "extend"]


def test_watcher_reads_and_is_offered_nothing(inspector, waiting):
    response = bench(inspector, waiting)
    assert (response.status_code, offered(response)) == (200, [])


def test_strangers_case_does_not_exist(stranger, waiting):
    assert bench(stranger, waiting).status_code == 404


def test_stranger_cannot_send_a_deed(stranger, waiting):
    assert do(stranger, waiting, "accept").status_code == 404
    assert state(waiting) == "submitted"


@pytest.mark.parametrize("number", ["nothing", "%00", "YX%0A", "𠮷", "..%2f..%2f", "x" * 300])
def test_hostile_address_is_not_found(clerk, number):
    assert signed_in(clerk).get(f"/desk/cases/{number}/").status_code == 404


def test_unknown_deed_is_not_found(clerk, waiting):
    assert do(clerk, waiting, "destroy").status_code == 404


def test_citizen_has_no_workbench(citizen, waiting):
    assert bench(citizen, waiting).status_code in (403, 404)


def test_accept_issues_the_notice(clerk, waiting):
    response = do(clerk, waiting, "accept")
    assert response.url.endswith(f"{waiting.number}/?issued=1")
    assert "受理通知书" in said(signed_in(clerk).get(response.url))


def test_correction_notice_names_documents_phrases_and_words(clerk, waiting):
    document = waiting.item.documents.get()
    do(clerk, waiting, "request_correction", missing=[document.pk], phrases=["0"], message="请补章")
    correction = Correction.objects.get()
    assert (list(correction.missing.all()), correction.message.split("\n")[1:]) == ([document], ["请补章"])


def test_papers_brought_to_the_window_end_the_correction(clerk, waiting):
    document = waiting.item.documents.get()
    do(clerk, waiting, "request_correction", missing=[document.pk])
    assert offered(bench(clerk, waiting)) == ["correct", "refuse"]
    do(clerk, waiting, "correct", documents=[document.pk])
    assert state(waiting) == "submitted"


def test_whole_course_of_a_promised_item(clerk, reviewer, approver, waiting):
    do(clerk, waiting, "accept")
    do(reviewer, waiting, "review", opinion="符合条件")
    do(approver, waiting, "decide", result="granted")
    do(clerk, waiting, "deliver")
    assert state(waiting) == "delivered"


def test_immediate_item_is_decided_at_the_window(clerk, bureau, received):
    case = received(make_item(bureau, promised=0, statutory=0), at(TODAY))
    do(clerk, case, "accept")
    do(clerk, case, "decide_at_once", result="granted")
    assert state(case) == "decided"


def test_pause_and_resume(reviewer, running):
    do(reviewer, running, "pause", kind="testing", ground="抽样检验", told_days="5")
    assert "resume" in offered(bench(reviewer, running))
    do(reviewer, running, "resume")
    assert Case.objects.get(pk=running.pk).clock.paused_on is None


def test_head_extends_once(head, running):
    do(head, running, "extend", days="5", reason="案情复杂")
    assert offered(bench(head, running)) == []


def test_refusal_keeps_its_reason(clerk, waiting):
    do(clerk, waiting, "refuse", reason="不属于本机关职权范围")
    assert Case.objects.get(pk=waiting.pk).reason == "不属于本机关职权范围"


@pytest.mark.parametrize(
    ("deed", "fields", "field"),
    [
        ("refuse", {"reason": ""}, "reason"),
        ("refuse", {"reason": "　 \t"}, "reason"),
        ("refuse", {"reason": "字" * 1501}, "reason"),
        *[("refuse", {"reason": text}, "reason") for text in INVISIBLE],
        ("request_correction", {}, "message"),
        ("request_correction", {"missing": ["99999999"]}, "missing"),
        ("request_correction", {"missing": ["x"]}, "missing"),
        ("request_correction", {"phrases": ["99"]}, "phrases"),
    ],
)
def test_bad_input_at_the_window_is_named_at_its_field(clerk, waiting, deed, fields, field):
    response = do(clerk, waiting, deed, **fields)
    panel = next(panel for panel in response.context["panels"] if panel["name"] == deed)
    assert (response.status_code, list(panel["form"].errors)) == (422, [field])
    assert state(waiting) == "submitted"


@pytest.mark.parametrize(
    ("deed", "fields", "field"),
    [
        ("review", {"opinion": ""}, "opinion"),
        ("pause", {"kind": "publicity", "ground": "公示", "told_days": "5"}, "kind"),
        ("pause", {"kind": "testing", "ground": "", "told_days": "5"}, "ground"),
        *[
            ("pause", {"kind": "testing", "ground": "检验", "told_days": days}, "told_days")
            for days in ("", "0", "-1", "1.5", "NaN", "1e400", "九", "251", "99999999999999999999")
        ],
    ],
)
def test_bad_input_of_the_reviewer_is_named_at_its_field(reviewer, running, deed, fields, field):
    response = do(reviewer, running, deed, **fields)
    panel = next(panel for panel in response.context["panels"] if panel["name"] == deed)
    assert (response.status_code, list(panel["form"].errors)) == (422, [field])
    assert not Document.objects.filter(kind="procedure").exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({}, "result"), ({"result": "perhaps"}, "result"), ({"result": "denied"}, "reason")],
)
def test_bad_decision_is_named_at_its_field(approver, reviewed, fields, field):
    response = do(approver, reviewed, "decide", **fields)
    assert (response.status_code, list(response.context["panels"][0]["form"].errors)) == (422, [field])
    assert state(reviewed) == "reviewed"


@pytest.mark.parametrize("days", ["0", "11", "x"])
def test_extension_beyond_the_law_is_named(head, running, days):
    assert do(head, running, "extend", days=days, reason="复杂").status_code == 422


def test_what_was_typed_is_kept(clerk, waiting):
    response = do(clerk, waiting, "request_correction", message="请补正𠮷😀<b>" + "字" * 1500)
    assert "请补正𠮷😀&lt;b&gt;" in said(response)


def test_rare_signs_and_html_are_kept_and_escaped(clerk, waiting):
    do(clerk, waiting, "refuse", reason="𠮷😀<script>alert(1)</script>")
    assert "𠮷😀&lt;script&gt;" in said(bench(clerk, waiting))


def test_wrong_role_is_refused_with_a_reason_and_an_anomaly(reviewer, waiting):
    response = do(reviewer, waiting, "accept")
    assert (response.status_code, state(waiting)) == (403, "submitted")
    assert "岗位" in said(response)
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["V07"]


def test_wrong_role_with_a_bad_form_is_refused_too(clerk, running):
    assert do(clerk, running, "review", opinion="").status_code == 403


def test_skipped_step_changes_nothing_and_leaves_an_anomaly(approver, running):
    response = do(approver, running, "decide", result="granted", reason="直接批准")
    assert (response.status_code, state(running)) == (409, "accepted")
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["V08"]
    assert "直接批准" in said(response)


def test_reviewer_cannot_decide_what_they_reviewed(approver, reviewed):
    Case.objects.filter(pk=reviewed.pk).update(reviewer=approver.user)
    response = do(approver, reviewed, "decide", result="granted")
    assert (response.status_code, state(reviewed)) == (409, "reviewed")
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["V07"]


def test_acceptance_without_a_mandatory_document_is_an_anomaly(clerk, item):
    case = actions.apply(item, by=clerk, now=at(TODAY), applicant=ZHANG, materials={})
    response = do(clerk, case, "accept")
    assert (response.status_code, state(case)) == (409, "submitted")
    assert "申请材料1" in said(response)


def test_same_form_twice_is_one_deed(clerk, waiting):
    key = str(uuid.uuid4())
    seen = bench(clerk, waiting).context["mark"]
    answers = [do(clerk, waiting, "accept", key=key, seen=seen).status_code for _click in range(2)]
    assert (answers, Document.objects.filter(kind="acceptance").count(), Anomaly.objects.count()) == ([302, 302], 1, 0)


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 200])
def test_form_without_a_proper_key_is_not_accepted(clerk, waiting, key):
    response = do(clerk, waiting, "accept", key=key)
    assert (response.status_code, state(waiting)) == (422, "submitted")


def test_two_clerks_one_wins_and_the_other_is_told(clerk, waiting):
    seen = bench(clerk, waiting).context["mark"]
    do(clerk, waiting, "accept", seen=seen)
    response = do(clerk, waiting, "refuse", seen=seen, reason="材料虚假")
    assert (response.status_code, state(waiting)) == (409, "accepted")
    assert "小王已办理" in said(response)
    assert "材料虚假" in said(response)
    assert not Anomaly.objects.exists()


def test_refused_deed_leaves_no_entry_of_its_own(approver, running):
    before = Entry.objects.exclude(verb="records.anomaly").count()
    do(approver, running, "decide", result="granted")
    assert Entry.objects.exclude(verb="records.anomaly").count() == before


def test_get_of_a_deed_shows_the_workbench_with_its_form(clerk, waiting):
    response = signed_in(clerk).get(reverse("approvals:deed", args=[waiting.number, "refuse"]))
    assert [panel["name"] for panel in response.context["panels"] if panel["open"]] == ["refuse"]


def test_arithmetic_agrees_with_the_lamp(reviewer, running):
    response = bench(reviewer, running)
    assert response.context["arithmetic"][-1]["used"] == running.item.promised_days
    assert response.context["promise"]["used"] == "1 / 7"


def test_workbench_costs_few_statements(clerk, reviewer, waiting, django_assert_max_num_queries):
    document = waiting.item.documents.get()
    actions.request_correction(waiting, by=clerk, now=at(TODAY), missing=[document], message="")
    actions.correct(waiting, by=clerk, now=at(TODAY), materials={document: None})
    actions.accept(waiting, by=clerk, now=at(TODAY))
    actions.pause(waiting, by=reviewer, now=at(TODAY), kind="testing", ground="检验", told_days=3)
    client = signed_in(reviewer)
    address = reverse("approvals:workbench", args=[waiting.number])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)
