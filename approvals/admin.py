"""Reference data of approvals: drafts of items. What is in force never changes, and cases are never edited here."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import RoleModelAdmin
from accounts.fields import CleanCharField
from approvals.actions.catalogue import FORMS, attach_form, faults_of
from approvals.models import Item, ItemBranch, ItemDocument, ItemFee, ItemStep
from records.actions import record
from records.refusal import Refused


class LinesField(CleanCharField):
    """Several sentences, one a line; kept as a list."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("One sentence a line."))
        super().__init__(multiline=True, max_length=4000, required=False, **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip(" \u3000") for line in super().clean(value).split("\n") if line.strip(" \u3000")]

    def has_changed(self, initial, data):
        return self.clean(data or "") != (initial or [])


class ItemForm(forms.ModelForm):
    """Lists as sentences; the admin adds the model and its fields."""

    legal_basis = LinesField(label=_("legal basis"))
    conditions = LinesField(label=_("conditions"))


class DocumentForm(forms.ModelForm):
    """Sample and blank form are uploaded here and can be downloaded by everybody once the draft is in force."""

    sample_file = forms.FileField(label=_("Upload the sample"), required=False)
    blank_form_file = forms.FileField(label=_("Upload the blank form"), required=False)

    class Meta:
        model = ItemDocument
        fields = ["sort", "code", "name", "is_required", "source", "copies", "note"]


class Part(admin.TabularInline):
    """What belongs to an item. Of a draft everything may change; of what is in force nothing."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.actor.holds(*RoleModelAdmin.view_roles)

    def has_change_permission(self, request, obj=None):
        return request.actor.holds(*RoleModelAdmin.change_roles) and (obj is None or obj.is_draft)

    has_add_permission = has_delete_permission = has_change_permission


class Documents(Part):
    model = ItemDocument
    form = DocumentForm
    readonly_fields = ["sample", "blank_form"]


class Steps(Part):
    model = ItemStep
    fields = ["sort", "code", "name", "days"]


class Branches(Part):
    model = ItemBranch
    fields = ["sort", "code", "name", "organisation", "days"]


class Fees(Part):
    model = ItemFee
    fields = ["sort", "code", "name", "amount", "unit", "basis", "valid_from", "valid_to"]


@admin.register(Item)
class ItemAdmin(RoleModelAdmin):
    """Drafts are written here; the head of the unit compares and puts them into force at the desk."""

    form = ItemForm
    list_display = ["name", "code", "version", "state", "organisation", "kind", "promised_days", "statutory_days"]
    list_filter = ["state", "kind", "handling", "is_joint", "in_hall", "level"]
    list_select_related = ["organisation"]
    search_fields = ["name", "code"]
    readonly_fields = ["state", "version", "valid_from", "valid_to", "drafted_by", "published_by"]
    inlines = [Documents, Steps, Branches, Fees]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "version", "state"),
                    "name",
                    "organisation",
                    ("kind", "handling", "level"),
                    "power_code",
                ]
            },
        ),
        (_("limits"), {"fields": [("promised_days", "statutory_days")]}),
        (_("conditions"), {"fields": ["legal_basis", "conditions", ("audience", "theme")]}),
        (_("Resulting document"), {"fields": [("certificate", "validity"), ("validity_years", "renews")]}),
        (_("Kind of course"), {"fields": [("first_review", "is_joint", "needs_site_check")]}),
        (_("Where to go"), {"fields": [("is_online", "at_window"), "telephone", "windows"]}),
        (_("Hall"), {"fields": ["in_hall", ("outside_reason", "entering_on")]}),
        (_("Versions"), {"fields": [("valid_from", "valid_to"), ("drafted_by", "published_by"), "popularity"]}),
    ]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) and (obj is None or obj.is_draft)

    def get_readonly_fields(self, request, obj=None):
        """The code of a later version is the code of the item."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "code"] if obj and obj.version > 1 else fixed

    def save_model(self, request, obj, form, change):
        if not change:
            obj.drafted_by = request.actor.user
        super().save_model(request, obj, form, change)
        verb = "approvals.item.edited" if change else "approvals.item.drafted"
        detail = {"code": obj.code, "version": obj.version, "fields": form.changed_data}
        record(verb, obj, actor=request.actor, now=timezone.now(), **detail)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is ItemDocument:
            for part in formset.forms:
                if part.instance.pk and not part.cleaned_data.get("DELETE"):
                    self.keep_files(request, part)

    def keep_files(self, request, part):
        """Store what was uploaded with a document; a file we do not take is told, the rest is kept."""
        for field in FORMS:
            if upload := part.cleaned_data.get(f"{field}_file"):
                try:
                    attach_form(part.instance, field, upload, by=request.actor, now=timezone.now())
                except Refused as refusal:
                    self.message_user(request, f"{part.instance}：{refusal.message}", messages.ERROR)

    def save_related(self, request, form, formsets, change):
        """After saving, say at once what the head would be told."""
        super().save_related(request, form, formsets, change)
        for sentence in faults_of(form.instance):
            self.message_user(request, sentence, messages.WARNING)
