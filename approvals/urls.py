"""Addresses of the approvals app: what citizens see, the desk of the staff, money and papers."""

from approvals import urls_catalogue, urls_citizen, urls_desk, urls_enforcement, urls_hall, urls_ledger, urls_licences

app_name = "approvals"
urlpatterns = [
    *urls_catalogue.urlpatterns,
    *urls_citizen.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_enforcement.urlpatterns,
    *urls_hall.urlpatterns,
    *urls_ledger.urlpatterns,
    *urls_licences.urlpatterns,
]
