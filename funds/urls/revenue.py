"""Addresses of non-tax revenue."""

from django.urls import path

from funds.views import revenue

urlpatterns = [
    path("desk/revenue/", revenue.collections, name="collections"),
    path("desk/revenue/new/", revenue.new_fee, name="new_fee"),
    path("desk/revenue/import/", revenue.import_fees, name="import_fees"),
    path("desk/revenue/unconfirmed/", revenue.unconfirmed_fees, name="unconfirmed"),
    path("desk/revenue/cash/", revenue.purses, name="purses"),
    path("desk/revenue/cash/<int:pk>/", revenue.purse, name="purse"),
    path("desk/revenue/cash/<int:pk>/<slug:deed>/", revenue.purse_deed, name="purse_deed"),
    path("desk/revenue/bank/", revenue.bank_entries, name="bank_entries"),
    path("desk/revenue/bank/new/", revenue.read_day, name="read_day"),
]
