"""Sheets of the checks: drawn up by one, released by another, for quarters in which no check has begun."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from disclosure.actions import checking, sheets
from disclosure.actions.checking import Seen, Sheet
from disclosure.actions.sheets import Wanted
from disclosure.models import CheckPoint, CheckSheet, OpennessCheck
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-04-02")
FIRST, SECOND = date(2026, 1, 1), date(2026, 4, 1)
MORE = Wanted("政策解读", "文件与解读同步发布", 10)


def drawn(by, quarter=SECOND):
    return sheets.draw_up(None, by=by, now=NOW, quarter=quarter, why="新考核办法")


def point(sheet, code) -> CheckPoint:
    return sheet.points.get(code=code)


def changed(sheet, by):
    """One point more, the catalogue ten points less: they add up again."""
    sheets.add_point(sheet, by=by, now=NOW, wanted=MORE)
    sheets.change_point(point(sheet, "catalogue"), by=by, now=NOW, wanted=Wanted("公开目录", "目录无空白", 10))
    return sheet


@pytest.fixture
def released(publicist, director):
    """In use from April 2026 on."""
    return sheets.release(changed(drawn(publicist), publicist), by=director, now=NOW)


def filled(points) -> tuple:
    return tuple(Seen(one, Decimal(one.points)) for one in points)


def test_draft_begins_with_the_points_of_today(publicist):
    sheet = drawn(publicist, quarter=date(2026, 5, 20))
    assert (sheet.number, sheet.from_quarter, sheet.total, sheet.points.count()) == (2, SECOND, 100, 7)


def test_draft_changes_nothing(publicist):
    changed(drawn(publicist), publicist)
    assert CheckSheet.objects.of_quarter(SECOND).number == 1


def test_who_draws_it_up_does_not_release_it(director):
    sheet = changed(drawn(director), director)
    with pytest.raises(Refused):
        sheets.release(sheet, by=director, now=NOW)
    assert CheckSheet.objects.of_quarter(SECOND).number == 1


def test_who_changes_a_point_does_not_release_it_either(publicist, director):
    sheet = changed(drawn(publicist), publicist)
    sheets.change_point(point(sheet, "time"), by=director, now=NOW, wanted=Wanted("公开时限", "按期", 20))
    with pytest.raises(Refused):
        sheets.release(sheet, by=director, now=NOW)


def test_sheet_adds_up_to_100(publicist, director):
    sheet = drawn(publicist)
    sheets.take_out(point(sheet, "privacy"), by=publicist, now=NOW)
    with pytest.raises(Refused) as refused:
        sheets.release(sheet, by=director, now=NOW)
    assert "95" in str(refused.value.message)
    sheets.put_back(point(sheet, "privacy"), by=publicist, now=NOW)
    assert sheets.release(sheet, by=director, now=NOW).state == "released"


def test_earlier_quarters_keep_their_points(released):
    assert CheckSheet.objects.of_quarter(FIRST).number == 1
    assert CheckSheet.objects.of_quarter(date(2027, 1, 1)) == released
    verbs = set(Entry.objects.about(released).values_list("verb", flat=True))
    assert verbs >= {"disclosure.sheet.drawn_up", "disclosure.sheet.point_added", "disclosure.sheet.released"}


def test_check_is_written_by_the_sheet_of_its_quarter(released, bureau, publicist):
    lines = filled(CheckSheet.objects.get(number=1).in_use())
    with pytest.raises(Refused) as refused:
        checking.write(bureau, by=publicist, now=at("2026-07-02"), sheet=Sheet(SECOND, lines))
    assert (refused.value.field, OpennessCheck.objects.exists()) == ("quarter", False)
    row = checking.write(bureau, by=publicist, now=at("2026-07-02"), sheet=Sheet(SECOND, filled(released.in_use())))
    assert (row.total, row.lines.count()) == (Decimal(100), 8)


def test_check_that_has_begun_keeps_its_points(bureau, publicist, director):
    begun = checking.write(
        bureau, by=publicist, now=NOW, sheet=Sheet(FIRST, filled(CheckSheet.objects.get(number=1).in_use()))
    )
    with pytest.raises(Refused) as refused:
        drawn(publicist, quarter=FIRST)
    assert refused.value.field == "quarter"
    sheets.release(changed(drawn(publicist), publicist), by=director, now=NOW)
    assert [(line.point.name, line.most) for line in begun.lines.all()][0] == ("公开目录", 20)


def test_sheet_whose_quarter_began_meanwhile_is_not_released(bureau, publicist, director):
    sheet = changed(drawn(publicist), publicist)
    lines = filled(CheckSheet.objects.get(number=1).in_use())
    checking.write(bureau, by=publicist, now=at("2026-07-02"), sheet=Sheet(SECOND, lines))
    with pytest.raises(Refused) as refused:
        sheets.release(sheet, by=director, now=at("2026-07-02"))
    assert "2026" in str(refused.value.message)
    sheets.move(sheet, by=publicist, now=at("2026-07-02"), quarter=date(2026, 7, 1), why="改下季度")
    assert sheets.release(sheet, by=director, now=at("2026-07-02")).from_quarter == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(" ", "标准", 5), "name"),
        (Wanted("公开时限", "标准", 5), "name"),
        (Wanted("新项目", "　", 5), "standard"),
        (Wanted("新项目", "标准", 0), "points"),
        (Wanted("新项目", "标准", 101), "points"),
    ],
)
def test_point_that_lacks_something_names_it(publicist, wanted, field):
    sheet = drawn(publicist)
    with pytest.raises(Refused) as refused:
        sheets.add_point(sheet, by=publicist, now=NOW, wanted=wanted)
    assert (refused.value.field, sheet.points.count()) == (field, 7)


def test_sheet_is_changed_for_a_reason(publicist):
    with pytest.raises(Refused) as refused:
        sheets.draw_up(None, by=publicist, now=NOW, quarter=SECOND, why=" ")
    assert refused.value.field == "why"


def test_one_draft_at_a_time(publicist):
    drawn(publicist)
    with pytest.raises(Refused):
        drawn(publicist)


def test_draft_is_given_up(publicist, director):
    sheets.drop(drawn(publicist), by=publicist, now=NOW, reason="不改了")
    assert drawn(publicist).number == 3


@pytest.mark.parametrize(
    "deed",
    [
        lambda sheet, by: drawn(by),
        lambda sheet, by: sheets.add_point(sheet, by=by, now=NOW, wanted=MORE),
        lambda sheet, by: sheets.take_out(sheet.points.first(), by=by, now=NOW),
        lambda sheet, by: sheets.release(sheet, by=by, now=NOW),
        lambda sheet, by: sheets.drop(sheet, by=by, now=NOW, reason="不改"),
    ],
)
def test_stranger_does_not_touch_the_sheet(publicist, head, deed):
    sheet = drawn(publicist)
    with pytest.raises(PermissionDenied):
        deed(sheet, head)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.in_use().count()) == ("draft", 100, 7)


def test_released_sheet_takes_no_change(released, publicist):
    for deed in (
        lambda: sheets.add_point(released, by=publicist, now=NOW, wanted=MORE),
        lambda: sheets.take_out(point(released, "time"), by=publicist, now=NOW),
        lambda: sheets.drop(released, by=publicist, now=NOW, reason="不改"),
    ):
        with pytest.raises(Refused):
            deed()


def test_points_of_a_released_sheet_stand_in_the_database():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_checkpoint SET points = 1")


# pages


def key(**typed):
    return typed | {"key": str(uuid4())}


def test_sheet_is_changed_and_released_at_the_desk(publicist, director):
    client = signed_in(publicist)
    assert "/checks/sheets/" in client.get("/desk/openness/checks/").content.decode()
    client.post("/desk/openness/checks/sheets/new/", key(quarter="2099-05-01", why="新考核办法"))
    sheet = CheckSheet.objects.get(number=2)
    typed = key(name="政策解读", standard="同步发布", points="5")
    for _twice in range(2):
        client.post(f"{sheet.address}add/", typed)
    assert (sheet.total, sheet.points.count()) == (105, 8)
    assert "合计105分" in client.get(sheet.address).content.decode()
    last = point(sheet, "privacy")
    answer = client.post(f"{last.address}take-out/", key())
    assert (answer.headers["Location"], sheet.total) == (sheet.address, 100)
    page = client.get(sheet.address).content.decode()
    assert ("已取消" in page, "新增" in page) == (True, True)
    client.post(f"{point(sheet, 'time').address}change/", key(name="公开时限", standard="按期", points="15"))
    assert "原20分" in client.get(sheet.address).content.decode()
    client.post(f"{point(sheet, 'time').address}change/", key(name="公开时限", standard="按期", points="20"))
    assert "已改表述" in client.get(sheet.address).content.decode()
    signed_in(director).post(f"{sheet.address}release/", key())
    sheet.refresh_from_db()
    assert sheet.state == "released"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "督查项目"),
        ({"standard": ""}, "评分标准"),
        ({"points": "十分"}, "满分分值"),
        ({"points": "101"}, "100"),
        ({"name": "公开时限"}, "同名项目"),
    ],
)
def test_form_of_a_point_keeps_what_was_typed(publicist, typed, words):
    sheet = drawn(publicist)
    answer = signed_in(publicist).post(
        f"{sheet.address}add/", key(name="政策解读", standard="同步发布某某", points="5") | typed
    )
    page = answer.content.decode()
    assert (answer.status_code, words in page, sheet.points.count()) == (422, True, 7)
    assert "同步发布某某" in page or not typed.get("standard", "x")


@pytest.mark.parametrize(("typed", "words"), [({"quarter": "x"}, "2026-03-12"), ({"why": " "}, "修改理由")])
def test_form_of_a_sheet_names_what_is_wrong(publicist, typed, words):
    answer = signed_in(publicist).post("/desk/openness/checks/sheets/new/", key(quarter="2099-05-01", why="x") | typed)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_form_of_a_check_follows_the_quarter_that_is_typed(released, bureau, publicist):
    client, old = signed_in(publicist), CheckSheet.objects.get(number=1)
    typed = {f"points_{one.code}": str(one.points) for one in old.in_use()} | {"sheet": str(old.pk)}
    typed |= {"organisation": bureau.short_name, "quarter": "2026-06-30"}
    answer = client.post("/desk/openness/checks/new/", key(**typed))
    page = answer.content.decode()
    assert (answer.status_code, "该季度适用另一份评分表" in page, "政策解读" in page) == (422, True, True)
    new = {f"points_{one.code}": str(one.points) for one in released.in_use()} | {"sheet": str(released.pk)}
    client.post("/desk/openness/checks/new/", key(**typed | new))
    assert OpennessCheck.objects.get().lines.count() == 8
