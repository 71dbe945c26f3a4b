"""Addresses of red flags: the register, the rules, the library of behaviour, evidence."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…>
from procurement.views import evidence, flag_rules, flags

urlpatterns = [
    path("desk/flags/", flags.flags, name="flags"),
    path("desk/flags/<int:pk>/", flags.flag, name="flag"),
    path("desk/flags/<int:pk>/<slug:name>/", flags.deed, name="flag_deed"),
    path("desk/flags/of/<tendernumber:number>/", flags.of_tender, name="tender_flags"),
    path("desk/flags/rules/", flag_rules.rules, name="flag_rules"),
    path("desk/flags/rules/versions/<int:pk>/sign/", flag_rules.sign, name="sign_flag_version"),
    path("desk/flags/rules/<slug:code>/", flag_rules.rule, name="flag_rule"),
    path("desk/flags/library/", flag_rules.library, name="behaviours"),
    path("desk/flags/library/<int:pk>/strike/", flag_rules.strike, name="strike_behaviour"),
    path("desk/flags/evidence/<slug:kind>/", evidence.evidence, name="evidence"),
]
