"""窗口到岗: the buttons of the window, the list of a day by hall, the sheet of a month."""

from calendar import monthrange
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.exports import xlsx_response
from accounts.models import Role
from approvals import attendance
from approvals.actions import hall
from approvals.forms.hall import DayForm, MonthForm
from approvals.permissions_hall import attended_posts, can_attend, can_see_attendance
from approvals.views.desk import only
from deadlines import calendar as calendars
from records.desk import denied, sent
from records.refusal import Refused

NO_WINDOW = gettext_lazy("Only who acts from a post with a window registers there.")
NOT_YOURS = gettext_lazy("The attendance is for the head of the unit, for leaders and the discipline office.")
DEEDS = {
    "arrive": (hall.arrive, gettext_lazy("You are registered at the window.")),
    "leave": (hall.leave, gettext_lazy("You have left the window.")),
}


@require_POST
@only(can_attend, NO_WINDOW)
def attend(request, deed):
    """到岗 or 离岗; back to the queue."""
    action, done = DEEDS[deed]
    try:
        action(request.actor.post, by=request.actor, now=timezone.now(), key=sent(request))
        messages.success(request, done)
    except PermissionDenied as refused:
        return denied(request, str(refused) or NO_WINDOW)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("approvals:desk")


def halls_of(posts) -> list[str]:
    return list(posts.order_by("window__hall").values_list("window__hall", flat=True).distinct())


@require_safe
@only(can_see_attendance, NOT_YOURS)
def day(request):
    """Who came when on one day. Those who watch see every hall in sums, and whoever was late or missing by name."""
    now, today = timezone.now(), timezone.localdate()
    halls = halls_of(attended_posts(request.actor, today, today))
    lately = calendars.calendar().numbered(calendars.calendar().count(today))  # today, or the working day before
    form = DayForm({"day": lately.isoformat()} | request.GET.dict(), halls)
    form.is_valid()
    asked = min(form.cleaned_data.get("day") or lately, today)
    hall_name = form.cleaned_data.get("hall", "")
    lines = attendance.of_day(attended_posts(request.actor, asked, asked), asked, now)
    chosen = [line for line in lines if line.post.window.hall == hall_name]
    noticed = [line for line in lines if line.mark in attendance.TO_NOTICE]
    whole = request.actor.holds(Role.HEAD)
    page = {
        "form": form,
        "day": asked,
        "hall": hall_name,
        "tiles": tiles(attendance.sums(chosen if hall_name else lines)),
        "halls": hall_rows(lines),
        "lines": chosen if hall_name else (lines if whole else noticed),
        "only_noticed": not (whole or hall_name),
        "late_after": attendance.late_after(),
    }
    return render(request, "approvals/desk/attendance.html", page)


def tiles(sums) -> list[dict]:
    shown = [name for name in attendance.MARKS if sums[name] or name in ("on_time", "late", "missing", "away")]
    return [
        {"tone": tone, "words": words, "count": sums[name]}
        for name, (tone, words, _sign) in attendance.MARKS.items()
        if name in shown
    ]


def hall_rows(lines) -> list[dict]:
    """One line for each hall: windows, and how many of each mark."""
    return [
        {
            "hall": hall_name,
            "windows": sum(sums.values()),
            "marks": [sums[name] for name in ("on_time", "late", "missing", "away", "not_yet")],
        }
        for hall_name, sums in attendance.by_hall(lines).items()
    ]


@require_safe
@only(can_see_attendance, NOT_YOURS)
def month(request):
    """The sums of a month by person, with the days on which something was wrong; the whole grid as a spreadsheet."""
    now, today = timezone.now(), timezone.localdate()
    halls = halls_of(attended_posts(request.actor, today, today))
    form = MonthForm({"month": f"{today:%Y-%m}"} | request.GET.dict(), halls)
    form.is_valid()
    first = min(form.cleaned_data.get("month") or today, today).replace(day=1)
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), today)
    watched = not request.actor.holds(Role.HEAD)
    hall_name = form.cleaned_data.get("hall") or (halls[0] if watched and halls else "")
    posts = attended_posts(request.actor, first, last)
    if form.cleaned_data.get("export"):
        return grid(attendance.of_month(posts, first, last, now), first, last)
    chosen = posts.filter(window__hall=hall_name) if hall_name else posts
    page = {
        "form": form,
        "first": first,
        "hall": hall_name,
        "months": [in_words(one) for one in attendance.of_month(chosen, first, last, now)],
        "late_after": attendance.late_after(),
    }
    return render(request, "approvals/desk/attendance_month.html", page)


def in_words(one: attendance.Month) -> dict:
    """A line of the sheet."""
    return {
        "post": one.post,
        "due": one.due,
        "there": one.count("on_time") + one.count("late"),
        "late": one.count("late"),
        "late_on": one.dates("late"),
        "missing": one.count("missing"),
        "missing_on": one.dates("missing"),
        "away": one.count("away"),
    }


def grid(months, first: date, last: date):
    """Days across, people down."""
    days = [first.replace(day=number) for number in range(1, last.day + 1)]
    header = [_("Hall"), _("Window"), _("Unit"), _("Name"), *(str(day.day) for day in days)]
    header += [_("days due"), _("came late"), _("did not come")]
    return xlsx_response(f"{_('Attendance')}-{first:%Y-%m}", header, (grid_row(one, days) for one in months))


def grid_row(one: attendance.Month, days: list[date]) -> list:
    signs = {day: attendance.MARKS[name][2] for name, on in one.days.items() for day in on}
    window, post = one.post.window, one.post
    about = [window.hall, window.number, post.organisation.short_name, post.user.name]
    return [*about, *(signs.get(day, "") for day in days), one.due, one.count("late"), one.count("missing")]
