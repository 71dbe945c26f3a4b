"""A clock in plain words. The sentences go into official documents and receipts, so they are Chinese data."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from deadlines import calendar as calendars
from deadlines.actions import spans
from deadlines.models import Deadline
from deadlines.plan import ORDINARY, PAUSED, REST, START, Line, Unit, explain

WEEKDAYS = "一二三四五六日"


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def with_weekday(day: date) -> str:
    return f"{chinese_date(day)}（星期{WEEKDAYS[day.weekday()]}）"


def count_in_words(clock: Deadline) -> str:
    """When counting starts, where it ends and why: the same arithmetic as the clock itself."""
    if clock.unit != Unit.WORKING:
        return f"办理期限{clock.promised}日，至{with_weekday(clock.due_on)}。"
    calendar = calendars.calendar()
    first = calendar.next_working(clock.started_on)
    make_up = "，" + calendar.why(first) if calendar.why(first) else ""
    provisional = "（该年度放假安排尚未公布，日期为暂定）" if clock.provisional else ""
    return (
        f"自{with_weekday(clock.started_on)}受理，当日不计，从{with_weekday(first)}{make_up}起算，"
        f"承诺{clock.promised}个工作日，至{with_weekday(clock.due_on)}办结{provisional}。"
    )


def explanation(clock: Deadline, until: date) -> list[Line]:
    """Every day from the start of the clock to `until`, with what it counts for."""
    return explain(calendars.calendar(), clock.started_on, until, spans(clock), Unit(clock.unit))


UNITS = {Unit.WORKING: _("working days"), Unit.CALENDAR: _("calendar days"), Unit.HOURS: _("hours")}

WHY = {
    START: _("the start day does not count"),
    REST: _("weekend"),
    PAUSED: _("special procedure, not counted"),
    ORDINARY: _("working day"),
}


def why_in_words(line: Line, unit: str = Unit.WORKING) -> str:
    """Why a day counts or not; listed days by the name the notice gives them."""
    if unit == Unit.CALENDAR and line.why == ORDINARY:
        return str(_("calendar day"))
    return str(WHY.get(line.why) or calendars.calendar().why(line.day))
