"""What the page of an order offers: every deed with its form, its action and its words. Data, in this order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from complaints import actions
from complaints.forms import desk as forms


@dataclass(frozen=True)
class Deed:
    """What a button of the page does: its form, its action, its words."""

    form: type
    action: Callable
    label: str
    done: str
    icon: str = "check"
    grave: bool = False  # the button is red


DEEDS = {
    "assign": Deed(
        forms.AssignForm,
        actions.assign,
        gettext_lazy("Assign to a unit"),
        gettext_lazy("The unit has the order now."),
        "exit",
    ),
    "designate": Deed(
        forms.DesignateForm,
        actions.designate,
        gettext_lazy("Designate the unit"),
        gettext_lazy("Designated; the unit cannot return it."),
        "seal",
    ),
    "answer_at_once": Deed(
        forms.ReplyForm,
        actions.answer_at_once,
        gettext_lazy("Answer at once"),
        gettext_lazy("The answer is sent."),
        "edit",
    ),
    "split": Deed(
        forms.SplitForm,
        actions.split,
        gettext_lazy("Split among several units"),
        gettext_lazy("Every unit has its part; you answer when all have."),
        "list",
    ),
    "merge": Deed(
        forms.MergeForm,
        actions.merge,
        gettext_lazy("Merge into another order"),
        gettext_lazy("Merged; the other order is the one that is answered."),
        "down",
    ),
    "refuse": Deed(
        forms.RefuseForm,
        actions.refuse,
        gettext_lazy("Not to be handled"),
        gettext_lazy("The order is ended; its reason is told."),
        "stop",
        grave=True,
    ),
    "accept": Deed(
        forms.DeedForm,
        actions.accept,
        gettext_lazy("Take the order"),
        gettext_lazy("You handle this order now."),
    ),
    "sign_reply": Deed(
        forms.SignForm,
        actions.sign_reply,
        gettext_lazy("Sign the answer"),
        gettext_lazy("The answer is signed and sent."),
        "seal",
    ),
    "return_reply": Deed(
        forms.RemarkForm,
        actions.return_reply,
        gettext_lazy("Return the answer to its author"),
        gettext_lazy("Its author writes it again."),
        "down",
    ),
    "grant_longer": Deed(
        forms.GrantForm,
        actions.grant_longer,
        gettext_lazy("Grant the longer term"),
        gettext_lazy("Granted; the complainant is told in writing."),
        "calendar",
    ),
    "refuse_longer": Deed(
        forms.RefuseLongerForm,
        actions.refuse_longer,
        gettext_lazy("Refuse the longer term"),
        gettext_lazy("Refused; the limit stays."),
        "stop",
    ),
    "reply": Deed(
        forms.ReplyForm,
        actions.reply,
        gettext_lazy("Answer the order"),
        gettext_lazy("The answer is sent."),
        "edit",
    ),
    "propose_reply": Deed(
        forms.ReplyForm,
        actions.propose_reply,
        gettext_lazy("Write the second answer"),
        gettext_lazy("The answer waits for the signature of who leads your unit."),
        "edit",
    ),
    "note": Deed(
        forms.NoteForm,
        actions.note,
        gettext_lazy("Word on the way"),
        gettext_lazy("Noted."),
        "mail",
    ),
    "ask_longer": Deed(
        forms.LongerForm,
        actions.ask_longer,
        gettext_lazy("Ask for a longer term"),
        gettext_lazy("The head of your unit decides."),
        "calendar",
    ),
    "send_back": Deed(
        forms.ReturnForm,
        actions.send_back,
        gettext_lazy("Return the order"),
        gettext_lazy("The hotline office has it again."),
        "down",
        grave=True,
    ),
    "visit_back": Deed(
        forms.VisitForm,
        actions.visit_back,
        gettext_lazy("Visit back"),
        gettext_lazy("What was said is noted."),
        "phone",
    ),
}
