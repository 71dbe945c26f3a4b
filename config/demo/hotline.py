"""The hotline office of the demo county: categories of orders and the published routes. Chinese data."""

import json
from functools import cache

from complaints.models import Category, Route
from config.demo.county import DATA

HOTLINE = "rexian"


@cache
def data() -> dict:
    """What orders.json holds: categories, routes and the texts of orders with their answers."""
    return json.loads((DATA / "orders.json").read_text("utf-8"))


def found_orders(organisations) -> None:
    """Write categories and routes; `organisations` maps codes to units."""
    told, made = data(), {}
    for sort, (code, name, above, unit) in enumerate(told["categories"]):
        made[code] = Category.objects.create(
            code=code,
            name=name,
            parent=made.get(above),
            organisation=organisations[unit],
            is_confidential=code in told["confidential"],
            sort=sort,
        )
    for number, name, line in told["routes"]:
        about = line | {"category": made.get(line.get("category"))}
        about["organisation"] = organisations.get(line.get("organisation"))
        Route.objects.create(number=number, name=name, **about)
