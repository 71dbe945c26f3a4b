"""Lines of the catalogue kept by the office: two people, changes from a day on, terms that were promised stay."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from deadlines.models import Deadline
from disclosure.actions import cataloguing, publishing, watching
from disclosure.actions.cataloguing import LineWords
from disclosure.models import CatalogueChange, CatalogueEntry, LibraryDocument, Publication, PublicationDuty
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02")
WORDS = LineWords("惠企政策", "政策文件", "惠企政策的申报条件和兑现情况", "《政府信息公开条例》第二十条", 10)
ADDRESS = "/desk/openness/catalogue/"
TYPED = {
    "code": "huiqi",
    "cycle": "quarter",
    "name": "惠企政策",
    "category": "政策文件",
    "content": "惠企政策的申报条件和兑现情况",
    "article": "第二十条",
    "days": "10",
    "kind": "working",
}


def entered(by, code="huiqi", cycle="quarter", **changed):
    words = LineWords(**vars(WORDS) | changed)
    return cataloguing.enter(None, by=by, now=NOW, code=code, cycle=cycle, words=words)


def said(code, **changed) -> LineWords:
    """What the line says, but for this."""
    return LineWords(**vars(cataloguing.words_of(CatalogueEntry.objects.get(code=code))) | changed)


def proposed(by, code="licences", since="2026-03-02", **changed):
    """A change of the line, written on 2 March."""
    entry = CatalogueEntry.objects.get(code=code)
    about = {"words": said(code, **changed), "valid_from": date.fromisoformat(since), "why": "新条例"}
    return cataloguing.propose(entry, by=by, now=NOW, **about)


def typed(**changed):
    document = LibraryDocument.objects.get(code="xinxi-gongkai-tiaoli")
    return TYPED | {"document": document.pk, "key": str(uuid4())} | changed


def verbs(row) -> list[str]:
    return list(Entry.objects.about(row).order_by("pk").values_list("verb", flat=True))


def test_desk_lists_the_lines_in_their_order_with_who_owes_them(owes, publicist):
    owes("organ")
    rows = signed_in(publicist).get(ADDRESS).context["lines"]
    names = [row["cells"][0][2] for row in rows]
    assert (names[:2], rows[0]["cells"][-1][2]) == (["机构职能与领导信息", "政府信息公开指南和目录"], 1)


# entering


def test_line_of_one_is_nobodys_before_another_releases_it(client, publicist, director, bureau):
    row = entered(publicist)
    assert client.get("/open/lines/huiqi/").status_code == 404
    assert "惠企政策" not in client.get("/open/").content.decode()
    with pytest.raises(Refused):
        publishing.impose(bureau, by=director, now=NOW, entry=row, begun_on=date(2026, 3, 1))
    cataloguing.release(row, by=director, now=NOW)
    assert "惠企政策" in client.get("/open/").content.decode()
    assert verbs(row) == ["disclosure.line.entered", "disclosure.line.released"]


def test_who_enters_a_line_does_not_release_it(director):
    row = entered(director)
    with pytest.raises(Refused):
        cataloguing.release(row, by=director, now=NOW)
    row.refresh_from_db()
    assert row.state == CatalogueEntry.State.DRAFT


def test_who_amends_a_line_becomes_its_writer(publicist, director):
    row = cataloguing.amend(entered(publicist), by=director, now=NOW, words=WORDS)
    with pytest.raises(Refused):
        cataloguing.release(row, by=director, now=NOW)


@pytest.mark.parametrize(
    "deed",
    [
        lambda row, by: entered(by, code="x"),
        lambda row, by: cataloguing.release(row, by=by, now=NOW),
        lambda row, by: cataloguing.amend(row, by=by, now=NOW, words=WORDS),
        lambda row, by: proposed(by, days=5),
        lambda row, by: cataloguing.end(CatalogueEntry.objects.get(code="organ"), by=by, now=NOW, reason="取消"),
    ],
)
def test_stranger_does_not_keep_the_catalogue(publicist, head, deed):
    row = entered(publicist)
    with pytest.raises(PermissionDenied):
        deed(row, head)
    assert [verb for verb in verbs(row) if verb.startswith("disclosure")] == ["disclosure.line.entered"]
    assert not CatalogueChange.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "规范性文件"}, "name"),
        ({"category": ""}, "category"),
        ({"content": "　"}, "content"),
        ({"basis": ""}, "basis"),
        ({"basis": "《没有的条例》第一条"}, "document"),
        ({"basis": "《政府信息公开考核暂行办法》第一条"}, "document"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"page": "//evil.example"}, "page"),
    ],
)
def test_line_that_lacks_something_names_it(publicist, changed, field):
    with pytest.raises(Refused) as refused:
        entered(publicist, **changed)
    assert (refused.value.field, CatalogueEntry.objects.filter(code="huiqi").exists()) == (field, False)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "惠企"}, "编码"),
        ({"code": "organ"}, "目录中已有这个编码"),
        ({"code": "new"}, "已被占用"),
        ({"cycle": ""}, "公开频次"),
        ({"cycle": "week"}, "公开频次"),
        ({"document": "999999"}, "资料库中的文件"),
        ({"article": ""}, "条款"),
        ({"days": "十"}, "天"),
        ({"kind": "moon"}, "天数算法"),
        ({"page": "results"}, "/results/"),
        ({"name": "规范性文件"}, "目录中已有同名条目"),
        ({"content": "字" * 301}, "公开什么"),
    ],
)
def test_form_of_a_line_keeps_what_was_typed(publicist, changed, words):
    answer = signed_in(publicist).post(f"{ADDRESS}new/", typed(**changed))
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'role="alert"' in page) == (422, True, True)
    assert TYPED["category"] in page
    assert not CatalogueEntry.objects.filter(code="huiqi").exists()


def test_line_is_entered_and_released_at_the_desk(publicist, director):
    answer = signed_in(publicist).post(f"{ADDRESS}new/", typed(more="《预算法》第十四条"))
    row = CatalogueEntry.objects.get(code="huiqi")
    assert (answer.headers["Location"], row.state) == (row.address, "draft")
    assert row.basis == "《政府信息公开条例》第二十条，《预算法》第十四条"
    signed_in(director).post(f"{row.address}release/", {"key": str(uuid4())})
    row.refresh_from_db()
    assert row.state == "in_force"


def test_same_form_twice_is_one_line(publicist):
    client, sent = signed_in(publicist), typed()
    addresses = {client.post(f"{ADDRESS}new/", sent).headers["Location"] for _twice in range(2)}
    assert (addresses, CatalogueEntry.objects.filter(code="huiqi").count()) == ({f"{ADDRESS}huiqi/"}, 1)


# changing


def test_change_of_one_changes_nothing(publicist):
    row = proposed(publicist, days=5)
    assert CatalogueEntry.objects.get(pk=row.pk).days == 10


def test_who_writes_a_change_does_not_release_it(director):
    row = proposed(director, days=5)
    with pytest.raises(Refused):
        cataloguing.release_change(row, by=director, now=NOW)
    assert CatalogueEntry.objects.get(pk=row.pk).days == 10


def test_clock_that_runs_keeps_its_day_and_the_next_one_has_the_new_term(owes, publicist, director):
    duty = owes("licences", since="2026-02-01")
    watching.run(at("2026-03-02"))
    old = duty.publications.get()
    cataloguing.release_change(proposed(publicist, days=5), by=director, now=NOW)
    clock = Deadline.objects.about(old).running().get()
    before = (old.due_on, clock.due_on)
    watching.run(at("2026-04-01 08:00"))
    old.refresh_from_db()
    clock.refresh_from_db()
    assert (old.due_on, clock.due_on) == before == (date(2026, 3, 13), date(2026, 3, 13))
    assert duty.publications.get(period=date(2026, 3, 1)).due_on == date(2026, 4, 8)  # five working days


def test_period_that_had_ended_has_the_term_of_then_also_when_the_round_comes_late(owes, publicist, director):
    duty = owes("licences", since="2026-02-01")
    cataloguing.release_change(proposed(publicist, since="2026-04-01", days=5), by=director, now=NOW)
    watching.run(at("2026-05-06"))
    due = dict(duty.publications.values_list("period", "due_on"))
    assert due[date(2026, 3, 1)] == date(2026, 4, 15)  # ended on 31 March: ten working days
    assert due[date(2026, 4, 1)] == date(2026, 5, 11)  # ended after the change: five


def test_change_waits_for_its_day(publicist, director):
    row = cataloguing.release_change(proposed(publicist, since="2026-03-10", name="许可"), by=director, now=NOW)
    assert (row.name == "许可", row.open_change.state) == (False, "coming")
    watching.run(at("2026-03-09 23:00"))
    assert CatalogueEntry.objects.get(pk=row.pk).name != "许可"
    for _twice in range(2):
        watching.run(at("2026-03-10 00:10"))
    row.refresh_from_db()
    assert (row.name, row.changes.get().before["name"] != "许可") == ("许可", True)
    assert verbs(row).count("disclosure.line.changed") == 1


def test_released_late_it_is_in_force_from_that_day(publicist, director):
    row = cataloguing.release_change(proposed(publicist, days=5), by=director, now=at("2026-03-09"))
    assert (row.days, row.changes.get().valid_from) == (5, date(2026, 3, 9))


def test_change_is_given_up(publicist, director):
    row = proposed(publicist, since="2026-03-10", days=5)
    cataloguing.release_change(row, by=director, now=NOW)
    cataloguing.drop_change(row, by=publicist, now=NOW, reason="上级另有规定")
    watching.run(at("2026-03-11"))
    assert (CatalogueEntry.objects.get(pk=row.pk).days, row.changes.get().state) == (10, "dropped")


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"since": "2026-03-01", "days": 5}, "valid_from"),
        ({}, "name"),
        ({"name": "规范性文件"}, "name"),
        ({"basis": "《没有的条例》"}, "document"),
        ({"days": 400}, "days"),
    ],
)
def test_change_that_cannot_be_names_its_field(publicist, about, field):
    with pytest.raises(Refused) as refused:
        proposed(publicist, **about)
    assert (refused.value.field, CatalogueChange.objects.exists()) == (field, False)


def test_one_change_at_a_time(publicist):
    proposed(publicist, days=5)
    with pytest.raises(Refused):
        proposed(publicist, days=6)


def test_name_that_a_change_will_take_is_taken(publicist):
    proposed(publicist, name="惠企政策")
    with pytest.raises(Refused) as refused:
        entered(publicist)
    assert refused.value.field == "name"


def test_change_at_the_desk(publicist, director):
    address = f"{ADDRESS}organ/"
    page = signed_in(publicist).get(address).content.decode()
    assert "第二十条第二项" in page
    sent = typed(valid_from="2099-01-01", why="机构改革", days="15", name="机构职能")
    signed_in(publicist).post(f"{address}change/", sent)
    seen = signed_in(director).get(f"{ADDRESS}?which=changed").content.decode()
    assert ("机构职能与领导信息" in seen, "规范性文件" in seen) == (True, False)
    signed_in(director).post(f"{address}release-change/", {"key": str(uuid4())})
    change = CatalogueChange.objects.get()
    assert (change.state, change.basis, change.entry.days) == ("coming", "《政府信息公开条例》第二十条", 20)
    assert "2099-01-01" in signed_in(director).get(address).content.decode()


def test_released_change_stands_in_the_database(publicist, director):
    cataloguing.release_change(proposed(publicist, days=5), by=director, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_cataloguechange SET days = 7")


@pytest.mark.parametrize("column", ["code = 'x'", "cycle = 'year'"])
def test_code_and_rhythm_of_a_line_stand(column):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disclosure_catalogueentry SET {column} WHERE code = 'organ'")  # noqa: S608 - constants


# who owes, and the end


def test_unit_owes_a_line_from_its_page(bureau, publicist):
    sent = {"organisation": bureau.short_name, "begun_on": "2026-03-01", "key": str(uuid4())}
    client = signed_in(publicist)
    for _twice in range(2):
        client.post(f"{ADDRESS}organ/owe/", sent)
    duty = PublicationDuty.objects.get()
    assert (duty.entry.code, duty.organisation) == ("organ", bureau)
    assert duty.address in client.get(f"{ADDRESS}organ/").content.decode()


def test_ended_line_ends_its_duties_and_leaves_what_is_owed(client, owes, director, publicist):
    duty = owes("licences", since="2026-02-01")
    row = proposed(publicist, since="2026-03-20", days=5)
    cataloguing.end(row, by=director, now=at("2026-03-02"), reason="上级取消")
    duty.refresh_from_db()
    piece = duty.publications.get()  # February had ended and is asked for first
    assert (duty.ended_on, piece.state) == (date(2026, 3, 2), Publication.State.OWED)
    assert Deadline.objects.about(piece).running().exists()
    watching.run(at("2026-06-01"))
    assert (duty.publications.count(), row.changes.get().state) == (1, "dropped")
    assert "上级取消" in client.get("/open/lines/licences/").content.decode()
    assert "/open/lines/licences/" not in client.get("/open/").content.decode()


@pytest.mark.parametrize("deed", ["owe", "change", "end"])
def test_ended_line_offers_nothing(director, bureau, deed):
    entry = CatalogueEntry.objects.get(code="organ")
    cataloguing.end(entry, by=director, now=NOW, reason="取消")
    sent = typed(organisation=bureau.short_name, begun_on="2026-03-01", reason="取消")
    assert signed_in(director).post(f"{ADDRESS}organ/{deed}/", sent).status_code == 403
    assert not PublicationDuty.objects.exists()


def test_line_ends_for_a_reason(director):
    with pytest.raises(Refused) as refused:
        cataloguing.end(CatalogueEntry.objects.get(code="organ"), by=director, now=NOW, reason=" ")
    assert refused.value.field == "reason"
