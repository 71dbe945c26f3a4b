"""Addresses of the rules."""

from django.urls import path

from monitoring.views import rules

urlpatterns = [
    path("supervision/rules/", rules.rules, name="rules"),
    path("supervision/rules/load/", rules.load, name="rules_load"),
    path("supervision/rules/new/<slug:code>/", rules.new, name="rule_new"),
    path("supervision/rules/<int:pk>/", rules.rule, name="rule"),
    path("supervision/rules/<int:pk>/edit/", rules.edit, name="rule_edit"),
    path("supervision/rules/<int:pk>/<slug:verb>/", rules.deed, name="rule_deed"),
    path("supervision/rules/back-tests/<int:pk>/", rules.back_test, name="back_test"),
]
