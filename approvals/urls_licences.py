"""Addresses of licences: the register of the unit, and the public page that says whether one is genuine."""

from django.urls import path

from approvals.views import desk_licences, licences

urlpatterns = [
    path("licences/", licences.check, name="check_licence"),
    path("licences/<str:number>/", licences.verify, name="verify_licence"),
    path("desk/licences/", desk_licences.licences, name="desk_licences"),
    path("desk/licences/<str:number>/", desk_licences.licence, name="desk_licence"),
]
