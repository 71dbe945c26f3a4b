"""Where an application is handed in: at the unit that decides, or below it where a first review comes before."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from approvals.models import Case, Item
from records.refusal import Refused

Level = Organisation.Level
HANDED_IN_AT = {  # first review of the item → levels that take the application in
    Item.FirstReview.TOWN: [Level.TOWN],
    Item.FirstReview.VILLAGE: [Level.TOWN, Level.VILLAGE],
}


def places(item: Item):
    """The towns and villages where an item with first review can be handed in, in the order of the county."""
    return Organisation.objects.filter(level__in=HANDED_IN_AT[item.first_review]).order_by("path")


def handed_in_at(item: Item, by, place: Organisation | None) -> Organisation:
    """The unit that receives the application; raises Refused for `place` when none or a wrong one was chosen."""
    if not item.first_review:
        return item.organisation
    chosen = by.organisation if by.is_staff_member else place
    if chosen is None or chosen.level not in HANDED_IN_AT[item.first_review]:
        raise Refused(None, _("Choose the town or village where you hand in this application."), field="place")
    return chosen


def is_below(case: Case) -> bool:
    """Is the case still with the lower level, before the unit that decides has it?"""
    return case.organisation_id != case.item.organisation_id


def was_sent_up(case: Case) -> bool:
    """Has the unit that decides got this case from below, with all its papers?"""
    return case.origin_id is not None and not is_below(case)


def taken_in_by(organisation: Organisation) -> Q:
    """The items that this unit's window takes in: its own, or those handed in at its level for the first review."""
    if organisation.level not in (Level.TOWN, Level.VILLAGE):
        return Q(organisation=organisation, first_review="")
    kinds = [kind for kind, levels in HANDED_IN_AT.items() if organisation.level in levels]
    return Q(first_review__in=kinds) | Q(organisation=organisation)
