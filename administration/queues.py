"""What waits for whom: the tiles of the first page, each with the list behind it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from administration.models import Confirmation, Grant, Reorganisation
from administration.permissions import is_administrator, is_auditor, is_head, is_security, is_system
from administration.unexplained import unexplained
from records.queues import Tile


def signers(actor) -> bool:
    return is_security(actor) or is_head(actor)


TILES = [
    Tile(
        _("rights that wait for a second signature"),
        "administration:grants",
        lambda actor, _today: Grant.objects.visible_to(actor).waiting().exclude(proposed_by=actor.user),
        signers,
        "?state=proposed",
        "warn",
    ),
    Tile(
        _("my proposals without a second signature"),
        "administration:grants",
        lambda actor, _today: Grant.objects.waiting().filter(proposed_by=actor.user),
        is_security,
        "?state=proposed",
    ),
    Tile(
        _("rights that begin on their day"),
        "administration:grants",
        lambda actor, _today: Grant.objects.visible_to(actor).coming(),
        signers,
        "?state=activated",
    ),
    Tile(
        _("reorganisations that wait for a second signature"),
        "administration:reorganisations",
        lambda actor, _today: Reorganisation.objects.waiting(),
        lambda actor: is_security(actor) or is_system(actor),
        "?state=proposed",
        "warn",
    ),
    Tile(
        _("posts to be confirmed in the yearly review"),
        "administration:confirmations",
        lambda actor, _today: Confirmation.objects.visible_to(actor).open(),
        signers,
        "?state=open",
        "warn",
    ),
    Tile(
        _("suspended posts"),
        "administration:posts",
        lambda actor, _today: posts_of(actor).standing().exclude(suspended_on=None),
        lambda actor: is_administrator(actor) or is_head(actor),
        "?which=suspended",
        "over",
    ),
    Tile(
        _("posts that the log of rights does not explain"),
        "administration:unexplained",
        lambda actor, _today: unexplained(),
        is_auditor,
        "",
        "over",
    ),
]


def posts_of(actor):
    """The posts that this actor may look at: all, or those of the own unit."""
    rows = Post.objects.all()
    return rows if is_administrator(actor) else rows.filter(organisation=actor.organisation)
