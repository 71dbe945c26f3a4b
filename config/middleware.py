"""What every response carries."""

from django.conf import settings

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


def with_cameras(policy: str) -> str:
    """What a page that plays a camera needs besides: its own recordings, and the media servers of the county."""
    servers = " ".join(["connect-src 'self'", *settings.CAMERA_ORIGINS])
    return policy.replace("connect-src 'self'", f"{servers}; media-src 'self' blob:")


NO_DEVICES = "camera=(), microphone=(), geolocation=()"
OWN_DEVICES = "camera=(self), microphone=(self), geolocation=()"  # the room of a session by video, and its rehearsal


class ContentSecurityPolicy:
    """One strict policy for every page, the admin included.

    A view whose page plays a camera of the county, or uses that of the visitor, says so on its answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        plays = getattr(response, "plays_cameras", False)
        response.headers["Content-Security-Policy"] = with_cameras(POLICY) if plays else POLICY
        uses = getattr(response, "uses_camera", False)
        response.headers["Permissions-Policy"] = OWN_DEVICES if uses else NO_DEVICES
        return response
