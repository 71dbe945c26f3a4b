"""Where somebody writes without a name, the request itself forgets who sent it, before anything else looks at it."""

from django.conf import settings
from django.http import parse_cookie

PATH = "/complaints/anonymous/"
TELLS = [
    *("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_CLIENT_IP", "HTTP_AUTHORIZATION"),
    *("HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_DNT", "HTTP_SEC_CH_UA", "HTTP_SEC_CH_UA_PLATFORM"),
]
KEPT = {"csrftoken", "elder"}  # the answer to a forged form, and the size of the letters; neither names anybody


class Unseen:
    """No address, no browser and no session reach the views, logs and error reports of the anonymous pages.

    A person who is signed in elsewhere in the portal is nobody here: the session cookie is not even read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith((PATH, *settings.UNSEEN_PATHS)):
            forget(request.META)
        return self.get_response(request)


def forget(meta: dict):
    """Take out of the request's headers what tells who sends it."""
    for name in TELLS:
        meta.pop(name, None)
    cookies = parse_cookie(meta.pop("HTTP_COOKIE", ""))
    kept = "; ".join(f"{name}={value}" for name, value in cookies.items() if name in KEPT)
    if kept:
        meta["HTTP_COOKIE"] = kept
