"""A tree read in from a list, and further units for indicators that several share: all rows or none."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import may
from records.refusal import Faulty, RowFault
from scoring.actions.indicators.goals import Wanted, check_draft, fault_of, lock, made, task_of
from scoring.indicators import Node, circles
from scoring.models import GoalDocument, Indicator, Task
from scoring.permissions.indicators import keeps

BATCH = 1000
Rows = Sequence[tuple[int, dict]]  # number in the file, cleaned fields


@deed
def read_tree(document: GoalDocument, rows: Rows, *, by, now) -> int:
    """All indicators of a list, with the tasks of those that name a unit. Returns how many. Raises Faulty."""
    document = locked(document, by)
    check_draft(document)
    wanted = [(number, Wanted(**row)) for number, row in rows]
    faults = tree_faults(document, wanted)
    if faults:
        raise Faulty(faults)
    as_actor(by)
    indicators = save_tree(document, [one for _number, one in wanted])
    tasks = [task_of(indicators[one.code], one) for _number, one in wanted if one.organisation]
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    record("scoring.tree.read", document, actor=by, now=now, indicators=len(wanted), tasks=len(tasks))
    return len(wanted)


def locked(document: GoalDocument, by) -> GoalDocument:
    document = lock(document)
    may(keeps(by, document))
    return document


def tree_faults(document: GoalDocument, rows: Sequence[tuple[int, Wanted]]) -> list[RowFault]:
    """What is wrong row by row; circles only when all else is right, because they need parents that are known."""
    tasked = set(document.tasks.values_list("indicator__code", flat=True))
    tasked |= {one.code for _number, one in rows if one.organisation}
    known = set(document.indicators.values_list("code", flat=True))
    all_codes = known | {one.code for _number, one in rows}
    faults = doubles(rows, known, lambda one: one.code, "code")
    for number, one in rows:
        if one.parent and one.parent not in all_codes:
            faults.append(RowFault(number, "parent", _("No row and no indicator has this code.")))
        elif one.parent in tasked:
            words = _("This indicator is a task of a unit: nothing hangs below it.")
            faults.append(RowFault(number, "parent", words))
        if fault := fault_of(document, one):
            faults.append(RowFault(number, *fault))
    return sorted(faults) or circle_faults(rows)


def doubles(rows, known: set, key_of: Callable, field: str) -> list[RowFault]:
    """Keys that stand in the list twice, or in the document already."""
    seen, faults = {}, []
    for number, one in rows:
        key = key_of(one)
        if key in seen:
            faults.append(RowFault(number, field, _("This stands in row %(row)s already.") % {"row": seen[key]}))
        elif key in known:
            faults.append(RowFault(number, field, _("This stands in the document already.")))
        seen.setdefault(key, number)
    return faults


def circle_faults(rows: Sequence[tuple[int, Wanted]]) -> list[RowFault]:
    wrong = set(circles(Node(one.code, one.parent, one.weight) for _number, one in rows))
    words = _("This indicator hangs below itself.")
    return [RowFault(number, "parent", words) for number, one in rows if one.code in wrong]


def save_tree(document: GoalDocument, wanted: Sequence[Wanted]) -> dict[str, Indicator]:
    """Level by level, so that each finds the one above it. Code → indicator."""
    done = {one.code: one for one in document.indicators.all()}
    left = list(wanted)
    while left:
        ready = [one for one in left if not one.parent or one.parent in done]
        rows = [made(document, one, done.get(one.parent)) for one in ready]
        saved = Indicator.objects.bulk_create(rows, batch_size=BATCH)
        left = [one for one in left if one.parent and one.parent not in done]
        done |= {one.code: one for one in saved}
    return done


@deed
def read_tasks(document: GoalDocument, rows: Rows, *, by, now) -> int:
    """Further units for indicators that are there: one row a unit. Returns how many. Raises Faulty."""
    document = locked(document, by)
    check_draft(document)
    indicators = {one.code: one for one in document.indicators.select_related("document")}
    faults = task_faults(document, rows, indicators)
    if faults:
        raise Faulty(faults)
    as_actor(by)
    Task.objects.bulk_create(
        [task_of(indicators[row["code"]], whole(indicators[row["code"]], row)) for _number, row in rows],
        batch_size=BATCH,
    )
    record("scoring.tasks.read", document, actor=by, now=now, tasks=len(rows))
    return len(rows)


def whole(indicator: Indicator, row: dict) -> Wanted:
    """The row, with what it leaves blank as the indicator has it."""
    about = {"code": indicator.code, "name": indicator.name, "weight": indicator.weight}
    about |= {"target": row["target"] or indicator.target, "due_on": row["due_on"] or indicator.due_on}
    about |= {"organisation": row["organisation"], "responsible": row["responsible"]}
    return Wanted(direction=indicator.direction, **about)


def task_faults(document: GoalDocument, rows: Rows, indicators: dict[str, Indicator]) -> list[RowFault]:
    groups = set(document.indicators.exclude(children=None).values_list("code", flat=True))
    pairs = set(document.tasks.values_list("indicator__code", "organisation"))
    faults = doubles(rows, pairs, lambda row: (row["code"], row["organisation"].pk), "organisation")
    for number, row in rows:
        indicator = indicators.get(row["code"])
        if indicator is None:
            faults.append(RowFault(number, "code", _("There is no indicator with this code.")))
        elif row["code"] in groups:
            words = _("Others hang below this indicator: only the last ones are tasks.")
            faults.append(RowFault(number, "code", words))
        elif fault := fault_of(document, whole(indicator, row)):
            faults.append(RowFault(number, *fault))
    return sorted(faults)
