"""Risk information: entered, judged by one, confirmed by another; then an alarm, or nothing."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from integrity import clocks, informants
from integrity.actions.alarming import give
from integrity.models import Opening, RiskInformation, term
from integrity.models.risks import NONE
from integrity.models.terms import Term
from integrity.permissions import can_allow, can_confirm, can_enter, can_judge, can_read_informant
from powers.models import RiskPoint
from records.actions import as_actor, deed, look, record
from records.deeds import another, for_update, may, needed
from records.numbers import next_number
from records.refusal import Refused


@dataclass(frozen=True)
class Told:
    """What came in. `evidence` is any thing of ours; `informant` is sealed at once."""

    channel: str
    words: str
    person: User | None = None
    point: RiskPoint | None = None
    evidence: object = None
    happened_on: date | None = None
    informant: str = ""


def lock(information: RiskInformation) -> RiskInformation:
    return for_update(information, "organisation__parent", "office", "person")


@deed(makes=True)
def enter(organisation: Organisation, *, by, now, told: Told) -> RiskInformation:
    """Write down what came in about a unit; the clock of the judgement runs on the discipline office."""
    may(can_enter(by, organisation))
    check(organisation, told, timezone.localdate(now))
    as_actor(by)
    made = RiskInformation.objects.create(
        office=by.organisation,
        organisation=organisation,
        person=told.person,
        point=told.point,
        channel=told.channel,
        happened_on=told.happened_on,
        words=needed(told.words, "words"),
        entered_at=now,
        entered_by=by.user,
        **evidence_of(told),
        **sealed(told, now),
    )
    days = term(Term.Code.JUDGE, timezone.localdate(now))
    clocks.start(made, clocks.JUDGE, days, organisation=made.office, responsible=by.user, now=now)
    detail = {"number": made.number, "unit": organisation.pk, "channel": made.channel, "sealed": made.is_sealed}
    record("integrity.information.entered", made, actor=by, now=now, **detail)
    return made


def check(organisation, told: Told, today: date):
    """Raise Refused that names the field."""
    needed(told.words, "words")
    if told.happened_on and told.happened_on > today:
        raise Refused(None, _("This day has not come yet."), field="happened_on")
    if told.point and told.point.organisation_id != organisation.pk:
        raise Refused(None, _("This risk point belongs to another unit."), field="point")


def evidence_of(told: Told) -> dict:
    if told.evidence is None:
        return {}
    return {"evidence_type": ContentType.objects.get_for_model(told.evidence), "evidence_id": told.evidence.pk}


def sealed(told: Told, now) -> dict:
    """The number, and under it the sealed informant."""
    year = timezone.localdate(now).year
    number = f"LZFX{year}-{next_number('risk-information', year):04d}"
    if not told.informant.strip():
        return {"number": number}
    key, data = informants.seal(number, told.informant.strip())
    return {"number": number, "informant_key": key, "informant_sealed": data}


@deed
def judge(information: RiskInformation, *, by, now, level: str, reason: str, demand: str = "") -> RiskInformation:
    """Level A, B, C or no risk, with the reason; a level also says what is demanded of the unit."""
    information = lock(information)
    may(can_judge(by, information))
    information.judge()
    reason = needed(reason, "reason")
    demand = demand.strip() if level == NONE else needed(demand, "demand")
    as_actor(by)
    information.level, information.reason, information.demand = level, reason, demand
    information.judged_at, information.judged_by, information.remark = now, by.user, ""
    information.save(update_fields=["state", "level", "reason", "demand", "judged_at", "judged_by", "remark"])
    record("integrity.information.judged", information, actor=by, now=now, level=level)
    return information


@deed
def send_back(information: RiskInformation, *, by, now, reason: str) -> RiskInformation:
    """The second person does not agree: it is judged anew. The clock runs on."""
    information = lock(information)
    another(by, information.judged_by_id)
    may(can_confirm(by, information))
    information.send_back()
    as_actor(by)
    information.remark = needed(reason, "reason")
    information.save(update_fields=["state", "remark"])
    record("integrity.information.sent_back", information, actor=by, now=now)
    return information


@deed
def confirm(information: RiskInformation, *, by, now) -> RiskInformation:
    """The second person agrees: alarm and order go out on paper, or it ends without a risk."""
    information = lock(information)
    another(by, information.judged_by_id)
    may(can_confirm(by, information))
    as_actor(by)
    end = information.dismiss if information.level == NONE else information.alarm
    end()
    information.confirmed_at, information.confirmed_by = now, by.user
    information.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    clocks.meet(information, clocks.JUDGE, now)
    record("integrity.information.confirmed", information, actor=by, now=now, level=information.level)
    if information.level != NONE:
        give(information, by=by, now=now, level=information.level)
    return information


# who told it


@deed
def ask(information: RiskInformation, *, by, now, reason: str) -> RiskInformation:
    """Ask to know who told it."""
    information = lock(information)
    may(can_judge(by, information))
    if not information.is_sealed:
        raise Refused(None, _("No informant is named."))
    reason = needed(reason, "reason")
    if information.openings.filter(asked_by=by.user, state__in=["asked", "allowed"]).exists():
        raise Refused(None, _("Your request waits for a second person already."), field="reason")
    made = Opening.objects.create(information=information, reason=reason, asked_at=now, asked_by=by.user)
    record("integrity.informant.asked", information, actor=by, now=now, opening=made.pk, reason=reason)
    return information


def locked(opening: Opening) -> Opening:
    return for_update(opening, "information__organisation")


@deed
def decide(opening: Opening, *, by, now, allowed: bool) -> Opening:
    """The second person allows the look, or refuses it."""
    opening = locked(opening)
    another(by, opening.asked_by_id)
    may(can_allow(by, opening))
    step = opening.allow if allowed else opening.refuse
    step()
    opening.decided_at, opening.decided_by = now, by.user
    opening.save(update_fields=["state", "decided_at", "decided_by"])
    verb = "integrity.informant.allowed" if allowed else "integrity.informant.refused"
    record(verb, opening.information, actor=by, now=now, opening=opening.pk)
    return opening


@deed
def read_informant(opening: Opening, *, by, now) -> str:
    """Who told it, once, for who asked; the look is on record before it is shown."""
    opening = locked(opening)
    may(can_read_informant(by, opening))
    opening.open()
    opening.opened_at = now
    opening.save(update_fields=["state", "opened_at"])
    look(opening.information, by, now)
    record("integrity.informant.opened", opening.information, actor=by, now=now, opening=opening.pk)
    return opening.information.informant
