"""From an entry to a plan in force: entered, planned, submitted, approved by the follow-up office or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from projects import clocks
from projects.models import Node, Project
from projects.permissions import can_approve, can_enter, can_plan
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

WHOLE = 100  # percent: the weights of a plan
MOST_NODES = 60


@dataclass(frozen=True)
class Facts:
    """What is entered about a project; amounts in fen."""

    code: str
    name: str
    kind: str
    year: int
    content: str
    total: int
    year_total: int
    planned_start: date
    planned_finish: date
    planned_production: date | None = None
    standard: str = ""
    rank: str = ""
    leader: str = ""
    place: str = ""
    responsible: User | None = None


@dataclass(frozen=True)
class Planned:
    """A node of a plan as it is written. `share` and `done_on` are for what was done before it came here."""

    stage: str
    name: str
    weight: int
    starts_on: date
    planned_on: date
    organisation: Organisation
    share: int = 0
    done_on: date | None = None


def lock(project: Project) -> Project:
    return for_update(project, "organisation__parent", "responsible")


@deed(makes=True)
def enter(organisation: Organisation, facts: Facts, *, by, now) -> Project:
    """Enter a project of this unit; its plan is to be written. Raises Refused for a code that is known."""
    may(can_enter(by, organisation))
    check_facts(facts)
    if Project.objects.filter(code=facts.code).exists():
        raise Refused(None, _("There is a project with this code already."), field="code")
    as_actor(by)
    project = Project.objects.create(organisation=organisation, entered_at=now, entered_by=by.user, **vars(facts))
    record("projects.project.entered", project, actor=by, now=now, code=project.code, name=project.name)
    return project


def check_facts(facts: Facts):
    """Raises Refused that names the field: dates in order, money that adds up, a standard for works for the people."""
    if facts.planned_finish < facts.planned_start:
        raise Refused(None, _("The planned finish lies before the planned start."), field="planned_finish")
    if facts.planned_production and facts.planned_production < facts.planned_finish:
        raise Refused(None, _("Production begins when the project is finished."), field="planned_production")
    if facts.year_total > facts.total:
        raise Refused(None, _("The year's investment is a part of the whole."), field="year_total")
    if facts.kind == Project.Kind.PEOPLE and not facts.standard.strip():
        words = _("A work for the people needs a standard by which it is done.")
        raise Refused(None, words, field="standard")


@deed
def amend(project: Project, *, by, now, facts: Facts) -> Project:
    """Correct what was entered, as long as the plan is not approved."""
    project = lock(project)
    may(can_plan(by, project))
    if project.state != Project.State.DRAFT:
        raise Refused(None, _("The plan is not open for writing."))
    check_facts(facts)
    as_actor(by)
    for name, value in asdict_of(facts).items():
        setattr(project, name, value)
    project.save()
    record("projects.project.amended", project, actor=by, now=now, code=project.code)
    return project


def asdict_of(facts: Facts) -> dict:
    """The fields that a correction may change; the code stays."""
    return {name: value for name, value in vars(facts).items() if name != "code"}


@deed
def write_plan(project: Project, *, by, now, nodes: Sequence[Planned]) -> Project:
    """Write all nodes of the plan anew. Raises Refused that names the row; nothing is half saved."""
    project = lock(project)
    may(can_plan(by, project))
    if project.state != Project.State.DRAFT:
        raise Refused(None, _("The plan is not open for writing."))
    for number, node in enumerate(nodes, 1):
        check_node(project, node, number, now)
    as_actor(by)
    project.nodes.all().delete()
    Node.objects.bulk_create(row_of(project, node, number, by) for number, node in enumerate(nodes, 1))
    record("projects.plan.written", project, actor=by, now=now, nodes=[kept(node) for node in nodes])
    return project


def row_of(project: Project, node: Planned, number: int, by) -> Node:
    done = {"share": WHOLE, "done_by": by.user} if node.done_on else {}
    return Node(project=project, number=number, **vars(node) | done)


def kept(node: Planned) -> dict:
    """As the record keeps it."""
    return vars(node) | {"organisation": node.organisation.pk}


def check_node(project: Project, node: Planned, number: int, now):
    words = None
    if not 1 <= node.weight <= WHOLE:
        words = _("Node %(number)s: a weight lies between 1 and 100.")
    elif node.starts_on > node.planned_on:
        words = _("Node %(number)s: it begins before it is due.")
    elif node.planned_on > (project.planned_production or project.planned_finish):
        words = _("Node %(number)s is due after the end of the project.")
    elif node.done_on and node.done_on > timezone.localdate(now):
        words = _("Node %(number)s: the day it was done lies in the future.")
    if words:
        raise Refused(None, words % {"number": number}, field="nodes")


def weight_fault(nodes) -> str:
    """What is wrong with the weights; empty where they add up."""
    whole = sum(node.weight for node in nodes)
    if whole == WHOLE:
        return ""
    return _("The weights of the nodes add up to %(whole)s, not to 100.") % {"whole": whole}


@deed
def submit(project: Project, *, by, now) -> Project:
    """The plan goes to the follow-up office. Raises Refused where its weights do not add up to 100."""
    project = lock(project)
    may(can_plan(by, project))
    if fault := weight_fault(project.nodes.all()):
        raise Refused(None, fault)
    project.submit()
    as_actor(by)
    project.submitted_at, project.submitted_by, project.reason = now, by.user, ""
    project.save(update_fields=["state", "submitted_at", "submitted_by", "reason"])
    record("projects.plan.submitted", project, actor=by, now=now)
    return project


@deed
def send_back(project: Project, *, by, now, reason: str) -> Project:
    """The office does not agree to the plan: it is open for writing again."""
    project = lock(project)
    another(by, project.submitted_by_id)
    may(can_approve(by, project))
    project.send_back()
    as_actor(by)
    project.reason = needed(reason, "reason")
    project.save(update_fields=["state", "reason"])
    record("projects.plan.sent_back", project, actor=by, now=now, reason=project.reason)
    return project


@deed
def approve(project: Project, *, by, now) -> Project:
    """The plan is in force: every node that is not done gets its clock, reports are asked for from this month on."""
    project = lock(project)
    another(by, project.submitted_by_id)
    may(can_approve(by, project))
    if fault := weight_fault(project.nodes.all()):
        raise Refused(None, fault)
    project.approve()
    put_in_force(project, by, now)
    return project


def put_in_force(project: Project, by, now):
    as_actor(by)
    project.approved_at, project.approved_by = now, by.user
    project.asked_until = timezone.localdate(now).replace(day=1)
    project.save(update_fields=["state", "approved_at", "approved_by", "asked_until"])
    start_clocks(project, now)
    detail = {"code": project.code, "nodes": project.nodes.count()}
    record("projects.plan.approved", project, actor=by, now=now, **detail)


def start_clocks(project: Project, now):
    """Of every node that is owed; of a work for the people also one of the whole."""
    for node in project.nodes.filter(done_on=None).select_related("project", "organisation").order_by("number"):
        clocks.start_node(node, now)
    if project.is_for_the_people:
        about = {"organisation": project.organisation, "responsible": project.responsible, "now": now}
        clocks.start(project, clocks.WORK, project.planned_finish, **about)


def stop_clocks(project: Project, now):
    for node in project.nodes.order_by("number"):
        clocks.stop(node, clocks.NODE, now)
    clocks.stop(project, clocks.WORK, now)
