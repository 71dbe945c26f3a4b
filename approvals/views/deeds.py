"""What the workbench of a case offers: every deed with its form, its action and its words. Data, in this order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from approvals import actions
from approvals.forms import desk as forms
from approvals.forms import joint as joint_forms
from approvals.forms import procedures
from approvals.forms.checking import CheckForm
from approvals.forms.ledger import ChargeForm


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
    fields: str = "approvals/desk/fields.html"  # how its form is laid out


DEEDS = {
    "forward": Deed(
        forms.DeedForm,
        actions.forward,
        gettext_lazy("Pass on to the town"),
        gettext_lazy("The town has the application now."),
        "exit",
    ),
    "check": Deed(
        CheckForm,
        actions.check_documents,
        gettext_lazy("Check the documents against the list"),
        gettext_lazy("The check is recorded."),
        "list",
        duty="accept",
        fields="approvals/desk/checklist.html",
    ),
    "accept_below": Deed(
        forms.DeedForm,
        actions.accept_below,
        gettext_lazy("Accept for the first review"),
        gettext_lazy("Accepted; the first review has begun."),
        issues=True,
    ),
    "send_up": Deed(
        joint_forms.FirstReviewForm,
        actions.send_up,
        gettext_lazy("Finish the first review and send up"),
        gettext_lazy("The unit that decides has the case now, with your opinion and all papers."),
        "up",
    ),
    "propose_opinion": Deed(
        joint_forms.OpinionForm,
        actions.propose_opinion,
        gettext_lazy("Write the opinion of the unit"),
        gettext_lazy("The opinion waits for the signature of your approver."),
        "edit",
    ),
    "sign_opinion": Deed(
        forms.DeedForm,
        actions.sign_opinion,
        gettext_lazy("Sign the opinion"),
        gettext_lazy("The opinion is signed; the unit that leads has it."),
        fields="approvals/desk/sign.html",
    ),
    "return_opinion": Deed(
        joint_forms.ReturnForm,
        actions.return_opinion,
        gettext_lazy("Send the opinion back"),
        gettext_lazy("The reviewer writes the opinion again."),
        "down",
    ),
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
        procedures.DeliveryForm,
        actions.deliver,
        gettext_lazy("Hand over the result"),
        gettext_lazy("The case is closed."),
        issues=True,
    ),
    "assign_site_check": Deed(
        procedures.TwoPeopleForm,
        actions.assign_site_check,
        gettext_lazy("Send two people for a site check"),
        gettext_lazy("The two people are named."),
        "eye",
    ),
    "record_site_check": Deed(
        procedures.SiteResultForm,
        actions.record_site_check,
        gettext_lazy("Write down the site check"),
        gettext_lazy("The result of the site check is recorded."),
        "edit",
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
        joint_forms.LongerForm,
        actions.extend,
        gettext_lazy("Extend the limit once"),
        gettext_lazy("The limit is extended."),
        "calendar",
        issues=True,
    ),
    "request_extension": Deed(
        joint_forms.LongerForm,
        actions.request_extension,
        gettext_lazy("Ask the government for a longer term"),
        gettext_lazy("The government has your request."),
        "calendar",
    ),
    "refuse_extension": Deed(
        joint_forms.GovernmentForm,
        actions.refuse_extension,
        gettext_lazy("Do not grant the longer term"),
        gettext_lazy("The unit that asked is told."),
        "stop",
    ),
    "tell_hearing_right": Deed(
        procedures.HearingRightForm,
        actions.tell_hearing_right,
        gettext_lazy("Tell of the right to a hearing"),
        gettext_lazy("The applicant is told; the decision waits for five working days."),
        "info",
        issues=True,
    ),
    "apply_for_hearing": Deed(
        forms.DeedForm,
        actions.apply_for_hearing,
        gettext_lazy("The applicant wants a hearing"),
        gettext_lazy("The clock stands still; the hearing is to be held within twenty working days."),
        "pause",
        issues=True,
    ),
    "schedule_hearing": Deed(
        procedures.SessionForm,
        actions.schedule_hearing,
        gettext_lazy("Set and announce the hearing"),
        gettext_lazy("The hearing is announced."),
        "calendar",
        issues=True,
    ),
    "hold_hearing": Deed(
        procedures.MinutesForm,
        actions.hold_hearing,
        gettext_lazy("The hearing was held"),
        gettext_lazy("The minutes are kept; the clock counts again from tomorrow on."),
        "edit",
    ),
    "waive_hearing": Deed(
        forms.DeedForm,
        actions.waive_hearing,
        gettext_lazy("The applicant wants no hearing"),
        gettext_lazy("No hearing is held; the course goes on."),
        "check",
    ),
    "refuse": Deed(
        forms.ReasonForm,
        actions.refuse,
        gettext_lazy("Do not accept"),
        gettext_lazy("The decision not to accept is issued."),
        "stop",
        issues=True,
    ),
    "charge": Deed(
        ChargeForm,
        actions.charge,
        gettext_lazy("Charge a fee"),
        gettext_lazy("The fee is charged; the receipt is issued."),
        "plus",
        issues=True,
    ),
}
