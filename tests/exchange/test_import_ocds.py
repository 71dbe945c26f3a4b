"""`import_ocds FILE` saves releases as facts, each OCID once, all or nothing unless told otherwise."""

import pytest
from django.core.management import CommandError, call_command

from procurement.models import FactBid, FactTender, Flag
from tests.exchange.releases import bid, release, write

pytestmark = pytest.mark.django_db
CLOSE = {"A": 98.01, "B": 98.06, "C": 97.99, "D": 98.02}


@pytest.fixture
def imported(tmp_path, capsys):
    def run(*rows, **options) -> str:
        call_command("import_ocds", write(tmp_path / "file.jsonl", *rows), **options)
        return capsys.readouterr().out

    return run


def test_flags_are_raised_for_what_is_taken_in(imported):
    imported(release("o1", bids=CLOSE))
    assert Flag.objects.get().fact.ocid == "o1"


def test_second_run_changes_nothing(imported):
    imported(release("o1", bids=CLOSE))
    assert imported(release("o1", bids=CLOSE)) == "导入0个项目，更新0个，已有1个，错误0行。\n"
    assert (FactTender.objects.count(), FactBid.objects.count(), Flag.objects.count()) == (1, 4, 1)


def test_one_bad_line_keeps_everything_out(imported):
    with pytest.raises(CommandError):
        imported(release("o1"), "{")
    assert not FactTender.objects.exists()


def test_good_lines_may_be_taken_in_alone(imported):
    imported(release("o1"), "{", skip_bad=True)
    assert FactTender.objects.count() == 1


def test_joint_bid_is_one_bidder(imported):
    joint = bid("B", 90)
    joint["tenderers"].append({"id": "A"})
    imported(release("o1", bids=[joint, bid("C", 95)]))
    assert list(FactBid.objects.order_by("amount").values_list("party__code", flat=True)) == ["A+B", "C"]


def test_withdrawn_bid_is_none(imported):
    imported(release("o1", bids=[bid("A", 90), bid("B", 95, status="withdrawn")]))
    assert FactTender.objects.get().bids == 1


def test_unit_that_is_not_known_is_refused(imported):
    with pytest.raises(CommandError) as error:
        imported(release("o1"), organisation="none")
    assert error.value.returncode == 2


def test_supervising_department_is_told_of_imported_tenders(imported, other_bureau):
    imported(release("o1", bids=CLOSE), organisation="zjj")
    assert Flag.objects.get().organisation == other_bureau


def test_several_winners_have_no_one_price(imported):
    awards = [{"id": str(n), "status": "active", "suppliers": [{"id": code}]} for n, code in enumerate("AB")]
    imported(release("o1", bids=CLOSE, awards=awards))
    assert FactTender.objects.get().winner is None


def test_prices_of_two_currencies_are_not_compared(imported):
    imported(release("o1", bids=[bid("A", 100), bid("B", 101), bid("C", 99, currency="USD")]))
    assert FactTender.objects.get().prices == [10_000, 10_100]


def test_nothing_to_say_is_said(imported, tmp_path):
    (tmp_path / "file.jsonl").write_bytes(b"\n\n")
    assert imported() == "导入0个项目，更新0个，已有0个，错误0行。\n"
