"""Addresses of public funds."""

from funds import urls_budget, urls_subsidies

app_name = "funds"
urlpatterns = [
    *urls_budget.urlpatterns,
    *urls_subsidies.urlpatterns,
]
