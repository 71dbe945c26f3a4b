"""A workbook of orders, as 12345 of the city and other offices export them: one row, one order."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from accounts.models import Organisation
from complaints.actions import Contact, Filing
from complaints.models import Category, Channel, Kind, Order
from records.fields import FileForm

YES = {"是": True, "否": False, "": False}
MOMENTS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%d"]


class UploadForm(FileForm):
    only_good = forms.BooleanField(label=_("Take in the good rows even if others are wrong"), required=False)


class OrderRowForm(forms.Form):
    """One row. The words of kinds and units are those that people read; `books` holds what is looked up once."""

    source_number = CleanCharField(label=_("Number at the source"), max_length=60)
    kind = CleanCharField(label=_("Kind"), max_length=20)
    title = CleanCharField(label=_("Title of the order"), max_length=100)
    text = CleanCharField(label=_("what it is about"), max_length=5000, multiline=True)
    category = CleanCharField(label=_("Category"), max_length=50, required=False)
    addressed = CleanCharField(label=_("Unit that is asked"), max_length=100, required=False)
    accused = CleanCharField(label=_("Unit that is complained of"), max_length=100, required=False)
    place = CleanCharField(label=_("Where"), max_length=200, required=False)
    name = PersonNameField(label=_("Name"), required=False)
    telephone = TelephoneField(label=_("Telephone"), landline=True, required=False)
    is_urgent = CleanCharField(label=_("urgent"), max_length=1, required=False)
    received_at = forms.DateTimeField(
        label=_("Received"),
        input_formats=MOMENTS,
        required=False,
        error_messages={"invalid": _("Write the time like 2026-03-02 09:30.")},
    )

    def __init__(self, *args, books, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.books, self.now = books, now

    def found(self, book: str, field: str):
        """What the words of a cell mean; None for an empty one."""
        typed = self.cleaned_data[field]
        if typed and typed not in self.books[book]:
            raise forms.ValidationError(
                _("“%(typed)s” is not known here. Take the words of the pattern."), params={"typed": typed}
            )
        return self.books[book].get(typed)

    def clean_kind(self):
        return self.found("kinds", "kind")

    def clean_category(self):
        return self.found("categories", "category")

    def clean_addressed(self):
        return self.found("units", "addressed")

    def clean_accused(self):
        return self.found("units", "accused")

    def clean_is_urgent(self):
        typed = self.cleaned_data["is_urgent"]
        if typed not in YES:
            raise forms.ValidationError(_("Write 是 or 否."))
        return YES[typed]

    def clean_received_at(self):
        moment: datetime | None = self.cleaned_data["received_at"]
        if moment is not None and self.now is not None and moment > self.now:
            raise forms.ValidationError(_("This moment lies in the future."))
        return moment

    def clean_source_number(self):
        number = self.cleaned_data["source_number"]
        if number in self.books["numbers"]:
            raise forms.ValidationError(_("The order %(number)s is here already."), params={"number": number})
        self.books["numbers"].add(number)
        return number

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.EFFICIENCY and not cleaned.get("accused") and "accused" not in self.errors:
            self.add_error("accused", _("Please name the unit that you complain of."))
        return cleaned


def books() -> dict:
    """What the words of the cells mean, read once for a whole workbook."""
    units = list(Organisation.objects.all())
    categories = list(Category.objects.offered().filter(is_confidential=False))
    return {
        "kinds": {str(kind.label): kind for kind in Kind},
        "categories": {row.name: row for row in categories} | {row.code: row for row in categories},
        "units": {unit.name: unit for unit in units} | {unit.short_name: unit for unit in units},
        "numbers": set(
            Order.objects.filter(channel=Channel.HOTLINE)
            .exclude(source_number="")
            .values_list("source_number", flat=True)
        ),
    }


def filing(row: dict) -> Filing:
    """What the row asks for."""
    contact = Contact(name=row["name"], telephone=row["telephone"])
    same = ("source_number", "kind", "title", "text", "category", "addressed", "accused", "place", "is_urgent")
    return Filing(channel=Channel.HOTLINE, contact=contact, **{name: row[name] for name in same})
