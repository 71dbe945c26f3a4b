"""One small county in which every kind of person exists, and one object behind every address."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.messaging import outbox
from accounts.models import Delivery, Role, User
from approvals import actions as approvals
from approvals.models import Appointment, Draft, Licence, Rating
from monitoring import actions as supervision
from monitoring.models import Card, RuleVersion
from monitoring.rules import BY_CODE
from monitoring.sweep import sweep
from records.models import Document, Entry
from tests.access.bids import bidding
from tests.access.doors import protected
from tests.access.enforcement import enforced
from tests.access.exchange import told
from tests.access.flags import suspected
from tests.access.indicators import indicated
from tests.access.inspections import inspected
from tests.access.integrity import risked
from tests.access.meetings import met
from tests.access.notices import noticed
from tests.access.openness import opened
from tests.access.orders import HOTLINE, answering, ordered
from tests.access.payments import FINANCE, funded, treasury
from tests.access.powers import empowered
from tests.access.projects import projected
from tests.access.rights import governed
from tests.access.scores import scored
from tests.access.subsidies import subsidised
from tests.access.surveys import asked
from tests.access.trades import BIDDER, CENTRE, traded, trading
from tests.access.voices import voiced
from tests.access.watch import watched
from tests.conftest import ZHANG, at, employ, make_citizen, make_item, make_unit
from tests.gates import signed_in

ANONYMOUS, OWNER, OTHER_CITIZEN = "anonymous", "owner", "other citizen"
OWN = {role: role.value for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD)}
STRANGER = "stranger"
ABOVE = {role: role.value for role in (Role.INSPECTOR, Role.LEADER)}
ADMINS = {role: role.value for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)}
OF_HOTLINE = {role: role.value for role in HOTLINE}
ROLES = [
    *(ANONYMOUS, OWNER, OTHER_CITIZEN),
    *(*OWN.values(), STRANGER, *ABOVE.values(), *ADMINS.values(), *OF_HOTLINE.values()),
    *(BIDDER, CENTRE, FINANCE),
]


@pytest.fixture
def world(db):
    return created()


def created() -> SimpleNamespace:
    """The cast of all roles, and a case of `citizen` at `bureau` that has got a yellow card."""
    county, citizen = make_unit("yunxi"), make_citizen()
    discipline, bureau, other_bureau = (make_unit(code, county) for code in ("jiwei", "scjg", "zjj"))
    people = {role.value: employ(f"p-{role}", f"某{role}", bureau, role) for role in OWN}
    people |= {role.value: employ(f"p-{role}", f"某{role}", county, role) for role in (Role.LEADER, *ADMINS)}
    people[Role.INSPECTOR.value] = employ("p-inspector", "某监察", discipline, Role.INSPECTOR)
    people[STRANGER] = employ("p-stranger", "外单位", other_bureau, Role.CLERK)
    other = User.objects.create_user(username="13800000002", name="老李", password="x", is_citizen=True)
    people |= {ANONYMOUS: Actor(), OWNER: citizen, OTHER_CITIZEN: Actor(other)} | answering(county)
    people |= trading(county) | treasury(county)
    item = make_item(bureau)
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=people["clerk"], now=at("2026-03-02"))
    about = {"by": people["clerk"], "now": at("2026-03-03")}
    approvals.record_charge(case, name="资料费", amount=Decimal("50.00"), **about)
    approvals.tell_hearing_right(case, by=people["reviewer"], now=at("2026-03-03"), ground="涉及相邻商户")
    sweep(at("2026-03-12"))
    Licence.objects.create(
        number="YXXK20260302-0001-0",
        name="食品经营许可证",
        item=item,
        organisation=bureau,
        owner=citizen.user,
        holder_name=ZHANG.applicant_name,
        id_number=ZHANG.id_number,
        valid_from=at("2026-03-02").date(),
        issued_at=at("2026-03-02"),
    )
    draft = Draft.objects.create(user=citizen.user, item=item, updated_at=at("2026-03-12"))
    rating = Rating.objects.create(
        case=case, organisation=bureau, stars=1, state=Rating.State.OPEN, rated_at=at("2026-03-06")
    )
    appointment = Appointment.objects.create(
        number="YY20260303-001",
        organisation=bureau,
        item=item,
        user=citizen.user,
        name="张建国",
        telephone="13800000001",
        starts_at=at("2026-03-03 09:00"),
        booked_at=at("2026-03-02"),
        place=1,
    )
    rule = drafted(people["inspector"])
    papers_of_office = (
        enforced(people) | noticed(people, case) | told(people, bureau) | watched(people, county, discipline)
    ) | (inspected(people, bureau) | ordered(people, bureau) | voiced(people, bureau) | met(people, bureau))
    papers_of_office |= (protected(people, discipline) | traded(people, bureau, other_bureau)) | (
        suspected(people, bureau) | bidding(people, bureau, other_bureau)
    )
    papers_of_office |= funded(people, bureau) | subsidised(people, bureau) | opened(people, county, bureau)
    papers_of_office |= projected(people, county, bureau) | scored(people, county, bureau)
    papers_of_office |= empowered(people, county, bureau) | governed(people, county, bureau)
    papers_of_office |= risked(people, discipline, bureau, papers_of_office["powers:power"][0])
    papers_of_office |= indicated(people, county, bureau) | asked(people, discipline, bureau)
    return SimpleNamespace(
        papers_of_office=papers_of_office,
        delivery=undelivered(citizen),
        rating=rating,
        rule=rule,
        appointment=appointment,
        draft=draft,
        people=people,
        item=item,
        case=case,
    )


def undelivered(citizen) -> Delivery:
    """A message to the owner that nobody could deliver."""
    about = ("entry:1", "case:1", "paper", "受理", "受理", at("2026-03-02"))
    draft = outbox.Draft(*about, address="/my/", recipients=frozenset({citizen.user.pk}))
    [message] = outbox.send([draft], at("2026-03-02"))
    return Delivery.objects.create(
        message=message, channel="sms", to="13800000001", words="受理", state="failed", made_at=at("2026-03-02")
    )


def drafted(inspector) -> RuleVersion:
    """A draft of a rule that is being tried on the past."""
    about = {"by": inspector, "now": at("2026-03-20")}
    texts = {"name": "超过承诺时限", "law": "监察办法", "reason": "从严"}
    day, rule = at("2026-03-20").date(), BY_CODE["Y1"]
    draft = supervision.draft(rule, level="yellow", parameters={}, valid_from=day, **about, **texts)
    supervision.try_on_past(draft, first=day, last=day, **about)
    return draft


def addresses(world) -> dict[str, str]:
    """Name of every address → one real URL of it."""
    number, code = world.case.number, world.item.code
    finding = Card.objects.order_by("pk").first().finding_id
    digest = Entry.objects.order_by("pk").first().digest
    arguments = world.papers_of_office | {
        "records:receipt": [digest],
        "records:receipt_json": [digest],
        "approvals:item": [code],
        "approvals:item_form": [code, "00000000-0000-4000-8000-000000000009"],
        "approvals:catalogue_item": [code],
        "approvals:catalogue_compare": [code],
        "approvals:catalogue_deed": [code, "revise"],
        "approvals:apply": [code],
        "approvals:discard_draft": [world.draft.pk],
        "approvals:case": [number],
        "approvals:receipt": [number],
        "approvals:correct": [number],
        "approvals:withdraw": [number],
        "approvals:rate": [number],
        "approvals:write": [number],
        "approvals:case_looks": [number],
        "approvals:conversation": [number],
        "approvals:book": [code],
        "approvals:appointment": [world.appointment.number],
        "approvals:cancel_appointment": [world.appointment.number],
        "approvals:note_appointment": [world.appointment.number, "came"],
        "approvals:desk_rating": [world.rating.pk],
        "approvals:document": [Document.objects.about(world.case).get(kind="acceptance").pk],
        "approvals:print_document": [Document.objects.about(world.case).get(kind="acceptance").pk],
        "approvals:refund": [world.case.charges.get().pk],
        "approvals:hearing": [number],
        "approvals:verify_licence": ["YXXK20260302-0001-0"],
        "approvals:desk_licence": ["YXXK20260302-0001-0"],
        "approvals:workbench": [number],
        "approvals:duty_deed": [world.people["clerk"].post.pk, "away"],
        "approvals:deed": [number, "review"],
        "accounts:message": [world.delivery.message_id],
        "monitoring:send_again": [world.delivery.pk],
        "monitoring:finding": [finding],
        "monitoring:rule": [world.rule.pk],
        "monitoring:rule_new": ["Y2"],
        "monitoring:rule_edit": [world.rule.pk],
        "monitoring:rule_deed": [world.rule.pk, "test"],
        "monitoring:back_test": [world.rule.back_tests.get().pk],
        "monitoring:acknowledge": [Card.objects.get(finding=finding).pk],
        "monitoring:card_deed": [finding, "send_back"],
        "records:attachment": ["00000000-0000-4000-8000-000000000009"],
        "scoring:group": ["goals"],
        "scoring:unit": [world.case.organisation.code],
        "scoring:case": [number],
    }
    return {name: reverse(name, args=arguments.get(name, [])) for name in every_name()}


def every_name() -> list[str]:
    """The names of all addresses but the admin's own."""
    from django.urls import get_resolver

    return [name for name in walk(get_resolver(), "") if not name.startswith("admin:")]


def walk(resolver, namespace):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def sign_in_as(world, role) -> Client:
    return signed_in(world.people[role])
