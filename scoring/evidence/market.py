"""How the parties of the market behaved (S1-42): tenderers, bidders, agents, experts."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg
from django.utils.translation import gettext as _

from procurement.models import Appraisal, Deduction, Expert, Misconduct, Party
from scoring.evidence import Asked, Found
from scoring.models import Mark, Sheet

CONDUCT = {"yellow": 10, "red": 20}


def named(sheet: Sheet) -> dict:
    """How a row of procurement names who is scored: a firm, an expert or an office."""
    names = {ContentType.objects.get_for_model(model).pk: name for model, name in _NAMES.items()}
    return {names.get(sheet.subject_type_id, "organisation"): sheet.subject_id}


_NAMES = {Party: "party", Expert: "expert"}


def conduct(asked: Asked):
    """Bad behaviour that was decided in the period and stands. Offices are in no such register."""
    who = named(asked.sheet)
    if "organisation" in who:
        return
    points = asked.parameter("conduct", CONDUCT)
    standing = [Misconduct.State.DECIDED, Misconduct.State.ENDED]
    rows = Misconduct.objects.filter(asked.period.within("decided_at"), state__in=standing, **who)
    for row in rows.order_by("pk"):
        words = f"{row.get_grade_display()} {row.number} {row.act}"
        yield Found(Mark.Kind.PART, Decimal(str(points[row.grade])), words, row, row.grade)


def deductions(asked: Asked):
    """Points that an expert lost in the period, for the reasons named (`deductions:late,absent`)."""
    reasons = asked.argument.split(",") if asked.argument else Deduction.Reason.values
    rows = Deduction.objects.effective().filter(expert=asked.sheet.subject_id, reason__in=reasons)
    for row in rows.filter(happened_on__range=(asked.round.first, asked.round.last)).order_by("pk"):
        words = f"{row.get_reason_display()}（{row.happened_on}）：{row.note}"
        yield Found(Mark.Kind.PART, Decimal(row.points), words, row, row.reason)


def appraisals(asked: Asked):
    """The mean of what the offices said after each trade, as a share of the item. Nobody said anything: nothing."""
    rows = Appraisal.objects.filter(asked.period.within("appraised_at"), **named(asked.sheet))
    mean = rows.aggregate(mean=Avg("score"))["mean"]
    if mean is not None:
        words = _("Mean of %(count)s appraisals: %(mean)s of 100") % {"count": rows.count(), "mean": round(mean, 2)}
        yield Found(Mark.Kind.PART, asked.worth(Decimal(mean) / 100), words)
