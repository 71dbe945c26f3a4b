"""Addresses of direct subsidies: desks of villages, towns, county and finance; the people's pages."""

from django.urls import path

from funds.views import grants, own, programmes, subsidies

urlpatterns = [
    path("desk/subsidies/", subsidies.rolls, name="rolls"),
    path("desk/subsidies/new/", subsidies.new_roll, name="new_roll"),
    path("desk/subsidies/pattern/", subsidies.rows_pattern, name="rows_pattern"),
    path("desk/subsidies/programmes/", programmes.programmes, name="programmes"),
    path("desk/subsidies/programmes/new/", programmes.new_programme, name="new_programme"),
    path("desk/subsidies/programmes/<int:pk>/", programmes.programme, name="programme"),
    path("desk/subsidies/programmes/<int:pk>/terms/", programmes.new_terms, name="new_terms"),
    path("desk/subsidies/terms/", programmes.versions, name="programme_versions"),
    path("desk/subsidies/terms/<int:pk>/", programmes.version, name="programme_version"),
    path("desk/subsidies/terms/<int:pk>/<slug:deed>/", programmes.version_deed, name="programme_version_deed"),
    path("desk/subsidies/rosters/", subsidies.rosters, name="rosters"),
    path("desk/subsidies/rosters/pattern/", subsidies.rosters_pattern, name="rosters_pattern"),
    path("desk/subsidies/rows/<int:pk>/", subsidies.line, name="line"),
    path("desk/subsidies/rows/<int:pk>/<slug:deed>/", subsidies.line_deed, name="line_deed"),
    path("desk/subsidies/objections/<int:pk>/", subsidies.objection, name="objection"),
    path("desk/subsidies/payments/", grants.pay_lists, name="pay_lists"),
    path("desk/subsidies/payments/new/", grants.new_pay_list, name="new_pay_list"),
    path("desk/subsidies/payments/<int:pk>/", grants.pay_list, name="pay_list"),
    path("desk/subsidies/payments/<int:pk>/csv/", grants.pay_list_csv, name="pay_list_csv"),
    path("desk/subsidies/payments/<int:pk>/answers/", grants.settle, name="pay_list_answers"),
    path("desk/subsidies/payments/<int:pk>/<slug:deed>/", grants.pay_list_deed, name="pay_list_deed"),
    path("desk/subsidies/<int:pk>/", subsidies.roll, name="roll"),
    path("desk/subsidies/<int:pk>/import/", subsidies.import_rows, name="import_rows"),
    path("desk/subsidies/<int:pk>/<slug:deed>/", subsidies.roll_deed, name="roll_deed"),
    path("my/subsidies/", own.mine, name="my_subsidies"),
    path("subsidies/", own.shown, name="shown"),
    path("subsidies/<slug:number>/", own.shown_roll, name="shown_roll"),
]
