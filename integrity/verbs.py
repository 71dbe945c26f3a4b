"""What was done, in words: the verbs of the record, for ledgers. A verb without words stands as it is."""

from django.utils.translation import gettext_lazy as _

from approvals.story import TITLES

WORDS = {f"approvals.case.{name}": words for name, words in TITLES.items()} | {
    "approvals.case.state": _("state changed (noted by the database)"),
    "approvals.item.edited": _("item edited"),
    "approvals.item.drafted": _("item drafted"),
    "approvals.item.state": _("item changed (noted by the database)"),
    "records.anomaly": _("refused deed"),
    "records.violation": _("deed against the rules, found later"),
    "records.attachment.bound": _("papers attached"),
    "records.printed": _("paper printed"),
    "powers.point.state": _("risk point changed (noted by the database)"),
}
PAPER = _("paper issued")


def in_words(verb: str) -> str:
    if verb.startswith("records.document."):
        return str(PAPER)
    return str(WORDS.get(verb, verb))
