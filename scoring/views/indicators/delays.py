"""Notices of delay (绩效督促通知单): their list, the page of one, the numbered paper."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, Table, detail, listing, take, who
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from scoring.actions.indicators import delays
from scoring.forms import indicators as forms
from scoring.models import Delay
from scoring.permissions.indicators import can_do, can_urge, is_myself
from scoring.views.indicators.common import address, only_staff, today

S = Delay.State
RELATED = ["task__indicator", "task__organisation", "task__document__organisation", "document"]


def lamp(row: Delay) -> tuple:
    """An explanation past its day is red."""
    if row.state == S.ISSUED and row.due_on < today():
        return "over", _("explanation overdue")
    return row.tone, row.get_state_display()


DELAYS = Table(
    title=gettext_lazy("Notices of delay"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.document.number),
        (gettext_lazy("indicator"), lambda row: row.task.indicator.name),
        (gettext_lazy("Unit"), lambda row: row.task.organisation.short_name),
        (gettext_lazy("share of the time (percent)"), lambda row: f"{row.expected.normalize():f}"),
        (gettext_lazy("share that is done (percent)"), lambda row: f"{row.reached.normalize():f}"),
        (gettext_lazy("to be explained by"), lambda row: row.due_on.isoformat()),
    ],
    lamp=lamp,
    link=address("delay"),
    nothing=gettext_lazy("No notice was issued yet."),
    numeric=(gettext_lazy("share of the time (percent)"), gettext_lazy("share that is done (percent)")),
)


@require_safe
@only_staff
def delay_list(request):
    form = forms.DelaysFilter(request.GET)
    form.is_valid()
    rows = Delay.objects.visible_to(request.actor).select_related(*RELATED)
    if form.cleaned_data.get("which"):
        rows = rows.owed().filter(due_on__lt=today())
    return listing(request, DELAYS, rows, form)


def judged(actor, row) -> bool:
    return row.state == S.EXPLAINED and can_urge(actor, row.task) and not is_myself(actor, row.explained_by_id)


DEEDS = {
    "explain": Deed(
        forms.ExplainForm,
        delays.explain,
        lambda actor, row: row.state == S.ISSUED and can_do(actor, row.task),
        gettext_lazy("Explain the delay"),
        gettext_lazy("Explained; the office of appraisal reads it."),
        "edit",
    ),
    "accept": Deed(
        PlainForm,
        delays.accept,
        judged,
        gettext_lazy("Accept the explanation"),
        gettext_lazy("Accepted; the notice is closed."),
        "check",
    ),
    "return": Deed(
        ReasonForm,
        delays.send_back,
        judged,
        gettext_lazy("Send the explanation back"),
        gettext_lazy("Sent back; the term of the explanation runs anew."),
        "down",
        grave=True,
    ),
}


def seen_delay(actor, pk) -> Delay:
    rows = Delay.objects.visible_to(actor)
    return get_object_or_404(rows.select_related(*RELATED, "issued_by", "explained_by", "decided_by"), pk=pk)


@require_safe
@only_staff
def delay(request, pk):
    return delay_page(request, seen_delay(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def delay_deed(request, pk, deed):
    return take(request, seen_delay(request.actor, pk), deed, DEEDS, delay_page, address("delay"))


def delay_page(request, row: Delay, refused=None):
    about = {
        "title": _("Notice of delay %(number)s") % {"number": row.document.number},
        "lamp": lamp(row),
        "facts": facts(row),
        "clocks": [_("due on %(day)s") % {"day": row.due_on}] if row.state == S.ISSUED else [],
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.reason}]
        if row.reason and row.state == S.ISSUED
        else [],
        "files": Attachment.objects.about(row),
        "back": (reverse("scoring:delays"), _("Notices of delay")),
        "links": [
            (row.task.address, _("The task")),
            (reverse("scoring:delay_paper", args=[row.pk]), _("The paper")),
        ],
        "deed_address": "scoring:delay_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:delays"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Delay) -> list[tuple]:
    return [
        (_("indicator"), row.task.indicator.name),
        (_("Unit"), row.task.organisation.name),
        (_("share of the time (percent)"), f"{row.expected.normalize():f}"),
        (_("share that is done (percent)"), f"{row.reached.normalize():f}"),
        (_("Notice issued by"), who(row.issued_by, row.issued_at)),
        (_("to be explained by"), row.due_on),
        (_("why it is behind"), row.why),
        (_("what will be done"), row.measures),
        (_("Explained by"), who(row.explained_by, row.explained_at)),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
    ]


@require_safe
@only_staff
def delay_paper(request, pk):
    """The numbered paper on A4."""
    row = seen_delay(request.actor, pk)
    if row.document is None:
        raise Http404
    return render(request, "scoring/letter.html", {"document": row.document, "back": address("delay")(row)})
