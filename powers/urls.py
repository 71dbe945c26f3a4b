"""Addresses of powers: the desks, and what everybody may read."""

from django.urls import path

from powers.views import clears, desk, imports, lists, points, powers, public, reports

app_name = "powers"
urlpatterns = [
    path("desk/powers/", desk.desk, name="desk"),
    path("desk/powers/all/", desk.powers, name="powers"),
    path("desk/powers/lists/", desk.lists, name="lists"),
    path("desk/powers/lists/new/", lists.begin, name="new"),
    path("desk/powers/lists/<int:pk>/", lists.power_list, name="list"),
    path("desk/powers/lists/<int:pk>/difference/", lists.difference, name="difference"),
    path("desk/powers/lists/<int:pk>/add/", lists.add, name="add"),
    path("desk/powers/lists/<int:pk>/<slug:deed>/", lists.list_deed, name="list_deed"),
    path("desk/powers/p/<int:pk>/", powers.power, name="power"),
    path("desk/powers/p/<int:pk>/facts/", lists.amend, name="amend"),
    path("desk/powers/p/<int:pk>/<slug:deed>/", powers.power_deed, name="power_deed"),
    path("desk/powers/steps/<int:pk>/", powers.step, name="step"),
    path("desk/powers/points/", desk.points, name="points"),
    path("desk/powers/points/decide/", points.decide, name="decide"),
    path("desk/powers/points/<int:pk>/", points.point, name="point"),
    path("desk/powers/points/<int:pk>/<slug:deed>/", points.point_deed, name="point_deed"),
    path("desk/powers/heat/", reports.heat, name="heat"),
    path("desk/powers/paper/", reports.paper, name="paper"),
    path("desk/powers/clears/", clears.clears, name="clears"),
    path("desk/powers/clears/<slug:code>/", clears.clears_of, name="clears_of"),
    path("desk/powers/clears/<slug:code>/confirm/", clears.confirm, name="confirm"),
    path("desk/powers/import/<slug:kind>/", imports.read_in, name="import"),
    path("desk/powers/import/<slug:kind>/pattern/", imports.pattern, name="pattern"),
    path("powers/", public.lists, name="public"),
    path("powers/villages/", public.villages, name="villages"),
    path("powers/u/<slug:code>/", public.unit, name="unit"),
    path("powers/<slug:code>/", public.power, name="public_power"),
]
