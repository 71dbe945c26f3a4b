"""The flow picture as SVG: geometry in attributes, colours in classes, so that the strict CSP holds.

Two drawings of one layout, of which the style sheet shows one: along the page, and down the page on a telephone.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from funds.flows import nodes_and_flows
from funds.pictures import Box, Layout, lay_out

register = template.Library()

BAR = 12  # width of a box along the flow
WIDE, MARGIN, GAP, LEAST = 1080, 200, 18, 130  # along the page
TALL, STEP, TALL_GAP, ABOVE = 344, 104, 8, 4  # down the page
SIGN, SMALL = 12.5, 11.5  # width of a Chinese sign in the two drawings
MOST_WIDE, MOST_TALL = 9, 5  # boxes of a column
EDGE = 4  # above and below, for the words beside a thin box
WAN = 10_000 * 100  # fen


def short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def brief(amount: int) -> str:
    """12.5万 for people who look; the table beside the picture is exact."""
    if amount >= WAN * 10_000:
        return f"{amount / WAN / 10_000:,.2f}亿"
    return f"{amount / WAN:,.1f}万" if amount >= WAN else f"{amount / 100:,.0f}"


def cut(label: str, most: int) -> str:
    return label if len(label) <= most else label[: max(most - 1, 1)] + "…"


@register.simple_tag
def flow_picture(ways, title: str):
    """Both drawings; nothing where no money has moved. `title` is what a screen reader says."""
    nodes, flows = nodes_and_flows(ways)
    wide = lay_out(nodes, flows, room=room_of(nodes), gap=GAP, most=MOST_WIDE, others=_("others"))
    if not wide.bands:
        return ""
    tall = lay_out(nodes, flows, room=TALL - 2, gap=TALL_GAP, most=MOST_TALL, others=_("others"))
    return format_html("{}{}", along(wide, title), down(tall, title))


def room_of(nodes) -> int:
    """High enough that the boxes take at least half of the fullest column."""
    columns = [node.column for node in nodes]
    most = max((columns.count(column) for column in set(columns)), default=0)
    return max(LEAST, min(most, MOST_WIDE) * GAP * 2 + 90)


def along(layout: Layout, title: str):
    step = (WIDE - MARGIN - BAR) / max(layout.columns - 1, 1)
    height = max(box.start + box.long for box in layout.boxes) + 8
    bands = format_html_join(
        "",
        '<path class="{}" d="M{},{}C{},{} {},{} {},{}V{}C{},{} {},{} {},{}Z"/>',
        [_curve(band, step) for band in layout.bands],
    )
    boxes = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{} <tspan>{}</tspan></text>',
        [_standing(box, box.node.column * step) for box in layout.boxes if box.node.label],
    )
    return framed("flow flow-wide", WIDE, height, title, bands, boxes)


def _curve(band, step) -> tuple:
    """An S from box to box: there along the upper edge, back along the lower one."""
    x0, x1 = band.out_of.node.column * step + BAR, band.into.node.column * step
    if not band.out_of.node.label:
        x0 -= BAR
    x0, x1, y0, y1 = round(x0), round(x1), band.leaves + 4, band.arrives + 4
    middle = (x0 + x1) // 2
    points = [x0, y0, middle, y0, middle, y1, x1, y1, y1 + band.thick]
    points += [middle, y1 + band.thick, middle, y0 + band.thick, x0, y0 + band.thick]
    return (tone_of(band), *(short(point) for point in points))


def tone_of(band) -> str:
    return band.into.node.tone or band.out_of.node.tone


def _standing(box: Box, x: float) -> tuple:
    middle = box.start + box.long / 2 + 8
    room = 11 if box.node.column else 10
    where = (x, box.start + 4, BAR, max(box.long, 1), x + BAR + 4, middle)
    return (box.node.tone, *(short(value) for value in where), cut(box.node.label, room), brief(box.amount))


def down(layout: Layout, title: str):
    height = ABOVE + (layout.columns - 1) * STEP + BAR + 34
    bands = format_html_join(
        "",
        '<path class="{}" d="M{},{}C{},{} {},{} {},{}H{}C{},{} {},{} {},{}Z"/>',
        [_fall(band) for band in layout.bands],
    )
    boxes = format_html_join("", "{}", [(_lying(box),) for box in layout.boxes if box.node.label])
    return framed("flow flow-tall", TALL, height, title, bands, boxes)


def _fall(band) -> tuple:
    y0, y1 = ABOVE + band.out_of.node.column * STEP + BAR, ABOVE + band.into.node.column * STEP
    if not band.out_of.node.label:
        y0 -= BAR
    middle, x0, x1, thick = (y0 + y1) / 2, band.leaves + 1, band.arrives + 1, band.thick
    points = [x0, y0, x0, middle, x1, middle, x1, y1, x1 + thick, x1 + thick, middle, x0 + thick, middle]
    return (tone_of(band), *(short(point) for point in [*points, x0 + thick, y0]))


def _lying(box: Box):
    """A box with its name and amount below it, where there is room for them."""
    y = ABOVE + box.node.column * STEP
    rect = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        box.node.tone,
        *(short(value) for value in (box.start + 1, y, max(box.long, 1), BAR)),
    )
    signs = int(box.long / SMALL)
    if signs < 3:
        return rect
    x, first, second = short(box.start + 3), short(y + BAR + 14), short(y + BAR + 28)
    name, amount = cut(box.node.label, signs), brief(box.amount)
    line = format_html('<text x="{}" y="{}">{}</text>', x, first, name)
    if len(amount) * SMALL * 0.7 > box.long:
        return format_html("{}{}", rect, line)
    below = format_html('<text x="{}" y="{}"><tspan>{}</tspan></text>', x, second, amount)
    return format_html("{}{}{}", rect, line, below)


def framed(name: str, width: float, height: float, title: str, bands, boxes):
    return format_html(
        '<svg class="{}" viewBox="0 {} {} {}" role="img" aria-label="{}"><g class="fl-bands">{}</g>{}</svg>',
        name,
        -EDGE,
        short(width),
        short(height + 2 * EDGE),
        title,
        bands,
        boxes,
    )
