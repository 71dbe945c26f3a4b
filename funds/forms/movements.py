"""One row of a file of movements, the line with its total, and the forms around deliveries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, half_width
from funds.bankfiles import TOTAL
from funds.models import Delivery
from funds.movements import COURSE, KINDS, RETURN, WITH_PROJECT, WORDS
from records.fields import NONE, FenField, ListFilter, choice, day_field
from records.workbook import MOST_ROWS

LABELS = {
    "number": _("Number of the voucher"),
    "kind": _("Kind of movement"),
    "day": _("Day"),
    "out_of": _("taken from"),
    "into": _("brought to"),
    "project": _("Project"),
    "amount": _("Amount (yuan)"),
    "words": _("Purpose"),
    "economic_class": _("Economic class"),
    "paper": _("Number of the paper"),
    "returns": _("gives back voucher"),
}
NEEDED = _("Please fill this in.")


class MovementForm(forms.Form):
    """A movement as the owner's system writes it. Which places it needs follows from its kind."""

    number = CleanCharField(label=LABELS["number"], max_length=60)
    kind = CleanCharField(label=LABELS["kind"], max_length=20)
    day = day_field(LABELS["day"])
    out_of = CleanCharField(label=LABELS["out_of"], max_length=100, **NONE)
    into = CleanCharField(label=LABELS["into"], max_length=100, **NONE)
    project = CleanCharField(label=LABELS["project"], max_length=100, **NONE)
    amount = FenField(label=LABELS["amount"])
    words = CleanCharField(label=LABELS["words"], max_length=300)
    economic_class = CleanCharField(label=LABELS["economic_class"], max_length=10, **NONE)
    paper = CleanCharField(label=LABELS["paper"], max_length=100, **NONE)
    returns = CleanCharField(label=LABELS["returns"], max_length=60, **NONE)

    def clean_kind(self):
        kind = half_width(self.cleaned_data["kind"])
        if kind not in KINDS and kind not in WORDS:
            told = _("Only these words may stand here: %(words)s.")
            raise forms.ValidationError(told, params={"words": "、".join(WORDS)})
        return WORDS.get(kind, kind)

    def clean(self):
        kind = self.cleaned_data.get("kind")
        if kind is None:
            return
        for name in needed_of(kind):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, NEEDED)


def needed_of(kind: str) -> list[str]:
    """The columns that a kind of movement needs beside those that all need."""
    if kind == RETURN:
        return ["returns"]
    with_project = WITH_PROJECT & set(COURSE[kind][1:])
    return ["out_of", "into", *(["project"] if with_project else [])]


class TotalForm(forms.Form):
    """The last line: 合计, how many movements, how much."""

    number = CleanCharField(label=LABELS["number"], max_length=60)
    kind = forms.IntegerField(
        label=LABELS["kind"],
        min_value=0,
        max_value=MOST_ROWS,
        error_messages={
            "required": _("Write here how many movements the file holds."),
            "invalid": _("Write here how many movements the file holds."),
        },
    )
    amount = FenField(label=LABELS["amount"])


def form_of(values: dict) -> forms.Form:
    """The form for a line: the one with the total is told by its first word."""
    return TotalForm(values) if values.get("number") == TOTAL else MovementForm(values)


class DeliveriesFilter(ListFilter):
    LOOKUPS = {"state": "state", "fund": "fund__code"}
    state = choice(_("State"), Delivery.State.choices)
    fund = forms.SlugField(label=_("Fund"), widget=forms.HiddenInput, **NONE)
