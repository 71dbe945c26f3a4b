"""Reminders, risk information, alarms and risk orders, self-reports, analyses, archives, separation of duties.

Nothing above reads these but `config`; the numbers of a quarter come from integrity.figures.
"""

from integrity.models.archives import OF_ARCHIVE, Archive, ArchiveNote, NoteKind
from integrity.models.duties import Duty, Separation
from integrity.models.orders import Accountability, Alarm, RiskOrder
from integrity.models.reminders import Reminder, ReminderKind, Round
from integrity.models.reports import Analysis, SelfReport
from integrity.models.risks import COLOURS, LEVEL_TONES, Opening, RiskInformation
from integrity.models.terms import Term, term

__all__ = [
    "COLOURS",
    "LEVEL_TONES",
    "OF_ARCHIVE",
    "Accountability",
    "Alarm",
    "Analysis",
    "Archive",
    "ArchiveNote",
    "Duty",
    "NoteKind",
    "Opening",
    "Reminder",
    "ReminderKind",
    "RiskInformation",
    "RiskOrder",
    "Round",
    "SelfReport",
    "Separation",
    "Term",
    "term",
]
