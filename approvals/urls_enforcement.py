"""Addresses of penalties, levies and inspections of firms."""

from django.urls import path

from approvals import converters  # noqa: F401 -- registers <plaincode:…>
from approvals.views import levies, penalties, slip_check, slip_reports, slips

urlpatterns = [
    path("desk/penalties/", penalties.penalties, name="penalties"),
    path("desk/penalties/new/", penalties.new, name="new_penalty"),
    path("desk/penalties/<int:pk>/", penalties.penalty, name="penalty"),
    path("desk/penalties/<int:pk>/<slug:deed>/", penalties.deed, name="penalty_deed"),
    path("desk/levies/", levies.levies, name="levies"),
    path("desk/levies/new/", levies.new, name="new_levy"),
    path("desk/levies/<int:pk>/", levies.levy, name="levy"),
    path("desk/levies/<int:pk>/<slug:deed>/", levies.deed, name="levy_deed"),
    path("desk/slips/", slips.slips, name="slips"),
    path("desk/slips/new/", slips.new, name="new_slip"),
    path("desk/slips/calendar/", slips.calendar, name="slip_calendar"),
    path("desk/slips/firms/<plaincode:code>/", slips.firm, name="firm"),
    path("desk/slips/reports/", slip_reports.reports, name="slip_reports"),
    path("desk/slips/reports/<int:pk>/", slip_reports.report, name="slip_report"),
    path("desk/slips/reports/<int:pk>/<slug:deed>/", slip_reports.deed, name="slip_report_deed"),
    path("desk/slips/<int:pk>/", slips.slip, name="slip"),
    path("desk/slips/<int:pk>/<slug:deed>/", slips.deed, name="slip_deed"),
    path("slips/", slip_check.check, name="slip_check"),
    path("slips/report/", slip_check.report, name="report_inspection"),
    path("slips/report/<plaincode:number>/", slip_check.result, name="slip_report_result"),
    path("slips/<plaincode:number>/", slip_check.shown, name="slip_shown"),
]
