"""Reference data of complaints: categories, routes, terms. Changes stand in the record; orders are not edited here."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin import RoleModelAdmin
from complaints.models import Category, Route, Term
from complaints.models.categories import MOST_LEVELS
from records.actions import record


class RecordedAdmin(RoleModelAdmin):
    """A row that decides where orders go or by when they are answered is not changed silently."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        verb = f"complaints.{obj._meta.model_name}.{'edited' if change else 'added'}"
        record(verb, obj, actor=request.actor, now=timezone.now(), name=str(obj), fields=form.changed_data)


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ["code", "name", "parent", "organisation", "is_confidential", "is_active", "sort"]

    def clean_parent(self):
        """Three levels are enough for people to find theirs; nothing stands below itself."""
        above = self.cleaned_data["parent"]
        if above is None:
            return above
        if above.level >= MOST_LEVELS:
            raise ValidationError(_("The tree has at most %(count)s levels.") % {"count": MOST_LEVELS})
        if self.instance.pk and above.path.startswith(self.instance.path):
            raise ValidationError(_("A category cannot stand below itself."))
        return above


@admin.register(Category)
class CategoryAdmin(RecordedAdmin):
    form = CategoryForm
    list_display = ["name", "code", "parent", "organisation", "is_confidential", "is_active", "sort"]
    list_select_related = ["parent", "organisation"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["parent", "organisation"]

    def save_model(self, request, obj, form, change):
        """What stands below moves along."""
        super().save_model(request, obj, form, change)
        for child in obj.children.all():
            self.move(child)

    def move(self, category):
        category.save()
        for child in category.children.all():
            self.move(child)


@admin.register(Route)
class RouteAdmin(RecordedAdmin):
    list_display = [
        "number",
        "name",
        "kind",
        "channel",
        "category",
        "target",
        "organisation",
        "automatic",
        "is_active",
    ]
    list_select_related = ["category", "organisation"]
    autocomplete_fields = ["category", "organisation"]


@admin.register(Term)
class TermAdmin(RecordedAdmin):
    list_display = ["name", "kind", "reply", "reply_unit", "reply_from", "extension", "law"]
    fieldsets = [
        (None, {"fields": [("code", "sort"), "name", ("kind", "channel", "confidential")]}),
        (None, {"fields": [("dispatch", "dispatch_unit"), ("sending_back", "sending_back_unit")]}),
        (
            None,
            {"fields": [("notice", "notice_unit"), ("reply", "reply_unit", "reply_from"), ("extension", "second")]},
        ),
        (None, {"fields": ["law", "extension_law"]}),
    ]
