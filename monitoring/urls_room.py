"""Addresses of the duty log, the faults of the platform, the reports and the patterns."""

from django.urls import path

from monitoring.views import calendar, deliveries, duty, patterns, platform, reports

urlpatterns = [
    path("supervision/duty/", duty.log, name="duty"),
    path("supervision/messages/", deliveries.deliveries, name="deliveries"),
    path("supervision/messages/<int:pk>/again/", deliveries.send_again, name="send_again"),
    path("supervision/duty/begin/", duty.begin, name="duty_begin"),
    path("supervision/duty/<int:pk>/note/", duty.note, name="duty_note"),
    path("supervision/duty/<int:pk>/hand-over/", duty.hand_over, name="duty_hand_over"),
    path("supervision/patterns/", patterns.patterns, name="patterns"),
    path("supervision/patterns/<slug:code>/", patterns.pattern, name="pattern"),
    path("supervision/platform/", platform.platform, name="platform"),
    path("supervision/platform/<int:pk>/", platform.resolve, name="platform_resolve"),
    path("supervision/reports/", reports.register, name="reports"),
    path("supervision/reports/draft/", reports.draft, name="report_draft"),
    path("supervision/reports/draft/rows/", reports.draft_rows, name="report_draft_rows"),
    path("supervision/reports/propose/", reports.propose, name="report_propose"),
    path("supervision/reports/<int:pk>/", reports.report, name="report"),
    path("supervision/reports/<int:pk>/rows/", reports.rows, name="report_rows"),
    path("supervision/reports/<int:pk>/issue/", reports.issue, name="report_issue"),
    path("supervision/reports/<int:pk>/drop/", reports.drop, name="report_drop"),
    path("calendar/", calendar.years, name="calendar"),
    path("calendar/upload/", calendar.upload, name="year_upload"),
    path("calendar/<int:pk>/", calendar.draft, name="year_draft"),
    path("calendar/<int:pk>/switch-on/", calendar.switch_on, name="year_switch_on"),
    path("calendar/<int:pk>/drop/", calendar.drop, name="year_drop"),
]
