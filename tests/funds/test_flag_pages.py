"""The desk of suspicions: the register with its heaps, one suspicion with its evidence, the parameters."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Role
from funds.actions.ledger import Move, Slip
from funds.actions.watching import post as book_and_look
from funds.actions.watching import run
from funds.models import FlagVersion, FundFlag
from tests.conftest import at, employ
from tests.funds.money import allocated, arrive, held, move, payee, used
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(discipline):
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


@pytest.fixture
def flag(fund, bureau, cashier) -> FundFlag:
    """FF-02 about 12,000 yuan of office costs."""
    arrive(fund, 50_000, by=cashier)
    place = allocated(fund, bureau)
    move("allocate", held(fund), place, 50_000, by=cashier)
    slip = Slip(fund, "use", date(2026, 3, 9), "购置办公桌椅", "30201")
    with transaction.atomic():
        paid = [Move(place, used(fund, payee()), 12_000_00)]
        book_and_look(slip, paid, by=cashier, now=timezone.now())
    return FundFlag.objects.get()


def page(actor, name, *args, **query) -> str:
    response = signed_in(actor).get(reverse(f"funds:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(actor, flag, name, **said):
    address = reverse("funds:flag_deed", args=[flag.pk, name])
    return signed_in(actor).post(address, {"key": str(uuid4())} | said)


def test_register_explains_each_suspicion(flag, inspector):
    text = page(inspector, "flags")
    assert all(words in text for words in ("FF-02 挤占资金", "12,000.00", "30201", "市场监管局"))


FILTERS = [
    ({"state": "open_all"}, 1),
    ({"state": "asked"}, 0),
    ({"state": "lapsed"}, 0),
    ({"state": "nonsense"}, 1),
    ({"code": "FF-02"}, 1),
    ({"code": "FF-03"}, 0),
    ({"level": "yellow"}, 1),
    ({"level": "red"}, 0),
    ({"fund": "FP01"}, 1),
    ({"since": "2020-01-01", "until": "2020-12-31"}, 0),
]


@pytest.mark.parametrize(("query", "rows"), FILTERS)
def test_register_is_narrowed(flag, inspector, query, rows):
    link = f'href="{reverse("funds:flag", args=[flag.pk])}"'
    assert page(inspector, "flags", **query).count(link) == rows


def test_register_as_a_workbook(flag, inspector):
    response = signed_in(inspector).get(reverse("funds:flags"), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(response))).active.values)
    assert rows[1][0] == "FF-02 挤占资金"


def test_one_suspicion_shows_numbers_rows_and_law(flag, auditor):
    text = page(auditor, "flag", flag.pk)
    voucher = flag.subject.number
    assert [
        words for words in ("12,000.00", voucher, "购置办公桌椅", "《预算法》第六十三条") if words not in text
    ] == []


def test_idle_account_shows_what_lies_there(fund, bureau, cashier, inspector):
    arrive(fund, 800_000, by=cashier, day=date(2026, 1, 15))
    move("allocate", held(fund), allocated(fund, bureau), 800_000, by=cashier, day=date(2026, 1, 15))
    run(at("2026-04-15"))
    text = page(inspector, "flag", FundFlag.objects.get(code="FF-04").pk)
    assert "2026-01-15" in text
    assert text.count("800,000.00") >= 2


@pytest.mark.parametrize(("who", "deeds"), [("clerk", ["explain"]), ("auditor", ["explain", "ask", "propose"])])
def test_everybody_is_offered_what_is_theirs(flag, clerk, auditor, who, deeds):
    text = page({"clerk": clerk, "auditor": auditor}[who], "flag", flag.pk)
    assert [name for name in ("explain", "ask", "propose", "decide") if f'id="deed-{name}"' in text] == deeds


def test_suspicion_is_handled_through_its_page(flag, clerk, auditor, treasurer):
    post(auditor, flag, "ask", text="请说明")
    post(clerk, flag, "explain", text="临时办公用具")
    post(auditor, flag, "propose", end="verified", text="属实")
    post(treasurer, flag, "decide", agrees="yes", text="同意")
    flag.refresh_from_db()
    assert flag.state == "verified"


def test_missing_words_are_asked_for_and_nothing_is_lost(flag, inspector):
    response = post(inspector, flag, "propose", end="verified", text=" ")
    assert (response.status_code, 'value="verified" selected' in response.content.decode()) == (422, True)


def test_double_click_is_one_deed(flag, inspector):
    key = str(uuid4())
    for _click in range(2):
        post(inspector, flag, "ask", text="请说明", key=key)
    assert flag.deeds.count() == 1


def test_suspicions_wait_on_the_first_page_of_those_who_handle_them(flag, auditor, clerk):
    post(auditor, flag, "ask", text="请说明")
    waiting = ["待处置的疑点" in page(auditor, "desk"), "待说明的疑点" in page(clerk, "desk")]
    assert waiting == [True, True]


def test_detectors_are_listed_with_their_basis(inspector):
    text = page(inspector, "flag_rules")
    assert (text.count("/detectors/FF-"), "《财政违法行为处罚处分条例》第四条" in text) == (15, True)


def test_new_parameters_are_signed_by_another(inspector, second):
    address = reverse("funds:flag_rule", args=["FF-04"])
    said = {"yellow": 60, "red": 120, "is_on": "on", "reason": "县里从严", "key": str(uuid4())}
    signed_in(inspector).post(address, said)
    version = FlagVersion.objects.get(signed_at=None)
    signed_in(second).post(reverse("funds:sign_flag_version", args=[version.pk]), {"key": str(uuid4())})
    version.refresh_from_db()
    assert (version.signed_by, version.parameters) == (second.user, {"yellow": 60, "red": 120})


def test_nobody_signs_what_they_proposed(inspector):
    address = reverse("funds:flag_rule", args=["FF-04"])
    signed_in(inspector).post(address, {"yellow": 60, "red": 120, "reason": "从严", "key": str(uuid4())})
    version = FlagVersion.objects.get(signed_at=None)
    signed_in(inspector).post(reverse("funds:sign_flag_version", args=[version.pk]), {"key": str(uuid4())})
    version.refresh_from_db()
    assert version.signed_at is None


def test_parameter_out_of_bounds_is_named(inspector):
    address = reverse("funds:flag_rule", args=["FF-04"])
    said = {"yellow": 0, "red": 120, "reason": "试行", "key": str(uuid4())}
    response = signed_in(inspector).post(address, said)
    assert (response.status_code, FlagVersion.objects.filter(signed_at=None).count()) == (422, 0)


def test_detector_that_does_not_exist(inspector):
    assert signed_in(inspector).get(reverse("funds:flag_rule", args=["FF-99"])).status_code == 404


def test_page_of_the_fund_leads_to_its_suspicions(flag, auditor):
    assert "?fund=FP01&amp;state=open_all" in page(auditor, "fund", flag.fund.code)
