"""好差评 on the pages of citizens and of the desk."""

import io

import pytest
from openpyxl import load_workbook

from approvals import actions
from approvals.models import Rating
from tests.approvals.ratings.conftest import KEY, State
from tests.conftest import at
from tests.gates import signed_in


def page(client, case, more="rate/"):
    return client.get(f"/my/{case.number}/{more}")


@pytest.fixture
def today(time_machine):
    time_machine.move_to(at("2026-03-06"), tick=False)


def test_rating_by_the_page(today, zhang, delivered):
    answer = zhang.post(
        f"/my/{delivered.number}/rate/", {"key": KEY, "stars": "5", "attitude": "", "comment": "态度很好"}
    )
    assert (answer.status_code, Rating.objects.get().comment) == (302, "态度很好")


def test_rated_case_shows_the_rating(today, zhang, bad):
    assert "承办单位最迟于2026年3月6日" in page(zhang, bad.case, "").content.decode()


def test_case_page_offers_rating(today, zhang, delivered):
    assert f"/my/{delivered.number}/rate/" in page(zhang, delivered, "").content.decode()


@pytest.mark.parametrize("stars", ["", "6", "0", "五", "1e9", "-1", "1\x00"])
def test_bad_stars_keep_what_was_typed(today, zhang, delivered, stars):
    answer = zhang.post(f"/my/{delivered.number}/rate/", {"key": KEY, "stars": stars, "comment": "态度很好"})
    assert (answer.status_code, "态度很好" in answer.content.decode(), Rating.objects.exists()) == (422, True, False)


@pytest.mark.parametrize("comment", ["好\u202e坏", "好\x00", "好" * 1001])
def test_bad_comments_are_refused_at_their_field(today, zhang, delivered, comment):
    assert (
        zhang.post(f"/my/{delivered.number}/rate/", {"key": KEY, "stars": "5", "comment": comment}).status_code == 422
    )


@pytest.mark.parametrize("comment", ["𠮷野家👍", "<script>alert(1)</script>", "=1+1"])
def test_odd_but_honest_comments_are_kept(today, zhang, delivered, comment):
    zhang.post(f"/my/{delivered.number}/rate/", {"key": KEY, "stars": "5", "comment": comment})
    assert Rating.objects.get().comment == comment


def test_case_of_another_citizen_cannot_be_rated(today, neighbour, delivered):
    assert page(neighbour, delivered).status_code == 404


def test_with_receipt_and_code(today, client, delivered):
    sent = {"number": delivered.number, "code": delivered.query_code, "stars": "4", "sent": "1", "key": KEY}
    assert client.post("/progress/rate/", sent).status_code == 302
    assert Rating.objects.get().with_code


def test_wrong_code_shows_no_form(today, client, delivered):
    sent = {"number": delivered.number, "code": "AAAAAAAA", "stars": "4", "sent": "1", "key": KEY}
    answer = client.post("/progress/rate/", sent)
    assert (answer.status_code, Rating.objects.exists()) == (422, False)


def test_form_with_code_comes_first(today, client, delivered):
    sent = {"number": delivered.number, "code": delivered.query_code}
    answer = client.post("/progress/rate/", sent)
    assert (answer.status_code, "非常满意" in answer.content.decode()) == (200, True)


def test_signed_in_staff_is_not_let_to_the_form(today, clerk, delivered):
    sent = {"number": delivered.number, "code": delivered.query_code, "stars": "5", "sent": "1", "key": KEY}
    assert signed_in(clerk).post("/progress/rate/", sent).status_code == 403


def test_progress_page_offers_rating(today, client, delivered):
    sent = {"number": delivered.number, "code": delivered.query_code}
    assert "/progress/rate/" in client.post("/progress/", sent).content.decode()


def test_public_page_masks_names_and_numbers(today, client, delivered, citizen):
    actions.rate(delivered, by=citizen, now=at("2026-03-06"), stars=5, comment="张建国 13800000001 小王很好")
    shown = client.get("/ratings/").content.decode()
    assert "张* *** 工作人员很好" in shown
    assert "13800000001" not in shown


def test_public_page_costs_few_statements(today, client, bad, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/ratings/")


@pytest.mark.parametrize("query", ["days=7", "days=x", "unit=nobody", "unit=%00", "page=x", "days=90&unit=scjg"])
def test_public_page_survives_any_address(today, client, bad, query):
    assert client.get(f"/ratings/?{query}").status_code == 200


def test_unit_reads_its_ratings(today, clerk, bad):
    shown = signed_in(clerk).get("/desk/ratings/").content.decode()
    assert bad.case.number in shown


def test_other_unit_does_not(today, stranger, bad):
    assert bad.case.number not in signed_in(stranger).get("/desk/ratings/").content.decode()
    assert signed_in(stranger).get(f"/desk/ratings/{bad.pk}/").status_code == 404


def test_inspector_reads_all_and_does_nothing(today, inspector, bad):
    seen = signed_in(inspector)
    assert bad.case.number in seen.get("/desk/ratings/").content.decode()
    assert seen.post(f"/desk/ratings/{bad.pk}/", {"key": KEY, "contact_note": "已联系"}).status_code == 403


@pytest.mark.parametrize(("query", "shown"), [("show=open", 1), ("show=default", 0), ("stars=1", 1), ("stars=5", 0)])
def test_list_is_filtered(today, clerk, bad, query, shown):
    assert len(signed_in(clerk).get(f"/desk/ratings/?{query}").context["rows"]) == shown


@pytest.mark.parametrize("query", ["stars=x", "show=x", "after=x~1", "before=2026-01-01~x", "days=-1"])
def test_list_survives_any_address(today, clerk, bad, query):
    assert signed_in(clerk).get(f"/desk/ratings/?{query}").status_code == 200


def test_list_costs_few_statements(today, clerk, bad, django_assert_max_num_queries):
    desk = signed_in(clerk)
    with django_assert_max_num_queries(10):
        desk.get("/desk/ratings/")


def test_follow_up_by_the_page(today, clerk, bad):
    desk = signed_in(clerk)
    assert desk.post(f"/desk/ratings/{bad.pk}/", {"key": KEY, "contact_note": "已电话联系"}).status_code == 302
    bad = Rating.objects.get()
    assert (bad.state, bad.contacted_by) == (State.CONTACTED, clerk.user)


def test_empty_note_comes_back(today, clerk, bad):
    assert signed_in(clerk).post(f"/desk/ratings/{bad.pk}/", {"key": KEY, "contact_note": "\u3000"}).status_code == 422


def test_list_goes_into_a_spreadsheet(today, clerk, bad):
    answer = signed_in(clerk).get("/desk/ratings/?export=xlsx")
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [bad.case.number]


def test_citizens_do_not_enter_the_desk(today, zhang, bad):
    assert zhang.get("/desk/ratings/").status_code == 403
