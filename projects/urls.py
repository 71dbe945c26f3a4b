"""Addresses of projects."""

from django.urls import path

from projects.views import common as v

app_name = "projects"
urlpatterns = [
    path("desk/projects/p/<slug:code>/", v.nothing, name="project"),
    path("desk/projects/nodes/<int:pk>/", v.nothing, name="node"),
    path("desk/projects/reports/<int:pk>/", v.nothing, name="report"),
    path("desk/projects/problems/<int:pk>/", v.nothing, name="problem"),
]
