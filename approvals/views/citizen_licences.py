"""A person's own licences and when they end; and the answer whether to be heard."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Case as Whichever
from django.db.models import Q, When
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions
from approvals.models import Case, Hearing, Licence
from approvals.permissions import may_follow
from approvals.standing import renewal_hint, renewal_items, standing
from approvals.views.citizen_cases import own_case
from records.models import Document
from records.paging import sliced
from records.refusal import Refused

ON_A_PAGE = 20
ANSWERS = {  # button → deed and what is said after it
    "apply": (
        actions.apply_for_hearing,
        gettext_lazy("You have applied for a hearing. You are told date and place in writing."),
    ),
    "waive": (actions.waive_hearing, gettext_lazy("No hearing is held; the case goes on.")),
}


@never_cache
@require_safe
def mine(request):
    """Every licence with its state, its paper, and the way to renew it."""
    today = timezone.localdate()
    own = Licence.objects.filter(owner=request.user).select_related("item", "organisation", "case")
    page = sliced(own.order_by(*soonest_first(today)), request.GET, ON_A_PAGE)
    items, papers, asked = renewal_items(page.rows), papers_of(page.rows), renewals_of(page.rows)
    revocations = revocations_of(page.rows)
    rows = [
        {
            "licence": licence,
            "lamp": standing(licence, today),
            "hint": "" if licence.pk in asked else renewal_hint(licence, today),
            "item": items.get(licence.item.code) if is_renewable(licence, today) else None,
            "paper": papers.get(licence.case_id),
            "revocation": revocations.get(licence.pk),
            "renewal": asked.get(licence.pk),
        }
        for licence in page.rows
    ]
    return render(request, "approvals/citizen/licences.html", {"page": page, "rows": rows})


def soonest_first(today):
    """What ends next stands on top; what has no end, has ended or is given back comes after it, newest first."""
    counts = Q(state=Licence.State.VALID, valid_until__gte=today)
    return [Whichever(When(counts, then="valid_until")).asc(nulls_last=True), "-issued_at", "-pk"]


def is_renewable(licence: Licence, today) -> bool:
    return licence.state == Licence.State.VALID and licence.valid_until is not None and licence.valid_until >= today


def papers_of(licences) -> dict[int, int]:
    """Key of a case → key of the document that is the licence."""
    kind = ContentType.objects.get_for_model(Case)
    cases = [licence.case_id for licence in licences if licence.case_id]
    found = Document.objects.filter(subject_type=kind, subject_id__in=cases, kind=Document.Kind.LICENCE)
    return dict(found.order_by("pk").values_list("subject_id", "pk"))


def revocations_of(licences) -> dict[int, int]:
    """Key of a revoked licence → key of the decision that revokes it."""
    revoked = [licence.pk for licence in licences if licence.state == Licence.State.REVOKED]
    if not revoked:
        return {}
    kind = ContentType.objects.get_for_model(Licence)
    found = Document.objects.filter(subject_type=kind, subject_id__in=revoked, kind=Document.Kind.REVOCATION)
    return dict(found.order_by("pk").values_list("subject_id", "pk"))


def renewals_of(licences) -> dict[int, Case]:
    """Key of a licence → the renewal that is under way."""
    open_cases = Case.objects.filter(renews__in=[licence.pk for licence in licences], closed_at=None)
    return {case.renews_id: case for case in open_cases.order_by("pk")}


@never_cache
@require_http_methods(["GET", "POST"])
def hearing(request, number):
    """What a hearing is, until when it can be asked for, and the two answers."""
    found = own_case(request, number)
    told = getattr(found, "hearing", None)
    if told is None or not may_follow(found, "waive_hearing"):
        return redirect("approvals:case", number)
    if request.method == "POST":
        return answered(request, found)
    in_time = told.state == Hearing.State.TOLD and timezone.localdate() <= told.apply_by
    return render(request, "approvals/citizen/hearing.html", {"case": found, "hearing": told, "may_apply": in_time})


def answered(request, found):
    """Apply or waive; the case page says what follows."""
    deed, done = ANSWERS.get(request.POST.get("go", ""), (None, ""))
    if deed is None:
        messages.error(request, _("Please choose one of the two answers."))
        return redirect("approvals:hearing", found.number)
    try:
        deed(found, by=request.actor, now=timezone.now(), key=request.POST.get("key", ""))
    except (Refused, PermissionDenied) as refusal:
        messages.error(request, getattr(refusal, "message", None) or str(refusal))
    else:
        messages.success(request, done)
    return redirect("approvals:case", found.number)
