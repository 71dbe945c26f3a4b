"""How a licence stands on a day: for its holder, for the unit, and for whoever checks it."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.letters_licence import is_person
from approvals.models import Item, Licence
from approvals.renewals import last_timely_day
from deadlines.words import chinese_date
from records.masks import masked

State = Licence.State
ENDING_DAYS = 90  # calendar days before the end from which the holder is reminded

# choice of the register → which licences, on a day
STANDINGS = {
    "valid": lambda today: Q(state=State.VALID) & (Q(valid_until=None) | Q(valid_until__gte=today)),
    "ending": lambda today: Q(
        state=State.VALID, valid_until__gte=today, valid_until__lte=today + timedelta(days=ENDING_DAYS)
    ),
    "ended": lambda today: Q(state=State.VALID, valid_until__lt=today),
    "replaced": lambda today: Q(state=State.REPLACED),
    "revoked": lambda today: Q(state=State.REVOKED),
}


def days_left(licence: Licence, today) -> int | None:
    """Calendar days up to the end; None without end."""
    return (licence.valid_until - today).days if licence.valid_until else None


def standing(licence: Licence, today) -> tuple[str, str]:
    """Tone and words of the licence's lamp."""
    left = days_left(licence, today)
    if licence.state == State.REVOKED:
        return "over", _("revoked")
    if licence.state == State.REPLACED:
        return "done", _("replaced by a renewal")
    if left is not None and left < 0:
        return "over", _("expired")
    if licence.valid_from > today:
        return "info", _("not valid yet")
    if left is not None and left <= ENDING_DAYS:
        return "warn", _("ends in %(days)s days") % {"days": left}
    return "ok", _("in force")


def shown_holder(licence: Licence) -> str:
    """The holder as strangers may read it: firms in full, people masked."""
    return masked(licence.holder_name) if is_person(licence.id_number) else licence.holder_name


def renewal_items(licences) -> dict[str, Item]:
    """Code of a licence's item → the item with which it is renewed online or at the window."""
    codes = {licence.item.code for licence in licences if licence.valid_until}
    found = Item.objects.applicable().filter(renews__in=codes)
    return {item.renews: item for item in found}


def renewal_hint(licence: Licence, today) -> str:
    """Until when the renewal is protected; "" while there is time enough or nothing to renew."""
    left = days_left(licence, today)
    if licence.state != State.VALID or left is None or not 0 <= left <= ENDING_DAYS:
        return ""
    last = last_timely_day(licence)
    if today <= last:
        return _("Please apply for the renewal by %(date)s: then the law protects you.") % {"date": chinese_date(last)}
    return _("It is less than thirty days to the end: apply at once; without a decision the licence expires.")
