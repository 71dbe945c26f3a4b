"""The units that are asked in a joint case (并联审批), as pages, permissions and deeds look at them."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from approvals.models import Branch, Case
from records.actions import WRONG_ORDER
from records.refusal import Refused

RELATED = ["organisation", "part", "clock", "proposed_by", "signed_by"]
# deed of an asked unit → the state in which its branch waits for it
OPINIONS = {
    "propose_opinion": Branch.State.OPEN,
    "sign_opinion": Branch.State.PROPOSED,
    "return_opinion": Branch.State.PROPOSED,
}


def branches_of(case: Case) -> list[Branch]:
    """Every unit asked, in the order of the item; one statement for each case object, none for ordinary items."""
    if not case.item.is_joint:
        return []
    asked = Branch.objects.select_related(*RELATED).order_by("part__sort", "pk")
    prefetch_related_objects([case], Prefetch("branches", asked, to_attr="units_asked"))
    return case.units_asked


def waiting(case: Case) -> list[Branch]:
    """The units whose signed opinion is still missing."""
    return [branch for branch in branches_of(case) if branch.state in Branch.WAITING]


def own_branch(actor, case: Case, deed: str) -> Branch | None:
    """The branch of the actor's unit that this deed is about: the one that waits for it, else any."""
    own = [branch for branch in branches_of(case) if actor.works_for(branch.organisation_id)]
    return next((branch for branch in own if branch.state == OPINIONS[deed]), own[0] if own else None)


def refuse_while_asked(case: Case):
    """The lead does not go on before every unit has agreed; raises Refused(V08) with those that are missing."""
    if missing := waiting(case):
        names = "、".join(branch.organisation.short_name for branch in missing)
        raise Refused(WRONG_ORDER, _("Signed opinions are still missing from: %(units)s.") % {"units": names})
