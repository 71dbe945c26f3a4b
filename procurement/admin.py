"""Reference data of trading: numbers of the law, centres, supervising departments. Never the course itself."""

from django.contrib import admin
from django.utils import timezone

from accounts.admin import RoleModelAdmin
from procurement.models import Centre, Parameter, Regulator
from records.actions import record


class RecordedAdmin(RoleModelAdmin):
    """What decides how things are traded is not changed silently."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        verb = f"procurement.{obj._meta.model_name}.{'edited' if change else 'added'}"
        record(verb, obj, actor=request.actor, now=timezone.now(), name=str(obj), fields=form.changed_data)


@admin.register(Parameter)
class ParameterAdmin(RecordedAdmin):
    """A new number is a new row with its day; what held before stays."""

    list_display = ["name", "code", "value", "unit", "valid_from", "law"]
    search_fields = ["code", "name"]

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Centre)
class CentreAdmin(RecordedAdmin):
    list_display = ["organisation"]
    autocomplete_fields = ["organisation"]


@admin.register(Regulator)
class RegulatorAdmin(RecordedAdmin):
    list_display = ["trade", "organisation", "centre"]
    list_select_related = ["organisation", "centre__organisation"]
    autocomplete_fields = ["organisation"]
