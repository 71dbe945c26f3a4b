"""A scheme is drafted by one and put in force by another; until then its points may be wrong, after that never."""

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import another, may, repeated
from records.refusal import Refused
from scoring.models import Scheme
from scoring.models.fields import shown
from scoring.permissions import can_sign_scheme


@deed
def sign(scheme: Scheme, *, by, now, key=None) -> Scheme:
    """Put a draft in force; the version before it ends. Raises Refused where points do not add up (SCO-07)."""
    if repeated(by, key):
        return scheme
    may(can_sign_scheme(by))
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
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
    """Items make their category, categories the base; of weighted rounds the weights make a hundred."""
    if scheme.formula != Scheme.Formula.SUM:
        return
    whole = 0
    for category in scheme.categories.annotate(items_points=Sum("items__points")):
        whole += category.points
        if category.items_points != category.points:
            told = _("“%(category)s” is worth %(points)s points, its items %(items)s.")
            sums = {"points": shown(category.points), "items": shown(category.items_points or 0)}
            raise Refused(None, told % ({"category": category.name} | sums))
    if whole != scheme.base:
        told = _("The categories make %(whole)s points, the base is %(base)s.")
        raise Refused(None, told % {"whole": shown(whole), "base": shown(scheme.base)})
