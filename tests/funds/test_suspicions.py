"""What people do about suspicions, and what supervision makes of them on the first day and the day before."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.models import Organisation, Role
from deadlines.models import Deadline
from funds.actions import applying, handling
from funds.actions.collecting import flag_kept
from funds.actions.flags import lapse, suspect
from funds.actions.watching import run
from funds.models import Collection, FeeKind, FeeMatter, FundFlag, FundFlagDeed
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Anomaly
from records.refusal import Refused
from tests.conftest import at, employ
from tests.funds.money import allocated, arrive, held, move, payee
from tests.funds.payments import THEN, Cast, endowed, submitted
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-04-16 10:00")  # a Thursday
S = FundFlag.State


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def second(discipline):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


def raised(fund, unit, code="FF-06", now=NOW, **about) -> FundFlag:
    words = {"payee": "某公司", "from": "2026-04-16", "to": "2026-04-16", "amounts": [1, 2], "vouchers": []}
    numbers = {"value": 98_000_00, "threshold": 50_000_00, "detail": words, "topic": "split:1:1"} | about
    with transaction.atomic():
        return suspect(code, fund=fund, organisation=unit, subject=payee(), now=now, **numbers)


@pytest.fixture
def flag(fund, bureau) -> FundFlag:
    return raised(fund, bureau)


def proposed(flag, by, end=S.DISMISSED):
    return handling.propose(flag, by=by, now=NOW, end=end, text="三笔分属三份合同")


# Handling


def test_finance_asks_the_unit_explains_two_people_close(flag, clerk, auditor, treasurer):
    handling.ask(flag, by=auditor, now=NOW, text="请说明三笔付款的依据")
    handling.explain(flag, by=clerk, now=NOW, text="三份合同，附后")
    proposed(flag, auditor)
    closed = handling.decide(flag, by=treasurer, now=NOW, agrees=True, text="同意")
    deeds = FundFlagDeed.objects.order_by("pk").values_list("deed", flat=True)
    assert (closed.state, list(deeds)) == ("dismissed", ["ask", "explain", "propose", "dismissed"])


def test_decision_stops_the_clock(flag, auditor, treasurer):
    handling.decide(proposed(flag, auditor), by=treasurer, now=NOW, agrees=True, text="同意")
    assert Deadline.objects.about(flag).get().met_on == date(2026, 4, 16)


def test_who_proposes_does_not_decide(flag, treasurer):
    proposed(flag, treasurer)
    with pytest.raises(Refused) as refused:
        handling.decide(flag, by=treasurer, now=NOW, agrees=True, text="同意")
    assert refused.value.code == "V07"


def test_database_knows_that_two_people_close(flag, inspector):
    proposed(flag, inspector)
    with pytest.raises(IntegrityError, match="fund_flag_decided_by_another"), transaction.atomic():
        FundFlag.objects.filter(pk=flag.pk).update(decided_by=inspector.user)


def test_second_person_sends_it_back(flag, auditor, treasurer):
    sent_back = handling.decide(proposed(flag, auditor), by=treasurer, now=NOW, agrees=False, text="再核实一笔")
    assert (sent_back.state, sent_back.proposal, sent_back.proposed_by) == ("open", "", None)


def test_unit_does_not_handle_its_own_suspicion(flag, head):
    with pytest.raises(PermissionDenied):
        proposed(flag, head)


def test_finance_does_not_handle_a_suspicion_about_itself(fund, finance, treasurer):
    flag = raised(fund, finance)
    with pytest.raises(PermissionDenied):
        proposed(flag, treasurer)


def test_inspectors_close_a_suspicion_about_finance(fund, finance, inspector, second):
    flag = proposed(raised(fund, finance), inspector, S.TRANSFERRED)
    assert handling.decide(flag, by=second, now=NOW, agrees=True, text="移送").state == "transferred"


def test_finance_explains_what_is_suspected_of_it(fund, finance, cashier):
    assert handling.explain(raised(fund, finance), by=cashier, now=NOW, text="等待拨款文件").state == "explained"


def test_other_units_have_no_say(flag, other_bureau):
    stranger = employ("hu", "胡局长", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        handling.explain(flag, by=stranger, now=NOW, text="与我无关")


@pytest.mark.parametrize("text", ["", "   "])
def test_every_deed_needs_words(flag, auditor, text):
    with pytest.raises(Refused) as refused:
        handling.ask(flag, by=auditor, now=NOW, text=text)
    assert (refused.value.field, FundFlagDeed.objects.count()) == ("text", 0)


def test_end_that_does_not_exist(flag, auditor):
    with pytest.raises(Refused) as refused:
        proposed(flag, auditor, "forgotten")
    assert refused.value.field == "end"


def test_decision_without_a_proposal_is_out_of_order(flag, treasurer):
    with pytest.raises(Refused) as refused:
        handling.decide(flag, by=treasurer, now=NOW, agrees=True, text="同意")
    assert refused.value.code == "V08"


def test_what_has_lapsed_is_not_handled(flag, auditor):
    with transaction.atomic():
        lapse("FF-06", fund=flag.fund, topic=flag.topic, now=NOW)
    with pytest.raises(Refused):
        handling.ask(flag, by=auditor, now=NOW, text="请说明")


def test_words_of_a_deed_are_not_changed(flag, auditor):
    handling.ask(flag, by=auditor, now=NOW, text="请说明")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funds_fundflagdeed SET text = '算了'")


# What is seen again


@pytest.fixture
def closed(flag, auditor, treasurer):
    return handling.decide(proposed(flag, auditor), by=treasurer, now=NOW, agrees=True, text="同意")


LATER = at("2026-05-11 10:00")


def test_closed_suspicion_is_not_raised_again_while_nothing_is_new(fund, bureau, closed):
    assert (raised(fund, bureau, now=LATER), FundFlag.objects.count()) == (None, 1)


SAID = {"payee": "某公司", "from": "2026-04-16", "to": "2026-04-16", "amounts": [1, 2], "vouchers": []}


@pytest.mark.parametrize(
    "news", [{"value": 147_000_00}, {"detail": SAID | {"vouchers": [7]}}, {"detail": SAID | {"amounts": [1, 2, 3]}}]
)
def test_closed_suspicion_is_raised_again_when_new_facts_came(fund, bureau, closed, news):
    again = raised(fund, bureau, now=LATER, **news)
    assert (again.earlier, again.state, again.raised_at) == (closed, S.OPEN, LATER)
    closed.refresh_from_db()
    assert (closed.state, closed.value) == (S.DISMISSED, 98_000_00)


def test_what_was_raised_again_has_its_own_clock_and_warning(fund, bureau, closed):
    again = raised(fund, bureau, now=LATER, value=147_000_00)
    assert Deadline.objects.about(again).running().count() == 1
    assert Anomaly.objects.about(again).count() == 1


def test_what_was_raised_again_is_refreshed_and_closed_by_itself(fund, bureau, closed, auditor, treasurer):
    again = raised(fund, bureau, now=LATER, value=147_000_00)
    assert raised(fund, bureau, now=LATER, value=196_000_00).pk == again.pk
    again.refresh_from_db()
    handling.decide(proposed(again, auditor), by=treasurer, now=LATER, agrees=True, text="同意")
    assert (raised(fund, bureau, now=LATER, value=196_000_00), FundFlag.objects.count()) == (None, 2)


def test_money_that_went_back_after_the_end_is_no_news(fund, bureau, closed):
    assert raised(fund, bureau, now=LATER, value=49_000_00) is None


def test_pages_lead_from_one_to_the_other(fund, bureau, closed, auditor):
    again = raised(fund, bureau, now=LATER, value=147_000_00)
    pages = [signed_in(auditor).get(reverse("funds:flag", args=[one.pk])) for one in (closed, again)]
    assert [
        reverse("funds:flag", args=[one.pk]) in said.content.decode()
        for said, one in zip(pages, (again, closed), strict=True)
    ] == [True, True]


def test_same_topic_is_the_same_suspicion(fund, bureau, flag):
    assert (raised(fund, bureau, value=147_000_00).pk, FundFlag.objects.get().value) == (flag.pk, 147_000_00)


def test_lapsed_suspicion_that_shows_again_has_a_new_clock(fund, bureau, flag):
    with transaction.atomic():
        lapse("FF-06", fund=fund, topic=flag.topic, now=NOW)
    raised(fund, bureau, now=at("2026-05-11"))
    clocks = Deadline.objects.about(flag).order_by("round")
    assert [(clock.round, clock.cancelled_on is None) for clock in clocks] == [(1, False), (2, True)]


# Who sees it


@pytest.fixture
def kept(bureau, finance) -> FundFlag:
    """A fee on an account of the unit hangs on no fund."""
    kind = FeeKind.objects.create(code="01", name="行政事业性收费", basis="条例")
    matter = FeeMatter.objects.create(code="0101", name="检验费", kind=kind, organisation=bureau)
    about = {"way": "hand", "payer": "张三", "amount": 500_00, "collected_on": date(2026, 4, 16)}
    fee = Collection.objects.create(ticket="A1", matter=matter, organisation=bureau, entered_at=NOW, **about)
    with transaction.atomic():
        flag_kept(fee, NOW)
    return FundFlag.objects.get()


def test_finance_bureau_sees_a_suspicion_without_a_fund(kept, finance, auditor):
    Organisation.objects.filter(pk=finance.pk).update(business=Organisation.Business.FUNDS)
    actor = employ("ou", "欧科长", Organisation.objects.get(pk=finance.pk), Role.REVIEWER)
    assert list(FundFlag.objects.visible_to(actor)) == [kept]


def test_other_bureau_does_not_see_a_suspicion_without_a_fund(kept, other_bureau):
    actor = employ("hu", "胡局长", other_bureau, Role.HEAD)
    assert not FundFlag.objects.visible_to(actor).exists()


# Supervision


def found(moment) -> list[tuple]:
    sweep(at(moment))
    return list(Finding.objects.order_by("pk").values_list("code", "level"))


POINTS = [("FF-15", "W17"), ("FF-06", "W18"), ("FF-13", "W19"), ("FF-14", "W20")]


@pytest.mark.parametrize(("code", "rule"), POINTS)
def test_suspicion_is_a_pre_warning_of_its_point(fund, bureau, code, rule):
    fee = {"ticket": "A1", "matter": "检验费", "where": "现金"}
    paid = {"number": "ZF1", "payee": "某公司", "approved": "2026-04-01", "due": "2026-04-09", "days": 5}
    words = {"FF-15": paid, "FF-13": {"programme": "耕地补贴", "due": 1}, "FF-14": fee}
    raised(fund, bureau, code, **({"detail": words[code]} if code in words else {}))
    assert found("2026-04-17") == [(rule, "warning")]


def test_verified_suspicion_is_a_yellow_card(flag, auditor, treasurer):
    handling.decide(proposed(flag, auditor, S.VERIFIED), by=treasurer, now=NOW, agrees=True, text="属实")
    assert found("2026-04-17") == [("W18", "warning"), ("Y16", "yellow")]


def test_suspicion_left_lying_is_a_yellow_card_of_finance(flag, finance):
    """Ten working days from 2026-04-16 end on 2026-04-30; the next working day is 2026-05-06."""
    assert ("Y17", "yellow") not in found("2026-04-30")
    assert ("Y17", "yellow") in found("2026-05-06")
    assert Finding.objects.get(code="Y17").organisation == finance


def test_suspicion_nearly_due_is_a_pre_warning(flag):
    assert ("W21", "warning") not in found("2026-04-28")
    assert ("W21", "warning") in found("2026-04-29")


@pytest.fixture
def idle(fund, bureau, cashier):
    arrive(fund, 800_000, by=cashier, day=date(2026, 1, 15))
    move("allocate", held(fund), allocated(fund, bureau), 800_000, by=cashier, day=date(2026, 1, 15))


LIGHTS = [
    ("2026-04-14", []),
    ("2026-04-15", [("Y15", "yellow", "FF-04")]),
    ("2026-07-14", [("R7", "red", "FF-04")]),
]


@pytest.mark.parametrize(("day", "lights"), LIGHTS)
def test_light_of_a_detector_is_a_card(idle, day, lights):
    """FUN-07: yellow on the ninetieth day, red on the hundred and eightieth."""
    run(at(day))
    sweep(at(f"{day} 12:00"))
    rows = Finding.objects.filter(anomaly__message__startswith="FF-04").order_by("pk")
    assert [(row.code, row.level, row.anomaly.message[:5]) for row in rows] == lights


def test_red_light_follows_the_yellow_one(idle):
    for day in ("2026-04-15", "2026-07-14"):
        run(at(day))
    codes = Anomaly.objects.filter(message__startswith="FF-04").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["V55", "V56"]


@pytest.fixture
def settled(idle, inspector, second):
    run(at("2026-04-15"))
    flag = proposed(FundFlag.objects.get(code="FF-04"), inspector)
    return handling.decide(flag, by=second, now=NOW, agrees=True, text="同意")


def test_time_alone_does_not_raise_a_closed_light_again(settled):
    run(at("2026-07-14"))
    assert FundFlag.objects.filter(code="FF-04").get() == settled


def test_more_money_that_lies_idle_is_raised_again(settled, fund, bureau, cashier):
    arrive(fund, 50_000, by=cashier, day=date(2026, 4, 17))
    move("allocate", held(fund), allocated(fund, bureau), 50_000, by=cashier, day=date(2026, 4, 17))
    run(at("2026-04-20"))
    again = FundFlag.objects.filter(code="FF-04").latest("pk")
    assert (again.earlier, again.value, settled.value) == (settled, 850_000_00, 800_000_00)


def test_verified_light_has_its_card_already(idle, inspector, second):
    run(at("2026-04-15"))
    flag = proposed(FundFlag.objects.get(code="FF-04"), inspector, S.VERIFIED)
    handling.decide(flag, by=second, now=NOW, agrees=True, text="属实")
    assert not Anomaly.objects.filter(code="V57").exists()


@pytest.mark.parametrize(("day", "late"), [("2026-03-17", False), ("2026-03-18", True)])
def test_late_audit_is_a_yellow_card(fund, bureau, cast, day, late):
    """Submitted on 2026-03-10: five working days end on the 17th."""
    submitted(endowed(fund, bureau, cast), 40_000, cast)
    assert (("Y18", "yellow") in found(day)) == late


@pytest.mark.parametrize(("day", "late"), [("2026-03-17", False), ("2026-03-18", True)])
def test_late_payment_is_a_yellow_card(fund, bureau, cast, day, late):
    row = submitted(endowed(fund, bureau, cast), 40_000, cast)
    applying.approve(applying.audit(row, by=cast.auditor, now=THEN), by=cast.treasurer, now=THEN)
    assert (("Y18", "yellow") in found(day)) == late
