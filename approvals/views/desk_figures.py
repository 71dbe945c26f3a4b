"""My own figures: what I and my unit decided this month and last, and how fast."""

from datetime import timedelta

from django.db.models import Avg, Count, F, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.models import Case
from approvals.permissions import can_work
from approvals.views.desk import only
from deadlines.actions import midnight


@require_safe
@only(can_work)
def figures(request):
    now = timezone.now()
    this = timezone.localdate(now).replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    months = [(this, Q(decided_at__gte=midnight(this))), (last, Q(decided_at__lt=midnight(this)))]
    recent = Q(closed_at=None) | Q(closed_at__gte=midnight(last))  # nothing is closed before it is decided
    decided = Case.objects.filter(
        recent, organisation=request.actor.organisation, decided_at__gte=midnight(last), decided_at__lte=now
    )
    user = request.actor.user
    mine = Q(clerk=user) | Q(reviewer=user) | Q(approver=user)
    groups = {
        f"{who}{number}": month & whose
        for number, (_day, month) in enumerate(months)
        for who, whose in (("me", mine), ("unit", Q()))
    }
    sums = decided.aggregate(**{name: value for group, rows in groups.items() for name, value in sums_of(group, rows)})
    table = [
        {"month": month, "me": figure(sums, f"me{number}"), "unit": figure(sums, f"unit{number}")}
        for number, (month, _rows) in enumerate(months)
    ]
    return render(request, "approvals/desk/figures.html", {"table": table})


def sums_of(group, rows):
    """The three sums of one group: cases decided, decided within the promise, working days used on average."""
    yield f"{group}_handled", Count("pk", filter=rows)
    yield f"{group}_on_time", Count("pk", filter=rows & Q(clock__met_on__lt=F("clock__overdue_on")))
    yield f"{group}_days", Avg("clock__used_days", filter=rows)


def figure(sums, group) -> dict:
    """One cell of the table, in words."""
    handled, on_time, days = (sums[f"{group}_{name}"] for name in ("handled", "on_time", "days"))
    return {
        "handled": handled,
        "on_time": f"{100 * on_time / handled:.1f}%" if handled else "—",
        "days": f"{days:.1f}" if days is not None else "—",
        "late": handled - on_time,
    }
