"""Efficiency cases (效能案件): proposed, filed by a second person, persons and outcomes, concluded."""

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Post, User
from deadlines import actions as deadlines
from deadlines.plan import Limits
from monitoring import letters_notices as letters
from monitoring.actions.notices import check_scope, head_of_paper
from monitoring.models import Card, EfficiencyCase, Involved, Notice, Outcome
from monitoring.permissions_notices import NOT_YOUR_DUTY, can_draft, why_not
from records.actions import deed, issue_document, record
from records.deeds import for_update, needed
from records.models import Document
from records.refusal import Refused

CLOCK = "inquiry"
INQUIRY_DAYS = 30  # working days from filing to conclusion (B3, efficiency complaints: 30, complex ones up to 60)


@dataclass(frozen=True)
class Proposal:
    """What an inquiry is about."""

    matter: str
    facts: str
    basis: str
    source: str = EfficiencyCase.Source.OWN
    gravity: str = EfficiencyCase.Gravity.GENERAL


@deed(makes=True)
def propose(
    subject,
    *,
    by,
    now,
    organisation,
    said: Proposal,
    card: Card | None = None,
    notice: Notice | None = None,
) -> EfficiencyCase:
    """Propose an inquiry about the subject; a second person files it, or says why not."""
    if not can_draft(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_scope(by, organisation)
    texts = {name: needed(getattr(said, name), name) for name in ("matter", "facts", "basis")}
    case = EfficiencyCase.objects.create(
        subject=subject,
        organisation=organisation,
        card=card,
        notice=notice,
        proposed_by=by.user,
        proposed_at=now,
        **asdict(said) | texts,
    )
    detail = {"source": case.source, "gravity": case.gravity, "organisation": organisation.pk}
    record("monitoring.efficiency.proposed", case, actor=by, now=now, **detail)
    return case


def begin(case: EfficiencyCase, name: str, by) -> EfficiencyCase:
    """The row, locked, if this is the actor's to do and the course allows it; nothing is saved."""
    case = for_update(case, "organisation__parent", "clock", "proposed_by")
    reason = why_not(by, name, case)
    if reason:
        raise PermissionDenied(str(reason))
    getattr(case, name)()
    return case


@deed
def file(case: EfficiencyCase, *, by, now) -> EfficiencyCase:
    """The second signature (立案): number, letter to the unit, thirty working days."""
    case = begin(case, "file", by)
    office = head_of_paper(by, case.organisation)
    about = {"organisation": office, "addressee": case.organisation.name}
    paper = issue_document(Document.Kind.INQUIRY, case, actor=by, now=now, body=letters.inquiry(case), **about)
    limits = Limits(INQUIRY_DAYS, graded=False, warned=False)
    owner = {"organisation": office, "responsible": case.proposed_by}
    case.clock = deadlines.start(case, CLOCK, limits=limits, now=now, **owner)
    case.number, case.filed_by, case.filed_at = paper.number, by.user, now
    case.save(update_fields=["state", "number", "filed_by", "filed_at", "clock"])
    record("monitoring.efficiency.filed", case, actor=by, now=now, number=case.number, due_on=case.clock.due_on)
    return case


@deed
def drop(case: EfficiencyCase, *, by, now, reason: str) -> EfficiencyCase:
    """No inquiry, with the reason."""
    case = begin(case, "drop", by)
    case.reason = needed(reason, "reason", _("Give the reasons."))
    case.save(update_fields=["state", "reason"])
    record("monitoring.efficiency.dropped", case, actor=by, now=now)
    return case


@deed
def involve(case: EfficiencyCase, *, by, now, person: User, part: str, conduct: str) -> EfficiencyCase:
    """Name a person of the unit whose part is looked into."""
    case = begin(case, "involve", by)
    if not Post.objects.filter(user=person).answering_for(case.organisation_id).exists():
        raise Refused(None, _("This person does not work in the unit."), field="person")
    if case.involved.filter(person=person).exists():
        raise Refused(None, _("This person is named in the case already."), field="person")
    words = needed(conduct, "conduct", _("Write what this person did or left undone."))
    about = {"part": part, "conduct": words, "named_by": by.user, "named_at": now}
    Involved.objects.create(case=case, person=person, **about)
    record("monitoring.efficiency.involved", case, actor=by, now=now, person=person.pk, part=part)
    return case


@deed
def propose_outcome(
    case: EfficiencyCase, *, by, now, involved: Involved | None, kind: str, statement: str, reason: str
) -> Outcome:
    """Propose what comes out for one person, or for the unit (None), after it was heard."""
    case = begin(case, "propose_outcome", by)
    if involved is not None and involved.case_id != case.pk:
        raise Refused(None, _("Choose one of the persons named in the case."), field="involved")
    if case.outcomes.exclude(state=Outcome.State.REFUSED).filter(involved=involved).exists():
        raise Refused(None, _("There is an outcome for this person or unit already."), field="involved")
    if involved is None and kind not in UNIT_KINDS:
        raise Refused(None, _("For the unit as a whole there is only criticism or none."), field="kind")
    heard = needed(statement, "statement", _("Hear the person or the unit first, and write down what was said."))
    made = Outcome.objects.create(
        case=case,
        involved=involved,
        kind=kind,
        statement=heard,
        reason=needed(reason, "reason", _("Give the reasons.")),
        proposed_by=by.user,
        proposed_at=now,
    )
    record("monitoring.efficiency.outcome_proposed", case, actor=by, now=now, outcome=made.pk, kind=kind)
    return made


UNIT_KINDS = [Outcome.Kind.NONE, Outcome.Kind.CRITICISM, Outcome.Kind.CIRCULAR]


@deed
def decide_outcome(
    case: EfficiencyCase, *, by, now, outcome: Outcome, approved: bool, reason: str = ""
) -> EfficiencyCase:
    """The second person decides: the paper is issued, or the proposal goes back with the reason."""
    case = begin(case, "decide_outcome", by)
    outcome = for_update(outcome, "involved__person")
    if outcome.case_id != case.pk:
        raise Refused(None, _("Choose one of the outcomes that wait."), field="outcome")
    if outcome.proposed_by_id == by.user.pk:
        raise PermissionDenied(_("Whoever proposed an outcome does not decide on it: a second person does."))
    outcome.case = case
    if approved:
        settle(outcome, by, now)
    else:
        outcome.refuse()
        outcome.refusal = needed(reason, "reason", _("Give the reasons."))
    outcome.decided_by, outcome.decided_at = by.user, now
    outcome.save(update_fields=["state", "refusal", "decided_by", "decided_at"])
    detail = {"outcome": outcome.pk, "kind": outcome.kind, "approved": approved}
    record("monitoring.efficiency.outcome_decided", case, actor=by, now=now, **detail)
    return case


def settle(outcome: Outcome, by, now):
    """The decision and its paper: to the unit for its people, to the unit itself."""
    outcome.decide()
    unit = outcome.case.organisation
    addressee = f"{unit.name} {outcome.involved.person.name}" if outcome.involved else unit.name
    about = {"organisation": head_of_paper(by, unit), "addressee": addressee}
    kind = letters.KINDS[outcome.kind]
    issue_document(kind, outcome, actor=by, now=now, body=letters.outcome(outcome), **about)


@deed
def conclude(case: EfficiencyCase, *, by, now, result: str) -> EfficiencyCase:
    """Every person has an outcome: the case is concluded and its clock met.

    In a major case responsibility is looked for up to the leaders (seed S3-19): one of them must be among the named.
    """
    case = begin(case, "conclude", by)
    named = list(case.involved.all())
    if not named:
        raise Refused(None, _("Name the persons first; each gets an outcome, if need be “no responsibility”."))
    leaders = any(person.part in Involved.LEADERS for person in named)
    if case.gravity == EfficiencyCase.Gravity.MAJOR and not leaders:
        raise Refused(None, _("In a major case the main leader or the leader in charge is looked into as well."))
    missing = case.involved.exclude(outcomes__state=Outcome.State.DECIDED)
    if missing.exists() or case.outcomes.filter(state=Outcome.State.PROPOSED).exists():
        raise Refused(None, _("Not every person has a decided outcome yet."))
    case.result = needed(result, "result", _("Write down the result of the inquiry."))
    case.concluded_by, case.concluded_at = by.user, now
    deadlines.meet(case.clock, now)
    case.save(update_fields=["state", "result", "concluded_by", "concluded_at"])
    record("monitoring.efficiency.concluded", case, actor=by, now=now, number=case.number)
    return case
