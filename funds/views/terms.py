"""How many working days the steps of finance may take: the terms in force, proposed ones, and their signature."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from funds.actions import terms as deeds
from funds.forms.programmes import TermForm
from funds.models import Term
from funds.permissions import can_look, can_propose_term, can_sign_term
from funds.views.common import done, only, posted, sent
from records.refusal import Refused


@require_http_methods(["GET", "POST"])
@only(can_look)
def terms(request):
    """All terms, newest first; finance proposes the next one here."""
    may = can_propose_term(request.actor)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = TermForm(*posted(request))
    if form.is_bound and form.is_valid() and done(request, form, propose, None) is not None:
        messages.success(request, _("Proposed; somebody else of finance signs it."))
        return redirect("funds:terms")
    page = {
        "title": _("Terms of steps"),
        "form": form if may else None,
        "rows": rows(request.actor),
        "nav_at": reverse("funds:terms"),
    }
    return render(request, "funds/desk/terms.html", page, status=422 if form.errors else 200)


def propose(_thing, *, code, **typed):
    return deeds.propose(code, **typed)


def rows(actor) -> list[dict]:
    """Each term with its step in words, whether it counts today, and whether this person may sign it."""
    standing = {term.pk for term in Term.objects.in_force(timezone.localdate()).values()}
    found = Term.objects.select_related("proposed_by", "signed_by").order_by("code", "-since", "-pk")
    signs = can_sign_term(actor)
    return [
        {
            "term": term,
            "words": deeds.CODES.get(term.code, term.code),
            "counts": term.pk in standing,
            "signs": signs and term.signed_at is None and term.proposed_by_id != actor.user.pk,
        }
        for term in found
    ]


@require_POST
@only(can_look)
def sign(request, pk):
    """Another person of finance puts a term into force."""
    term = get_object_or_404(Term, pk=pk)
    try:
        deeds.sign(term, by=request.actor, now=timezone.now(), key=sent(request) or None)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Signed and in force."))
    return redirect("funds:terms")
