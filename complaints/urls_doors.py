"""Addresses of the doors without a name, of talk, and of what protects people who complain."""

from django.urls import path

from complaints import converters  # noqa: F401 -- registers <ordernumber:…>
from complaints.views import anonymous

urlpatterns = [
    path("complaints/anonymous/", anonymous.new, name="anonymous"),
    path("complaints/anonymous/order/", anonymous.query, name="anonymous_query"),
]
