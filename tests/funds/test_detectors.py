"""What is looked for in public money: each detector on its first day and the day before, with its numbers."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from funds import contracts
from funds.actions import flag_rules, paying, proposing
from funds.actions.ledger import Move, Slip, account_of
from funds.actions.watching import post, run
from funds.models import FlagVersion, FundFlag, Kind, Payee, Posting, Proposal, Stage, Voucher
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.funds.money import NOW, YUAN, allocated, arrive, disbursed, held, make_fund, move, payee, town, used
from tests.funds.payments import LATER, THEN, Cast, answer, approved, draft, endowed, file_of, read, sent

pytestmark = pytest.mark.django_db
K = Voucher.Kind


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def second(discipline):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


def on(day, code) -> FundFlag | None:
    """What stands under this code after the round of that day."""
    run(at(day))
    return FundFlag.objects.current().filter(code=code).first()


def numbers(flag) -> tuple | None:
    return flag and (flag.level, flag.value, flag.organisation.code)


def pay(one, firm, yuan, *, by, day, words="工程款", economic_class="31005"):
    """A payment of so many yuan, booked as the deeds book it."""
    slip = Slip(one.fund, K.USE, day, words, economic_class)
    with transaction.atomic():
        return post(slip, [Move(one, used(one.fund, firm), int(yuan * YUAN))], by=by, now=at(f"{day} 16:00"))


def given(fund, unit, yuan, *, by, day, project="产业路"):
    """So much arrived and was allocated on this day."""
    arrive(fund, yuan, by=by, day=day)
    place = allocated(fund, unit, project)
    move(K.ALLOCATE, held(fund), place, yuan, by=by, day=day)
    return place


# FF-01


@pytest.fixture
def passed_on(fund, county, cashier):
    """FUN-05: 5,000,000 came on 2026-03-02, thirty days later 3,200,000 were passed on."""
    arrive(fund, 5_000_000, by=cashier, day=date(2026, 3, 2))
    place = account_of(fund, Stage.HELD, organisation=town(county))
    move(K.SHARE, held(fund), place, 3_200_000, by=cashier, day=date(2026, 4, 1))


@pytest.mark.parametrize(("day", "found"), [("2026-04-01", None), ("2026-04-02", ("yellow", 1_800_000_00, "czj"))])
def test_money_held_after_its_term(passed_on, day, found):
    assert numbers(on(day, "FF-01")) == found


def test_interception_names_its_limit_and_its_sums(passed_on):
    detail = on("2026-04-02", "FF-01").detail
    assert detail == {
        "since": "2026-03-02",
        "limit": "2026-04-01",
        "days": 30,
        "received": 5_000_000_00,
        "passed": 3_200_000_00,
    }


def test_town_has_a_term_of_its_own(passed_on):
    run(at("2026-05-02"))
    places = FundFlag.objects.filter(code="FF-01").order_by("pk").values_list("organisation__code", flat=True)
    assert list(places) == ["czj", "chengguan"]


def test_what_is_passed_on_later_is_no_suspicion_any_more(passed_on, fund, bureau, cast):
    run(at("2026-04-02"))
    share = proposing.Share(held(fund), bureau, 1_800_000_00, "产业路")
    about = draft(Proposal.Kind.ALLOCATE, 1_800_000, day=date(2026, 4, 2))
    made = proposing.propose(fund, about, [share], by=cast.cashier, now=at("2026-04-03"))
    proposing.approve_proposal(made, by=cast.auditor, now=at("2026-04-03"))
    assert FundFlag.objects.get(code="FF-01").lapsed_at == at("2026-04-03")


def test_part_that_is_passed_on_refreshes_the_number(passed_on, fund, bureau, cashier):
    run(at("2026-04-02"))
    slip = Slip(fund, K.ALLOCATE, date(2026, 4, 3), "第二批")
    with transaction.atomic():
        post(slip, [Move(held(fund), allocated(fund, bureau), 800_000_00)], by=cashier, now=at("2026-04-03"))
    assert numbers(FundFlag.objects.get(code="FF-01")) == ("yellow", 1_000_000_00, "czj")


def test_funds_that_accumulate_may_hold_their_money(finance, cashier):
    arrive(make_fund(finance, code="SB01", kind=Kind.SOCIAL), 100, by=cashier, day=date(2026, 3, 2))
    assert on("2026-06-01", "FF-01") is None


# FF-02


@pytest.mark.parametrize(
    ("economic_class", "found"),
    [("30201", ("yellow", 12_000_00, "scjg")), ("31005", None), ("3100501", None), ("", None)],
)
def test_class_outside_the_list(fund, bureau, cashier, economic_class, found):
    """FUN-04: office costs out of a project fund; a class below an allowed one is allowed."""
    place = given(fund, bureau, 50_000, by=cashier, day=date(2026, 3, 3))
    pay(place, payee(), 12_000, by=cashier, day=date(2026, 3, 9), economic_class=economic_class)
    assert numbers(FundFlag.objects.filter(code="FF-02").first()) == found


def test_payment_through_the_bank_is_looked_at(fund, bureau, finance, cast):
    quota = endowed(fund, bureau, cast)
    row = approved(quota, 12_000, cast, economic_class="30201")
    paying.make_file(finance, [row], by=cast.cashier, now=THEN)
    row.refresh_from_db()
    read(finance, file_of([answer(row)]), cast)
    assert FundFlag.objects.get(code="FF-02").raised_at == LATER


def test_payment_that_came_back_is_no_crowding_out(fund, bureau, cast):
    place = given(fund, bureau, 50_000, by=cast.cashier, day=date(2026, 3, 3))
    voucher = pay(place, payee(), 12_000, by=cast.cashier, day=date(2026, 3, 9), economic_class="30201")
    about = {"words": "误付退回", "happens_on": date(2026, 3, 10), "now": at("2026-03-11")}
    made = proposing.propose_return(Posting.objects.get(voucher=voucher), by=cast.cashier, **about)
    proposing.approve_proposal(made, by=cast.auditor, now=at("2026-03-11"))
    assert FundFlag.objects.get(code="FF-02").lapsed_at == at("2026-03-11")


# FF-03


def test_transfer_to_the_unit_itself(fund, bureau, cashier):
    place = given(fund, bureau, 50_000, by=cashier, day=date(2026, 3, 3))
    about = {"sort": "office", "name": "市场监管局基本户", "entered_at": NOW, "organisation": bureau}
    own = Payee.objects.create(identity="11", account_number="6200", **about)
    pay(place, own, 8_000, by=cashier, day=date(2026, 3, 9))
    flag = FundFlag.objects.get(code="FF-03")
    assert (numbers(flag), flag.detail["how"]) == (("warning", 8_000_00, "scjg"), "own")


def test_money_given_to_another_project(fund, bureau, cashier):
    place = given(fund, bureau, 50_000, by=cashier, day=date(2026, 3, 3))
    slip = Slip(fund, K.DISBURSE, date(2026, 3, 9), "拨付")
    with transaction.atomic():
        other = disbursed(fund, bureau, "办公楼")
        post(slip, [Move(place, other, 5_000_00)], by=cashier, now=at("2026-03-09"))
    detail = FundFlag.objects.get(code="FF-03").detail
    assert (detail["how"], detail["meant"], detail["given"]) == ("project", "产业路", "办公楼")


def test_payee_outside_the_contract(fund, bureau, finance, cast):
    quota = endowed(fund, bureau, cast)
    stranger = payee("云溪县宏远商贸有限公司", "6222000000000009")
    for firm in (payee(), stranger):
        row = approved(quota, 30_000, cast, firm=firm, contract_number="HT2026-01")
        paying.make_file(finance, [row], by=cast.cashier, now=THEN)
        row.refresh_from_db()
        read(finance, file_of([answer(row)]), cast, name=f"{row.number}.csv")
    detail = FundFlag.objects.get(code="FF-03").detail
    assert (detail["payee"], detail["party"]) == (stranger.name, payee().name)


@pytest.mark.parametrize(("code", "flags"), [("91云溪县鑫达建筑有限公司", 0), ("91330000MA00000000", 1)])
def test_payee_is_compared_with_the_register_of_contracts(fund, bureau, finance, cast, monkeypatch, code, flags):
    monkeypatch.setattr(contracts, "FINDERS", [lambda numbers: {"HT2026-01": {code: "中标单位"}}])
    row = approved(endowed(fund, bureau, cast), 30_000, cast, contract_number="HT2026-01")
    paying.make_file(finance, [row], by=cast.cashier, now=THEN)
    row.refresh_from_db()
    read(finance, file_of([answer(row)]), cast)
    assert FundFlag.objects.filter(code="FF-03").count() == flags


# FF-04


@pytest.fixture
def idle(fund, bureau, cashier):
    """FUN-07: 800,000 allocated on 2026-01-15."""
    return given(fund, bureau, 800_000, by=cashier, day=date(2026, 1, 15))


IDLE = [("2026-04-14", None), ("2026-04-15", "yellow"), ("2026-07-13", "yellow"), ("2026-07-14", "red")]


@pytest.mark.parametrize(("day", "level"), IDLE)
def test_money_that_lies_idle(idle, day, level):
    assert getattr(on(day, "FF-04"), "level", None) == level


def test_idle_money_becomes_red_and_stays_one_suspicion(idle):
    for day in ("2026-04-15", "2026-04-16", "2026-07-14"):
        run(at(day))
    verbs = Entry.objects.filter(verb__startswith="funds.flag.", body__code="FF-04").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["funds.flag.raised", "funds.flag.measured"]


def test_idle_money_that_moves_is_no_suspicion_any_more(idle, cashier):
    run(at("2026-04-15"))
    pay(idle, payee(), 10_000, by=cashier, day=date(2026, 4, 16))
    assert FundFlag.objects.get(code="FF-04").lapsed_at == at("2026-04-16 16:00")


@pytest.mark.parametrize(("day", "found"), [("2026-12-31", None), ("2027-01-01", ("yellow", 700_000_00, "scjg"))])
def test_rest_at_the_end_of_the_year(idle, cashier, day, found):
    pay(idle, payee(), 100_000, by=cashier, day=date(2026, 12, 1))
    assert numbers(on(day, "FF-04")) == found


def test_rest_after_another_year_is_red(idle, cashier):
    pay(idle, payee(), 100_000, by=cashier, day=date(2027, 12, 1))
    assert numbers(on("2028-01-01", "FF-04")) == ("red", 700_000_00, "scjg")


# FF-05


PROGRESS = [
    (480_000, "2026-06-29", None),  # five months of twelve: 1.67 points behind
    (480_000, "2026-06-30", ("yellow", 1000, "scjg")),  # FUN-09
    (480_012, "2026-06-30", ("yellow", 1000, "scjg")),  # 40.001 %, compared as 40.00 %
    (481_200, "2026-06-30", None),  # 9.90 points
    (240_000, "2026-06-30", ("yellow", 3000, "scjg")),
    (239_880, "2026-06-30", ("red", 3001, "scjg")),
]


@pytest.mark.parametrize(("spent", "day", "found"), PROGRESS)
def test_progress_against_time(fund, bureau, cashier, spent, day, found):
    place = given(fund, bureau, 1_200_000, by=cashier, day=date(2026, 1, 5))
    pay(place, payee(), spent, by=cashier, day=date(2026, 5, 20))
    assert numbers(on(day, "FF-05")) == found


def test_progress_tells_both_rates(fund, bureau, cashier):
    place = given(fund, bureau, 1_200_000, by=cashier, day=date(2026, 1, 5))
    pay(place, payee(), 480_000, by=cashier, day=date(2026, 5, 20))
    detail = on("2026-06-30", "FF-05").detail
    assert (detail["rate"], detail["time"], detail["on"]) == (4000, 5000, "2026-06-30")


def test_what_lies_with_the_unit_is_not_used(fund, bureau, cashier):
    place = given(fund, bureau, 1_200_000, by=cashier, day=date(2026, 1, 5))
    move(K.DISBURSE, place, disbursed(fund, bureau), 600_000, by=cashier, day=date(2026, 5, 20))
    assert numbers(on("2026-06-30", "FF-05")) == ("red", 5000, "scjg")


def test_fresh_allocation_is_not_judged(fund, bureau, cashier):
    given(fund, bureau, 1_200_000, by=cashier, day=date(2026, 6, 1))
    assert (on("2026-06-30", "FF-05"), numbers(on("2026-07-01", "FF-05"))) == (None, ("red", 5000, "scjg"))


# FF-06


SPLITS = [
    (["2026-05-11"] * 3, [49_000] * 3, 147_000_00),  # FUN-14
    (["2026-05-15", "2026-05-20"], [49_000] * 2, 98_000_00),  # Friday and the third working day after it
    (["2026-05-15", "2026-05-21"], [49_000] * 2, None),
    (["2026-05-11"] * 2, [45_000] * 2, 90_000_00),
    (["2026-05-11"] * 2, [44_999] * 2, None),
    (["2026-05-11"] * 2, [50_000] * 2, None),  # went through the approval
    (["2026-05-11"], [49_000], None),
]


@pytest.mark.parametrize(("days", "amounts", "found"), SPLITS)
def test_split_payments(fund, bureau, cashier, days, amounts, found):
    place = given(fund, bureau, 500_000, by=cashier, day=date(2026, 5, 6))
    for day, amount in zip(days, amounts, strict=True):
        pay(place, payee(), amount, by=cashier, day=date.fromisoformat(day))
    flag = FundFlag.objects.filter(code="FF-06").first()
    assert (flag and flag.value) == found


def test_split_over_two_bank_accounts_of_one_firm(fund, bureau, cashier):
    place = given(fund, bureau, 500_000, by=cashier, day=date(2026, 5, 6))
    for number in ("6222000000000001", "6222000000000002"):
        pay(place, payee(number=number), 49_000, by=cashier, day=date(2026, 5, 11))
    assert FundFlag.objects.get(code="FF-06").value == 98_000_00


def test_third_payment_refreshes_the_same_suspicion(fund, bureau, cashier):
    place = given(fund, bureau, 500_000, by=cashier, day=date(2026, 5, 6))
    for _payment in range(3):
        pay(place, payee(), 49_000, by=cashier, day=date(2026, 5, 11))
    assert len(FundFlag.objects.get(code="FF-06").detail["vouchers"]) == 3


# FF-15


@pytest.mark.parametrize(("day", "found"), [("2026-03-17", None), ("2026-03-18", ("warning", 40_000_00, "czj"))])
def test_approved_application_that_is_not_paid(fund, bureau, cast, day, found):
    """Approved on Tuesday 2026-03-10: five working days end on the 17th."""
    approved(endowed(fund, bureau, cast), 40_000, cast)
    assert numbers(on(day, "FF-15")) == found


def test_late_payment_ends_the_suspicion(fund, bureau, finance, cast):
    [row] = sent(endowed(fund, bureau, cast), [40_000], cast)
    run(at("2026-03-18"))
    read(finance, file_of([answer(row)]), cast)
    assert FundFlag.objects.get(code="FF-15").lapsed_at is not None


# rounds and parameters


def test_round_is_done_once_a_day(idle):
    assert [run(at("2026-04-15 09:00")), run(at("2026-04-15 17:00")), run(at("2026-04-16"))] == [True, False, True]


def change(inspector, second, code, now="2026-04-20", **about) -> FlagVersion:
    version = flag_rules.propose(code, by=inspector, now=at(now), reason="县里另有规定", **about)
    return flag_rules.sign(version, by=second, now=at(now))


def test_parameters_count_once_two_have_signed(idle, inspector, second):
    about = {"parameters": {"yellow": 60}, "reason": "县里另有规定"}
    flag_rules.propose("FF-04", by=inspector, now=at("2026-03-20"), **about)
    assert on("2026-03-31", "FF-04") is None
    change(inspector, second, "FF-04", "2026-03-31", parameters={"yellow": 60})
    assert FundFlag.objects.get(code="FF-04").version.version == 3


def test_later_day_of_a_version_is_kept(idle, inspector, second):
    change(inspector, second, "FF-04", "2026-03-20", parameters={"yellow": 60}, valid_from=date(2026, 4, 1))
    assert (on("2026-03-31", "FF-04"), getattr(on("2026-04-01", "FF-04"), "level", None)) == (None, "yellow")


def test_who_proposes_parameters_does_not_sign_them(inspector):
    about = {"parameters": {"yellow": 60}, "reason": "试行"}
    version = flag_rules.propose("FF-04", by=inspector, now=timezone.now(), **about)
    with pytest.raises(Refused) as refused:
        flag_rules.sign(version, by=inspector, now=timezone.now())
    assert refused.value.code == "V07"


@pytest.mark.parametrize(
    ("parameters", "field"),
    [({"yellow": 0}, "yellow"), ({"yellow": "90天"}, "yellow"), ({"days": 3}, "days"), ({"red": True}, "red")],
)
def test_wrong_parameters_are_named(inspector, parameters, field):
    with pytest.raises(Refused) as refused:
        flag_rules.propose("FF-04", by=inspector, now=timezone.now(), parameters=parameters, reason="试行")
    assert refused.value.field == field


def test_what_is_switched_off_lapses(idle, inspector, second):
    run(at("2026-04-15"))
    change(inspector, second, "FF-04", parameters={}, is_on=False)
    assert FundFlag.objects.get(code="FF-04").lapsed_at is not None


def test_every_detector_came_with_a_signed_version(db):
    assert FlagVersion.objects.exclude(signed_at=None).count() == 15
