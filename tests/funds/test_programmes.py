"""Terms of subsidies and of steps: proposed by one, signed by another, and only for what has not begun."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.models import Role
from funds import clocks
from funds.actions import programmes, terms
from funds.actions.listing import enter, open_roll
from funds.models import Programme, ProgrammeVersion, RollLine, Term
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.funds.subsidies import JUNE, MAY, area_row, programme, rolled, row, signed, wish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-06-01 10:00")
YEAR = date(2026, 7, 1)
KEY = "5b1c7d20-0000-4000-8000-0000000000%02d"


def proposed(dibao, by, **about) -> ProgrammeVersion:
    return programmes.propose_terms(dibao, wish(**about), by=by, now=NOW, reason="年度提标")


def begun(fund, by, **about):
    named = {"code": "gaoling", "name": "高龄津贴", "manager": by.organisation, "period": "month"} | about
    return programmes.propose_new(fund, wish(youngest=80), by=by, now=NOW, reason="新设项目", **named)


def test_signed_terms_hold_from_their_period_on(dibao, cast):
    signed(dibao, cast)
    assert [dibao.at(day).rate for day in (MAY, JUNE, YEAR, date(2027, 1, 1))] == [52_000, 52_000, 56_000, 56_000]


def test_terms_that_wait_hold_nowhere(dibao, cast):
    proposed(dibao, cast.officer)
    assert dibao.at(YEAR).rate == 52_000


def test_rows_follow_the_terms_of_their_own_period(dibao, cast):
    old = rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    signed(dibao, cast, valid_from=JUNE)
    new = rolled(dibao, cast.one, [row(1)], by=cast.scribe, period=JUNE)
    assert (old.lines.get().amount, new.lines.get().amount) == (52_000, 56_000)
    assert {line.state for line in RollLine.objects.all()} == {RollLine.State.LISTED}


def test_amount_by_the_old_rate_is_blocked_under_the_new_terms(dibao, cast):
    signed(dibao, cast, valid_from=JUNE)
    roll = open_roll(dibao, by=cast.scribe, now=NOW, village=cast.one, period=JUNE)
    [line] = enter(roll, by=cast.scribe, now=NOW, rows=[row(1, amount=52_000)])
    assert (line.state, line.marks) == (RollLine.State.BLOCKED, ["FF-13"])


def test_terms_may_change_from_a_fixed_amount_to_area(dibao, cast):
    signed(dibao, cast, valid_from=JUNE, way=Programme.Way.AREA, rate=10_010)
    roll = rolled(dibao, cast.one, [area_row(1, "2.5")], by=cast.scribe, period=JUNE)
    assert roll.lines.get().amount == 25_025


def test_exclusions_and_the_end_of_lists_follow_the_signature(dibao, cast):
    other = programme(dibao.fund, dibao.manager, code="tekun", name="特困供养")
    signed(dibao, cast, exclusive=[other], is_open=False)
    dibao.refresh_from_db()
    assert (list(other.exclusive.all()), dibao.is_open) == ([dibao], False)


def test_new_programme_begins_with_its_signature(fund, cast):
    version = begun(fund, cast.officer)
    assert not Programme.objects.exists()
    programmes.sign(version, by=cast.treasurer, now=NOW)
    made = Programme.objects.get()
    assert (made.code, made.youngest, made.rate, made.manager) == ("gaoling", 80, 56_000, cast.officer.organisation)
    assert made.versions.get().number == 1


def test_list_that_was_begun_refuses_other_terms_for_its_period(dibao, cast):
    open_roll(dibao, by=cast.scribe, now=NOW, village=cast.one, period=MAY)
    with pytest.raises(Refused, match=r"2026年5月.*2026年6月") as refused:
        proposed(dibao, cast.officer, valid_from=MAY)
    assert refused.value.field == "valid_from"


def test_list_begun_after_the_proposal_refuses_the_signature(dibao, cast):
    version = proposed(dibao, cast.officer, valid_from=MAY)
    open_roll(dibao, by=cast.scribe, now=NOW, village=cast.one, period=MAY)
    with pytest.raises(Refused, match="2026年6月"):
        programmes.sign(version, by=cast.treasurer, now=NOW)
    version.refresh_from_db()
    assert version.state == ProgrammeVersion.State.PROPOSED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rate": 0}, "rate"),
        ({"rate": -5}, "rate"),
        ({"basis": " "}, "basis"),
        ({"way": Programme.Way.AREA, "area_unit": ""}, "area_unit"),
        ({"youngest": 80, "oldest": 60}, "oldest"),
        ({"publicity_days": 0}, "publicity_days"),
        ({"publicity_days": 61}, "publicity_days"),
    ],
)
def test_terms_that_cannot_be_name_their_field(dibao, cast, wrong, field):
    with pytest.raises(Refused) as refused:
        proposed(dibao, cast.officer, **wrong)
    assert refused.value.field == field
    assert not ProgrammeVersion.objects.exists()


def test_one_proposal_at_a_time(dibao, cast):
    proposed(dibao, cast.officer)
    with pytest.raises(Refused, match="等待签发"):
        proposed(dibao, cast.director, rate=60_000)


@pytest.mark.parametrize(("about", "field"), [({"code": "dibao"}, "code"), ({"name": "农村低保"}, "name")])
def test_code_and_name_of_a_programme_are_its_own(dibao, cast, about, field):
    with pytest.raises(Refused) as refused:
        begun(dibao.fund, cast.officer, **about)
    assert refused.value.field == field


def test_nobody_signs_what_they_proposed(dibao, cast):
    version = proposed(dibao, cast.treasurer)
    with pytest.raises(Refused) as refused:
        programmes.sign(version, by=cast.treasurer, now=NOW)
    assert refused.value.code == "V07"


@pytest.mark.parametrize("name", ["officer", "director", "cashier", "mayor", "scribe"])
def test_only_who_approves_at_finance_signs(dibao, cast, name):
    version = proposed(dibao, employ("bian", "卞科员", dibao.manager, Role.CLERK))
    with pytest.raises(PermissionDenied):
        programmes.sign(version, by=getattr(cast, name), now=NOW)
    assert ProgrammeVersion.objects.get().state == ProgrammeVersion.State.PROPOSED


@pytest.mark.parametrize("name", ["mayor", "scribe"])
def test_towns_and_villages_propose_nothing(dibao, cast, name):
    with pytest.raises(PermissionDenied):
        proposed(dibao, getattr(cast, name))


def test_refused_terms_stay_with_their_answer_and_others_may_be_proposed(dibao, cast):
    version = programmes.refuse(proposed(dibao, cast.officer), by=cast.treasurer, now=NOW, reason="超出预算")
    assert (version.state, version.answer) == (ProgrammeVersion.State.REFUSED, "超出预算")
    assert proposed(dibao, cast.officer).number == 2


def test_who_proposed_withdraws(dibao, cast):
    version = proposed(dibao, cast.officer)
    with pytest.raises(PermissionDenied):
        programmes.withdraw(version, by=cast.director, now=NOW)
    assert programmes.withdraw(version, by=cast.officer, now=NOW).state == ProgrammeVersion.State.WITHDRAWN


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funds_programme SET rate = 99900",
        "UPDATE funds_programmeversion SET rate = 99900",
        "UPDATE funds_programmeversion SET valid_from = '2026-01-01'",
        "DELETE FROM funds_programmeversion",
    ],
)
def test_database_itself_keeps_terms(dibao, cast, statement):
    signed(dibao, cast)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database_itself_asks_for_two(dibao, cast):
    version = proposed(dibao, cast.officer)
    with pytest.raises(IntegrityError, match="programme_terms_by_two"), transaction.atomic():
        ProgrammeVersion.objects.filter(pk=version.pk).update(
            state="signed", decided_by=cast.officer.user, decided_at=NOW
        )


def test_signature_is_recorded(dibao, cast):
    version = signed(dibao, cast)
    verbs = list(Entry.objects.about(version).order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "funds.programmeversion.state",
        "funds.programme.proposed",
        "funds.programmeversion.state",
        "funds.programme.signed",
    ]


def opened(actor, name, *args):
    return signed_in(actor).get(reverse(f"funds:{name}", args=args))


def posted(actor, name, /, *args, serial=1, **typed):
    return signed_in(actor).post(reverse(f"funds:{name}", args=args), {"key": KEY % serial, **typed})


TYPED = {
    "way": "fixed",
    "rate": "560",
    "basis": "云民〔2026〕8号",
    "publicity_days": "7",
    "stop_months": "0",
    "economic_class": "30305",
    "is_open": "on",
    "bars_employees": "on",
    "valid_from": "2026-07",
    "reason": "年度提标",
}


def test_pages_from_proposal_to_signature(dibao, cast):
    assert posted(cast.officer, "new_terms", dibao.pk, **TYPED).status_code == 302
    version = ProgrammeVersion.objects.get()
    shown = opened(cast.treasurer, "programme_version", version.pk).content.decode()
    assert "拟调整内容" in shown
    assert "520.00" in shown
    posted(cast.treasurer, "programme_version_deed", version.pk, "sign", serial=2)
    version.refresh_from_db()
    assert version.state == ProgrammeVersion.State.SIGNED
    assert opened(cast.scribe, "programme", dibao.pk).status_code == 200


def test_page_of_a_new_programme(fund, cast):
    about = {
        "fund": fund.pk,
        "code": "gaoling",
        "name": "高龄津贴",
        "period": "month",
        "manager": cast.officer.organisation.short_name,
    }
    assert posted(cast.officer, "new_programme", **TYPED, **about).status_code == 302
    assert ProgrammeVersion.objects.get().code == "gaoling"


def test_fault_comes_back_with_what_was_typed(dibao, cast):
    answer = posted(cast.officer, "new_terms", dibao.pk, **TYPED | {"rate": "5万"})
    assert answer.status_code == 422
    assert "云民〔2026〕8号" in answer.content.decode()


def test_terms_of_a_proposal_are_not_for_other_offices(dibao, cast):
    version = proposed(dibao, cast.officer)
    assert opened(cast.scribe, "programme_version", version.pk).status_code == 404


@pytest.fixture
def bureau_of_funds(finance):
    finance.business = "funds"
    finance.save()
    return finance


def termed(cast, **about) -> Term:
    facts = {"days": 3, "basis": "优化营商环境承诺", "since": date(2026, 7, 1)} | about
    return terms.propose("audit", by=cast.cashier, now=NOW, **facts)


def test_term_counts_from_its_day_on_when_it_is_signed(bureau_of_funds, cast):
    term = termed(cast)
    assert clocks.days_of(clocks.AUDIT, at("2026-07-02")) == 5
    terms.sign(term, by=cast.treasurer, now=NOW)
    assert [clocks.days_of(clocks.AUDIT, at(day)) for day in ("2026-06-30", "2026-07-01")] == [5, 3]


def test_term_signed_late_counts_from_the_signature(bureau_of_funds, cast):
    term = terms.sign(termed(cast), by=cast.treasurer, now=at("2026-07-09"))
    assert term.since == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 61}, "days"),
        ({"basis": ""}, "basis"),
        ({"since": date(2026, 5, 31)}, "since"),
    ],
)
def test_term_that_cannot_be_names_its_field(bureau_of_funds, cast, wrong, field):
    with pytest.raises(Refused) as refused:
        termed(cast, **wrong)
    assert refused.value.field == field


def test_two_terms_do_not_begin_on_one_day(bureau_of_funds, cast):
    termed(cast)
    with pytest.raises(Refused, match="2026-07-01"):
        termed(cast)


def test_only_finance_proposes_terms_and_another_signs(bureau_of_funds, cast):
    with pytest.raises(PermissionDenied):
        terms.propose("audit", by=cast.director, now=NOW, days=3, basis="承诺", since=YEAR)
    term = terms.propose("audit", by=cast.treasurer, now=NOW, days=3, basis="承诺", since=YEAR)
    with pytest.raises(Refused) as refused:
        terms.sign(term, by=cast.treasurer, now=NOW)
    assert refused.value.code == "V07"
    with pytest.raises(PermissionDenied):
        terms.sign(term, by=cast.cashier, now=NOW)


def test_page_of_terms(bureau_of_funds, cast):
    typed = {"code": "audit", "days": "3", "since": "2099-01-01", "basis": "承诺"}
    assert posted(cast.cashier, "terms", **typed).status_code == 302
    term = Term.objects.get(days=3)
    assert "签发并生效" in opened(cast.treasurer, "terms").content.decode()
    posted(cast.treasurer, "sign_term", term.pk, serial=2)
    term.refresh_from_db()
    assert term.signed_by == cast.treasurer.user
