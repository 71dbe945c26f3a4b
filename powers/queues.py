"""What waits for whom at the desks of powers: the tiles, each with the list behind it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from powers.models import PowerList, PowerStep, RiskPoint
from powers.permissions import UNIT_ROLES, is_office, sees_county
from records.queues import Tile


def mine(actor) -> bool:
    return actor.holds(*UNIT_ROLES) and not is_office(actor)


def decides(actor) -> bool:
    return is_office(actor) or actor.holds(Role.INSPECTOR)


def lists(state):
    return lambda actor, _today: PowerList.objects.visible_to(actor).filter(state=state)


def points(question):
    return lambda actor, today: question(RiskPoint.objects.visible_to(actor), today)


def unstaffed(actor, _today):
    """Steps of the own list for which nobody is named, or nobody who stands in."""
    own = PowerStep.objects.in_force().filter(power__list__organisation__in=actor.units)
    return own.filter(Q(holder=None) | Q(deputy=None))


S, P = PowerList.State, RiskPoint.State
TILES = [
    Tile(_("lists to be finished and declared"), "powers:lists", lists(S.DRAFT), mine, "?state=draft", "warn"),
    Tile(_("lists to be checked"), "powers:lists", lists(S.DECLARED), is_office, "?state=declared", "warn"),
    Tile(
        _("lists to be published"),
        "powers:lists",
        lists(S.CHECKED),
        lambda actor: is_office(actor) or actor.holds(Role.LEADER),
        "?state=checked",
        "warn",
    ),
    Tile(
        _("points to be assessed"),
        "powers:points",
        points(lambda rows, _today: rows.filter(state=P.FOUND)),
        mine,
        "?state=found",
        "warn",
    ),
    Tile(
        _("points to be decided"),
        "powers:points",
        points(lambda rows, _today: rows.waiting()),
        decides,
        "?state=proposed",
        "warn",
    ),
    Tile(
        _("points to be looked at again"),
        "powers:points",
        points(lambda rows, today: rows.review_due(today)),
        lambda actor: mine(actor) or sees_county(actor),
        "?which=review",
        "warn",
    ),
    Tile(
        _("measures overdue"),
        "powers:points",
        points(lambda rows, today: rows.measure_late(today)),
        lambda actor: mine(actor) or sees_county(actor),
        "?which=late",
        "over",
    ),
    Tile(
        _("points whose power left the list"),
        "powers:points",
        points(lambda rows, _today: rows.unlisted()),
        lambda actor: mine(actor) or decides(actor),
        "?which=unlisted",
    ),
    Tile(_("steps without holder or deputy"), "powers:powers", unstaffed, mine),
]
