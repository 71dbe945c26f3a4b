"""What waits at the desk of the office of appraisal, and in the units it scores."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from scoring.models import Consequence, Mark, Review, Round, Scheme
from scoring.permissions import appraises, can_sign_grades

C, R = Consequence.State, Review.State


@dataclass(frozen=True)
class Tile:
    """One heap of work: what lies there, and the list that shows it."""

    words: str
    rows: Callable
    address: str
    query: str = ""
    tone: str = "warn"


def of_office(actor, rows, path="organisation"):
    return rows.filter(**{f"{path}__in": actor.units})


def second(actor, rows, field: str):
    """What waits for somebody else than who did the first step."""
    return rows.exclude(**{field: actor.user})


OFFICE = [
    Tile(
        _("points that wait for a second person"),
        lambda actor: second(actor, of_office(actor, Mark.objects.waiting(), "sheet__round__organisation"), "made_by"),
        "scoring:waiting",
    ),
    Tile(
        _("rounds in which points are collected"),
        lambda actor: of_office(actor, Round.objects.filter(state=Round.State.OPEN)),
        "scoring:rounds",
        "?state=open",
        "info",
    ),
    Tile(
        _("rounds signed, to be published"),
        lambda actor: of_office(actor, Round.objects.filter(state=Round.State.SIGNED)),
        "scoring:rounds",
        "?state=signed",
    ),
    Tile(
        _("reviews to be examined"),
        lambda actor: of_office(actor, Review.objects.filter(state=R.ASKED), "sheet__round__organisation"),
        "scoring:reviews",
        "?state=asked",
        "over",
    ),
    Tile(
        _("answers to reviews to be signed"),
        lambda actor: second(
            actor,
            of_office(actor, Review.objects.filter(state=R.PROPOSED), "sheet__round__organisation"),
            "proposed_by",
        ),
        "scoring:reviews",
        "?state=proposed",
    ),
    Tile(
        _("scores to be changed after a review"),
        lambda actor: of_office(actor, Review.objects.filter(state=R.GRANTED), "sheet__round__organisation"),
        "scoring:reviews",
        "?state=granted",
        "over",
    ),
    Tile(
        _("consequences to confirm or drop"),
        lambda actor: second(
            actor,
            Consequence.objects.of_office(actor.organisation).filter(state=C.PROPOSED),
            "proposed_by",
        ),
        "scoring:consequences",
        "?state=proposed",
    ),
    Tile(
        _("rectifications to accept"),
        lambda actor: of_office(
            actor, Consequence.objects.filter(state=C.ANSWERED), "publication__round__organisation"
        ),
        "scoring:consequences",
        "?state=answered",
    ),
    Tile(
        _("schemes in draft"),
        lambda actor: Scheme.objects.filter(state=Scheme.State.DRAFT),
        "scoring:schemes",
        "?state=draft",
        "info",
    ),
]
SIGNERS = Tile(
    _("grades to sign"),
    lambda actor: second(actor, Round.objects.filter(state=Round.State.PROPOSED), "proposed_by"),
    "scoring:rounds",
    "?state=proposed",
    "over",
)


def waiting(actor) -> list[dict]:
    """The heaps of the office, or of who signs, that hold something."""
    tiles = list(OFFICE) if appraises(actor) else []
    if any(can_sign_grades(actor, round) for round in Round.objects.filter(state=Round.State.PROPOSED)):
        tiles.insert(0, SIGNERS)
    found = [{"tile": tile, "count": tile.rows(actor).count()} for tile in tiles]
    return [row for row in found if row["count"]]


def rectifying(actor):
    """What the unit of this actor has to rectify now, with its term."""
    rows = Consequence.objects.visible_to(actor).filter(sheet__organisation__in=actor.units)
    return rows.filter(kind="rectify", state=C.CONFIRMED).select_related("publication__round__scheme", "sheet")
