"""One search finds everything that is open: two signs are enough, best hits first, nothing that is not open."""

import re

import pytest
from django.db import connection

from disclosure import searching
from disclosure.actions import announcing
from disclosure.models import Indexed
from tests.conftest import at, make_item, publish

pytestmark = pytest.mark.django_db


def found(words):
    groups = searching.groups(searching.words_of(words))
    return [(group.kind, [re.sub("<[^>]+>", "", hit.title) for hit in group.hits]) for group in groups]


def kinds(words):
    return [kind for kind, _hits in found(words)]


@pytest.mark.parametrize("words", ["食品", "经营许可", "XK-TEST-001", "食品 许可", "《食品经营许可》"])
def test_item_is_found_by_any_part_of_its_name_or_code(item, words):
    assert "item" in kinds(words)


@pytest.mark.parametrize("words", ["品食", "许可 养老院", "😀", "%", "'; DROP TABLE", "\u3000", ""])
def test_other_words_find_no_item(item, words):
    assert "item" not in kinds(words)


def test_single_sign_is_looked_for_in_titles(item):
    assert "item" in kinds("食")


def test_draft_of_an_item_is_not_found(bureau):
    make_item(bureau, published=False)
    assert kinds("食品经营") == []


def test_published_item_is_found_at_once(bureau):
    publish(make_item(bureau, published=False))
    assert "item" in kinds("食品经营")


def test_announcement_is_found_while_it_is_open(written, approver, bureau):
    assert "announcement" not in kinds("中秋假期")
    row = announcing.publish(written, by=approver, now=at("2026-03-02 10:00"))
    assert "announcement" in kinds("中秋假期")
    announcing.withdraw(row, by=approver, now=at("2026-03-02 11:00"), reason="日期有误")
    assert "announcement" not in kinds("中秋假期")


@pytest.mark.parametrize(
    ("words", "kind"),
    [("信息公开条例", "document"), ("回避", "lesson"), ("市场监督管理局", "unit"), ("市场监管局", "unit")],
)
def test_library_lessons_and_units_are_found(bureau, words, kind):
    assert kind in kinds(words)


def test_best_hits_come_first(bureau):
    make_item(bureau, code="A-1", name="变更食品经营许可")
    make_item(bureau, code="A-2", name="食品经营")
    make_item(bureau, code="A-3", name="食品经营许可注销")
    assert dict(found("食品经营"))["item"] == ["食品经营", "食品经营许可注销", "变更食品经营许可"]


def test_hits_are_marked_and_escaped(bureau):
    make_item(bureau, name="<b>食品</b>许可")
    [hit] = [hit for group in searching.groups(["食品"]) if group.kind == "item" for hit in group.hits]
    assert hit.title == "&lt;b&gt;<mark>食品</mark>&lt;/b&gt;许可"


def test_raw_sql_keeps_the_index_as_well(bureau):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET name = '云溪县市场综合监管局' WHERE code = 'scjg'")
    assert Indexed.objects.get(kind="unit", thing=bureau.pk).title == "云溪县市场综合监管局"


def test_pairs_of_signs_leave_out_punctuation():
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_grams('办事、 公开 A1')")
        [grams] = cursor.fetchone()
    assert sorted(grams) == ["a1", "公开", "办事"]


def test_search_uses_the_index(item):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM disclosure_indexed WHERE grams @> disclosure_grams('食品经营')")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "indexed_grams" in plan


def test_page_groups_the_hits(client, item):
    page = client.get("/search/", {"q": "食品"}).content.decode()
    assert ("<mark>食品</mark>" in page, f'href="/items/{item.code}/"' in page) == (True, True)


def test_page_of_one_kind_has_pages(client, bureau):
    for number in range(25):
        make_item(bureau, code=f"B-{number}", name=f"食品许可{number:02d}")
    first = client.get("/search/", {"q": "食品", "kind": "item"}).content.decode()
    assert "page=2" in first


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": "a" * 500}, {"kind": "nonsense", "q": "食品"}, {"page": "-1"}])
def test_bad_queries_are_answered(client, query):
    assert client.get("/search/", query).status_code == 200


def test_home_searches_the_whole_portal(client, announced):
    page = client.get("/").content.decode()
    assert ('action="/search/"' in page, announced.title in page) == (True, True)
