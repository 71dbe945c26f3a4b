"""The clocks of payments: finance audits and pays within its terms. The rules of supervision know these names."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from funds.models import Application, Term

AUDIT, PAYMENT, HANDOVER = "fund:audit", "fund:payment", "fund:handover"
SUSPICION = "fund:suspicion"
WORDS = {
    AUDIT: _("audit of a payment application"),
    PAYMENT: _("payment of an approved application"),
    HANDOVER: _("hand-over of fees taken in cash"),
    SUSPICION: _("handling of a suspicion"),
}
DEFAULT_DAYS = 5  # working days, where the county has set nothing


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(WORDS.get(name, ""))


def days_of(name: str, now) -> int:
    """The term in force on this day, in working days."""
    term = Term.objects.in_force(timezone.localdate(now)).get(code_of(name))
    return term.days if term else DEFAULT_DAYS


def code_of(name: str) -> str:
    """Under which the terms of a clock stand."""
    return name.partition(":")[2]


def start(application: Application, name: str, now) -> Deadline:
    last = Deadline.objects.about(application).filter(name=name).count()
    about = {"limits": Limits(days_of(name, now)), "now": now, "round": last + 1}
    return deadlines.start(application, name, organisation=application.quota.fund.finance, **about)


def meet(application: Application, name: str, now):
    """What finance owed is done."""
    if clock := running(application, name):
        deadlines.meet(clock, now)


def stop(application: Application, now):
    """Nothing is owed any more."""
    for clock in Deadline.objects.about(application).running().order_by("pk"):
        deadlines.cancel(clock, now)


def running(application: Application, name: str) -> Deadline | None:
    return Deadline.objects.about(application).running().filter(name=name).first()
