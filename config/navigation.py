"""Which pages stand in which navigation. Data only: entries whose address does not exist are left out."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Role


def _entry(name, label, icon="list"):
    return {"name": name, "label": label, "icon": icon}


PUBLIC = [
    _entry("disclosure:home", _("Home"), "home"),
    _entry("approvals:items", _("Service guide"), "book"),
    _entry("approvals:my", _("My cases"), "inbox"),
    _entry("approvals:progress", _("Check progress"), "search"),
    _entry("disclosure:figures", _("On-time figures"), "chart"),
    _entry("records:seals", _("Proof of records"), "seal"),
]

_QUEUES = [
    _entry("approvals:desk", _("My work"), "inbox"),
    _entry("approvals:desk_cases", _("Cases of the unit"), "list"),
]
_WINDOW = [_entry("approvals:register", _("Register a case"), "plus")]
_FIGURES = [_entry("approvals:my_figures", _("My figures"), "chart")]
_AROUND = [
    (_("Supervision"), [_entry("monitoring:my_cards", _("Cards and answers"), "warn")]),
    (_("Public pages"), [_entry("approvals:items", _("Service guide"), "book")]),
]
_DESK = [(_("Cases"), [*_QUEUES, *_FIGURES]), *_AROUND]
_WINDOW_DESK = [(_("Cases"), [*_QUEUES, *_WINDOW, *_FIGURES]), *_AROUND]
_SUPERVISION = [
    (
        _("Supervision"),
        [
            _entry("monitoring:overview", _("Overview"), "eye"),
            _entry("monitoring:board", _("Live board"), "chart"),
            _entry("monitoring:cards", _("Cards and notices"), "flag"),
            _entry("monitoring:rules", _("Rules"), "shield"),
        ],
    ),
    (_("Results"), [_entry("scoring:leaders", _("Rankings and report"), "star")]),
    (_("Records"), [_entry("records:seals", _("Proof of records"), "seal")]),
]
_LEADERS = [
    (_("Results"), [_entry("scoring:leaders", _("Rankings and report"), "star")]),
    (_("Supervision"), [_entry("monitoring:board", _("Live board"), "chart")]),
    (_("Public pages"), [_entry("disclosure:figures", _("On-time figures"), "chart")]),
]
_ADMIN = [
    (_("Administration"), [_entry("admin:index", _("Reference data"), "building")]),
    (_("Records"), [_entry("records:seals", _("Proof of records"), "seal")]),
]

STAFF = {
    Role.CLERK: _WINDOW_DESK,
    Role.REVIEWER: _DESK,
    Role.APPROVER: _DESK,
    Role.HEAD: _DESK,
    Role.INSPECTOR: _SUPERVISION,
    Role.LEADER: _LEADERS,
    Role.SYSTEM_ADMIN: _ADMIN,
    Role.SECURITY_ADMIN: _ADMIN,
    Role.AUDIT_ADMIN: _ADMIN,
}
