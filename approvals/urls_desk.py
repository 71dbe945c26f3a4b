"""Addresses of the desk side."""

urlpatterns = []
