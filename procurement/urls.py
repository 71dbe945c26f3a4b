"""Addresses of public resource trading."""

from procurement import urls_bids, urls_course, urls_flags, urls_public, urls_registers

app_name = "procurement"
urlpatterns = [
    *urls_public.urlpatterns,
    *urls_registers.urlpatterns,
    *urls_bids.urlpatterns,  # before the course, whose desk/tenders/<number>/<deed>/ takes everything
    *urls_flags.urlpatterns,
    *urls_course.urlpatterns,
]
