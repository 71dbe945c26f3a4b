"""Before step 1: firms, the people who act for them, and the application with the papers of the department."""

from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.fields import CreditCodeField
from procurement.actions.common import may, today
from procurement.flows import FLOWS
from procurement.models import (
    Business,
    Handover,
    Matter,
    Method,
    Participation,
    Party,
    Representative,
    Step,
    Tender,
    Trade,
)
from procurement.numbers import next_tender_number
from procurement.permissions import can_hand_in, can_name_people, can_register_party, represents
from records.actions import deed, record
from records.deeds import needed
from records.refusal import Refused


@dataclass(frozen=True)
class Firm:
    """What is known of a firm when it is registered."""

    code: str
    name: str
    legal_representative: str
    founded_on: object
    address: str = ""
    telephone: str = ""
    businesses: tuple = (Business.BIDDER,)


@deed(makes=True)
def register_party(centre, firm: Firm, *, by, now) -> Party:
    """A firm enters the register of market parties. `centre` is the organisation of the actor."""
    may(can_register_party(by))
    try:
        code = CreditCodeField().clean(firm.code)
    except ValidationError as fault:
        raise Refused(None, fault.messages[0], field="code") from fault
    if Party.objects.filter(code=code).exists():
        raise Refused(None, _("A firm with this credit code is registered already."), field="code")
    if Party.objects.filter(name=firm.name.strip()).exists():
        raise Refused(None, _("A firm of this name is registered already; look at its credit code."), field="name")
    about = asdict(firm) | {"code": code, "name": needed(firm.name, "name"), "businesses": list(firm.businesses)}
    party = Party.objects.create(**about, registered_at=now, registered_by=by.user)
    record("procurement.party.registered", party, actor=by, now=now, code=code, businesses=party.businesses)
    return party


@deed
def represent(party: Party, user, *, by, now, title="") -> Representative:
    """From today on this person may act for the firm: entered by the centre, or by somebody who acts for it already.
    Staff of an office never do."""
    may(can_name_people(by, party, now))
    if user.posts.active().exists():
        raise Refused(None, _("This person works in an office and cannot act for a firm."), field="telephone")
    if party.representatives.in_force(today(now)).filter(user=user).exists():
        raise Refused(None, _("This person represents this firm already."), field="telephone")
    made = Representative.objects.create(party=party, user=user, title=title, since=today(now))
    record("procurement.party.represented", party, actor=by, now=now, user=user.pk)
    return made


@deed
def end_representation(row: Representative, *, by, now) -> Representative:
    """The last day is today. Only the centre ends the last one: a firm that nobody acts for could not come back."""
    may(can_name_people(by, row.party, now))
    Party.objects.select_for_update().get(pk=row.party_id)  # of two who go at the same time one is the last
    row.refresh_from_db(fields=["until"])
    if row.until is not None:
        raise Refused(None, _("This representation has ended already."))
    others = row.party.representatives.in_force(today(now)).filter(until=None).exclude(pk=row.pk)
    if not can_register_party(by) and not others.exists():
        raise Refused(None, _("Nobody else acts for the firm. Name somebody first, then end this one."))
    row.until = today(now)
    row.save(update_fields=["until"])
    record("procurement.party.unrepresented", row.party, actor=by, now=now, user=row.user_id)
    return row


@dataclass(frozen=True)
class Application:
    """What a tenderer wants to have traded. Exactly one of the tenderers; amounts in fen."""

    trade: str
    project_number: str
    project_name: str
    centre: object
    supervisor: object
    tenderer_organisation: object = None
    tenderer_party: object = None
    lot: str = ""
    matter: str = Matter.WORKS
    method: str = Method.PUBLIC
    summary: str = ""
    approval_number: str = ""
    funds_source: str = ""
    is_state_funded: bool = True
    estimate: int | None = None
    budget: int | None = None
    start_price: int | None = None
    papers: tuple = field(default=())

    def facts(self) -> dict:
        return {name: value for name, value in vars(self).items() if name != "papers"}


@deed(makes=True)
def hand_in(tenderer, application: Application, *, by, now) -> Tender:
    """The tenderer hands in its project with the papers of the department; the centre's acceptance is step 1.

    `tenderer` is the office or the firm that calls for bids.
    """
    may(can_hand_in(by) and speaks_for(by, application, now))
    check(application)
    tender = Tender(**application.facts(), applied_at=now)
    first = FLOWS[Trade(application.trade)].steps[0]
    tender.step = first.code
    tender.number = next_tender_number(now)
    tender.save()
    Step.objects.create(tender=tender, code=first.code, number=1, started_at=now)
    about = {"papers": list(application.papers), "handed_at": now, "handed_by": by.user}
    Handover.objects.create(tender=tender, way=Handover.Way.IN, **about)
    join(tender, by, now)
    record("procurement.tender.handed_in", tender, actor=by, now=now, number=tender.number, trade=tender.trade)
    return tender


def speaks_for(by, application: Application, now) -> bool:
    """Does the actor belong to the tenderer named in the application?"""
    office, party = application.tenderer_organisation, application.tenderer_party
    works = office is not None and by.works_for(office.pk)
    return works or (party is not None and represents(by, party.pk, now))


def check(application: Application):
    """Raise Refused, naming the field, for what the database would refuse."""
    office = application.tenderer_organisation
    if (office is None) == (application.tenderer_party is None):
        raise Refused(None, _("A tender has one tenderer: an office or a firm."), field="tenderer")
    if application.centre == application.supervisor:
        words = _("The centre acts, a department supervises: they are never the same.")
        raise Refused(None, words, field="supervisor")
    if office is not None and office in (application.centre, application.supervisor):
        words = _("Neither the centre nor the supervising department is the tenderer.")
        raise Refused(None, words, field="supervisor")
    needed(application.project_number, "project_number")
    needed(application.project_name, "project_name")
    if not application.papers:
        raise Refused(None, _("Name the papers that the department hands over."), field="papers")


def join(tender: Tender, by, now):
    """Who hands in acts for the tenderer in this project from now on."""
    about = {"capacity": Participation.Capacity.TENDERER, "tender": tender, "since": now}
    row, _made = Participation.objects.get_or_create(
        project_number=tender.project_number, user=by.user, defaults=about
    )
    if row.capacity != Participation.Capacity.TENDERER:
        raise Refused("V07", _("You act in another capacity in this project already: who acts does not approve."))
