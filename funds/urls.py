"""Addresses of public funds."""

from funds import urls_budget, urls_flags, urls_open, urls_revenue, urls_subsidies

app_name = "funds"
urlpatterns = [
    *urls_budget.urlpatterns,
    *urls_flags.urlpatterns,
    *urls_open.urlpatterns,
    *urls_revenue.urlpatterns,
    *urls_subsidies.urlpatterns,
]
