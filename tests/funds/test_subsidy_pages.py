"""The pages of subsidies: desks of village, town, county and finance, the public page, a citizen's own."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import User
from funds.actions.granting import Answer, draft, send, settle
from funds.actions.subsidising import show
from funds.forms.subsidies import BankRowForm, RosterRowForm, RowForm
from funds.models import FundFlag, OwnRecords, PayList, Programme, Roll, RollLine, RosterRow, Try, Voucher
from records.models import Look
from tests.conftest import at
from tests.funds.money import allocated, arrive, held, move
from tests.funds.subsidies import MAY, approved, area_row, number, programme, rolled, row, signed
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
KEY = "9d7bb1a0-0000-4000-8000-0000000000%02d"


@pytest.fixture
def roll(dibao, cast):
    return rolled(dibao, cast.one, [row(1), row(2)], by=cast.scribe)


def opened(actor, name, *args):
    return signed_in(actor).get(reverse(f"funds:{name}", args=args))


def posted(actor, name, /, *args, serial=1, **typed):
    return signed_in(actor).post(reverse(f"funds:{name}", args=args), {"key": KEY % serial, **typed})


def labels() -> list[str]:
    return [str(bound.label) for bound in RowForm()]


def workbook(*rows):
    book = Workbook()
    for line in rows:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "名册.xlsx"
    return file


def sheet(text: str, encoding="utf-8"):
    file = io.BytesIO(text.encode(encoding))
    file.name = "名册.csv"
    return file


def cells(serial: int, **about) -> list[str]:
    one = row(serial, **about)
    return [one.name, one.number, "", "", one.bank, one.account, ""]


def test_village_begins_a_list_fills_it_and_shows_it(dibao, cast):
    answer = posted(cast.scribe, "new_roll", programme=dibao.pk, village=cast.one.pk, period="2026-05")
    made = Roll.objects.get()
    assert answer.url == reverse("funds:roll", args=[made.pk])
    typed = {"name": "王大二", "number": number(1), "bank": "云溪农商行", "account": "6228 4800 0000 0001"}
    posted(cast.scribe, "roll_deed", made.pk, "enter", serial=2, **typed)
    assert RollLine.objects.get().amount == 52_000
    posted(cast.scribe, "roll_deed", made.pk, "show", serial=3)
    made.refresh_from_db()
    assert made.state == Roll.State.VILLAGE_SHOWN


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "110105200102300019"}, "20010230"),
        ({"number": "110105190001010011"}, "身份证"),
        ({"account": "abc"}, "8至30位"),
        ({"amount": "52万"}, "3000000"),
        ({"amount": "-5"}, "1250000.00"),
    ],
)
def test_row_with_a_fault_comes_back_with_what_was_typed(roll, cast, wrong, words):
    typed = {"name": "李大山", "number": number(7), "bank": "农商行", "account": "6228480000000007"} | wrong
    answer = posted(cast.scribe, "roll_deed", roll.pk, "enter", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "李大山" in page
    assert roll.lines.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_from_a_csv_file(dibao, cast, encoding):
    made = rolled(dibao, cast.one, [row(9)], by=cast.scribe)
    text = "\n".join(",".join(line) for line in [labels(), cells(1), cells(2)])
    assert posted(cast.scribe, "import_rows", made.pk, file=sheet(text, encoding)).status_code == 302
    assert made.lines.count() == 3


def test_rows_from_a_workbook_with_a_fault_save_nothing(roll, cast):
    wrong = cells(4)
    wrong[1] = "110105200102300019"
    answer = posted(cast.scribe, "import_rows", roll.pk, file=workbook(labels(), cells(3), wrong))
    assert answer.status_code == 422
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [(3, "身份证号码")]
    assert roll.lines.count() == 2


@pytest.mark.parametrize(
    "text", ["\n", "姓名,身份证号码\n王,1\n", '"open', "x" * 20_000], ids=["empty", "headers", "quotes", "long line"]
)
def test_file_that_cannot_be_read(roll, cast, text):
    answer = posted(cast.scribe, "import_rows", roll.pk, file=sheet(text))
    assert answer.status_code == 422
    assert answer.context["faults"]


def test_binary_file_is_refused(roll, cast):
    file = io.BytesIO(b"\x00\xff\xfe" * 20)
    file.name = "名册.csv"
    assert posted(cast.scribe, "import_rows", roll.pk, file=file).status_code == 422


def test_list_shows_no_number_in_clear(roll, cast):
    page = opened(cast.mayor, "roll", roll.pk).content.decode()
    assert "110105********" in page
    assert number(1) not in page
    assert "王大二" not in page


def test_town_reads_numbers_in_clear_and_every_look_is_noted(roll, cast):
    line = roll.lines.first()
    assert number(1) in opened(cast.mayor, "line", line.pk).content.decode()
    assert Look.objects.about(line).get().user == cast.mayor.user


def test_village_does_not_read_numbers_in_clear(roll, cast):
    line = roll.lines.first()
    assert number(1) not in opened(cast.scribe, "line", line.pk).content.decode()
    assert not Look.objects.exists()


@pytest.mark.parametrize("who", ["other_scribe", "citizen"])
def test_strangers_do_not_see_a_list(roll, cast, citizen, who):
    actor = citizen if who == "citizen" else cast.other_scribe
    assert opened(actor, "roll", roll.pk).status_code == (403 if who == "citizen" else 404)


def test_held_row_is_let_pass_on_its_page(dibao, cast):
    line = rolled(dibao, cast.one, [row(1, holder="李二狗")], by=cast.scribe).lines.get()
    assert "账户户名不是本人" in opened(cast.mayor, "line", line.pk).content.decode()
    posted(cast.mayor, "line_deed", line.pk, "excuse", words="监护人代领")
    line.refresh_from_db()
    assert line.state == RollLine.State.LISTED


def test_a_suspicion_about_a_row_shows_all_rows_of_the_person(dibao, cast, inspector):
    """The suspected row stands first; the name stays masked."""
    lists = [
        rolled(dibao, where, [row(1)], by=by) for where, by in ((cast.one, cast.scribe), (cast.two, cast.other_scribe))
    ]
    flag = FundFlag.objects.get(code="FF-07")
    [(heading, _headers, cells)] = opened(inspector, "flag", flag.pk).context["tables"]
    assert [line[0][1] for line in cells] == [lists[1].number, lists[0].number]
    assert heading.endswith("：王*二")


def offered(actor, roll) -> list[str]:
    return [panel["name"] for panel in opened(actor, "roll", roll.pk).context["panels"]]


def test_a_list_is_passed_on_only_when_that_can_be_done(roll, cast, time_machine_at):
    """Whoever passes it on too early is refused, and that stands in the record: no page leads there."""
    show(roll, by=cast.scribe, now=at("2026-06-01"))
    found = []
    for day in ("2026-06-10", "2026-06-11"):
        with time_machine_at(day):
            found.append("pass" in offered(cast.scribe, roll))
    with time_machine_at("2026-06-11"):
        posted(cast.scribe, "roll_deed", roll.pk, "object", words="有房")
        assert [*found, "pass" in offered(cast.scribe, roll)] == [False, True, False]


def test_no_area_is_asked_for_where_all_get_the_same(dibao, roll, cast):
    [panel] = [one for one in opened(cast.scribe, "roll", roll.pk).context["panels"] if one["name"] == "enter"]
    assert "area" not in panel["form"].fields


def test_objection_from_the_page_to_the_answer(roll, cast):
    posted(cast.scribe, "roll_deed", roll.pk, "show")
    line = roll.lines.first()
    posted(cast.scribe, "roll_deed", roll.pk, "object", serial=2, words="已购商品房", line=line.pk)
    said = roll.objections.get()
    assert said.line == line
    posted(cast.mayor, "objection", said.pk, serial=3, is_upheld="yes", answer="经核实属实")
    line.refresh_from_db()
    assert line.state == RollLine.State.STRUCK


def test_roster_is_read_in(cast):
    heads = ",".join(str(bound.label) for bound in RosterRowForm())
    file = sheet(f"{heads}\n王大二,{number(1)},2026-03-20,\n")
    posted(cast.mayor, "rosters", kind="deceased", source="民政局2026年第一季度", file=file)
    assert RosterRow.objects.get().day.isoformat() == "2026-03-20"


def test_roster_without_the_day_of_death_is_refused_with_its_row(cast):
    heads = ",".join(str(bound.label) for bound in RosterRowForm())
    answer = posted(
        cast.mayor, "rosters", kind="deceased", source="民政局", file=sheet(f"{heads}\n王大二,{number(1)},,\n")
    )
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [(2, "死亡日期")]


def funded(dibao, cast):
    arrive(dibao.fund, 100_000, by=cast.cashier)
    place = allocated(dibao.fund, dibao.manager, dibao.name)
    move(Voucher.Kind.ALLOCATE, held(dibao.fund), place, 100_000, by=cast.cashier)


def test_finance_drafts_sends_and_reads_the_answers(dibao, cast, roll):
    funded(dibao, cast)
    approved(roll, cast)
    posted(cast.cashier, "new_pay_list", programme=dibao.pk, period="2026-05")
    made = PayList.objects.get()
    posted(cast.treasurer, "pay_list_deed", made.pk, "send", serial=2)
    file = opened(cast.cashier, "pay_list_csv", made.pk).content.decode()
    assert "6228480000000001" in file
    heads = ",".join(str(bound.label) for bound in BankRowForm())
    made.refresh_from_db()
    day = made.voucher.happened_on
    lines = [f"{grant.reference},520.00,成功,{day}," for grant in made.grants.all()]
    posted(cast.cashier, "pay_list_answers", made.pk, serial=3, file=sheet("\n".join([heads, *lines])))
    made.refresh_from_db()
    assert made.state == PayList.State.SETTLED


def sent_list(dibao, cast, roll) -> PayList:
    funded(dibao, cast)
    approved(roll, cast)
    made = draft(dibao, by=cast.cashier, now=at("2026-07-09"), period=MAY)
    return send(made, by=cast.treasurer, now=at("2026-07-09"))


def test_page_for_the_answers_names_the_columns(dibao, cast, roll):
    page = opened(cast.cashier, "pay_list_answers", sent_list(dibao, cast, roll).pk).content.decode()
    assert "、".join(str(bound.label) for bound in BankRowForm()) in page


def test_wrong_answer_of_the_bank_is_told_with_row_column_and_cell(dibao, cast, roll):
    made = sent_list(dibao, cast, roll)
    day = made.voucher.happened_on
    lines = [f"{grant.reference},519.00,成功,{day}," for grant in made.grants.all()]
    text = "\n".join([",".join(str(bound.label) for bound in BankRowForm()), *lines])
    answer = posted(cast.cashier, "pay_list_answers", made.pk, file=sheet(text))
    told = [(fault.row, fault.column, fault.value) for fault in answer.context["faults"]]
    assert (answer.status_code, told) == (422, [(2, "金额（元）", "519.00"), (3, "金额（元）", "519.00")])


def test_file_for_the_bank_is_for_finance_alone(dibao, cast, roll):
    made = sent_list(dibao, cast, roll)
    assert opened(cast.director, "pay_list_csv", made.pk).status_code == 403


def test_people_read_masked_names_while_a_list_is_on_show(roll, cast, time_machine_at):
    show(roll, by=cast.scribe, now=at("2026-06-01"))
    with time_machine_at("2026-06-02"):
        assert roll.number in Client().get(reverse("funds:shown")).content.decode()
        page = Client().get(reverse("funds:shown_roll", args=[roll.number])).content.decode()
    assert "王*二" in page
    assert "520.00" in page
    assert not any(secret in page for secret in ("王大二", "110105", "6228"))


@pytest.mark.parametrize("day", ["2026-06-11", "2026-05-31"])
def test_people_do_not_read_a_list_after_its_publicity(roll, cast, time_machine_at, day):
    show(roll, by=cast.scribe, now=at("2026-06-01"))
    with time_machine_at(day):
        assert Client().get(reverse("funds:shown_roll", args=[roll.number])).status_code == 404


@pytest.fixture
def time_machine_at():
    return lambda day: time_machine.travel(at(day), tick=False)


@pytest.fixture
def paid(dibao, cast):
    """Somebody got the subsidy of May for 3.55 mu."""
    signed(dibao, cast, valid_from=MAY, way=Programme.Way.AREA, rate=10_010)
    funded(dibao, cast)
    approved(rolled(dibao, cast.one, [area_row(1, "3.55"), area_row(2, "1")], by=cast.scribe), cast)
    made = send(
        draft(dibao, by=cast.cashier, now=at("2026-07-09"), period=MAY), by=cast.treasurer, now=at("2026-07-09")
    )
    day = at("2026-07-10").date()
    answers = [Answer(2, grant.reference, grant.amount, True, day) for grant in made.grants.all()]
    return settle(made, by=cast.cashier, now=at("2026-07-11"), answers=answers)


MINE = {"name": "王大二", "number": number(1), "account": row(1).account}


def test_citizen_sees_own_payments_and_how_they_are_counted(paid, citizen):
    posted(citizen, "my_subsidies", **MINE)
    page = opened(citizen, "my_subsidies").content.decode()
    assert all(words in page for words in ("3.55 亩 × 100.10 元", "355.36", "2026-07-10", "2026年5月"))
    assert "100.10</td>" not in page  # the neighbour's amount


@pytest.mark.parametrize("wrong", [{"name": "王大三"}, {"number": number(2)}, {"account": row(2).account}])
def test_citizen_who_is_somebody_else_sees_nothing(paid, citizen, wrong):
    assert posted(citizen, "my_subsidies", **MINE | wrong).status_code == 422
    assert not OwnRecords.objects.exists()
    assert Try.objects.get().was_right is False


def test_fifth_wrong_try_closes_the_door_for_a_day(paid, citizen):
    for serial in range(5):
        posted(citizen, "my_subsidies", serial=serial, **MINE | {"name": "王大三"})
    posted(citizen, "my_subsidies", serial=6, **MINE)
    assert not OwnRecords.objects.exists()
    for one in Try.objects.all():
        Try.objects.filter(pk=one.pk).update(tried_at=one.tried_at - timedelta(days=1, seconds=1))
    posted(citizen, "my_subsidies", serial=7, **MINE)
    assert OwnRecords.objects.get().user == citizen.user


def test_staff_see_no_subsidies_of_their_own_in_office(cast):
    assert User.objects.filter(is_citizen=True).count() == 0
    assert opened(cast.mayor, "my_subsidies").status_code == 403


@pytest.mark.parametrize("name", ["rolls", "pay_lists", "rosters", "new_roll"])
def test_desks_open_for_the_town(cast, dibao, roll, name):
    assert opened(cast.mayor, name).status_code == 200


def test_programmes_of_another_finance_bureau_are_not_paid(cast, dibao, bureau):
    programme(dibao.fund, bureau, code="other", name="其他补贴")
    assert opened(cast.director, "new_pay_list").status_code == 403
