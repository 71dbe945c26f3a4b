"""The life of a rule: draft, back-test, the second signature, the end; and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.urls import reverse

from deadlines import calendar as calendars
from deadlines.models import Policy
from monitoring import actions
from monitoring.actions.rules import BACK_TEST_LOCK, run_back_test
from monitoring.models import BackTest, Finding, RuleVersion
from monitoring.rules import BY_CODE, RULES, versions_in_force
from monitoring.rules.presets import PRESETS, presets, read_preset
from monitoring.sweep import sweep
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, make_item
from tests.gates import signed_in

NOW = at("2026-03-20")
SAID = {"name": "即将到期预警", "law": "县电子监察办法第八条", "reason": "提前提醒"}


def numbers(**parameters):
    return {"level": "warning", "parameters": {"percent": 30, "at_least": 2} | parameters}


def draft(by, rule="W1", valid_from="2026-04-01", **content):
    content = content or numbers()
    return actions.draft(BY_CODE[rule], by=by, now=NOW, valid_from=date.fromisoformat(valid_from), **content, **SAID)


def tried(version, by, first="2026-03-01", last="2026-03-20", organisation=None):
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    test = actions.try_on_past(version, by=by, now=NOW, organisation=organisation, **days)
    return run_back_test(test.pk, lambda: NOW)


@pytest.mark.django_db
def test_a_draft_changes_nothing(inspector):
    made = draft(inspector)
    assert (made.version, made.state, versions_in_force(date(2026, 5, 1))["W1"].version) == (2, "draft", 1)


@pytest.mark.django_db
def test_signed_by_a_second_person_it_holds_from_its_day(inspector, second):
    made = draft(inspector)
    tried(made, inspector)
    actions.switch_on(made, by=second, now=NOW)
    in_force = [versions_in_force(date(2026, 3, 31))["W1"].version, versions_in_force(date(2026, 4, 1))["W1"].version]
    made.refresh_from_db()
    assert (in_force, made.author, made.signed_by) == ([1, 2], "老赵", "老钱")
    assert Entry.objects.about(made).filter(verb="monitoring.rule.switched_on", actor=second.user).exists()


@pytest.mark.django_db
def test_new_promises_get_the_new_numbers_and_old_ones_never_move(inspector, second, bureau, accepted):
    old = accepted(make_item(bureau, promised=10, steps=()), at("2026-03-19"))
    made = draft(inspector)
    tried(made, inspector)
    actions.switch_on(made, by=second, now=NOW)
    calendars.refresh(force=True)
    before, after = accepted(old.item, at("2026-03-31")), accepted(old.item, at("2026-04-01"))
    old.clock.refresh_from_db()
    margins = [case.clock.policy.margins.warn_percent for case in (old, before, after)]
    assert (margins, Policy.objects.count()) == ([10, 10, 30], 2)


@pytest.mark.django_db
def test_the_author_never_signs(inspector):
    made = draft(inspector)
    tried(made, inspector)
    with pytest.raises(PermissionDenied):
        actions.switch_on(made, by=inspector, now=NOW)
    made.refresh_from_db()
    assert made.is_draft


@pytest.mark.django_db
def test_what_was_not_tried_cannot_be_signed(inspector, second):
    with pytest.raises(Refused):
        actions.switch_on(draft(inspector), by=second, now=NOW)


@pytest.mark.django_db
def test_rewriting_makes_the_trial_void(inspector, second):
    made = draft(inspector)
    tried(made, inspector)
    day = date(2026, 4, 1)
    actions.rewrite(made, by=inspector, now=NOW, valid_from=day, **numbers(percent=50), **SAID)
    with pytest.raises(Refused):
        actions.switch_on(made, by=second, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"percent": 0}, "percent"),
        ({"percent": 91}, "percent"),
        ({"percent": "10"}, "percent"),
        ({"percent": 10.5}, "percent"),
        ({"percent": True}, "percent"),
        ({"at_least": -1}, "at_least"),
        ({"lock": "yes"}, "lock"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_nonsense_parameters_name_the_field(inspector, parameters, field):
    with pytest.raises(Refused) as refusal:
        draft(inspector, **numbers(**parameters))
    assert (refusal.value.field, RuleVersion.objects.drafts().count()) == (field, 0)


@pytest.mark.django_db
def test_a_level_the_rule_cannot_have(inspector):
    with pytest.raises(Refused) as refusal:
        draft(inspector, level="anomaly", parameters={})
    assert refusal.value.field == "level"


@pytest.mark.django_db
def test_only_one_draft_of_a_rule(inspector, second):
    draft(inspector)
    with pytest.raises(Refused):
        draft(second)


@pytest.mark.django_db
def test_a_clerk_writes_no_rules(clerk):
    with pytest.raises(PermissionDenied):
        draft(clerk)


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_signed_rule():
    with pytest.raises(DatabaseError):
        RuleVersion.objects.filter(code="R1").update(parameters={"past_promise": 60})


@pytest.mark.django_db
def test_a_rule_that_ended_finds_nothing(inspector, second, bureau, accepted):
    rule = RuleVersion.objects.get(code="W1")
    actions.switch_off(rule, by=second, now=at("2026-03-05"), reason="并入黄牌规则")
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-10"))
    assert not Finding.objects.exists()


@pytest.mark.django_db
def test_back_test_shows_what_would_have_been_found(inspector, bureau, accepted, clerk):
    case = accepted(make_item(bureau, promised=10, steps=()), at("2026-03-02"))
    sweep(at("2026-03-20"))
    test = tried(draft(inspector), inspector)
    [row] = test.rows.all()
    assert (row.effective_on, row.drafted, row.issued, row.subject_id) == (
        date(2026, 3, 11),
        "warning",
        "warning",
        case.pk,
    )
    assert (test.state, row.responsible, Finding.objects.count()) == (BackTest.State.DONE, clerk.user, 2)


@pytest.mark.django_db
def test_back_test_of_another_level(inspector, bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-20"))
    test = tried(draft(inspector, rule="Y1", level="red", parameters={}), inspector)
    assert [(row.drafted, row.issued) for row in test.rows.all()] == [("red", "yellow")]


@pytest.mark.django_db
def test_back_test_of_one_unit_leaves_the_others_out(inspector, bureau, other_bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    assert not tried(draft(inspector), inspector, organisation=other_bureau).rows.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-03-02", "2026-03-01", "last"),
        ("2026-03-01", "2026-03-21", "last"),
        ("2020-01-01", "2026-03-01", "first"),
    ],
)
def test_periods_that_make_no_sense(inspector, first, last, field):
    with pytest.raises(Refused) as refusal:
        tried(draft(inspector), inspector, first, last)
    assert refusal.value.field == field


@pytest.mark.django_db
def test_a_rule_set_becomes_drafts_and_nothing_else(inspector):
    made = actions.load_preset(read_preset(PRESETS / "yulin.json"), by=inspector, now=NOW, valid_from=date(2026, 4, 1))
    assert [(one.code, one.level, one.state) for one in made] == [("W1", "yellow", "draft"), ("Y1", "red", "draft")]


@pytest.mark.django_db
def test_the_shipped_default_is_what_is_in_force(inspector):
    assert (
        actions.load_preset(read_preset(PRESETS / "default.json"), by=inspector, now=NOW, valid_from=date(2026, 4, 1))
        == []
    )


def test_every_rule_set_can_be_read():
    assert [preset.code for preset in presets()] == ["default", "provincial", "yulin"]


def test_codes_are_told_apart():
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.django_db
def test_drafting_trying_and_signing_in_the_browser(inspector, leader):
    author, signer = signed_in(inspector), signed_in(leader)
    typed = SAID | {"level": "yellow", "valid_from": "2030-01-01"}
    author.post(reverse("monitoring:rule_new", args=["Y2"]), typed)
    made = RuleVersion.objects.drafts().get()
    page = reverse("monitoring:rule", args=[made.pk])
    assert "尚未回测" in signer.get(page).content.decode()
    author.post(reverse("monitoring:rule_deed", args=[made.pk, "test"]), {"first": "2026-03-01", "last": "2026-03-20"})
    run_back_test(BackTest.objects.get().pk, lambda: NOW)
    assert (
        "没有发现问题"
        in signer.get(reverse("monitoring:back_test", args=[BackTest.objects.get().pk])).content.decode()
    )
    signer.post(reverse("monitoring:rule_deed", args=[made.pk, "switch_on"]))
    made.refresh_from_db()
    assert made.state == RuleVersion.State.ACTIVE


@pytest.mark.django_db
def test_nonsense_in_the_form_keeps_what_was_typed(inspector):
    typed = SAID | {
        "level": "warning",
        "valid_from": "2026-02-30",
        "parameter_percent": "很多",
        "parameter_at_least": "1",
    }
    answer = signed_in(inspector).post(reverse("monitoring:rule_new", args=["W1"]), typed)
    assert (answer.status_code, "县电子监察办法第八条" in answer.content.decode()) == (422, True)


# a worker that was lost


@pytest.fixture
def begun(inspector):
    """A back-test whose worker was killed in the middle."""
    days = {"first": date(2026, 3, 1), "last": date(2026, 3, 20)}
    test = actions.try_on_past(draft(inspector), by=inspector, now=NOW, organisation=None, **days)
    test.begin()
    test.done = 7
    test.save()
    return test


@pytest.mark.django_db
def test_a_back_test_whose_worker_was_lost_is_computed_again(begun):
    assert run_back_test(begun.pk, lambda: NOW).state == BackTest.State.DONE


@pytest.mark.django_db
def test_a_back_test_that_somebody_computes_is_left_alone(begun):
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [BACK_TEST_LOCK, begun.pk])
            assert run_back_test(begun.pk, lambda: NOW) is None
    finally:
        elsewhere.close()
