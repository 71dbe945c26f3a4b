"""The books of non-tax revenue of the demo county have the numbers of the seed (FUN-25)."""

from collections import Counter

import pytest

from config.demo import county as counties
from config.demo.founding import found_organisations
from config.demo.revenue import found_revenue
from funds.models import Collector, FeeKind, FeeMatter

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(db):
    county = counties.load()
    found_revenue(county, found_organisations(county))


def test_kinds_matters_and_units(founded):
    assert (FeeKind.objects.count(), FeeMatter.objects.count()) == (128, 1883)
    ways = Counter(Collector.objects.order_by().values_list("way", flat=True))
    assert ways == {"window": 19, "hand": 34, "general": 15}
    assert Collector.objects.exclude(window="").order_by().values("window").distinct().count() == 2


def test_every_matter_belongs_to_a_unit_that_collects(founded):
    assert not FeeMatter.objects.filter(organisation__collector=None).exists()


def test_no_unit_charges_the_same_matter_twice(founded):
    named = Counter(FeeMatter.objects.values_list("organisation", "name"))
    assert [key for key, count in named.items() if count > 1] == []
