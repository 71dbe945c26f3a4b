"""The register of reminders and written criticism about orders that were not answered in their term."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Role
from monitoring.models import Urge
from monitoring.models.notices import UNIT_ROLES
from records import paging
from records.models import Document
from records.subjects import described, may_open

EXPORTED = 5000
READERS = [*UNIT_ROLES, Role.INSPECTOR, Role.LEADER, Role.DISPATCHER, Role.OPERATOR]
TONES = {Urge.Kind.REMINDER: "warn", Urge.Kind.CRITICISM: "over"}


class FilterForm(forms.Form):
    """Which papers: reminders or criticism."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("all")), *Urge.Kind.choices]
    )


@require_safe
def urges(request):
    """Every paper of the units that the actor watches, or of the own unit, newest first."""
    actor = request.actor
    if not actor.holds(*READERS):
        raise PermissionDenied
    form = FilterForm(request.GET)
    form.is_valid()
    rows = Urge.objects.visible_to(actor).select_related("organisation", "responsible").order_by("-pk")
    if form.cleaned_data.get("kind"):
        rows = rows.filter(kind=form.cleaned_data["kind"])
    if "xlsx" in request.GET:
        return export(rows[:EXPORTED])
    part = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    page = {"form": form, "part": part, "lines": lines(part.rows, actor), "narrowed": any(form.cleaned_data.values())}
    return render(request, "monitoring/urges.html", page)


def lines(rows: list[Urge], actor) -> list[dict]:
    """Each paper with what it is about, its page where this actor may open it, and its document."""
    papers = {one.number: one.pk for one in Document.objects.filter(number__in=[row.number for row in rows])}
    return [
        {
            "urge": row,
            "tone": TONES[row.kind],
            "subject": subject,
            "may_open": may_open(actor, row),
            "paper": papers.get(row.number),
        }
        for row, subject in zip(rows, described(rows), strict=True)
    ]


def export(rows):
    header = [_("Number"), _("Kind"), _("Unit"), _("Responsible person"), _("Order number"), _("Answer was due on")]
    header.append(_("Time"))
    rows = list(rows)
    cells = [
        [row.number, row.get_kind_display(), row.organisation.name, str(row.responsible or ""), subject.number]
        + [row.due_on, row.made_at]
        for row, subject in zip(rows, described(rows), strict=True)
    ]
    return xlsx_response(_("Reminders and criticism"), header, cells)
