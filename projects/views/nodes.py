"""A node of a plan: what is done, its light, the wish to move its day."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects import figures
from projects.actions import nodes as actions
from projects.forms import desk as desk_forms
from projects.forms import projects as forms
from projects.models import Change, Node
from projects.permissions import can_decide_change, can_do_node, can_follow
from projects.tables import fact, warn_until
from projects.views.common import address_of_project, lamp_of, only_staff, percent, today
from records.desk import Deed, detail, take
from records.models import Attachment
from records.thumbnails import is_picture

RELATED = ["project__organisation__parent", "project__responsible", "organisation", "done_by"]
TONES = {figures.RED: "over", figures.YELLOW: "warn"}


@dataclass(frozen=True)
class Line:
    """A node in the timeline of its project: `pace` is what the time asks for, in percent."""

    node: Node
    lamp: tuple
    tone: str
    pace: Decimal


def line_of(node: Node, day, until) -> Line:
    known = fact(node)
    light = figures.light(known, day, until)
    return Line(node, lamp_of(light), TONES.get(light, "ok"), figures.pace(known, day))


def owed(actor, node) -> bool:
    return node.done_on is None and node.project.is_active and can_do_node(actor, node)


def movable(actor, node) -> bool:
    return owed(actor, node) and node.planned_on >= today() and not node.changes.open().exists()


def waits(actor, node) -> bool:
    change = open_change(node)
    return change is not None and node.project.is_active and can_decide_change(actor, change)


def open_change(node) -> Change | None:
    return node.changes.open().select_related("node__project__organisation").first()


def on_change(action):
    """A deed on the change of this node that waits; the page is that of the node."""

    def run(node, **about):
        action(get_object_or_404(Change.objects.open(), node=node), **about)
        return node

    return run


DEEDS = {
    "done": Deed(
        desk_forms.DoneForm,
        actions.do,
        owed,
        gettext_lazy("Tell that it is done"),
        gettext_lazy("Noted: done today."),
        "check",
    ),
    "change": Deed(
        forms.ChangeForm,
        actions.propose_change,
        movable,
        gettext_lazy("Ask for another day"),
        gettext_lazy("Proposed; the follow-up office decides."),
        "calendar",
    ),
    "approve": Deed(
        forms.OpinionForm,
        on_change(actions.approve_change),
        lambda actor, node: waits(actor, node) and node.planned_on >= today(),
        gettext_lazy("Agree to the new day"),
        gettext_lazy("The node is due on the new day."),
        "seal",
    ),
    "refuse": Deed(
        forms.RefuseForm,
        on_change(actions.refuse_change),
        waits,
        gettext_lazy("Refuse the new day"),
        gettext_lazy("Refused; the node is due as planned."),
        "stop",
        grave=True,
    ),
    "undo": Deed(
        forms.UndoForm,
        actions.undo,
        lambda actor, node: node.done_on is not None and node.project.is_active and can_follow(actor, node.project),
        gettext_lazy("Found not done"),
        gettext_lazy("The node is owed again."),
        "warn",
        grave=True,
    ),
}


def seen_node(actor, pk) -> Node:
    return get_object_or_404(Node.objects.visible_to(actor).select_related(*RELATED), pk=pk)


@require_safe
@only_staff
def node(request, pk):
    return node_page(request, seen_node(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def node_deed(request, pk, deed):
    return take(request, seen_node(request.actor, pk), deed, DEEDS, node_page, after)


def after(row):
    return row.node.address if isinstance(row, Change) else row.address


def node_page(request, row: Node, refused=None):
    day = today()
    shown = line_of(row, day, warn_until(day))
    files = list(Attachment.objects.about(row))
    about = {
        "title": row.name,
        "lamp": shown.lamp if row.project.approved_at else ("info", row.project.get_state_display()),
        "facts": facts(row, shown),
        "files": [file for file in files if not is_picture(file)],
        "pictures": [file for file in files if is_picture(file)],
        "tables": [(_("Changes of the day"), [(head, False) for head in CHANGED], changes(row))],
        "back": (address_of_project(row.project), row.project.name),
        "deed_address": "projects:node_deed",
        "nav_at": reverse("projects:projects"),
        "template": "projects/desk/node.html",
    }
    return detail(request, row, DEEDS, about, refused)


CHANGED = [
    gettext_lazy("until now"),
    gettext_lazy("new day"),
    gettext_lazy("Reason"),
    gettext_lazy("Proposed by"),
    gettext_lazy("Decided by"),
    gettext_lazy("State"),
]


def changes(row: Node) -> list[list]:
    rows = row.changes.select_related("proposed_by", "decided_by")
    return [
        [
            one.was_on,
            one.to_on,
            one.reason,
            one.proposed_by,
            f"{one.decided_by} {one.opinion}" if one.decided_by else "—",
            ("lamp", one.tone, one.get_state_display()),
        ]
        for one in rows
    ]


def facts(row: Node, shown: Line) -> list[tuple]:
    return [
        (_("Project"), row.project.name),
        (_("stage"), row.get_stage_display()),
        (_("unit that answers for it"), row.organisation.name),
        (_("weight"), percent(row.weight)),
        (_("begins on"), row.starts_on),
        (_("due on"), row.planned_on),
        (_("first planned for"), row.original_on),
        (_("done (percent)"), percent(row.share)),
        (_("what the time asks for"), percent(figures.rounded(shown.pace)) if row.done_on is None else ""),
        (_("done on"), row.done_on),
        (_("how it was done"), row.done_words),
        (_("Told by"), row.done_by),
    ]
