"""Addresses of the approvals app: what citizens see, and the desk of the staff."""

from approvals import urls_citizen, urls_desk

app_name = "approvals"
urlpatterns = [*urls_citizen.urlpatterns, *urls_desk.urlpatterns]
