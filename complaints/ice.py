"""How two browsers find each other: nothing outside the house by default, STUN and TURN servers by setting."""

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings

LASTS = 6 * 3600  # seconds for which the name and password of a TURN server are good


def servers(now: datetime, who: int) -> list[dict]:
    """`iceServers` for a browser. TURN passwords are made for this person and end by themselves (coturn REST API)."""
    found = [{"urls": url} for url in settings.STUN_SERVERS]
    if settings.TURN_SERVERS and settings.TURN_SECRET:
        name = f"{int(now.timestamp()) + LASTS}:{who}"
        mac = hmac.digest(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1)
        password = base64.b64encode(mac).decode()
        found.append({"urls": list(settings.TURN_SERVERS), "username": name, "credential": password})
    return found
