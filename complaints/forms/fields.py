"""Fields and choices that several forms about orders share."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from accounts.models import Organisation, Window
from complaints.models import Category
from records.subjects import numbered

FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
LONG, SHORT = 5000, 500  # signs of a text, of a reason
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"  # what records.files takes
CHOOSE = _("choose")
HANDLERS = [Organisation.Level.DEPARTMENT, Organisation.Level.TOWN]


def text_field(label, rows=3, most=SHORT, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanCharField(label=label, multiline=True, max_length=most, widget=widget, **kwargs)


def day_field(label):
    """A date within the years an order can have."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))],
        error_messages={"invalid": _("Please give a date such as 2026-03-12.")},
    )


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


class RowField(forms.ChoiceField):
    """A choice among rows of the database, read once: `offer` gives them as {key: row} with their words."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = {}

    def clean(self, value):
        """The row; None for nothing chosen."""
        return self.rows.get(super().clean(value))

    def offer(self, rows, groups=None, empty=CHOOSE):
        self.rows = {str(row.pk): row for row in rows}
        plain = [(key, str(row)) for key, row in self.rows.items()]
        self.choices = [("", empty), *(groups if groups is not None else plain)]


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


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploads; what each may be is decided where they are stored."""

    widget = FilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]
