"""Addresses of public resource trading."""

app_name = "procurement"
urlpatterns = []
