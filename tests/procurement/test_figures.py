"""Figures of trading, the public site and its files."""

from datetime import date
from decimal import Decimal
from random import Random
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from config.demo.trading_history import construction, land
from procurement import figures
from procurement.models import Award, Notice, Opening, Tender
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(centre, other_bureau, purchaser, firms):
    """A deal that is done: `deal(price, control=…)`, in fen."""

    def make(price, control=None, start=None, trade="construction", day="2026-03-31", **more):
        number = Tender.objects.count() + 1
        tender = Tender.objects.create(
            number=f"YXJY20260101-{number:04d}-0",
            project_number=str(number),
            project_name=f"项目{number}",
            trade=trade,
            centre=centre,
            supervisor=other_bureau,
            tenderer_organisation=purchaser,
            control_price=control,
            start_price=start,
            applied_at=at("2026-01-05"),
            published_at=at("2026-02-05"),
            **{"state": "completed", "ended_at": at("2026-04-05")} | more,
        )
        about = {"price": price, "determined_on": date.fromisoformat(day), "noticed_at": at(day)}
        Award.objects.create(tender=tender, round=tender.round, winner=firms["alpha"], **about)
        return tender

    return make


def test_seed_of_the_report(deal):
    """PRO-43: saving = control - winning, rate = saving / control; mean 15 percent, 24 at most."""
    for price, control in ((76, 100), (90, 100), (89, 100)):
        deal(price * 1_000_000, control * 1_000_000)
    [line] = figures.table("trade")
    told = (line.deals, line.amount, line.saving, line.rate, line.mean_rate, line.highest_rate)
    hundred = 1_000_000
    assert told == (3, 255 * hundred, 45 * hundred, Decimal("15.00"), Decimal("15.00"), Decimal("24.00"))


def test_invented_year_has_the_figures_of_the_seed():
    """269 deals of 1.1 billion yuan save 0.1 billion and more, 15 percent on the mean, 24 at most; 35 of land."""
    deals, plots = construction(Random(7), 2025, 30), land(Random(7), 2025, 10)  # noqa: S311
    rates = [(deal.control - deal.price) * 100 / deal.control for deal in deals]
    assert (len(deals), sum(deal.price for deal in deals) // 10**10, len(plots)) == (269, 11, 35)
    assert sum(deal.control - deal.price for deal in deals) > 10**10
    assert (round(sum(rates) / 269, 2), round(max(rates), 2)) == (15.0, 24.0)
    assert sum(plot.price for plot in plots) == 41_400_000_000


def test_rate_counts_only_deals_with_a_control_price(deal):
    deal(90, 100)
    deal(50)
    [line] = figures.table("trade")
    assert (line.deals, line.measured, line.rate) == (2, 1, Decimal("10.00"))


def test_land_has_a_premium_and_no_saving(deal):
    deal(120, start=100, trade="land")
    [line] = figures.table("trade")
    assert (line.rate, line.premium, line.premium_rate) == (None, 20, Decimal("20.00"))


def test_terminated_tenders_are_no_deals(deal):
    deal(90, 100, state="terminated", reason="项目取消")
    assert figures.whole().deals == 0


def test_bidders_on_average_by_openings(deal):
    for bidders in (3, 4, 4):
        Opening.objects.create(tender=deal(90, 100), round=1, bidders=bidders, opened_at=at("2026-03-23"))
    assert figures.whole().average_bidders == Decimal("3.67")


def test_failed_rounds_count_where_they_were_published(deal):
    Notice.objects.create(
        tender=deal(90, 100), kind="failed", title="流标", text="不足三家", published_at=at("2026-02-20")
    )
    months = {line.name: (line.failed, line.deals) for line in figures.table("month")}
    assert months == {"2026-02": (1, 0), "2026-03": (0, 1)}


def test_deals_and_openings_of_a_month_stand_in_one_line(deal):
    Opening.objects.create(tender=deal(90, 100), round=1, bidders=3, opened_at=at("2026-03-23"))
    assert [(line.name, line.deals, line.openings) for line in figures.table("month")] == [("2026-03", 1, 1)]


def test_days_narrow_both_ends_included(deal):
    for day in ("2026-03-30", "2026-03-31", "2026-04-01"):
        deal(90, 100, day=day)
    assert figures.whole(date(2026, 3, 31), date(2026, 4, 1)).deals == 2


@pytest.fixture
def published(deal):
    tender = deal(76_000_000, 100_000_000)
    about = {"tender": tender, "text": "欢迎参加 <script>", "published_at": at("2026-02-05")}
    Notice.objects.create(kind="tender", title="=1+1 学校公告", **about)
    return tender


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", True), ("?q=项目", True), ("?q=没有", False), ("?trade=land", False), ("?kind=tender", True),
     ("?month=2026-02", True), ("?month=2026-03", False), ("?month=二月", True), ("?state=completed", True)],
)  # fmt: skip
def test_notices_are_found(published, query, shown):
    page = Client().get(reverse("procurement:public") + query).content.decode()
    assert ("学校公告" in page) is shown


def test_page_of_a_tender_tells_its_saving(published):
    page = Client().get(reverse("procurement:public_tender", args=[published.number])).content.decode()
    assert "240,000.00（24.00%）" in page
    assert "<script>" not in page.partition("<main")[2]


def test_unpublished_tender_is_nobodys_business(hand_in):
    assert Client().get(reverse("procurement:public_tender", args=[hand_in().number])).status_code == 404


def test_feed_is_xml_with_absolute_addresses(published):
    answer = Client().get(reverse("procurement:feed_of", args=["construction"]))
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    links = [entry.find(f"{atom}link").get("href") for entry in feed.iter(f"{atom}entry")]
    assert [link.startswith("http://testserver/tenders/YXJY") for link in links] == [True]


def test_files_hold_no_formula(published):
    answer = Client().get(reverse("procurement:public") + "?export=csv").content.decode("utf-8-sig")
    assert "'=1+1" in answer


@pytest.mark.parametrize("name", ["results", "contracts", "public_figures", "credit"])
def test_public_lists_are_shown_and_exported(published, name):
    address = reverse(f"procurement:{name}")
    assert (Client().get(address).status_code, Client().get(address + "?export=csv").status_code) == (200, 200)
