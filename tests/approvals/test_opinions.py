"""The lists of opinions and of longer terms; and any order of deeds on the branches of one case."""

import io
import uuid
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import Organisation, Role
from approvals import actions as approvals
from approvals.models import Branch, Case
from deadlines.models import Deadline
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
State = Branch.State
CODES = ["fgj", "zrzy", "sthj"]


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(at("2026-03-05 09:30"), tick=False):
        yield


@pytest.fixture
def units(county):
    made = {}
    for code in CODES:
        unit = Organisation.objects.create(
            code=code, name=f"云溪县{code}", short_name=code, level="department", parent=county
        )
        roles = {
            role.value: employ(f"{code}-{role}", f"{code}{role}", unit, role)
            for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)
        }
        made[code] = SimpleNamespace(unit=unit, **roles)
    return made


@pytest.fixture
def joint(bureau, units):
    item = make_item(bureau, promised=40, statutory=45, published=False, is_joint=True, code="XK-JOINT-1")
    for days, (code, one) in enumerate(units.items(), 4):
        item.branches.create(code=code, name=f"{code}意见", organisation=one.unit, days=days)
    return publish(item)


@pytest.fixture
def cases(joint, accepted):
    return [accepted(joint, at(day)) for day in ("2026-03-02", "2026-02-27", "2026-03-03")]


@pytest.fixture
def case(cases):
    return cases[0]


def get(actor, name="approvals:opinions", **query):
    return signed_in(actor).get(f"{reverse(name)}?{urlencode(query)}")


def numbers(response):
    return [line["number"] for line in response.context["lines"]]


def test_least_time_left_comes_first(cases, units):
    assert numbers(get(units["fgj"].reviewer)) == [cases[1].number, cases[0].number, cases[2].number]


def test_each_post_finds_what_it_has_to_do(cases, case, units):
    one = units["fgj"]
    approvals.propose_opinion(case, by=one.reviewer, now=at("2026-03-05"), agrees=True)
    assert numbers(get(one.head)) == [case.number]
    assert case.number not in numbers(get(one.reviewer))


def test_other_units_opinions_are_not_listed(cases, units, stranger):
    assert numbers(get(stranger)) == []
    assert {line["unit"] for line in get(units["fgj"].clerk).context["lines"]} == {"fgj"}


def test_watcher_sees_every_unit(cases, inspector):
    assert {line["unit"] for line in get(inspector).context["lines"]} == set(CODES)


def test_answered_opinions_stay_in_the_whole_list(case, units):
    one = units["fgj"]
    approvals.propose_opinion(case, by=one.reviewer, now=at("2026-03-05"), agrees=True)
    approvals.sign_opinion(case, by=one.head, now=at("2026-03-05"))
    lines = {line["number"]: line for line in get(one.clerk, show="all").context["lines"]}
    assert (lines[case.number]["state"], lines[case.number]["used"]) == ("同意", "3 / 4")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "张建"}, 3),
        ({"q": "YX20260302"}, 1),
        ({"q": "13800000001"}, 3),
        ({"q": "没有这个人"}, 0),
        ({"state": "agreed"}, 0),
        ({"state": "nonsense"}, 3),
        ({"q": "\x00"}, 3),
        ({"after": "x"}, 3),
        ({"after": "2026-13-99~1"}, 3),
        ({"before": "2026-03-05~99999999999999999999"}, 3),
        ({"show": "everything"}, 3),
    ],
)
def test_filters_take_anything(cases, units, query, count):
    response = get(units["fgj"].clerk, **query)
    assert (response.status_code, len(numbers(response))) == (200, count)


def test_list_is_exported(cases, units):
    response = get(units["fgj"].clerk, export="xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [cases[n].number for n in (1, 0, 2)]


def test_list_takes_few_statements(cases, units, django_assert_max_num_queries):
    client, address = signed_in(units["fgj"].clerk), reverse("approvals:opinions")
    client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address)


def test_open_requests_come_first(cases, head, leader):
    for one in cases[:2]:
        approvals.request_extension(one, by=head, now=at("2026-03-05"), reason="复杂")
    approvals.refuse_extension(cases[1], by=leader, now=at("2026-03-05"), reason="不符合延期条件")
    lines = get(leader, "approvals:extension_requests").context["lines"]
    assert [line["request"].case.number for line in lines] == [cases[0].number, cases[1].number]


@pytest.mark.parametrize("query", [{"state": "refused"}, {"state": "lapsed"}, {"page": "99"}])
def test_requests_that_do_not_exist(cases, head, leader, query):
    approvals.request_extension(cases[0], by=head, now=at("2026-03-05"), reason="复杂")
    assert get(leader, "approvals:extension_requests", **query).context["lines"] == []


def test_head_of_another_unit_does_not_read_the_requests(cases, head, units):
    approvals.request_extension(cases[0], by=head, now=at("2026-03-05"), reason="复杂")
    assert get(units["fgj"].head, "approvals:extension_requests").context["lines"] == []


def test_leader_answers_through_the_page(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-03-05"), reason="需省级复函", days=12)
    client, page = signed_in(leader), reverse("approvals:deed", args=[case.number, "extend"])
    typed = {"key": str(uuid.uuid4()), "days": "12", "reason": "同意延长"}
    assert client.post(page, typed | {"days": "16"}).status_code == 422
    assert client.post(page, typed).status_code == 302
    case.refresh_from_db()
    assert case.clock.extended_days == 12


DEEDS = st.tuples(
    st.sampled_from(CODES), st.sampled_from(["propose", "agree", "disagree", "sign", "return"]), st.booleans()
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, min_size=1, max_size=14))
def test_any_order_of_deeds_keeps_case_branches_and_clocks_together(joint_for_all, deeds):
    """Refused deeds change nothing; the case is joined or closed exactly when the branches say so."""
    case, units = joint_for_all
    with transaction.atomic():
        for code, name, wrong_post in deeds:
            attempt(case, units[code], name, wrong_post)
        assert contradictions(Case.objects.get(pk=case.pk)) == []
        transaction.set_rollback(True)


@pytest.fixture
def joint_for_all(case, units):
    return case, units


def attempt(case, one, name, wrong_post):
    by = one.clerk if wrong_post else {"sign": one.head, "return": one.head}.get(name, one.reviewer)
    about = {"by": by, "now": at("2026-03-05")}
    try:
        if name == "sign":
            approvals.sign_opinion(case, **about)
        elif name == "return":
            approvals.return_opinion(case, reason="请补充", **about)
        else:
            approvals.propose_opinion(case, agrees=name != "disagree", opinion="意见", **about)
    except (Refused, PermissionDenied):
        pass


def contradictions(case) -> list[str]:
    """What case, branches and clocks say against each other."""
    branches = list(case.branches.select_related("clock"))
    states = {branch.state for branch in branches}
    refused, waiting = State.DISAGREED in states, bool(states & set(Branch.WAITING))
    under_review = Deadline.objects.about(case).filter(name="step:review").exists()
    agreement = {
        "closed exactly by a refusal": (case.state == Case.State.DECIDED) == refused,
        "nobody is asked after a refusal": not (refused and waiting),
        "a clock runs as long as the unit is asked": all(
            branch.clock.is_running == (branch.state in Branch.WAITING) for branch in branches
        ),
        "signed by another than who proposed": all(
            branch.signed_by_id != branch.proposed_by_id for branch in branches if branch.signed_by_id
        ),
        "under review exactly when all agreed": under_review == (states == {State.AGREED}),
    }
    return [sentence for sentence, holds in agreement.items() if not holds]
