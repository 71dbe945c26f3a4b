"""Where an order goes and which limits it has: rows that people can read, asked in their published order."""

from dataclasses import dataclass

from accounts.models import Organisation
from complaints.models import Channel, Order, Route, Term


@dataclass(frozen=True)
class Way:
    """A unit to which an order belongs, the sentence that says why, and whether the robot may assign it."""

    unit: Organisation
    why: str
    automatic: bool


def fits(route: Route, order: Order) -> bool:
    """Does every condition of the line hold for this order? An empty condition fits everything."""
    if route.kind and route.kind != order.kind:
        return False
    if route.channel and route.channel != order.channel:
        return False
    if route.needs_accused and order.accused_id is None:
        return False
    if route.category_id is None:
        return True
    return order.category_id is not None and order.category.path.startswith(route.category.path)


def unit_of(order: Order) -> Organisation | None:
    """The responsible unit of the category, or of the nearest category above it that names one."""
    category = order.category
    while category is not None and category.organisation_id is None:
        category = category.parent
    return category.organisation if category else None


TARGETS = {
    Route.Target.UNIT: lambda route, order: route.organisation,
    Route.Target.CATEGORY: lambda route, order: unit_of(order),
    Route.Target.ADDRESSED: lambda route, order: order.addressed,
    Route.Target.AREA: lambda route, order: order.area,
}


def ways(order: Order) -> list[Way]:
    """Every way that fits, the first is the one that counts. The accused unit is passed over."""
    routes = Route.objects.filter(is_active=True).select_related("category", "organisation").order_by("number")
    found = []
    for route in routes:
        unit = TARGETS[route.target](route, order) if fits(route, order) else None
        if unit is not None and order.accused_id not in unit.units:
            found.append(Way(unit, sentence(route, order, unit), route.automatic))
    return found


def way(order: Order) -> Way | None:
    """Where the order goes by the published routes; None where a dispatcher has to think."""
    return next(iter(ways(order)), None)


BECAUSE = {
    Route.Target.UNIT: "规则指定由该单位办理",
    Route.Target.CATEGORY: "类别“{category}”由该单位负责",
    Route.Target.ADDRESSED: "反映人写明向该单位反映",
    Route.Target.AREA: "事发地在该单位辖区",
}
# Why without a route; kept with the order, so these are data like the letters.
BY_DISPATCHER = "由派单员派单。"
PART_OF = "工单{number}的协办部分。"
SPLIT = "拆分办理，由热线办汇总答复。"
AT_HOTLINE = "由热线办直接答复。"
TAKEN_ON = {
    Channel.MEDIA: "在媒体节目中公开承接，不得退回。",
    Channel.SESSION: "在“服务百姓面对面”中当面承接，不得退回。",
    Channel.VISIT: "走访企业时确定由该单位办理。",
    Channel.EVENT: "社会评议意见归口由该单位办理。",
}
IN_PUBLIC = {Channel.MEDIA, Channel.SESSION}  # what a unit took on before everybody it does not return
KEPT_FROM_HOTLINE = "涉及保密或者反映热线办自身，由纪检监察机关直接办理。"
ABOUT_DISCIPLINE = "反映纪检监察机关自身，由县领导直接办理或者报上一级纪检监察机关。"


def sentence(route: Route, order: Order, unit: Organisation) -> str:
    """Why an order was sent to this unit: the words that are kept with it and shown to everybody concerned."""
    because = BECAUSE[route.target].format(category=order.category or "")
    said = f"派单规则{route.number}“{route.name}”：{because}，派{unit.short_name}。"
    return said + (f"{order.accused.short_name}是被投诉单位，已避开。" if order.accused_id else "")


def term_of(order: Order) -> Term | None:
    """The limits that hold for this order: the first row whose kind, door and confidentiality fit."""
    for term in Term.objects.order_by("sort", "pk"):
        kind, channel = term.kind in ("", order.kind), term.channel in ("", order.channel)
        if kind and channel and (order.is_confidential or not term.confidential):
            return term
    return None
