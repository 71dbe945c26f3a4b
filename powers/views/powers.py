"""One power: its five facts, its flow chart, who does its steps, its risk points; and one step with its people."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from powers.actions import lists as actions
from powers.actions import points as point_actions
from powers.forms import desk as forms
from powers.models import Power, PowerStep
from powers.permissions import can_find, can_staff, can_write
from powers.views.common import lamp, only_staff
from powers.views.lists import seen_power
from records.desk import NOT_YOUR_DUTY, Deed, denied, detail, new, posted, take
from records.fields import ReasonForm

DEEDS = {
    "find": Deed(
        forms.FoundForm,
        point_actions.find,
        lambda actor, row: row.list.state == "published" and can_find(actor, row.organisation),
        gettext_lazy("Enter a risk point"),
        gettext_lazy("Entered; the unit assesses it."),
        "warn",
        of_row=True,
    ),
    "remove": Deed(
        ReasonForm,
        actions.remove,
        lambda actor, row: can_write(actor, row.list),
        gettext_lazy("Take the power out of the draft"),
        gettext_lazy("Taken out of the draft."),
        "stop",
        grave=True,
    ),
}


@require_safe
@only_staff
def power(request, pk):
    return power_page(request, seen_power(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def power_deed(request, pk, deed):
    return take(request, seen_power(request.actor, pk), deed, DEEDS, power_page, after)


def after(row: Power) -> str:
    return row.address if row.pk else row.list.address


def power_page(request, row: Power, refused=None):
    about = {
        "title": row.name,
        "lamp": lamp(row.list),
        "facts": facts(row),
        "steps": list(row.steps.all()),
        "tables": [
            (_("Steps and posts"), STEP_HEADS, step_lines(request.actor, row)),
            (_("Risk points"), POINT_HEADS, point_lines(row)),
            (_("Versions"), VERSION_HEADS, version_lines(request.actor, row)),
        ],
        "links": links(request.actor, row),
        "back": (row.list.address, str(row.list)),
        "deed_address": "powers:power_deed",
        "nav_at": reverse("powers:powers"),
        "template": "powers/desk/power.html",
    }
    return detail(request, row, DEEDS, about, refused)


STEP_HEADS = [
    (gettext_lazy("Step"), False),
    (gettext_lazy("stage of the step"), False),
    (gettext_lazy("responsible post"), False),
    (gettext_lazy("limit"), False),
    (gettext_lazy("holder (A)"), False),
    (gettext_lazy("deputy (B)"), False),
    (gettext_lazy("risk hint"), False),
]
POINT_HEADS = [
    (gettext_lazy("risk"), False),
    (gettext_lazy("step"), False),
    (gettext_lazy("post"), False),
    (gettext_lazy("measure against it"), False),
    (gettext_lazy("level"), False),
]
VERSION_HEADS = [
    (gettext_lazy("List"), False),
    (gettext_lazy("published at"), False),
    (gettext_lazy("State"), False),
]


def step_lines(actor, row: Power) -> list[list]:
    """Who signs in the unit finds a link to name the people."""
    may = can_staff(actor, row)
    return [
        [
            (reverse("powers:step", args=[step.pk]), f"{step.number} {step.name}") if may else f"{step.number} {step}",
            step.get_stage_display(),
            step.post,
            step.limit,
            step.holder or "—",
            step.deputy or "—",
            step.hint,
        ]
        for step in row.steps.all()
    ]


def point_lines(row: Power) -> list[list]:
    points = row.points.alive().select_related("step")
    return [
        [
            (one.address, one.description),
            one.step.name if one.step else "—",
            one.post,
            one.measure,
            ("lamp", *one.lamp),
        ]
        for one in points
    ]


def version_lines(actor, row: Power) -> list[list]:
    same = Power.objects.visible_to(actor).with_code(row.code).select_related("list__organisation")
    return [
        [(one.address, str(one.list)), one.list.published_at or "—", ("lamp", *lamp(one.list))]
        for one in same.exclude(pk=row.pk)
    ]


def links(actor, row: Power) -> list[tuple]:
    found = []
    if can_write(actor, row.list):
        found.append((reverse("powers:amend", args=[row.pk]), _("Change the power")))
    if row.list.state == "published":
        found.append((reverse("powers:public_power", args=[row.code]), _("Public page of the power")))
    return found


def facts(row: Power) -> list[tuple]:
    return [
        (_("code"), row.code),
        (_("Unit"), row.organisation.name),
        (_("Kind"), row.get_kind_display()),
        (_("basis"), row.basis),
        (_("object of the power"), row.object),
        (_("procedure"), row.procedure),
        (_("limit"), row.limit),
        (_("result of the power"), row.result),
        (_("discretion"), row.discretion),
    ]


@require_http_methods(["GET", "POST"])
@only_staff
def step(request, pk):
    """Who holds the post of a step and who stands in."""
    rows = PowerStep.objects.filter(power__in=Power.objects.visible_to(request.actor))
    row = get_object_or_404(rows.select_related("power__list__organisation__parent"), pk=pk)
    if not can_staff(request.actor, row.power):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        forms.StaffForm(row, *posted(request)[:1]),
        actions.staff,
        row,
        title=_("Holder and deputy: %(step)s") % {"step": f"{row.power.name}·{row.name}（{row.post}）"},
        back=row.power.address,
        saved=_("The people are named."),
        after=lambda made: row.power.address,
        nav_at=reverse("powers:powers"),
    )
