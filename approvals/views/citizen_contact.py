"""Messages to the window, and who has looked at a person's data."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals import actions, inbox, talk
from approvals.forms.citizen_more import MessageForm
from approvals.models import Case
from approvals.views.citizen_cases import own_case, show_case
from records.models import Look
from records.paging import sliced
from records.refusal import Refused

LOOKS_ON_A_PAGE = 30


@never_cache
@require_POST
def write(request, number):
    """Send one message; an error comes back on the case page with what was typed."""
    case = own_case(request, number)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            key = request.POST.get("key", "")
            actions.write(case, by=request.actor, now=timezone.now(), text=form.cleaned_data["text"], key=key)
            messages.success(request, _("Your message is with the window."))
            return redirect(f"{reverse('approvals:case', args=[number])}#messages")
        except Refused as refusal:
            form.add_error("text", refusal.message)
    lines = talk.conversation(case, timezone.localdate())
    return show_case(request, case, lines, message_form=form, status=422)


@require_POST
def read_all(request):
    """Nothing of what is listed as new is new any more."""
    inbox.seen_all(request.user, timezone.now())
    return redirect("approvals:my")


@never_cache
@require_safe
def looks(request):
    """谁看过我的信息: every look of the office at any of the person's cases."""
    mine = Case.objects.filter(applicant=request.user)
    kind = ContentType.objects.get_for_model(Case)
    rows = Look.objects.filter(subject_type=kind, subject_id__in=mine.values("pk"))
    return show_looks(request, rows, mine)


@never_cache
@require_safe
def case_looks(request, number):
    """Who of the office has looked at this case."""
    case = own_case(request, number)
    return show_looks(request, Look.objects.about(case), Case.objects.filter(pk=case.pk), case=case)


def show_looks(request, rows, cases, case=None):
    """Unit and post, not the name: the office answers for its people."""
    page = sliced(rows.select_related("post__organisation").order_by("-pk"), request.GET, LOOKS_ON_A_PAGE)
    seen = cases.filter(pk__in={look.subject_id for look in page.rows}).select_related("item").in_bulk()
    more = {"case": case, "page": page, "rows": [(look, seen.get(look.subject_id)) for look in page.rows]}
    return render(request, "approvals/citizen/looks.html", more)
