"""The parameters of detectors: proposed by one inspector, signed by another, then everything is looked at anew."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.actions.flags import search
from funds.actions.watching import SEARCHED
from funds.detectors import BY_CODE
from funds.models import FlagVersion
from funds.permissions.flags import can_set_parameters
from records.actions import SAME_PERSON, as_actor, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused


@deed(makes=True)
def propose(
    code: str,
    *,
    by,
    now,
    parameters: dict,
    reason: str,
    is_on: bool = True,
    valid_from: date | None = None,
) -> FlagVersion:
    """Propose parameters for one detector, from a day on (at the earliest that of the signature).

    Raises Refused that names what is wrong.
    """
    if not can_set_parameters(by):
        raise PermissionDenied
    rule, words = BY_CODE[code], needed(reason, "reason", _("Give the reason."))
    try:
        kept = rule.complete(parameters)
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Refused(None, messages[0], field=field) from fault
    last = FlagVersion.objects.filter(code=rule.code).aggregate(last=Max("version"))["last"] or 0
    as_actor(by)
    version = FlagVersion.objects.create(
        code=rule.code,
        version=last + 1,
        parameters=kept,
        is_on=is_on,
        reason=words[:300],
        valid_from=valid_from or timezone.localdate(now),
        proposed_by=by.user,
        proposed_at=now,
    )
    record("funds.flag_version.proposed", version, actor=by, now=now, code=rule.code, parameters=kept, on=is_on)
    return version


@deed
def sign(version: FlagVersion, *, by, now) -> FlagVersion:
    """Another inspector puts it into force, from today on or from its later day; everything is looked at with it."""
    if not can_set_parameters(by):
        raise PermissionDenied
    version = for_update(version)
    if version.signed_at is not None:
        raise Refused(None, _("This version is signed already."))
    if version.proposed_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Parameters are signed by somebody other than who proposed them."))
    as_actor(by)
    version.signed_by, version.signed_at = by.user, now
    version.valid_from = max(version.valid_from, timezone.localdate(now))
    version.save(update_fields=["signed_by", "signed_at", "valid_from"])
    record("funds.flag_version.signed", version, actor=by, now=now, code=version.code)
    if version.code in SEARCHED:
        search([version.code], now)
    return version
