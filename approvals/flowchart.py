"""The course of an item as a drawing: boxes one after the other, each with what happens and by when. Pure data."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.flow import APPROVE, LINKS, REVIEW

ACCEPTANCE_DAYS = 5  # 行政许可法 第三十二条第四项: within five days, or the application counts as accepted
HEIGHT = 70
LYING = (116, 32)  # width of a box and gap: five boxes fill a card
STANDING = (190, 30)


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


@dataclass(frozen=True)
class Chart:
    boxes: list[Box]
    width: int
    height: int
    down: bool


def days(count: int) -> str:
    return _("%(count)s working days") % {"count": count}


def stages(item) -> list[tuple[str, str]]:
    """What happens to an application for this item, in order: (name, limit in words)."""
    applied = (_("Apply"), _("online or at the window") if item.is_online else _("at the window"))
    if item.is_immediate:
        return [applied, (_("Acceptance and decision"), _("decided on the spot")), (_("Delivery"), _("at once"))]
    limits = {step.code: step.days for step in item.steps.all()}
    names = {code: str(name) for code, name in LINKS}
    middle = [(names[code], days(limits[code])) for code in (REVIEW, APPROVE) if code in limits]
    middle = middle or [(_("Review and decision"), days(item.promised_days))]
    accept = (names["accept"], _("within %(count)s working days") % {"count": ACCEPTANCE_DAYS})
    return [applied, accept, *middle, (names["deliver"], _("window or post"))]


def flowchart(item, down: bool = False) -> Chart:
    """The drawing from left to right, or from top to bottom for narrow screens."""
    found = stages(item)
    width, gap = STANDING if down else LYING
    step = (HEIGHT if down else width) + gap
    long = step * len(found) - gap + 2
    boxes = []
    for place, (title, words) in enumerate(found):
        x, y = (1, 1 + step * place) if down else (1 + step * place, 1)
        boxes.append(Box(title, words, x, y, width, place == len(found) - 1))
    return Chart(boxes, width + 2 if down else long, long if down else HEIGHT + 2, down)
