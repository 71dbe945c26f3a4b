"""Addresses of the desks."""

urlpatterns = []
