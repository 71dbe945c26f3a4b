"""Addresses everybody may open."""

from django.urls import path

from disclosure import scores, views

app_name = "disclosure"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.figures, name="figures"),
    path("rankings/", views.figures, name="rankings"),
    path("rankings/rounds/", scores.rounds, name="rounds"),
    path("rankings/rounds/<int:pk>/", scores.ranking, name="ranking"),
    path("healthz", views.healthz, name="healthz"),
]
