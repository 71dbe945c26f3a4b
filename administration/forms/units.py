"""Forms about units: renaming, merging, splitting; how lists of units are narrowed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import Organisation, Post
from administration.actions.reorganising import Heir, Ordered
from administration.models import Reorganisation
from records.fields import NONE, ListFilter, PlainForm, UnitField, choice, day_field, text_field

PARTS = 4  # successors of one split; more are split again
ENDS = "ends"


class OrderForm(PlainForm):
    """What every reorganisation needs: the paper, why, the day."""

    kind = ""
    basis = CleanCharField(label=_("basis (document)"), max_length=200)
    reason = text_field(_("reason"))
    day = day_field(_("with effect from"))

    def __init__(self, unit: Organisation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["day"].initial = timezone.localdate

    def ordered(self, **more) -> dict:
        about = {name: self.cleaned_data[name] for name in ("basis", "reason", "day")}
        return {"ordered": Ordered(kind=self.kind, **about, **more)}


class RenameForm(OrderForm):
    kind = Reorganisation.Kind.RENAME
    new_name = CleanCharField(label=_("new name"), max_length=100)
    new_short_name = CleanCharField(label=_("new short name"), max_length=30)
    field_order = ["new_name", "new_short_name"]

    def arguments(self, files=()) -> dict:
        return self.ordered(**{name: self.cleaned_data[name] for name in ("new_name", "new_short_name")})


class HeirsForm(OrderForm):
    """Successors in numbered groups of fields, then for each post where it goes."""

    parts = 1

    def __init__(self, unit, *args, **kwargs):
        super().__init__(unit, *args, **kwargs)
        for number in range(1, self.parts + 1):
            self.fields.update(self.fields_of(number))
        rows = Post.objects.standing().filter(organisation=unit).select_related("user", "organisation").order_by("pk")
        self.posts = list(rows)
        for post in self.posts:
            self.fields[f"post_{post.pk}"] = forms.ChoiceField(
                label=f"{post.user} {post.title or post.get_role_display()}", choices=self.places(), **NONE
            )

    def fields_of(self, number: int) -> dict:
        """A unit that exists, or code, name and short name of a new one."""
        mark = f"（{number}）" if self.parts > 1 else ""
        return {
            f"unit_{number}": UnitField(label=f"{_('unit that exists')}{mark}", **NONE),
            f"code_{number}": CleanCharField(label=f"{_('or code of a new unit')}{mark}", max_length=30, **NONE),
            f"name_{number}": CleanCharField(label=f"{_('name of the new unit')}{mark}", max_length=100, **NONE),
            f"short_{number}": CleanCharField(label=f"{_('short name of the new unit')}{mark}", max_length=30, **NONE),
        }

    def places(self) -> list[tuple]:
        return [("", _("to the successor")), (ENDS, _("ends"))]

    def heir(self, number: int) -> Heir | None:
        given = self.cleaned_data
        unit, code = given.get(f"unit_{number}"), given.get(f"code_{number}")
        if unit is None and not code:
            return None
        new = {} if unit else {"code": code, "name": given[f"name_{number}"], "short_name": given[f"short_{number}"]}
        takes = tuple((given.get(f"takes_{number}") or "").replace("，", " ").replace(",", " ").split())
        posts = tuple(post.pk for post in self.posts if given.get(f"post_{post.pk}") == str(number))
        return Heir(unit, takes=takes, posts=posts, **new)

    def arguments(self, files=()) -> dict:
        found = [self.heir(number) for number in range(1, self.parts + 1)]
        ending = tuple(post.pk for post in self.posts if self.cleaned_data.get(f"post_{post.pk}") == ENDS)
        return self.ordered(heirs=tuple(heir for heir in found if heir), ending=ending)


class MergeForm(HeirsForm):
    kind = Reorganisation.Kind.MERGE


class SplitForm(HeirsForm):
    """The first successor takes everything that is not named at another one."""

    kind = Reorganisation.Kind.SPLIT
    parts = PARTS

    def fields_of(self, number):
        found = super().fields_of(number)
        if number > 1:
            label = f"{_('takes (codes of items and projects)')}（{number}）"
            found[f"takes_{number}"] = CleanCharField(label=label, max_length=1000, **NONE)
        return found

    def places(self):
        return [*super().places(), *((str(number), f"（{number}）") for number in range(2, self.parts + 1))]


KINDS = {"rename": RenameForm, "merge": MergeForm, "split": SplitForm}


class UnitsFilter(ListFilter):
    LOOKUPS = {"q": "name__icontains", "level": "level", "business": "business"}
    q = CleanCharField(label=_("name"), max_length=50, **NONE)
    level = choice(_("administrative level"), Organisation.Level.choices)
    business = choice(_("main business"), Organisation.Business.choices)
    which = choice(_("State"), [("existing", _("existing")), ("ended", _("unit ended"))])


class ReorganisationsFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "state": "state", "unit": "organisation__name__icontains"}
    kind = choice(_("Kind"), Reorganisation.Kind.choices)
    state = choice(_("State"), Reorganisation.State.choices)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
