"""What the workbench of a case offers: every deed with its form, its action and its words. Data, in this order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from approvals import actions
from approvals.forms import desk as forms


@dataclass(frozen=True)
class Deed:
    """What a button of the workbench does: its form, its action, its words."""

    form: type
    action: Callable
    label: str
    done: str
    icon: str = "check"
    issues: bool = False  # an official document comes out of it
    duty: str = ""  # the duty that entitles to it, where it has another name


DEEDS = {
    "accept": Deed(
        forms.DeedForm, actions.accept, gettext_lazy("Accept"), gettext_lazy("The case is accepted."), issues=True
    ),
    "request_correction": Deed(
        forms.CorrectionForm,
        actions.request_correction,
        gettext_lazy("Ask once for what is missing"),
        gettext_lazy("The one-time notice is issued."),
        "edit",
        issues=True,
    ),
    "correct": Deed(
        forms.PapersBroughtForm,
        actions.correct,
        gettext_lazy("Missing papers were brought"),
        gettext_lazy("The papers are registered; the case waits for acceptance again."),
        "doc",
        duty="accept",
    ),
    "decide_at_once": Deed(
        forms.DecisionForm,
        actions.decide_at_once,
        gettext_lazy("Decide on the spot"),
        gettext_lazy("The case is decided."),
        issues=True,
    ),
    "review": Deed(
        forms.ReviewForm,
        actions.review,
        gettext_lazy("Review"),
        gettext_lazy("Your opinion is recorded; the case waits for the decision."),
    ),
    "decide": Deed(
        forms.DecisionForm,
        actions.decide,
        gettext_lazy("Decide"),
        gettext_lazy("The case is decided."),
        issues=True,
    ),
    "deliver": Deed(
        forms.DeedForm, actions.deliver, gettext_lazy("Hand over the result"), gettext_lazy("The case is closed.")
    ),
    "pause": Deed(
        forms.PauseForm,
        actions.pause,
        gettext_lazy("Open a special procedure (the clock stops)"),
        gettext_lazy("The clock stands still from tomorrow on."),
        "pause",
        issues=True,
    ),
    "resume": Deed(
        forms.DeedForm,
        actions.resume,
        gettext_lazy("The special procedure has its result (the clock goes on)"),
        gettext_lazy("The clock counts again from tomorrow on."),
        "clock",
    ),
    "extend": Deed(
        forms.ExtendForm,
        actions.extend,
        gettext_lazy("Extend the limit once"),
        gettext_lazy("The limit is extended."),
        "calendar",
        issues=True,
    ),
    "refuse": Deed(
        forms.ReasonForm,
        actions.refuse,
        gettext_lazy("Do not accept"),
        gettext_lazy("The decision not to accept is issued."),
        "stop",
        issues=True,
    ),
}
