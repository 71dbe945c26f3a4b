"""FF-14 坐支、截留收入: fees kept from the single account or spent before they were handed over (FUN-25)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import Detector
from funds.models.flags import Level
from funds.money import yuan


def explain(said: dict) -> str:
    if "spent" in said:
        words = _("On %(day)s %(spent)s were spent from %(account)s, on which %(received)s of fees had been received.")
        return words % (said | {"spent": yuan(said["spent"]), "received": yuan(said["received"])})
    words = _("Ticket %(ticket)s: %(sum)s for “%(matter)s” went to %(where)s instead of the single account.")
    return words % (said | {"sum": yuan(said["value"])})


RULE = Detector(
    "FF-14",
    gettext_lazy("Fees kept or spent before the hand-over"),
    "fund_revenue",
    Level.WARNING,
    "《财政违法行为处罚处分条例》第四条",
    gettext_lazy("A fee does not reach the single account, or is spent on the account that received it."),
    explain,
    about="collection",
)
