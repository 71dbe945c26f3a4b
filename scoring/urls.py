"""Addresses of the leaders' pages."""

from django.urls import include, path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("leaders/", views.leaders, name="leaders"),
    path("leaders/units/<slug:code>/", views.unit, name="unit"),
    path("leaders/cases/<str:number>/", views.case, name="case"),
    path("", include("scoring.urls_indicators")),
    path("", include("scoring.urls_surveys")),
]
