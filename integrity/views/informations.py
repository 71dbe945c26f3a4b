"""Risk information: the list, what came in, its judgement by two, and who told it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integrity import clocks
from integrity.actions import entering
from integrity.forms import desk as forms
from integrity.models import LEVEL_TONES, Opening, RiskInformation
from integrity.permissions import can_allow, can_confirm, can_judge, can_read_informant, is_discipline
from integrity.views.common import address, only, owed
from powers.models import RiskPoint
from records.desk import Deed, Table, detail, listing, local, new, posted, sent, take, who
from records.fields import PlainForm
from records.refusal import Refused
from records.subjects import subject_of

State = RiskInformation.State
only_discipline = only(is_discipline)
WHY = gettext_lazy("Reason")

INFORMATIONS = Table(
    title=gettext_lazy("Risk information"),
    columns=[
        (gettext_lazy("number"), lambda row: row.number),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("source"), lambda row: row.get_channel_display()),
        (gettext_lazy("what is known"), lambda row: row.words[:60]),
        (gettext_lazy("level"), lambda row: row.get_level_display()),
        (gettext_lazy("entered at"), lambda row: local(row.entered_at)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No risk information came in yet."),
)


@require_safe
@only_discipline
def informations(request):
    rows = RiskInformation.objects.visible_to(request.actor).select_related("organisation")
    add = [(reverse("integrity:enter"), _("Enter risk information"))]
    return listing(request, INFORMATIONS, rows, forms.InformationsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only_discipline
def enter(request):
    form = forms.InformationForm(*posted(request), initial=about_point(request))
    if form.is_bound:
        form.is_valid()
    unit = form.cleaned_data.get("organisation") if form.is_bound else None
    about = {
        "title": _("Enter risk information"),
        "back": reverse("integrity:informations"),
        "saved": _("Entered; now it is judged."),
        "after": lambda made: made.address,
        "nav_at": reverse("integrity:informations"),
    }
    return new(request, form, entering.enter, unit, **about)


def about_point(request) -> dict:
    """The unit and the risk point of the page that leads here, where it names one."""
    key = request.GET.get("point", "")
    point = RiskPoint.objects.visible_to(request.actor).filter(pk=key).first() if key.isdecimal() else None
    return {"organisation": point.organisation, "point": point.pk} if point else {}


DEEDS = {
    "judge": Deed(
        forms.JudgeForm,
        entering.judge,
        lambda actor, row: row.state == State.ENTERED and can_judge(actor, row),
        gettext_lazy("Judge the information"),
        gettext_lazy("Judged; another person confirms it."),
        "edit",
    ),
    "confirm": Deed(
        PlainForm,
        entering.confirm,
        lambda actor, row: row.state == State.JUDGED and can_confirm(actor, row),
        gettext_lazy("Confirm the judgement"),
        gettext_lazy("Confirmed."),
        "seal",
    ),
    "return": Deed(
        forms.WhyForm,
        entering.send_back,
        lambda actor, row: row.state == State.JUDGED and can_confirm(actor, row),
        gettext_lazy("Send the judgement back"),
        gettext_lazy("Sent back; it is judged anew."),
        "down",
        grave=True,
    ),
    "ask": Deed(
        forms.WhyForm,
        entering.ask,
        lambda actor, row: row.is_sealed and can_judge(actor, row),
        gettext_lazy("Ask who told it"),
        gettext_lazy("Asked; another person decides."),
        "lock",
    ),
}


def seen(actor, pk) -> RiskInformation:
    related = ["organisation__parent", "person", "point__power", "entered_by", "judged_by", "confirmed_by"]
    rows = RiskInformation.objects.visible_to(actor).select_related(*related, "evidence_type")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_discipline
def information(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_discipline
def information_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("information"))


def page(request, row: RiskInformation, refused=None):
    level = [(LEVEL_TONES[row.level], row.get_level_display())] if row.level in LEVEL_TONES else []
    about = {
        "title": _("Risk information %(number)s") % {"number": row.number},
        "lamp": (row.tone, row.get_state_display()),
        "level": level,
        "facts": facts(row),
        "tables": [*alarms(row), *openings(row)],
        "openings": asked(row, request.actor),
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.remark}] if row.remark else [],
        "clocks": owed(row, clocks.JUDGE),
        "back": (reverse("integrity:informations"), _("Risk information")),
        "deed_address": "integrity:information_deed",
        "nav_at": reverse("integrity:informations"),
        "template": "integrity/information.html",
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: RiskInformation) -> list[tuple]:
    return [
        (_("unit concerned"), row.organisation.name),
        (_("person concerned"), row.person or ""),
        (_("source"), row.get_channel_display()),
        (_("rests on"), evidence(row)),
        (_("risk point"), row.point or ""),
        (_("when it was"), row.happened_on),
        (_("what is known"), row.words),
        (_("who told it"), _("sealed") if row.is_sealed else ""),
        (_("Entered by"), who(row.entered_by, row.entered_at)),
        (_("level"), row.get_level_display()),
        (_("reason of the judgement"), row.reason),
        (_("what is demanded"), row.demand),
        (_("Judged by"), who(row.judged_by, row.judged_at)),
        (_("Confirmed by"), who(row.confirmed_by, row.confirmed_at)),
    ]


def evidence(row: RiskInformation) -> str:
    """What it rests on, in one phrase."""
    thing = row.evidence
    if thing is None:
        return ""
    subject = subject_of(thing)
    return f"{subject.kind} {subject.number} {subject.title}".strip()


def alarms(row: RiskInformation) -> list[tuple]:
    heads = [(_("Alarm"), False), (_("level"), False), (_("alarm given at"), False), (_("State"), False)]
    found = row.alarms.select_related("document", "order__document").order_by("pk")
    lines = [
        [
            (one.address, str(one)),
            ("lamp", one.tone, one.get_level_display()),
            local(one.issued_at),
            ("lamp", one.order.tone, one.order.get_state_display()),
        ]
        for one in found
    ]
    return [(_("Alarms"), heads, lines)] if lines else []


def openings(row: RiskInformation) -> list[tuple]:
    heads = [(_("Asked by"), False), (WHY, False), (_("Decided by"), False), (_("State"), False)]
    lines = [
        [who(one.asked_by, one.asked_at), one.reason, who(one.decided_by, one.decided_at), one.get_state_display()]
        for one in row.openings.select_related("asked_by", "decided_by")
    ]
    return [(_("Looks at who told it"), heads, lines)] if lines else []


def asked(row: RiskInformation, actor) -> list[dict]:
    """The requests that this actor decides, or may use now."""
    rows = row.openings.filter(state__in=["asked", "allowed"]).select_related("asked_by", "information__organisation")
    found = [
        {
            "row": one,
            "decides": one.state == Opening.State.ASKED and can_allow(actor, one),
            "reads": one.state == Opening.State.ALLOWED and can_read_informant(actor, one),
        }
        for one in rows
    ]
    return [one for one in found if one["decides"] or one["reads"]]


@require_POST
@only_discipline
def opening_deed(request, pk, deed):
    """Allow or refuse a look at who told it; or take the look that was allowed: it is shown once."""
    rows = Opening.objects.filter(information__in=RiskInformation.objects.visible_to(request.actor))
    opening = get_object_or_404(rows.select_related("information"), pk=pk)
    about = {"by": request.actor, "now": timezone.now()}
    try:
        if deed == "read":
            words = entering.read_informant(opening, **about)
            messages.warning(request, _("Told by: %(words)s (shown once, on record)") % {"words": words})
        else:
            entering.decide(opening, allowed=deed == "allow", key=sent(request), **about)
            messages.success(request, _("The decision is recorded."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect(opening.information.address)
