"""Addresses of the complaints app: what citizens see, the desks of the units and of the hotline office."""

from complaints import urls_citizen, urls_desk, urls_doors, urls_meetings, urls_voices

app_name = "complaints"
urlpatterns = [
    *urls_doors.urlpatterns,
    *urls_citizen.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_meetings.urlpatterns,
    *urls_voices.urlpatterns,
]
