"""Reference data of supervision: the camera points."""

from django import forms
from django.contrib import admin

from accounts.admin import RoleModelAdmin
from monitoring.models import Camera

SECRET = ["stream", "token"]


class CameraForm(forms.ModelForm):
    """The token is never sent back to a page; left empty it stays as it is."""

    class Meta:
        model = Camera
        fields = ["code", "place", "hall", "window", "organisation", "stream", "token", "retired_on"]
        widgets = {"token": forms.PasswordInput(attrs={"autocomplete": "off"})}

    def clean_token(self):
        return self.cleaned_data["token"] or self.instance.token


@admin.register(Camera)
class CameraAdmin(RoleModelAdmin):
    """Entered by the system administrator; the other two see where the cameras hang, not their addresses."""

    form = CameraForm
    list_display = ["code", "place", "hall", "window", "organisation", "retired_on"]
    list_select_related = ["window", "organisation"]
    search_fields = ["code", "place", "hall"]
    autocomplete_fields = ["window", "organisation"]

    def get_exclude(self, request, obj=None):
        return [] if self.has_change_permission(request, obj) else SECRET

    def get_fields(self, request, obj=None):
        shown = CameraForm.Meta.fields
        return shown if self.has_change_permission(request, obj) else [name for name in shown if name not in SECRET]
