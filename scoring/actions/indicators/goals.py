"""A document of goals: written by the office of appraisal, filled with its tree, put in force by a second person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused
from scoring.indicators import Node, effective, unbalanced
from scoring.models import GoalDocument, Indicator, Task
from scoring.models.fields import shown
from scoring.models.indicators import EXPLAIN, TOLERANCE
from scoring.permissions import appraises
from scoring.permissions.indicators import can_sign_goals, keeps


@dataclass(frozen=True)
class Paper:
    """What is entered about a document."""

    title: str
    number: str
    year: int
    issued_on: date
    tolerance: int = TOLERANCE  # percentage points
    explain_days: int = EXPLAIN  # working days


@dataclass(frozen=True)
class Wanted:
    """An indicator as it is written; one with a unit is a task of that unit."""

    code: str
    name: str
    weight: Decimal
    parent: str = ""  # its code
    standard: str = ""
    measure: str = ""
    direction: str = "rise"
    target: Decimal | None = None
    due_on: date | None = None
    organisation: Organisation | None = None
    responsible: User | None = None


def lock(document: GoalDocument) -> GoalDocument:
    return for_update(document, "organisation")


@deed(makes=True)
def enter(organisation: Organisation, paper: Paper, *, by, now) -> GoalDocument:
    """Begin a document. Raises Refused for a number that is known in its year."""
    may(appraises(by) and by.works_for(organisation.pk))
    known = GoalDocument.objects.filter(year=paper.year, number=paper.number)
    if known.exclude(state=GoalDocument.State.DROPPED).exists():
        raise Refused(None, _("There is a document with this number in this year already."), field="number")
    as_actor(by)
    about = {"organisation": organisation, "drafted_at": now, "drafted_by": by.user}
    document = GoalDocument.objects.create(**about, **vars(paper))
    record("scoring.goals.entered", document, actor=by, now=now, number=paper.number, title=paper.title)
    return document


def check_draft(document: GoalDocument):
    if document.state != GoalDocument.State.DRAFT:
        raise Refused(None, _("The document is in force: its indicators stand."))


@deed
def add(document: GoalDocument, wanted: Wanted, *, by, now) -> GoalDocument:
    """One more indicator, by hand."""
    document = lock(document)
    may(keeps(by, document))
    check_draft(document)
    parent = above(document, wanted)
    check(document, wanted)
    as_actor(by)
    indicator = made(document, wanted, parent)
    indicator.save()
    if wanted.organisation:
        task_of(indicator, wanted).save()
    record("scoring.indicator.added", document, actor=by, now=now, code=wanted.code)
    return document


def above(document: GoalDocument, wanted: Wanted) -> Indicator | None:
    if not wanted.parent:
        return None
    parent = document.indicators.filter(code=wanted.parent).first()
    if parent is None:
        raise Refused(None, _("There is no indicator with this code."), field="parent")
    if parent.tasks.exists():
        raise Refused(None, _("This indicator is a task of a unit: nothing hangs below it."), field="parent")
    return parent


def check(document: GoalDocument, wanted: Wanted):
    """Raises Refused that names the field."""
    if document.indicators.filter(code=wanted.code).exists():
        raise Refused(None, _("There is an indicator with this code already."), field="code")
    if fault := fault_of(document, wanted):
        raise Refused(None, fault[1], field=fault[0])


def fault_of(document: GoalDocument, wanted: Wanted) -> tuple[str, str] | None:
    """(field, words with the cure) of what is wrong with a row itself; None where it is right."""
    if not 0 < wanted.weight <= 100:
        return "weight", _("A weight lies above 0 and is 100 at most.")
    if wanted.organisation is None:
        lone = wanted.responsible is not None
        return ("organisation", _("Name the unit of this person.")) if lone else None
    if wanted.target is None:
        return "target", _("A task of a unit needs a target.")
    if wanted.target < 0 or (wanted.target == 0 and wanted.direction != "fall"):
        return "target", _("The target must be greater than zero.")
    if wanted.due_on is None:
        return "due_on", _("A task of a unit needs a day.")
    if wanted.due_on <= document.begins_on or wanted.due_on.year > document.year + 1:
        return "due_on", _("The day lies outside of the time of the document.")
    return None


def made(document: GoalDocument, wanted: Wanted, parent: Indicator | None) -> Indicator:
    names = ["code", "name", "weight", "standard", "measure", "direction", "target", "due_on"]
    return Indicator(document=document, parent=parent, **{name: getattr(wanted, name) for name in names})


def task_of(indicator: Indicator, wanted: Wanted) -> Task:
    return Task(
        document_id=indicator.document_id,
        indicator=indicator,
        organisation=wanted.organisation,
        responsible=wanted.responsible,
        direction=wanted.direction,
        target=wanted.target,
        begins_on=indicator.document.begins_on,
        due_on=wanted.due_on,
    )


@deed
def sign(document: GoalDocument, *, by, now) -> GoalDocument:
    """A second person puts it in force: the weights below each node add up, each last indicator is somebody's task."""
    document = lock(document)
    another(by, document.drafted_by_id)
    may(can_sign_goals(by, document))
    nodes = nodes_of(document)
    check_tree(document, nodes)
    as_actor(by)
    weigh(document, nodes)
    document.sign()
    document.signed_at, document.signed_by = now, by.user
    document.save(update_fields=["state", "signed_at", "signed_by"])
    detail = {"indicators": len(nodes), "tasks": document.tasks.count()}
    record("scoring.goals.signed", document, actor=by, now=now, **detail)
    return document


def nodes_of(document: GoalDocument) -> list[Node]:
    rows = document.indicators.order_by("pk").values_list("code", "parent__code", "weight")
    return [Node(code, parent or "", weight) for code, parent, weight in rows]


def check_tree(document: GoalDocument, nodes: list[Node]):
    """Raises Refused that names the node whose weights do not add up, or the indicator that nobody has."""
    if not nodes:
        raise Refused(None, _("The document has no indicators yet."))
    names = dict(document.indicators.values_list("code", "name"))
    if wrong := unbalanced(nodes):
        code, found = wrong[0]
        where = f"{code} {names[code]}" if code else document.title
        told = _("The weights below “%(node)s” add up to %(sum)s; they must be 100.")
        raise Refused(None, told % {"node": where, "sum": shown(found)})
    idle = document.indicators.filter(children=None, tasks=None).order_by("pk").first()
    if idle:
        raise Refused(None, _("No unit answers for “%(node)s”.") % {"node": idle})


def weigh(document: GoalDocument, nodes: list[Node]):
    """Give each task its weight within the document; units that share an indicator share it evenly."""
    weights = effective(nodes)
    tasks = list(document.tasks.select_related("indicator"))
    shared = {}
    for task in tasks:
        shared[task.indicator_id] = shared.get(task.indicator_id, 0) + 1
    for task in tasks:
        part = weights[task.indicator.code] / shared[task.indicator_id]
        task.weight = max(part.quantize(Decimal("0.000001")), Decimal("0.000001"))
    Task.objects.bulk_update(tasks, ["weight"], batch_size=1000)


@deed
def drop(document: GoalDocument, *, by, now, reason: str) -> GoalDocument:
    """A draft is given up; it stays readable to the office."""
    document = lock(document)
    may(keeps(by, document))
    document.drop()
    as_actor(by)
    document.save(update_fields=["state"])
    reason = needed(reason, "reason", _("Give the reason."))
    record("scoring.goals.dropped", document, actor=by, now=now, reason=reason)
    return document


@deed
def close(document: GoalDocument, *, by, now) -> GoalDocument:
    """The year is over and every task is signed off."""
    document = lock(document)
    may(can_sign_goals(by, document))
    left = document.tasks.exclude(state=Task.State.SIGNED).count()
    if left:
        raise Refused(None, _("%(count)s tasks are not signed off yet.") % {"count": left})
    document.close()
    as_actor(by)
    document.save(update_fields=["state"])
    record("scoring.goals.closed", document, actor=by, now=now)
    return document
