"""The fees of cases beside the books of non-tax revenue: what does not agree, month by month."""

from calendar import monthrange

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation, Role
from exchange.charges import differences
from exchange.views.pages import check


class MonthForm(forms.Form):
    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        required=False,
        error_messages={"invalid": _("Please give a month such as 2026-03.")},
    )


def can_compare(actor) -> bool:
    """The finance bureau and those who watch."""
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return True
    in_unit = actor.holds(Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD)
    return in_unit and actor.organisation.business == Organisation.Business.FUNDS


@require_safe
def charges(request):
    """GET with ?month=2026-03; this month where none is asked for."""
    check(can_compare(request.actor))
    today = timezone.localdate()
    form = MonthForm(request.GET)
    asked = form.cleaned_data.get("month") if form.is_valid() else None
    first = (asked or today).replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = differences(request.actor.watched_path, first, last)
    return render(request, "exchange/charges.html", {"form": form, "rows": rows, "first": first, "last": last})
