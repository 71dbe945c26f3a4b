"""Fields of the forms of integrity: a person of a unit, what something rests on, the years and quarters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from integrity.evidence import find
from records.fields import NamedField

QUARTERS = list(enumerate([_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter")], 1))
ONE_PERSON = _("Exactly one person of this name must work in the unit; leave it blank otherwise.")


class EvidenceField(NamedField):
    """A card, an order, a notice, a case … by its number."""

    default_error_messages = {"unknown": _("Nothing of ours has this number; leave it blank and describe it.")}

    def find(self, text):
        return find(text)


def person_in(form, given: dict, name="person", unit="organisation"):
    """Turn the name of a person into the person of the unit; several or none is said at the field."""
    named, where = given.get(name), given.get(unit)
    if named and where:
        posts = Post.objects.active().filter(organisation=where, user__name=named).select_related("user")
        people = {post.user for post in posts}
        if len(people) != 1:
            form.add_error(name, ONE_PERSON)
        given[name] = next(iter(people), None)
    else:
        given[name] = None
    return given


def year_field(**kwargs):
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100, widget=widget, **kwargs)


def quarter_field(**kwargs):
    return forms.TypedChoiceField(label=_("Quarter"), choices=QUARTERS, coerce=int, **kwargs)
