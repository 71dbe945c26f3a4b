"""A project over time: its curves month by month, and its photographs from the first to the last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from projects import figures
from projects.clocks import next_month
from projects.figures import NodeFact
from projects.models import FollowUp, MonthlyReport, Node, NodeShare, Project
from records.models import Attachment
from records.thumbnails import TYPES

MOST_MONTHS = 24  # of a curve
WAN = 1_000_000  # fen of ten thousand yuan


@dataclass(frozen=True)
class Curves:
    """What the charts draw: one label a month, series as config.templatetags.charts takes them."""

    labels: list[str]
    progress: list[dict]
    months: list[str]  # of this year, for the money
    money: list[dict]


def month_ends(project: Project, today: date) -> list[date]:
    """The last days of the months from the start up to this month, whose last day is today."""
    month, ends = project.planned_start.replace(day=1), []
    while month <= today:
        month = next_month(month)
        ends.append(min(month - timedelta(days=1), today))
    return ends[-MOST_MONTHS:]


def curves(project: Project, nodes: list[NodeFact], today: date) -> Curves | None:
    """None where there is no curve yet: a project of one month, or one whose plan is not approved."""
    ends = month_ends(project, today)
    if len(ends) < 2 or project.state in Project.BEFORE or not nodes:
        return None
    told = defaultdict(list)
    shares = NodeShare.objects.filter(report__project=project, report__state=MonthlyReport.State.ACCEPTED)
    for share in shares.select_related("report").order_by("report__month"):
        told[share.node_id].append((next_month(share.report.month) - timedelta(days=1), share.share))
    snapshots = figures.curve(nodes, told, ends)
    shown = [*snapshots[:-1], figures.Snapshot(today, snapshots[-1].plan, figures.actual(nodes))]
    this_year = [end for end in ends if end.year == today.year]
    return Curves(
        labels=[f"{end:%Y-%m}" for end in ends],
        progress=[
            line(_("plan"), "c2", [float(one.plan) for one in shown]),
            line(_("actual"), "c1", [float(one.actual) for one in shown], area=True),
        ],
        months=[f"{end:%Y-%m}" for end in this_year],
        money=money(project, this_year) if len(this_year) > 1 else [],
    )


def money(project: Project, ends: list[date]) -> list[dict]:
    """Cumulative investment of this year, planned and done, in ten thousand yuan."""
    rows = MonthlyReport.objects.accepted().filter(project=project).values_list("month", "investment")
    done = {next_month(month) - timedelta(days=1): amount for month, amount in rows}
    first, last = project.planned_start, project.planned_finish
    planned = [figures.money_planned(project.year_total, first, last, end) for end in ends]
    sums = accumulate(done.get(end, 0) for end in ends)
    return [
        line(_("plan"), "c2", [round(amount / WAN) for amount in planned]),
        line(_("invested"), "c1", [round(amount / WAN) for amount in sums], area=True),
    ]


def line(name: str, colour: str, values: list, area=False) -> dict:
    return {"name": name, "colour": colour, "values": values, "area": area}


@dataclass(frozen=True)
class Month:
    """The photographs of one month."""

    month: date
    pictures: list[Attachment]


def months(project: Project) -> list[Month]:
    """Photographs over time: of accepted and submitted reports by their months, of nodes and visits by their days."""
    dated = {
        MonthlyReport: dict(project.reports.exclude(submitted_at=None).values_list("pk", "month")),
        Node: dict(project.nodes.exclude(done_on=None).values_list("pk", "done_on")),
        FollowUp: dict(project.followups.values_list("pk", "visited_on")),
    }
    return by_month(dated)


def shown_months(project: Project) -> list[Month]:
    """What everybody may see: photographs of accepted reports."""
    accepted = MonthlyReport.objects.accepted().filter(project=project)
    return by_month({MonthlyReport: dict(accepted.values_list("pk", "month"))})


def by_month(dated: dict[type, dict[int, date]]) -> list[Month]:
    found = defaultdict(list)
    for model, days in dated.items():
        for picture in pictures(model, days):
            found[days[picture.subject_id].replace(day=1)].append(picture)
    return [Month(month, found[month]) for month in sorted(found)]


def pictures(model: type, keys: Iterable[int]):
    kind = ContentType.objects.get_for_model(model)
    return Attachment.objects.filter(subject_type=kind, subject_id__in=list(keys), content_type__in=TYPES)


def is_public(picture: Attachment) -> bool:
    """A photograph of a report that was accepted."""
    kind = ContentType.objects.get_for_model(MonthlyReport)
    accepted = MonthlyReport.objects.accepted().filter(pk=picture.subject_id)
    return picture.subject_type_id == kind.pk and picture.content_type in TYPES and accepted.exists()
