"""Models of complaints by noun; import them from here."""

from complaints.models.answers import Proof, ReplyCheck
from complaints.models.categories import Category, Channel, Kind, Route, Term
from complaints.models.course import Assignment, LongerTerm, Note, Reply, Visit
from complaints.models.events import Event, EventRating, Opinion
from complaints.models.media import MAKERS, Call, Episode, Footage, Programme
from complaints.models.orders import HOTLINE_ROLES, UNIT_ROLES, Complainant, Order, Reference
from complaints.models.organs import Organ, Transfer
from complaints.models.promises import Milestone, Promise
from complaints.models.protection import Inbound, Opening, Secret, Support, Talk
from complaints.models.sessions import Arrival, Minutes, Part, Recording, Session, Side, Signature, Slot
from complaints.models.talks import IntegrityTalk, TalkNote
from complaints.models.visits import FirmProblem, FirmVisit
from complaints.models.voices import NEVER_PUBLIC, Article, ArticleVersion, Publication

__all__ = [
    "HOTLINE_ROLES",
    "MAKERS",
    "NEVER_PUBLIC",
    "UNIT_ROLES",
    "Arrival",
    "Article",
    "ArticleVersion",
    "Assignment",
    "Call",
    "Category",
    "Channel",
    "Complainant",
    "Episode",
    "Event",
    "EventRating",
    "FirmProblem",
    "FirmVisit",
    "Footage",
    "Inbound",
    "IntegrityTalk",
    "Kind",
    "LongerTerm",
    "Milestone",
    "Minutes",
    "Note",
    "Opening",
    "Opinion",
    "Order",
    "Organ",
    "Part",
    "Programme",
    "Promise",
    "Proof",
    "Publication",
    "Recording",
    "Reference",
    "Reply",
    "ReplyCheck",
    "Route",
    "Secret",
    "Session",
    "Side",
    "Signature",
    "Slot",
    "Support",
    "Talk",
    "TalkNote",
    "Term",
    "Transfer",
    "Visit",
]
