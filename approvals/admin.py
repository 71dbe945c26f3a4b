"""Reference data of approvals: the catalogue of items. Cases are never edited here."""

from django.contrib import admin

from accounts.admin import RoleModelAdmin
from approvals.models import Item, ItemDocument, ItemFee, ItemStep


class Part(admin.TabularInline):
    """Documents, steps and fees of an item; whoever may change the item may change its parts."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.actor.holds(*RoleModelAdmin.view_roles)

    def has_change_permission(self, request, obj=None):
        return request.actor.holds(*RoleModelAdmin.change_roles)

    has_add_permission = has_change_permission

    def has_delete_permission(self, request, obj=None):
        return False


class Documents(Part):
    model = ItemDocument


class Steps(Part):
    model = ItemStep


class Fees(Part):
    model = ItemFee


@admin.register(Item)
class ItemAdmin(RoleModelAdmin):
    """Cases keep the limits they were accepted under; a change here concerns new cases only."""

    list_display = ["name", "code", "organisation", "handling", "promised_days", "statutory_days", "state"]
    list_filter = ["handling", "theme"]
    list_select_related = ["organisation"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["organisation", "windows"]
    readonly_fields = ["state", "version", "valid_from", "valid_to"]
    inlines = [Documents, Steps, Fees]
