"""Points come onto a sheet one by one, each with its reason; they are taken back, never changed."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Faulty, Refused
from scoring import calculate
from scoring.models import Category, Item, Mark, Round, Scheme, Sheet
from scoring.models.fields import shown
from scoring.permissions import can_confirm, can_score


@dataclass(frozen=True)
class Wish:
    """What somebody wants to enter. `count` is what an item of a rule asks for: how many are missing, were held."""

    kind: str
    words: str
    points: Decimal | None = None
    count: int | None = None
    item: Item | None = None
    category: Category | None = None
    ground: str = ""
    evidence: object = None


@deed(makes=True)
def enter(sheet: Sheet, wish: Wish, *, by, now, files=()) -> Mark:
    """Put one reason on the sheet. Bonus, incidents and lost categories wait for a second person (S1-04, S1-05)."""
    round = lock_open(sheet)
    may(can_score(by, round))
    as_actor(by)
    mark = write(sheet, wish, round, by=by, now=now)
    bind(files, mark, by=by, now=now)
    return mark


def write(sheet: Sheet, wish: Wish, round: Round, *, by, now) -> Mark:
    check_place(sheet, wish)
    mark = put(sheet, wish, points=worth(wish, round), by=by, now=now)
    record("scoring.mark.entered", mark, actor=by, now=now, kind=mark.kind, points=shown(mark.points))
    return mark


@deed
def take_in(round: Round, rows: list[tuple[int, Sheet, Wish]], *, by, now) -> int:
    """Put the reasons of a list on their sheets: all of them, or none. Raises Faulty with the rows at fault."""
    may(can_score(by, round))
    round = for_update(round, "scheme")
    check_open(round)
    as_actor(by)
    faults = []
    for number, sheet, wish in rows:
        try:
            write(sheet, wish, round, by=by, now=now)
        except Refused as refusal:
            faults.append(refusal.at(number))
    if faults:
        raise Faulty(faults)
    return len(rows)


def lock_open(sheet: Sheet) -> Round:
    """The round, locked. Raises Refused once grades are proposed."""
    round = Round.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=sheet.round_id)
    check_open(round)
    return round


def check_open(round: Round):
    if round.state != Round.State.OPEN:
        raise Refused(None, _("Grades are proposed already: points are entered no more."))


def put(sheet: Sheet, wish: Wish, *, points: Decimal, by, now, source="") -> Mark:
    mark = Mark(sheet=sheet, kind=wish.kind, item=wish.item, category=wish.category, ground=wish.ground, points=points)
    mark.words = needed(wish.words, "words", _("Give the reason."))[:300]
    mark.subject = wish.evidence
    mark.source, mark.made_at, mark.made_by = source, now, by.user
    mark.needs_second = not source and (wish.kind in (Mark.Kind.BONUS, Mark.Kind.ZERO) or wish.ground == "incident")
    mark.save()
    return mark


def check_place(sheet: Sheet, wish: Wish):
    """Items belong to the scheme; an item that is met or earned once is not judged twice, nor what a source gave."""
    if wish.item and wish.item.category.scheme_id != sheet.round.scheme_id:
        raise Refused(None, _("This item belongs to another scheme."), field="item")
    once = wish.item and (wish.item.earns or wish.item.rule != Item.Rule.HAND)
    if once and given(sheet, wish.item).exists():
        raise Refused(None, _("There are points for this item already: take them back first."), field="item")


def given(sheet: Sheet, item: Item):
    """The points that stand for this item; of a mean those of people, since every result of a source counts there."""
    told = Mark.objects.counting().filter(sheet=sheet, item=item)
    return told.filter(source="") if sheet.round.scheme.formula == Scheme.Formula.MEAN else told


def worth(wish: Wish, round: Round) -> Decimal:
    """The points of this reason by the rule of its item or ground. Raises Refused that names the field."""
    if wish.kind == Mark.Kind.ZERO:
        return Decimal(0)
    if wish.item and wish.item.rule != Item.Rule.HAND:
        return by_rule(wish.item, wish.count)
    if wish.points is None or wish.points < 0:
        raise Refused(None, _("Enter points that are not negative."), field="points")
    if wish.kind == Mark.Kind.PART and wish.points > wish.item.points:
        told = _("This item is worth %(points)s points at most.")
        raise Refused(None, told % {"points": shown(wish.item.points)}, field="points")
    if wish.kind == Mark.Kind.DEDUCTION:
        check_range(wish, round)
    if wish.kind == Mark.Kind.BONUS:
        check_bonus(wish, round)
    return wish.points


def by_rule(item: Item, count: int | None) -> Decimal:
    if count is None or count < 0:
        raise Refused(None, _("Enter the number that was counted."), field="count")
    if item.rule == Item.Rule.MISSING:
        return calculate.missing(item.points, item.each, count)
    return calculate.at_least(item.points, item.least or 1, count)


def check_range(wish: Wish, round: Round):
    """S1-05: each ground has its points; an incident costs three to five by gravity (SCO-03)."""
    grounds = round.scheme.parameters.get("deductions", calculate.DEDUCTIONS)
    if wish.ground not in grounds:
        raise Refused(None, _("Choose the ground of the deduction."), field="ground")
    least, most = (Decimal(str(limit)) for limit in grounds[wish.ground])
    if not least <= wish.points <= most:
        told = _("This ground costs %(least)s to %(most)s points.")
        raise Refused(None, told % {"least": shown(least), "most": shown(most)}, field="points")


def check_bonus(wish: Wish, round: Round):
    cap = round.scheme.parameters.get("bonus_cap")
    if not wish.points:
        raise Refused(None, _("A bonus gives more than nothing."), field="points")
    if cap is not None and wish.points > Decimal(str(cap)):
        raise Refused(None, _("A bonus gives %(most)s points at most.") % {"most": cap}, field="points")


@deed
def confirm(mark: Mark, *, by, now) -> Mark:
    """A second person of the office lets it count."""
    round = lock_open(mark.sheet)
    may(can_confirm(by, round))
    mark = for_update(mark)
    another(by, mark.made_by_id)
    if not mark.needs_second or mark.confirmed_at or mark.withdrawn_at:
        raise Refused(None, _("These points do not wait for a second person."))
    as_actor(by)
    mark.confirmed_by, mark.confirmed_at = by.user, now
    mark.save(update_fields=["confirmed_by", "confirmed_at"])
    record("scoring.mark.confirmed", mark, actor=by, now=now, points=shown(mark.points))
    return mark


@deed
def take_back(mark: Mark, *, by, now, reason: str) -> Mark:
    """The points stop counting and stay readable."""
    round = lock_open(mark.sheet)
    may(can_score(by, round))
    return end(mark, by=by, now=now, reason=needed(reason, "reason", _("Give the reason.")))


def end(mark: Mark, *, by, now, reason: str) -> Mark:
    mark = for_update(mark)
    if mark.withdrawn_at:
        raise Refused(None, _("These points were taken back already."))
    as_actor(by)
    mark.withdrawn_by, mark.withdrawn_at, mark.withdrawn_reason = by.user, now, reason[:300]
    mark.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record("scoring.mark.taken_back", mark, actor=by, now=now, points=shown(mark.points), reason=reason)
    return mark
