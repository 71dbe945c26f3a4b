"""How the people's orders were answered: the mean of the shares answered in time and to content."""

from decimal import Decimal

from django.utils.translation import gettext as _

from complaints import figures
from complaints.models import Order
from scoring.evidence import Asked, Found
from scoring.models import Mark


def orders(asked: Asked):
    """Nothing was owed and nobody rated: nothing is said."""
    rows = Order.objects.filter(organisation=asked.sheet.organisation_id)
    period = figures.Period(asked.round.first, asked.round.last)
    told = figures.whole(figures.counted(rows, period), asked.closed_on)
    rates = [rate for rate in (told.on_time_rate, told.satisfaction_rate) if rate is not None]
    if rates:
        words = _("Orders answered in time: %(time)s%%; satisfied: %(content)s%%")
        shown = {"time": _shown(told.on_time_rate), "content": _shown(told.satisfaction_rate)}
        yield Found(Mark.Kind.PART, asked.worth(sum(rates, Decimal(0)) / len(rates) / 100), words % shown)


def _shown(rate) -> str:
    return "—" if rate is None else str(rate)
