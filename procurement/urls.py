"""Addresses of public resource trading."""

from procurement import urls_course

app_name = "procurement"
urlpatterns = [
    *urls_course.urlpatterns,
]
