"""Entering the registers: firms by themselves, by the centre, by workbook; papers, people, credit, open records."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.fields import CreditCodeField
from procurement.actions.common import may, today
from procurement.actions.registering import Firm
from procurement.models import (
    CreditRecord,
    OpenRecord,
    Ownership,
    Party,
    Practitioner,
    Qualification,
    Registration,
    Representative,
)
from procurement.permissions_registers import can_check, can_enter, can_keep_registers, can_open_records
from records import attachments
from records.actions import WRONG_ORDER, EntryDraft, deed, record, record_many
from records.deeds import for_update, needed
from records.refusal import Refused

ENTERED = "procurement.party.registered"


@deed(makes=True)
def apply(user, firm: Firm, *, by, now, title="", qualifications="", papers=()) -> Registration:
    """A firm asks to enter the register, by the person who will act for it. `papers` are attachments."""
    may(by.user is not None and not by.is_staff_member)
    firm = checked(firm)
    if not papers:
        raise Refused(None, _("Add the business licence and the letter of authority."), field="papers")
    waiting = Registration.objects.waiting().filter(code=firm.code)
    if waiting.exists():
        raise Refused(None, _("An application with this credit code is being checked already."), field="code")
    about = asdict(firm) | {"businesses": list(firm.businesses), "title": title, "qualifications": qualifications}
    made = Registration.objects.create(**about, applied_at=now, applied_by=by.user)
    attachments.bind(papers, made, by=by, now=now)
    record("procurement.registration.applied", made, actor=by, now=now, code=firm.code)
    return made


def checked(firm: Firm) -> Firm:
    """The firm with its cleaned code and name; Refused where it cannot be registered."""
    try:
        code = CreditCodeField().clean(firm.code)
    except ValidationError as fault:
        raise Refused(None, fault.messages[0], field="code") from fault
    name = needed(firm.name, "name")
    if Party.objects.filter(code=code).exists():
        raise Refused(None, _("A firm with this credit code is registered already."), field="code")
    if Party.objects.filter(name=name).exists():
        raise Refused(None, _("A firm of this name is registered already; look at its credit code."), field="name")
    return Firm(**asdict(firm) | {"code": code, "name": name})


@deed
def check_papers(registration: Registration, *, by, now, opinion="") -> Registration:
    """The first person: the papers are in order."""
    row = for_update(registration)
    may(can_keep_registers(by))
    row.check_papers()
    row.checked_at, row.checked_by, row.opinion = now, by.user, opinion.strip()
    row.save(update_fields=["state", "checked_at", "checked_by", "opinion"])
    record("procurement.registration.checked", row, actor=by, now=now)
    return row


@deed(makes=True)
def enter(registration: Registration, *, by, now) -> Party:
    """The second person: the firm stands in the register, and the applicant acts for it."""
    row = for_update(registration)
    may(can_keep_registers(by))
    if row.checked_by_id == by.user.pk:
        raise Refused("V07", _("Somebody other than who checked it enters the firm."))
    row.enter()
    same = ("code", "name", "legal_representative", "founded_on", "address", "telephone", "businesses")
    checked(Firm(**{name: getattr(row, name) for name in same}))
    party = Party.objects.create(
        **{name: getattr(row, name) for name in same}, registered_at=now, registered_by=by.user
    )
    Representative.objects.create(party=party, user=row.applied_by, title=row.title, since=today(now))
    row.party, row.decided_at, row.decided_by = party, now, by.user
    row.save(update_fields=["state", "party", "decided_at", "decided_by"])
    record(ENTERED, party, actor=by, now=now, code=party.code, businesses=party.businesses)
    return party


@deed
def refuse(registration: Registration, *, by, now, reason: str) -> Registration:
    row = for_update(registration)
    may(can_check(by, row) or can_enter(by, row))
    row.opinion = needed(reason, "reason")
    row.refuse()
    row.decided_at, row.decided_by = now, by.user
    row.save(update_fields=["state", "opinion", "decided_at", "decided_by"])
    record("procurement.registration.refused", row, actor=by, now=now, reason=row.opinion)
    return row


@deed
def register_many(centre, firms: list[Firm], *, by, now) -> list[Party]:
    """Many firms at once, as a workbook names them: all or none. The rows were checked one by one."""
    may(can_keep_registers(by))
    about = {"registered_at": now, "registered_by": by.user}
    rows = [Party(**asdict(firm) | {"businesses": list(firm.businesses)}, **about) for firm in firms]
    made = Party.objects.bulk_create(rows, batch_size=1000)
    record_many(EntryDraft(ENTERED, party, by, now, {"code": party.code}) for party in made)
    return made


@dataclass(frozen=True)
class Certificate:
    """A certificate of a firm."""

    name: str
    number: str
    valid_from: date
    level: str = ""
    issued_by: str = ""
    valid_until: date | None = None


@deed(makes=True)
def certify(party: Party, certificate: Certificate, *, by, now) -> Qualification:
    """Write a qualification of the firm down."""
    may(can_keep_registers(by))
    if Qualification.objects.filter(number=certificate.number).exists():
        raise Refused(None, _("A certificate with this number is registered already."), field="number")
    if certificate.valid_until and certificate.valid_until < certificate.valid_from:
        raise Refused(None, _("The end lies before the beginning."), field="valid_until")
    made = Qualification.objects.create(party=party, **asdict(certificate))
    record("procurement.party.certified", party, actor=by, now=now, number=made.number, name=made.name)
    return made


@deed(makes=True)
def employ(party: Party, *, by, now, name: str, profession: str, number: str, valid_until=None):
    """A registered person of the firm."""
    may(can_keep_registers(by))
    if Practitioner.objects.filter(number=number).exists():
        raise Refused(None, _("A certificate with this number is registered already."), field="number")
    about = {"name": name, "profession": profession, "number": number, "valid_until": valid_until}
    made = Practitioner.objects.create(party=party, **about)
    record("procurement.party.employed", party, actor=by, now=now, number=number)
    return made


@deed(makes=True)
def own(parent: Party, child: Party, *, by, now, share=None) -> Ownership:
    """One firm owns or controls another: they count as one group from now on."""
    may(can_keep_registers(by))
    if parent == child:
        raise Refused(None, _("A firm does not own itself."), field="child")
    if Ownership.objects.filter(Q(parent=parent, child=child) | Q(parent=child, child=parent), ended_on=None).exists():
        raise Refused(None, _("This is written down already."), field="child")
    made = Ownership.objects.create(parent=parent, child=child, share=share, entered_at=now, entered_by=by.user)
    record("procurement.party.owns", parent, actor=by, now=now, child=child.code)
    return made


@deed(makes=True)
def note_credit(
    party: Party, *, by, now, kind: str, text: str, decided_by: str, decided_on, number="", shown_until=None
) -> CreditRecord:
    """A line of the credit record, from the document of the office that decided it."""
    may(can_keep_registers(by))
    if decided_on > today(now):
        raise Refused(None, _("This day lies in the future."), field="decided_on")
    made = CreditRecord.objects.create(
        party=party,
        kind=kind,
        text=needed(text, "text"),
        decided_by=needed(decided_by, "decided_by"),
        decided_on=decided_on,
        number=number,
        shown_until=shown_until,
        entered_at=now,
        entered_by=by.user,
    )
    record("procurement.credit.noted", party, actor=by, now=now, kind=kind, number=number)
    return made


@deed(makes=True)
def publish(organisation, *, by, now, kind: str, title: str, happened_on, **more) -> OpenRecord:
    """Make one piece of project or credit information public (seed S0-16). `more`: text, facts, number, party."""
    may(can_open_records(by) and by.works_for(organisation.pk))
    number = more.get("number", "")
    shown = OpenRecord.objects.public().filter(kind=kind, organisation=organisation, number=number)
    if number and shown.exists():
        raise Refused(None, _("A record with this number is public already."), field="number")
    if happened_on > timezone.localdate(now):
        raise Refused(None, _("This day lies in the future."), field="happened_on")
    about = {"kind": kind, "title": needed(title, "title"), "happened_on": happened_on, "organisation": organisation}
    made = OpenRecord.objects.create(**about | more, published_at=now, published_by=by.user)
    record("procurement.open_record.published", made, actor=by, now=now, kind=kind, number=number)
    return made


@deed
def withdraw(row: OpenRecord, *, by, now, reason: str) -> OpenRecord:
    """It was wrong: the office takes it back with a reason; what is right is published anew."""
    row = for_update(row)
    may(can_open_records(by) and by.works_for(row.organisation_id))
    if row.withdrawn_at is not None:
        raise Refused(WRONG_ORDER, _("It has been withdrawn already."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by.user, needed(reason, "reason")
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("procurement.open_record.withdrawn", row, actor=by, now=now, reason=row.withdrawn_reason)
    return row
