"""What waits for whom: the tiles of the desk, each with the list behind it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from projects.models import Change, FollowUp, MonthlyReport, Node, Problem, Project
from projects.permissions import UNIT_ROLES, is_office, sees_county
from records.queues import Tile

SOON = 30  # days: what comes next at the desk of a unit


def mine(actor) -> bool:
    return actor.holds(*UNIT_ROLES) and not is_office(actor)


def own_nodes(actor):
    return Node.objects.filter(organisation=actor.organisation)


TILES = [
    Tile(
        _("nodes with a red light"),
        "projects:nodes",
        lambda actor, today: own_nodes(actor).late(today),
        mine,
        "?which=red",
        "over",
    ),
    Tile(
        _("nodes with a yellow light"),
        "projects:nodes",
        lambda actor, today: own_nodes(actor).behind(today),
        mine,
        "?which=yellow",
        "warn",
    ),
    Tile(
        _("reports to be written"),
        "projects:reports",
        lambda actor, today: MonthlyReport.objects.owed().filter(project__organisation=actor.organisation),
        mine,
        "?which=owed",
        "warn",
    ),
    Tile(
        _("problems to be solved"),
        "projects:problems",
        lambda actor, today: Problem.objects.open().filter(organisation=actor.organisation),
        mine,
        "?which=owed",
        "warn",
    ),
    Tile(
        _("solutions to be confirmed"),
        "projects:problems",
        lambda actor, today: Problem.objects.solved().filter(project__organisation=actor.organisation),
        mine,
        "?state=solved",
    ),
    Tile(
        _("plans to be written"),
        "projects:projects",
        lambda actor, today: Project.objects.filter(organisation=actor.organisation, state=Project.State.DRAFT),
        mine,
        "?state=draft",
    ),
    Tile(
        _("plans to be approved"),
        "projects:plans",
        lambda actor, today: Project.objects.visible_to(actor).filter(state=Project.State.SUBMITTED),
        is_office,
        "",
        "warn",
    ),
    Tile(
        _("changes to be decided"),
        "projects:changes",
        lambda actor, today: Change.objects.visible_to(actor).open(),
        is_office,
        "?state=proposed",
        "warn",
    ),
    Tile(
        _("reports to be read"),
        "projects:reports",
        lambda actor, today: MonthlyReport.objects.visible_to(actor).submitted(),
        is_office,
        "?state=submitted",
        "warn",
    ),
    Tile(
        _("nodes with a red light"),
        "projects:nodes",
        lambda actor, today: Node.objects.visible_to(actor).late(today),
        sees_county,
        "?which=red",
        "over",
    ),
    Tile(
        _("nodes with a yellow light"),
        "projects:nodes",
        lambda actor, today: Node.objects.visible_to(actor).behind(today),
        sees_county,
        "?which=yellow",
        "warn",
    ),
    Tile(
        _("demands to be looked after"),
        "projects:followups",
        lambda actor, today: FollowUp.objects.visible_to(actor).unsettled(),
        sees_county,
        "?which=unsettled",
    ),
    Tile(
        _("problems not solved"),
        "projects:problems",
        lambda actor, today: Problem.objects.visible_to(actor).open(),
        sees_county,
        "?which=owed",
    ),
]


def coming(actor, today):
    """The nodes of the next days that this actor's unit answers for, or all that it oversees."""
    rows = Node.objects.visible_to(actor) if sees_county(actor) else own_nodes(actor)
    soon = rows.owed().filter(planned_on__gte=today, planned_on__lte=today + timedelta(days=SOON))
    return soon.select_related("project", "organisation").order_by("planned_on", "pk")
