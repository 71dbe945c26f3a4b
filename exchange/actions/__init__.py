"""What people do with source systems, and how what they send is taken in."""

from exchange.actions.mappings import confirm_mapping, propose_mapping, refuse_mapping
from exchange.actions.problems import discard, retry, see_overtaken
from exchange.actions.sources import (
    change_source,
    end_source,
    issue_token,
    register_source,
    resume_source,
    revoke_token,
    suspend_source,
)

__all__ = [
    "change_source",
    "confirm_mapping",
    "discard",
    "end_source",
    "issue_token",
    "propose_mapping",
    "refuse_mapping",
    "register_source",
    "resume_source",
    "retry",
    "revoke_token",
    "see_overtaken",
    "suspend_source",
]
