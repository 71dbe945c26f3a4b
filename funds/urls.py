"""Addresses of public funds."""

from funds import urls_budget, urls_revenue, urls_subsidies

app_name = "funds"
urlpatterns = [
    *urls_budget.urlpatterns,
    *urls_revenue.urlpatterns,
    *urls_subsidies.urlpatterns,
]
