"""The inbox and the choice of ways, as a person uses them."""

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.backends import PeopleBackend
from accounts.messaging import outbox
from accounts.messaging.outbox import Draft
from accounts.models import Message, Preference
from tests.conftest import at
from tests.gates import signed_in

NOON = at("2026-03-12 12:00")


def tell(person, number=1, **more):
    about = {"kind": "paper", "title": f"第{number}条消息", "words": "有新消息", "made_at": NOON}
    recipients = frozenset({person.user.pk})
    draft = Draft(source=f"entry:{number}", thread=f"case:{number}", recipients=recipients, **about | more)
    [told] = outbox.send([draft], NOON)
    return told


@pytest.mark.parametrize("who", ["citizen", "clerk", "inspector", "leader"])
def test_everybody_has_an_inbox(who, request):
    person = request.getfixturevalue(who)
    tell(person)
    assert "第1条消息" in signed_in(person).get(reverse("accounts:inbox")).content.decode()


def test_nobody_reads_the_messages_of_another(citizen, clerk):
    told = tell(citizen)
    client = signed_in(clerk)
    assert "第1条消息" not in client.get(reverse("accounts:inbox")).content.decode()
    assert client.get(reverse("accounts:message", args=[told.pk])).status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_opening_a_message_leads_to_the_matter_and_reads_it(citizen):
    told = tell(citizen, address="/my/")
    answer = signed_in(citizen).get(reverse("accounts:message", args=[told.pk]))
    told.refresh_from_db()
    assert (answer.url, told.read_at is not None) == ("/my/", True)


@pytest.mark.parametrize("address", ["", "https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_a_message_never_leads_out_of_the_house(citizen, address):
    told = tell(citizen, address=address)
    answer = signed_in(citizen).get(reverse("accounts:message", args=[told.pk]))
    assert answer.url == reverse("accounts:inbox")


def test_the_count_stands_in_the_navigation_until_all_is_read(clerk):
    tell(clerk, 1)
    tell(clerk, 2)
    client = signed_in(clerk)
    count = '<b class="num unread-count">2</b>'
    assert count in client.get(reverse("accounts:inbox")).content.decode()
    client.post(reverse("accounts:read_messages"))
    assert "unread-count" not in client.get(reverse("accounts:inbox")).content.decode()


def test_the_count_comes_with_the_person(clerk, django_assert_num_queries):
    tell(clerk)
    with django_assert_num_queries(1):
        assert Actor(PeopleBackend().get_user(clerk.user.pk), clerk.post).unread == 1


def test_what_was_read_just_now_is_counted_no_more(clerk):
    told = tell(clerk, 1)
    tell(clerk, 2)
    person = PeopleBackend().get_user(clerk.user.pk)
    outbox.read_about(person, told.thread, NOON)
    assert Actor(person).unread == 1


def test_only_what_is_not_read(citizen):
    tell(citizen, 1)
    told = tell(citizen, 2)
    outbox.read(citizen.user, [told.pk], NOON)
    page = signed_in(citizen).get(reverse("accounts:inbox"), {"unread": "1"}).content.decode()
    assert ("第1条消息" in page, "第2条消息" in page) == (True, False)


def test_older_messages_are_on_the_next_page(citizen):
    for number in range(1, 23):
        tell(citizen, number)
    client = signed_in(citizen)
    first = client.get(reverse("accounts:inbox"))
    second = client.get(reverse("accounts:inbox"), {"before": first.context["older"]})
    assert [row.title for row in second.context["rows"]] == ["第2条消息", "第1条消息"]


@pytest.mark.parametrize("before", ["abc", "-1", "1e400", "99999999999999999999", "\x00"])
def test_a_page_that_does_not_exist_is_the_first(citizen, before):
    tell(citizen)
    page = signed_in(citizen).get(reverse("accounts:inbox"), {"before": before})
    assert len(page.context["rows"]) == 1


def test_ways_are_the_persons_own_choice(citizen):
    client = signed_in(citizen)
    client.post(reverse("accounts:ways"), {"by_email": "on", "email": " zhang@example.cn "})
    wish = Preference.objects.get(user=citizen.user)
    citizen.user.refresh_from_db()
    assert (wish.by_sms, wish.by_email, citizen.user.email) == (False, True, "zhang@example.cn")


@pytest.mark.parametrize(
    "email", ["zhang", "zhang@", "zhang@例子", "a" * 250 + "@example.cn", "z\u200bhang@example.cn", ""]
)
def test_an_address_that_cannot_be_one_is_refused(citizen, email):
    answer = signed_in(citizen).post(reverse("accounts:ways"), {"by_email": "on", "email": email})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert not Preference.objects.exists()


def test_a_person_without_messages_is_told_so(citizen):
    assert not Message.objects.exists()
    assert "还没有消息" in signed_in(citizen).get(reverse("accounts:inbox")).content.decode()
