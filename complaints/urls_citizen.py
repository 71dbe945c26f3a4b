"""Addresses of the citizen side."""

urlpatterns = []
