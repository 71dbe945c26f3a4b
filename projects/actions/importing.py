"""Lists of projects and of nodes: all rows or none; each fault with its row and its column."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from projects.actions import entering
from projects.actions.entering import Facts, Planned, weight_fault
from projects.models import Project
from projects.permissions import is_office
from records.actions import deed, record
from records.deeds import may
from records.refusal import Faulty, Refused, RowFault

MOST = 2000  # rows of a list: all of them are one transaction
Row = tuple[int, dict]  # its number in the file, its cleaned fields


@deed
def read_projects(rows: Sequence[Row], *, by, now) -> int:
    """Enter all projects of a list. Returns how many. Raises Faulty."""
    may(is_office(by))
    faults = known_codes(rows)
    for number, row in rows if not faults else ():
        given = dict(row)
        try:
            entering.enter(given.pop("organisation"), Facts(**given), by=by, now=now)
        except Refused as refusal:
            faults.append(refusal.at(number))
    if faults:
        raise Faulty(faults)
    record("projects.list.read", by.organisation, actor=by, now=now, projects=len(rows))
    return len(rows)


def known_codes(rows: Sequence[Row]) -> list[RowFault]:
    """Codes that stand in the list twice, or in the county already; too many rows."""
    if len(rows) > MOST:
        words = _("More than %(most)s rows at once; please split the file.") % {"most": MOST}
        return [RowFault(rows[MOST][0], "", words)]
    before = set(Project.objects.filter(code__in=[row["code"] for _n, row in rows]).values_list("code", flat=True))
    seen, faults = {}, []
    for number, row in rows:
        if row["code"] in seen:
            words = _("This code stands in row %(row)s already.") % {"row": seen[row["code"]]}
            faults.append(RowFault(number, "code", words))
        elif row["code"] in before:
            faults.append(RowFault(number, "code", _("There is a project with this code already.")))
        seen.setdefault(row["code"], number)
    return faults


@deed
def read_nodes(rows: Sequence[Row], *, by, now) -> int:
    """Write and submit the plan of every project that the list names. Returns how many plans. Raises Faulty."""
    may(is_office(by))
    projects = {p.code: p for p in Project.objects.select_related("organisation").filter(code__in=codes(rows))}
    plans, faults = plans_of(rows, projects)
    for code, plan in plans.items() if not faults else ():
        faults += submit_plan(projects[code], plan, by, now)
    if faults:
        raise Faulty(faults)
    record("projects.plans.read", by.organisation, actor=by, now=now, plans=len(plans), nodes=len(rows))
    return len(plans)


def codes(rows: Sequence[Row]) -> set[str]:
    return {row["code"] for _number, row in rows}


def plans_of(rows: Sequence[Row], projects: dict[str, Project]) -> tuple[dict[str, list], list[RowFault]]:
    """Code → (row number, node) in the order of the file; codes that nobody knows are faults."""
    plans, faults = {}, []
    for number, row in rows:
        project = projects.get(row["code"])
        if project is None:
            faults.append(RowFault(number, "code", _("No project has this code; read in the projects first.")))
            continue
        given = {name: value for name, value in row.items() if name != "code"}
        given["organisation"] = given["organisation"] or project.organisation
        plans.setdefault(project.code, []).append((number, Planned(**given)))
    return plans, faults


def submit_plan(project: Project, plan: list[tuple[int, Planned]], by, now) -> list[RowFault]:
    """Write and submit one plan; what is wrong is said at its first row."""
    first, nodes = plan[0][0], [node for _number, node in plan]
    if fault := weight_fault(nodes):
        return [RowFault(first, "weight", f"{project.code}：{fault}")]
    try:
        entering.write_plan(project, by=by, now=now, nodes=nodes)
        entering.submit(project, by=by, now=now)
    except Refused as refusal:
        return [RowFault(first, "", f"{project.code}：{refusal.message}")]
    return []
