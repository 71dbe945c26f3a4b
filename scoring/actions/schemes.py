"""A scheme is drafted by one and put in force by another; until then its points may be wrong, after that never."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may
from records.refusal import Refused
from scoring.models import Category, Item, Scheme
from scoring.models.fields import shown
from scoring.permissions import can_draft_scheme, can_sign_scheme

COPIED = [
    *("code", "name", "about", "cadence", "formula", "base", "grading", "quotas", "limits", "grade_names"),
    *("parameters", "basis"),
]


@deed(makes=True)
def draft(scheme: Scheme, *, by, now) -> Scheme:
    """The next version begins as a copy. Raises Refused while another draft of this scheme is open."""
    may(can_draft_scheme(by))
    versions = Scheme.objects.select_for_update().filter(code=scheme.code).order_by("-version")
    if any(row.state == Scheme.State.DRAFT for row in versions):
        raise Refused(None, _("There is a draft of this scheme already: amend that one."))
    as_actor(by)
    about = {name: getattr(scheme, name) for name in COPIED}
    new = Scheme.objects.create(
        version=versions[0].version + 1,
        drafted_by=by.user,
        drafted_at=now,
        valid_from=timezone.localdate(now),
        **about,
    )
    put_parts(new, parts_of(scheme))
    record("scoring.scheme.drafted", new, actor=by, now=now, code=new.code, version=new.version)
    return new


@dataclass(frozen=True)
class Parts:
    """Categories (number, name, points) and items with the number of their category, as a form gives them."""

    categories: list[dict]
    items: list[dict]


def parts_of(scheme: Scheme) -> Parts:
    items = Item.objects.filter(category__scheme=scheme).select_related("category")
    items = items.order_by("category__number", "number")
    names = ["number", "text", "points", "earns", "rule", "each", "least", "source"]
    lines = [{"category": item.category.number} | {n: getattr(item, n) for n in names} for item in items]
    return Parts(list(scheme.categories.order_by("number").values("number", "name", "points")), lines)


def put_parts(scheme: Scheme, parts: Parts):
    """Write the categories and items of a draft anew."""
    scheme.categories.all().delete()
    made = {row["number"]: Category.objects.create(scheme=scheme, **row) for row in parts.categories}
    for line in parts.items:
        about = dict(line)
        Item.objects.create(category=made[about.pop("category")], **about)


@deed
def amend(scheme: Scheme, *, by, now, about: dict, parts: Parts) -> Scheme:
    """Write a draft anew: it may be wrong until it is signed (SCO-07). Raises Refused for what is no draft."""
    may(can_draft_scheme(by))
    scheme = for_update(scheme)
    if scheme.state != Scheme.State.DRAFT:
        raise Refused(None, _("This version is in force: begin the next one instead."))
    as_actor(by)
    for name, value in about.items():
        setattr(scheme, name, value)
    scheme.drafted_by, scheme.drafted_at = by.user, now
    scheme.save()
    put_parts(scheme, parts)
    record("scoring.scheme.amended", scheme, actor=by, now=now, code=scheme.code, version=scheme.version)
    return scheme


@deed
def sign(scheme: Scheme, *, by, now) -> Scheme:
    """Put a draft in force; the version before it ends. Raises Refused where points do not add up (SCO-07)."""
    may(can_sign_scheme(by))
    scheme = for_update(scheme)
    another(by, scheme.drafted_by_id)
    check_points(scheme)
    as_actor(by)
    for earlier in Scheme.objects.select_for_update().filter(code=scheme.code, state=Scheme.State.IN_FORCE):
        earlier.replace()
        earlier.save(update_fields=["state"])
    scheme.sign()
    scheme.signed_by, scheme.signed_at = by.user, now
    scheme.valid_from = max(scheme.valid_from, timezone.localdate(now))
    scheme.save(update_fields=["state", "signed_by", "signed_at", "valid_from"])
    record("scoring.scheme.signed", scheme, actor=by, now=now, code=scheme.code, version=scheme.version)
    return scheme


def check_points(scheme: Scheme):
    """Raises Refused with the first fault of the points."""
    for _where, words in faults(scheme):
        raise Refused(None, words)


def faults(scheme: Scheme) -> list[tuple[int | None, str]]:
    """What does not add up: (number of the category or None for the whole, words).

    Items make their category, categories the base (SCO-07); of weighted rounds the weights make a hundred.
    """
    if scheme.formula == Scheme.Formula.MEAN:
        return []
    if scheme.formula == Scheme.Formula.MIXED:
        return _faults_of_weights(scheme)
    return [*_faults_of_categories(scheme), *_faults_of_whole(scheme)]


def _faults_of_categories(scheme: Scheme):
    for category in scheme.categories.annotate(items_points=Sum("items__points")).order_by("number"):
        if category.items_points != category.points:
            told = _("“%(category)s” is worth %(points)s points, its items %(items)s.")
            sums = {"points": shown(category.points), "items": shown(category.items_points or 0)}
            yield category.number, told % ({"category": category.name} | sums)


def _faults_of_whole(scheme: Scheme):
    whole = scheme.categories.aggregate(whole=Sum("points"))["whole"] or 0
    if whole != scheme.base:
        told = _("The categories make %(whole)s points, the base is %(base)s.")
        yield None, told % {"whole": shown(whole), "base": shown(scheme.base)}


def _faults_of_weights(scheme: Scheme) -> list[tuple[int | None, str]]:
    weights = {code: Decimal(str(weight)) for code, weight in scheme.parameters.get("weights", {}).items()}
    found = []
    if set(weights) != {part.code for part in scheme.parts()}:
        found.append((None, _("Give a weight to every item, and to nothing else.")))
    if sum(weights.values()) != 100:
        found.append((None, _("The weights make %(sum)s, not 100.") % {"sum": shown(sum(weights.values()))}))
    return found
