"""Payment applications: written by the unit, audited and approved at finance, or given back with a slip."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deadlines.models import Deadline
from funds import clocks
from funds.actions import applying
from funds.forms import desk as forms
from funds.models import Application, Payee, Plan, Quota
from funds.money import yuan
from funds.permissions import can_approve, can_audit, can_look, can_spend
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, only, posted, take
from funds.views.desk import address
from funds.views.quotas import AMOUNT, seen_quota
from records.desk import local
from records.fields import PlainForm
from records.models import Attachment

S = Application.State
TONES = {
    S.DRAFT: "info",
    S.SUBMITTED: "warn",
    S.AUDITED: "warn",
    S.APPROVED: "warn",
    S.SENT: "info",
    S.PAID: "ok",
    S.FAILED: "over",
    S.RETURNED: "over",
    S.REFUSED: "over",
    S.WITHDRAWN: "done",
}
RELATED = ["quota__account__fund__finance", "quota__account__organisation", "payee"]
PEOPLE = ["submitted_by", "audited_by", "approved_by", "file", "voucher"]
APPLICATIONS = Table(
    title=gettext_lazy("Payment applications"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Unit"), lambda row: row.quota.organisation.short_name),
        (gettext_lazy("Payee"), lambda row: row.payee.name),
        (gettext_lazy("Purpose"), lambda row: row.words),
        (gettext_lazy("Month"), lambda row: f"{row.month:%Y-%m}"),
        (AMOUNT, lambda row: yuan(row.amount)),
    ],
    lamp=lambda row: (TONES[row.state], row.get_state_display()),
    link=address("application"),
    nothing=gettext_lazy("No payment has been applied for yet."),
    numeric=(AMOUNT,),
)


@require_safe
@only(can_look)
def applications(request):
    rows = Application.objects.visible_to(request.actor).select_related(*RELATED)
    return listing(request, APPLICATIONS, rows, forms.ApplicationsFilter(request.GET))


def accounts():
    """Firms and offices for the list under the field of the payee."""
    rows = Payee.objects.exclude(sort=Payee.Sort.PERSON).order_by("name", "pk")
    return rows.values_list("account_number", "name")[:100]


@require_http_methods(["GET", "POST"])
@only(can_look)
def apply(request, pk):
    """A new application under a quota."""
    quota = seen_quota(request.actor, pk)
    if not can_spend(request.actor, quota):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        form_of(request),
        applying.write,
        quota,
        title=_("Write an application"),
        back=reverse("funds:quota", args=[pk]),
        saved=_("Saved as a draft; look at it and submit it."),
        after=address("application"),
        lead=lead(quota),
        payees=accounts(),
        nav_at=reverse("funds:applications"),
    )


def form_of(request, **more):
    form = forms.ApplicationForm(*posted(request), **more)
    form.fields["payee"].widget.attrs["list"] = "payees"
    return form


def lead(quota: Quota) -> str:
    """Which plans there are and what is left of them."""
    parts = []
    for plan in quota.plans.approved().order_by("month").values("month").annotate(sum=Sum("amount")):
        asked = quota.applications.standing().filter(month=plan["month"]).total()
        about = {"month": f"{plan['month']:%Y-%m}", "left": yuan(plan["sum"] - asked)}
        parts.append(_("%(month)s: %(left)s left") % about)
    return "；".join(parts) or _("No plan of this quota is approved yet: submit one first.")


@require_http_methods(["GET", "POST"])
@only(can_look)
def rewrite(request, pk):
    """Put a draft, or one that came back, right."""
    row = seen_application(request.actor, pk)
    if not edits(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        form_of(request, initial=forms.initial_of(row)),
        applying.rewrite,
        row,
        title=_("Correct the application"),
        back=reverse("funds:application", args=[pk]),
        saved=_("Saved; look at it and submit it."),
        after=address("application"),
        lead=lead(row.quota),
        payees=accounts(),
        nav_at=reverse("funds:applications"),
    )


def edits(actor, row: Application) -> bool:
    return row.state in Application.EDITABLE and can_spend(actor, row.quota)


def audits(actor, row: Application) -> bool:
    mine = row.submitted_by_id == actor.user.pk
    return row.state == S.SUBMITTED and can_audit(actor, row.quota.fund) and not mine


def approves(actor, row: Application) -> bool:
    mine = actor.user.pk in (row.submitted_by_id, row.audited_by_id)
    return row.state == S.AUDITED and can_approve(actor, row.quota.fund) and not mine


def declines(actor, row: Application) -> bool:
    deciding = row.state == S.AUDITED and can_approve(actor, row.quota.fund)
    return audits(actor, row) or (deciding and row.submitted_by_id != actor.user.pk)


DEEDS = {
    "submit": Deed(
        PlainForm,
        applying.submit,
        edits,
        gettext_lazy("Submit to the finance bureau"),
        gettext_lazy("Submitted; the finance bureau audits it."),
        "exit",
    ),
    "audit": Deed(
        forms.OpinionForm,
        applying.audit,
        audits,
        gettext_lazy("Audited: in order"),
        gettext_lazy("Audited; another person approves."),
    ),
    "approve": Deed(
        PlainForm,
        applying.approve,
        approves,
        gettext_lazy("Approve the payment"),
        gettext_lazy("Approved; it goes to the bank with the next file."),
        "seal",
    ),
    "send_back": Deed(
        forms.SlipForm,
        applying.send_back,
        declines,
        gettext_lazy("Return with a slip"),
        gettext_lazy("Returned; the unit may put it right."),
        "down",
    ),
    "refuse": Deed(
        forms.SlipForm,
        applying.refuse,
        declines,
        gettext_lazy("Refuse with a slip"),
        gettext_lazy("Refused; the slip is issued."),
        "stop",
        grave=True,
    ),
    "withdraw": Deed(
        PlainForm,
        applying.withdraw,
        lambda actor, row: row.state in (*Application.EDITABLE, S.SUBMITTED) and can_spend(actor, row.quota),
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "stop",
        grave=True,
    ),
}


def seen_application(actor, pk) -> Application:
    rows = Application.objects.visible_to(actor).select_related(*RELATED, *PEOPLE)
    return get_object_or_404(rows, pk=pk)


def application_page(request, row: Application, refused=None):
    quota, fund = row.quota, row.quota.fund
    facts = [
        (_("Unit"), quota.organisation.name),
        (_("Payee"), row.payee.name),
        (_("Bank account"), f"{row.payee.account_number} {row.payee.bank}"),
        (_("Amount (yuan)"), yuan(row.amount)),
        (_("Kind of payment"), row.get_kind_display()),
        (_("Economic class"), row.economic_class),
        (_("Purpose"), row.words),
        (_("Contract"), row.contract_number),
        (_("Fund"), fund.name),
        (_("Quota"), str(quota)),
        (_("Month of the plan"), f"{row.month:%Y-%m}"),
        (_("Submitted by"), f"{row.submitted_by} {local(row.submitted_at)}" if row.submitted_at else ""),
        (_("Audited by"), f"{row.audited_by} {local(row.audited_at)}" if row.audited_at else ""),
        (_("Opinion"), row.opinion),
        (_("Approved by"), f"{row.approved_by} {local(row.approved_at)}" if row.approved_at else ""),
        (_("File to the bank"), f"{row.file}-{row.line}" if row.file else ""),
    ]
    headers = [(_("Number"), False), (_("Ground"), False), (_("Reason"), False), (_("By which rule"), False)]
    slips = [[s.number, s.get_category_display(), s.words, s.law] for s in row.slips.all()]
    about = {
        "title": _("Application %(number)s") % {"number": row.number},
        "lamp": APPLICATIONS.lamp(row),
        "warnings": warnings(row),
        "facts": facts,
        "tables": [(_("Slips"), headers, slips)] if slips else [],
        "files": Attachment.objects.about(row),
        "links": links(request.actor, row),
        "clocks": owed(row),
        "back": (reverse("funds:applications"), APPLICATIONS.title),
        "deed_address": "funds:application_deed",
        "nav_at": reverse("funds:applications"),
    }
    return detail(request, row, DEEDS, about, refused)


def warnings(row: Application) -> list[str]:
    """What whoever audits should look at first."""
    fund, found = row.quota.fund, []
    if fund.classes and row.economic_class not in fund.classes:
        told = _("Economic class %(one)s is not among those of the fund (%(all)s): crowding out?")
        found.append(told % {"one": row.economic_class, "all": "、".join(fund.classes)})
    planned = Plan.objects.approved().filter(quota=row.quota, month=row.month).total()
    if row.state in (S.SUBMITTED, S.AUDITED) and not planned:
        found.append(_("There is no approved plan for this month."))
    return found


def owed(row: Application) -> list[str]:
    """The clocks that run, in words."""
    rows = Deadline.objects.about(row).running().order_by("pk")
    told = _("%(what)s until %(day)s")
    return [told % {"what": clocks.clock_in_words(clock.name), "day": clock.due_on} for clock in rows]


def links(actor, row: Application) -> list[tuple]:
    found = [(reverse("funds:quota", args=[row.quota_id]), _("The quota"))]
    if edits(actor, row):
        found.append((reverse("funds:rewrite", args=[row.pk]), _("Correct the application")))
    if row.voucher_id:
        found.append((reverse("funds:voucher", args=[row.voucher_id]), _("The voucher")))
    return found


@require_safe
@only(can_look)
def application(request, pk):
    return application_page(request, seen_application(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def application_deed(request, pk, deed):
    row = seen_application(request.actor, pk)
    return take(request, row, deed, DEEDS, application_page, address("application"))
