"""Addresses of spot checks, their findings, cameras and the log of who looked."""

from django.urls import path

from monitoring.views import cameras, inspections

urlpatterns = [
    path("supervision/inspections/", inspections.register, name="inspections"),
    path("supervision/inspections/new/", inspections.new, name="new_inspection"),
    path("supervision/inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("supervision/inspections/<int:pk>/report/", inspections.report, name="inspection_report"),
    path("supervision/inspections/<int:pk>/deeds/<slug:deed>/", inspections.inspection_deed, name="inspection_deed"),
    path("spot-findings/", inspections.findings, name="spot_findings"),
    path("spot-findings/<int:pk>/", inspections.finding, name="spot_finding"),
    path("spot-findings/<int:pk>/deeds/<slug:deed>/", inspections.finding_deed, name="spot_finding_deed"),
    path("supervision/cameras/", cameras.cameras, name="cameras"),
    path("supervision/cameras/log/", cameras.patrols, name="patrols"),
    path("supervision/cameras/looks/<int:pk>/leave/", cameras.leave, name="camera_leave"),
    path("supervision/cameras/looks/<int:pk>/keep/", cameras.keep, name="camera_keep"),
    path("supervision/cameras/at/<slug:code>/", cameras.camera, name="camera"),
    path("supervision/cameras/at/<slug:code>/look/", cameras.look, name="camera_look"),
    path("supervision/cameras/at/<slug:code>/say/", cameras.say, name="camera_say"),
    path("supervision/cameras/at/<slug:code>/finding/", cameras.room_finding, name="camera_finding"),
    path("supervision/windows/<str:number>/", cameras.window, name="window"),
]
