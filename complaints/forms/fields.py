"""Fields and choices that several forms about orders share."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from accounts.models import Organisation, Window
from complaints.models import Category
from records import fields
from records.subjects import numbered

LONG, SHORT = 5000, 500  # signs of a text, of a reason
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"  # what records.files takes
HANDLERS = [Organisation.Level.DEPARTMENT, Organisation.Level.TOWN]


text_field = partial(fields.text_field, rows=3, most=SHORT)
day_field = partial(fields.day_field, required=False)


class AboutField(CleanCharField):
    """The number of a case, or of a window of the hall, that the order is about; gives the things, none or one."""

    def __init__(self):
        super().__init__(
            label=_("Number of the case or window"),
            required=False,
            max_length=40,
            help_text=_("If it is about one: the number on the receipt, or over the window."),
        )

    def clean(self, value):
        number = half_width(super().clean(value)).upper()
        thing = number and (numbered(number) or Window.objects.filter(number=number).first())
        if thing is None:
            raise forms.ValidationError(
                _("There is no case and no window with this number. Copy it once more, or leave it out.")
            )
        return (thing,) if thing else ()


class RowsField(forms.MultipleChoiceField):
    """Several of such rows."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = {}

    def clean(self, value):
        return [self.rows[key] for key in super().clean(value)]

    def offer(self, rows):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(key, str(row)) for key, row in self.rows.items()]


def units(*, but=None):
    """The units that handle orders: departments and towns, without the one that is complained of."""
    found = Organisation.objects.filter(level__in=HANDLERS).order_by("level", "sort", "pk")
    return [unit for unit in found if unit.pk != but]


def towns():
    return list(Organisation.objects.filter(level=Organisation.Level.TOWN).order_by("sort", "pk"))


def categories(*, confidential=True):
    """The categories in use, as rows and as groups of a drop-down list: the first level heads the others."""
    rows = list(Category.objects.offered().order_by("sort", "pk"))
    if not confidential:
        rows = [row for row in rows if not row.is_confidential]
    tops = [row for row in rows if row.level == 1]
    return rows, [group(top, rows) for top in tops]


def group(top, rows):
    """One entry of the list: a category of the first level, with all that is below it."""
    below = [row for row in rows if row.path.startswith(top.path) and row.pk != top.pk]
    if not below:
        return str(top.pk), top.name
    marked = [(str(row.pk), "　" * (row.level - 2) + row.name) for row in below]
    return top.name, [*marked, (str(top.pk), _("Other: %(name)s") % {"name": top.name})]
