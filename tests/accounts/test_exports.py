"""Cells of an export: harmless, local, and small enough."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from accounts.exports import MAX_SIGNS, export_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "　=1", "＝1", "|cmd", "%0A"])
def test_text_never_becomes_a_formula(text):
    assert export_cell(text).startswith("'")


@pytest.mark.parametrize("value", ["张三", "𠮷😀", 5, Decimal("-1.50"), None, date(2026, 3, 12)])
def test_harmless_values_stay_as_they_are(value):
    assert export_cell(value) == value


def test_control_signs_are_left_out():
    assert export_cell("a\x00b\x07c") == "abc"


def test_long_text_is_cut_to_what_a_cell_holds():
    assert len(export_cell("=" * 40_000)) == MAX_SIGNS


def test_moments_are_local_without_zone():
    assert export_cell(datetime(2026, 3, 12, 1, 0, tzinfo=UTC)) == datetime(2026, 3, 12, 9, 0)  # noqa: DTZ001


def test_lazy_words_are_translated():
    assert isinstance(export_cell(gettext_lazy("Person")), str)
