"""Guards about the committee: drawn and complete, all scores locked, candidates as its report has them."""

from django.utils.translation import gettext as _

from procurement.evaluating import MOST_CANDIDATES
from procurement.flows.base import Asked, Missing
from procurement.guards.people import committee_complete
from procurement.models import Draw, Method, Report, Seat


def draw_of(asked: Asked) -> Draw | None:
    rows = asked.tender.draws.filter(round=asked.tender.round).exclude(state=Draw.State.VOID)
    return rows.order_by("-pk").first()


def report_of(asked: Asked) -> Report | None:
    return asked.tender.reports.filter(round=asked.tender.round).first()


def criteria_settled(asked: Asked) -> Missing | None:
    """招标投标法 第十九条、第四十条: how bids will be judged stands in the documents, a hundred points in all."""
    if asked.tender.method == Method.SINGLE or asked.tender.criteria.exists():
        return None
    return Missing(_("The criteria of the evaluation have not been settled yet."))


def drawn(asked: Asked) -> Missing | None:
    """招标投标法 第三十七条: the experts were drawn by lot, and somebody who said yes sits on every seat.

    Single source has no draw: the group is named (政府采购法实施条例 第四十一条).
    """
    if asked.tender.method == Method.SINGLE:
        return committee_complete(asked)
    found = draw_of(asked)
    if found is None or found.state == Draw.State.COMMITTED:
        return Missing(_("The committee has not been drawn yet."))
    here = found.seats.filter(state=Seat.State.ACCEPTED).count()
    if here == found.members:
        return None
    words = _("%(here)s of %(all)s members have said that they come.")
    return Missing(words % {"here": here, "all": found.members})


def evaluated(asked: Asked) -> Missing | None:
    """招标投标法实施条例 第五十三条: every member has handed in its locked scores, the report is made."""
    if asked.tender.method == Method.SINGLE or report_of(asked) is not None:
        return None
    return Missing(_("Not all members of the committee have handed in their scores yet."))


def follows_report(asked: Asked) -> Missing | None:
    """The candidates are the first of the report, in its order and with its prices (招标投标法 第四十条)."""
    found = report_of(asked)
    if found is None:
        return evaluated(asked)
    named = [(row["party"].pk, row["price"]) for row in asked.data.get("candidates") or []]
    wanted = [(row["party"], row["price"]) for row in found.ranking[:MOST_CANDIDATES]]
    if named and named == wanted[: len(named)]:
        return None
    words = _("The candidates are those of the report, in its order: %(names)s.")
    names = "、".join(row["name"] for row in found.ranking[:MOST_CANDIDATES])
    return Missing(words % {"names": names}, "candidates")
