"""Reference data of projects: the terms. A change is a new row; what was valid stays."""

from django.contrib import admin
from django.utils import timezone

from accounts.admin import RoleModelAdmin
from projects.models import Term
from records.actions import record


@admin.register(Term)
class TermAdmin(RoleModelAdmin):
    list_display = ["code", "days", "since", "basis"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        about = {"code": obj.code, "days": obj.days, "since": obj.since}
        record("projects.term.added", obj, actor=request.actor, now=timezone.now(), **about)
