"""Numbers that decide about money are signed by two; the proof of funds finds those that are not."""

import pytest
from django.db import connection

from funds.actions import flag_rules
from funds.models import Voucher
from funds.proof import first_fault
from tests.funds.money import NOW

pytestmark = pytest.mark.django_db
K = Voucher.Kind


NUMBERS_BY_HAND = {
    "a version nobody proposed": """INSERT INTO funds_flagversion
        (code, version, parameters, is_on, reason, valid_from, signed_at)
        VALUES ('FF-04', 2, '{"yellow": 900, "red": 999}', true, '放宽', '2026-01-01', now())""",
    "a term nobody proposed": """INSERT INTO funds_term (code, days, basis, since, signed_at)
        VALUES ('audit', 60, '放宽', '2026-01-01', now())""",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", NUMBERS_BY_HAND.values(), ids=NUMBERS_BY_HAND)
def test_numbers_written_past_the_pages_are_seen(statement):
    before = first_fault()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert before is None
    assert first_fault() is not None


@pytest.mark.django_db
def test_numbers_signed_by_two_are_in_order(inspector, second):
    version = flag_rules.propose("FF-04", by=inspector, now=NOW, parameters={"yellow": 60, "red": 120}, reason="从严")
    flag_rules.sign(version, by=second, now=NOW)
    assert first_fault() is None
