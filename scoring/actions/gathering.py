"""What the portal itself knows comes onto the sheets: new evidence is added, evidence that no longer counts goes."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import may
from records.refusal import Refused
from scoring.actions.marks import Wish, end, put
from scoring.actions.rounds import locked
from scoring.evidence import Found, gather
from scoring.models import Item, Mark, Round, Scheme, Sheet
from scoring.permissions import can_score


@deed
def count(round: Round, *, by, now) -> dict[str, int]:
    """Read all sources of the scheme for every sheet. Gives how many reasons came and went."""
    may(by.user is None or can_score(by, round))
    round = locked(round)
    if round.state != Round.State.OPEN:
        raise Refused(None, _("Grades are proposed already: points are entered no more."))
    as_actor(by)
    changes = [refresh(sheet, round, by=by, now=now) for sheet in round.sheets.select_related("organisation")]
    told = {"came": sum(came for came, _went in changes), "went": sum(went for _came, went in changes)}
    record("scoring.round.counted", round, actor=by, now=now, **told)
    return told


def refresh(sheet: Sheet, round: Round, *, by, now) -> tuple[int, int]:
    """The marks of the sources as they should be now; people's own marks are left alone.

    An item is earned once: where people gave its points already, because the source was silent then, these stand.
    """
    standing = {identity(mark): mark for mark in sheet.marks.filter(withdrawn_at=None).exclude(source="")}
    given = given_by_people(sheet, round)
    told = [about for about in gather(sheet, round) if not (about[1] and about[1].pk in given)]
    wanted = {_identity(*about): about for about in told}
    gone = [mark for sign, mark in standing.items() if sign not in wanted]
    for mark in gone:
        end(mark, by=by, now=now, reason=_("The evidence no longer counts."))
    new = [about for sign, about in wanted.items() if sign not in standing]
    for name, item, found in new:
        add(sheet, name, item, found, by=by, now=now)
    return len(new), len(gone)


def add(sheet: Sheet, name: str, item: Item | None, found: Found, *, by, now) -> Mark:
    """What a source found becomes a mark."""
    place = item if found.kind == Mark.Kind.PART else None
    wish = Wish(found.kind, found.words, item=place, ground=found.ground, evidence=found.evidence)
    return put(sheet, wish, points=found.points, by=by, now=now, source=name)


def given_by_people(sheet: Sheet, round: Round) -> set[int]:
    """Items that are earned once and were; a mean takes both."""
    if round.scheme.formula == Scheme.Formula.MEAN:
        return set()
    return set(sheet.marks.counting().filter(source="", item__earns=True).values_list("item", flat=True))


def identity(mark: Mark) -> tuple:
    """What makes two reasons the same: with other points or words it is another one."""
    item = mark.item_id
    return mark.source, mark.kind, item, mark.subject_type_id, mark.subject_id, mark.points, mark.words


def _identity(name: str, item: Item | None, found: Found) -> tuple:
    kind, key = None, None
    if found.evidence is not None:
        kind, key = ContentType.objects.get_for_model(found.evidence).pk, found.evidence.pk
    place = item.pk if item and found.kind == Mark.Kind.PART else None
    return name, found.kind, place, kind, key, found.points, found.words[:300]
