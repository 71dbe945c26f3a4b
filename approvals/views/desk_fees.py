"""What was charged and given back: the register, its days, and the form of a refund."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals import actions, tariff
from approvals.forms.ledger import RefundForm, RegisterForm
from approvals.models import Case, Charge, Refund
from approvals.permissions import can_look, can_refund
from approvals.views import registers
from approvals.views.desk import only
from records.desk import denied
from records.refusal import Refused

MOST_DAYS = 62  # lines of the table of days; a period may be longer, its sums are exact
TABS = [
    ("approvals:fees", gettext_lazy("Charges")),
    ("approvals:refunds", gettext_lazy("Refunds")),
    ("approvals:fee_days", gettext_lazy("Sums by day")),
]


def asked_of(request):
    form = RegisterForm(request.GET, registers.units(request.actor))
    form.is_valid()
    return form, form.cleaned_data


def matching(asked: dict, prefix="") -> Q:
    """Case number, applicant or name of the fee."""
    text = asked.get("q")
    if not text:
        return Q()
    case = f"{prefix}case__"
    return (
        Q(**{f"{case}number__startswith": text.upper()})
        | Q(**{f"{case}applicant_name__contains": text})
        | Q(**{f"{prefix}name__contains": text})
    )


def charges_of(actor, asked: dict):
    """The charges that somebody may see and asked for."""
    seen = registers.scope(actor, "case__") & registers.of_unit(asked, "case__")
    return Charge.objects.filter(seen, registers.within(asked, "charged_at"), matching(asked))


def refunds_of(actor, asked: dict):
    seen = registers.scope(actor, "charge__case__") & registers.of_unit(asked, "charge__case__")
    return Refund.objects.filter(seen, registers.within(asked, "refunded_at"), matching(asked, "charge__"))


CHARGE_COLUMNS = {
    "number": F("case__number"),
    "applicant": F("case__applicant_name"),
    "unit": F("case__organisation__short_name"),
    "who": F("charged_by__name"),
    "receipt_number": F("receipt__number"),
}
CHARGE_PLAIN = ["pk", "name", "quantity", "amount", "listed", "back", "owed", "charged_at", "charged_by", "receipt"]


@require_safe
@only(can_look)
def charges(request):
    """Every charge, newest first; with ?owed=1 only those of which something must be given back."""
    form, asked = asked_of(request)
    found = charges_of(request.actor, asked)
    owed = "owed" in request.GET
    if owed:
        found = found.filter(amount__gt=F("listed"))
    shown = tariff.with_refunds(found)
    shown = shown.filter(owed__gt=0) if owed else shown
    rows = shown.order_by("-charged_at", "-pk").values(*CHARGE_PLAIN, **CHARGE_COLUMNS)
    if asked.get("export"):
        return export_charges(rows)
    page = registers.page_of(rows, asked, "charged_at")
    sums = shown.aggregate(count=Count("pk"), charged=Sum("amount"), returned=Sum("back"), due=Sum("owed"))
    context = {
        "form": form,
        "tabs": TABS,
        "rows": page.rows,
        "sums": sums,
        "owed": owed,
        "narrowed": registers.narrowed(asked) or owed,
        "pages": {"before": page.before, "after": page.after, "words": _("%(count)s charges") % sums},
        "many_units": "organisation" in form.fields,
        "me": request.actor.user.pk,
    }
    return render(request, "approvals/desk/fees.html", context)


def export_charges(rows):
    header = [_("Charged at"), _("Case number"), _("Applicant"), _("Unit"), _("Fee"), _("Quantity")]
    header += [_("Allowed (yuan)"), _("Charged (yuan)"), _("Refunded (yuan)"), _("To refund (yuan)")]
    header += [_("Charged by"), _("Receipt for money")]
    names = ["charged_at", "number", "applicant", "unit", "name", "quantity", "listed", "amount", "back", "owed"]
    names += ["who", "receipt_number"]
    lines = ([row[name] for name in names] for row in rows.iterator(chunk_size=2000))
    return xlsx_response(_("Charges"), header, lines)


REFUND_COLUMNS = {
    "number": F("charge__case__number"),
    "applicant": F("charge__case__applicant_name"),
    "unit": F("charge__case__organisation__short_name"),
    "name": F("charge__name"),
    "charged": F("charge__amount"),
    "who": F("refunded_by__name"),
}


@require_safe
@only(can_look)
def refunds(request):
    """Every refund with its reason, newest first."""
    form, asked = asked_of(request)
    found = refunds_of(request.actor, asked)
    rows = found.order_by("-refunded_at", "-pk").values("pk", "amount", "reason", "refunded_at", **REFUND_COLUMNS)
    if asked.get("export"):
        header = [_("Refunded at"), _("Case number"), _("Applicant"), _("Unit"), _("Fee"), _("Charged (yuan)")]
        header += [_("Refunded (yuan)"), _("Reason"), _("Refunded by")]
        names = ["refunded_at", "number", "applicant", "unit", "name", "charged", "amount", "reason", "who"]
        lines = ([row[name] for name in names] for row in rows.iterator(chunk_size=2000))
        return xlsx_response(_("Refunds"), header, lines)
    page = registers.page_of(rows, asked, "refunded_at")
    sums = found.aggregate(count=Count("pk"), back=Sum("amount"))
    context = {
        "form": form,
        "tabs": TABS,
        "rows": page.rows,
        "sums": sums,
        "narrowed": registers.narrowed(asked),
        "pages": {"before": page.before, "after": page.after, "words": _("%(count)s refunds") % sums},
        "many_units": "organisation" in form.fields,
    }
    return render(request, "approvals/desk/refunds.html", context)


def day_lines(actor, asked: dict) -> list[dict]:
    """Sums per unit and day, newest first: two statements."""
    sides = [
        ("charged", charges_of(actor, asked), "charged_at", "case__organisation__short_name"),
        ("back", refunds_of(actor, asked), "refunded_at", "charge__case__organisation__short_name"),
    ]
    lines: dict = {}
    for name, rows, when, unit in sides:
        sums = rows.order_by().annotate(day=TruncDate(when)).values_list("day", unit)
        for day, place, count, total in sums.annotate(Count("pk"), Sum("amount")):
            line = lines.setdefault(
                (day, place), {"day": day, "unit": place, "charged": 0, "back": 0, "charged_count": 0, "back_count": 0}
            )
            line[name], line[f"{name}_count"] = total, count
    for line in lines.values():
        line["net"] = line["charged"] - line["back"]
    return sorted(lines.values(), key=lambda line: (line["day"], line["unit"]), reverse=True)


@require_safe
@only(can_look)
def days(request):
    """What a unit took and gave back on each day, with the sums of the period."""
    form, asked = asked_of(request)
    lines = day_lines(request.actor, asked)
    if asked.get("export"):
        header = [_("Day"), _("Unit"), _("Charges"), _("Charged (yuan)"), _("Refunds"), _("Refunded (yuan)"), _("Net")]
        names = ["day", "unit", "charged_count", "charged", "back_count", "back", "net"]
        return xlsx_response(_("Fees by day"), header, ([line[name] for name in names] for line in lines))
    sums = {
        name: sum(line[name] for line in lines) for name in ("charged", "back", "net", "charged_count", "back_count")
    }
    context = {
        "form": form,
        "tabs": TABS,
        "lines": lines[:MOST_DAYS],
        "sums": sums,
        "cut": len(lines) > MOST_DAYS,
        "narrowed": registers.narrowed(asked),
        "many_units": "organisation" in form.fields,
    }
    return render(request, "approvals/desk/fee_days.html", context)


@require_http_methods(["GET", "POST"])
@only(can_look)
def refund(request, pk):
    """The form of a refund, and what it does."""
    seen = Case.objects.visible_to(request.actor)
    related = ["case__organisation", "case__item", "charged_by", "receipt"]
    charge = get_object_or_404(
        tariff.with_refunds(Charge.objects.filter(case__in=seen)).select_related(*related), pk=pk
    )
    form = RefundForm(request.POST if request.method == "POST" else None, initial={"amount": charge.owed or None})
    if not can_refund(request.actor, charge.case):
        return denied(request, _("Refunds are given by the unit that handles the case."))
    if request.method == "POST" and form.is_valid() and given_back(request, charge, form):
        messages.success(request, _("The refund is recorded."))
        return redirect("approvals:workbench", charge.case.number)
    refunds = charge.refunds.select_related("refunded_by")
    context = {"charge": charge, "form": form, "refunds": refunds, "own": charge.charged_by == request.actor.user}
    return render(request, "approvals/desk/refund.html", context, status=422 if form.errors else 200)


def given_back(request, charge, form) -> bool:
    """Was the refund recorded? What speaks against it goes into the form."""
    asked = form.cleaned_data
    about = {"by": request.actor, "now": timezone.now(), "key": asked["key"]}
    try:
        actions.refund(charge, amount=asked["amount"], reason=asked["reason"], **about)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors
