"""Reference data of integrity risks: terms, duties and the separation matrix. A change is a new row."""

from django.contrib import admin
from django.utils import timezone

from accounts.admin import RoleModelAdmin
from integrity.models import Duty, Separation, Term
from records.actions import record


class Added(RoleModelAdmin):
    """Rows are added and recorded; nothing is overwritten."""

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record(f"integrity.{obj._meta.model_name}.added", obj, actor=request.actor, now=timezone.now(), row=str(obj))


@admin.register(Term)
class TermAdmin(Added):
    list_display = ["code", "days", "since", "basis"]


@admin.register(Duty)
class DutyAdmin(Added):
    list_display = ["name", "role", "business", "stage"]


@admin.register(Separation)
class SeparationAdmin(Added):
    """A separation may be ended; nothing else of it changes."""

    list_display = ["first", "second", "same_unit", "basis", "since", "ended_on"]

    def has_change_permission(self, request, obj=None):
        return RoleModelAdmin.has_change_permission(self, request, obj)

    def get_readonly_fields(self, request, obj=None):
        return ["first", "second", "same_unit", "basis", "since"] if obj else []
