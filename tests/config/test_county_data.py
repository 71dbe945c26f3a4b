"""The demo county's data: complete, consistent, and read with messages that lead to the mistake."""

import json
import re
import shutil
from collections import Counter

import pytest
from django.contrib.auth.password_validation import validate_password

from accounts.models import Organisation, Role, User
from approvals.models import Item
from config.demo.accounts import ACCOUNTS, PASSWORD
from config.demo.county import APPLIED_FOR, DATA, OF_THE_OFFICE, load

THEMES = 12


@pytest.fixture(scope="module")
def demo():
    return load()


@pytest.fixture(scope="module")
def offered(demo):
    """What people can apply for."""
    return [i for i in demo.items if i.kind in APPLIED_FOR]


@pytest.fixture
def edit(tmp_path):
    """Change one entry of a copy of the data and give back the folder."""

    def change(file, index, **fields):
        folder = shutil.copytree(DATA, tmp_path / "data")
        rows = json.loads((folder / file).read_text("utf-8"))
        rows[index] |= fields
        (folder / file).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return folder

    return change


def test_thirty_one_departments_handle_cases(demo):
    assert len(demo.departments) == 31


@pytest.mark.parametrize(("level", "number"), [("county", 1), ("department", 39), ("town", 9), ("village", 39)])
def test_organisations_on_four_levels(demo, level, number):
    assert len(demo.of_level(level)) == number


def test_levels_are_those_of_the_model(demo):
    assert {o.level for o in demo.organisations} == set(Organisation.Level.values)


def test_telephones_are_fictional(demo):
    assert all(re.fullmatch(r"0000-552\d{4}", o.telephone) for o in demo.organisations)


def test_telephones_are_different(demo):
    assert len({o.telephone for o in demo.organisations}) == len(demo.organisations)


def test_windows_are_numbered_to_119(demo):
    assert [w.number for w in demo.windows] == [f"{n:03d}" for n in range(1, 120)]


def test_each_department_and_town_has_a_window(demo):
    staffed = {w.organisation for w in demo.windows}
    assert [o.code for o in [*demo.departments, *demo.of_level("town")] if o.code not in staffed] == []


def test_121_approvals_23_services_and_13_powers_of_the_office(demo):
    names = {"service": "service"} | dict.fromkeys(OF_THE_OFFICE, "office")
    kinds = Counter(names.get(i.kind, "approval") for i in demo.items)
    assert kinds == {"approval": 121, "service": 23, "office": 13}


def test_kinds_are_those_of_the_model_but_for_the_abolished(demo):
    assert {i.kind for i in demo.items} == set(Item.Kind.values) - {Item.Kind.NON_PERMIT}


def test_each_department_has_an_item(demo):
    assert {i.organisation for i in demo.items} == {o.code for o in demo.departments}


def test_promises_keep_within_the_statute(demo):
    assert all(i.promised_days <= i.statutory_days for i in demo.items)


def test_item_names_are_unique(demo):
    assert len({i.name for i in demo.items}) == len(demo.items)


def test_each_item_has_a_required_document(offered):
    assert all(any(d.required for d in i.documents) for i in offered)


def test_document_names_differ_between_items(demo):
    assert len({d.name for i in demo.items for d in i.documents}) >= 100


def test_no_two_items_ask_for_the_same_documents(offered):
    lists = Counter(tuple(d.name for d in i.documents) for i in offered)
    assert [names for names, times in lists.items() if times > 1] == []


def test_no_two_items_have_the_same_conditions(demo):
    assert len({i.conditions for i in demo.items}) == len(demo.items)


def test_each_item_states_its_facts(offered):
    bare = [i.code for i in offered if not (i.legal_basis and i.certificate and i.validity and i.window_numbers)]
    assert bare == []


def test_conditions_are_whole_sentences(demo):
    assert all(sentence.endswith("。") for i in demo.items for sentence in i.conditions)


def test_each_item_is_received_at_a_window_of_its_department(demo, offered):
    owner = {w.number: w.organisation for w in demo.windows}
    assert [i.code for i in offered if i.organisation not in {owner[n] for n in i.window_numbers}] == []


def test_only_immediate_items_have_no_steps(offered):
    assert all(bool(i.steps) == (i.handling == "promised") for i in offered)


def test_fees_are_positive(demo):
    assert all(fee.amount > 0 for i in demo.items for fee in i.fees)


def test_popularity_weighs_from_one_to_ten(demo):
    assert {i.popularity for i in demo.items} <= set(range(1, 11))


def test_themes_are_few(demo):
    assert len({i.theme for i in demo.items}) == THEMES


def test_each_theme_has_several_opinions_of_each_kind(demo):
    lists = [getattr(o, kind) for o in demo.people.opinions.values() for kind in ("refusal", "correction", "review")]
    assert min(map(len, lists)) >= 3


def test_names_are_many_enough_to_vary(demo):
    given = demo.people.given_names
    assert len(demo.people.family_names) * len(given["men"] + given["women"]) > 5000


@pytest.mark.parametrize(
    ("file", "index", "fields", "message"),
    [
        ("items.json", 0, {"organisation": "moon"}, "items.json: XK-SCJG-001: unknown organisation moon"),
        ("items.json", 0, {"promised_days": 21}, "items.json: XK-SCJG-001: promised 21 exceeds statutory 20"),
        ("items.json", 0, {"promised_days": 2}, "items.json: XK-SCJG-001: its steps take 6 days, the promise is 2"),
        ("items.json", 0, {"handling": "immediate"}, "handling immediate does not fit 7 promised days"),
        ("items.json", 0, {"documents": []}, "items.json: XK-SCJG-001: no required document"),
        ("items.json", 0, {"window_numbers": ["120"]}, "items.json: XK-SCJG-001: unknown window 120"),
        ("items.json", 0, {"theme": "月球"}, "people.json: company_kinds: theme 月球 is missing"),
        ("items.json", 0, {"fees": [{"code": "F", "amount": "much"}]}, "XK-SCJG-001: fee F: amount must be yuan"),
        ("items.json", 0, {"first_review": "moon"}, "items.json: XK-SCJG-001: unknown first review moon"),
        ("items.json", 0, {"renews": "XK-MOON"}, "renews XK-MOON, which has no validity_years"),
        ("items.json", 0, {"in_hall": False}, "XK-SCJG-001: outside the hall without a reason and a date"),
        ("items.json", 0, {"entering_on": "2026-02-30"}, "XK-SCJG-001: entering_on must be a date like 2026-01-31"),
        (
            *("items.json", 0, {"branches": [{"code": "B1", "name": "核查", "organisation": "scjg", "days": 3}]}),
            "branch B1 belongs to scjg, which is unknown or the lead itself",
        ),
        ("items.json", 0, {"colour": "red"}, "items.json: XK-SCJG-001: missing or unknown keys colour"),
        ("items.json", 1, {"code": "XK-SCJG-001"}, "items.json: XK-SCJG-001: code occurs 2 times"),
        ("windows.json", 0, {"organisation": "moon"}, "windows.json: 001: unknown organisation moon"),
        ("windows.json", 0, {"number": "002"}, "windows.json: 002: number occurs 2 times"),
        ("organisations.json", 1, {"parent": "moon"}, "organisations.json: jiwei: parent moon does not stand before"),
        ("organisations.json", 1, {"level": "moon"}, "organisations.json: jiwei: unknown level moon"),
    ],
)
def test_a_mistake_is_named(edit, file, index, fields, message):
    folder = edit(file, index, **fields)
    with pytest.raises(ValueError, match=re.escape(message)):
        load(folder)


def test_a_broken_file_is_named(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / "windows.json").write_text("[", "utf-8")
    with pytest.raises(ValueError, match=r"windows\.json: not JSON"):
        load(folder)


def test_accounts_have_different_user_names():
    assert len({a.username for a in ACCOUNTS}) == len(ACCOUNTS)


def test_every_role_can_be_tried():
    assert {a.role for a in ACCOUNTS if not a.is_citizen} == set(Role.values)


def test_accounts_sit_in_organisations_of_the_county(demo):
    assert {a.organisation for a in ACCOUNTS if not a.is_citizen} <= {o.code for o in demo.organisations}


def test_clerks_sit_at_windows_of_their_own(demo):
    owner = {w.number: w.organisation for w in demo.windows}
    assert all(owner[a.window] == a.organisation for a in ACCOUNTS if a.window)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda a: a.username)
def test_the_demo_password_is_acceptable(account):
    user = User(username=account.username, name=account.name, is_citizen=account.is_citizen)
    assert validate_password(PASSWORD, user) is None
