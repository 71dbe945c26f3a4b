"""Complaints of bidders (投诉) to the supervising department: in time, after an objection, decided by two people."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.plan import Axis, Span, merged, reach
from deadlines.words import chinese_date
from procurement import clocks
from procurement.actions import facts, standing
from procurement.actions.common import enter, lock, may, today
from procurement.actions.objecting import enter_as_bidder
from procurement.actions.papers import tell
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Against, BidComplaint, Objection, Party, Suspension, Tender
from procurement.periods import Period, Regime, period
from procurement.permissions import can_decide_complaint, represents
from records.actions import SAME_PERSON, WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

# 招标投标法实施条例 第六十条第二款: what must have been objected to first
OBJECT_FIRST = {Against.PREQUALIFICATION, Against.DOCUMENTS, Against.OPENING, Against.RESULT}
TERM = "处理决定在三十个工作日内作出；检验、检测、鉴定和专家评审所需时间不计算在内。"
TESTS = "tests"  # the kind of the pause for tests and expert opinions (条例 第六十一条)


def objection_of(tender: Tender, party: Party, against: str) -> Objection | None:
    """The latest objection of this firm in this matter."""
    return tender.objections.filter(party=party, against=against).order_by("-pk").first()


def last_day(tender: Tender, knew_on: date, objection: Objection | None, now) -> date:
    """The last day for a complaint. The time in which an objection was being answered does not count."""
    regime = flow_of(tender).regime
    found = period(regime, "complain")
    if regime == Regime.PROCUREMENT:
        return found.end(answered_by(objection, regime, now))
    return counted(found, knew_on, objection)


def answered_by(objection: Objection, regime, now) -> date:
    """The day of the answer, or the last day for one (政府采购法 第五十五条)."""
    if objection.answered_at:
        return timezone.localdate(objection.answered_at)
    return period(regime, "answer").end(timezone.localdate(objection.lodged_at))


def counted(found: Period, knew_on: date, objection: Objection | None) -> date:
    """The end of the period with the days of the answer taken out of it."""
    if objection is None or objection.answered_at is None:
        return found.end(knew_on)
    calendar = calendars.calendar()
    axis = Axis(calendar, found.unit)
    out = Span(timezone.localdate(objection.lodged_at), timezone.localdate(objection.answered_at))
    return calendar.roll(reach(axis, knew_on, found.amount, merged([out], axis.number)))


@deed(makes=True)
def file(tender: Tender, *, by, now, party: Party, against: str, text: str, knew_on: date) -> BidComplaint:
    """A firm complains to the department. Refused where the time is over or an objection should have come first."""
    tender = lock(tender)
    may(represents(by, party.pk, now))
    objection = objection_of(tender, party, against)
    check_objection(tender, against, objection)
    check_time(tender, knew_on, objection, now)
    enter_as_bidder(tender, by, now)
    made = BidComplaint.objects.create(
        tender=tender,
        round=tender.round,
        against=against,
        party=party,
        objection=objection,
        knew_on=knew_on,
        text=needed(text, "text"),
        filed_at=now,
        filed_by=by.user,
        organisation=tender.supervisor,
    )
    clocks.start(tender, "acceptance", since=now, subject=made)
    record("procurement.complaint.filed", tender, actor=by, now=now, complaint=made.pk, against=against)
    facts.refresh(tender, now=now)
    return made


def check_objection(tender: Tender, against: str, objection: Objection | None):
    """Raise Refused where an objection has to come first and has not been answered."""
    first = against in OBJECT_FIRST or flow_of(tender).regime == Regime.PROCUREMENT
    if not first:
        return
    if objection is None:
        words = _("In this matter the tenderer is asked first: lodge an objection, then complain about its answer.")
        raise Refused(None, words, field="against")
    if objection.state == Objection.State.OPEN and flow_of(tender).regime != Regime.PROCUREMENT:
        raise Refused(None, _("Your objection is still being answered; that time is not counted."), field="against")


def check_time(tender: Tender, knew_on: date, objection: Objection | None, now):
    if knew_on > today(now):
        raise Refused(None, _("This day lies in the future."), field="knew_on")
    last = last_day(tender, knew_on, objection, now)
    if today(now) > last:
        words = _("Too late: the last day for this complaint was %(day)s.")
        raise Refused(None, words % {"day": chinese_date(last)}, field="knew_on")


def locked(complaint: BidComplaint, by, now) -> BidComplaint:
    """The complaint with its locked tender, for somebody of the department."""
    tender = lock(complaint.tender)
    found = for_update(complaint)
    found.tender = tender
    may(can_decide_complaint(by, found))
    enter(tender, [Capacity.SUPERVISOR], by, now)
    return found


@deed
def accept(complaint: BidComplaint, *, by, now, suspends: bool = False) -> BidComplaint:
    """受理 within three working days; where it is needed the tender stands still (条例 第六十二条)."""
    complaint = locked(complaint, by, now)
    complaint.accept()
    complaint.accepted_at, complaint.accepted_by = now, by.user
    complaint.save(update_fields=["state", "accepted_at", "accepted_by"])
    clocks.meet(complaint, "acceptance", now)
    since = complaint.filed_at if flow_of(complaint.tender).regime == Regime.PROCUREMENT else now
    clocks.start(complaint.tender, "decision", since=since, subject=complaint)
    if suspends:
        reason, reference = complaint.get_against_display(), complaint.pk
        standing.stop(complaint.tender, Suspension.Ground.COMPLAINT, reason, by=by, now=now, reference=reference)
    tell(complaint.tender, "acceptance", complaint.party, TERM, by=by, now=now)
    record("procurement.complaint.accepted", complaint.tender, actor=by, now=now, complaint=complaint.pk)
    return complaint


@deed
def refuse(complaint: BidComplaint, *, by, now, reason: str) -> BidComplaint:
    """不予受理, with its ground."""
    complaint = locked(complaint, by, now)
    complaint.refuse()
    complaint.decision, complaint.decided_at, complaint.decided_by = needed(reason, "reason"), now, by.user
    complaint.save(update_fields=["state", "decision", "decided_at", "decided_by"])
    clocks.meet(complaint, "acceptance", now)
    tell(complaint.tender, "refusal", complaint.party, complaint.decision, by=by, now=now)
    record("procurement.complaint.refused", complaint.tender, actor=by, now=now, complaint=complaint.pk)
    return complaint


@deed
def begin_tests(complaint: BidComplaint, *, by, now, reason: str, days: int) -> BidComplaint:
    """检验、检测、鉴定、专家评审: the time they take does not count."""
    complaint = locked(complaint, by, now)
    clock = clocks.running(complaint, "decision")
    if clock is None or complaint.tests_since is not None:
        raise Refused(WRONG_ORDER, _("Tests belong to a complaint that is being examined, once at a time."))
    complaint.tests_since, complaint.tests_reason = today(now), needed(reason, "reason")
    complaint.save(update_fields=["tests_since", "tests_reason"])
    deadlines.pause(clock, kind=TESTS, ground=complaint.tests_reason, told_days=days, now=now)
    record("procurement.complaint.tested", complaint.tender, actor=by, now=now, complaint=complaint.pk)
    return complaint


@deed
def end_tests(complaint: BidComplaint, *, by, now) -> BidComplaint:
    """The result of the tests is here; the time counts on."""
    complaint = locked(complaint, by, now)
    resume_clock(complaint, now)
    record("procurement.complaint.tests_ended", complaint.tender, actor=by, now=now, complaint=complaint.pk)
    return complaint


def resume_clock(complaint: BidComplaint, now):
    clock = clocks.running(complaint, "decision")
    if clock is None or complaint.tests_since is None:
        raise Refused(WRONG_ORDER, _("No tests are going on."))
    deadlines.resume(clock, kind=TESTS, now=now)
    complaint.tests_since = None
    complaint.save(update_fields=["tests_since"])


@deed
def decide(complaint: BidComplaint, *, by, now, outcome: str, text: str) -> BidComplaint:
    """The written decision, by somebody other than who accepted it."""
    complaint = locked(complaint, by, now)
    if complaint.accepted_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("A complaint is decided by somebody other than who accepted it."))
    if complaint.tests_since is not None:
        resume_clock(complaint, now)
    complaint.decide()
    complaint.outcome, complaint.decision = outcome, needed(text, "text", _("Write the decision and its ground."))
    complaint.decided_at, complaint.decided_by = now, by.user
    complaint.save(update_fields=["state", "outcome", "decision", "decided_at", "decided_by"])
    ended(complaint, by=by, now=now)
    tell(complaint.tender, "decision", complaint.party, complaint.decision, by=by, now=now)
    detail = {"complaint": complaint.pk, "outcome": outcome}
    record("procurement.complaint.decided", complaint.tender, actor=by, now=now, **detail)
    return complaint


def ended(complaint: BidComplaint, *, by, now):
    for code in ("acceptance", "decision"):
        clocks.meet(complaint, code, now)
    standing.let_go(complaint.tender, Suspension.Ground.COMPLAINT, by=by, now=now, reference=complaint.pk)


@deed
def withdraw(complaint: BidComplaint, *, by, now) -> BidComplaint:
    """Whoever complained takes it back before the decision."""
    tender = lock(complaint.tender)
    complaint = for_update(complaint)
    complaint.tender = tender
    may(represents(by, complaint.party_id, now))
    complaint.withdraw()
    complaint.save(update_fields=["state"])
    clocks.stop(complaint, now)
    standing.let_go(tender, Suspension.Ground.COMPLAINT, by=by, now=now, reference=complaint.pk)
    record("procurement.complaint.withdrawn", tender, actor=by, now=now, complaint=complaint.pk)
    return complaint
