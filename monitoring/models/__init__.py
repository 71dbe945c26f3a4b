"""What supervision finds and what it hands out: rules with versions, findings, cards and their answers."""

from monitoring.models.cards import Answer, Card, CardQuerySet
from monitoring.models.findings import Finding, FindingQuerySet, SupervisedQuerySet
from monitoring.models.room import Acknowledgement
from monitoring.models.rules import CARD_LEVELS, TONES, Level, RuleVersion
from monitoring.models.watch import Heartbeat, PlatformFinding, SweepLog

__all__ = [
    "CARD_LEVELS",
    "TONES",
    "Acknowledgement",
    "Answer",
    "Card",
    "CardQuerySet",
    "Finding",
    "FindingQuerySet",
    "Heartbeat",
    "Level",
    "PlatformFinding",
    "RuleVersion",
    "SupervisedQuerySet",
    "SweepLog",
]
