"""What the pages of integrity have in common: who may open them, addresses, papers on A4."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integrity import clocks
from integrity.permissions import can_look
from records import desk

NOT_YOUR_DESK = _("This page belongs to the discipline office and the units. Choose such a post if you hold one.")


def only(question):
    return desk.only(question, NOT_YOUR_DESK)


only_staff = only(can_look)


def address(name: str):
    """The page of a row."""
    return lambda row: reverse(f"integrity:{name}", args=[row.pk])


def today():
    return timezone.localdate()


def owed(row, *names: str) -> list[str]:
    """By when something is owed, in words; nothing where no clock runs."""
    found = [clocks.running(row, name) for name in names]
    return [
        _("%(what)s: due on %(day)s") % {"what": clocks.WORDS[clock.name], "day": clock.due_on}
        for clock in found
        if clock
    ]


def which(form) -> str:
    """What the form asks for beside its lookups; "" for everything."""
    form.is_valid()
    return form.cleaned_data.get("which", "")


def a4(request, document, back: tuple):
    """A numbered paper; 404 where none was issued."""
    if document is None:
        raise Http404
    return render(request, "integrity/letter.html", {"document": document, "back": back})
