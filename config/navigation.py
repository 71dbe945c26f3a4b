"""Which pages stand in which navigation. Data only: entries whose address does not exist are left out."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from config.navigation_offices import (
    AUDIT,
    INTEGRITY,
    INTEGRITY_OF_DISCIPLINE,
    INTEGRITY_OF_LEADER,
    INTEGRITY_OF_UNIT,
    OF_UNIT,
    OPENNESS,
    OPENNESS_DAILY,
    POWERS,
    POWERS_DAILY,
    RIGHTS,
    SEPARATION,
    UNITS,
)
from config.navigation_public import BAR, HOME, PUBLIC
from config.navigation_public import entry as _entry

__all__ = ["BAR", "FIRST", "HOME", "LONG_BAR", "OFFICES", "ONLY", "OPEN_GROUPS", "PUBLIC", "STAFF", "WATCHING"]

_WAITING = _entry("approvals:desk", _("My work"), "inbox")
_REGISTER = _entry("approvals:register", _("Register a case"), "plus")
_UNIT = _entry("approvals:desk_cases", _("Cases of the unit"), "list")
_OPINIONS = _entry("approvals:opinions", _("Opinions in joint cases"), "edit")
_TERMS = _entry("approvals:extension_requests", _("Longer terms of joint cases"), "calendar")
_CARDS = _entry("monitoring:my_cards", _("Cards and answers"), "warn")
_NOTICES = _entry("monitoring:notices", _("Supervision notices"), "doc")
_GLANCE = _entry("scoring:leaders", _("The county at a glance"), "chart")
_RANKING = _entry("scoring:punctuality", _("Rankings and report"), "star")
_INSTRUCTIONS = _entry("monitoring:instructions", _("Leaders' instructions"), "edit")
_ARCHIVES = _entry("monitoring:archives", _("Efficiency archives"), "book")
_MY_ARCHIVE = _entry("monitoring:my_archive", _("My efficiency archive"), "book")
_CHECKS = _entry("monitoring:inspections", _("Spot checks"), "search")
_SPOTS = _entry("monitoring:spot_findings", _("Findings of spot checks"), "check")
_INQUIRIES = _entry("monitoring:efficiency_cases", _("Efficiency cases"), "flag")
_VOICES = [
    _entry("approvals:desk_messages", _("Messages"), "mail"),
    _entry("approvals:desk_ratings", _("Ratings"), "star"),
    _entry("approvals:desk_appointments", _("Appointments"), "calendar"),
]
_ORDERS = [
    _entry("complaints:desk", _("Orders to be handled"), "inbox"),
    _entry("complaints:orders", _("All orders"), "list"),
]
_KNOWLEDGE = _entry("complaints:desk_articles", _("Knowledge"), "book")
_ORDER_FIGURES = _entry("complaints:figures", _("Figures of orders"), "chart")
_URGES = _entry("monitoring:urges", _("Reminders and criticism"), "warn")
_IDENTITIES = _entry("complaints:identities", _("Opened identities"), "lock")
_TRANSFERS = _entry("complaints:transfers", _("Transfers"), "exit")
_DISCIPLINE = [
    _IDENTITIES,
    _TRANSFERS,
    _entry("complaints:organs", _("Discipline organs"), "shield"),
]
_ORDERS_OF_CLERK = [*_ORDERS, _entry("complaints:register", _("Write down an order"), "plus")]
_SESSIONS = _entry("complaints:desk_sessions", _("Face to face by video"), "user")
_PROMISES = _entry("complaints:promises", _("Promises made in public"), "flag")
_PROGRAMMES = _entry("complaints:desk_programmes", _("Media programmes"), "phone")
_VISITS = _entry("complaints:visits", _("Visits to firms"), "building")
_EVENTS = _entry("complaints:events", _("Citizens' events"), "star")
_TALKS = _entry("complaints:talks", _("Integrity talks"), "shield")
_MEETINGS = (_("Meeting the people"), [_SESSIONS, _PROMISES, _PROGRAMMES, _VISITS, _EVENTS])
_ENFORCEMENT = [
    _entry("approvals:penalties", _("Penalties"), "shield"),
    _entry("approvals:levies", _("Levies"), "doc"),
    _entry("approvals:slips", _("Inspection slips"), "building"),
]
_REPRESENTATIVES = _entry("approvals:representatives", _("Chief representatives"), "star")
_ATTENDANCE = _entry("approvals:attendance", _("Attendance of the windows"), "clock")
_DUTY = _entry("approvals:duty", _("Duty and deputies"), "user")
_LEDGERS = [
    _entry("approvals:desk_licences", _("Register of licences"), "doc"),
    _entry("approvals:fees", _("Charges and refunds"), "list"),
    _entry("approvals:seal_uses", _("Seals, prints, numbers"), "seal"),
    _entry("approvals:statistics", _("Case statistics"), "chart"),
]
_FIGURES = _entry("approvals:my_figures", _("My figures"), "chart")
_CIRCULAR = _entry("approvals:circular", _("Circular of the hall"), "doc")
_CATALOGUE = [
    _entry("approvals:catalogue", _("Catalogue of items"), "book"),
    _entry("approvals:catalogue_hall", _("In the hall or not"), "building"),
    _entry("approvals:catalogue_cleanups", _("Register of the clean-up"), "check"),
]
_GUIDE = _entry("approvals:items", _("Service guide"), "book")


_TENDERS = [
    _entry("procurement:desk", _("Tenders to be handled"), "inbox"),
    _entry("procurement:tenders", _("All tenders"), "list"),
    _entry("procurement:firms", _("Market parties"), "building"),
]
_MARKET = [
    _entry("procurement:registrations", _("Applications of firms"), "user"),
    _entry("procurement:experts", _("Pool of experts"), "star"),
    _entry("procurement:misconducts", _("Register of bad behaviour"), "warn"),
]
_OPEN_RECORDS = _entry("procurement:open_records", _("Project and credit information"), "eye")
_TRADE_FIGURES = _entry("procurement:figures", _("Figures of trading"), "chart")
_FLAGS = _entry("procurement:flags", _("Red flags"), "flag")
_TRADING = _("Trading of public resources")
_FUNDS = _("Public funds")
_FUNDS_DAILY = [
    _entry("funds:desk", _("Public funds"), "inbox"),
    _entry("funds:applications", _("Payment applications"), "list"),
    _entry("funds:quotas", _("Quotas"), "star"),
]
_FUND_FLAGS = _entry("funds:flags", _("Suspicions about public money"), "flag")
_FUNDS_BOOKS = [
    _entry("funds:funds", _("All funds"), "building"),
    _entry("funds:proposals", _("Proposals"), "edit"),
    _entry("funds:plans", _("Plans of use"), "calendar"),
    _entry("funds:vouchers", _("Vouchers"), "book"),
    _entry("funds:slips", _("Slips"), "stop"),
    _entry("funds:payees", _("Payees"), "user"),
    _entry("funds:terms", _("Terms of steps"), "clock"),
]
_FUNDS_WAYS = [
    _entry("funds:sources", _("Ways of the money"), "search"),
    _entry("funds:rates", _("Use rates of the units"), "chart"),
    _entry("funds:idle", _("Idle money"), "clock"),
    _entry("funds:projects", _("Projects"), "flag"),
    _entry("funds:checks", _("Acceptance and audit"), "check"),
]
_FUNDS_BANK = [
    _entry("funds:files", _("Files to the bank"), "exit"),
    _entry("funds:deliveries", _("Movements of other systems"), "down"),
    _entry("funds:statements", _("Answers of the bank"), "check"),
]
_SUBSIDIES = [
    _entry("funds:rolls", _("Lists of recipients"), "list"),
    _entry("funds:pay_lists", _("Payment lists"), "exit"),
    _entry("funds:programmes", _("Subsidy programmes"), "book"),
    _entry("funds:rosters", _("Rosters to compare with"), "user"),
]
_REVENUE = [
    _entry("funds:collections", _("Fees collected"), "inbox"),
    _entry("funds:purses", _("Cash to be handed over"), "clock"),
    _entry("funds:bank_entries", _("Lists of the bank"), "check"),
    _entry("funds:unconfirmed", _("Fees not confirmed"), "search"),
    _entry("exchange:charges", _("Fees of cases beside the books"), "warn"),
]
_PROJECTS = _("Projects")
_PROJECTS_DAILY = [
    _entry("projects:desk", _("Projects"), "inbox"),
    _entry("projects:projects", _("All projects"), "list"),
    _entry("projects:reports", _("Monthly reports"), "doc"),
    _entry("projects:problems", _("Problems"), "warn"),
]
_PROJECTS_WATCHED = [
    _entry("projects:plans", _("Plans to be approved"), "seal"),
    _entry("projects:changes", _("Changes of plans"), "calendar"),
    _entry("projects:nodes", _("Nodes"), "clock"),
    _entry("projects:followups", _("Follow-up inspections"), "search"),
    _entry("projects:figures", _("Figures of projects"), "chart"),
]
_INDICATORS = _("Indicators and weekly reports")
_INDICATORS_DAILY = [
    _entry("scoring:indicators", _("Indicators"), "inbox"),
    _entry("scoring:tasks", _("Tasks of indicators"), "list"),
    _entry("scoring:delays", _("Notices of delay"), "warn"),
    _entry("scoring:goals", _("Documents of goals"), "book"),
    _entry("scoring:weeklies", _("Weekly reports"), "calendar"),
]
_REVIEW = _entry("scoring:goal_review", _("Review desk"), "edit")
_INDICATOR_FIGURES = [
    _entry("scoring:goal_units", _("Implementation rates"), "chart"),
    _entry("scoring:quarter", _("Quarter of the units"), "star"),
]
_SURVEYS = _("Surveys and duty reports")
_SURVEYS_READ = [
    _entry("scoring:surveys", _("Surveys"), "chart"),
    _entry("scoring:opinions", _("Opinions from surveys"), "mail"),
]
_SURVEYS_RUN = [
    _entry("scoring:evaluators", _("Pool of evaluators"), "user"),
    _entry("scoring:comments", _("Comments of the public"), "eye"),
]
_DUTY_REPORTS = _entry("scoring:duty_reports", _("Duty reports"), "doc")
_PEOPLE = _("Voices of the people")
_APPRAISAL = _("Appraisal")
_SCORES_OF_UNIT = [
    _entry("scoring:mine", _("Scores of my unit"), "chart"),
    _entry("scoring:reviews", _("Reviews of scores"), "edit"),
    _entry("scoring:consequences", _("Consequences of scores"), "flag"),
]
_SCORES_DESK = [
    _entry("scoring:desk", _("Appraisal"), "inbox"),
    _entry("scoring:rounds", _("Rounds of scoring"), "calendar"),
    _entry("scoring:waiting", _("Points that wait for a second person"), "check"),
    _entry("scoring:schemes", _("Schemes of scoring"), "book"),
]


def _desk(daily, *, hall=(), figures=(), orders=_ORDERS, flags=(_FLAGS,)):
    """The bar of those who work on cases: what they open every day first, then the rest by subject, folded."""
    return [
        (_("Cases"), [_WAITING, *daily, _CARDS, _NOTICES, _SPOTS]),
        (_PEOPLE, [*orders, _KNOWLEDGE, _ORDER_FIGURES, _URGES, *_VOICES]),
        (_TRADING, [*_TENDERS, *flags, *_MARKET, _OPEN_RECORDS, _TRADE_FIGURES]),
        (_FUNDS, [*_FUNDS_DAILY, _FUND_FLAGS, *_FUNDS_BANK]),
        (_("Ledger and reports of funds"), [*_FUNDS_BOOKS, *_FUNDS_WAYS]),
        (_("Subsidies and revenue"), [*_SUBSIDIES, *_REVENUE]),
        (_PROJECTS, [*_PROJECTS_DAILY, *_PROJECTS_WATCHED]),
        (_INDICATORS, [*_INDICATORS_DAILY, _REVIEW, *_INDICATOR_FIGURES]),
        (_SURVEYS, [*_SURVEYS_READ, *_SURVEYS_RUN, _DUTY_REPORTS]),
        _MEETINGS,
        (_APPRAISAL, _SCORES_OF_UNIT),
        (POWERS, POWERS_DAILY),
        (INTEGRITY, INTEGRITY_OF_UNIT),
        (OPENNESS, OPENNESS_DAILY),
        (_("Registers"), [_FIGURES, _MY_ARCHIVE, _TALKS, *_LEDGERS, *figures]),
        (_("Enforcement and inspections"), _ENFORCEMENT),
        (_("Service hall"), [_DUTY, *hall, _REPRESENTATIVES, _CATALOGUE[0], _GUIDE]),
    ]


_HALL = [_ATTENDANCE, _REPRESENTATIVES, *_LEDGERS, _CIRCULAR]
_WATCHED = (_("Service hall"), [_OPINIONS, _TERMS, *_HALL])
_SOURCES = _entry("exchange:sources", _("Source systems"), "down")
_PROBLEMS = _entry("exchange:problems", _("Data not taken in"), "warn")
_FOREIGN = _entry("exchange:cases", _("Cases of other systems"), "list")
_OVERTAKEN = _entry("exchange:overtaken", _("Findings overtaken"), "flag")
_EXCHANGE = [_SOURCES, _PROBLEMS, _FOREIGN]
_ROOM = [
    _entry("monitoring:duty", _("Duty log of the room"), "user"),
    _entry("monitoring:reports", _("Reports of supervision"), "doc"),
    _entry("monitoring:patterns", _("Patterns around the limits"), "chart"),
]
_PLATFORM = [
    _entry("monitoring:platform", _("Watch on the platform"), "eye"),
    _entry("monitoring:deliveries", _("Messages sent"), "mail"),
    _entry("monitoring:calendar", _("Official calendar"), "calendar"),
]
_SUPERVISION = [
    (
        _("Supervision"),
        [
            _entry("monitoring:overview", _("Overview"), "eye"),
            _entry("monitoring:board", _("Live board"), "chart"),
            _entry("monitoring:cards", _("Cards and notices"), "flag"),
            _entry("monitoring:appeals", _("Appeals"), "edit"),
            _entry("monitoring:locks", _("Locked matters"), "lock"),
            _entry("monitoring:rules", _("Rules"), "shield"),
            _entry("approvals:desk_ratings", _("Ratings"), "star"),
        ],
    ),
    (_("Room and reports"), _ROOM),
    (_PEOPLE, [*_ORDERS, _ORDER_FIGURES, _URGES, *_DISCIPLINE]),
    (_MEETINGS[0], [_entry("complaints:tendencies", _("Tendencies"), "chart"), _TALKS, *_MEETINGS[1]]),
    (_("Rectification"), [_NOTICES, _INSTRUCTIONS, _INQUIRIES, _ARCHIVES]),
    (
        _("Spot checks"),
        [
            _CHECKS,
            _SPOTS,
            _entry("monitoring:cameras", _("Cameras"), "eye"),
            _entry("monitoring:patrols", _("Log of video patrols"), "list"),
        ],
    ),
    (_("Other systems"), [*_EXCHANGE, _OVERTAKEN]),
    (
        _("Inspections of firms"),
        [
            _entry("approvals:slips", _("Inspection slips"), "building"),
            _entry("approvals:slip_reports", _("Reports: inspected without a slip"), "flag"),
            _entry("approvals:penalties", _("Penalties"), "shield"),
            _entry("approvals:levies", _("Levies"), "doc"),
        ],
    ),
    (_TRADING, [_FLAGS, *_TENDERS[1:], *_MARKET, _TRADE_FIGURES]),
    (_FUNDS, [_FUND_FLAGS, *_FUNDS_WAYS]),
    (_("Ledger and reports of funds"), [*_FUNDS_BOOKS, *_FUNDS_DAILY[1:]]),
    (_("Subsidies and revenue"), [*_SUBSIDIES[:3], *_REVENUE]),
    (_PROJECTS, [*_PROJECTS_DAILY, *_PROJECTS_WATCHED[1:]]),
    (_INDICATORS, [*_INDICATORS_DAILY, *_INDICATOR_FIGURES]),
    (_SURVEYS, [*_SURVEYS_READ, _DUTY_REPORTS]),
    (_("The platform itself"), _PLATFORM),
    _WATCHED,
    (_("Results"), [_GLANCE, _RANKING]),
    (_APPRAISAL, [*_SCORES_DESK[1:], *_SCORES_OF_UNIT[1:]]),
    (POWERS, POWERS_DAILY),
    (INTEGRITY, INTEGRITY_OF_DISCIPLINE),
    (OPENNESS, OPENNESS_DAILY),
    (_("Catalogue"), _CATALOGUE),
    (_("Records"), [_entry("records:seals", _("Proof of records"), "seal")]),
]
_LEADERS = [
    (_("To be decided"), [_TERMS, _INSTRUCTIONS, _NOTICES, _INQUIRIES]),
    (
        _("Results"),
        [
            _GLANCE,
            _RANKING,
            _entry("monitoring:board", _("Live board"), "chart"),
            _ARCHIVES,
            _CHECKS,
            *_ROOM[1:],
        ],
    ),
    (_APPRAISAL, [*_SCORES_DESK, *_SCORES_OF_UNIT[1:]]),
    (POWERS, POWERS_DAILY),
    (INTEGRITY, INTEGRITY_OF_LEADER),
    (OPENNESS, OPENNESS_DAILY),
    (_PEOPLE, [_ORDERS[1], _TRANSFERS, _ORDER_FIGURES, _URGES]),
    (_TRADING, [_FLAGS, *_TENDERS[1:], *_MARKET, _TRADE_FIGURES]),
    (_FUNDS, [_FUND_FLAGS, *_FUNDS_WAYS]),
    (_("Ledger and reports of funds"), [*_FUNDS_BOOKS, *_FUNDS_DAILY[1:]]),
    (_("Subsidies and revenue"), [*_SUBSIDIES[:3], *_REVENUE]),
    (_PROJECTS, [*_PROJECTS_DAILY, *_PROJECTS_WATCHED[1:]]),
    (_INDICATORS, [*_INDICATORS_DAILY, *_INDICATOR_FIGURES]),
    (_SURVEYS, [*_SURVEYS_READ]),
    _MEETINGS,
    (_("Service hall"), [_OPINIONS, *_HALL]),
    (_("Catalogue"), _CATALOGUE),
    (_("Public pages"), [_entry("disclosure:figures", _("On-time figures"), "chart")]),
]
_ADMIN = [
    (_("Rights and units"), [_entry("administration:desk", _("Rights and units"), "inbox"), *RIGHTS, *UNITS]),
    (_("Administration"), [_entry("admin:index", _("Reference data"), "building")]),
    (_("Records"), [_entry("records:seals", _("Proof of records"), "seal")]),
]

_HOTLINE = [
    (
        _("Orders"),
        [
            _entry("complaints:hotline", _("Dispatch of orders"), "inbox"),
            _entry("complaints:call", _("Take a call"), "phone"),
            _entry("complaints:import_orders", _("Read in orders"), "down"),
            _KNOWLEDGE,
            _entry("complaints:orders", _("All orders"), "list"),
            _entry("complaints:publications", _("Publication of answers"), "eye"),
            _ORDER_FIGURES,
            _URGES,
            _entry("complaints:routes", _("Routes and limits"), "clock"),
        ],
    ),
    (_MEETINGS[0], [_PROGRAMMES, _PROMISES, _EVENTS]),
    (_("Supervision"), [_CARDS, _NOTICES]),
    (_("Service guide"), [_GUIDE]),
]

# Entries that among the units are only for those with this main business: others would be sent away from their pages.
WATCHING = {Role.INSPECTOR, Role.LEADER}
ONLY = dict.fromkeys(["funds:files", "funds:deliveries", "funds:statements", "funds:bank_entries"], "funds")
ONLY |= dict.fromkeys(["scoring:goal_review", "scoring:goal_units", "scoring:quarter"], "appraisal")
ONLY |= dict.fromkeys(["scoring:evaluators", "scoring:comments"], "appraisal")

# The group that stands first in the bar of a unit with this main business.
FIRST = {"orders": _PEOPLE, "trading": _TRADING, "funds": _FUNDS, "audit": _FUNDS, "projects": _PROJECTS}
FIRST |= {"powers": POWERS, "openness": OPENNESS}

# What only the units of this main business have besides; it stands first of all.
OFFICES = {"appraisal": [(_("Office of appraisal"), _SCORES_DESK)]}

# A long bar shows this many groups; the others are folded, but for the one of the page that is shown.
OPEN_GROUPS = 2
LONG_BAR = 10  # entries

STAFF = {
    Role.CLERK: _desk([_REGISTER, _UNIT, _OPINIONS], orders=_ORDERS_OF_CLERK, flags=()),
    Role.REVIEWER: _desk([_UNIT, _OPINIONS]),
    Role.APPROVER: _desk([_UNIT, _OPINIONS], orders=[*_ORDERS, _IDENTITIES]),
    Role.HEAD: [
        *_desk([_UNIT, _OPINIONS, _TERMS], orders=[*_ORDERS, _IDENTITIES], hall=[_ATTENDANCE], figures=[_CIRCULAR]),
        OF_UNIT,
    ],
    Role.OPERATOR: _HOTLINE,
    Role.DISPATCHER: _HOTLINE,
    Role.INSPECTOR: _SUPERVISION,
    Role.LEADER: [*_LEADERS, OF_UNIT],
    Role.SYSTEM_ADMIN: [
        *_ADMIN,
        (_("Other systems"), [_SOURCES, _PROBLEMS]),
        (_("Catalogue"), _CATALOGUE),
        (_("The platform itself"), _PLATFORM),
    ],
    Role.SECURITY_ADMIN: [*_ADMIN, (INTEGRITY, [SEPARATION])],
    Role.AUDIT_ADMIN: [
        (_("Audit"), AUDIT),
        *_ADMIN,
        (INTEGRITY, [SEPARATION]),
        (_PEOPLE, [_IDENTITIES]),
        (_("The platform itself"), _PLATFORM),
    ],
}
