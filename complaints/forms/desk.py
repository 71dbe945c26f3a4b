"""What the staff types: filters, orders written down at a window or a telephone, one small form for each deed."""

from datetime import date, datetime

from django import forms
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, PersonNameField, TelephoneField
from complaints import quality, routing
from complaints.actions import Contact, Filing
from complaints.actions.judging import faults_of
from complaints.forms.citizen import AGAINST
from complaints.forms.fields import LONG, AboutField, RowsField, categories, day_field, text_field, towns, units
from complaints.models import Category, Channel, Kind, LongerTerm, Order, Visit
from complaints.permissions import longer_asked, proposed_reply
from complaints.queues import HOTLINE_TILES, TILES
from records.fields import RowField
from records.keyset import parse_cursor

ALL = [("", _("all"))]
PARTS = 4  # units among which an order is split on one page


class CursorField(forms.CharField):
    """A place in a long list, as the links of the page carry it; `kind` is the type of the sort value."""

    kind = datetime

    def to_python(self, value):
        text = super().to_python(value)
        return parse_cursor(text, self.kind) if text else None


class FilterForm(forms.Form):
    """How a list of orders is narrowed; every field may be empty."""

    q = CleanCharField(label=_("Number or words of the title"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of order"), required=False, choices=[*ALL, *Kind.choices])
    state = forms.ChoiceField(label=_("Step"), required=False, choices=[*ALL, *Order.State.choices])
    channel = forms.ChoiceField(label=_("Door"), required=False, choices=[*ALL, *Channel.choices])
    category = RowField(label=_("Category"), required=False)
    unit = RowField(label=_("Unit"), required=False)
    since = day_field(_("Received from"))
    until = day_field(_("to"))
    tile = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, *, by_day=False, with_units=False):
        super().__init__(data)
        self.fields["after"].kind = self.fields["before"].kind = date if by_day else datetime
        tops = [row for row in Category.objects.offered().order_by("sort", "pk") if row.level == 1]
        self.fields["category"].offer(tops, empty=_("all"))
        self.fields["unit"].offer(units() if with_units else [], empty=_("all"))
        self.fields["tile"].choices = [("", ""), *((name, "") for name in (*TILES, *HOTLINE_TILES))]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        if cleaned.get("category"):
            cleaned["category"] = cleaned["category"].path
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        asked = getattr(self, "cleaned_data", {})
        hidden = ("after", "before", "export")
        return any(value for name, value in asked.items() if name not in hidden)


class TelephoneForm(forms.Form):
    """Whose earlier orders are shown: ?telephone=…"""

    telephone = TelephoneField(label=_("Telephone of the caller"), landline=True, required=False)


class DeskOrderForm(forms.Form):
    """An order that somebody of the office writes down for a person who calls or stands at the window."""

    telephone = TelephoneField(label=_("Telephone"), landline=True, required=False)
    name = PersonNameField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind of order"), choices=Kind.choices, initial=Kind.COMPLAINT)
    title = CleanCharField(label=_("In one sentence"), max_length=100)
    text = text_field(_("What happened, and what is asked for"), rows=6, most=LONG)
    category = RowField(label=_("Category"), required=False)
    area = RowField(label=_("Town or street"), required=False)
    place = CleanCharField(label=_("Place of the matter"), required=False, max_length=200)
    addressed = RowField(label=_("Unit that is asked"), required=False)
    accused = RowField(label=_("Unit that is complained of"), required=False)
    about = AboutField()
    source_number = CleanCharField(label=_("Number at the source"), required=False, max_length=60)
    is_urgent = forms.BooleanField(label=_("Urgent: danger to life, or many people"), required=False)
    asked_public = forms.BooleanField(label=_("The answer may be published without the name"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        every = units()
        self.fields["addressed"].offer(every, empty=_("not named"))
        self.fields["accused"].offer(every, empty=_("none"))
        self.fields["category"].offer(*categories())
        self.fields["area"].offer(towns())

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Kind.EFFICIENCY and not cleaned.get("accused"):
            self.add_error("accused", _("Please name the unit that you complain of."))
        if kind not in AGAINST and cleaned.get("telephone") == "" and cleaned.get("name"):
            self.add_error("telephone", _("Ask for a number to call back, or leave out the name as well."))
        return cleaned

    def filing(self, channel) -> Filing:
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("name", "telephone")}
        contact = Contact(name=self.cleaned_data["name"], telephone=self.cleaned_data["telephone"])
        known = contact if contact.name or contact.telephone else None
        return Filing(channel=channel, contact=known, **typed)


# one form for each deed


class DeedForm(forms.Form):
    """The form of one deed on one order; `arguments` go to the action as they are."""

    def __init__(self, order, *args, deed="", **kwargs):
        super().__init__(*args, auto_id=f"id_{deed}_%s", **kwargs)
        self.order = order

    def arguments(self) -> dict:
        return self.cleaned_data


class ReturnForm(DeedForm):
    reason = text_field(_("Why is this not a matter of your unit?"), help_text=_("Name the unit whose matter it is."))


class AssignForm(DeedForm):
    unit = RowField(label=_("Lead unit"), error_messages={"required": _("Choose the unit that handles it.")})
    assisting = RowsField(label=_("Assisting units"), required=False, widget=forms.SelectMultiple(attrs={"size": 4}))
    why = text_field(_("Why this unit"), rows=2, required=False, help_text=_("The unit reads it."))

    def __init__(self, order, *args, **kwargs):
        super().__init__(order, *args, **kwargs)
        every = units(but=order.accused_id)
        self.fields["unit"].offer(every)
        if "assisting" in self.fields:
            self.fields["assisting"].offer(every)
        way = routing.way(order)
        if way is not None and order.state == Order.State.RECEIVED:
            self.initial |= {"unit": way.unit.pk, "why": way.why}


class DesignateForm(AssignForm):
    assisting = None
    why = text_field(_("Why this unit has to handle it"), help_text=_("The unit cannot return it after that."))


class SplitForm(DeedForm):
    """Up to four parts: a unit and what it has to do."""

    def __init__(self, order, *args, **kwargs):
        super().__init__(order, *args, **kwargs)
        every = units(but=order.accused_id)
        for number in range(1, PARTS + 1):
            self.fields[f"unit_{number}"] = RowField(label=_("Unit %(number)s") % {"number": number}, required=False)
            self.fields[f"unit_{number}"].offer(every)
            self.fields[f"text_{number}"] = text_field(
                _("Part of unit %(number)s") % {"number": number}, rows=2, most=LONG, required=False
            )

    def clean(self):
        cleaned = super().clean()
        for number in range(1, PARTS + 1):
            unit, text = cleaned.get(f"unit_{number}"), cleaned.get(f"text_{number}")
            if unit and not text:
                self.add_error(f"text_{number}", _("Write what this unit has to do."))
            if text and not unit:
                self.add_error(f"unit_{number}", _("Choose the unit that handles it."))
        return cleaned

    def arguments(self):
        typed = self.cleaned_data
        pairs = [(typed[f"unit_{n}"], typed[f"text_{n}"]) for n in range(1, PARTS + 1)]
        return {"parts": [pair for pair in pairs if pair[0]]}


class MergeForm(DeedForm):
    into = CleanCharField(label=_("Number of the other order"), max_length=40)
    reason = text_field(_("Why"), rows=2, required=False)

    def clean_into(self):
        number = self.cleaned_data["into"].strip().upper()
        other = Order.objects.filter(number=number, county_path=self.order.county_path).first()
        if other is None or other.is_confidential:
            raise forms.ValidationError(_("There is no order with this number."))
        return other


class RefuseForm(DeedForm):
    reason = text_field(_("Why can it not be handled?"), help_text=_("The complainant reads it."))


class ReplyForm(DeedForm):
    """An answer. What is wrong with it is said once; sent again with a reason it goes out all the same."""

    text = text_field(_("Answer to the complainant"), rows=8, most=LONG)
    is_solved = forms.BooleanField(label=_("The matter is solved"), required=False, initial=True)
    anyway = CleanCharField(
        label=_("Why it is sent all the same"),
        required=False,
        max_length=300,
        help_text=_("Better correct the answer. What is sent with such faults is seen by supervision."),
    )

    def __init__(self, order, *args, **kwargs):
        super().__init__(order, *args, **kwargs)
        if not self.is_bound:
            del self.fields["anyway"]

    @property
    def checklist(self) -> list[dict]:
        """What a good answer has, ticked off in what was typed so far."""
        return quality.checklist(str(self["text"].value() or ""))

    def clean(self):
        typed = super().clean()
        if not typed.get("text") or typed.get("anyway") or self.order.is_child:
            return typed
        about = {"organisation": self.order.organisation, "is_solved": bool(typed.get("is_solved")), "now": Now()}
        for fault in faults_of(self.order, typed["text"], **about):
            self.add_error("text", str(fault))
        if self.has_error("text"):
            self.add_error("anyway", _("Correct the answer above, or say why it is sent as it is."))
        return typed


class RemarkForm(DeedForm):
    remark = text_field(_("What is missing in the answer?"))


class LongerForm(DeedForm):
    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=60)
    reason = text_field(_("Why does it take longer?"), help_text=_("It is printed in the letter to the complainant."))

    def __init__(self, order, *args, **kwargs):
        super().__init__(order, *args, **kwargs)
        term = order.term
        if term is None:
            return
        self.initial.setdefault("days", term.extension)
        about = {"days": term.extension, "unit": term.get_reply_unit_display(), "law": term.extension_law or term.law}
        self.fields["days"].help_text = _("At most %(days)s %(unit)s: %(law)s") % about


class GrantForm(DeedForm):
    """Shows what was asked for; the head may add a word."""

    opinion = text_field(_("Opinion"), rows=2, required=False)

    def shown(self):
        asked = longer_asked(self.order, LongerTerm.State.OPEN)
        words = _("%(who)s asks for %(days)s days more: %(reason)s")
        return words % {"who": asked.asked_by, "days": asked.days, "reason": asked.reason} if asked else ""


class RefuseLongerForm(DeedForm):
    opinion = text_field(_("Why not?"))


class SignForm(DeedForm):
    """Shows the answer that goes out with the signature."""

    def shown(self):
        answer = proposed_reply(self.order)
        return answer.text if answer else ""


class NoteForm(DeedForm):
    text = text_field(_("Word on the way"), most=1000)
    is_open = forms.BooleanField(label=_("The complainant may read it"), required=False)


UNREACHED = "0"


class VisitForm(DeedForm):
    """What was said on the telephone."""

    stars = forms.ChoiceField(
        label=_("Satisfied with the answer?"),
        choices=[*((str(value), words) for value, words in Visit.Stars.choices), (UNREACHED, _("nobody reached"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five grades.")},
    )
    is_solved = forms.TypedChoiceField(
        label=_("Is the matter solved?"),
        choices=[("", _("no word")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    text = text_field(_("What was said"), most=1000, required=False)

    def arguments(self):
        stars = int(self.cleaned_data["stars"]) or None
        return self.cleaned_data | {"stars": stars}
