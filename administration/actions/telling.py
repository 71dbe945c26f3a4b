"""Messages into the inboxes of those whom a right or a unit concerns; written with the deed itself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.messaging.outbox import Draft, send
from accounts.models import Tone


def tell(
    thing, event: str, people: Iterable[int], title: str, text: str, now, *, tone: str = Tone.INFO, address: str = ""
):
    """Each of these people once about this event of the thing (grant, post, confirmation)."""
    name = f"{thing._meta.label_lower}-{thing.pk}"
    draft = Draft(
        source=f"{name}-{event}"[:80],
        thread=name[:60],
        kind="administration",
        title=title,
        words=str(_("Something about your post has changed; please sign in to read it.")),
        text=text,
        address=address,
        tone=tone,
        made_at=now,
        recipients=frozenset(key for key in people if key is not None),
    )
    send([draft], now)
