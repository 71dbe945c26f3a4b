"""The door of the admin: posts decide, not is_staff; signing in happens on the portal's own page."""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import ADMIN_ROLES


class PortalAdminSite(admin.AdminSite):
    site_header = _("Reference data")
    site_title = _("Reference data")
    index_title = _("What each administrator looks after")
    enable_nav_sidebar = False  # its script is the only one that is not needed

    def has_permission(self, request):
        return request.user.is_active and request.actor.holds(*ADMIN_ROLES)

    def admin_view(self, view, cacheable=False):
        """403 for anybody signed in without such a post, instead of Django's second sign-in page."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", "/admin/"), resolve_url("accounts:sign_in"))

    @method_decorator([login_not_required, require_POST])
    def logout(self, request, extra_context=None):
        logout(request)
        return redirect("accounts:sign_in")

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")
