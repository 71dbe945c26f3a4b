"""The leaders' one page (领导全局信息, S0-02): four groups of figures counted at the moment the page is opened.

Each group is built by one module from a scope (the path of a county or of one unit), a period and a day:

* `goals`: strategic indicators and major projects; plan, actual, gap = plan − actual, the step that holds back most
  and the unit that answers for it;
* `performance`: cases on time, units by their ranking, the newest published score sheets;
* `satisfaction`: what people said of cases, of orders, of units, in surveys;
* `supervision`: cards, notices, suspicions that nobody has cleared up.

`overview` is the page; a page of one group is `GROUPS[code]` with all its rows.
"""

from collections.abc import Callable

from approvals.statistics import Period
from scoring.leading import goals, performance, satisfaction, supervision
from scoring.leading.facts import Asked, Group

GROUPS: dict[str, Callable[[Asked], Group]] = {
    "goals": goals.group,
    "performance": performance.group,
    "satisfaction": satisfaction.group,
    "supervision": supervision.group,
}


def overview(scope: str, period: Period, today) -> list[Group]:
    """The four groups of everything below this path."""
    asked = Asked(scope, period, today)
    return [build(asked) for build in GROUPS.values()]
