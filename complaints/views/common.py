"""What the pages of orders have in common: who may open them, and the key of a form."""

import functools

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from complaints.forms.desk import SentForm
from records.models import FormKey

NOT_YOUR_DESK = gettext_lazy("This page belongs to the posts that work on orders. Choose such a post if you hold one.")
NOT_YOUR_DUTY = gettext_lazy("This deed is not the duty of your post in this unit.")


def denied(request, reason):
    """403 with the reason, for somebody who is signed in but whose post this is not."""
    return render(request, "complaints/desk/denied.html", {"reason": reason}, status=403)


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""

    def decorate(view):
        @functools.wraps(view)
        def ask(request, *args, **kwargs):
            return view(request, *args, **kwargs) if question(request.actor) else denied(request, reason)

        return ask

    return decorate


def sent(request) -> dict:
    """The key of the form that was sent, and where the order stood when its page was opened."""
    form = SentForm(request.POST)
    form.full_clean()
    return {"key": form.cleaned_data.get("key", ""), "seen": form.cleaned_data.get("seen", "")}


def is_known(actor, key: str) -> bool:
    """Was this very form sent before?"""
    return bool(key) and FormKey.objects.filter(user=actor.user, key=key).exists()
