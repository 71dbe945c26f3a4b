"""Entries of what an office does beside its cases: powers, openness, integrity, rights and units, the audit."""

from django.utils.translation import gettext_lazy as _

from config.navigation_public import entry as _entry

POWERS = _("Powers and risk points")
POWERS_DAILY = [
    _entry("powers:desk", _("Powers and risk points"), "shield"),
    _entry("powers:lists", _("Power lists"), "list"),
    _entry("powers:powers", _("Powers in force"), "book"),
    _entry("powers:points", _("Risk points"), "warn"),
    _entry("powers:heat", _("Heat map"), "chart"),
    _entry("powers:clears", _("Ten clears"), "check"),
]
OPENNESS = _("Openness of government")
OPENNESS_DAILY = [
    _entry("disclosure:desk", _("Openness of government"), "inbox"),
    _entry("disclosure:desk_announcements", _("Announcements"), "mail"),
    _entry("disclosure:publications", _("Publications by duty"), "list"),
    _entry("disclosure:desk_requests", _("Information requests"), "doc"),
    _entry("disclosure:checks", _("Openness checks"), "check"),
    _entry("disclosure:duties", _("Publication duties"), "calendar"),
    _entry("disclosure:documents", _("Library"), "book"),
]
INTEGRITY = _("Integrity risks")
INTEGRITY_DAILY = [
    _entry("integrity:desk", _("Integrity risks"), "shield"),
    _entry("integrity:orders", _("Alarms and risk orders"), "warn"),
    _entry("integrity:reminders", _("Reminders"), "mail"),
    _entry("integrity:reports", _("Quarterly self-reports"), "doc"),
]
INTEGRITY_OF_UNIT = [*INTEGRITY_DAILY, _entry("integrity:my_archive", _("My integrity archive"), "book")]
LEDGERS_OF_POWERS = _entry("integrity:powers", _("Ledgers of powers"), "list")
SEPARATION = _entry("integrity:separation", _("Separation of duties"), "lock")
INTEGRITY_OF_DISCIPLINE = [
    INTEGRITY_DAILY[0],
    _entry("integrity:informations", _("Risk information"), "search"),
    *INTEGRITY_DAILY[1:2],
    _entry("integrity:proposals", _("Proposals of accountability"), "flag"),
    _entry("integrity:rounds", _("Rounds of reminders"), "mail"),
    *INTEGRITY_DAILY[2:],
    _entry("integrity:analyses", _("Analyses of integrity"), "chart"),
    _entry("integrity:archives", _("Integrity archives"), "book"),
    SEPARATION,
    LEDGERS_OF_POWERS,
]
INTEGRITY_OF_LEADER = [
    *INTEGRITY_DAILY[:2],
    _entry("integrity:proposals", _("Proposals of accountability"), "flag"),
    *INTEGRITY_DAILY[3:],
    _entry("integrity:analyses", _("Analyses of integrity"), "chart"),
    SEPARATION,
    LEDGERS_OF_POWERS,
]
RIGHTS = [
    _entry("administration:posts", _("Posts"), "user"),
    _entry("administration:grants", _("Grants of rights"), "seal"),
    _entry("administration:confirmations", _("Posts in the review"), "check"),
    _entry("administration:campaigns", _("Yearly reviews of rights"), "calendar"),
    _entry("administration:log", _("Log of rights"), "list"),
]
UNITS = [
    _entry("administration:units", _("Units"), "building"),
    _entry("administration:reorganisations", _("Reorganisations"), "exit"),
]
AUDIT = [
    _entry("administration:audit", _("Audit"), "shield"),
    _entry("administration:unexplained", _("Posts that the log of rights does not explain"), "flag"),
    _entry("administration:failures", _("Failed sign-ins"), "lock"),
    _entry("administration:sign_ins", _("Sign-ins"), "user"),
    _entry("administration:downloads", _("Files taken out"), "down"),
    _entry("administration:looks", _("Looks at personal data"), "eye"),
]
OF_UNIT = (_("Rights of the unit"), [_entry("administration:desk", _("Rights and units"), "inbox"), *RIGHTS[:3]])
