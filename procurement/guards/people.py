"""Guards about how many people: bidders at the opening, members of the committee."""

from django.utils.translation import gettext as _

from procurement.flows.base import Asked, Guard, Missing

FEWEST_BIDDERS = 3  # 招标投标法 第二十八条, 政府采购法 第三十六条


def bidders_at_least(fewest: int) -> Guard:
    """So many bids lie there; fewer mean that this round has failed and nothing is opened."""

    def guard(asked: Asked) -> Missing | None:
        bidders = asked.data.get("bidders")
        if bidders is None:
            return Missing(_("Please fill this in."), "bidders")
        if bidders >= fewest:
            return None
        words = _("Only %(bidders)s bidders, %(fewest)s are needed: nothing is opened, the round has failed.")
        return Missing(words % {"bidders": bidders, "fewest": fewest}, "bidders")

    return guard


def committee_of(fewest: int) -> Guard:
    """Odd, so many at least, two thirds experts (招标投标法 第三十七条; 政府采购法 第三十八、四十条)."""

    def guard(asked: Asked) -> Missing | None:
        members, experts = asked.data.get("members"), asked.data.get("experts")
        if members is None or experts is None:
            return Missing(_("Please fill this in."), "members" if members is None else "experts")
        if members < fewest or members % 2 == 0:
            words = _("A committee has an odd number of members, %(fewest)s at least.")
            return Missing(words % {"fewest": fewest}, "members")
        if experts * 3 < members * 2:
            words = _("Two thirds of the committee are experts: %(needed)s of %(members)s.")
            return Missing(words % {"needed": -(-members * 2 // 3), "members": members}, "experts")
        return None

    return guard
