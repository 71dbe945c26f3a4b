"""What is kept of openness: announcements, catalogue and duties, checks, requests, library, lessons, the index."""

from disclosure.models.announcements import Announcement
from disclosure.models.catalogue import CatalogueChange, CatalogueEntry
from disclosure.models.checks import CheckLine, OpennessCheck
from disclosure.models.duties import Publication, PublicationDuty
from disclosure.models.lessons import Lesson
from disclosure.models.library import LibraryDocument
from disclosure.models.requests import Applicant, InfoRequest
from disclosure.models.search import Indexed
from disclosure.models.sheets import CheckPoint, CheckSheet

__all__ = [
    "Announcement",
    "Applicant",
    "CatalogueChange",
    "CatalogueEntry",
    "CheckLine",
    "CheckPoint",
    "CheckSheet",
    "Indexed",
    "InfoRequest",
    "Lesson",
    "LibraryDocument",
    "OpennessCheck",
    "Publication",
    "PublicationDuty",
]
