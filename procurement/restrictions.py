"""Who may not take part now (资格限制, seed S1-43): holds of supervision on a firm or an expert, and for how long."""

import calendar
from datetime import date

from django.contrib.contenttypes.models import ContentType

from deadlines.models import Hold
from procurement.models import Expert, Party


def restriction(who: Party | Expert, on: date) -> Hold | None:
    """The hold that keeps this firm or expert out on this day, the earliest one; None where there is none."""
    return Hold.objects.about(who).in_force(on).order_by("pk").first()


def is_restricted(who: Party | Expert, on: date) -> bool:
    return restriction(who, on) is not None


def restricted(model, on: date) -> dict[int, str]:
    """Of every firm or expert that is held on this day: id → ground. One statement."""
    kind = ContentType.objects.get_for_model(model).pk
    rows = Hold.objects.filter(subject_type_id=kind).in_force(on).order_by("-pk")
    return dict(rows.values_list("subject_id", "ground"))


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last one of the month where it has no such day (民法典 第二百零二条)."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
