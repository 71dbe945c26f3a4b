"""What waits for whom: heaps of the desk of indicators, each a number and the list behind it."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from records.queues import Tile
from scoring.models import Delay, GoalDocument, Task
from scoring.permissions import UNIT_ROLES, appraises
from scoring.permissions.indicators import sees_county


def mine(actor) -> bool:
    return actor.holds(*UNIT_ROLES)


def own(actor):
    return Task.objects.running().filter(organisation__in=actor.units)


def seen(actor):
    return Task.objects.visible_to(actor).running()


def own_delays(actor):
    return Delay.objects.filter(task__organisation__in=actor.units).owed()


def untold(actor, today):
    """Behind their time, and no notice about them is open."""
    open_ones = Delay.objects.exclude(state=Delay.State.CLOSED).filter(task=OuterRef("pk"))
    return Task.objects.visible_to(actor).behind(today).exclude(Exists(open_ones))


TILES = [
    Tile(
        _("explanations overdue"),
        "scoring:delays",
        lambda actor, today: own_delays(actor).filter(due_on__lt=today),
        mine,
        "?which=overdue",
        "over",
    ),
    Tile(
        _("delays to be explained"),
        "scoring:delays",
        lambda actor, today: own_delays(actor).filter(due_on__gte=today),
        mine,
        "?state=issued",
        "warn",
    ),
    Tile(
        _("own tasks behind the time"),
        "scoring:tasks",
        lambda actor, today: own(actor).behind(today),
        mine,
        "?which=behind",
        "warn",
    ),
    Tile(
        _("own tasks to be rated"),
        "scoring:tasks",
        lambda actor, today: own(actor).filter(state=Task.State.OPEN, due_on__lt=today),
        mine,
        "?state=open",
    ),
    Tile(
        _("own tasks under way"),
        "scoring:tasks",
        lambda actor, today: own(actor).filter(state=Task.State.OPEN),
        mine,
        "?state=open",
    ),
    Tile(
        _("tasks to be reviewed"),
        "scoring:goal_review",
        lambda actor, today: seen(actor).filter(state=Task.State.SELF_RATED),
        appraises,
        "",
        "warn",
    ),
    Tile(
        _("reviews to be signed off"),
        "scoring:goal_review",
        lambda actor, today: seen(actor).filter(state=Task.State.REVIEWED),
        appraises,
        "",
        "warn",
    ),
    Tile(_("behind without a notice"), "scoring:goal_review", untold, appraises, "", "over"),
    Tile(
        _("explanations to be read"),
        "scoring:delays",
        lambda actor, today: Delay.objects.filter(state=Delay.State.EXPLAINED),
        appraises,
        "?state=explained",
        "warn",
    ),
    Tile(
        _("explanations overdue in the county"),
        "scoring:delays",
        lambda actor, today: Delay.objects.visible_to(actor).owed().filter(due_on__lt=today),
        sees_county,
        "?which=overdue",
        "over",
    ),
    Tile(
        _("documents to be put in force"),
        "scoring:goals",
        lambda actor, today: GoalDocument.objects.filter(state=GoalDocument.State.DRAFT),
        appraises,
        "?state=draft",
    ),
    Tile(
        _("tasks of the county behind the time"),
        "scoring:tasks",
        lambda actor, today: Task.objects.visible_to(actor).behind(today),
        sees_county,
        "?which=behind",
        "warn",
    ),
]
