"""Who, and how to reach them: organisations, people, posts; messages and how they went out."""

from accounts.models.messages import Attempt, Channel, Delivery, Message, Preference, Tone
from accounts.models.people import (
    ADMIN_ROLES,
    CodeDevice,
    Organisation,
    OrganisationQuerySet,
    PastName,
    Post,
    PostQuerySet,
    Role,
    User,
    Window,
)

__all__ = [
    "ADMIN_ROLES",
    "Attempt",
    "Channel",
    "CodeDevice",
    "Delivery",
    "Message",
    "Organisation",
    "OrganisationQuerySet",
    "PastName",
    "Post",
    "PostQuerySet",
    "Preference",
    "Role",
    "Tone",
    "User",
    "Window",
]
