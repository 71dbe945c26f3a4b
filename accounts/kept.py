"""Keeps what was typed when the session ended in the middle of a form, and gives it back after signing in.

The values wait in the (now anonymous) session, never files, passwords or keys. They come back as a filled form
that the person checks and sends again; nothing is ever sent automatically. The form carries a signed mark of its
owner ({% form_key %}), so that nobody else who signs in at the same computer gets to see the values.
"""

from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

SESSION_KEY = "kept"
NOT_KEPT = {"csrfmiddlewaretoken", "owner", "key"}
LIMIT = 100_000  # signs in one form; more is no longer typing

_signer = Signer(salt="accounts.kept")


def owner_mark(user) -> str:
    return _signer.sign(str(user.pk))


def owner_of(mark: str) -> int | None:
    try:
        return int(_signer.unsign(mark))
    except (BadSignature, ValueError):
        return None


def keep(request) -> bool:
    """Puts the values of this POST aside; False when the form has no owner or is too large."""
    owner = owner_of(request.POST.get("owner", ""))
    values = {name: list_ for name, list_ in request.POST.lists() if name not in NOT_KEPT and "password" not in name}
    size = sum(len(value) for list_ in values.values() for value in list_)
    if owner is None or not values or size > LIMIT:
        return False
    request.session[SESSION_KEY] = {"page": page_of_form(request), "owner": owner, "values": values}
    return True


def page_of_form(request) -> str:
    """The page on which the form stood: the referrer on this host, else the address it was sent to."""
    referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    if referrer.netloc != request.get_host():
        return request.get_full_path()
    return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path


def waiting(request) -> QueryDict | None:
    """What waits for the signed-in person on this page."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["owner"] != request.user.pk or kept["page"] != request.get_full_path():
        return None
    values = QueryDict(mutable=True)
    for name, list_ in kept["values"].items():
        values.setlist(name, list_)
    return values


def forget(request) -> None:
    """After the form was sent again, or when somebody else signs in."""
    request.session.pop(SESSION_KEY, None)
