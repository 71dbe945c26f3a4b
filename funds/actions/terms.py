"""The working days a step may take (Term): proposed by one person of finance, signed by another. Never changed after.

A clock that runs keeps the term under which it began; a new one counts for steps that begin from its day on.
"""

from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.clocks import WORDS, code_of
from funds.models import Term
from funds.permissions import can_propose_term, can_sign_term
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

CODES = {code_of(name): words for name, words in WORDS.items()}
MOST_DAYS = 60


@deed(makes=True)
def propose(code: str, *, by, now, days: int, basis: str, since: date) -> Term:
    """Propose how many working days a step may take from a day on. Raises Refused that names the field."""
    may(can_propose_term(by))
    if code not in CODES:
        raise Refused(None, _("There is no such step."), field="code")
    if days is None or not 1 <= days <= MOST_DAYS:
        words = _("A step takes from 1 to %(most)s working days.")
        raise Refused(None, words % {"most": MOST_DAYS}, field="days")
    check_day(code, since, timezone.localdate(now))
    as_actor(by)
    about = {"days": days, "basis": needed(basis, "basis")[:200], "since": since}
    term = Term.objects.create(code=code, proposed_by=by.user, proposed_at=now, **about)
    record("funds.term.proposed", term, actor=by, now=now, code=code, days=days, since=str(since))
    return term


def check_day(code: str, since: date, today: date):
    """A term begins today or later, and after every other one of its step."""
    if since < today:
        raise Refused(None, _("A term cannot begin before today."), field="since")
    last = Term.objects.filter(code=code).aggregate(last=Max("since"))["last"]
    if last is not None and since <= last:
        words = _("Another term begins on %(day)s; choose a later day.")
        raise Refused(None, words % {"day": last}, field="since")


@deed
def sign(term: Term, *, by, now) -> Term:
    """A second person puts it into force: from its day on, and never for a day that is over."""
    term = for_update(term)
    if term.signed_at is not None:
        raise Refused(None, _("This term is signed already."))
    another(by, term.proposed_by_id)
    may(can_sign_term(by))
    as_actor(by)
    term.signed_by, term.signed_at = by.user, now
    term.since = max(term.since, timezone.localdate(now))
    term.save(update_fields=["signed_by", "signed_at", "since"])
    record("funds.term.signed", term, actor=by, now=now, code=term.code, days=term.days, since=str(term.since))
    return term
