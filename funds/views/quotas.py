"""Quotas and plans: what a unit may spend, and in which month."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import planning
from funds.forms import desk as forms
from funds.models import Plan, Quota
from funds.money import yuan
from funds.permissions import can_decide, can_look, can_spend
from funds.views.common import Deed, Table, detail, listing, only, take
from funds.views.desk import address
from records.desk import local, who
from records.fields import PlainForm, ReasonForm

P = Plan.State
TONES = {P.SUBMITTED: "warn", P.APPROVED: "ok", P.REFUSED: "over", P.WITHDRAWN: "done"}
AMOUNT = gettext_lazy("Amount (yuan)")
LEFT = gettext_lazy("left (yuan)")
RELATED = ["account__fund__finance", "account__organisation"]
QUOTAS = Table(
    title=gettext_lazy("Quotas"),
    columns=[
        (gettext_lazy("Code"), lambda row: row.code),
        (gettext_lazy("Project"), lambda row: row.account.project),
        (gettext_lazy("Unit"), lambda row: row.account.organisation.short_name),
        (gettext_lazy("Fund"), lambda row: row.account.fund.name),
        (LEFT, lambda row: row.account.fund.shown(row.balance)),
    ],
    lamp=lambda row: ("ok", _("can be spent")) if row.balance else ("done", _("used up")),
    link=address("quota"),
    nothing=gettext_lazy("Nothing has been allocated yet."),
    numeric=(LEFT,),
)


@require_safe
@only(can_look)
def quotas(request):
    rows = Quota.objects.visible_to(request.actor).with_balance().select_related(*RELATED).order_by("-pk")
    return listing(request, QUOTAS, rows, forms.QuotasFilter(request.GET))


QUOTA_DEEDS = {
    "plan": Deed(
        forms.PlanForm,
        planning.submit_plan,
        can_spend,
        gettext_lazy("Submit a plan"),
        gettext_lazy("Submitted; the finance bureau decides."),
        "calendar",
    ),
}


def seen_quota(actor, pk) -> Quota:
    rows = Quota.objects.visible_to(actor).with_balance().select_related(*RELATED)
    return get_object_or_404(rows, pk=pk)


def quota_page(request, row: Quota, refused=None):
    plans, applications = row.plans.all(), row.applications.select_related("payee")[:50]
    facts = [
        (_("Fund"), row.fund.name),
        (_("Unit"), row.organisation.name),
        (_("Project"), row.account.project),
        (_("allocated in all"), row.account.fund.in_words(row.granted())),
        (_("left"), row.account.fund.in_words(row.balance)),
        (_("planned in all"), row.account.fund.in_words(row.plans.standing().total())),
        (_("economic classes allowed"), "、".join(row.fund.classes) or _("all")),
    ]
    about = {
        "title": _("Quota %(number)s") % {"number": row.code},
        "lamp": QUOTAS.lamp(row),
        "facts": facts,
        "tables": [
            (_("Plans of use"), PLAN_HEADERS, [plan_cells(plan) for plan in plans]),
            (_("Payment applications"), APPLICATION_HEADERS, [application_cells(one) for one in applications]),
        ],
        "links": [(reverse("funds:apply", args=[row.pk]), _("Write an application"))]
        if can_spend(request.actor, row)
        else [],
        "back": (reverse("funds:quotas"), QUOTAS.title),
        "deed_address": "funds:quota_deed",
        "nav_at": reverse("funds:quotas"),
    }
    return detail(request, row, QUOTA_DEEDS, about, refused)


PLAN_HEADERS = [
    (gettext_lazy("Month"), False),
    (gettext_lazy("Purpose"), False),
    (gettext_lazy("State"), False),
    (AMOUNT, True),
]
APPLICATION_HEADERS = [
    (gettext_lazy("Number"), False),
    (gettext_lazy("Payee"), False),
    (gettext_lazy("State"), False),
    (AMOUNT, True),
]


def plan_cells(plan: Plan):
    link = (reverse("funds:plan", args=[plan.pk]), f"{plan.month:%Y-%m}")
    return [link, plan.words, plan.get_state_display(), yuan(plan.amount)]


def application_cells(row):
    link = (reverse("funds:application", args=[row.pk]), row.number)
    return [link, row.payee.name, row.get_state_display(), yuan(row.amount)]


@require_safe
@only(can_look)
def quota(request, pk):
    return quota_page(request, seen_quota(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def quota_deed(request, pk, deed):
    return take(request, seen_quota(request.actor, pk), deed, QUOTA_DEEDS, quota_page, address("quota"))


PLANS = Table(
    title=gettext_lazy("Plans of use"),
    columns=[
        (gettext_lazy("Month"), lambda row: f"{row.month:%Y-%m}"),
        (gettext_lazy("Unit"), lambda row: row.quota.organisation.short_name),
        (gettext_lazy("Project"), lambda row: row.quota.account.project),
        (gettext_lazy("Purpose"), lambda row: row.words),
        (AMOUNT, lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (TONES[row.state], row.get_state_display()),
    link=address("plan"),
    nothing=gettext_lazy("No plan has been submitted yet."),
    numeric=(AMOUNT,),
)
PLAN_RELATED = [f"quota__{name}" for name in RELATED]


@require_safe
@only(can_look)
def plans(request):
    rows = Plan.objects.visible_to(request.actor).select_related(*PLAN_RELATED)
    return listing(request, PLANS, rows, forms.PlansFilter(request.GET))


def decides(actor, row: Plan) -> bool:
    return row.state == P.SUBMITTED and can_decide(actor, row.quota.fund) and row.submitted_by_id != actor.user.pk


PLAN_DEEDS = {
    "approve": Deed(
        PlainForm,
        planning.approve_plan,
        decides,
        gettext_lazy("Agree to the plan"),
        gettext_lazy("Agreed; the unit may apply for payments of this month."),
    ),
    "refuse": Deed(
        ReasonForm,
        planning.refuse_plan,
        decides,
        gettext_lazy("Refuse"),
        gettext_lazy("Refused; the unit sees the reason."),
        "stop",
        grave=True,
    ),
    "withdraw": Deed(
        PlainForm,
        planning.withdraw_plan,
        lambda actor, row: row.state == P.SUBMITTED and can_spend(actor, row.quota),
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "down",
    ),
}


def seen_plan(actor, pk) -> Plan:
    related = [*PLAN_RELATED, "submitted_by", "decided_by"]
    return get_object_or_404(Plan.objects.visible_to(actor).select_related(*related), pk=pk)


def plan_page(request, row: Plan, refused=None):
    quota = row.quota
    others = quota.plans.standing().exclude(pk=row.pk).total()
    facts = [
        (_("Month"), f"{row.month:%Y-%m}"),
        (_("Unit"), quota.organisation.name),
        (_("Project"), quota.account.project),
        (_("Purpose"), row.words),
        (_("Amount (yuan)"), yuan(row.amount)),
        (_("allocated in all"), yuan(quota.granted())),
        (_("other plans of the quota"), yuan(others)),
        (_("Submitted by"), f"{row.submitted_by} {local(row.submitted_at)}"),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
        (_("Reason"), row.reason),
    ]
    about = {
        "title": _("Plan of %(month)s") % {"month": f"{row.month:%Y-%m}"} + f" · {quota.account.project}",
        "lamp": PLANS.lamp(row),
        "facts": facts,
        "links": [(reverse("funds:quota", args=[quota.pk]), _("The quota"))],
        "back": (reverse("funds:plans"), PLANS.title),
        "deed_address": "funds:plan_deed",
        "nav_at": reverse("funds:plans"),
    }
    return detail(request, row, PLAN_DEEDS, about, refused)


@require_safe
@only(can_look)
def plan(request, pk):
    return plan_page(request, seen_plan(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def plan_deed(request, pk, deed):
    return take(request, seen_plan(request.actor, pk), deed, PLAN_DEEDS, plan_page, address("plan"))
