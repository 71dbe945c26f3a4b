"""The way of money: up to the source, down to the last payees, exact to the fen, also with what was given back."""

from datetime import date

import pytest

from funds import actions, reports, trace
from funds.flows import nodes_and_flows
from funds.models import Kind, Payee, Posting, Stage, Voucher
from funds.templatetags.funds_flow import flow_picture
from tests.funds.money import END, NOW, YUAN, allocated, arrive, disbursed, held, make_fund, move, used

pytestmark = pytest.mark.django_db
K = Voucher.Kind


@pytest.fixture
def spent(fund, bureau, other_bureau, cashier):
    """FUN-10: 1,000,000 = 600,000 + 300,000 + held 100,000; 550,000 + 300,000 disbursed; 500,000 + 300,000 used."""
    arrive(fund, 1_000_000, by=cashier)
    ways = [(bureau, 600_000, 550_000, 500_000), (other_bureau, 300_000, 300_000, 300_000)]
    for unit, given, paid_out, paid in ways:
        move(K.ALLOCATE, held(fund), allocated(fund, unit), given, by=cashier)
        move(K.DISBURSE, allocated(fund, unit), disbursed(fund, unit), paid_out, by=cashier)
        move(K.USE, disbursed(fund, unit), used(fund), paid, by=cashier)
    return Posting.objects.get(parent=None)


def rests(source) -> dict:
    found = {}
    for rest in trace.rests_below(source):
        found[rest.account.stage] = found.get(rest.account.stage, 0) + rest.amount // YUAN
    return found


def test_down_to_where_it_lies_now(spent):
    assert rests(spent) == {"used": 800_000, "disbursed": 50_000, "allocated": 50_000, "held": 100_000}


def test_up_to_the_source(spent):
    last = Posting.objects.order_by("-pk").first()
    chain = trace.way_up(last)
    assert [one.voucher.kind for one in chain] == ["arrive", "allocate", "disburse", "use"]
    assert chain[0] == spent


def test_sums_of_each_link(spent):
    found = [(way.out_of.stage, way.into.stage, way.amount // YUAN) for way in trace.ways_below(spent)]
    assert found == [
        ("outside", "held", 1_000_000),
        ("held", "allocated", 600_000),
        ("held", "allocated", 300_000),
        ("allocated", "disbursed", 550_000),
        ("allocated", "disbursed", 300_000),
        ("disbursed", "used", 500_000),
        ("disbursed", "used", 300_000),
    ]


def test_to_one_payee(spent, fund):
    ways = trace.ways_to([used(fund)])
    assert [(way.out_of.stage, way.amount // YUAN) for way in ways] == [
        ("outside", 800_000),
        ("held", 500_000),
        ("held", 300_000),
        ("allocated", 500_000),
        ("allocated", 300_000),
        ("disbursed", 500_000),
        ("disbursed", 300_000),
    ]


def test_from_the_middle_only_what_went_on_from_there(spent, other_bureau):
    middle = Posting.objects.get(into__stage=Stage.ALLOCATED, into__organisation=other_bureau)
    assert rests(middle) == {"used": 300_000}


def test_what_was_given_back_counts_against_its_link(spent, fund, bureau, cashier):
    """FUN-12: both postings stay in the trace, the link shows what is left of it."""
    use = Posting.objects.get(voucher__kind=K.USE, out_of__organisation=bureau)
    actions.give_back(use, by=cashier, now=END, happened_on=date(2026, 3, 9), words="退款", amount=20_000 * YUAN)
    ways = {way.out_of.organisation: way for way in trace.ways_below(spent) if way.into.stage == Stage.USED}
    assert (ways[bureau].amount // YUAN, ways[bureau].count) == (480_000, 2)
    assert rests(spent)["disbursed"] == 70_000


def test_a_link_given_back_whole_is_gone(fund, bureau, cashier):
    arrive(fund, 100, by=cashier)
    voucher = move(K.ALLOCATE, held(fund), allocated(fund, bureau), 100, by=cashier)
    actions.give_back(voucher.postings.get(), by=cashier, now=END, happened_on=date(2026, 3, 3), words="冲正")
    assert [way.into.stage for way in trace.ways_of_fund(fund)] == ["held"]


def test_sharing_out_stands_in_columns_one_behind_the_other(fund, finance, bureau, other_bureau, cashier):
    from funds.actions.ledger import account_of

    arrive(fund, 100, by=cashier)
    first = account_of(fund, Stage.HELD, organisation=bureau)
    second = account_of(fund, Stage.HELD, organisation=other_bureau)
    move(K.SHARE, held(fund), first, 60, by=cashier)
    move(K.SHARE, first, second, 50, by=cashier)
    nodes, _flows = nodes_and_flows(trace.ways_of_fund(fund))
    assert {node.label: node.column for node in nodes} == {"省财政厅": 0, "财政局": 1, "市场监管局": 2, "住建局": 3}


def test_persons_are_one_box_without_a_name(fund, bureau, cashier):
    arrive(fund, 100, by=cashier)
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 100, by=cashier)
    for number in "12":
        about = {"sort": Payee.Sort.PERSON, "name": f"张建{number}", "identity": number, "entered_at": NOW}
        person = Payee.objects.create(account_number=f"62220{number}", **about)
        move(K.USE, allocated(fund, bureau), used(fund, person), 10, by=cashier)
    picture = flow_picture(trace.ways_of_fund(fund), "资金")
    assert ("个人" in picture, "张建" in picture) == (True, False)


def test_picture_is_drawn_without_inline_style(spent, fund):
    picture = flow_picture(trace.ways_of_fund(fund), "2026年产业扶贫资金")
    assert ("style=" in picture, picture.count('role="img" aria-label="2026年产业扶贫资金"')) == (False, 2)


def test_use_rate_against_the_time(fund, bureau, cashier):
    """FUN-09: 480,000 of 1,200,000 by the end of June are 40.00 %, 10.00 points behind half of the year."""
    arrive(fund, 1_200_000, by=cashier)
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 1_200_000, by=cashier)
    move(K.USE, allocated(fund, bureau), used(fund), 480_000, by=cashier)
    [row] = reports.use_rates([fund], date(2026, 6, 30))
    assert (row.rate, row.time, row.gap, row.tone) == (4000, 5000, 1000, "warn")


def test_units_are_ranked_beside_the_year_before(fund, finance, bureau, other_bureau, cashier):
    days = {"year": 2025, "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    old = make_fund(finance, bureau, code="FP00", **days)
    for place, day, unit, paid in [
        (old, date(2025, 3, 3), bureau, 40),
        (fund, date(2026, 3, 3), bureau, 60),
        (fund, date(2026, 3, 3), other_bureau, 90),
    ]:
        arrive(place, 100, by=cashier, day=day)
        move(K.ALLOCATE, held(place), allocated(place, unit), 100, by=cashier, day=day)
        move(K.USE, allocated(place, unit), used(place), paid, by=cashier, day=day)
    rows = reports.use_rates([fund], date(2026, 3, 31))
    assert [(row.rank, row.organisation, row.rate, row.before, row.change) for row in rows] == [
        (1, other_bureau, 9000, None, None),
        (2, bureau, 6000, 4000, 2000),
    ]


def test_returns_count_against_the_use(fund, bureau, cashier):
    arrive(fund, 100, by=cashier)
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 100, by=cashier)
    voucher = move(K.USE, allocated(fund, bureau), used(fund), 50, by=cashier)
    actions.give_back(voucher.postings.get(), by=cashier, now=END, happened_on=date(2026, 4, 1), words="退款")
    found = [reports.use_rates([fund], day)[0].used // YUAN for day in (date(2026, 3, 31), date(2026, 4, 1))]
    assert found == [50, 0]


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 31), 833),
        (date(2026, 6, 30), 5000),
        (date(2026, 12, 31), 10_000),
        (date(2027, 3, 1), 10_000),
    ],
)
def test_time_is_counted_in_months(day, share):
    assert reports.elapsed(date(2026, 1, 1), date(2026, 12, 31), day) == share


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 4, 14), []),
        (date(2026, 4, 15), [(90, "warn")]),
        (date(2026, 7, 14), [(180, "over")]),
    ],
)
def test_idle_money_from_ninety_days_on(fund, bureau, cashier, day, found):
    """FUN-07: allocated on 15 January, nothing spent by 15 April."""
    arrive(fund, 800_000, by=cashier, day=date(2026, 1, 15))
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 800_000, by=cashier, day=date(2026, 1, 15))
    rows = reports.idle_money([allocated(fund, bureau)], day)
    assert [(row.days, row.tone) for row in rows] == found


def test_what_is_left_of_a_fund_that_has_ended_is_idle_at_once(finance, bureau, cashier):
    fund = make_fund(finance, bureau, code="FP09", kind=Kind.SPECIAL, ends_on=date(2026, 3, 31))
    arrive(fund, 10, by=cashier, day=date(2026, 3, 30))
    [row] = reports.idle_money([held(fund)], date(2026, 4, 1))
    assert (row.is_over, row.tone, row.days) == (True, "over", 2)


def test_ledger_of_a_project_keeps_its_rest(spent, fund, bureau):
    lines = [
        (entry.came // YUAN, entry.went // YUAN, entry.rest // YUAN)
        for entry in reports.ledger_of(allocated(fund, bureau))
    ]
    assert lines == [(600_000, 0, 600_000), (550_000, 550_000, 600_000), (0, 500_000, 100_000)]


def test_projects_show_what_became_of_them(spent, fund, bureau, other_bureau):
    rows = reports.projects(allocated(fund, bureau).fund.accounts.filter(stage=Stage.ALLOCATED), date(2026, 12, 31))
    found = {row.account.organisation: (row.got // YUAN, row.used // YUAN, row.rate) for row in rows}
    assert found == {bureau: (600_000, 500_000, 8333), other_bureau: (300_000, 300_000, 10_000)}
