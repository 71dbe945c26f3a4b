"""The clocks of trading: which period runs, of whom it is owed, and from when it counts.

Names begin with `trade:`; supervision's rules ask for them by these names.
"""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines import actions as deadlines
from deadlines.models import Deadline, Stage
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Tender
from procurement.periods import period

PREFIX = "trade:"
WORDS = {
    "opening": _("opening of the bids"),
    "candidates": _("publicity of the candidates begins"),
    "evaluation_report": _("report of the evaluation to the purchaser"),
    "winner": _("decision on the winner"),
    "announce": _("publication of the result"),
    "contract": _("signing of the contract"),
    "report": _("written report on the tender"),
    "refund_losers": _("return of the guarantees of the others"),
    "refund_winner": _("return of the guarantee of the winner"),
    "publish_contract": _("publication of the contract"),
    "file_contract": _("filing of the contract"),
    "payment": _("payment of the price"),
    "answer": _("answer to an objection"),
    "inquiry": _("answer to a question of a firm"),
    "withdrawn_refund": _("return of the guarantee of a withdrawn bid"),
    "acceptance": _("decision on the acceptance of a complaint"),
    "decision": _("decision of a complaint"),
    "suspension": _("end of the suspension"),
}
OWED_BY = {
    "opening": Capacity.CENTRE,
    "evaluation_report": Capacity.CENTRE,
    "refund_losers": Capacity.CENTRE,
    "withdrawn_refund": Capacity.CENTRE,
    "refund_winner": Capacity.CENTRE,
    "acceptance": Capacity.SUPERVISOR,
    "decision": Capacity.SUPERVISOR,
    "suspension": Capacity.SUPERVISOR,
}

SUSPICION = "flag:handling"  # the clock of a red flag: handled by a person in its days


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    if name == SUSPICION:
        return _("handling of a suspicion")
    return str(WORDS.get(name.removeprefix(PREFIX), "")) if name.startswith(PREFIX) else ""


def debtor(tender: Tender, code: str):
    """The office that answers for this clock. A firm has none: then it is the department that supervises it."""
    owed = OWED_BY.get(code, Capacity.TENDERER)
    offices = {Capacity.CENTRE: tender.centre, Capacity.SUPERVISOR: tender.supervisor}
    return offices.get(owed) or tender.tenderer_organisation or tender.supervisor


def morning(day: date) -> datetime:
    """A moment of that day: clocks of days count from the day."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def start(tender: Tender, code: str, *, since: datetime, subject=None) -> Deadline | None:
    """Start the clock of this period, where the law of the tender knows it; `subject` is the tender itself if not
    named, and `since` the moment from which it counts."""
    found = period(flow_of(tender).regime, code)
    if found is None:
        return None
    subject, name = subject or tender, f"{PREFIX}{code}"
    last = Deadline.objects.about(subject).filter(name=name).count()
    about = {"limits": found.limits, "now": since, "round": last + 1}
    return deadlines.start(subject, name, organisation=debtor(tender, code), **about)


def meet(subject, code: str, now) -> Deadline | None:
    """What was owed is done. Where the deed itself was earlier than its entry (`now`), the deed counts, unless the
    clock has rung already."""
    clock = running(subject, code)
    return deadlines.meet(clock, now) if clock else None


def done_on(subject, code: str, day: date, now) -> Deadline | None:
    """Meet the clock as of an earlier day on which the thing was done, unless it has rung already."""
    clock = running(subject, code)
    if clock is None:
        return None
    silent = clock.rung < Stage.OVERDUE and day >= clock.started_on
    return deadlines.meet(clock, morning(day) if silent else now)


def running(subject, code: str) -> Deadline | None:
    return Deadline.objects.about(subject).running().filter(name=f"{PREFIX}{code}").first()


def stop(subject, now):
    """Nothing is owed any more: every clock of the subject falls away."""
    for clock in Deadline.objects.about(subject).running().order_by("pk"):
        deadlines.cancel(clock, now)


def since(tender: Tender, code: str, now) -> datetime:
    """From when a clock of the tender counts: the deed of the law itself where it has a day of its own."""
    award = tender.awards.filter(round=tender.round).select_related("contract").first()
    contract = getattr(award, "contract", None)
    if code == "report" and award is not None:
        return morning(award.determined_on)
    if contract is not None:
        return morning(contract.signed_on)
    if code == "opening" and tender.bids_due_at:
        return tender.bids_due_at
    return now
