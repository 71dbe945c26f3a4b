"""Reference data of revenue: fees, accounts, collecting units. Never what was paid.

Programmes of subsidies have pages of their own: their terms take two signatures.
"""

from django.contrib import admin
from django.utils import timezone

from accounts.admin import RoleModelAdmin
from funds.models import BankAccount, Collector, FeeKind, FeeMatter
from funds.standards import limits_of
from records.actions import record


class RecordedAdmin(RoleModelAdmin):
    """What decides who is paid and where fees go is not changed silently."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        verb = f"funds.{obj._meta.model_name}.{'edited' if change else 'added'}"
        record(verb, obj, actor=request.actor, now=timezone.now(), name=str(obj), fields=form.changed_data)


@admin.register(FeeKind)
class FeeKindAdmin(RecordedAdmin):
    list_display = ["code", "name", "basis"]
    search_fields = ["code", "name"]


@admin.register(FeeMatter)
class FeeMatterAdmin(RecordedAdmin):
    """Limits that are left empty are read out of the standard, where its words leave no doubt."""

    list_display = ["code", "name", "kind", "organisation", "standard_words", "is_open"]
    list_select_related = ["kind", "organisation"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["kind", "organisation"]

    def save_model(self, request, obj, form, change):
        if obj.least is None and obj.most is None:
            obj.least, obj.most = limits_of(obj.standard_words)
        super().save_model(request, obj, form, change)


@admin.register(BankAccount)
class BankAccountAdmin(RecordedAdmin):
    list_display = ["name", "sort", "number", "bank", "organisation"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]


@admin.register(Collector)
class CollectorAdmin(RecordedAdmin):
    list_display = ["organisation", "way", "window"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]
