"""What a granted case results in: a licence (许可证) with a number, and its end by renewal or revocation."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import letters_licence
from approvals.actions.common import letter
from approvals.models import Case, Licence, Result
from approvals.permissions import can_revoke
from records.actions import WRONG_ORDER, deed, issue_document, record
from records.deeds import for_update
from records.models import Document
from records.refusal import Refused

LONGEST_SCOPE = 500  # signs


def licence_number(case_number: str) -> str:
    """YX20261113-0417-8 → YXXK20261113-0417-8: one licence a case, and the check digit stays right."""
    return f"{case_number[:2]}XK{case_number[2:]}"


def last_day(first: date, years: int | None) -> date | None:
    """A licence of five years from 5 March 2026 is valid up to 4 March 2031; None: without end."""
    if years is None:
        return None
    try:
        same_day = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        same_day = date(first.year + years, 3, 1)
    return same_day - timedelta(days=1)


def results_in_licence(case: Case) -> bool:
    return case.result == Result.GRANTED and bool(case.item.certificate)


def build(case: Case, now) -> Licence:
    """The licence of a granted case, not saved (`issue`, bulk paths). A renewal begins where the old one ends."""
    old, first = case.renews if case.renews_id else None, timezone.localdate(now)
    if old and old.valid_until:
        first = max(first, old.valid_until + timedelta(days=1))
    return Licence(
        number=licence_number(case.number),
        name=case.item.certificate,
        case=case,
        item=case.item,
        organisation_id=case.organisation_id,
        owner_id=case.applicant_id or (old.owner_id if old else None),
        holder_name=case.applicant_name,
        id_number=case.id_number,
        address=case.address or (old.address if old else ""),
        scope=((old.scope if old else "") or case.request)[:LONGEST_SCOPE],
        valid_from=first,
        valid_until=last_day(first, case.item.validity_years),
        issued_at=now,
    )


def check_renewed(case: Case):
    """Raise Refused when the licence to be renewed was revoked or replaced meanwhile."""
    if case.renews_id and case.renews.state != Licence.State.VALID:
        words = _("The licence %(number)s is no longer valid; it cannot be renewed.")
        raise Refused(WRONG_ORDER, words % {"number": case.renews.number})


def issue(case: Case, *, by, now) -> Licence:
    """Hand out the licence of a granted case; a renewal replaces the old one. Part of the decision."""
    check_renewed(case)
    licence = build(case, now)
    licence.save()
    if case.renews_id:
        old = Licence.objects.select_for_update().get(pk=case.renews_id)
        old.replace()
        old.replaced_by = licence
        old.save(update_fields=["state", "replaced_by"])
    letter(Document.Kind.LICENCE, case, letters_licence.licence(case, licence), by=by, now=now)
    return licence


@deed
def revoke_licence(licence: Licence, *, by, now, reason: str) -> Licence:
    """The head withdraws a licence, with reasons (行政许可法 第六十九条、第七十条)."""
    licence = for_update(licence, "organisation", "item")
    if not can_revoke(by, licence):
        raise PermissionDenied(_("Licences are revoked by the head of the unit that issued them."))
    licence.revoke()
    if not reason.strip():
        raise Refused(None, _("A licence is revoked with reasons."), field="reason")
    licence.reason, licence.revoked_at = reason.strip(), now
    licence.save(update_fields=["state", "reason", "revoked_at"])
    about = {"organisation": licence.organisation, "addressee": licence.holder_name}
    issue_document(
        Document.Kind.REVOCATION, licence, actor=by, now=now, body=letters_licence.revocation(licence), **about
    )
    record("approvals.licence.revoked", licence, actor=by, now=now, number=licence.number, reason=licence.reason)
    return licence
