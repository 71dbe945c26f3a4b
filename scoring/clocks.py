"""The clocks of appraisal in words. The rules of supervision know their names."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "score:review": _("decision on a review"),
    "score:change": _("change of the score"),
    "score:rectify": _("rectification"),
    "survey:opinion": _("answer to an opinion"),
    "duty:report": _("duty report to be handed in"),
    "duty:talk": _("talk about a duty report"),
    "duty:again": _("duty report to be handed in again"),
    "indicator:explain": _("explanation of a delay"),
}


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(WORDS.get(name, ""))
