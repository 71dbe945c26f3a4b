"""A course as a drawing: boxes one after the other or side by side, with arrows between them. Pure data.

The template is templates/records/flowchart.html; the colours stand with the pages that show it.
"""

from dataclasses import dataclass

HEIGHT = 70
LYING = (116, 32)  # width of a box and gap: five boxes fill a card
STANDING = (190, 30)
BESIDE = 12  # between boxes that stand side by side


@dataclass(frozen=True)
class Box:
    """One step: its name, the words of its limit and where it stands."""

    title: str
    words: str
    x: int
    y: int
    width: int
    last: bool = False

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def below(self) -> int:
        return self.y + HEIGHT

    @property
    def centre(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Chart:
    """`arrows` are the paths between the boxes; `told` is the course in words for those who cannot see it."""

    boxes: list[Box]
    arrows: list[str]
    width: int
    height: int
    down: bool
    told: str


def drawn(found: list[list[tuple[str, str]]], down: bool = False) -> Chart:
    """`found`: what happens, in order; each stage is one box (title, words) or several that stand side by side."""
    width, gap = STANDING if down else LYING
    step = (HEIGHT if down else width) + gap
    most = max(len(stage) for stage in found)
    across = most * HEIGHT + (most - 1) * BESIDE if not down else width
    rows, place = [], 1
    for number, stage in enumerate(found):
        rows.append(row(stage, place, width, across, down, number == len(found) - 1))
        place += step + (len(stage) - 1) * (HEIGHT + BESIDE) * down
    boxes = [box for stage in rows for box in stage]
    arrows = [path for one, two in zip(rows, rows[1:], strict=False) for path in joined(one, two, down)]
    long = place - gap + 1
    size = (across + 2, long) if down else (long, across + 2)
    return Chart(boxes, arrows, *size, down, told(found))


def row(stage, place: int, width: int, across: int, down: bool, last: bool) -> list[Box]:
    """The boxes of one stage: lying charts stack them, standing ones put them below one another."""
    step = HEIGHT + BESIDE
    first = 1 + (across - (len(stage) * step - BESIDE)) // 2
    boxes = []
    for number, (title, words) in enumerate(stage):
        x, y = (1, place + number * step) if down else (place, first + number * step)
        boxes.append(Box(title, words, x, y, width, last))
    return boxes


def joined(before: list[Box], after: list[Box], down: bool) -> list[str]:
    """The arrows from one stage to the next."""
    if down:
        return [f"M{before[-1].middle} {before[-1].below + 4}v20m-5-6l5 6l5-6"]
    ends = [(one, two) for one in before for two in after]
    return [arrow(one, two) for one, two in ends]


def arrow(one: Box, two: Box) -> str:
    x, y, rise = one.end + 4, one.centre, two.centre - one.centre
    return f"M{x} {y}h7v{rise}h15m-6-5l6 5l-6 5" if rise else f"M{x} {y}h22m-6-5l6 5l-6 5"


def told(found) -> str:
    return " → ".join("、".join(f"{title}（{words}）" for title, words in stage) for stage in found)
