"""Orders that the office writes down: at the telephone of the hotline, at a window, from a letter."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from complaints import actions, callers
from complaints.codes import printed
from complaints.forms.desk import DeskOrderForm, TelephoneForm
from complaints.models import Channel, Order
from complaints.permissions import can_dispatch, can_register
from complaints.views.common import only
from records.desk import sent
from records.refusal import Refused

NOT_YOUR_TELEPHONE = gettext_lazy("The telephones belong to the operators and dispatchers of the hotline office.")
NOT_YOUR_WINDOW = gettext_lazy("Orders are written down by window clerks and by the hotline office.")


@require_http_methods(["GET", "POST"])
@only(can_dispatch, NOT_YOUR_TELEPHONE)
def call(request):
    """The operator's form: the number of the caller first, then what it is about; earlier orders stand beside it."""
    return take(request, Channel.TELEPHONE, "complaints/desk/call.html")


@require_http_methods(["GET", "POST"])
@only(can_register, NOT_YOUR_WINDOW)
def register(request):
    """The window's form."""
    return take(request, Channel.WINDOW, "complaints/desk/register.html")


def take(request, channel, template):
    """Show the form, or take the order in; what was typed stays where something is wrong."""
    asked = TelephoneForm(request.GET)
    number = asked.cleaned_data["telephone"] if asked.is_valid() else ""
    form = DeskOrderForm(request.POST if request.method == "POST" else None, initial={"telephone": number})
    if form.is_bound and form.is_valid() and (order := taken(request, form, channel)):
        return told(request, order) if order.is_anonymous else redirect("complaints:taken", order.number)
    number = (form.cleaned_data.get("telephone") or "") if form.is_bound else number
    page = {"form": form, "asked": asked, "telephone": number, "earlier": list(callers.earlier(number, request.actor))}
    return render(request, template, page, status=422 if form.errors else 200)


def taken(request, form, channel) -> Order | None:
    """The order, or None with the reason in the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    try:
        order = actions.receive(form.filing(channel), **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    if not isinstance(order, Order):  # the key belongs to another form
        form.add_error(None, _("This form has expired; please open it again."))
        return None
    messages.success(request, _("Registered as %(number)s.") % {"number": order.number})
    return order


@require_http_methods(["GET"])
@only(can_register, NOT_YOUR_WINDOW)
def receipt(request, number):
    """What the person is told: number and query code, to read out or to print; and where the order went."""
    mine = Order.objects.filter(received_by=request.user, number=number).select_related("organisation", "term")
    order = mine.first()
    if order is None:
        return redirect("complaints:desk_order", number)
    return told(request, order)


def told(request, order: Order):
    """The page to read out. The code of an anonymous person is on it this once, as the answer to the form."""
    seen = Order.objects.visible_to(request.actor).filter(pk=order.pk).exists()
    again = "complaints:call" if order.channel == Channel.TELEPHONE else "complaints:register"
    code = printed(getattr(order, "code", ""))
    shown = {"order": order, "may_open": seen, "again": again, "code": code}
    return render(request, "complaints/desk/taken.html", shown)
