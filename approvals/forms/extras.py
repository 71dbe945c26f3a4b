"""What only some items ask besides who applies: where it is handed in, which licence is renewed.

Every such form gives its answers as the arguments of `actions.apply`; an item that asks nothing has an empty form.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from approvals.forms.procedures import RenewalForm, WindowRenewalForm
from approvals.models import Item
from approvals.places import places


class PlaceForm(forms.Form):
    """The town or village that takes the application in; villages stand under their town."""

    place = forms.ChoiceField(
        label=_("Where do you hand it in?"),
        help_text=_("The town or village where you live. It looks at your papers first and sends everything up."),
        error_messages={
            "required": _("Choose the town or village where you hand in this application."),
            "invalid_choice": _("Choose the town or village where you hand in this application."),
        },
    )

    def __init__(self, item, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("please choose")), *grouped(list(places(item)))]

    def clean_place(self):
        return Organisation.objects.get(code=self.cleaned_data["place"])


def grouped(units: list[Organisation]) -> list:
    """Choices: the towns alone, or each town with its villages below it."""
    villages = {}
    for unit in units:
        if unit.level == Organisation.Level.VILLAGE:
            villages.setdefault(unit.parent_id, []).append((unit.code, unit.short_name))
    towns = sorted((unit for unit in units if unit.level == Organisation.Level.TOWN), key=lambda unit: unit.sort)
    if not villages:
        return [(town.code, town.short_name) for town in towns]
    own = _("%(town)s (service hall of the town)")
    return [
        (town.short_name, [(town.code, own % {"town": town.short_name}), *villages.get(town.pk, [])]) for town in towns
    ]


def question(item: Item, user, today, *args, **kwargs) -> forms.Form:
    """What the applicant is asked online."""
    if item.first_review:
        return PlaceForm(item, *args, **kwargs)
    if item.renews:
        return RenewalForm(item, user, today, *args, **kwargs)
    return forms.Form(*args, **kwargs)


def window_question(item: Item, today, *args, **kwargs) -> forms.Form:
    """What the clerk is asked at the window; the place is the unit of the window."""
    if item.renews:
        return WindowRenewalForm(item, today, *args, **kwargs)
    return forms.Form(*args, **kwargs)


def told(form: forms.Form) -> list[tuple[str, str]]:
    """The valid answers as (label, words), to be read once more before sending."""
    return [(bound.label, str(form.cleaned_data[bound.name])) for bound in form]
