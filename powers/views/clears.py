"""The ten clears of a unit, and of all units at a glance."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from powers.actions import clears as actions
from powers.forms import desk as forms
from powers.models import Clear, Clears, PowerList, PowerStep, RiskPoint
from powers.permissions import can_confirm, can_say, visible
from powers.views.common import only_staff
from records.desk import NOT_YOUR_DUTY, denied, done, exported, local, posted, sent
from records.models import Attachment
from records.refusal import Refused


def units_seen(actor):
    """The units with a power list that this actor sees, and the own one."""
    lists = visible(PowerList.objects.filter(organisation=OuterRef("pk")), actor)
    return Organisation.objects.filter(Exists(lists) | Q(pk=actor.organisation.pk)).select_related("parent")


@require_safe
@only_staff
def clears(request):
    """One line a unit: which of the ten are said, which confirmed."""
    said = {}
    for row in Clear.objects.visible_to(request.actor).latest():
        said[row.organisation_id, row.number] = row
    units = units_seen(request.actor).order_by("sort", "pk")
    lines = [(unit, [state(said.get((unit.pk, number))) for number in Clears.values]) for unit in units]
    form = forms.ExportForm(request.GET)
    if form.is_valid() and form.cleaned_data["export"]:
        headers = [_("Unit"), *Clears.labels]
        cells = ([unit.short_name, *(words for _tone, words in marks)] for unit, marks in lines)
        return exported(_("Ten clears"), form.cleaned_data["export"], headers, cells)
    page = {
        "lines": [(unit, marks, sum(tone == "ok" for tone, _words in marks)) for unit, marks in lines],
        "points": list(zip(Clears.values, Clears.labels, strict=True)),
    }
    return render(request, "powers/desk/clears.html", page)


def state(row: Clear | None) -> tuple[str, str]:
    if row is None:
        return "done", _("not said yet")
    return ("ok", _("confirmed by another")) if row.confirmed_at else ("warn", _("said"))


@require_http_methods(["GET", "POST"])
@only_staff
def clears_of(request, code):
    """The ten points of one unit: what was said, by which paper, who confirmed it; and a form to say more."""
    unit = get_object_or_404(units_seen(request.actor), code=code)
    may = can_say(request.actor, unit)
    form = forms.SayForm(*posted(request))
    if form.is_bound and not may:
        return denied(request, NOT_YOUR_DUTY)
    if form.is_bound and form.is_valid() and done(request, form, actions.say, unit) is not None:
        messages.success(request, _("Said; somebody else confirms it."))
        return redirect("powers:clears_of", code=code)
    page = {
        "unit": unit,
        "rows": rows_of(request.actor, unit),
        "form": form if may else None,
        "nav_at": reverse("powers:clears"),
    }
    return render(request, "powers/desk/clears_of.html", page, status=422 if form.is_bound else 200)


def rows_of(actor, unit: Organisation) -> list[dict]:
    said = {row.number: row for row in latest_of(unit)}
    hints = known(unit)
    return [
        {
            "number": number,
            "label": label,
            "row": said.get(number),
            "state": state(said.get(number)),
            "files": list(Attachment.objects.about(said[number])) if number in said else [],
            "hint": hints.get(number, ""),
            "said": said_by(said.get(number)),
            "may_confirm": number in said and not said[number].confirmed_at and can_confirm(actor, said[number]),
        }
        for number, label in Clears.choices
    ]


def latest_of(unit: Organisation):
    return Clear.objects.filter(organisation=unit).latest().select_related("organisation", "said_by", "confirmed_by")


def said_by(row: Clear | None) -> str:
    if row is None:
        return ""
    words = f"{row.said_by} {local(row.said_at)}"
    return f"{words} · {_('confirmed by')} {row.confirmed_by} {local(row.confirmed_at)}" if row.confirmed_at else words


def known(unit: Organisation) -> dict[int, str]:
    """What the registers say themselves on some of the points."""
    steps = PowerStep.objects.in_force().filter(power__list__organisation=unit)
    counts = steps.aggregate(
        all=Count("pk"),
        both=Count("pk", filter=Q(holder__isnull=False, deputy__isnull=False)),
        hints=Count("pk", filter=~Q(hint="")),
        powers=Count("power", distinct=True),
    )
    points = RiskPoint.objects.filter(organisation=unit).counted()
    counts |= points | {"measures": measures(unit)}
    return {
        Clears.POSTS: _("%(powers)s powers with %(all)s steps") % counts,
        Clears.RISKS: _("A %(a)s, B %(b)s, C %(c)s") % counts,
        Clears.PEOPLE: _("%(hints)s of %(all)s steps have a risk hint") % counts,
        Clears.COURSE: _("%(powers)s flow charts are drawn from the steps") % counts,
        Clears.DEPUTIES: _("%(both)s of %(all)s steps have holder and deputy") % counts,
        Clears.MEASURES: _("%(measures)s risk points have a measure") % counts,
    }


def measures(unit: Organisation) -> int:
    return RiskPoint.objects.alive().filter(organisation=unit).exclude(measure="").count()


@require_http_methods(["POST"])
@only_staff
def confirm(request, code):
    """Another person has seen the evidence of one point."""
    unit = get_object_or_404(units_seen(request.actor), code=code)
    asked = forms.ConfirmForm(request.POST)
    asked.full_clean()
    row = get_object_or_404(latest_of(unit), pk=asked.cleaned_data.get("clear") or 0)
    if not can_confirm(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)
    try:
        actions.confirm(row, by=request.actor, now=timezone.now(), key=sent(request) or None)
        messages.success(request, _("Confirmed."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("powers:clears_of", code=code)
