"""Charts as SVG, drawn on the server: geometry in attributes, colour in classes, so that the strict CSP holds.

One chart works on the white page, the dark board and on paper. {% load charts %}; a view passes values only.
Big charts have a spoken label; small ones (bar, spark) stand beside their number and are hidden from screen readers.
"""

import math
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
AXIS_LINES = 4


def short(number) -> str:
    """A coordinate with at most one decimal, so that pages stay small."""
    return f"{number:.1f}".removesuffix(".0")


def nice_max(value) -> float:
    """The next round number at or above a value: the top of an axis."""
    if value <= AXIS_LINES:
        return AXIS_LINES
    step = 10 ** math.floor(math.log10(value))
    return next(step * factor for factor in NICE if step * factor >= value)


def share(value, total) -> float:
    return max(0.0, min(1.0, value / total)) if total else 0.0


def draw(template_text, **values):
    """format_html with coordinates shortened."""
    return format_html(template_text, **{k: short(v) if isinstance(v, int | float) else v for k, v in values.items()})


def together(parts):
    return mark_safe("".join(parts))  # noqa: S308 -- every part comes from format_html


@register.simple_tag
def ring(value, total, big, small, tone="ok", size=168, label=""):
    """A ring that empties: `value` of `total` is left; `big` and `small` are the words inside."""
    stroke, middle = 13, size / 2
    radius = (size - stroke) / 2
    around = 2 * math.pi * radius
    circle = draw('cx="{m}" cy="{m}" r="{r}" fill="none" stroke-width="{w}"', m=middle, r=radius, w=stroke)
    left = draw(
        '<circle class="ring-fg" {circle} stroke-linecap="round" stroke-dasharray="{left} {around}" '
        'transform="rotate(-90 {m} {m})"/>',
        circle=circle,
        left=around * share(value, total),
        around=around,
        m=middle,
    )
    return draw(
        '<svg class="ring tone-{tone}" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
        'aria-label="{label}"><circle class="ring-bg" {circle}/>{left}'
        '<text class="ring-big" x="{m}" y="{y1}" text-anchor="middle">{big}</text>'
        '<text class="ring-small" x="{m}" y="{y2}" text-anchor="middle">{small}</text></svg>',
        tone=tone,
        size=size,
        label=label or f"{big} {small}",
        circle=circle,
        left=left if share(value, total) else "",
        m=middle,
        y1=middle + 8,
        y2=middle + 34,
        big=str(big),
        small=str(small),
    )


@register.simple_tag
def bar(value, total, tone="ok", width=120, height=8, mark=None):
    """A bar filled by value / total, with an upright mark at `mark` (a limit, say)."""
    line = (
        draw(
            '<rect class="bar-mark" x="{x}" y="-2" width="2" height="{h}"/>',
            x=width * share(mark, total),
            h=height + 4,
        )
        if mark
        else ""
    )
    filled = max(width * share(value, total), height if value else 0)
    return draw(
        '<svg class="bar tone-{tone}" viewBox="0 -2 {w} {box}" width="{w}" height="{box}" aria-hidden="true" '
        'preserveAspectRatio="none"><rect class="bar-bg" width="{w}" height="{h}" rx="{r}"/>'
        '<rect class="bar-fg" width="{filled}" height="{h}" rx="{r}"/>{line}</svg>',
        tone=tone,
        w=width,
        h=height,
        box=height + 4,
        r=height / 2,
        filled=filled,
        line=line,
    )


@register.simple_tag
def spark(values, colour="c1", width=96, height=28):
    """A small line without axes. Colours: c1 c2 c-yel c-red. Nothing for fewer than two values."""
    if len(values) < 2:
        return ""
    low, span = min(values), (max(values) - min(values)) or 1
    step = (width - 6) / (len(values) - 1)
    points = [(i * step + 3, height - 3 - (v - low) / span * (height - 6)) for i, v in enumerate(values)]
    return draw(
        '<svg class="spark {colour}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<polyline points="{points}" fill="none"/><circle cx="{x}" cy="{y}" r="2.6"/></svg>',
        colour=colour,
        w=width,
        h=height,
        points=" ".join(f"{short(x)},{short(y)}" for x, y in points),
        x=points[-1][0],
        y=points[-1][1],
    )


def smooth(points) -> str:
    """A path through the points that never swings above or below them."""
    path = [f"M{short(points[0][0])},{short(points[0][1])}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = short((x0 + x1) / 2)
        path.append(f"C{middle},{short(y0)} {middle},{short(y1)} {short(x1)},{short(y1)}")
    return " ".join(path)


class Plot:
    """The frame of a trend: turns day numbers and values into coordinates."""

    def __init__(self, count, top, width, height, padding):
        self.above, self.right, self.below, self.left = padding
        self.count, self.top, self.width, self.height = count, top, width, height
        self.inner_width = width - self.left - self.right
        self.inner_height = height - self.above - self.below

    def x(self, index):
        return self.left + self.inner_width * (index + 0.5) / self.count

    def y(self, value, top=None):
        return self.above + self.inner_height * (1 - value / (top or self.top))

    def axis(self):
        """Horizontal lines with their values on the left."""
        for line in range(AXIS_LINES + 1):
            value = self.top * line / AXIS_LINES
            yield draw(
                '<line class="grid" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>'
                '<text class="ax" x="{x}" y="{base}" text-anchor="end">{value}</text>',
                x1=self.left,
                x2=self.width - self.right,
                y=self.y(value),
                x=self.left - 8,
                base=self.y(value) + 4,
                value=f"{value:g}",
            )

    def labels(self, labels, every):
        """Every n-th label below, counted from the last one, which is today."""
        for index, label in enumerate(labels):
            if (self.count - 1 - index) % every == 0:
                yield draw(
                    '<text class="ax" x="{x}" y="{y}" text-anchor="middle">{label}</text>',
                    x=self.x(index),
                    y=self.height - 8,
                    label=str(label),
                )

    def line(self, series):
        """One curve with its last value written on it. `series`: name, colour, values, area (bool)."""
        points = [(self.x(i), self.y(v)) for i, v in enumerate(series["values"])]
        path, (x, y), floor = smooth(points), points[-1], self.y(0)
        if series.get("area"):
            closed = f"{path} L{short(x)},{short(floor)} L{short(points[0][0])},{short(floor)} Z"
            yield draw('<path class="area {colour}" d="{d}"/>', colour=series["colour"], d=closed)
        yield draw(
            '<path class="line {colour}" d="{d}" fill="none"/><circle class="dot {colour}" cx="{x}" cy="{y}" r="4"/>'
            '<text class="lastv {colour}" x="{x}" y="{above}" text-anchor="middle">{last}</text>',
            colour=series["colour"],
            d=path,
            x=x,
            y=y,
            above=y - 10,
            last=str(series["values"][-1]),
        )

    def bars(self, bars, labels):
        """Stacked columns on an axis of their own at the right, which keeps them in the lower half."""
        most = max(sum(column) for column in zip(*[one["values"] for one in bars], strict=True))
        top = math.ceil(max(AXIS_LINES, most * 2.4) / AXIS_LINES) * AXIS_LINES
        for value in (0, top // 2, top):
            yield draw(
                '<text class="ax" x="{x}" y="{y}">{v}</text>',
                x=self.width - self.right + 8,
                y=self.y(value, top) + 4,
                v=str(value),
            )
        for index in range(self.count):
            yield from self.column(bars, labels[index], index, top)

    def column(self, bars, label, index, top):
        width, base = min(14, self.inner_width / self.count * 0.5), self.y(0)
        for one in bars:
            value = one["values"][index]
            height = self.inner_height * value / top
            base -= height
            if value:
                yield draw(
                    '<rect class="{colour}" x="{x}" y="{y}" width="{w}" height="{h}" rx="1.5">'
                    "<title>{label} {name} {value}</title></rect>",
                    colour=one["colour"],
                    x=self.x(index) - width / 2,
                    y=base,
                    w=width,
                    h=max(height - 1, 1),
                    label=str(label),
                    name=str(one["name"]),
                    value=str(value),
                )


@register.simple_tag
def trend(labels, series, bars=None, title="", width=860, height=300, every=3):
    """Curves over days and stacked columns below them.

    `series` and `bars` are lists of {"name", "colour", "values", "area"}; all have as many values as there are
    labels. Colours of curves: c1, c2; of columns: c-red, c-yel. `title` is what a screen reader says.
    """
    if not labels:
        return ""
    top = nice_max(max(max(one["values"]) for one in series))
    plot = Plot(len(labels), top, width, height, padding=(18, 44, 30, 44))
    parts = [*plot.axis()]
    if bars:
        parts += plot.bars(bars, labels)
    for one in series:
        parts += plot.line(one)
    parts += plot.labels(labels, every)
    return draw(
        '<svg class="trend" viewBox="0 0 {w} {h}" role="img" aria-label="{title}">{parts}</svg>',
        w=width,
        h=height,
        title=str(title),
        parts=together(parts),
    )


@register.simple_tag
def stack(parts, total, label="", width=230, height=16):
    """One bar of several parts: {"colour", "value", "label"}; colours s1, s2."""
    drawn, x = [], 0.0
    for part in parts:
        long = width * share(part["value"], total)
        drawn.append(
            draw(
                '<rect class="{colour}" x="{x}" width="{w}" height="{h}"><title>{label}</title></rect>',
                colour=part["colour"],
                x=x,
                w=max(long - 1, 0.5),
                h=height,
                label=str(part["label"]),
            )
        )
        x += long
    return draw(
        '<svg class="stack" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">'
        "{parts}</svg>",
        w=width,
        h=height,
        label=str(label),
        parts=together(drawn),
    )


@register.simple_tag
def slope(rows, before="", after="", width=300, row_height=22):
    """How ranks moved: rows of {"name", "before", "after"}; up is green, down is red, both also by position.

    `before_at` and `after_at` say on which line a row stands, where equals would lie upon each other.
    """
    if not rows:
        return ""
    lines_of = [(row.get("before_at", row["before"]), row.get("after_at", row["after"])) for row in rows]
    last = max(map(max, lines_of))
    height, left, right = 32 + last * row_height, 92, width - 92

    def y(rank):
        return 32 + (rank - 0.6) * row_height

    heads = draw(
        '<text class="ax" x="{left}" y="12" text-anchor="end">{a}</text>'
        '<text class="ax" x="{right}" y="12">{b}</text>',
        left=left,
        right=right,
        a=str(before),
        b=str(after),
    )
    pairs = zip(rows, lines_of, strict=True)
    lines = [_slope_line(row, left, right, y(before_at), y(after_at)) for row, (before_at, after_at) in pairs]
    return draw(
        '<svg class="slope" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{heads}{lines}</svg>',
        w=width,
        h=height,
        label=f"{before} → {after}",
        heads=heads,
        lines=together(lines),
    )


def _slope_line(row, left, right, y1, y2):
    moved = row["before"] - row["after"]
    tone = "up" if moved > 0 else "dn" if moved < 0 else ""
    ends = format_html_join(
        "",
        '<circle class="sl {}" cx="{}" cy="{}" r="3"/><text class="nm {}" x="{}" y="{}" text-anchor="{}">{} {}</text>',
        [
            (tone, short(left + 8), short(y1), tone, short(left), short(y1 + 4), "end", row["before"], row["name"]),
            (tone, short(right - 8), short(y2), tone, short(right), short(y2 + 4), "start", row["after"], row["name"]),
        ],
    )
    return draw(
        '<line class="sl {tone}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>{ends}',
        tone=tone,
        x1=left + 8,
        x2=right - 8,
        y1=y1,
        y2=y2,
        ends=ends,
    )


@register.simple_tag
def histogram(columns, label="", width=420, height=170, words=True):
    """Columns of {"label", "value", "marked"}; with words=False a small one without numbers, hidden from readers."""
    most = max((column["value"] for column in columns), default=0)
    below, above = (22, 18) if words else (0, 0)
    step, room = width / max(len(columns), 1), height - below - above
    parts = []
    for place, column in enumerate(columns):
        tall = room * share(column["value"], most)
        middle, top = step * (place + 0.5), above + room - tall
        parts.append(
            draw(
                '<rect class="{mark}" x="{x}" y="{y}" width="{w}" height="{h}"/>',
                mark="h-mark" if column["marked"] else "h-col",
                x=middle - step * 0.36,
                y=top if column["value"] else above + room - 1,
                w=step * 0.72,
                h=max(tall, 1),
            )
        )
        if words:
            parts += _histogram_words(column, middle, top, height)
    spoken = (
        draw('role="img" aria-label="{label}"', label=str(label)) if words else draw('aria-hidden="{yes}"', yes="true")
    )
    return draw(
        '<svg class="hist" viewBox="0 0 {w} {h}" width="{w}" height="{h}" {spoken}>{parts}</svg>',
        w=width,
        h=height,
        spoken=spoken,
        parts=together(parts),
    )


def _histogram_words(column, x, top, height):
    yield draw(
        '<text class="lastv" x="{x}" y="{y}" text-anchor="middle">{v}</text>', x=x, y=top - 5, v=str(column["value"])
    )
    yield draw(
        '<text class="ax" x="{x}" y="{y}" text-anchor="middle">{label}</text>',
        x=x,
        y=height - 6,
        label=str(column["label"]),
    )
