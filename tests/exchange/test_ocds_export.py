"""`export_ocds` writes what the official schema of OCDS 1.1.5 accepts, and what `import_ocds` reads back the same."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from procurement.actions import facts
from procurement.models import FactBid, FactTender
from tests.procurement.market import NOW, bid, trade

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(__file__).parent / "ocds-release-schema-1.1.5.json").read_text())
FULL = {
    "winner": "A",
    "agent": "G",
    "project": "P-1",
    "control_price": 1_000_000_00,
    "estimate": 1_100_000_00,
    "award_amount": 901_234_56,
    "award_days": 180,
    "decided_on": date(2026, 4, 1),
    "contract_amount": 901_234_56,
    "contract_days": 180,
    "contract_on": date(2026, 4, 20),
}


@pytest.fixture
def exported(tmp_path, capsys):
    """The releases of everything, as a file and as objects."""

    def run(**options):
        path = tmp_path / "out.jsonl"
        call_command("export_ocds", path, all=True, **options)
        return path, [json.loads(line) for line in path.read_text().splitlines()]

    return run


def test_full_release_keeps_the_schema(exported):
    facts.put([trade([bid("A", 901_234.56, submitted_at=NOW), bid("B", 950_000)], **FULL)], now=NOW)
    [release] = exported()[1]
    assert list(jsonschema.Draft4Validator(SCHEMA).iter_errors(release)) == []


def test_barest_release_keeps_the_schema(exported):
    facts.put([trade(buyer=None, matter="", method="")], now=NOW)
    [release] = exported()[1]
    assert list(jsonschema.Draft4Validator(SCHEMA).iter_errors(release)) == []


def test_amounts_are_exact_to_the_fen(exported):
    facts.put([trade([bid("A", 901_234.56)], **FULL)], now=NOW)
    assert exported()[1][0]["awards"][0]["value"] == {"amount": 901234.56, "currency": "CNY"}


def test_firm_with_two_roles_is_listed_once(exported):
    facts.put([trade([bid("A", 5)], winner="A")], now=NOW)
    roles = {row["id"]: row["roles"] for row in exported()[1][0]["parties"]}
    assert roles == {"T": ["buyer"], "A": ["tenderer", "supplier"]}


def test_what_was_written_is_read_back_the_same(exported):
    facts.put([trade([bid("A", 901_234.56), bid("B", 950_000)], ocid="o1", **FULL)], now=NOW)
    path, _rows = exported()
    kept = ("day", "project", "control_price", "estimate", "award_amount", "award_days", "contract_amount")
    before = FactTender.objects.values(*kept, "winner__code", "agent__code").get()
    FactTender.objects.update(ocid="o0")
    call_command("import_ocds", path)
    assert FactTender.objects.values(*kept, "winner__code", "agent__code").get(ocid="o1") == before
    assert list(FactBid.objects.filter(tender__ocid="o1").values_list("amount", flat=True)) == [90_123_456, 95_000_000]


def test_package_names_its_publisher(exported):
    facts.put([trade({"A": 5})], now=NOW)
    _path, [package] = exported(package=True)
    assert (package["version"], package["publisher"]["name"], len(package["releases"])) == ("1.1", "云溪县", 1)


def test_a_day_that_is_none_is_refused(exported):
    with pytest.raises(CommandError) as error:
        exported(since="2026-02-30")
    assert error.value.returncode == 2
