"""Public funds of the year: eight funds from their sources to the last payees, lists, fees, checks, suspicions."""

from collections.abc import Callable, Iterator
from datetime import datetime

from config.demo.scenes import funds_budget, funds_control, funds_fields, funds_lists, funds_revenue
from config.demo.scenes.funds_desk import Desk
from config.demo.staged import Stage


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable]]:
    desk = Desk(stage)
    for part in (funds_budget, funds_lists, funds_fields, funds_revenue, funds_control):
        yield from part.moments(desk)
