"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("disclosure.urls")),
    path("", include("accounts.urls")),
    path("", include("records.urls")),
    path("", include("administration.urls")),
    path("", include("powers.urls")),
    path("", include("integrity.urls")),
    path("", include("projects.urls")),  # before approvals, as the next
    path("", include("funds.urls")),  # before approvals, as the next
    path("", include("procurement.urls")),  # before approvals, as the next
    path("", include("complaints.urls")),  # before approvals, whose my/<number>/ takes everything
    path("", include("approvals.urls")),
    path("", include("monitoring.urls")),
    path("", include("scoring.urls")),
    path("", include("exchange.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "config.views.server_error"
