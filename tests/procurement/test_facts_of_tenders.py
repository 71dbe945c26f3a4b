"""The facts of our own tenders: nothing of bids before the opening, everything that is known after it."""

import pytest
from django.core.management import call_command

from procurement.actions import facts
from procurement.facts import keys
from procurement.flags.terms import found_in
from procurement.models import FactBid, FactParty, FactPeriod, FactSeat, FactTender
from tests.exchange.releases import release, write
from tests.procurement.market import NOW

pytestmark = pytest.mark.django_db


def test_nothing_is_known_of_bids_before_the_opening(course):
    facts.refresh(course.to("opening"), now=NOW)
    assert (FactTender.objects.get().bids, FactBid.objects.count()) == (None, 0)


def test_opened_bids_are_facts(course):
    facts.refresh(course.to("evaluation"), now=NOW)
    assert (FactTender.objects.get().bids, FactBid.objects.count()) == (3, 3)


def test_experts_are_named_after_the_award(course):
    facts.refresh(course.to("contract"), now=NOW)
    named = FactParty.objects.filter(pk__in=FactSeat.objects.values("expert")).values_list("code", flat=True)
    assert {code.partition(":")[0] for code in named} == {"expert"}


def test_periods_of_the_law_are_kept_with_their_earliest_day(course):
    """Documents from 2026-03-02: bids at the earliest on 2026-03-23."""
    facts.refresh(course.to("evaluation"), now=NOW)
    row = FactPeriod.objects.get(code="bids")
    assert (str(row.began_on), str(row.earliest_on)) == ("2026-03-02", "2026-03-23")


def test_second_refresh_writes_nothing(course):
    tender = course.to("evaluation")
    facts.refresh(tender, now=NOW)
    assert facts.refresh(tender, now=NOW).touched == []


def test_file_never_overwrites_a_tender_of_ours(course, tmp_path, capsys):
    facts.refresh(course.to("filing"), now=NOW)
    row = release(FactTender.objects.get().ocid, bids={"A": 1, "B": 2})
    call_command("import_ocds", write(tmp_path / "file.jsonl", row))
    assert FactTender.objects.get().bids is None


SAME = [
    ("telephone", "138-0000-0001", "+86 13800000001"),
    ("mac", "00-1B-44-11-3A-B7", "001b.4411.3ab7"),
    ("account", "6222 0001", "62220001"),
    ("manager", "李 建国", "李建国"),
    ("address", "人民路１２号", "人民路12号"),
    ("author", "Zhang San", "zhangsan"),
]


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_marks_are_the_same_however_they_are_written(kind, one, other):
    assert keys.digest(kind, one) == keys.digest(kind, other)


def test_the_same_words_of_another_kind_are_another_mark():
    assert keys.digest("author", "李建国") != keys.digest("manager", "李建国")


@pytest.mark.parametrize("blank", ["", " ", "　", "·—"])
def test_blank_is_no_mark(blank):
    assert keys.digest("author", blank) is None


TERMS = [
    ("投标人须采用海康威视品牌的摄像机", "brand"),
    ("投标人必须为云溪县境内注册企业", "local"),
    ("注册资本不低于5000万元", "excessive"),
    ("获得本市优质工程奖的加3分", "sole"),
]


@pytest.mark.parametrize(("text", "code"), TERMS)
def test_discriminating_terms_are_found(text, code):
    assert [hit[0] for hit in found_in(text)] == [code]


@pytest.mark.parametrize("text", ["摄像机不限品牌，性能相当即可", "投标人应具有独立法人资格", ""])
def test_ordinary_terms_are_not(text):
    assert found_in(text) == []
