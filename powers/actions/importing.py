"""Lists of powers and of risk points: all rows or none, written with few statements however many they are."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from powers.actions import lists
from powers.actions.lists import Facts, Step
from powers.actions.points import BATCH, line, weigh
from powers.levels import Factors
from powers.models import Power, PowerList, PowerStep, RiskPoint, RiskReview, VillageKind
from powers.permissions import can_begin, can_find, can_import
from records.actions import EntryDraft, as_actor, deed, record, record_many
from records.deeds import may
from records.refusal import Faulty, RowFault

FACTORS = ["probability", "harm", "frequency", "discretion"]
Row = tuple[int, dict]  # its number in the file, its cleaned fields


def check_units(rows: Sequence[Row], by, allowed) -> list[RowFault]:
    """Units of which this actor may not read anything in."""
    answers, faults = {}, []
    for number, row in rows:
        unit = row["organisation"]
        if unit.pk not in answers:
            answers[unit.pk] = allowed(by, unit)
        if not answers[unit.pk]:
            words = _("You may read in rows of your own unit only.")
            faults.append(RowFault(number, "organisation", words))
    return faults


# powers


@deed
def read_powers(rows: Sequence[Row], *, by, now) -> int:
    """Write the draft of every unit that the list names; what stood in a draft is replaced.

    Returns how many powers. Raises Faulty.
    """
    may(can_import(by))
    faults = [*check_units(rows, by, can_begin), *check_codes(rows)]
    drafts = {} if faults else drafts_of(rows, by, now, faults)
    if faults:
        raise Faulty(faults)
    write_powers(rows, drafts)
    about = {"powers": len(rows), "lists": len(drafts)}
    record("powers.powers.read", by.organisation, actor=by, now=now, **about)
    return len(rows)


def check_codes(rows: Sequence[Row]) -> list[RowFault]:
    """Codes that stand in the file twice, or belong to another unit; kinds that do not fit the list."""
    codes = {row["code"] for _number, row in rows}
    owners, seen, faults = owners_of(codes), {}, []
    for number, row in rows:
        code, unit = row["code"], row["organisation"]
        if code in seen:
            words = _("This code stands in row %(row)s already.") % {"row": seen[code]}
            faults.append(RowFault(number, "code", words))
        elif not owners[code] <= set(unit.units):
            faults.append(RowFault(number, "code", _("This code belongs to another unit.")))
        elif (row["kind"] in VillageKind.values) != (lists.list_kind(unit) == PowerList.Kind.VILLAGE):
            faults.append(RowFault(number, "kind", _("This kind does not belong to this list.")))
        seen.setdefault(code, number)
    return faults


def owners_of(codes) -> dict[str, set[int]]:
    """The units in whose lists each code stands, in any version."""
    found = defaultdict(set)
    for code, unit in Power.objects.filter(code__in=codes).values_list("code", "list__organisation"):
        found[code].add(unit)
    return found


def drafts_of(rows: Sequence[Row], by, now, faults: list[RowFault]) -> dict[int, PowerList]:
    """The draft of each unit, emptied; a new one where there is none. A list that is being checked is a fault."""
    firsts = {}
    for number, row in rows:
        firsts.setdefault(row["organisation"], number)
    open_ones = PowerList.objects.open().filter(organisation__in=firsts).select_for_update(of=("self",))
    drafts = {}
    known = {one.organisation_id: one for one in open_ones}
    for unit, number in firsts.items():
        draft = known.get(unit.pk) or lists.begun(unit, by, now)
        if not draft.is_draft:
            faults.append(RowFault(number, "organisation", _("The list of this unit is being checked; wait for it.")))
        drafts[unit.pk] = draft
    if not faults:
        PowerStep.objects.filter(power__list__in=drafts.values()).delete()
        Power.objects.filter(list__in=drafts.values()).delete()
    return drafts


def write_powers(rows: Sequence[Row], drafts: dict[int, PowerList]):
    powers, steps, counts = [], [], {}
    for _number, row in rows:
        draft = drafts[row["organisation"].pk]
        counts[draft.pk] = counts.get(draft.pk, 0) + 1
        facts = Facts(**{name: row[name] for name in Facts.__dataclass_fields__})
        powers.append(Power(list=draft, number=counts[draft.pk], **vars(facts)))
    Power.objects.bulk_create(powers, batch_size=BATCH)
    for power, (_number, row) in zip(powers, rows, strict=True):
        steps += [lists.step_row(power, place, Step(**step)) for place, step in enumerate(row["steps"], 1)]
    PowerStep.objects.bulk_create(steps, batch_size=BATCH)


# risk points


@deed
def read_points(rows: Sequence[Row], *, by, now) -> int:
    """Enter all points of a list, assessed; somebody else decides their levels.

    A level in the file is the proposal; where there is none it is computed. Returns how many; raises Faulty.
    """
    may(can_import(by))
    faults = [*check_units(rows, by, can_find), *same_points(rows)]
    if faults:
        raise Faulty(faults)
    as_actor(by)
    points = RiskPoint.objects.bulk_create((point_of(row, by, now) for _number, row in rows), batch_size=BATCH)
    lines = (line(point, RiskReview.Deed.ASSESSED, by, now) for point in points)
    RiskReview.objects.bulk_create((RiskReview(**one) for one in lines), batch_size=BATCH)
    record_many(EntryDraft("powers.point.found", point, by, now, {"proposed": point.proposed}) for point in points)
    record("powers.points.read", by.organisation, actor=by, now=now, points=len(points))
    return len(points)


def same_points(rows: Sequence[Row]) -> list[RowFault]:
    """The same risk of the same power and post twice, in the file or in the register."""
    known = RiskPoint.objects.alive().filter(organisation__in={row["organisation"] for _number, row in rows})
    before, seen, faults = set(known.values_list("power", "post", "description").order_by()), {}, []
    for number, row in rows:
        name = (row["power"].pk, row["post"], row["description"])
        if name in seen:
            words = _("The same point stands in row %(row)s already.") % {"row": seen[name]}
            faults.append(RowFault(number, "description", words))
        elif name in before:
            faults.append(RowFault(number, "description", _("This point is in the register already.")))
        seen.setdefault(name, number)
    return faults


def point_of(row: dict, by, now) -> RiskPoint:
    given = {name: value for name, value in row.items() if name not in (*FACTORS, "level", "charge")}
    point = RiskPoint(found_at=now, found_by=by.user, proposed_at=now, proposed_by=by.user, **given)
    weigh(point, Factors(*(row[name] for name in FACTORS)), row["charge"])
    point.proposed = row["level"] or point.proposed
    point.propose()
    return point
