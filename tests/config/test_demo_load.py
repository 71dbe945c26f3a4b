"""The loaded demo county: complete, lively on any day, and provable."""

from datetime import timedelta
from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from accounts.models import ADMIN_ROLES, Organisation, Post, Role, User, Window
from approvals.models import Branch, Case, Draft, ExtensionRequest, Item, Material
from config.demo import cast as casting
from config.demo import keyring, story
from config.demo.accounts import ACCOUNTS, PASSWORD
from config.demo.openings import Openings
from config.demo.simulator import VISITED, Simulator
from deadlines import calendar as calendars
from deadlines.models import Deadline
from funds.actions.claiming import own_grants
from funds.models import Application, FundFlag, Grant, Refusal, Roll, RollLine, StatementLine, Voucher
from monitoring.models import Answer, Card, Finding
from monitoring.readback import differences
from monitoring.sweep import sweep
from procurement.models import Reveal, SealedBid, Seat, Sheet, Tender
from records.models import Anomaly, Attachment, Document, Entry, Leaf
from records.sealer import seal
from tests.config.demo_county import SUNDAY, state_in

pytestmark = pytest.mark.django_db
ZHANG = "13800000001"


@pytest.fixture(scope="module", autouse=True)
def _county(django_db_setup, django_db_blocker, tmp_path_factory):
    """Committed, because only what is committed is sealed; every test works on a savepoint of its own."""
    with django_db_blocker.unblock(), state_in(tmp_path_factory.mktemp("state")):
        calendars.kept.__init__()
        call_command("load_demo", now=SUNDAY.isoformat(), stdout=StringIO())
        yield
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


def next_working_day():
    return calendars.calendar().roll(timezone.localdate(SUNDAY))


def running():
    return Deadline.objects.running().filter(name="promised")


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (Case.objects.all(), 3043),  # 3000 and those of the scenes
        (Item.objects.published(), 157),
        (Window.objects.all(), 119),
        (Organisation.objects.filter(items__isnull=False).distinct(), 31),
        (Post.objects.filter(role=Role.CLERK), 119 + 39 + 10),  # windows, villages, and ten offices of the county
    ],
    ids=["cases", "items", "windows", "departments", "clerks"],
)
def test_numbers_of_the_county(rows, number):
    assert rows.count() == number


@pytest.mark.parametrize(("found", "number"), [("warning", 494), ("yellow", 108), ("red", 39), ("anomaly", 15)])
def test_supervision_has_found(found, number):
    assert Finding.objects.filter(level=found).count() == number


def test_every_state_occurs():
    assert set(Case.objects.values_list("state", flat=True)) == set(Case.State.values)


def test_cards_in_every_state():
    assert set(Card.objects.values_list("state", flat=True)) == set(Card.State.values)


def test_a_case_is_due_on_the_next_working_day():
    assert running().filter(due_on=next_working_day()).exists()


def test_a_case_is_due_on_the_day_after():
    day = calendars.calendar().next_working(next_working_day())
    assert running().filter(due_on=day).exists()


def test_cases_stand_still():
    assert running().filter(paused_on__isnull=False).count() >= 4


@pytest.mark.parametrize("stage", [2, 3])
def test_open_cases_are_late(stage):
    assert running().filter(rung=stage).exists()


def test_somebody_has_just_applied():
    assert Case.objects.filter(state="submitted", submitted_at__gt=SUNDAY - timedelta(minutes=10)).exists()


def test_nothing_lies_in_the_future():
    assert not Entry.objects.exclude(verb__endswith=".state").filter(happened_at__gt=SUNDAY).exists()


def test_most_are_done_early():
    kept = Deadline.objects.filter(name="promised", promised__gt=0, met_on__isnull=False)
    assert kept.filter(used_days__lt=F("promised")).count() >= 0.85 * kept.count()


def test_few_units_have_most_cards():
    units = Card.objects.values("finding__organisation").annotate(cards=Count("pk")).order_by("-cards")
    counts = [row["cards"] for row in units]
    assert sum(counts[:4]) > sum(counts[4:])


def test_cards_are_answered_by_their_unit():
    answers = Answer.objects.filter(answered_by__posts__organisation=F("card__finding__organisation"))
    assert answers.count() == Answer.objects.count() > 0


@pytest.mark.parametrize("kind", ["acceptance", "granted", "denied", "refusal", "correction", "procedure"])
def test_document_numbers_follow_time_without_gaps(kind):
    papers = Document.objects.filter(kind=kind).order_by("serial").values_list("serial", "issued_at")
    assert all(b[0] == a[0] + 1 and a[1] <= b[1] for a, b in pairwise(papers))


@pytest.mark.parametrize("colour", ["yellow", "red"])
def test_card_numbers_follow_time(colour):
    cards = list(Card.objects.filter(colour=colour).order_by("number").values_list("issued_at", flat=True))
    assert cards == sorted(cards)


def test_case_numbers_follow_time():
    cases = list(Case.objects.order_by("submitted_at").values_list("number", flat=True))
    assert cases == sorted(cases)


def test_entries_follow_time():
    told = Entry.objects.exclude(verb__endswith=".state").order_by("pk")
    moments = list(told.values_list("happened_at", flat=True))
    assert moments == sorted(moments)


def test_no_sweep_is_left_to_do():
    assert not Deadline.objects.filter(next_alarm_at__lte=SUNDAY).exists()


def test_a_replay_of_the_whole_demo_gives_what_was_issued():
    assert list(differences(SUNDAY.date() - timedelta(days=200), SUNDAY.date())) == []


def test_no_anomaly_is_left_unseen():
    assert not Anomaly.objects.filter(noticed_at=None).exists()


def test_references_hold():
    with connection.cursor() as cursor:
        assert cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED") is None


def test_the_demo_citizen_has_something_in_every_situation():
    states = set(Case.objects.filter(applicant__username=ZHANG).values_list("state", flat=True))
    assert states == {"first_review", "accepted", "correcting", "reviewed", "decided", "delivered"}


def test_the_demo_citizen_has_a_draft():
    assert Draft.objects.filter(user__username=ZHANG).exists()


def test_the_demo_citizens_have_uploaded():
    with_files = Material.objects.filter(attachment__isnull=False).values_list("case__applicant__username", flat=True)
    assert set(with_files) == {ZHANG, "13800000002"}


def test_uploads_are_bound():
    assert not Attachment.objects.filter(subject_id=None).exists()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_demo_accounts_open_with_their_password(account):
    assert User.objects.get(username=account.username).check_password(PASSWORD)


def test_administrators_are_three_and_a_second_signature():
    assert Post.objects.filter(role__in=ADMIN_ROLES).count() == 4


def test_somebody_stands_in():
    assert Post.objects.filter(deputy__isnull=False, away_until__gt=timezone.localdate(SUNDAY)).exists()


def test_every_entry_is_sealed_and_the_record_is_intact():
    seal(timezone.now())
    assert Leaf.objects.count() == Entry.objects.count() > 1000
    assert call_command("verify_records", stdout=StringIO()) is None


def test_a_second_county_is_refused():
    with pytest.raises(CommandError):
        call_command("load_demo")


@pytest.mark.parametrize("option", ["--scale=0", "--now=yesterday"])
def test_a_wrong_option_is_a_wrong_usage(option):
    with pytest.raises(CommandError) as error:
        call_command("load_demo", option)
    assert error.value.returncode == 2


@pytest.fixture
def simulator():
    return Simulator(casting.read(), Random(7), SUNDAY)  # noqa: S311


def test_simulated_people_do_thirty_deeds(simulator):
    deeds = [simulator.step(SUNDAY + timedelta(seconds=4 * number)) for number in range(30)]
    assert len(set(deeds)) > 5


def test_simulated_people_leave_the_demo_citizens_alone(simulator):
    mine = Entry.objects.filter(subject_id__in=Case.objects.filter(applicant__username=ZHANG).values("pk"))
    before = mine.filter(verb__startswith="approvals.").count()
    for number in range(60):
        simulator.step(SUNDAY + timedelta(seconds=4 * number))
    assert mine.filter(verb__startswith="approvals.").count() == before


def test_an_attempt_is_refused_and_seen(simulator):
    simulator.register(SUNDAY)
    while not simulator.attempt(SUNDAY):
        simulator.register(SUNDAY)
    assert sweep(SUNDAY)["anomaly"] == 1


def test_acts_come_minutes_apart(simulator):
    acted = [simulator.act(SUNDAY + timedelta(seconds=seconds)) for seconds in (0, 60, 90, 300)]
    assert acted == [False, True, False, True]


def test_each_round_of_acts_ends_with_a_red_card(simulator):
    levels = []
    for minutes in (2, 5, 8):
        now = SUNDAY + timedelta(minutes=minutes)
        simulator.act(now)
        counts = sweep(now)
        levels.append({level for level in ("yellow", "red") if counts[level]})
    assert levels == [{"yellow"}, {"yellow"}, {"red"}]


def immediate():
    items = Item.objects.filter(handling="immediate", statutory_days__gte=5).exclude(organisation__code__in=VISITED)
    return items.first()


def test_a_case_left_lying_gets_one_yellow_card():
    case = story.leave_lying(immediate(), 2, now=SUNDAY)
    sweep(SUNDAY)
    assert [f.level for f in Finding.objects.about(case)] == ["yellow"]


def test_the_typed_in_result_turns_the_same_case_red():
    item = Item.objects.filter(promised_days=5, statutory_days=20).first()
    case = story.leave_standing(item, now=SUNDAY)
    sweep(SUNDAY)
    story.type_in_result(case, now=SUNDAY)
    assert sweep(SUNDAY + timedelta(minutes=1)) == {"red": 1}


def test_the_command_does_so_many_deeds():
    before = Entry.objects.count()
    call_command("simulate", pace=0, deeds=3, stdout=StringIO())
    assert Entry.objects.count() > before


def test_joint_cases_stand_in_every_situation():
    branches = Branch.objects.values_list("state", flat=True)
    assert set(branches) == set(Branch.State.values)
    assert set(ExtensionRequest.objects.values_list("state", flat=True)) == {"open", "approved", "refused"}


def test_a_late_opinion_is_a_card_of_the_unit_asked():
    carded = Finding.objects.filter(deadline__name__startswith="step:branch:", code="Y2")
    assert carded.exclude(organisation__code="xzsp").count() == carded.count() > 0


def test_towns_and_villages_have_work():
    held = Case.objects.filter(closed_at=None, organisation__level__in=["town", "village"])
    assert set(held.values_list("organisation__level", flat=True)) == {"town", "village"}
    assert Finding.objects.filter(deadline__name="step:first_review", code="Y2").exists()


# trades that can be lived


def opening_soon():
    return Tender.objects.get(project_name="云溪县第三幼儿园综合楼新建工程")


def evaluated_now():
    return Tender.objects.get(project_name="云溪县文化馆消防和智能化改造工程")


def test_bidders_hold_the_keys_of_the_next_opening():
    firms = ["云溪县第二建筑工程公司", "云溪建工集团有限公司", "宏远建设有限公司", "湖北长江路桥有限公司"]
    names = sorted(path.name for path in keyring.folder().iterdir())
    assert names == [f"{firm}-{opening_soon().number}.json" for firm in firms]


def test_their_sealed_bids_lie_in_the_box():
    digests = {keys["digest"] for keys in keyring.files_of(opening_soon())}
    assert set(SealedBid.objects.filter(box__tender=opening_soon()).values_list("digest", flat=True)) == digests


def test_no_key_lies_in_the_database():
    assert not Reveal.objects.filter(sealed_bid__box__tender=opening_soon()).exists()


def revealed_after(**minutes):
    """Who has brought a key by then, when somebody looks each minute."""
    tender = opening_soon()
    openings = Openings(casting.read())
    for minute in range(timedelta(**minutes) // timedelta(minutes=1)):
        openings.attend(tender.bids_due_at + timedelta(minutes=minute))
    return tender, Reveal.objects.filter(sealed_bid__box__tender=tender)


def test_bidders_bring_their_keys_when_the_deadline_has_passed():
    _tender, brought = revealed_after(minutes=60)
    assert brought.count() == 4


def test_the_bank_hands_over_what_it_received():
    tender, _brought = revealed_after(minutes=1)
    assert set(tender.bank_lines.values_list("amount", flat=True)) == {tender.guarantee}


def test_whoever_plays_a_bidder_has_time_to_be_first():
    _tender, brought = revealed_after(minutes=50)
    assert brought.count() == 3
    assert not brought.filter(revealed_by__username="13700000002").exists()


def test_a_committee_is_at_its_evaluation():
    tender = evaluated_now()
    assert (tender.step, tender.state) == ("evaluation", Tender.State.RUNNING)
    assert Seat.objects.filter(draw__tender=tender, arrived_at__isnull=False).count() == 5
    assert list(Sheet.objects.filter(seat__draw__tender=tender).values_list("seat__number", flat=True)) == [1]


def test_the_demo_expert_has_an_open_form(client):
    client.force_login(User.objects.get(username="13700000003"))
    seat = Seat.objects.get(draw__tender=evaluated_now(), number=5)
    assert client.get(reverse("procurement:my_seat", args=[seat.pk])).status_code == 200


# public funds: work at every desk, and what the seed tells


def test_thirty_slips_refused_a_million_and_a_half():
    amounts = Refusal.objects.values_list("amount", flat=True)
    assert (len(amounts), sum(amounts)) == (30, 1_500_000 * 100)


def test_money_of_the_year_moved_in_every_way():
    assert set(Voucher.objects.values_list("kind", flat=True)) == set(Voucher.Kind.values)
    assert 140 <= Voucher.objects.count() <= 300


def test_payments_wait_at_every_desk():
    states = set(Application.objects.exclude(state="paid").values_list("state", flat=True))
    assert states == {"submitted", "audited", "approved", "sent", "failed", "returned", "refused"}


def test_the_bank_said_something_else():
    assert list(StatementLine.objects.unsettled().values_list("result", flat=True)) == ["altered"]


def test_lists_of_villages_stand_at_different_places():
    levels = {"draft", "village_shown", "town_shown", "county", "county_shown", "approved"}
    assert set(Roll.objects.values_list("state", flat=True)) == levels
    kept = RollLine.objects.filter(state__in=["held", "blocked"]).values_list("state", "marks")
    found = sorted(" ".join([state, *marks]) for state, marks in kept)
    assert found == ["blocked FF-07", "blocked FF-09", "blocked FF-13", "held FF-11"]


def test_the_demo_citizen_sees_own_subsidies():
    grants = own_grants(User.objects.get(username=ZHANG))
    assert [grant.state for grant in grants] == [Grant.State.PAID] * 3
    assert [str(grant.line.area) for grant in grants if grant.line.area] == ["2.70"]  # so many mu, at the rate


def test_suspicions_about_money_are_few_and_at_every_step():
    states = set(FundFlag.objects.values_list("state", flat=True))
    assert states == {"open", "asked", "verified", "transferred", "dismissed"}
    assert FundFlag.objects.count() == 14
