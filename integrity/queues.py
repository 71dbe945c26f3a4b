"""What waits for whom: the tiles of the desk, each with the list behind it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integrity.models import Accountability, ArchiveNote, Reminder, RiskInformation, RiskOrder, SelfReport
from integrity.permissions import is_discipline, speaks_for, watches
from records.queues import Tile


def late(rows, today):
    """Orders whose plan or feedback the unit owes although the day is over."""
    plan = Q(state=RiskOrder.State.ISSUED, plan_due_on__lt=today)
    return rows.filter(plan | Q(state=RiskOrder.State.UNDERWAY, finish_on__lt=today))


def speaks(actor) -> bool:
    return actor.post is not None and speaks_for(actor, actor.organisation.pk)


def anybody(actor) -> bool:
    return actor.is_staff_member


def orders(actor, *states):
    return RiskOrder.objects.visible_to(actor).filter(state__in=states)


S, O = RiskInformation.State, RiskOrder.State  # noqa: E741
TILES = [
    Tile(
        _("information to be judged"),
        "integrity:informations",
        lambda actor, today: RiskInformation.objects.visible_to(actor).filter(state=S.ENTERED),
        is_discipline,
        "?state=entered",
        "warn",
    ),
    Tile(
        _("judgements to be confirmed"),
        "integrity:informations",
        lambda actor, today: RiskInformation.objects.visible_to(actor).filter(state=S.JUDGED),
        is_discipline,
        "?state=judged",
        "warn",
    ),
    Tile(
        _("plans to be agreed to"),
        "integrity:orders",
        lambda actor, today: orders(actor, O.PLANNED),
        is_discipline,
        "?state=planned",
        "warn",
    ),
    Tile(
        _("feedback to be verified"),
        "integrity:orders",
        lambda actor, today: orders(actor, O.REPORTED),
        is_discipline,
        "?state=reported",
        "warn",
    ),
    Tile(
        _("orders that are late"),
        "integrity:orders",
        lambda actor, today: late(RiskOrder.objects.visible_to(actor), today),
        watches,
        "?which=late",
        "over",
    ),
    Tile(
        _("proposals of accountability"),
        "integrity:proposals",
        lambda actor, today: Accountability.objects.visible_to(actor).open(),
        watches,
        "?state=proposed",
        "warn",
    ),
    Tile(
        _("answers to be judged"),
        "integrity:reminders",
        lambda actor, today: Reminder.objects.visible_to(actor).waiting(),
        is_discipline,
        "?state=answered",
        "",
    ),
    Tile(
        _("reminders not answered in time"),
        "integrity:reminders",
        lambda actor, today: Reminder.objects.visible_to(actor).unanswered(today),
        is_discipline,
        "?which=unanswered",
        "over",
    ),
    Tile(
        _("self-reports to be read"),
        "integrity:reports",
        lambda actor, today: SelfReport.objects.visible_to(actor).filter(state=SelfReport.State.SUBMITTED),
        is_discipline,
        "?state=submitted",
        "",
    ),
    Tile(
        _("self-reports missing"),
        "integrity:reports",
        lambda actor, today: SelfReport.objects.visible_to(actor).missing(today),
        watches,
        "?which=missing",
        "over",
    ),
    Tile(
        _("lines of archives to be signed"),
        "integrity:archives",
        lambda actor, today: ArchiveNote.objects.filter(
            state=ArchiveNote.State.PROPOSED, organisation__path__startswith=actor.watched_path
        ),
        is_discipline,
        "",
        "",
    ),
    Tile(
        _("plans of rectification to be written"),
        "integrity:orders",
        lambda actor, today: orders(actor, O.ISSUED),
        speaks,
        "?state=issued",
        "warn",
    ),
    Tile(
        _("risks to be put right"),
        "integrity:orders",
        lambda actor, today: orders(actor, O.UNDERWAY),
        speaks,
        "?state=underway",
        "warn",
    ),
    Tile(
        _("self-reports to be written"),
        "integrity:reports",
        lambda actor, today: SelfReport.objects.visible_to(actor).owed(),
        speaks,
        "?state=owed",
        "warn",
    ),
    Tile(
        _("reminders to be answered by you"),
        "integrity:reminders",
        lambda actor, today: Reminder.objects.open().filter(person=actor.user),
        anybody,
        "?state=open",
        "warn",
    ),
]
