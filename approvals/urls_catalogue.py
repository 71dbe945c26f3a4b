"""Addresses of the catalogue of items at the desk."""

from django.urls import path

from approvals import converters  # noqa: F401 -- registers <plaincode:…>
from approvals.views import catalogue, catalogue_import, catalogue_registers

urlpatterns = [
    path("desk/catalogue/", catalogue.items, name="catalogue"),
    path("desk/catalogue/hall/", catalogue_registers.hall, name="catalogue_hall"),
    path("desk/catalogue/clean-ups/", catalogue_registers.cleanups, name="catalogue_cleanups"),
    path("desk/catalogue/import/", catalogue_import.load, name="catalogue_import"),
    path("desk/catalogue/<plaincode:code>/", catalogue.item, name="catalogue_item"),
    path("desk/catalogue/<plaincode:code>/compare/", catalogue.comparison, name="catalogue_compare"),
    path("desk/catalogue/<plaincode:code>/<slug:deed>/", catalogue.deed, name="catalogue_deed"),
]
