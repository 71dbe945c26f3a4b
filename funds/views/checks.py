"""Acceptance checks and audits at the desks: the list, one of them with its photographs, entering and confirming."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import verifying
from funds.forms import checks as forms
from funds.models import Check
from funds.permissions import can_look
from funds.permissions.checks import can_check_any, can_confirm_check
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, only, posted, take
from funds.views.desk import address, seen_fund
from records.desk import local, who
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from records.thumbnails import is_picture

S = Check.State
AMOUNTS = (gettext_lazy("amount checked"), gettext_lazy("amount questioned"))


def lamp(row: Check) -> tuple:
    words = row.get_result_display() if row.state == S.CONFIRMED else row.get_state_display()
    return row.tone, words


CHECKS = Table(
    title=gettext_lazy("Acceptance and audit"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Fund"), lambda row: row.fund.name),
        (gettext_lazy("What was checked"), lambda row: row.place),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("checked on"), lambda row: row.checked_on.isoformat()),
        (AMOUNTS[0], lambda row: row.fund.in_words(row.amount)),
        (AMOUNTS[1], lambda row: row.fund.in_words(row.questioned) if row.questioned else ""),
    ],
    lamp=lamp,
    link=address("check"),
    nothing=gettext_lazy("Nothing was accepted or audited yet."),
    numeric=AMOUNTS,
)
RELATED = ["fund__finance", "fund__manager", "account__organisation", "voucher", "organisation"]
RELATED += ["entered_by", "decided_by"]


@require_safe
@only(can_look)
def checks(request):
    rows = Check.objects.visible_to(request.actor).select_related(*RELATED)
    return listing(request, CHECKS, rows, forms.ChecksFilter(request.GET))


@require_http_methods(["GET", "POST"])
@only(can_look)
def new_check(request, code):
    fund = seen_fund(request.actor, code)
    if not can_check_any(request.actor, fund):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        forms.CheckForm(fund, request.actor, *posted(request), initial={"checked_on": timezone.localdate()}),
        verifying.check,
        fund,
        title=_("Enter an acceptance check or an audit"),
        back=reverse("funds:fund", args=[fund.code]),
        saved=_("Entered; a second person confirms it."),
        after=address("check"),
        nav_at=reverse("funds:checks"),
    )


def waits(row: Check) -> bool:
    return row.state == S.ENTERED


DEEDS = {
    "confirm": Deed(
        PlainForm,
        verifying.confirm_check,
        lambda actor, row: waits(row) and can_confirm_check(actor, row),
        gettext_lazy("Confirm the check"),
        gettext_lazy("Confirmed; it stands with the fund, open to all."),
        "seal",
    ),
    "refuse": Deed(
        ReasonForm,
        verifying.refuse_check,
        lambda actor, row: waits(row) and can_confirm_check(actor, row),
        gettext_lazy("Refuse"),
        gettext_lazy("Refused; the reason stands with the check."),
        "stop",
        grave=True,
    ),
    "withdraw": Deed(
        PlainForm,
        verifying.withdraw_check,
        lambda actor, row: waits(row) and actor.user is not None and actor.user.pk == row.entered_by_id,
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "down",
    ),
}


def seen_check(actor, pk) -> Check:
    return get_object_or_404(Check.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def check_page(request, row: Check, refused=None):
    files = list(Attachment.objects.about(row))
    about = {
        "title": f"{row.get_kind_display()} {row.number}",
        "lamp": lamp(row),
        "facts": facts(row),
        "files": files,
        "pictures": [file for file in files if is_picture(file)],
        "links": links(row),
        "back": (reverse("funds:checks"), CHECKS.title),
        "deed_address": "funds:check_deed",
        "template": "funds/desk/check.html",
        "nav_at": reverse("funds:checks"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Check) -> list[tuple]:
    return [
        (_("Fund"), row.fund.name),
        (_("Project"), f"{row.account.organisation.short_name} · {row.account.project}" if row.account else ""),
        (_("Voucher"), row.voucher.number if row.voucher else ""),
        (_("Unit"), row.organisation.name),
        (_("checked on"), row.checked_on),
        (_("amount checked"), row.fund.in_words(row.amount)),
        (_("amount questioned"), row.fund.in_words(row.questioned) if row.questioned else ""),
        (_("Result"), row.get_result_display()),
        (_("conclusion"), row.conclusion),
        (_("Number of the paper"), row.paper),
        (_("Entered by"), f"{row.entered_by} {local(row.entered_at)}"),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
        (_("Reason"), row.reason),
    ]


def links(row: Check) -> list[tuple]:
    found = [(reverse("funds:fund", args=[row.fund.code]), _("The fund"))]
    if row.account_id:
        found.append((reverse("funds:project", args=[row.account_id]), _("Ledger of the project")))
    if row.voucher_id:
        found.append((reverse("funds:voucher", args=[row.voucher_id]), _("The voucher")))
    return found


@require_safe
@only(can_look)
def check(request, pk):
    return check_page(request, seen_check(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def check_deed(request, pk, deed):
    return take(request, seen_check(request.actor, pk), deed, DEEDS, check_page, address("check"))
