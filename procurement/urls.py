"""Addresses of public resource trading."""

from procurement import urls_course, urls_flags

app_name = "procurement"
urlpatterns = [
    *urls_flags.urlpatterns,
    *urls_course.urlpatterns,
]
