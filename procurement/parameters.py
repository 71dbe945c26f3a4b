"""The numbers in force on a day. See `models.Parameter`; the seeds with their law are in the migration."""

from dataclasses import dataclass
from datetime import date

from procurement.models import Matter, Parameter, Tender, Trade

LOCAL, GUARANTEE, CAP, PERFORMANCE, SUPPLEMENT = (
    "local_public",
    "guarantee_percent",
    "guarantee_cap",
    "performance_percent",
    "supplement_percent",
)
NATIONAL = {
    Matter.WORKS: "national_works",
    Matter.GOODS: "national_goods",
    Matter.SERVICES: "national_services",
}


def in_force(code: str, on: date):
    """The newest first."""
    return Parameter.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from")


def row(code: str, on: date) -> Parameter:
    """The row in force. Raises LookupError where the parameter is not set: nothing is guessed."""
    found = in_force(code, on).first()
    if found is None:
        raise LookupError(f"no parameter {code} on {on}")
    return found


def value(code: str, on: date) -> int:
    """Its number alone. Raises LookupError like `row`."""
    found = in_force(code, on).values_list("value", flat=True).first()
    return row(code, on).value if found is None else found


@dataclass(frozen=True)
class Duty:
    """Must this be a public tender? `threshold` is the number that says so, None where none does."""

    threshold: Parameter | None

    @property
    def is_public(self) -> bool:
        return self.threshold is not None


def amount_of(tender: Tender) -> int:
    """What a tender is worth in fen: what it costs at most, by the best figure known."""
    return tender.estimate or tender.budget or tender.control_price or 0


def duty(tender: Tender, on: date) -> Duty:
    """Public tender by the national thresholds (国家发改委令第16号) or by the county's own (seed S2-21)."""
    if not tender.is_state_funded or tender.trade not in (Trade.CONSTRUCTION, Trade.PROCUREMENT):
        return Duty(None)
    codes = [NATIONAL[tender.matter]] if tender.matter in NATIONAL else []
    rows = [row(code, on) for code in [*codes, LOCAL]]
    return Duty(next((found for found in rows if amount_of(tender) >= found.value), None))


def percent(amount: int, code: str, on: date) -> int:
    """So many percent of an amount in fen; a broken fen falls away: a limit is never exceeded by rounding."""
    return amount * value(code, on) // 100
