"""Guards about how many people: bidders at the opening, members of the committee."""

from django.utils.translation import gettext as _

from procurement.flows.base import Asked, Missing
from procurement.models import Method

FEWEST_BIDDERS = 3  # 招标投标法 第二十八条, 政府采购法 第三十六条


# Fewer are enough where the method itself asks for fewer; members of the group of the smaller methods: three.
BIDDERS = {Method.SINGLE: 1}
SMALL_GROUP = {Method.NEGOTIATION: 3, Method.CONSULTATION: 3, Method.INQUIRY: 3, Method.SINGLE: 3}


def fewest_members(method: str) -> int:
    return SMALL_GROUP.get(method, 5)


def committee_complete(asked: Asked) -> Missing | None:
    """Odd, five at least (three for the smaller methods), two thirds experts (招标投标法 第三十七条; 政府采购法
    第三十八、四十条)."""
    members, experts = asked.data.get("members"), asked.data.get("experts")
    if members is None or experts is None:
        return Missing(_("Please fill this in."), "members" if members is None else "experts")
    fewest = fewest_members(asked.tender.method)
    if members < fewest or members % 2 == 0:
        words = _("A committee has an odd number of members, %(fewest)s at least.")
        return Missing(words % {"fewest": fewest}, "members")
    if experts > members or experts * 3 < members * 2:
        words = _("Two thirds of the committee are experts: %(needed)s of %(members)s.")
        return Missing(words % {"needed": -(-members * 2 // 3), "members": members}, "experts")
    return None
