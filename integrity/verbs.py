"""What was done, in words: the verbs of the record, for ledgers. What nobody named is "another entry"."""

from django.utils.translation import gettext_lazy as _

from approvals.story import TITLES

CASE = {
    "checked": _("documents checked"),
    "charge_found": _("fee charged, found afterwards"),
    "deemed_accepted": _("accepted by law"),
    "extension_requested": _("longer term asked for"),
    "extension_refused": _("longer term refused"),
    "opinion_proposed": _("opinion proposed"),
    "opinion_returned": _("opinion sent back"),
    "handed_over": _("passed to a colleague"),
    "succeeded": _("passed to the succeeding unit"),
    "state": _("state changed (noted by the database)"),
}
ITEM = {
    "edited": _("item edited"),
    "drafted": _("item drafted"),
    "proposed": _("clean-up of the item proposed"),
    "proposal_dropped": _("clean-up of the item given up"),
    "cleaned_up": _("item cleaned up"),
    "published": _("item published"),
    "discarded": _("draft of the item discarded"),
    "succeeded": _("passed to the succeeding unit"),
    "state": _("item changed (noted by the database)"),
}
PENALTY = {
    "filed": _("penalty: case filed"),
    "proposed": _("penalty proposed"),
    "reviewed": _("legal review of the penalty"),
    "sent_back": _("penalty sent back"),
    "told": _("party told of the penalty beforehand"),
    "party_heard": _("party heard"),
    "hearing_held": _("hearing about the penalty held"),
    "meeting_held": _("penalty discussed in a meeting"),
    "decided": _("penalty decided"),
    "served": _("penalty served"),
    "dropped": _("penalty dropped"),
    "closed": _("penalty closed"),
    "succeeded": _("passed to the succeeding unit"),
    "state": _("state changed (noted by the database)"),
}
LEVY = {
    "assessed": _("levy assessed"),
    "assessed_again": _("levy assessed again"),
    "sent_back": _("levy sent back"),
    "approved": _("levy approved"),
    "paid": _("levy paid"),
    "succeeded": _("passed to the succeeding unit"),
    "state": _("state changed (noted by the database)"),
}
SLIP = {
    "applied": _("inspection applied for"),
    "approved": _("inspection approved"),
    "refused": _("inspection refused"),
    "merged": _("inspection merged with another"),
    "carried_out": _("inspection carried out"),
    "cancelled": _("inspection cancelled"),
    "succeeded": _("passed to the succeeding unit"),
    "state": _("state changed (noted by the database)"),
}
POWER = {
    "added": _("power entered in the list"),
    "amended": _("power amended in the list"),
    "removed": _("power taken off the list"),
}
POINT = {
    "found": _("risk point found"),
    "assessed": _("risk point assessed"),
    "decided": _("level of the risk point decided"),
    "measured": _("measure against the risk in place"),
    "reviewed": _("risk point looked at again"),
    "retired": _("risk point retired"),
    "state": _("risk point changed (noted by the database)"),
}
OF = {
    "approvals.case": CASE | TITLES,
    "approvals.item": ITEM,
    "approvals.penalty": PENALTY,
    "approvals.levy": LEVY,
    "approvals.slip": SLIP,
    "powers.power": POWER,
    "powers.point": POINT,
    "records.attachment": {"bound": _("papers attached")},
}
ONE = {
    "records.anomaly": _("refused deed"),
    "records.violation": _("deed against the rules, found later"),
    "records.printed": _("paper printed"),
}
PAPER, CHANGED, OTHER = _("paper issued"), _("state changed (noted by the database)"), _("another entry")


def in_words(verb: str) -> str:
    """The deed in a few words."""
    about, _dot, deed = verb.rpartition(".")
    if about == "records.document":
        return str(PAPER)
    return str(OF.get(about, {}).get(deed) or ONE.get(verb) or (CHANGED if deed == "state" else OTHER))
