"""Addresses everybody may open."""

from django.urls import path

from disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.figures, name="figures"),
    path("rankings/", views.figures, name="rankings"),
    path("healthz", views.healthz, name="healthz"),
]
