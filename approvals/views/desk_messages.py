"""Messages of applicants at the desk: which wait for an answer, and the conversation about one case."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions, talk
from approvals.actions.messages import read
from approvals.forms.citizen_more import MessageForm
from approvals.permissions import can_work, can_write_about
from approvals.views.desk import only
from approvals.views.desk_case import seen_case
from records.actions import look
from records.desk import denied
from records.paging import sliced
from records.refusal import Refused

ON_A_PAGE = 30


@require_safe
@only(can_work)
def inbox(request):
    """The last message of every case of the unit; what waits for an answer comes first."""
    today = timezone.localdate()
    page = sliced(talk.latest(request.actor.organisation).select_related("case__item"), request.GET, ON_A_PAGE)
    rows = [
        talk.Line(message, *(talk.lamp(message, None, today) if message.from_applicant else ("done", _("answered"))))
        for message in page.rows
    ]
    return render(request, "approvals/desk/messages.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@only(can_work)
def conversation(request, number):
    """Everything written about the case, and the answer."""
    case, now = seen_case(request.actor, number), timezone.now()
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not can_write_about(request.actor, case):
            return denied(request, _("Messages go between the applicant and the unit that has the case."))
        if form.is_valid() and written(request, case, form, now):
            return HttpResponseRedirect(request.path)
    else:
        look(case, request.actor, now)
    read(case, by=request.actor, now=now)
    more = {
        "case": case,
        "lines": talk.conversation(case, timezone.localdate(now)),
        "form": form,
        "may_write": can_write_about(request.actor, case),
    }
    return render(request, "approvals/desk/conversation.html", more, status=422 if form.errors else 200)


def written(request, case, form, now) -> bool:
    try:
        text, key = form.cleaned_data["text"], request.POST.get("key", "")
        actions.write(case, by=request.actor, now=now, text=text, key=key)
    except Refused as refusal:
        form.add_error("text", refusal.message)
        return False
    messages.success(request, _("Your message is with the applicant."))
    return True
