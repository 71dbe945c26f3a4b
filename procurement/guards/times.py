"""Guards about time: every minimum of the law, computed from the table of periods."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.words import chinese_date
from procurement.flows.base import SHORTENED, Asked, Guard, Missing
from procurement.models import Method, Notice


def shortened(asked: Asked, code: str, start: date, end: date, field: str | None) -> Missing | None:
    """The period from `start` to `end` is shorter than the law allows; the words say from which day on it is not."""
    found = asked.period(code)
    if found is None:
        return None
    earliest = found.end(start)
    if end >= earliest:
        return None
    words = _("Too short: from %(start)s it may end on %(earliest)s at the earliest (%(law)s).")
    about = {"start": chinese_date(start), "earliest": chinese_date(earliest), "law": found.law}
    return Missing(words % about, field, SHORTENED)


def documents_long_enough(asked: Asked) -> Missing | None:
    since, until = asked.data.get("documents_from"), asked.data.get("documents_until")
    if since is None or until is None:
        return Missing(_("Please fill this in."), "documents_from" if since is None else "documents_until")
    if until < since:
        return Missing(_("The last day lies before the first."), "documents_until")
    if asked.tender.method not in (Method.PUBLIC, Method.INVITATION, Method.CONSULTATION):
        return None  # the other methods know no time of issue (财库〔2014〕214号第十条 for consultation)
    return shortened(asked, "documents", since, until, "documents_until")


def bids_long_enough(asked: Asked) -> Missing | None:
    """From the issue of the documents to the deadline of bids: twenty days, less for the smaller methods."""
    since, due = asked.data.get("documents_from"), asked.data.get("bids_due_at")
    if since is None or due is None:
        return Missing(_("Please fill this in."), "bids_due_at" if since else "documents_from")
    method = asked.tender.method
    code = f"bids_{method}" if asked.period(f"bids_{method}") else "bids"
    return shortened(asked, code, since, timezone.localdate(due), "bids_due_at")


documents_long_enough.fields = ("documents_from", "documents_until")
bids_long_enough.fields = ("documents_from", "bids_due_at")


def not_before_today(asked: Asked) -> Missing | None:
    """Nothing is published backwards: the documents are issued today or later."""
    since = asked.data.get("documents_from")
    if since is not None and since < timezone.localdate(asked.now):
        return Missing(_("The documents cannot be issued before the notice is published."), "documents_from")
    return None


def documents_issued(asked: Asked) -> Missing | None:
    """The time in which everybody may get the documents is over."""
    until = asked.tender.documents_until
    if until is not None and timezone.localdate(asked.now) > until:
        return None
    words = _("The documents are issued until %(day)s; this step ends after that day.")
    return Missing(words % {"day": chinese_date(until) if until else "—"})


def deadline_reached(asked: Asked) -> Missing | None:
    """Bids are taken until the deadline, to the second."""
    due: datetime | None = asked.tender.bids_due_at
    if due is not None and asked.now >= due:
        return None
    local = timezone.localtime(due) if due else None
    words = _("Bids are taken until %(moment)s; not before that moment.")
    return Missing(words % {"moment": f"{chinese_date(local.date())} {local:%H:%M}" if local else "—"})


def publicity_over(kind: str, code: str = "publicity") -> Guard:
    """The publicity of this kind has run its time: its last day must have passed as a whole."""

    def guard(asked: Asked) -> Missing | None:
        shown = asked.tender.notices.filter(kind=kind, round=asked.tender.round).order_by("-pk").first()
        found = asked.period(code)
        if shown is None or found is None:
            return Missing(_("There is no publicity yet.")) if shown is None else None
        until = max(found.end(timezone.localdate(shown.published_at)), shown.until or date.min)
        if timezone.localdate(asked.now) > until:
            return None
        words = _("The publicity lasts until %(day)s; not before it is over (%(law)s).")
        return Missing(words % {"day": chinese_date(until), "law": found.law}, None, SHORTENED)

    return guard


candidates_shown = publicity_over(Notice.Kind.CANDIDATES)
result_shown = publicity_over(Notice.Kind.RESULT, "announce")


def signed_after_award(asked: Asked) -> Missing | None:
    """A contract is signed after the award notice, and not in the future."""
    signed = asked.data.get("signed_on")
    award = asked.tender.awards.filter(round=asked.tender.round).first()
    if signed is None or award is None:
        return None
    if award.noticed_at is None or signed < timezone.localdate(award.noticed_at):
        return Missing(_("The contract cannot be signed before the award notice."), "signed_on")
    if signed > timezone.localdate(asked.now):
        return Missing(_("The day of signing lies in the future."), "signed_on")
    return None


def listing_over(asked: Asked) -> Missing | None:
    """挂牌: offers are taken for ten days at least from the beginning of the listing; an auction ends by itself."""
    due, found = asked.tender.bids_due_at, asked.period("listing")
    if asked.tender.method != Method.LISTING or found is None or due is None:
        return deadline_reached(asked)
    until = found.end(timezone.localdate(due))
    if timezone.localdate(asked.now) >= until:
        return None
    words = _("The listing lasts until %(day)s (%(law)s).")
    return Missing(words % {"day": chinese_date(until), "law": found.law}, None, SHORTENED)
