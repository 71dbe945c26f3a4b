"""What is kept of openness: announcements, duties, checks, requests, the library, the index of the search."""

from disclosure.models.announcements import Announcement
from disclosure.models.checks import CheckLine, CheckPoint, OpennessCheck
from disclosure.models.duties import CatalogueEntry, Publication, PublicationDuty
from disclosure.models.library import Lesson, LibraryDocument
from disclosure.models.requests import Applicant, InfoRequest
from disclosure.models.search import Indexed

__all__ = [
    "Announcement",
    "Applicant",
    "CatalogueEntry",
    "CheckLine",
    "CheckPoint",
    "Indexed",
    "InfoRequest",
    "Lesson",
    "LibraryDocument",
    "OpennessCheck",
    "Publication",
    "PublicationDuty",
]
