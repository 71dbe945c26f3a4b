"""The course of an item as a drawing: boxes one after the other or side by side, each with its limit. Pure data."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.flow import APPROVE, FIRST_REVIEW_DAYS, LINKS, NOTICE_DAYS, REVIEW
from approvals.models import Item

HEIGHT = 70
LYING = (116, 32)  # width of a box and gap: five boxes fill a card
STANDING = (190, 30)
BESIDE = 12  # between boxes that stand side by side

# What the office does on its own: (name, words) of each stage. 行政处罚法 第五十四条至第六十一条、第六十三条;
# 行政强制法 第十八条; 国办发〔2024〕54号 for inspections.
POWERS = {
    Item.Kind.PENALTY: [
        (gettext_lazy("Case opened"), gettext_lazy("evidence collected")),
        (gettext_lazy("Party informed"), gettext_lazy("may answer, may ask for a hearing")),
        (gettext_lazy("Legal review"), gettext_lazy("by the legal section")),
        (gettext_lazy("Decision"), gettext_lazy("from 50,000 yuan by the main head")),
        (gettext_lazy("Served"), gettext_lazy("within 7 days")),
    ],
    Item.Kind.LEVY: [
        (gettext_lazy("Amount calculated"), gettext_lazy("by the tariff of the day")),
        (gettext_lazy("Checked"), gettext_lazy("by somebody else")),
        (gettext_lazy("Notice of payment"), gettext_lazy("with basis and appeal")),
        (gettext_lazy("Paid"), gettext_lazy("into the treasury, with receipt")),
    ],
    Item.Kind.INSPECTION: [
        (gettext_lazy("Slip applied for"), gettext_lazy("visits are joined")),
        (gettext_lazy("Slip approved"), gettext_lazy("by the efficiency office")),
        (gettext_lazy("On the spot"), gettext_lazy("two inspectors, with the slip")),
        (gettext_lazy("Result"), gettext_lazy("told and made public")),
    ],
    Item.Kind.COERCION: [
        (gettext_lazy("Approved"), gettext_lazy("by the head of the unit")),
        (gettext_lazy("Party informed"), gettext_lazy("may answer")),
        (gettext_lazy("Carried out"), gettext_lazy("by two officers, with a record")),
        (gettext_lazy("Lifted or decided"), gettext_lazy("within the limit of the law")),
    ],
}


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


def days(count: int) -> str:
    return _("%(count)s working days") % {"count": count}


def stages(item) -> list[list[tuple[str, str]]]:
    """What happens, in order: each stage is one box (name, limit in words) or several that run side by side."""
    if item.kind in POWERS:
        return [[(str(title), str(words))] for title, words in POWERS[item.kind]]
    applied = (_("Apply"), place(item))
    if item.is_immediate:
        return [[applied], [(_("Acceptance and decision"), _("decided on the spot"))], [(_("Delivery"), _("at once"))]]
    names = {code: str(name) for code, name in LINKS}
    accept = (names["accept"], _("within %(count)s working days") % {"count": NOTICE_DAYS})
    course = [[applied], *below(item), [accept], *asked(item), *inside(item, names)]
    return [*course, [(names["deliver"], _("window or post"))]]


def place(item) -> str:
    """Where people hand it in."""
    if item.first_review == Item.FirstReview.VILLAGE:
        return _("in the village")
    if item.first_review == Item.FirstReview.TOWN:
        return _("in the town")
    return _("online or at the window") if item.is_online else _("only at the window")


def below(item):
    """The first review of the lower level, 行政许可法 第四十三条."""
    if item.first_review:
        yield [(_("First review in the town"), days(FIRST_REVIEW_DAYS))]


def asked(item):
    """The units of a joint item, side by side."""
    branches = list(item.branches.all())
    if branches:
        yield [(branch.organisation.short_name, days(branch.days)) for branch in branches]


def inside(item, names):
    limits = {step.code: step.days for step in item.steps.all()}
    middle = [[(names[code], days(limits[code]))] for code in (REVIEW, APPROVE) if code in limits]
    return middle or [[(_("Review and decision"), days(item.promised_days))]]


def flowchart(item, down: bool = False) -> Chart:
    """The drawing from left to right, or from top to bottom for narrow screens."""
    found = stages(item)
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
