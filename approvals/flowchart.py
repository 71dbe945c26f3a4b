"""The course of an item as a drawing: boxes one after the other or side by side, each with its limit. Pure data."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.flow import APPROVE, FIRST_REVIEW_DAYS, LINKS, NOTICE_DAYS, REVIEW
from approvals.models import Item
from records.drawing import Chart, drawn

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
    return drawn(stages(item), down)
