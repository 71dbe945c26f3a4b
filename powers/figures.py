"""Risk points by unit, level and stage of the step: the sums, and the shades of the heat map."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from powers.models import Level, Stage

SHADES = 5  # of the heat map; 0 is nothing
STAGES = [Stage.REVIEW, Stage.DECIDE, Stage.SIGN]  # where risks concentrate (seed S3-02)


@dataclass
class Group:
    """The points of one unit, or of all: how many of each level, and of each stage."""

    name: str
    code: str = ""
    levels: Counter = field(default_factory=Counter)
    stages: Counter = field(default_factory=Counter)
    waiting: int = 0

    @property
    def sum(self) -> int:
        return sum(self.levels.values())

    def add(self, other: "Group"):
        self.levels += other.levels
        self.stages += other.stages
        self.waiting += other.waiting

    @property
    def counts(self) -> list[int]:
        return [self.levels[level.value] for level in Level]

    @property
    def stage_counts(self) -> list[int]:
        """审核, 审批, 审签, and everywhere else."""
        named = [self.stages[stage.value] for stage in STAGES]
        return [*named, self.sum - sum(named)]


def groups(points) -> list[Group]:
    """One group a unit, in the order of the units; only decided points count, the others wait."""
    found: dict[int, Group] = {}
    names = ("organisation", "organisation__short_name", "organisation__code")
    keys = (*names, "organisation__sort", "state", "level", "step__stage")
    counted = points.alive().order_by("organisation__sort", "organisation").values(*keys).annotate(count=Count("pk"))
    for row in counted:
        pk, name, code = (row[key] for key in names)
        group = found.setdefault(pk, Group(name, code))
        if row["state"] == "decided":
            group.levels[row["level"]] += row["count"]
            group.stages[row["step__stage"] or ""] += row["count"]
        else:
            group.waiting += row["count"]
    return list(found.values())


def together(rows: list[Group], name: str) -> Group:
    whole = Group(name)
    for row in rows:
        whole.add(row)
    return whole


def shade(count: int, most: int) -> int:
    """0 for nothing, 1 to 5 for shares of the largest number."""
    return -(-count * SHADES // most) if count and most else 0


def shaded(rows: list[Group]) -> list[tuple[Group, list[tuple[int, int]], list[tuple[int, int]]]]:
    """Each group with (count, shade) of its levels and of its stages; each column has its own scale."""
    tops = [max(column, default=0) for column in zip(*(row.counts for row in rows), strict=True)]
    stage_tops = [max(column, default=0) for column in zip(*(row.stage_counts for row in rows), strict=True)]
    return [
        (
            row,
            [(count, shade(count, top)) for count, top in zip(row.counts, tops, strict=True)],
            [(count, shade(count, top)) for count, top in zip(row.stage_counts, stage_tops, strict=True)],
        )
        for row in rows
    ]
