"""What supervision finds and what it hands out: rules with versions, findings, cards and their answers."""

from monitoring.models.archive import ArchiveLine, LineKind
from monitoring.models.backtests import BackTest, BackTestRow
from monitoring.models.cameras import Camera, Patrol, PatrolNote, Shot
from monitoring.models.cards import Answer, Appeal, Card, CardQuerySet, Remark
from monitoring.models.duty import Duty, DutyNote
from monitoring.models.efficiency import EfficiencyCase, Involved, Outcome
from monitoring.models.findings import Finding, FindingQuerySet, SupervisedQuerySet, WarningEnd
from monitoring.models.inspections import Inspection, Rectification, RectificationVerdict, SpotFinding
from monitoring.models.notices import Colour, Instruction, Notice, NoticeReply, NoticeVerdict
from monitoring.models.reports import Report
from monitoring.models.room import Acknowledgement
from monitoring.models.rules import CARD_LEVELS, TONES, Level, RuleVersion
from monitoring.models.urging import Urge
from monitoring.models.watch import Heartbeat, PlatformFinding, SweepLog

__all__ = [
    "CARD_LEVELS",
    "TONES",
    "Acknowledgement",
    "Answer",
    "Appeal",
    "ArchiveLine",
    "BackTest",
    "BackTestRow",
    "Camera",
    "Card",
    "CardQuerySet",
    "Colour",
    "Duty",
    "DutyNote",
    "EfficiencyCase",
    "Finding",
    "FindingQuerySet",
    "Heartbeat",
    "Inspection",
    "Instruction",
    "Involved",
    "Level",
    "LineKind",
    "Notice",
    "NoticeReply",
    "NoticeVerdict",
    "Outcome",
    "Patrol",
    "PatrolNote",
    "PlatformFinding",
    "Rectification",
    "RectificationVerdict",
    "Remark",
    "Report",
    "RuleVersion",
    "Shot",
    "SpotFinding",
    "SupervisedQuerySet",
    "SweepLog",
    "Urge",
    "WarningEnd",
]
