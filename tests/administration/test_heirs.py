"""The successor acts for a unit that has ended: cards, notices, rectifications, papers that keep their unit."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.messaging.outbox import send
from accounts.models import Message, Organisation, Role
from administration.actions import reorganising
from administration.actions.reorganising import Heir, Ordered
from deadlines.models import Deadline
from monitoring import actions, recipients, telling
from monitoring.actions import inspections, notices
from monitoring.models import Card, Notice, SpotFinding
from monitoring.sweep import sweep
from records.models import Document, Entry
from records.refusal import Refused
from tests.administration.heirs import merge, now_of
from tests.conftest import at, employ, make_item
from tests.gates import signed_in
from tests.monitoring.cards import SAID, of
from tests.monitoring.test_inspections import PLAN, SEEN, picture
from tests.monitoring.test_notices import SAID as DEMANDED

pytestmark = pytest.mark.django_db
DAY, LATER = at("2026-03-13"), at("2026-03-16")
REPLY = {"cause": "材料移交脱节", "measure": "已办结并建立交接登记"}


@pytest.fixture
def heir(other_bureau):
    """Who heads the unit into which the bureau goes, from before that day on."""
    return employ("luo", "罗正阳", other_bureau, Role.HEAD)


@pytest.fixture
def third_bureau(county):
    about = {"name": "云溪县城乡建设管理局", "short_name": "城建局", "level": "department"}
    return Organisation.objects.create(code="cjj", parent=county, **about)


@pytest.fixture
def card(bureau, accepted):
    """A yellow card of the bureau of 12 March; an answer is owed."""
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    return of(case)


@pytest.fixture
def notice(card, inspector, second):
    draft = notices.draft(card, by=inspector, now=DAY, organisation=card.finding.organisation, said=DEMANDED)
    return notices.issue(draft, by=second, now=DAY)


@pytest.fixture
def spot(bureau, inspector, second):
    """What two inspectors saw on 11 March, told to the bureau."""
    about = {"units": [bureau], "inspectors": [inspector.user, second.user]}
    plan = inspections.plan(inspector.organisation, by=inspector, now=at("2026-03-10"), said=PLAN, **about)
    check = inspections.approve(plan, by=second, now=at("2026-03-10 10:00"))
    seen = {"unit": bureau, "said": SEEN, "files": [picture()]}
    noted = inspections.note(check, by=inspector, now=at("2026-03-11 11:00"), **seen)
    return inspections.issue(noted, by=second, now=at("2026-03-11 15:00"))


def page(thing):
    names = {Card: "finding", Notice: "notice", SpotFinding: "spot_finding"}
    key = thing.finding_id if isinstance(thing, Card) else thing.pk
    return reverse(f"monitoring:{names[type(thing)]}", args=[key])


# who stands for whom


def test_the_main_successor_stands_for_the_old_unit(bureau, other_bureau, system, security):
    merge(bureau, other_bureau, system, security)
    other_bureau.refresh_from_db()
    assert other_bureau.stands_for == [bureau.pk]


def test_two_mergers_are_carried_on(bureau, other_bureau, third_bureau, system, security):
    merge(bureau, other_bureau, system, security)
    merge(other_bureau, third_bureau, system, security)
    third_bureau.refresh_from_db()
    assert third_bureau.stands_for == [other_bureau.pk, bureau.pk]


def test_of_a_split_only_the_main_successor_stands(bureau, other_bureau, third_bureau, system, security):
    ordered = Ordered(
        "split", "云编3号", "机构改革", at("2026-03-13").date(), heirs=(Heir(other_bureau), Heir(third_bureau))
    )
    row = reorganising.propose(bureau, by=system, now=DAY, ordered=ordered)
    reorganising.confirm(row, by=security, now=DAY, opinion="同意")
    for unit in (other_bureau, third_bureau):
        unit.refresh_from_db()
    assert (other_bureau.stands_for, third_bureau.stands_for) == ([bureau.pk], [])


def test_a_renamed_unit_stands_for_itself_alone(bureau, system, security):
    ordered = Ordered("rename", "云编1号", "改名", DAY.date(), "云溪县市场综合监管局", "市监综合局")
    row = reorganising.propose(bureau, by=system, now=DAY, ordered=ordered)
    reorganising.confirm(row, by=security, now=DAY, opinion="同意")
    bureau.refresh_from_db()
    assert bureau.units == [bureau.pk]


# cards


def test_before_the_merger_the_other_unit_answers_nothing(card, heir):
    with pytest.raises(PermissionDenied):
        actions.answer(card, by=heir, now=DAY, **SAID)
    assert not card.answers.exists()


def test_the_head_of_the_successor_answers_the_card(card, bureau, other_bureau, heir, system, security):
    merge(bureau, other_bureau, system, security)
    actions.answer(card, by=now_of(heir), now=LATER, **SAID)
    card.refresh_from_db()
    assert (card.state, card.finding.organisation) == (Card.State.ANSWERED, bureau)


def test_who_came_along_answers_the_card(card, bureau, other_bureau, head, system, security):
    merge(bureau, other_bureau, system, security)
    moved = signed_in(type(head)(head.user, head.user.posts.active().get()))
    form = {"cause": "未交接", "measure": "已补办"}
    moved.post(reverse("monitoring:card_deed", args=[card.finding_id, "answer"]), form)
    card.refresh_from_db()
    assert card.state == Card.State.ANSWERED


def test_the_head_of_the_successor_appeals(card, bureau, other_bureau, heir, system, security):
    merge(bureau, other_bureau, system, security)
    appeal = actions.appeal(card, by=now_of(heir), now=LATER, grounds="办件依法中止")
    assert appeal.filed_by == heir.user


def test_a_stranger_still_answers_nothing(card, bureau, other_bureau, third_bureau, system, security):
    merge(bureau, other_bureau, system, security)
    other = employ("fang", "方局长", third_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        actions.answer(card, by=other, now=LATER, **SAID)
    assert signed_in(other).get(page(card)).status_code == 404


def test_a_card_is_answered_after_two_mergers(card, bureau, other_bureau, third_bureau, system, security):
    last = employ("fang", "方局长", third_bureau, Role.HEAD)
    merge(bureau, other_bureau, system, security)
    merge(other_bureau, third_bureau, system, security)
    actions.answer(card, by=now_of(last), now=LATER, **SAID)
    card.refresh_from_db()
    assert card.state == Card.State.ANSWERED


@pytest.mark.parametrize("kind", ["card", "notice", "spot"])
def test_pages_open_for_the_successor_alone(
    request, kind, bureau, other_bureau, third_bureau, heir, stranger, system, security
):
    thing = request.getfixturevalue(kind)
    other = employ("fang", "方局长", third_bureau, Role.HEAD)
    before = signed_in(heir).get(page(thing)).status_code
    merge(bureau, other_bureau, system, security)
    after = [signed_in(one).get(page(thing)).status_code for one in (heir, stranger, other)]
    assert (before, after) == (404, [200, 200, 404])


@pytest.mark.parametrize(("kind", "address"), [("card", "my_cards"), ("notice", "notices"), ("spot", "spot_findings")])
def test_lists_of_the_successor_show_it(request, kind, address, bureau, other_bureau, heir, system, security):
    thing = request.getfixturevalue(kind)
    merge(bureau, other_bureau, system, security)
    shown = signed_in(heir).get(reverse(f"monitoring:{address}")).content.decode()
    assert page(thing) in shown


# the clock of what is owed


def test_what_runs_is_owed_by_the_successor(card, bureau, other_bureau, system, security):
    row = merge(bureau, other_bureau, system, security)
    assert Deadline.objects.about(card).running().get().organisation == other_bureau
    assert row.moved["留存事项时限"] == 1


def test_a_card_that_nobody_answers_turns_red_for_the_successor(card, bureau, other_bureau, system, security):
    merge(bureau, other_bureau, system, security)
    sweep(at("2026-03-18"))
    assert Card.objects.get(colour="red").finding.organisation == other_bureau


# notices and rectifications


def test_the_successor_replies_to_the_notice(notice, bureau, other_bureau, heir, system, security):
    with pytest.raises(PermissionDenied):
        notices.reply(notice, by=heir, now=DAY, **REPLY)
    merge(bureau, other_bureau, system, security)
    notices.reply(notice, by=now_of(heir), now=LATER, **REPLY)
    notice.refresh_from_db()
    assert (notice.state, notice.organisation) == (Notice.State.ANSWERED, bureau)


def test_the_successor_replies_on_the_page(notice, bureau, other_bureau, heir, system, security):
    merge(bureau, other_bureau, system, security)
    form = REPLY | {"key": str(uuid4())}
    signed_in(heir).post(reverse("monitoring:notice_deed", args=[notice.pk, "reply"]), form)
    notice.refresh_from_db()
    assert notice.state == Notice.State.ANSWERED


def test_the_successor_reads_the_paper(notice, bureau, other_bureau, heir, system, security):
    paper = reverse("monitoring:paper", args=[Document.objects.about(notice).get().pk])
    before = signed_in(heir).get(paper).status_code
    merge(bureau, other_bureau, system, security)
    assert (before, signed_in(heir).get(paper).status_code) == (404, 200)


def test_the_successor_puts_right_what_was_found(spot, bureau, other_bureau, heir, system, security):
    said = {"measure": "已调整AB岗", "files": [picture("整改.png")]}
    with pytest.raises(PermissionDenied):
        inspections.report(spot, by=heir, now=DAY, **said)
    merge(bureau, other_bureau, system, security)
    inspections.report(spot, by=now_of(heir), now=LATER, **said)
    spot.refresh_from_db()
    assert spot.state == SpotFinding.State.REPORTED


def test_only_one_who_answers_replies(notice, bureau, other_bureau, system, security):
    """The roles of the deed hold in the successor as they did in the old unit."""
    approver = employ("wei", "魏副局长", other_bureau, Role.APPROVER)
    merge(bureau, other_bureau, system, security)
    with pytest.raises(PermissionDenied):
        notices.reply(notice, by=now_of(approver), now=LATER, **REPLY)
    assert notice.replies.count() == 0


# messages


def told(kind):
    send(telling.drafts(list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk")), LATER), LATER)
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_what_comes_for_the_old_unit_is_told_to_the_successor(notice, bureau, other_bureau, heir, system, security):
    merge(bureau, other_bureau, system, security)
    assert told("notice.issued") == {"罗正阳"}


def test_the_contact_of_the_successor_is_told_of_a_red_card(bureau, other_bureau, heir, inspector, system, security):
    merge(bureau, other_bureau, system, security)
    bureau.refresh_from_db()
    posts = recipients.Posts(LATER.date(), frozenset([bureau.pk]))
    assert recipients.unit_head(recipients.Concern(bureau), posts) == {heir.user.pk}


def test_posts_are_read_with_the_same_number_of_statements(bureau, heir, django_assert_num_queries):
    with django_assert_num_queries(2):
        recipients.Posts(LATER.date(), frozenset([bureau.pk]))


def test_a_notice_about_the_old_unit_names_somebody_of_the_successor(
    card, bureau, other_bureau, heir, inspector, system, security
):
    about = {"organisation": bureau, "said": DEMANDED, "responsible": heir.user}
    with pytest.raises(Refused):
        notices.draft(card, by=inspector, now=DAY, **about)
    merge(bureau, other_bureau, system, security)
    assert notices.draft(card, by=inspector, now=LATER, **about).responsible == heir.user
