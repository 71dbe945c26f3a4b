"""The parameters of red flags: proposed by one inspector, signed by another, and then everything is looked at anew."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.actions.flagging import keep_all
from procurement.flags import BY_CODE
from procurement.models import FlagVersion
from procurement.permissions_flags import can_set_parameters
from records.actions import SAME_PERSON, deed, record
from records.deeds import for_update
from records.refusal import Refused


@deed(makes=True)
def propose(code: str, *, by, now, parameters: dict, reason: str, is_on: bool = True) -> FlagVersion:
    """Propose parameters for one flag. Raises Refused that names what is wrong."""
    if not can_set_parameters(by):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(None, _("Give the reason."), field="reason")
    try:
        kept = BY_CODE[code].complete(parameters)
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Refused(None, messages[0], field=field) from fault
    last = FlagVersion.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
    about = {"parameters": kept, "is_on": is_on, "reason": reason.strip()[:300], "valid_from": timezone.localdate(now)}
    version = FlagVersion.objects.create(code=code, version=last + 1, proposed_by=by.user, proposed_at=now, **about)
    record("procurement.flag_version.proposed", version, actor=by, now=now, code=code, parameters=kept, on=is_on)
    return version


@deed
def sign(version: FlagVersion, *, by, now) -> FlagVersion:
    """Another inspector puts it into force from today on; every tender is looked at with it."""
    if not can_set_parameters(by):
        raise PermissionDenied
    version = for_update(version)
    if version.signed_at is not None:
        raise Refused(None, _("This version is signed already."))
    if version.proposed_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Parameters are signed by somebody other than who proposed them."))
    version.signed_by, version.signed_at, version.valid_from = by.user, now, timezone.localdate(now)
    version.save(update_fields=["signed_by", "signed_at", "valid_from"])
    record("procurement.flag_version.signed", version, actor=by, now=now, code=version.code)
    keep_all(now=now)
    return version
