"""Messages of a complainant to the handlers, by account or by number and code; joining a matter that is there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from complaints import actions, similar
from complaints.forms.anonymous import TalkForm
from complaints.forms.citizen import QueryForm
from complaints.models import Order
from complaints.views.citizen_orders import find, own_order, page_of
from records.desk import sent
from records.refusal import Refused


@require_POST
def mine(request, number):
    """A message about an own order."""
    order = own_order(request, number)
    form = TalkForm(request.POST, auto_id="talk_%s")
    if form.is_valid() and said(request, order, form):
        messages.success(request, _("The message is sent."))
        return redirect("complaints:my_order", number)
    page = page_of(request, order, talk_form=form)
    return render(request, "complaints/citizen/order.html", page, status=422)


def said(request, order: Order, form, code="") -> bool:
    """Send it; what speaks against it goes into the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None, "code": code}
    try:
        actions.say(order, **about, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_POST
def by_code(request):
    """A message of somebody with number and code."""
    asking = QueryForm(request.POST)
    found = find(asking) if asking.is_valid() else None
    if found is None:
        return render(request, "complaints/citizen/query.html", {"form": asking}, status=422)
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Only the complainant writes here."))
    code, form, told = asking.cleaned_data["code"], TalkForm(request.POST, auto_id="talk_%s"), {}
    if form.is_valid() and said(request, found, form, code):
        messages.success(request, _("The message is sent."))
    else:
        told = {"talk_form": form}
    page = page_of(request, find(asking), code, **told)
    return render(request, "complaints/citizen/order.html", page, status=422 if told else 200)


@require_POST
def join(request, number):
    """The same matter is there already: this account joins it instead of writing it once more."""
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Citizens join a matter with their own account."))
    order = get_object_or_404(similar.joinable(Order.objects.all()), number=number)
    try:
        actions.join(order, by=request.actor, now=timezone.now(), key=sent(request) or None)
    except Refused as refusal:
        messages.info(request, str(refusal.message))
    else:
        words = _("You have joined; %(count)s people wait for this answer.")
        messages.success(request, words % {"count": order.supports.count() + 1})
    return redirect("complaints:my_orders")
