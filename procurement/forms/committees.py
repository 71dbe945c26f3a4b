"""What is typed for a committee: its make-up, replies of those who were drawn, criteria, scores, appraisals."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from accounts.models import User
from procurement.actions.pool import CRITERIA
from procurement.evaluating import Bidder
from procurement.forms.fields import text_field
from procurement.forms.registers import ReasonForm
from procurement.models import Criterion, Speciality
from records.fields import PlainForm

ROWS = 8  # criteria of a form


class CommitForm(PlainForm):
    """How many experts of which speciality; one field for each speciality."""

    representatives = forms.IntegerField(
        label=_("representatives of the tenderer"), min_value=0, max_value=10, initial=0
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.specialities = list(Speciality.objects.all())
        for row in self.specialities:
            self.fields[f"s_{row.code}"] = forms.IntegerField(
                label=row.name, min_value=0, max_value=20, required=False
            )

    def add_error(self, field, error):
        super().add_error(None if field == "needs" else field, error)

    def arguments(self):
        typed = [(row.code, self.cleaned_data.get(f"s_{row.code}")) for row in self.specialities]
        needs = [(code, seats) for code, seats in typed if seats]
        return {"needs": needs, "representatives": self.cleaned_data["representatives"]}


class RepresentativesForm(PlainForm):
    """The accounts of those who sit for the tenderer, one a line."""

    users = text_field(_("User names or mobile numbers, one a line"), rows=3)

    def clean_users(self):
        names = [line.strip() for line in self.cleaned_data["users"].splitlines() if line.strip()]
        found = {user.username: user for user in User.objects.filter(username__in=names)}
        unknown = [name for name in names if name not in found]
        if unknown:
            raise forms.ValidationError(
                _("No account has this name: %(names)s."), "unknown", {"names": "、".join(unknown)}
            )
        return [found[name] for name in names]


class CriteriaForm(PlainForm):
    """The evaluation method: eight lines of name, kind and points."""

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(ROWS):
            row = rows[number] if number < len(rows) else None
            label = _("Criterion %(number)s") % {"number": number + 1}
            self.fields[f"name_{number}"] = CleanCharField(
                label=label, max_length=100, required=False, initial=row.name if row else ""
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("kind"), choices=Criterion.Kind.choices, required=False, initial=row.kind if row else None
            )
            self.fields[f"points_{number}"] = forms.DecimalField(
                label=_("most points"),
                min_value=Decimal("0.01"),
                max_value=100,
                max_digits=5,
                decimal_places=2,
                required=False,
                initial=row.points if row else None,
            )

    def clean(self):
        typed = super().clean()
        for number in range(ROWS):
            if typed.get(f"name_{number}") and typed.get(f"points_{number}") is None:
                self.add_error(f"points_{number}", _("Please fill this in."))
        return typed

    def add_error(self, field, error):
        super().add_error("points_0" if field == "points" else field, error)

    def arguments(self):
        typed = self.cleaned_data
        numbers = [number for number in range(ROWS) if typed.get(f"name_{number}")]
        return {
            "rows": [
                {
                    "name": typed[f"name_{number}"],
                    "kind": typed[f"kind_{number}"] or Criterion.Kind.JUDGED,
                    "points": typed[f"points_{number}"],
                }
                for number in numbers
            ]
        }


class SeatForm(ReasonForm):
    """The centre states that nobody came for a seat."""

    number = forms.IntegerField(label=_("seat"), min_value=1, max_value=99)
    field_order = ["number"]


def points_of(row: Criterion, *, required: bool) -> forms.DecimalField:
    """Who is rejected gets no points; everybody else in every criterion."""
    about = {"criterion": row.name, "points": row.points}
    return forms.DecimalField(
        label=_("%(criterion)s, 0 to %(points)s") % about,
        max_digits=6,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Give the points as a number, for example 18.5."),
            "required": _("“%(criterion)s” takes 0 to %(points)s points, with two places at most.") % about,
        },
    )


class ScoreForm(forms.Form):
    """Points of one member for every bidder in every judged criterion, or why a bid is rejected."""

    note = text_field(_("Opinion"), rows=2, most=2000, required=False)

    def __init__(self, *args, criteria=(), bidders=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria, self.bidders = list(criteria), list(bidders)
        for bidder in self.bidders:
            rejected = bool(self.data.get(f"r{bidder.party}", "").strip())
            for row in self.criteria:
                self.fields[f"p{bidder.party}_{row.pk}"] = points_of(row, required=not rejected)
            self.fields[f"r{bidder.party}"] = CleanCharField(
                label=_("Reject this bid because"), max_length=300, required=False
            )

    def groups(self) -> list[tuple[Bidder, list]]:
        """The fields of each bidder, as the page shows them."""
        return [(bidder, [self[name] for name in self.names(bidder)]) for bidder in self.bidders]

    def names(self, bidder: Bidder) -> list[str]:
        return [*(f"p{bidder.party}_{row.pk}" for row in self.criteria), f"r{bidder.party}"]

    def arguments(self) -> dict:
        typed = self.cleaned_data
        points = {
            (row.pk, bidder.party): typed[f"p{bidder.party}_{row.pk}"]
            for bidder in self.bidders
            for row in self.criteria
            if typed.get(f"p{bidder.party}_{row.pk}") is not None
        }
        rejected = {
            bidder.party: typed[f"r{bidder.party}"] for bidder in self.bidders if typed.get(f"r{bidder.party}")
        }
        return {"points": points, "rejected": rejected, "note": typed.get("note", "")}


class AppraisalForm(PlainForm):
    """One criterion, one to five."""

    def __init__(self, *args, capacity, **kwargs):
        super().__init__(*args, **kwargs)
        self.capacity = capacity
        for name, words in CRITERIA[capacity].items():
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                choices=[("", _("choose")), *((mark, str(mark)) for mark in (5, 4, 3, 2, 1))],
                coerce=int,
            )
        self.fields["comment"] = text_field(_("additional words"), rows=2, required=False)

    def arguments(self):
        marks = {name: self.cleaned_data[name] for name in CRITERIA[self.capacity]}
        return {"marks": marks, "comment": self.cleaned_data["comment"]}
