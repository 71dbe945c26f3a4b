"""What the page of a tender offers besides the step that is owed: every deed with its form, its action and its words.

A deed is about the tender itself, or about each of its objections or complaints.
"""

from django.utils.translation import gettext_lazy as _

from procurement import actions
from procurement import permissions as may
from procurement.actions import complaining, objecting
from procurement.actions.after import LOSERS, WINNER
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.forms import desk as forms
from procurement.models import BidComplaint, Objection, Tender
from procurement.periods import Regime
from procurement.views.deed import Deed
from procurement.views.deeds_around import AROUND, contract_of

State = Tender.State


def award_of(tender: Tender):
    return next((row for row in tender.awards.all() if row.round == tender.round), None)


def between_notice_and_opening(tender: Tender) -> bool:
    return tender.published_at is not None and tender.opened_at is None


def may_clarify(actor, tender, now):
    moving = tender.state in (State.RUNNING, State.SUSPENDED) and between_notice_and_opening(tender)
    return moving and may.can_clarify(actor, tender, now)


def may_report(actor, tender, now):
    award = award_of(tender)
    owed = award is not None and award.reported_at is None and flow_of(tender).regime == Regime.BIDDING
    return owed and may.capacity_in(actor, tender, [Capacity.TENDERER, Capacity.AGENT], now) is not None


def may_return(whose):
    def ask(actor, tender, now):
        row = award_of(tender) if whose == LOSERS else contract_of(tender)
        field = f"{whose}_refunded_at"
        return bool(tender.guarantee and row and getattr(row, field) is None) and may.is_centre(actor, tender)

    return ask


def returned(whose):
    def act(tender, **about):
        return actions.guarantees_returned(tender, whose=whose, **about)

    return act


def may_publish(actor, tender, now):
    contract = contract_of(tender)
    owed = contract is not None and contract.published_at is None
    return owed and may.capacity_in(actor, tender, [Capacity.TENDERER, Capacity.AGENT], now) is not None


def may_supplement(actor, tender, now):
    return contract_of(tender) is not None and may.is_tenderer(actor, tender, now)


def may_suspend(actor, tender, now):
    own = any(row.until_at is None and row.ground == row.Ground.SUPERVISOR for row in tender.suspensions.all())
    return tender.state in (State.RUNNING, State.SUSPENDED) and not own and may.can_suspend(actor, tender)


def may_resume(actor, tender, now):
    return any(may.can_resume(actor, row) for row in tender.suspensions.all())


def may_fail(actor, tender, now):
    running = tender.state in (State.RUNNING, State.SUSPENDED) and tender.published_at is not None
    return running and award_of(tender) is None and may.can_fail(actor, tender)


def may_reissue(actor, tender, now):
    return tender.state == State.FAILED and (may.is_tenderer(actor, tender, now) or may.is_supervisor(actor, tender))


def may_terminate(actor, tender, now):
    return tender.is_open and award_of(tender) is None and may.can_terminate(actor, tender, now)


def may_answer(actor, objection, now):
    return objection.state == Objection.State.OPEN and may.can_clarify(actor, objection.tender, now)


def may_handle(*states):
    def ask(actor, complaint, now):
        return complaint.state in states and may.can_decide_complaint(actor, complaint)

    return ask


def may_test(actor, complaint, now):
    examined = complaint.state == BidComplaint.State.ACCEPTED and complaint.tests_since is None
    return examined and may.can_decide_complaint(actor, complaint)


def may_end_tests(actor, complaint, now):
    return complaint.tests_since is not None and may.can_decide_complaint(actor, complaint)


def may_decide(actor, complaint, now):
    own = actor.user is not None and complaint.accepted_by_id == actor.user.pk
    return not own and may_handle(BidComplaint.State.ACCEPTED)(actor, complaint, now)


def objections(tender: Tender):
    return tender.objections.all()


def complaints(tender: Tender):
    return tender.complaints.all()


DEEDS = AROUND | {
    "answer": Deed(
        forms.AnswerForm,
        objecting.answer,
        may_answer,
        _("Answer the objection"),
        _("The answer is sent."),
        "edit",
        things=objections,
    ),
    "accept": Deed(
        forms.AcceptForm,
        complaining.accept,
        may_handle(BidComplaint.State.FILED),
        _("Accept the complaint"),
        _("Accepted; the decision is owed in thirty working days."),
        things=complaints,
    ),
    "refuse": Deed(
        forms.RefusalForm,
        complaining.refuse,
        may_handle(BidComplaint.State.FILED),
        _("Do not accept the complaint"),
        _("Not accepted; the reason is told."),
        "stop",
        grave=True,
        things=complaints,
    ),
    "decide": Deed(
        forms.DecisionForm,
        complaining.decide,
        may_decide,
        _("Decide the complaint"),
        _("Decided."),
        "seal",
        things=complaints,
    ),
    "tests": Deed(
        forms.TestsForm,
        complaining.begin_tests,
        may_test,
        _("Tests begin: the time does not count"),
        _("The time stands still until the tests end."),
        "pause",
        things=complaints,
    ),
    "tested": Deed(
        forms.DeedForm,
        complaining.end_tests,
        may_end_tests,
        _("The tests have ended"),
        _("The time counts on."),
        "clock",
        things=complaints,
    ),
    "clarify": Deed(
        forms.ClarifyForm,
        actions.clarify,
        may_clarify,
        _("Answer questions, clarify or change"),
        _("Published to everybody at once."),
        "mail",
    ),
    "report": Deed(
        forms.ReportForm,
        actions.report,
        may_report,
        _("Hand in the written report"),
        _("The supervising department has the report."),
        "doc",
    ),
    "publish": Deed(
        forms.DeedForm,
        actions.publish_contract,
        may_publish,
        _("Publish the contract"),
        _("The contract is public."),
        "eye",
    ),
    "losers": Deed(
        forms.DeedForm,
        returned(LOSERS),
        may_return(LOSERS),
        _("Guarantees of the others returned"),
        _("Noted."),
        "exit",
    ),
    "winner": Deed(
        forms.DeedForm,
        returned(WINNER),
        may_return(WINNER),
        _("Guarantee of the winner returned"),
        _("Noted."),
        "exit",
    ),
    "supplement": Deed(
        forms.SupplementForm,
        actions.supplement,
        may_supplement,
        _("Supplementary contract"),
        _("Noted."),
        "plus",
    ),
    "resume": Deed(
        forms.DeedForm,
        actions.resume,
        may_resume,
        _("Let the tender go on"),
        _("The tender goes on."),
        "clock",
    ),
    "reissue": Deed(
        forms.ReissueForm,
        actions.reissue,
        may_reissue,
        _("Begin a new round"),
        _("The new round begins with the notice."),
        "plus",
    ),
    "suspend": Deed(
        forms.ReasonForm,
        actions.suspend,
        may_suspend,
        _("Suspend the tender"),
        _("The tender stands still."),
        "pause",
        grave=True,
    ),
    "fail": Deed(
        forms.ReasonForm,
        actions.fail,
        may_fail,
        _("State that the round has failed"),
        _("Failed; everybody may read it."),
        "stop",
        grave=True,
    ),
    "terminate": Deed(
        forms.ReasonForm,
        actions.terminate,
        may_terminate,
        _("End the tender for good"),
        _("Ended; everybody may read it."),
        "stop",
        grave=True,
    ),
}
