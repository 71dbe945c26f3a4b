"""Every file that somebody of the office saves leaves a line: who, from which post, which address, when."""

from urllib.parse import unquote

from django.utils import timezone

from administration.models import Download


class Downloads:
    """Looks at answers that a browser saves as a file; citizens and guests leave no line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 200 and request.actor.is_staff_member:
            name = saved_as(response.headers.get("Content-Disposition", ""))
            if name:
                note(request, name)
        return response


def saved_as(disposition: str) -> str:
    """The name under which the browser saves the answer; "" for a page."""
    if not disposition.startswith("attachment"):
        return ""
    name = disposition.partition("filename")[2].lstrip("*=")
    return unquote(name.removeprefix("UTF-8''").removeprefix("utf-8''")).strip('"') or "?"


def note(request, name: str):
    Download.objects.create(
        user=request.actor.user,
        post=request.actor.post,
        path=request.get_full_path()[:300],
        name=name[:200],
        saved_at=timezone.now(),
    )
