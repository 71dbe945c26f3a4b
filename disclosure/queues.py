"""What waits for whom: the tiles of the desk, each with the list behind it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from disclosure.models import (
    Announcement,
    CatalogueChange,
    CatalogueEntry,
    CheckSheet,
    InfoRequest,
    Lesson,
    LibraryDocument,
    OpennessCheck,
    Publication,
)
from disclosure.permissions import SIGNING, UNIT_ROLES, is_office, sees_county
from records.queues import Tile

SOON = 7  # days


def works(actor) -> bool:
    return actor.holds(*UNIT_ROLES)


def signs(actor) -> bool:
    return actor.holds(*SIGNING)


def own(rows, actor, field="organisation"):
    return rows.filter(**{f"{field}__in": actor.units}) if works(actor) else rows


def late(rows, actor, today):
    return rows.filter(state__in=Publication.OWED, due_on__lt=today)


TILES = [
    Tile(
        _("publications overdue"),
        "disclosure:publications",
        lambda actor, today: late(own(Publication.objects.all(), actor, "duty__organisation"), actor, today),
        lambda actor: works(actor) and not is_office(actor),
        "?which=owed",
        "over",
    ),
    Tile(
        _("to be published within seven days"),
        "disclosure:publications",
        lambda actor, today: own(Publication.objects.owed(), actor, "duty__organisation").filter(
            due_on__gte=today, due_on__lte=today + timedelta(days=SOON)
        ),
        lambda actor: works(actor) and not is_office(actor),
        "?which=owed",
        "warn",
    ),
    Tile(
        _("publications to be released"),
        "disclosure:publications",
        lambda actor, today: own(Publication.objects.filter(state="drafted"), actor, "duty__organisation").exclude(
            drafted_by=actor.user
        ),
        signs,
        "?state=drafted",
    ),
    Tile(
        _("announcements to be released"),
        "disclosure:desk_announcements",
        lambda actor, today: own(Announcement.objects.waiting(), actor).exclude(drafted_by=actor.user),
        signs,
        "?state=draft",
    ),
    Tile(
        _("information requests to be answered"),
        "disclosure:desk_requests",
        lambda actor, today: own(InfoRequest.objects.filter(state__in=InfoRequest.AT_WORK), actor),
        works,
        "?which=open",
        "warn",
    ),
    Tile(
        _("answers to be signed"),
        "disclosure:desk_requests",
        lambda actor, today: own(InfoRequest.objects.filter(state="drafted"), actor).exclude(drafted_by=actor.user),
        signs,
        "?state=drafted",
    ),
    Tile(
        _("longer terms to be approved"),
        "disclosure:desk_requests",
        lambda actor, today: own(
            InfoRequest.objects.filter(state="received", extension_days__isnull=False, extended_at=None), actor
        ).exclude(extension_by=actor.user),
        signs,
        "?state=received",
    ),
    Tile(
        _("faults to be put right"),
        "disclosure:checks",
        lambda actor, today: own(OpennessCheck.objects.owed(), actor),
        lambda actor: works(actor) and not is_office(actor),
        "?state=rectifying",
        "warn",
    ),
    Tile(
        _("publications overdue in the county"),
        "disclosure:publications",
        lambda actor, today: late(Publication.objects.visible_to(actor), actor, today),
        sees_county,
        "?which=late",
        "over",
    ),
    Tile(
        _("checks to be confirmed"),
        "disclosure:checks",
        lambda actor, today: (
            OpennessCheck.objects.visible_to(actor).filter(state="drafted").exclude(drafted_by=actor.user)
        ),
        is_office,
        "?state=drafted",
    ),
    Tile(
        _("said to be put right, to be looked at"),
        "disclosure:checks",
        lambda actor, today: OpennessCheck.objects.visible_to(actor).filter(state="reported"),
        is_office,
        "?state=reported",
    ),
    Tile(
        _("documents to be released"),
        "disclosure:documents",
        lambda actor, today: LibraryDocument.objects.filter(state="draft").exclude(entered_by=actor.user),
        is_office,
        "?state=draft",
    ),
    Tile(
        _("lines of the catalogue to be released"),
        "disclosure:lines",
        lambda actor, today: CatalogueEntry.objects.filter(state="draft").exclude(entered_by=actor.user),
        is_office,
        "?state=draft",
    ),
    Tile(
        _("changes of the catalogue to be released"),
        "disclosure:lines",
        lambda actor, today: CatalogueChange.objects.filter(state="draft").exclude(drafted_by=actor.user),
        is_office,
        "?which=changed",
    ),
    Tile(
        _("check sheets to be released"),
        "disclosure:sheets",
        lambda actor, today: CheckSheet.objects.filter(state="draft").exclude(drafted_by=actor.user),
        is_office,
        "?state=draft",
    ),
    Tile(
        _("lessons to be published"),
        "disclosure:desk_lessons",
        lambda actor, today: Lesson.objects.drafts().exclude(drafted_by=actor.user),
        is_office,
        "?state=draft",
    ),
]
