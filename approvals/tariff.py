"""What may be charged: the fee table of an item as it stood on a day. Reads only."""

from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Case, Charge, Item, ItemFee, Refund
from approvals.money import due

MONEY = DecimalField(max_digits=12, decimal_places=2)
ZERO = Decimal("0.00")


def valid_on(day: date) -> Q:
    """Rows whose validity covers this day; an open end has no limit."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))


def table(item: Item, day: date) -> QuerySet[ItemFee]:
    """The fees of the version of this item that was in force that day, as far as they were valid themselves.

    A case keeps the promise of its own version, but money is taken after the table that is public on the day of
    payment (行政许可法 第五十八条、第五十九条).
    """
    versions = Item.objects.filter(valid_on(day), code=item.code).exclude(state=Item.State.DRAFT)
    newest = versions.order_by("-version").values("pk")[:1]
    return ItemFee.objects.filter(valid_on(day), item__in=newest).order_by("sort", "pk")


def in_words(fees) -> str:
    """The table as one sentence for a person at the window; Chinese data with its numbers."""
    lines = [f"{fee.name} {fee.amount}元" + (f"/{fee.unit}" if fee.unit else "") for fee in fees]
    return "；".join(lines) or _("nothing may be charged")


def allowed(case: Case, fee: ItemFee | None, quantity: Decimal, now) -> Decimal:
    """What the table of that day allows; 0 for a fee that does not stand in it."""
    if fee is None or not table(case.item, timezone.localdate(now)).filter(pk=fee.pk).exists():
        return ZERO
    return due(fee.amount, quantity)


def refunded(charge: Charge) -> Decimal:
    """What has been given back of a charge."""
    return charge.refunds.aggregate(sum=Sum("amount"))["sum"] or ZERO


def standing(case: Case, code: str) -> Charge | None:
    """A charge of the fee with this code that was not given back whole."""
    charges = case.charges.filter(fee__code=code).annotate(back=Sum("refunds__amount"))
    return charges.filter(Q(back=None) | Q(back__lt=F("amount"))).first()


def with_refunds(charges: QuerySet[Charge]) -> QuerySet[Charge]:
    """The charges with `back` (refunded), `kept` (not refunded) and `owed` (still to be refunded of the excess)."""
    sums = Refund.objects.filter(charge=OuterRef("pk")).order_by().values("charge").annotate(sum=Sum("amount"))
    back = Coalesce(Subquery(sums.values("sum"), output_field=MONEY), Value(ZERO), output_field=MONEY)
    nothing = Value(ZERO, output_field=MONEY)
    return charges.annotate(back=back).annotate(
        kept=F("amount") - F("back"), owed=Greatest(F("amount") - F("listed") - F("back"), nothing)
    )
