"""Proposals at the desks: who is to get how much, and what became of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import proposing
from funds.forms import desk as forms
from funds.models import Posting, Proposal
from funds.money import yuan
from funds.permissions import can_decide, can_look, can_propose
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, only, posted, take
from funds.views.desk import PROPOSABLE, address, seen_fund, units
from records.desk import local, who
from records.fields import PlainForm, ReasonForm
from records.models import Attachment

S = Proposal.State
TONES = {S.PROPOSED: "warn", S.APPROVED: "ok", S.REFUSED: "over", S.WITHDRAWN: "done"}
PROPOSALS = Table(
    title=gettext_lazy("Proposals"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Fund"), lambda row: row.fund.name),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Purpose"), lambda row: row.words),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Amount (yuan)"), lambda row: row.fund.shown(row.total)),
        (gettext_lazy("Day"), lambda row: row.happens_on.isoformat()),
    ],
    lamp=lambda row: (TONES[row.state], row.get_state_display()),
    link=address("proposal"),
    numeric=(gettext_lazy("Amount (yuan)"),),
)


@require_safe
@only(can_look)
def proposals(request):
    rows = Proposal.objects.visible_to(request.actor).select_related("fund", "organisation")
    return listing(request, PROPOSALS, rows, forms.ProposalsFilter(request.GET))


@require_http_methods(["GET", "POST"])
@only(can_look)
def propose(request, code, kind):
    """A new proposal: head and lines that must add up."""
    fund = seen_fund(request.actor, code)
    if kind not in PROPOSABLE:
        raise Http404
    if not can_propose(request.actor, fund, kind):
        return denied(request, NOT_YOUR_DUTY)
    rows = forms.rows_of(request.GET)
    form = forms.ProposalForm(fund, kind, *posted(request), rows=rows, initial={"happens_on": timezone.localdate()})
    if "more" in request.POST:  # longer, with what was typed; uploads cannot be kept by any browser
        form = forms.ProposalForm(fund, kind, rows=rows, initial=request.POST.dict())
    return new(
        request,
        form,
        proposing.propose,
        fund,
        title=PROPOSABLE[kind],
        back=reverse("funds:fund", args=[fund.code]),
        saved=_("Proposed; another person decides."),
        after=address("proposal"),
        template="funds/desk/propose.html",
        fund=fund,
        units=units() if kind != Proposal.Kind.DISBURSE else [],
        more=min(rows * 2, forms.MOST_ROWS) if rows < forms.MOST_ROWS else 0,
        nav_at=reverse("funds:proposals"),
    )


@require_http_methods(["GET", "POST"])
@only(can_look)
def give_back(request, pk):
    """Propose that money of a posting goes back to where it was taken."""
    posting = get_object_or_404(Posting.objects.select_related("voucher__fund", "out_of", "into", "lot"), pk=pk)
    fund = seen_fund(request.actor, posting.voucher.fund.code)
    if not can_propose(request.actor, fund, Proposal.Kind.RETURN):
        return denied(request, NOT_YOUR_DUTY)
    told = _("%(amount)s from “%(into)s” back to “%(out_of)s”; %(left)s of it can still go back.")
    about = {"amount": fund.in_words(posting.amount), "into": posting.into, "out_of": posting.out_of}
    return new(
        request,
        forms.ReturnForm(*posted(request), initial={"happens_on": timezone.localdate()}),
        proposing.propose_return,
        posting,
        title=_("Propose a return"),
        back=reverse("funds:voucher", args=[posting.voucher_id]),
        saved=_("Proposed; another person decides."),
        after=address("proposal"),
        lead=told % (about | {"left": fund.in_words(posting.lot.rest)}),
        nav_at=reverse("funds:vouchers"),
    )


def decides(actor, row: Proposal) -> bool:
    return row.state == S.PROPOSED and can_decide(actor, row.fund) and row.proposed_by_id != actor.user.pk


DEEDS = {
    "approve": Deed(
        PlainForm,
        proposing.approve_proposal,
        decides,
        gettext_lazy("Agree and book"),
        gettext_lazy("Agreed; the voucher is booked."),
        "seal",
    ),
    "refuse": Deed(
        ReasonForm,
        proposing.refuse_proposal,
        decides,
        gettext_lazy("Refuse"),
        gettext_lazy("Refused; the reason stands with the proposal."),
        "stop",
        grave=True,
    ),
    "withdraw": Deed(
        PlainForm,
        proposing.withdraw_proposal,
        lambda actor, row: row.state == S.PROPOSED and actor.user is not None and actor.user.pk == row.proposed_by_id,
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "down",
    ),
}


def seen_proposal(actor, pk) -> Proposal:
    related = ["fund__finance", "organisation", "proposed_by", "decided_by", "voucher"]
    return get_object_or_404(Proposal.objects.visible_to(actor).select_related(*related), pk=pk)


def proposal_page(request, row: Proposal, refused=None):
    lines = row.lines.select_related("out_of", "into__organisation", "into__payee")
    facts = [
        (_("Fund"), row.fund.name),
        (_("Kind"), row.get_kind_display()),
        (_("Purpose"), row.words),
        (_("Number of the paper"), row.paper),
        (_("Day"), row.happens_on),
        (_("Total"), f"{yuan(row.total)} {row.fund.unit_name}"),
        (_("Proposed by"), f"{row.organisation.short_name} {row.proposed_by} {local(row.proposed_at)}"),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
        (_("Reason"), row.reason),
    ]
    headers = [(_("taken from"), False), (_("brought to"), False), (_("Project"), False), (_("Amount (yuan)"), True)]
    cells = [
        [str(line.out_of), str(line.into.organisation or line.into), line.into.project, yuan(line.amount)]
        for line in lines
    ]
    voucher = [(reverse("funds:voucher", args=[row.voucher_id]), _("The voucher"))] if row.voucher_id else []
    about = {
        "title": _("Proposal %(number)s") % {"number": row.number},
        "lamp": PROPOSALS.lamp(row),
        "facts": facts,
        "tables": [(_("Lines"), headers, cells)],
        "files": Attachment.objects.about(row),
        "links": voucher,
        "back": (reverse("funds:proposals"), PROPOSALS.title),
        "deed_address": "funds:proposal_deed",
        "nav_at": reverse("funds:proposals"),
    }
    return detail(request, row, DEEDS, about, refused)


@require_safe
@only(can_look)
def proposal(request, pk):
    return proposal_page(request, seen_proposal(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def proposal_deed(request, pk, deed):
    return take(request, seen_proposal(request.actor, pk), deed, DEEDS, proposal_page, address("proposal"))
