"""The pages of red flags: register, one suspicion with its deeds, evidence, parameters, library."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from procurement.actions import facts, flag_rules, flagging
from procurement.models import Behaviour, Flag, FlagVersion
from tests.conftest import employ
from tests.gates import signed_in
from tests.procurement.market import bid, trade

pytestmark = pytest.mark.django_db
CLOSE = {"A": 98.01, "B": 98.06, "C": 97.99, "D": 98.02}


@pytest.fixture
def second(discipline):
    return employ("qian", "老钱", discipline, "inspector")


@pytest.fixture
def flag(other_bureau, inspector) -> Flag:
    today = f"{timezone.localdate()}"
    facts.put([trade(CLOSE, organisation=other_bureau.pk, day=today, control_price=10_000_00)], now=timezone.now())
    return Flag.objects.get()


@pytest.fixture
def page(inspector):
    client = signed_in(inspector)

    def get(name, *args, **query) -> str:
        response = client.get(reverse(f"procurement:{name}", args=args), query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def sheet(response) -> list[tuple]:
    return [tuple(row) for row in load_workbook(BytesIO(b"".join(response))).active.values]


def test_register_explains_each_suspicion(page, flag):
    assert "98.06" not in page("flags")
    assert re.search(r"0\.026\s?%.*0\.5\s?%", page("flags"))


FILTERS = [
    ({"severity": "high"}, 0),
    ({"severity": "medium"}, 1),
    ({"family": "procedure"}, 0),
    ({"code": "RF-06"}, 1),
]
FILTERS += [({"q": "A公司"}, 1), ({"q": "无此公司"}, 0), ({"state": "open"}, 1), ({"state": "lapsed"}, 0)]


@pytest.mark.parametrize(("query", "rows"), FILTERS)
def test_register_is_narrowed(page, flag, query, rows):
    assert page("flags", **query).count(f'href="{reverse("procurement:flag", args=[flag.pk])}"') == rows


def test_register_as_a_workbook(inspector, flag):
    response = signed_in(inspector).get(reverse("procurement:flags"), {"export": "xlsx"})
    assert sheet(response)[1][0:2] == ("RF-06", str(flagging.BY_CODE["RF-06"].name))


def test_page_of_a_suspicion_shows_its_numbers(page, flag):
    text = page("flag", flag.pk)
    numbers = ["0.026", "0.5", "4", "10,000.00", "97.99", "98.01", "98.02", "98.06"]  # value, limit, group, prices
    assert [number for number in numbers if f">{number}<" not in text] == []


def test_lead_of_history_says_that_it_rests(page, other_bureau):
    facts.put([trade(CLOSE, organisation=other_bureau.pk, day="2025-03-23")], now=timezone.now())
    assert "历史线索，受理后计时" in page("flag", Flag.objects.get().pk)


def test_leads_of_history_stand_behind_what_is_owed(page, flag, other_bureau):
    facts.put([trade(CLOSE, organisation=other_bureau.pk, day="2025-03-23", ocid="old")], now=timezone.now())
    rows = re.findall(r'href="/desk/flags/(\d+)/"', page("flags"))
    assert rows == [f"{flag.pk}", f"{Flag.objects.get(fact__ocid='old').pk}"]


@pytest.mark.parametrize(("state", "rows"), [("open", 0), ("resting", 1)])
def test_leads_of_history_are_a_queue_of_their_own(page, other_bureau, state, rows):
    facts.put([trade(CLOSE, organisation=other_bureau.pk, day="2025-03-23")], now=timezone.now())
    assert len(re.findall(r'href="/desk/flags/\d+/"', page("flags", state=state))) == rows


def test_department_of_another_trade_does_not_see_it(flag, head):
    assert signed_in(head).get(reverse("procurement:flag", args=[flag.pk])).status_code == 404


def test_centre_has_no_register(flag, centre_clerk):
    assert signed_in(centre_clerk).get(reverse("procurement:flags")).status_code == 403


def post(actor, flag, name, **said):
    address = reverse("procurement:flag_deed", args=[flag.pk, name])
    return signed_in(actor).post(address, {"key": str(uuid4())} | said)


def test_suspicion_is_handled_through_its_page(flag, inspector, second):
    post(inspector, flag, "ask", text="请说明")
    post(inspector, flag, "explain", text="已说明")
    post(inspector, flag, "propose", end="dismissed", text="同一定额")
    post(second, flag, "decide", agrees="yes", text="同意")
    flag.refresh_from_db()
    assert flag.state == "dismissed"


def test_missing_words_are_asked_for_and_nothing_is_lost(flag, inspector):
    response = post(inspector, flag, "propose", end="verified", text=" ")
    assert (response.status_code, 'value="verified" selected' in response.content.decode()) == (422, True)


def test_double_click_is_one_deed(flag, inspector):
    key = str(uuid4())
    for _click in range(2):
        post(inspector, flag, "ask", text="请说明", key=key)
    assert flag.deeds.count() == 1


def test_pairs_with_expectation(page, other_bureau):
    today = f"{timezone.localdate()}"
    market = [trade({"A": 90, "B": 95, "C": 99 + n}, winner="A", day=today, buyer=f"T{n}") for n in range(4)]
    market += [trade({f"X{n}": 90, f"Y{n}": 95}, day=today, buyer=f"U{n}") for n in range(4)]
    facts.put(market, now=timezone.now())
    text = page("evidence", "bidders")
    assert "2.00" in text  # 4 * 4 / 8
    assert "1 / 70" in text  # one way of 8 over 4


@pytest.mark.parametrize("kind", ["bidders", "experts", "agents"])
def test_empty_market_says_what_to_do(page, kind):
    assert '<svg class="network"' not in page("evidence", kind)


def test_evidence_of_an_unknown_kind(inspector):
    assert signed_in(inspector).get(reverse("procurement:evidence", args=["nonsense"])).status_code == 404


def test_evidence_as_a_workbook(inspector):
    today = f"{timezone.localdate()}"
    facts.put([trade({"A": 90, "B": 95}, agent="G", winner="A", day=today) for _n in range(3)], now=timezone.now())
    response = signed_in(inspector).get(reverse("procurement:evidence", args=["agents"]), {"export": "xlsx"})
    assert sheet(response)[1][:4] == ("G公司", "A公司", 3, 3)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "2026-13-01"}, "since"),
        ({"least": "viele"}, "least"),
        ({"since": "2026-05-01", "until": "2026-01-01"}, "until"),
    ],
)
def test_odd_filters_of_evidence_are_said_at_their_field(page, query, field):
    assert f'id="id_{field}_error"' in page("evidence", "bidders", **query)


def test_rules_are_listed_with_their_basis(page):
    assert "招标投标法实施条例 第四十条第六项" in page("flag_rules")


def test_new_parameters_are_signed_by_another(inspector, second, flag):
    address = reverse("procurement:flag_rule", args=["RF-06"])
    signed_in(inspector).post(
        address, {"share": 1, "least": 3, "is_on": "on", "reason": "减少误报", "key": str(uuid4())}
    )
    version = FlagVersion.objects.get()
    signed_in(second).post(reverse("procurement:sign_flag_version", args=[version.pk]), {"key": str(uuid4())})
    flag.refresh_from_db()
    assert (flagging.in_force(timezone.localdate())["RF-06"][1]["share"], flag.lapsed_at is None) == (1, False)


def test_parameter_out_of_bounds_is_named(inspector):
    address = reverse("procurement:flag_rule", args=["RF-06"])
    response = signed_in(inspector).post(address, {"share": 0, "least": 3, "reason": "试", "key": str(uuid4())})
    assert (response.status_code, FlagVersion.objects.count()) == (422, 0)


def test_nobody_signs_what_they_proposed(inspector):
    about = {"by": inspector, "now": timezone.now(), "parameters": {"share": 60}, "reason": "试行"}
    version = flag_rules.propose("RF-06", **about)
    signed_in(inspector).post(reverse("procurement:sign_flag_version", args=[version.pk]), {"key": str(uuid4())})
    version.refresh_from_db()
    assert version.signed_at is None


def test_flag_that_is_switched_off_lapses(inspector, second, flag):
    about = {"by": inspector, "now": timezone.now(), "parameters": {}, "reason": "停用"}
    flag_rules.sign(flag_rules.propose("RF-06", is_on=False, **about), by=second, now=timezone.now())
    flag.refresh_from_db()
    assert flag.lapsed_at is not None


def test_mark_is_entered_and_struck_off(inspector, page):
    said = {"kind": "firm", "value": "A", "shown": "A公司", "standing": "proven", "reason": "串通投标被处罚"}
    signed_in(inspector).post(reverse("procurement:behaviours"), said | {"key": str(uuid4())})
    row = Behaviour.objects.get()
    signed_in(inspector).post(reverse("procurement:strike_behaviour", args=[row.pk]), {"reason": "处罚期满"})
    assert "处罚期满" in page("behaviours")


def test_match_names_the_entry_of_the_library(page, other_bureau, inspector):
    about = {"value": "A", "shown": "A公司", "standing": "proven", "reason": "串通投标被处罚"}
    flagging.enter_behaviour("firm", **about, by=inspector, now=timezone.now())
    later = trade({"A": 90, "B": 95, "C": 101}, organisation=other_bureau.pk, day=f"{timezone.localdate()}")
    facts.put([later], now=timezone.now())
    assert "串通投标被处罚" in page("flag", Flag.objects.get(code="BL-01").pk)


def test_flags_of_one_tender(page, course, inspector):
    tender = course.to("filing")
    facts.refresh(tender, now=timezone.now())
    assert tender.number in page("tender_flags", tender.number)


def test_shared_marks_are_named_in_words(page, other_bureau, inspector):
    bids = [bid(code, 100 + 7 * n, marks={"account": ["1"]}) for n, code in enumerate("AB")] + [bid("C", 190)]
    facts.put([trade(bids, organisation=other_bureau.pk)], now=timezone.now())
    assert "A公司、B公司" in page("flag", Flag.objects.get(code="RF-03").pk)
