"""What must be right before a version of an item may be put into force. Plain values in, sentences out."""

from collections.abc import Iterable
from itertools import pairwise

from django.utils.translation import gettext as _

from approvals.catalogue.content import Content
from approvals.flow import JOINT_DAYS
from approvals.models import Item


def problems(wanted: Content, renewable: set[str]) -> list[str]:
    """Everything that is wrong, one sentence each. `renewable`: codes of items whose licences run for some years."""
    return [sentence for check in CHECKS for sentence in check(wanted)] + list(renewal_problems(wanted, renewable))


def power_problems(wanted: Content) -> Iterable[str]:
    if wanted["kind"] == Item.Kind.NON_PERMIT:
        yield _("Non-permit approvals are abolished; such an item cannot be put into force.")
    if not wanted["legal_basis"]:
        yield _("State the legal basis; without one no item may be set up.")
    if wanted["kind"] == Item.Kind.PERMIT and not wanted["certificate"]:
        yield _("Name the document that is issued: a permit ends with a licence or a decision.")


def limit_problems(wanted: Content) -> Iterable[str]:
    promised, total = wanted["promised_days"], sum(step["days"] for step in wanted.steps)
    if promised > wanted["statutory_days"]:
        yield _("The promised limit must not exceed the statutory limit.")
    if (promised == 0) != (wanted["handling"] == Item.Handling.IMMEDIATE):
        yield _("An immediate item has a promise of 0 days, a promised item at least 1.")
    if total > promised:
        yield _("The steps take %(total)s working days together, the promise is %(promised)s.") % {
            "total": total,
            "promised": promised,
        }
    if any(part["days"] < 1 for part in (*wanted.steps, *wanted.branches)):
        yield _("Every step and every branch needs at least one working day.")


def joint_problems(wanted: Content) -> Iterable[str]:
    if wanted["is_joint"] != bool(wanted.branches):
        yield _("A joint item has branches, and only a joint item has them.")
    if not wanted["is_joint"]:
        return
    if wanted["statutory_days"] > JOINT_DAYS:
        yield _("A joint item is decided within %(days)s working days (Licensing Law, article 42).") % {
            "days": JOINT_DAYS
        }
    if wanted["first_review"] or wanted["handling"] == Item.Handling.IMMEDIATE:
        yield _("A joint item is a promised item without first review.")
    if any(branch["organisation"] == wanted["organisation"] for branch in wanted.branches):
        yield _("A branch is another unit than the one that leads.")
    slowest = max((branch["days"] for branch in wanted.branches), default=0)
    if slowest + sum(step["days"] for step in wanted.steps) > wanted["promised_days"]:
        yield _("The review begins when the last unit has answered: slowest branch and steps exceed the promise.")


def applying_problems(wanted: Content) -> Iterable[str]:
    """What people can apply for must say with which documents and where."""
    if wanted["kind"] not in Item.APPLIED_FOR:
        return
    if not any(document["is_required"] for document in wanted.documents):
        yield _("At least one document must be required.")
    if not (wanted["is_online"] or wanted["at_window"]):
        yield _("Say where people apply: online, at the window, or both.")
    if wanted["at_window"] and wanted["in_hall"] and not wanted.windows:
        yield _("Name the windows that take the applications.")


def hall_problems(wanted: Content) -> Iterable[str]:
    if not wanted["in_hall"] and not (wanted["outside_reason"] and wanted["entering_on"]):
        yield _("Say why the item is not in the hall and when it is planned to enter.")


def fee_problems(wanted: Content) -> Iterable[str]:
    for fee in wanted.fees:
        if not fee["basis"]:
            yield _("The fee “%(name)s” needs its basis; without one nothing may be charged.") % {"name": fee["name"]}
        if fee["valid_from"] and fee["valid_to"] and fee["valid_from"] > fee["valid_to"]:
            yield _("The fee “%(name)s” ends before it begins.") % {"name": fee["name"]}
    for before, after in pairwise(sorted(wanted.fees, key=lambda fee: (fee["code"], str(fee["valid_from"] or "")))):
        if before["code"] == after["code"] and not ends_before(before, after):
            yield _("The fee %(code)s is valid twice on the same day.") % {"code": after["code"]}


def ends_before(fee: dict, other: dict) -> bool:
    return bool(fee["valid_to"] and other["valid_from"] and fee["valid_to"] < other["valid_from"])


def code_problems(wanted: Content) -> Iterable[str]:
    for kind in ("documents", "steps", "branches"):
        codes = [part["code"] for part in wanted.parts[kind]]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield _("The code %(code)s occurs twice.") % {"code": code}


def renewal_problems(wanted: Content, renewable: set[str]) -> Iterable[str]:
    if wanted["renews"] and wanted["renews"] not in renewable:
        yield _("There is no item %(code)s whose licences could be renewed.") % {"code": wanted["renews"]}


CHECKS = [
    power_problems,
    limit_problems,
    joint_problems,
    applying_problems,
    hall_problems,
    fee_problems,
    code_problems,
]
