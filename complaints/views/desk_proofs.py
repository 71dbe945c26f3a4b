"""Writing down what the handling of a complaint established."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.actions.proving import establish
from complaints.forms.voices import ProofForm
from complaints.permissions import can_look
from complaints.permissions_voices import can_establish
from complaints.views.common import NOT_YOUR_DUTY, only
from complaints.views.desk_order import seen_order, show
from records.desk import denied, sent
from records.refusal import Refused


@require_http_methods(["GET", "POST"])
@only(can_look)
def proof(request, number):
    """The answer is the page of the order: after it, or with what was wrong and everything typed."""
    found = seen_order(request.actor, number)
    if request.method == "GET":
        return redirect("complaints:desk_order", number)
    if not can_establish(request.actor, found):
        return denied(request, NOT_YOUR_DUTY)
    form = ProofForm(found, request.POST, auto_id="proof_%s")
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    if form.is_valid():
        try:
            establish(found, said=form.said, **about)
        except PermissionDenied as refused:
            return denied(request, str(refused) or NOT_YOUR_DUTY)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    if form.errors:
        return show(request, found, status=422, proof_form=form)
    messages.success(request, _("What was established is on record."))
    return redirect("complaints:desk_order", number)
