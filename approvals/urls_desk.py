"""Addresses of the desk side."""

from django.urls import path

from approvals.views import desk, desk_case, desk_figures, desk_register

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/cases/", desk.cases, name="desk_cases"),
    path("desk/search/", desk.search, name="desk_search"),
    path("desk/register/", desk_register.register, name="register"),
    path("desk/figures/", desk_figures.figures, name="my_figures"),
    path("desk/cases/<str:number>/", desk_case.workbench, name="workbench"),
    path("desk/cases/<str:number>/<slug:deed>/", desk_case.deed, name="deed"),
]
