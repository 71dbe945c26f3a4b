"""Schemes are drafted and signed at the desk of the office of appraisal; here they are only looked up."""

from django.contrib import admin

from accounts.admin import RoleModelAdmin
from scoring.models import Scheme


@admin.register(Scheme)
class SchemeAdmin(RoleModelAdmin):
    list_display = ["name", "code", "version", "about", "cadence", "state", "valid_from"]
    search_fields = ["code", "name"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
