"""What the pages of trading have in common: who may open them, and the key of a form."""

import functools

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from procurement.forms.desk import SentForm
from records.models import FormKey

NOT_YOUR_DESK = gettext_lazy(
    "This page belongs to the posts that work on tenders. Choose such a post if you hold one."
)
NOT_YOUR_DUTY = gettext_lazy("This deed is not the duty of your post or firm in this tender.")


def denied(request, reason):
    """403 with the reason, for somebody who is signed in but whose post this is not."""
    base = "staff.html" if request.actor.is_staff_member else "portal.html"
    return render(request, "procurement/denied.html", {"reason": reason, "base": base}, status=403)


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""

    def decorate(view):
        @functools.wraps(view)
        def ask(request, *args, **kwargs):
            return view(request, *args, **kwargs) if question(request.actor) else denied(request, reason)

        return ask

    return decorate


def sent(request) -> dict:
    """The key of the form that was sent, and the step that was owed when its page was opened."""
    form = SentForm(request.POST)
    form.full_clean()
    return {"key": form.cleaned_data.get("key", ""), "step": form.cleaned_data.get("step", "")}


def is_known(actor, key: str) -> bool:
    """Was this very form sent before?"""
    return bool(key) and FormKey.objects.filter(user=actor.user, key=key).exists()


def is_outsider(actor) -> bool:
    """Somebody with an account of their own, not from a post of an office."""
    return actor.user is not None and not actor.is_staff_member


def blame(form, refusal):
    """Put what an action refused at the fields it names, the rest on top of the form."""
    rows = getattr(refusal, "missing", None)
    told = [(row.field, row.message) for row in rows] if rows else [(refusal.field, str(refusal.message))]
    for field, message in told:
        target = "party_1" if field == "candidates" else field
        form.add_error(target if target in form.fields else None, message)
