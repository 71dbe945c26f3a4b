"""资格预审: notice, applications, examination and result, before anybody bids (招标投标法实施条例 第十五条至第十九条).

Who applied is known to those who examine, and to them only when the deadline has passed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.words import chinese_date
from procurement.actions.clarifying import far_enough
from procurement.actions.common import CONDITION, Locked, enter, lock, may, publish, today
from procurement.actions.effects import moment
from procurement.actions.objecting import enter_as_bidder
from procurement.actions.papers import tell
from procurement.flows import Asked, flow_of
from procurement.flows.base import SHORTENED, Capacity, Missing
from procurement.guards.common import no_open_objection
from procurement.guards.people import FEWEST_BIDDERS
from procurement.guards.times import shortened
from procurement.models import Applicant, Method, Notice, Party, Prequalification, Tender
from procurement.periods import Regime
from procurement.permissions import represents
from procurement.restrictions import restriction
from records.actions import WRONG_ORDER, deed, record
from records.attachments import bind
from records.deeds import for_update, needed
from records.refusal import Refused

STEP = "notice"  # the prequalification comes before this step
EXAMINERS = [Capacity.TENDERER, Capacity.AGENT]


@dataclass(frozen=True)
class Invitation:
    """What the notice of a prequalification says: what is asked of firms, until when documents and applications."""

    conditions: str
    documents_from: date
    documents_until: date
    due_at: datetime


def may_begin(tender: Tender) -> bool:
    """Only before the notice of a public tender under the law of bidding, once a round."""
    fits = flow_of(tender).regime == Regime.BIDDING and tender.method == Method.PUBLIC and tender.step == STEP
    return fits and tender.state == Tender.State.RUNNING and settled(tender) is None


def settled(tender: Tender) -> Prequalification | None:
    """The prequalification of this round that runs or was passed."""
    rows = tender.prequalifications.filter(round=tender.round)
    return rows.exclude(state=Prequalification.State.FAILED).first()


@deed
def begin(tender: Tender, *, by, now, invitation: Invitation) -> Prequalification:
    """The centre publishes the notice of the prequalification. Raises Locked(RF-17) where a period is too short."""
    tender = lock(tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    if not may_begin(tender):
        words = _("A prequalification comes before the notice of a public tender, once a round.")
        raise Refused(WRONG_ORDER, words)
    check_times(tender, invitation, now)
    text = needed(invitation.conditions, "conditions", _("Say what a firm must be able to do."))
    days = f"{chinese_date(invitation.documents_from)}至{chinese_date(invitation.documents_until)}"
    facts = [("项目编号", tender.project_number), ("文件获取时间", days), ("申请截止", moment(invitation.due_at))]
    made = Prequalification.objects.create(
        tender=tender,
        round=tender.round,
        notice=publish(tender, Notice.Kind.PREQUALIFICATION, text, by=by, now=now, facts=facts),
        **vars(invitation),
    )
    record("procurement.prequalification.begun", tender, actor=by, now=now, prequalification=made.pk)
    return made


def check_times(tender: Tender, invitation: Invitation, now):
    """Five days for the documents (第十六条), and five from their end to the deadline (第十七条)."""
    since, until, due = invitation.documents_from, invitation.documents_until, timezone.localdate(invitation.due_at)
    if since < today(now):
        words = _("The documents cannot be issued before the notice is published.")
        raise Refused(CONDITION, words, field="documents_from")
    if until < since:
        raise Refused(None, _("The last day lies before the first."), field="documents_until")
    asked = asking(tender, by=None, now=now)
    found = [
        shortened(asked, "documents", since, until, "documents_until"),
        shortened(asked, "prequalification", until, due, "due_at"),
    ]
    missing = [row for row in found if row]
    if missing:
        raise Locked(SHORTENED, missing)


def asking(tender: Tender, *, by, now) -> Asked:
    flow = flow_of(tender)
    return Asked(tender, flow, flow.step(STEP), by, now)


@deed
def change(found: Prequalification, *, by, now, text: str, deadline: datetime | None = None):
    """Answer questions about the documents or change them, for everybody at once: three days before the deadline, or
    with a later one (第二十一条). Returns the prequalification."""
    tender, found = locked(found, now)
    enter(tender, EXAMINERS, by, now)
    insist(found, found.state == found.State.OPEN and now < found.due_at)
    text, was = needed(text, "text"), found.due_at
    if deadline is not None and deadline <= max(was, now):
        raise Refused(None, _("The deadline can only be moved to a later moment."), field="deadline")
    far_enough(tender, "prequalification_change", deadline or was, now)
    found.due_at = deadline or was
    found.save(update_fields=["due_at"])
    facts = [("原截止时间", moment(was)), ("现截止时间", moment(found.due_at))] if deadline else []
    title = f"{tender.title}资格预审文件澄清修改"
    publish(tender, Notice.Kind.CORRECTION, text, by=by, now=now, facts=facts, title=title)
    record("procurement.prequalification.changed", tender, actor=by, now=now, deadline=found.due_at)
    return found


def locked(found: Prequalification, now) -> tuple[Tender, Prequalification]:
    """The tender first, then what belongs to it."""
    tender = lock(found.tender, now)
    found = for_update(found)
    found.tender = tender
    return tender, found


def insist(found: Prequalification, holds: bool):
    if not holds:
        raise Refused(WRONG_ORDER, _("This is not possible at this stage of the prequalification."))


@deed(makes=True)
def apply(found: Prequalification, *, by, now, party: Party, statement: str, papers=()) -> Applicant:
    """A firm applies, until the deadline, once. `papers` are uploads of the actor."""
    tender, found = locked(found, now)
    may(represents(by, party.pk, now))
    if found.state != found.State.OPEN or now >= found.due_at:
        words = _("Applications were taken until %(due)s.")
        raise Refused(None, words % {"due": moment(found.due_at)}, field="statement")
    check_firm(tender, found, party, now)
    enter_as_bidder(tender, by, now)
    statement = needed(statement, "statement", _("Say how your firm meets what is asked."))
    made = Applicant.objects.create(
        prequalification=found, party=party, statement=statement, applied_at=now, applied_by=by.user
    )
    bind(papers, made, by=by, now=now)
    record("procurement.prequalification.applied", made, actor=by, now=now)
    return made


def check_firm(tender: Tender, found: Prequalification, party: Party, now):
    """Raise Refused for firms that may not bid in this tender, and for a second application."""
    if party.pk in (tender.agent_id, tender.tenderer_party_id):
        raise Refused(None, _("The tenderer and its agent do not bid in their own tender."), field="party")
    held = restriction(party, today(now))
    if held is not None:
        words = _("%(firm)s is restricted: %(ground)s.")
        raise Refused(CONDITION, words % {"firm": party.name, "ground": held.ground}, field="party")
    if found.applicants.filter(party=party).exists():
        raise Refused(None, _("This firm has applied already."), field="party")


@deed
def examine(applicant: Applicant, *, by, now, is_able: bool, reason: str = "") -> Applicant:
    """Whether this firm is able, after the deadline; a refusal has its reason (第十八条)."""
    tender, found = locked(applicant.prequalification, now)
    enter(tender, EXAMINERS, by, now)
    insist(found, found.state == found.State.OPEN and now >= found.due_at)
    applicant = for_update(applicant)
    applicant.is_able = is_able
    applicant.reason = (reason or "").strip() if is_able else needed(reason, "reason", _("Give the reason."))
    applicant.examined_at, applicant.examined_by = now, by.user
    applicant.save(update_fields=["is_able", "reason", "examined_at", "examined_by"])
    record("procurement.prequalification.examined", applicant, actor=by, now=now, is_able=is_able)
    return applicant


@deed
def conclude(found: Prequalification, *, by, now) -> Prequalification:
    """Everybody is told the result in writing; fewer than three able firms: it has failed (第十九条)."""
    tender, found = locked(found, now)
    enter(tender, EXAMINERS, by, now)
    insist(found, tender.state == Tender.State.RUNNING and now >= found.due_at)
    rows = list(found.applicants.select_related("party"))
    check_examined(tender, rows, by, now)
    able = sum(row.is_able for row in rows)
    found.passes() if able >= FEWEST_BIDDERS else found.fails()
    found.concluded_at, found.concluded_by = now, by.user
    found.save(update_fields=["state", "concluded_at", "concluded_by"])
    for row in rows:
        code, words = ("able", "") if row.is_able else ("unable", row.reason)
        tell(tender, code, row.party, words, by=by, now=now, organisation=tender.tenderer_organisation)
    record("procurement.prequalification.concluded", tender, actor=by, now=now, state=found.state)
    return found


def check_examined(tender: Tender, rows: list[Applicant], by, now):
    missing = [no_open_objection(asking(tender, by=by, now=now))]
    if any(row.is_able is None for row in rows):
        missing.append(Missing(_("Not every application has been examined yet.")))
    if any(missing):
        raise Locked(CONDITION, [row for row in missing if row])
