"""What names of a source system mean: proposed by one person, confirmed by another, then tried on what waits."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from approvals.models import Item
from exchange.actions.sources import check_keeper, lock
from exchange.intake import take_again
from exchange.models import Mapping, Problem, SourceSystem
from exchange.permissions import can_confirm
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused


@deed(makes=True)
def propose_mapping(
    source: SourceSystem, *, by, now, kind: str, name: str, item: Item | None = None, organisation=None
) -> Mapping:
    """Say which item or unit of ours a name of the source means. It holds once an inspector has confirmed it."""
    source = lock(source)
    check_keeper(by, source)
    if organisation is not None and not organisation.path.startswith(source.organisation.path):
        raise Refused(None, _("The source may not speak for this unit."), field="organisation")
    if source.mappings.filter(kind=kind, name=name).exclude(state=Mapping.State.REFUSED).exists():
        raise Refused(None, _("This name has a meaning already."), field="name")
    meaning = {"item_code": item.code if item else "", "organisation": organisation}
    mapping = Mapping.objects.create(
        source=source, kind=kind, name=name, **meaning, proposed_by=by.user, proposed_at=now
    )
    record("exchange.mapping.proposed", source, actor=by, now=now, kind=kind, name=name, meaning=mapping.meaning)
    return mapping


def decided(mapping: Mapping, verb: str, by, now) -> Mapping:
    lock(mapping.source)
    mapping = for_update(mapping, "source")
    if not can_confirm(by, mapping):
        raise PermissionDenied(_("A mapping is confirmed by an inspector who did not propose it."))
    getattr(mapping, verb)()
    mapping.decided_by, mapping.decided_at = by.user, now
    mapping.save(update_fields=["state", "decided_by", "decided_at"])
    detail = {"kind": mapping.kind, "name": mapping.name, "meaning": mapping.meaning}
    record(f"exchange.mapping.{verb}", mapping.source, actor=by, now=now, **detail)
    return mapping


@deed
def confirm_mapping(mapping: Mapping, *, by, now) -> Mapping:
    """From now on the name is understood; the lines that waited for it are taken in."""
    mapping = decided(mapping, "confirm", by, now)
    waiting = mapping.source.problems.waiting().filter(field=mapping.kind, value=mapping.name)
    take_again(mapping.source, list(Problem.objects.select_for_update().filter(pk__in=waiting).order_by("pk")), now)
    return mapping


@deed
def refuse_mapping(mapping: Mapping, *, by, now) -> Mapping:
    """The name means something else; another proposal may follow."""
    return decided(mapping, "refuse", by, now)
