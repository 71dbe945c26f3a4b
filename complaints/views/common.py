"""What the pages of orders have in common: who may open them, and the key of a form."""

from django.utils.translation import gettext_lazy

from records import desk

NOT_YOUR_DESK = gettext_lazy("This page belongs to the posts that work on orders. Choose such a post if you hold one.")
NOT_YOUR_DUTY = gettext_lazy("This deed is not the duty of your post in this unit.")


def only(question, reason=NOT_YOUR_DESK):
    """The view is for actors of whom `question` is true; the others are told why not."""
    return desk.only(question, reason)
