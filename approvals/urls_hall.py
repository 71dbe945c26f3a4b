"""Addresses of the hall: attendance, deputies, chief representatives, batches."""

from django.urls import path

from approvals.views import desk_attendance, desk_batch, desk_duty, desk_representatives

urlpatterns = [
    path("desk/accept/", desk_batch.accept, name="batch"),
    path("desk/duty/", desk_duty.table, name="duty"),
    path("desk/duty/<int:pk>/<slug:deed>/", desk_duty.deed, name="duty_deed"),
    path("desk/representatives/", desk_representatives.register, name="representatives"),
    path("desk/attendance/", desk_attendance.day, name="attendance"),
    path("desk/attendance/month/", desk_attendance.month, name="attendance_month"),
    path("desk/attendance/arrive/", desk_attendance.attend, {"deed": "arrive"}, name="arrive"),
    path("desk/attendance/leave/", desk_attendance.attend, {"deed": "leave"}, name="leave"),
]
