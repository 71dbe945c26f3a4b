"""Addresses of public funds."""

from funds.urls import budget, flags, public, revenue, subsidies

app_name = "funds"
urlpatterns = [
    *budget.urlpatterns,
    *flags.urlpatterns,
    *public.urlpatterns,
    *revenue.urlpatterns,
    *subsidies.urlpatterns,
]
