"""Registering source systems, stopping them, and handing out their tokens."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from exchange import tokens
from exchange.models import SourceSystem, Token
from exchange.permissions import can_keep, can_keep_source
from records.actions import deed, record
from records.refusal import Refused


def lock(source: SourceSystem) -> SourceSystem:
    """The source as it is now. Deliveries hold the same lock, so events of one source come one after the other."""
    rows = SourceSystem.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=source.pk)


def check_keeper(by, source: SourceSystem):
    if not can_keep_source(by, source):
        raise PermissionDenied(_("Source systems are kept by the system administrator."))


@deed(makes=True)
def register_source(organisation, *, by, now, **facts) -> SourceSystem:
    """Enter a system of this unit. `facts`: code, name, contact, telephone, quiet_hours."""
    if not can_keep(by) or not organisation.path.startswith(by.watched_path):
        raise PermissionDenied(_("Source systems are kept by the system administrator."))
    for name in ("code", "name"):
        if SourceSystem.objects.filter(**{name: facts[name]}).exists():
            raise Refused(None, _("There is a source system of this name already."), field=name)
    source = SourceSystem.objects.create(organisation=organisation, registered_at=now, registered_by=by.user, **facts)
    record("exchange.source.registered", source, actor=by, now=now, **facts, organisation=organisation.pk)
    return source


@deed
def change_source(source: SourceSystem, *, by, now, **facts) -> SourceSystem:
    """Another contact person or interval; code and unit stay."""
    source = lock(source)
    check_keeper(by, source)
    before = {name: getattr(source, name) for name in facts}
    for name, value in facts.items():
        setattr(source, name, value)
    source.save(update_fields=list(facts))
    record("exchange.source.changed", source, actor=by, now=now, before=before, after=facts)
    return source


def moved(source: SourceSystem, verb: str, by, now, **detail) -> SourceSystem:
    """One of the three transitions of a source system."""
    source = lock(source)
    check_keeper(by, source)
    getattr(source, verb)()
    source.save(update_fields=["state"])
    record(f"exchange.source.{verb}", source, actor=by, now=now, **detail)
    return source


@deed
def suspend_source(source: SourceSystem, *, by, now, reason: str) -> SourceSystem:
    """Take nothing from it for the time being: every delivery is answered 403."""
    if not reason.strip():
        raise Refused(None, _("Give the reason."), field="reason")
    return moved(source, "suspend", by, now, reason=reason.strip())


@deed
def resume_source(source: SourceSystem, *, by, now) -> SourceSystem:
    return moved(source, "resume", by, now)


@deed
def end_source(source: SourceSystem, *, by, now, reason: str) -> SourceSystem:
    """Out of use for good; its tokens end, its events and cases stay."""
    if not reason.strip():
        raise Refused(None, _("Give the reason."), field="reason")
    source = moved(source, "end", by, now, reason=reason.strip())
    tokens.in_use(source, now).update(revoked_at=now, revoked_by=by.user)
    return source


@deed
def issue_token(source: SourceSystem, *, by, now, days: int = tokens.VALID_DAYS) -> tuple[Token, str]:
    """A new token and its signs, which nobody can read again.

    The token in use stays valid for seven days at most, so that the system can change over.
    """
    source = lock(source)
    check_keeper(by, source)
    if source.state == SourceSystem.State.ENDED:
        raise Refused(None, _("This system is out of use; it gets no token any more."))
    if not 1 <= days <= tokens.MOST_DAYS:
        raise Refused(None, _("A token is valid for 1 to %(days)s days.") % {"days": tokens.MOST_DAYS}, field="days")
    before = list(tokens.in_use(source, now))
    if len(before) > 1:
        raise Refused(None, _("Two tokens are valid already; revoke the old one first."))
    tokens.in_use(source, now).filter(expires_at__gt=now + tokens.OVERLAP).update(expires_at=now + tokens.OVERLAP)
    signs = tokens.made()
    about = {"issued_at": now, "issued_by": by.user, "expires_at": now + timedelta(days=days)}
    token = Token.objects.create(source=source, digest=tokens.digest(signs), hint=signs[: tokens.SHOWN], **about)
    record("exchange.token.issued", source, actor=by, now=now, token=token.pk, expires_at=token.expires_at)
    return token, signs


@deed
def revoke_token(source: SourceSystem, *, by, now, token: Token) -> SourceSystem:
    """End a token at once: it was lost, or the system has changed over."""
    source = lock(source)
    check_keeper(by, source)
    if not source.tokens.valid(now).filter(pk=token.pk).update(revoked_at=now, revoked_by=by.user):
        raise Refused(None, _("This token is not valid any more."))
    record("exchange.token.revoked", source, actor=by, now=now, token=token.pk)
    return source
