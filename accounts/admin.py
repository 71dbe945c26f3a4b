"""Reference data: the system administrator keeps organisations and people, the security administrator grants posts."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import actions as accounts_actions
from accounts.models import ADMIN_ROLES, CodeDevice, Organisation, Post, Role, User, Window


class RoleModelAdmin(admin.ModelAdmin):
    """Base class of every app's admin: who may look and who may change is a matter of the acting post's role."""

    view_roles = tuple(ADMIN_ROLES)
    change_roles = (Role.SYSTEM_ADMIN,)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.actor.holds(*self.view_roles)

    def has_change_permission(self, request, obj=None):
        return request.actor.holds(*self.change_roles)

    def has_add_permission(self, request):
        return request.actor.holds(*self.change_roles)

    def has_delete_permission(self, request, obj=None):
        """Nothing that evidence may point to is deleted."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(RoleModelAdmin):
    """New units. What a unit is called and where it stands changes under /administration/, where two people sign."""

    list_display = ["name", "code", "level", "business", "parent", "telephone"]
    list_filter = ["level", "business"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request, obj=None):
        return ["code", "name", "short_name", "level", "parent"] if obj else []


@admin.register(Window)
class WindowAdmin(RoleModelAdmin):
    list_display = ["number", "name", "hall", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["number", "name"]
    autocomplete_fields = ["organisation"]


@admin.register(User)
class UserAdmin(RoleModelAdmin):
    """Staff accounts without any rights; what a person may do comes from posts."""

    list_display = ["username", "name", "telephone", "is_active"]
    search_fields = ["username", "name"]
    fields = ["username", "name", "telephone", "is_active"]

    actions = ["give_password"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_citizen=False)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            self.tell_password(request, obj)

    @admin.action(description=_("Give a new one-time password"), permissions=["change"])
    def give_password(self, request, queryset):
        for user in queryset:
            self.tell_password(request, user)

    def tell_password(self, request, user):
        told = {"user": user, "password": accounts_actions.give_one_time_password(user)}
        self.message_user(request, _("One-time password of %(user)s, shown only now: %(password)s") % told)


@admin.register(Post)
class PostAdmin(RoleModelAdmin):
    """Only to read: rights are granted, changed and ended under /administration/, where two people sign."""

    change_roles = ()
    list_display = [
        "user",
        "organisation",
        "role",
        "title",
        "window",
        "deputy",
        "is_contact",
        "away_until",
        "ended_on",
        "suspended_on",
    ]
    list_filter = ["role", "is_contact", "ended_on"]
    list_select_related = ["user", "organisation", "window", "deputy"]
    search_fields = ["user__name", "user__username", "organisation__name"]
    autocomplete_fields = ["user", "organisation", "window", "deputy"]


class DeviceAdmin(RoleModelAdmin):
    """A lost telephone: the security administrator takes the device away, the person binds a new one."""

    change_roles = (Role.SECURITY_ADMIN,)
    list_display = ["user", "name", "confirmed"]
    list_select_related = ["user"]
    fields = ["user", "name", "confirmed"]
    readonly_fields = ["user", "name", "confirmed"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return request.actor.holds(*self.change_roles)


for model in (Group, TOTPDevice):
    admin.site.unregister(model)
admin.site.register(CodeDevice, DeviceAdmin)
admin.site.empty_value_display = _("(none)")
