"""Grants of posts and the log of rights, reorganisations of units, the yearly review, what was saved as a file."""

from administration.models.downloads import Download
from administration.models.review import Campaign, Confirmation
from administration.models.rights import Grant, RightChange
from administration.models.units import PostPlan, Reorganisation, Successor

__all__ = [
    "Campaign",
    "Confirmation",
    "Download",
    "Grant",
    "PostPlan",
    "Reorganisation",
    "RightChange",
    "Successor",
]
