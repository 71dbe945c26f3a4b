"""The pages of the office of appraisal and of units, over HTTP."""

import io
import uuid
from datetime import date
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from accounts.models import Role
from records.attachments import may_read
from records.models import Attachment
from scoring.actions import reviews, rounds
from scoring.forms.rows import FIELDS
from scoring.models import Mark, Round, Scheme
from tests.conftest import employ
from tests.gates import signed_in
from tests.monitoring.cards import PDF
from tests.scoring.sheets import THEN, begun, in_force, item_of, mark, published, sheet_of

pytestmark = pytest.mark.django_db


def send(client, address, *args, **data):
    return client.post(reverse(f"scoring:{address}", args=args), data | {"key": str(uuid.uuid4())})


@pytest.fixture
def clerk_client(office):
    return signed_in(office.clerk)


@pytest.fixture
def head_client(office):
    return signed_in(office.head)


@pytest.fixture
def round(office, towns):
    return begun(office, towns[:3], items=((10, {"points": 2, "rule": "missing", "each": 1}), (88,)))


@pytest.fixture
def scheme(office):
    return in_force(office)


@pytest.fixture
def mayor(towns):
    return employ("zhen", "城镇长", towns[0], Role.HEAD)


def test_a_round_is_opened_for_the_towns_that_are_chosen(clerk_client, towns, scheme):
    address = f"{reverse('scoring:new_round')}?scheme={scheme.pk}"
    keys = [f"organisation-{town.pk}" for town in towns[:2]]
    about = {"name": "2026年上半年", "first": "2026-01-01", "last": "2026-06-30", "subjects": keys}
    assert clerk_client.post(address, about | {"key": str(uuid.uuid4())}).status_code == 302
    assert Round.objects.get().sheets.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"last": "2025-01-01"}, "last"),
        ({"first": "x"}, "first"),
        ({"subjects": []}, "subjects"),
    ],
)
def test_a_round_that_cannot_be_opened_says_where(clerk_client, towns, scheme, wrong, field):
    address = f"{reverse('scoring:new_round')}?scheme={scheme.pk}"
    about = {"name": "上半年", "first": "2026-01-01", "last": "2026-06-30"}
    about |= {"subjects": [f"organisation-{towns[0].pk}"], "key": str(uuid.uuid4())}
    answer = clerk_client.post(address, about | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_second_click_opens_one_round(clerk_client, towns, scheme):
    address = f"{reverse('scoring:new_round')}?scheme={scheme.pk}"
    about = {"name": "上半年", "first": "2026-01-01", "last": "2026-06-30", "key": str(uuid.uuid4())}
    about["subjects"] = [f"organisation-{towns[0].pk}"]
    first, second = (clerk_client.post(address, about) for _click in range(2))
    assert (first.url, Round.objects.count()) == (second.url, 1)


@pytest.mark.parametrize(
    ("deed", "data", "field"),
    [
        ("deduction", {"ground": "incident", "points": "6", "words": "事故"}, "points"),
        ("deduction", {"ground": "", "points": "1", "words": "迟报"}, "ground"),
        ("bonus", {"points": "-1", "words": "信息报送"}, "points"),
        ("bonus", {"points": "1", "words": ""}, "words"),
        ("item", {"points": "1", "words": "缺"}, "item"),
    ],
)
def test_wrong_points_are_told_at_their_field(clerk_client, round, towns, deed, data, field):
    answer = send(clerk_client, "sheet_deed", sheet_of(round, towns[0]).pk, deed, **data)
    panel = next(panel for panel in answer.context["panels"] if panel["name"] == deed)
    assert (answer.status_code, list(panel["form"].errors), Mark.objects.count()) == (422, [field], 0)


def test_an_item_of_a_rule_asks_for_the_number(clerk_client, round, towns):
    item = item_of(round, number=2)
    data = {"item": item.pk, "points": "1", "words": "缺一项"}
    answer = send(clerk_client, "sheet_deed", sheet_of(round, towns[0]).pk, "item", **data)
    panel = next(panel for panel in answer.context["panels"] if panel["name"] == "item")
    assert list(panel["form"].errors) == ["count"]


def test_points_are_entered_confirmed_and_shown(clerk_client, head_client, round, towns):
    sheet = sheet_of(round, towns[0])
    send(clerk_client, "sheet_deed", sheet.pk, "bonus", points="3", words="信息报送")
    assert clerk_client.get(reverse("scoring:sheet", args=[sheet.pk])).context["paper"].score.total == 100
    send(head_client, "mark_deed", sheet.marks.get().pk, "confirm")
    assert clerk_client.get(reverse("scoring:sheet", args=[sheet.pk])).context["paper"].score.total == 103


def test_evidence_on_paper_is_read_by_who_reads_the_sheet(clerk_client, office, round, towns, mayor):
    paper = SimpleUploadedFile("签报.pdf", PDF, content_type="application/pdf")
    data = {"points": "3", "words": "信息报送", "files": paper}
    send(clerk_client, "sheet_deed", sheet_of(round, towns[0]).pk, "bonus", **data)
    file = Attachment.objects.get()
    assert (may_read(office.head, file), may_read(mayor, file)) == (True, False)


def test_the_desk_counts_what_waits(clerk_client, head_client, office, round, towns):
    mark(office, sheet_of(round, towns[0]), Mark.Kind.BONUS, 3, confirmed=False)
    heaps = {
        who: [(heap["tile"].address, heap["count"]) for heap in client.get(reverse("scoring:desk")).context["heaps"]]
        for who, client in (("clerk", clerk_client), ("head", head_client))
    }
    assert heaps == {
        "clerk": [("scoring:rounds", 1)],
        "head": [("scoring:waiting", 1), ("scoring:rounds", 1)],
    }


def test_a_unit_reads_its_sheet_once_published(office, round, towns, mayor):
    sheet, client = sheet_of(round, towns[0]), signed_in(mayor)
    mark(office, sheet, Mark.Kind.DEDUCTION, 1, ground="late", words="信息迟报")
    address = reverse("scoring:sheet", args=[sheet.pk])
    assert client.get(address).status_code == 404
    published(office, round)
    assert "信息迟报" in client.get(address).text
    assert client.get(reverse("scoring:sheet", args=[sheet_of(round, towns[1]).pk])).status_code == 404


def test_a_unit_asks_for_a_review(office, round, towns, mayor):
    mark(office, sheet_of(round, towns[0]), Mark.Kind.DEDUCTION, 1, ground="late")
    published(office, round)
    sheet = sheet_of(round, towns[0])
    assert reviews.ask(sheet, by=mayor, now=THEN, grounds="已按时报送", mark=sheet.marks.get())
    page = signed_in(mayor).get(reverse("scoring:mine"))
    assert [review.grounds for review in page.context["reviews"]] == ["已按时报送"]


def test_the_report_shows_arrows_and_the_slope(clerk_client, office, round, towns):
    for town, lost in zip(towns, [1, 2, 3], strict=False):
        mark(office, sheet_of(round, town), Mark.Kind.PART, lost, item=item_of(round))
    published(office, round)
    later = begun(office, towns[:3], round.scheme, date(2026, 7, 1), date(2026, 12, 31))
    for town, lost in zip(towns, [3, 2, 1], strict=False):
        mark(office, sheet_of(later, town), Mark.Kind.PART, lost, item=item_of(later))
    published(office, later)
    page = clerk_client.get(reverse("scoring:report", args=[later.pk]))
    assert [(place.sheet.name, place.climbed) for place in page.context["places"]] == [
        ("白水镇", 2),
        ("青山镇", 0),
        ("城关镇", -2),
    ]
    assert '<svg class="slope"' in page.text


@pytest.fixture
def weighed(office, round, towns):
    """The first town loses everything of the first category, the second a little more of the second."""
    mark(office, sheet_of(round, towns[0]), Mark.Kind.ZERO, category=round.scheme.categories.get(number=1))
    mark(office, sheet_of(round, towns[1]), Mark.Kind.PART, 14, item=item_of(round, category=2))
    return reverse("scoring:report", args=[round.pk])


def test_other_weights_change_the_ranking_and_nothing_is_saved(clerk_client, weighed):
    page = clerk_client.get(weighed, {"w1": "50", "w2": "50"})
    assert [(row["sheet"].name, row["total"], row["was"]) for row in page.context["guess"]] == [
        ("白水镇", D("100.00"), 1),
        ("青山镇", D("92.05"), 3),
        ("城关镇", D("50.00"), 2),
    ]
    assert Scheme.objects.get(code="township").categories.get(number=1).points == 12


@pytest.mark.parametrize(
    ("weights", "told"),
    [({"w1": "50", "w2": "51"}, "101"), ({"w1": "x", "w2": "50"}, "w1")],
)
def test_weights_that_miss_the_whole_are_refused(clerk_client, weighed, weights, told):
    page = clerk_client.get(weighed, weights)
    assert (page.context["guess"], told in str(page.context["form"].errors)) == (None, True)


def test_the_report_is_a_workbook(clerk_client, round):
    answer = clerk_client.get(reverse("scoring:report", args=[round.pk]), {"xlsx": "1"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert len(rows) == 4


# lists of points


def words(*names) -> list[str]:
    with override("zh-hans"):
        return [str(FIELDS[name]) for name in names]


def book(*rows):
    table, file = Workbook(), io.BytesIO()
    for row in (words(*FIELDS), *rows):
        table.active.append(row)
    table.save(file)
    file.seek(0)
    file.name = "points.xlsx"
    return file


GOOD = ["城关镇", "part", "1.1", "", "2", "", "台账不全"]


def test_a_list_of_points_is_taken_in(clerk_client, round):
    file = book(
        GOOD, ["青山镇", "deduction", "", "late", "1", "", "信息迟报"], ["白水镇", "part", "1.2", "", "", "1", "缺"]
    )
    assert send(clerk_client, "import_marks", round.pk, file=file).status_code == 302
    assert sorted(Mark.objects.values_list("sheet__name", "points")) == [("城关镇", 2), ("白水镇", 1), ("青山镇", 1)]


@pytest.mark.parametrize(
    ("place", "value", "column"),
    [
        (0, "无此镇", "sheet"),
        (2, "9.9", "item"),
        (2, "", "item"),
        (4, "11", "points"),
        (4, "-1", "points"),
        (6, "", "words"),
    ],
)
def test_a_list_with_a_fault_is_refused_as_a_whole(clerk_client, round, place, value, column):
    wrong = list(GOOD)
    wrong[place] = value
    answer = send(clerk_client, "import_marks", round.pk, file=book(GOOD, wrong))
    assert (answer.status_code, Mark.objects.count()) == (422, 0)
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [(3, *words(column))]


# schemes


def edited(client, scheme, **changes):
    """The draft's page sent back with these fields changed."""
    page = client.get(reverse("scoring:edit_scheme", args=[scheme.pk]))
    data = {}
    made = page.context["forms"]
    for form in (
        made.head,
        *made.categories.forms,
        *made.lines.forms,
        made.categories.management_form,
        made.lines.management_form,
    ):
        for bound in form:
            value = (
                bound.field.prepare_value(bound.value()) if hasattr(bound.field, "prepare_value") else bound.value()
            )
            if value is True:
                data[bound.html_name] = "on"
            elif value not in (None, False):
                data[bound.html_name] = value
    return send(client, "edit_scheme", scheme.pk, **(data | changes))


@pytest.fixture
def next_version(clerk_client):
    scheme = Scheme.objects.get(code="towns")
    send(clerk_client, "scheme_deed", scheme.pk, "draft")
    return Scheme.objects.get(code="towns", version=2)


def test_the_next_version_is_a_copy(next_version):
    points = [part.points for part in Scheme.objects.get(code="towns", version=1).parts()]
    assert [part.points for part in next_version.parts()] == points


def test_a_draft_that_does_not_add_up_is_kept_and_told(clerk_client, next_version):
    assert edited(clerk_client, next_version, **{"i-0-points": "3"}).status_code == 302
    page = clerk_client.get(reverse("scoring:edit_scheme", args=[next_version.pk]))
    [(number, words)] = page.context["faults"]
    assert (number, "8" in words, "9" in words) == (1, True, True)


def test_a_draft_that_does_not_add_up_is_not_signed(clerk_client, head_client, next_version):
    edited(clerk_client, next_version, **{"i-0-points": "3"})
    assert send(head_client, "scheme_deed", next_version.pk, "sign").status_code == 422


def test_a_draft_is_signed_by_another(clerk_client, head_client, next_version):
    edited(clerk_client, next_version, name="乡镇工作目标评估（修订）")
    send(head_client, "scheme_deed", next_version.pk, "sign")
    next_version.refresh_from_db()
    assert (next_version.state, next_version.name) == ("in_force", "乡镇工作目标评估（修订）")


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("i-0-points", "0", "i-0"),
        ("i-0-source", "weather", "i-0"),
        ("i-0-category", "77", "i-0"),
        ("i-1-number", "1", "i-1"),
        ("c-0-name", "", "c-0"),
    ],
)
def test_wrong_items_are_told_at_their_row(clerk_client, next_version, field, value, where):
    answer = edited(clerk_client, next_version, **{field: value})
    made = answer.context["forms"]
    wrong = [form.prefix for form in (*made.categories.forms, *made.lines.forms) if form.errors]
    assert (answer.status_code, wrong) == (422, [where])


def test_quotas_need_their_names(clerk_client, next_version):
    answer = edited(clerk_client, next_version, quotas="2、6、1、1")
    assert list(answer.context["forms"].head.errors) == ["grade_names"]


def test_equals_are_ordered_on_the_page(head_client, office, towns):
    round = begun(office, towns[:3], grading="quota", quotas=[1, 1, 1])
    rounds.propose(round, by=office.clerk, now=THEN)
    grades = {f"sheet_{sheet.pk}": place for place, sheet in enumerate(round.sheets.all())}
    send(head_client, "round_deed", round.pk, "decide", words="常委会研究决定", **grades)
    assert sorted(round.decisions.values_list("grade", flat=True)) == [0, 1, 2]
