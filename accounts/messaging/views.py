"""A person's inbox and how they want to be told."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.messaging import outbox
from accounts.messaging.forms import PageForm, WaysForm
from accounts.models import Channel, Message, Preference

ON_A_PAGE = 20


def frame(request) -> str:
    """Staff read in the frame of their desk, citizens in that of the portal."""
    return "staff.html" if request.actor.is_staff_member else "portal.html"


@require_safe
def inbox(request):
    """What the person was told, newest first; a page is 20 messages, the next one the 20 before."""
    form = PageForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Message.objects.of(request.user)
    if asked.get("unread"):
        rows = rows.unread()
    if asked.get("before"):
        rows = rows.filter(pk__lt=asked["before"])
    found = list(rows.order_by("-pk")[: ON_A_PAGE + 1])
    context = {
        "frame": frame(request),
        "rows": found[:ON_A_PAGE],
        "older": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None,
        "only_unread": bool(asked.get("unread")),
    }
    return render(request, "accounts/inbox.html", context)


@require_safe
def message(request, pk):
    """Opens what the message is about; from now on it is read."""
    told = get_object_or_404(Message.objects.of(request.user), pk=pk)
    outbox.read(request.user, [told.pk], timezone.now())
    ours = url_has_allowed_host_and_scheme(told.address, {request.get_host()})
    return HttpResponseRedirect(told.address) if ours else redirect("accounts:inbox")


@require_POST
def read_all(request):
    outbox.read(request.user, None, timezone.now())
    messages.success(request, _("All messages are marked as read."))
    return redirect("accounts:inbox")


@require_http_methods(["GET", "POST"])
def ways(request):
    """By which ways the person is told besides the inbox."""
    wish = Preference.objects.filter(user=request.user).first() or Preference()
    start = {"by_sms": wish.by_sms, "by_email": wish.by_email and bool(request.user.email)}
    typed = request.POST if request.method == "POST" else None  # nothing ticked is an answer as well
    form = WaysForm(typed, initial=start | {"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        outbox.prefer(request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for what you are told from now on."))
        return redirect("accounts:inbox")
    closed = [label for name, label in Channel.choices if name not in settings.MESSAGE_BACKENDS]
    context = {"frame": frame(request), "form": form, "closed": closed}
    return render(request, "accounts/ways.html", context, status=422 if form.errors else 200)
