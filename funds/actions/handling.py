"""What people do about a suspicion: ask, explain, propose how it ends, decide as a second person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines import actions as deadlines
from deadlines.models import Deadline
from funds.actions.flags import VERIFIED, say
from funds.models import FundFlag, FundFlagDeed, Level
from funds.permissions.flags import can_decide, can_explain, can_handle
from records.actions import SAME_PERSON, as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused

S = FundFlag.State
OF_OTHERS = gettext_lazy("Suspicions are handled by inspectors and the finance bureau, never by the unit.")
END = {
    S.VERIFIED: FundFlag.verify,
    S.TRANSFERRED: FundFlag.transfer,
    S.DISMISSED: FundFlag.dismiss,
    "": FundFlag.verify,  # nothing was proposed: the transition refuses it as out of order
}


def lock(flag: FundFlag) -> FundFlag:
    return for_update(flag, "fund__finance", "organisation")


def standing(flag: FundFlag):
    """Refused for what later facts do not show any more."""
    if flag.lapsed_at is not None:
        raise Refused(None, _("Later facts do not show this suspicion any more: there is nothing to handle."))


def written(flag: FundFlag, name: str, text: str, by, now) -> FundFlag:
    """Save the deed with its words."""
    as_actor(by)
    flag.save(update_fields=["state", "proposal", "proposed_by", "decided_by", "decided_at"])
    FundFlagDeed.objects.create(flag=flag, deed=name, text=text, done_at=now, done_by=by.user)
    record(f"funds.flag.{name}", flag, actor=by, now=now, code=flag.code, state=flag.state)
    return flag


@deed
def ask(flag: FundFlag, *, by, now, text: str) -> FundFlag:
    """Ask the unit for a written explanation."""
    flag = lock(flag)
    may(can_handle(by, flag), OF_OTHERS)
    standing(flag)
    flag.ask()
    return written(flag, "ask", needed(text, "text"), by, now)


@deed
def explain(flag: FundFlag, *, by, now, text: str) -> FundFlag:
    """The unit explains; or the explanation that was given on paper is written down."""
    flag = lock(flag)
    may(can_explain(by, flag), OF_OTHERS)
    standing(flag)
    flag.explain()
    return written(flag, "explain", needed(text, "text"), by, now)


@deed
def propose(flag: FundFlag, *, by, now, end: str, text: str) -> FundFlag:
    """Propose how it ends: verified, transferred or dismissed."""
    if end not in FundFlag.ENDS:
        raise Refused(None, _("Choose how it ends: verified, transferred or dismissed."), field="end")
    flag = lock(flag)
    may(can_handle(by, flag), OF_OTHERS)
    standing(flag)
    flag.propose()
    flag.proposal, flag.proposed_by = end, by.user
    return written(flag, "propose", needed(text, "text"), by, now)


@deed
def decide(flag: FundFlag, *, by, now, agrees: bool, text: str) -> FundFlag:
    """A second person agrees, and it is closed that way; or sends it back."""
    flag = lock(flag)
    if by.user is not None and by.user.pk == flag.proposed_by_id:
        raise Refused(SAME_PERSON, _("A suspicion is closed by somebody other than who proposed it."))
    may(can_decide(by, flag), OF_OTHERS)
    text = needed(text, "text")
    if not agrees:
        flag.send_back()
        flag.proposal, flag.proposed_by = "", None
        return written(flag, "send_back", text, by, now)
    END[flag.proposal](flag)
    flag.decided_by, flag.decided_at = by.user, now
    flag = written(flag, flag.proposal, text, by, now)
    for clock in Deadline.objects.about(flag).running().order_by("pk"):
        deadlines.meet(clock, now)
    if flag.state == S.VERIFIED and flag.level == Level.WARNING:  # of a graver one the unit has its card already
        say(VERIFIED, flag, now)
    return flag
