"""What every template may use: the county, who acts, the chosen mode, the demo accounts."""

from importlib.util import find_spec

from django.conf import settings
from django.utils.translation import get_language

from accounts.actor import Actor

HTML_LANGUAGES = {"zh-hans": "zh-CN"}


def portal(request):
    return {
        "county": settings.COUNTY,
        "actor": getattr(request, "actor", None) or Actor(),
        "elder": request.COOKIES.get("elder") == "1",
        "html_lang": HTML_LANGUAGES.get(get_language(), get_language() or "zh-CN"),
        "demo_accounts": demo_accounts,
    }


def demo_accounts():
    """The accounts of the demo county, in demo mode only; called when a template asks for them."""
    if not settings.DEMO or find_spec("config.demo") is None:
        return []
    from config.demo.accounts import ACCOUNTS  # absent from a county's own installation

    return ACCOUNTS
