"""Promises made in public: the list, one promise with its road map, the proof of a step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions import promises as actions
from complaints.forms import media as forms
from complaints.models import Promise
from complaints.permissions import can_look
from complaints.permissions_meetings import can_keep_promises
from complaints.views.common import only
from complaints.views.meetings import Table, listing, narrowed
from complaints.views.programmes import promise_lamp, step_lamp, told, with_steps
from records.desk import attempt


def lamp(promise: Promise, today):
    return promise_lamp(promise, [step_lamp(step, today) for step in promise.milestones.all()])


def next_day(promise: Promise) -> str:
    """The day of the next step that is owed."""
    left = [step.clock.due_on for step in promise.milestones.all() if step.done_at is None]
    return f"{min(left):%Y-%m-%d}" if left else "—"


TABLE = Table(
    title=_("Promises made in public"),
    columns=[
        (_("Order"), lambda row: row.order.number),
        (_("What is promised"), lambda row: row.words),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("Who promises"), lambda row: row.made_by),
        (_("Promised at"), lambda row: f"{timezone.localtime(row.made_at):%Y-%m-%d}"),
        (_("Next step by"), next_day),
    ],
    lamp=lamp,
    link=lambda row: reverse("complaints:promise", args=[row.pk]),
)
STANDINGS = {
    "running": lambda rows, today: rows.running(today),
    "late": lambda rows, today: rows.late(today),
    "kept": lambda rows, today: rows.kept(),
}


@require_safe
@only(can_look)
def promises(request):
    """The promises that this post may see, by how they stand."""
    today, seen = timezone.localdate(), Promise.objects.visible_to(request.actor)
    form = forms.PromisesForm(request.GET)
    rows = narrowed(seen, form)
    counts = {name: standing(rows, today).count() for name, standing in STANDINGS.items()}
    if chosen := form.cleaned_data.get("standing"):
        rows = STANDINGS[chosen](rows, today)
    tiles = [
        (counts["running"], _("on schedule"), "ok"),
        (counts["late"], _("behind schedule"), "over"),
        (counts["kept"], _("promise kept"), "done"),
    ]
    return listing(request, TABLE, with_steps(rows), form, tiles=tiles)


def seen(actor, pk) -> Promise:
    return get_object_or_404(with_steps(Promise.objects.visible_to(actor)), pk=pk)


def page(request, promise: Promise, refused=None, status=200):
    """One promise; the unit shows what is done, step by step."""
    mine = can_keep_promises(request.actor, promise)
    about = told(promise, timezone.localdate())
    about["steps"] = [
        {"step": step, "lamp": state, "form": step_form(step, refused) if mine and step.done_at is None else None}
        for step, state in about["steps"]
    ]
    return render(request, "complaints/meetings/promise.html", about, status=status)


def step_form(step, refused):
    if refused is not None and refused[0] == step.pk:
        return refused[1]
    return forms.ProofForm(auto_id=f"id_{step.pk}_%s")


@require_safe
@only(can_look)
def promise(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look)
def keep(request, pk, number):
    """Show that a step is done."""
    found = seen(request.actor, pk)
    step = get_object_or_404(found.milestones.all(), number=number)
    if request.method == "GET":
        return page(request, found)
    if not can_keep_promises(request.actor, found):
        raise PermissionDenied
    form = forms.ProofForm(request.POST, auto_id=f"id_{step.pk}_%s")
    if form.is_valid() and attempt(request, form, actions.keep, step, **form.arguments()) is not None:
        messages.success(request, _("The step is done; everybody can read what shows it."))
        return redirect("complaints:promise", pk)
    return page(request, found, (step.pk, form), status=422)
