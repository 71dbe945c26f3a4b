"""A refused deed changes nothing and leaves one trace; a form counts once."""

import threading
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django_fsm import TransitionNotAllowed

from accounts.actor import Actor
from accounts.models import Organisation
from records.actions import as_actor, deed, once
from records.models import Anomaly, Entry, FormKey
from records.refusal import Refused
from tests.records.conftest import NOW, make_clerk, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_organisation()


@pytest.fixture
def wang(unit):
    return make_clerk(unit)


@pytest.fixture
def citizen(wang):
    return Actor(wang.user)


@deed
def rename(unit, name, *, by, now, error=None):
    """A deed that changes a row and then, if told to, is refused."""
    Organisation.objects.filter(pk=unit.pk).update(name=name)
    if error:
        raise error
    return name


@deed(makes=True)
def found_town(unit, *, by, now):
    """A deed that makes a row."""
    return make_organisation(f"town-{Organisation.objects.count()}")


@deed(makes=True, named=False)
def found_in_secret(unit, *, by, now):
    return make_organisation(f"town-{Organisation.objects.count()}")


def attempt(unit, actor, error):
    with pytest.raises(type(error)):
        rename(unit, "改名", by=actor, now=NOW, error=error)


def test_deed_returns_what_the_action_returns(unit, wang):
    assert rename(unit, "改名", by=wang, now=NOW) == "改名"


def test_deed_that_succeeds_leaves_no_anomaly(unit, wang):
    rename(unit, "改名", by=wang, now=NOW)
    assert not Anomaly.objects.exists()


def test_refused_deed_changes_nothing(unit, wang):
    attempt(unit, wang, Refused("V03", "材料不齐"))
    assert Organisation.objects.get(pk=unit.pk).name == unit.name


def test_refused_deed_leaves_one_anomaly_with_who_and_where(unit, wang):
    attempt(unit, wang, Refused("V03", "材料不齐"))
    anomaly = Anomaly.objects.get()
    assert (anomaly.code, anomaly.deed, anomaly.subject, anomaly.post, anomaly.message, anomaly.noticed_at) == (
        "V03",
        "tests.rename",
        unit,
        wang.post,
        "材料不齐",
        None,
    )


def test_refused_deed_leaves_one_entry(unit, wang):
    attempt(unit, wang, Refused("V03", "材料不齐"))
    assert Entry.objects.about(unit).get().verb == "records.anomaly"


def test_plain_validation_leaves_nothing(unit, wang):
    attempt(unit, wang, Refused(None, "请填写姓名", field="name"))
    assert (Anomaly.objects.count(), Entry.objects.count()) == (0, 0)


def test_wrong_order_becomes_v08(unit, wang):
    with pytest.raises(Refused) as refusal:
        rename(unit, "改名", by=wang, now=NOW, error=TransitionNotAllowed("no"))
    assert (refusal.value.code, Anomaly.objects.get().code) == ("V08", "V08")


def test_staff_without_the_right_leaves_v07_and_is_denied(unit, wang):
    attempt(unit, wang, PermissionDenied())
    assert Anomaly.objects.get().code == "V07"


def test_citizen_without_the_right_leaves_nothing(unit, citizen):
    attempt(unit, citizen, PermissionDenied())
    assert not Anomaly.objects.exists()


def test_deed_inside_a_deed_leaves_one_anomaly(unit, wang):
    @deed
    def outer(unit, *, by, now):
        rename(unit, "改名", by=by, now=now, error=Refused("V03", "材料不齐"))

    with pytest.raises(Refused):
        outer(unit, by=wang, now=NOW)
    assert Anomaly.objects.count() == 1


def test_refusal_about_a_row_that_never_came_to_be_points_at_the_post(wang):
    attempt(Organisation(name="新"), wang, Refused("V03", "材料不齐"))
    assert Anomaly.objects.get().subject == wang.post


def test_unknown_error_is_not_a_refusal(unit, wang):
    attempt(unit, wang, ZeroDivisionError())
    assert not Anomaly.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_anomaly_survives_the_rollback_of_the_deed(unit, wang):
    attempt(unit, wang, Refused("V03", "材料不齐"))
    connection.close()  # a new session sees what was committed
    assert Anomaly.objects.count() == 1


def test_form_counts_once(citizen):
    key = uuid.uuid4()
    assert (once(citizen.user, key), once(citizen.user, key)) == (True, False)


def test_form_of_a_guest_counts_once(db):
    key = uuid.uuid4()
    assert (once(None, key), once(None, key)) == (True, False)


def test_same_key_of_another_person_is_another_form(citizen, unit):
    key, other = uuid.uuid4(), make_clerk(unit, "li")
    assert (once(citizen.user, key), once(other.user, key)) == (True, True)


def test_deed_of_a_form_counts_once(unit, wang):
    key = uuid.uuid4()
    rename(unit, "改名", by=wang, now=NOW, key=key)
    assert rename(unit, "又改", by=wang, now=NOW, key=key) == unit
    assert Organisation.objects.get(pk=unit.pk).name == "改名"


def test_second_click_is_led_to_what_the_first_one_made(unit, wang):
    key = uuid.uuid4()
    made = found_town(unit, by=wang, now=NOW, key=key)
    assert found_town(unit, by=wang, now=NOW, key=key) == made
    assert Organisation.objects.count() == 2


def test_form_of_a_refused_deed_may_be_sent_again(unit, wang):
    key = uuid.uuid4()
    with pytest.raises(Refused):
        rename(unit, "改名", by=wang, now=NOW, key=key, error=Refused(None, "不行"))
    assert rename(unit, "改名", by=wang, now=NOW, key=key) == "改名"


def test_form_of_a_deed_that_is_not_named_leads_to_nobody(unit, wang):
    key = uuid.uuid4()
    made = found_in_secret(unit, by=wang, now=NOW, key=key)
    assert FormKey.objects.get(key=key).user is None
    assert found_in_secret(unit, by=wang, now=NOW, key=key) == made


def test_rollback_frees_the_key(citizen):
    key = uuid.uuid4()
    with transaction.atomic():
        once(citizen.user, key)
        transaction.set_rollback(True)
    assert once(citizen.user, key)


@pytest.mark.parametrize("key", ["", "1", "' OR 1=1", None, "\0"])
def test_key_that_is_none_is_refused(citizen, key):
    with pytest.raises(Refused):
        once(citizen.user, key)


def test_second_click_is_led_to_what_the_first_made(citizen, unit):
    key = uuid.uuid4()
    once(citizen.user, key)
    FormKey.remember(citizen.user, key, unit)
    assert FormKey.result(citizen.user, key) == unit


def test_key_that_made_nothing_leads_nowhere(citizen):
    assert FormKey.result(citizen.user, uuid.uuid4()) is None


@pytest.mark.django_db(transaction=True)
def test_double_click_at_the_same_time_counts_once(citizen):
    key, answers, ready = uuid.uuid4(), [], threading.Barrier(4)

    def click():
        ready.wait(10)
        with transaction.atomic():
            answers.append(once(citizen.user, key))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]


def test_actor_is_named_to_the_triggers(wang):
    as_actor(wang)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.actor')")
        assert cursor.fetchone() == (str(wang.user.pk),)


def test_subjects_of_all_kinds_can_be_pointed_at(unit, wang):
    attempt(wang.post, wang, Refused("V03", "材料不齐"))
    assert Anomaly.objects.about(wang.post).get().subject_type == ContentType.objects.get_for_model(wang.post)
