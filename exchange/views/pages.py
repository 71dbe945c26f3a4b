"""What the pages of the exchange have in common: who may look, pages of a list, one deed by a form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from exchange.forms import CursorForm
from records.refusal import Refused

PAGE = 30


def check(entitled: bool):
    if not entitled:
        raise PermissionDenied


def page_of(request, found) -> dict:
    """The rows of this page, newest first, and where the next one begins."""
    cursor = CursorForm(request.GET)
    before = cursor.cleaned_data.get("before") if cursor.is_valid() else None
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE + 1])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else ""
    return {"rows": rows[:PAGE], "older": older, "first": before is None}


def ask(request, form, *, title, button, back, status=200):
    """A page with one form."""
    context = {"form": form, "title": title, "button": button, "back": back, "nav_at": back}
    return render(request, "exchange/form.html", context, status=status)


def do(request, action, thing, form, *, done, to):
    """Run one deed of a button or a small form and go on; what was wrong stands on top of the page."""
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        messages.error(request, first)
        return redirect(to)
    try:
        action(thing, by=request.actor, now=timezone.now(), key=request.POST.get("key"), **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(to)
