"""Addresses of suspicions about public money, and of what is looked for."""

from django.urls import path

from funds.views import flag_rules, flags

urlpatterns = [
    path("desk/funds/flags/", flags.flags, name="flags"),
    path("desk/funds/flags/<int:pk>/", flags.flag, name="flag"),
    path("desk/funds/flags/<int:pk>/<slug:deed>/", flags.flag_deed, name="flag_deed"),
    path("desk/funds/detectors/", flag_rules.rules, name="flag_rules"),
    path("desk/funds/detectors/<slug:code>/", flag_rules.rule, name="flag_rule"),
    path("desk/funds/detectors/versions/<int:pk>/sign/", flag_rules.sign, name="sign_flag_version"),
]
