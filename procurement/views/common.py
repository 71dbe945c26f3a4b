"""What the pages of trading have in common: who may open them, and the key of a form."""

from django.utils.translation import gettext_lazy

from records import desk

NOT_YOUR_DESK = gettext_lazy(
    "This page belongs to the posts that work on tenders. Choose such a post if you hold one."
)
NOT_YOUR_DUTY = gettext_lazy("This deed is not the duty of your post or firm in this tender.")


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""
    return desk.only(question, reason)


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
