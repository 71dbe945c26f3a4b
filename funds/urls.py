"""Addresses of public funds."""

from funds import urls_budget

app_name = "funds"
urlpatterns = [
    *urls_budget.urlpatterns,
]
