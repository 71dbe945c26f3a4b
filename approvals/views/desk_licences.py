"""The register of licences that a unit has issued, and the page of one with its revocation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals import actions
from approvals.forms.procedures import LicenceFilterForm, RevocationForm, as_number
from approvals.models import Licence
from approvals.permissions import can_look, can_revoke, can_work
from approvals.standing import STANDINGS, standing
from approvals.views.desk import only
from records import keyset, paging
from records.desk import denied, sent
from records.models import Document
from records.refusal import Refused

COLUMNS = {
    "number": gettext_lazy("Licence number"),
    "name": gettext_lazy("Licence"),
    "holder_name": gettext_lazy("Holder"),
    "id_number": gettext_lazy("Identity number or credit code"),
    "item": gettext_lazy("Item"),
    "unit": gettext_lazy("Unit"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_until": gettext_lazy("Valid until"),
    "words": gettext_lazy("State"),
}
VALUES = ["pk", "number", "name", "holder_name", "id_number", "state", "valid_from", "valid_until", "issued_at"]


def asked_for(text: str) -> Q:
    """By number, by the holder's code or by a part of the name."""
    if not text:
        return Q()
    number = as_number(text)
    return Q(number__startswith=number) | Q(id_number=number) | Q(holder_name__contains=text)


def line(row: dict, today) -> dict:
    """A row with its lamp."""
    plain = {name: row[name] for name in ("state", "valid_from", "valid_until")}
    tone, words = standing(Licence(**plain), today)
    return row | {"tone": tone, "words": words}


def values(licences):
    return licences.annotate(item_name=F("item__name"), unit=F("organisation__short_name")).values(
        *VALUES, "item_name", "unit"
    )


@require_safe
@only(can_look)
def licences(request):
    """Newest first; narrowed by text and state; the whole list as a spreadsheet."""
    today = timezone.localdate()
    form = LicenceFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    shown = Licence.objects.visible_to(request.actor).filter(asked_for(asked.get("q", "")))
    if asked.get("state"):
        shown = shown.filter(STANDINGS[asked["state"]](today))
    if asked.get("export"):
        return export(shown.order_by("-issued_at", "-pk"), today)
    cursors = {"after": asked.get("after"), "before": asked.get("before")}
    found = keyset.page(values(shown), "issued_at", size=paging.PAGE_SIZE, descending=True, **cursors)
    words = _("%(count)s licences") % {"count": paging.capped(shown.order_by("-issued_at").values("pk"))}
    page = {
        "form": form,
        "lines": [line(row, today) for row in found.rows],
        "pages": {"before": found.before, "after": found.after, "words": words},
        "many_units": not can_work(request.actor),
        "narrowed": bool(asked.get("q") or asked.get("state")),
    }
    return render(request, "approvals/desk/licences.html", page)


def export(shown, today):
    rows = (line(row, today) for row in values(shown).iterator(chunk_size=2000))
    cells = ([row["item_name"] if name == "item" else row[name] for name in COLUMNS] for row in rows)
    return xlsx_response(f"{_('Licences')}-{today.isoformat()}", COLUMNS.values(), cells)


def seen_licence(actor, number: str) -> Licence:
    if not number.isprintable():
        raise Http404
    related = ["item", "organisation", "case", "replaced_by", "replaces", "owner"]
    return get_object_or_404(Licence.objects.visible_to(actor).select_related(*related), number=number)


@require_http_methods(["GET", "POST"])
@only(can_look)
def licence(request, number):
    """One licence; the head of the unit revokes it here."""
    found = seen_licence(request.actor, number)
    if request.method == "GET":
        return show(request, found, RevocationForm())
    if not can_revoke(request.actor, found):
        return denied(request, _("Licences are revoked by the head of the unit that issued them."))
    form = RevocationForm(request.POST)
    if form.is_valid() and revoked(request, found, form, sent(request)):
        messages.success(request, _("The licence is revoked."))
        return redirect("approvals:desk_licence", number)
    return show(request, seen_licence(request.actor, number), form, status=422)


def revoked(request, found, form, key) -> bool:
    """Do it; what speaks against it goes into the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": key}
    try:
        actions.revoke_licence(found, reason=form.cleaned_data["reason"], **about)
    except PermissionDenied as refused:
        form.add_error(None, str(refused))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


def show(request, found, form, *, status=200):
    tone, words = standing(found, timezone.localdate())
    paper = found.case and Document.objects.about(found.case).filter(kind=Document.Kind.LICENCE).last()
    page = {
        "licence": found,
        "tone": tone,
        "words": words,
        "form": form if can_revoke(request.actor, found) and found.state == Licence.State.VALID else None,
        "paper": paper,
        "revocation": Document.objects.about(found).filter(kind=Document.Kind.REVOCATION).first(),
        "replaces": getattr(found, "replaces", None),
        "renewals": list(found.renewals.order_by("-pk")[:5]),
    }
    return render(request, "approvals/desk/licence.html", page, status=status)
