"""A row of a list of points: unit, kind, item or ground, points or number, reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from records.fields import NONE, NamedField
from scoring.actions.marks import Wish
from scoring.forms.desk import grounds_of, points_field
from scoring.models import Item, Mark, Round

KINDS = {kind.value: kind.label for kind in (Mark.Kind.PART, Mark.Kind.BONUS, Mark.Kind.DEDUCTION)}
FIELDS = {
    "sheet": _("Unit or person"),
    "kind": _("Kind"),
    "item": _("Score item"),
    "ground": _("Ground"),
    "points": _("Points"),
    "count": _("Number counted"),
    "words": _("Reason"),
}


class SheetField(NamedField):
    """A sheet of the round by its name, or the name or code of its unit."""

    default_error_messages = {"unknown": _("Nobody of this name takes part in this round.")}

    def find(self, text):
        for name in ("name", "organisation__name", "organisation__short_name", "organisation__code"):
            if found := self.round.sheets.filter(**{name: text}).first():
                return found
        return None


class ItemField(NamedField):
    """An item of the scheme by its number, such as 2.4."""

    default_error_messages = {"unknown": _("The scheme has no item of this number; write it like 2.4.")}

    def find(self, text):
        category, _dot, number = text.partition(".")
        if not (category.isdecimal() and number.isdecimal() and len(text) < 8):
            return None
        rows = Item.objects.filter(category__scheme=self.round.scheme_id).select_related("category")
        return rows.filter(category__number=int(category), number=int(number)).first()


class KindField(NamedField):
    default_error_messages = {"unknown": _("Write one of the kinds of the pattern.")}

    def find(self, text):
        return next((kind for kind, label in KINDS.items() if text in (kind, str(label))), None)


class GroundField(NamedField):
    """A ground by its key or the words of the scheme."""

    default_error_messages = {"unknown": _("The scheme knows no such ground of a deduction.")}

    def find(self, text):
        grounds = grounds_of(self.round.scheme)
        named = {str(words).partition("（")[0]: key for key, words in grounds.items()}
        return text if text in grounds else named.get(text)


class MarkRowForm(forms.Form):
    sheet = SheetField(label=FIELDS["sheet"])
    kind = KindField(label=FIELDS["kind"])
    item = ItemField(label=FIELDS["item"], **NONE)
    ground = GroundField(label=FIELDS["ground"], **NONE)
    points = points_field(FIELDS["points"], **NONE)
    count = forms.IntegerField(label=FIELDS["count"], min_value=0, max_value=100_000, **NONE)
    words = CleanCharField(label=FIELDS["words"], max_length=300)

    def __init__(self, round: Round, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("sheet", "item", "ground"):
            self.fields[name].round = round

    def clean(self):
        data = super().clean()
        if data.get("kind") == Mark.Kind.PART and "item" in data and not data["item"]:
            self.add_error("item", _("Name the item."))
        return data


def wish_of(given: dict) -> Wish:
    """What a clean row asks for; points of an item stand at the item alone."""
    about = {name: given[name] for name in ("kind", "words", "points", "count")}
    if given["kind"] == Mark.Kind.PART:
        return Wish(**about, item=given["item"])
    return Wish(**about, ground=given["ground"] or "")
