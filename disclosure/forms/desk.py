"""What is typed at the desks of openness, and how lists are narrowed."""

import contextlib
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from disclosure.actions.announcing import Words
from disclosure.actions.checking import OTHER_SHEET, Seen, Sheet
from disclosure.actions.keeping import Facts
from disclosure.actions.publishing import Owing, Piece
from disclosure.clocks import CORRECTION_DAYS, LONGER_AT_MOST
from disclosure.models import (
    Announcement,
    CatalogueEntry,
    CheckSheet,
    InfoRequest,
    LibraryDocument,
    OpennessCheck,
    Publication,
)
from disclosure.outcomes import Outcome, Review
from disclosure.periods import Cycle, begin_of
from records.fields import (
    CHOOSE,
    LONG,
    NONE,
    FilesField,
    ListFilter,
    NamedField,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    text_field,
)

ATTACHED = _("Attached files")
TEXT = 20_000


class EntryField(NamedField):
    """A line of the catalogue, by its name or code."""

    default_error_messages = {"unknown": _("The catalogue has no such line; copy its name or its code.")}

    def find(self, text):
        rows = CatalogueEntry.objects.in_force()
        return rows.filter(code=text).first() or rows.filter(name=text).first()

    def prepare_value(self, value):
        return value.name if isinstance(value, CatalogueEntry) else value


class WordsForm(PlainForm):
    """An announcement."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Announcement.Kind)
    title = CleanCharField(label=_("Headline"), max_length=150)
    body = text_field(_("Text"), rows=12, most=TEXT)
    comments_until = day_field(_("Comments until (drafts shown beforehand only)"), **NONE)
    files = FilesField(label=ATTACHED, **NONE)

    def arguments(self, files=()) -> dict:
        return {"words": Words(**{k: v for k, v in self.cleaned_data.items() if k != "files"}, files=tuple(files))}


class OfficeWordsForm(WordsForm):
    """…of any unit, for the openness office."""

    organisation = UnitField(label=_("Unit that announces it"))
    field_order = ["organisation"]

    def arguments(self, files=()) -> dict:
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("files", "organisation")}
        return {"words": Words(**given, files=tuple(files))}


class AmendForm(WordsForm):
    """An announcement that is written anew; takes its row."""

    def __init__(self, row, *args, **kwargs):
        names = ("kind", "title", "body", "comments_until")
        super().__init__(*args, initial={name: getattr(row, name) for name in names}, **kwargs)


class PieceForm(PlainForm):
    """What is published by duty; takes its row, so that a returned one need not be typed again."""

    title = CleanCharField(label=_("Headline"), max_length=150)
    body = text_field(_("Text"), rows=10, most=TEXT, **NONE)
    link = CleanCharField(
        label=_("Page of the portal that shows it"), max_length=200, help_text=_("such as /results/"), **NONE
    )
    files = FilesField(label=ATTACHED, **NONE)

    def __init__(self, row, *args, **kwargs):
        entry = row.duty.entry
        title = f"{row.duty.organisation.short_name}{entry.name}（{row.period_words}）"
        given = {"title": row.title or title, "body": row.body, "link": row.link or entry.page}
        super().__init__(*args, initial=given, **kwargs)

    def arguments(self, files=()) -> dict:
        given = {name: value or "" for name, value in self.cleaned_data.items() if name != "files"}
        return {"piece": Piece(**given, files=tuple(files))}


class EventForm(PlainForm):
    on = day_field(_("Day of the event"))
    event = CleanCharField(
        label=_("Event that happened"), max_length=200, help_text=_("For example: budget of the year approved.")
    )


class DutyForm(PlainForm):
    organisation = UnitField(label=_("Unit that publishes"))
    entry = EntryField(label=_("Line of the catalogue"))
    begun_on = day_field(_("Owed since"))

    def arguments(self, files=()) -> dict:
        return {name: self.cleaned_data[name] for name in ("entry", "begun_on")}


class DutyRow(forms.Form):
    """One duty of a list that is read in. The headers of the file are these labels."""

    organisation = UnitField(label=_("Unit"))
    entry = EntryField(label=_("Line of the catalogue"))
    begun_on = day_field(_("Owed since"))

    def owing(self) -> Owing:
        return Owing(**self.cleaned_data)


class CheckForm(PlainForm):
    """The sheet of one unit in one quarter: points and findings line by line."""

    organisation = UnitField(label=_("Unit that is checked"))
    quarter = day_field(_("A day of the quarter"))
    sheet = forms.IntegerField(widget=forms.HiddenInput, **NONE)  # whose points were shown

    def __init__(self, data=None, files=None, *, quarter: date):
        """`quarter`: which one is meant as long as nobody typed another; its sheet says what is asked."""
        sheet = self.sheet_of(data, quarter)
        self.is_another = data is not None and data.get("sheet", str(sheet.pk)) != str(sheet.pk)
        if self.is_another:
            data = data.copy()
            data["sheet"] = sheet.pk
        super().__init__(data, files, initial={"quarter": quarter, "sheet": sheet.pk})
        self.points = list(sheet.in_use())
        for point in self.points:
            label = f"{point.name}（{point.points}）"
            self.fields[f"points_{point.code}"] = forms.DecimalField(
                label=label,
                min_value=0,
                max_value=point.points,
                max_digits=4,
                decimal_places=1,
                initial=Decimal(point.points),
                help_text=point.standard,
            )
            finding = CleanCharField(label=_("Finding: %(name)s") % {"name": point.name}, max_length=300, **NONE)
            self.fields[f"finding_{point.code}"] = finding
        self.fields["words"] = text_field(_("Found as a whole"), rows=3, most=1000, **NONE)
        self.fields["rectify_by"] = day_field(_("To be put right by"), **NONE)

    def sheet_of(self, data, quarter: date) -> CheckSheet:
        """The sheet of the quarter that was typed, or else of the one that is meant."""
        with contextlib.suppress(forms.ValidationError):  # the field says so itself
            quarter = self.base_fields["quarter"].clean(data.get("quarter")) if data is not None else quarter
        return CheckSheet.objects.of_quarter(begin_of(Cycle.QUARTER, quarter))

    def clean(self):
        if self.is_another:
            self.add_error("quarter", OTHER_SHEET)
        return super().clean()

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        lines = tuple(
            Seen(point, given[f"points_{point.code}"], given[f"finding_{point.code}"] or "") for point in self.points
        )
        return {"sheet": Sheet(given["quarter"], lines, given["words"] or "", given["rectify_by"])}


class ReportForm(PlainForm):
    report = text_field(_("How it was put right"), rows=4, most=1000)


class AgainForm(PlainForm):
    reason = text_field(_("Reason"))
    rectify_by = day_field(_("To be put right by"))


class CorrectionForm(PlainForm):
    words = text_field(_("What has to be corrected"), rows=3, most=LONG)
    days = forms.IntegerField(
        label=_("Working days for the applicant"), min_value=CORRECTION_DAYS, max_value=60, initial=CORRECTION_DAYS
    )


class ThirdPartyForm(PlainForm):
    third_party = CleanCharField(label=_("Third party"), max_length=100)


class HeardForm(PlainForm):
    words = text_field(_("What the third party said"), rows=3, most=LONG)


class LongerForm(PlainForm):
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=LONGER_AT_MOST, initial=LONGER_AT_MOST)
    reason = text_field(_("Reason"))


class AnswerForm(PlainForm):
    """The answer; takes its row, so that a returned one need not be typed again."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", CHOOSE), *Outcome.choices])
    answer = text_field(_("Answer"), rows=8, most=5000)
    files = FilesField(label=ATTACHED, **NONE)

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, initial={"outcome": row.outcome, "answer": row.answer}, **kwargs)


class ReviewForm(PlainForm):
    review = forms.ChoiceField(label=_("Reconsideration or suit"), choices=[("", CHOOSE), *Review.choices])
    on = day_field(_("Decided on"), **NONE)


class DocumentForm(PlainForm):
    """A document of the library."""

    code = forms.SlugField(
        label=_("code"),
        max_length=40,
        error_messages={"invalid": _("A code has letters, digits and hyphens only, such as xuke-fa.")},
    )
    title = CleanCharField(label=_("Title without 《》"), max_length=150)
    number = CleanCharField(label=_("document number"), max_length=80, **NONE)
    issuer = CleanCharField(label=_("issuing body"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=LibraryDocument.Kind)
    issued_on = day_field(_("issued on"), **NONE)
    in_force_on = day_field(_("in force since"), **NONE)
    names = CleanCharField(label=_("Short names by which it is cited, with 、 between"), max_length=200, **NONE)
    summary = text_field(_("short summary"), rows=3, most=1000)
    text = text_field(_("full text"), rows=10, most=100_000, **NONE)
    files = FilesField(label=ATTACHED, **NONE)

    def clean_names(self) -> list[str]:
        return [name for name in (self.cleaned_data["names"] or "").replace("，", "、").split("、") if name.strip()]

    def arguments(self, files=()) -> dict:
        given = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return {"facts": Facts(**given, files=tuple(files))}


class EndForm(PlainForm):
    ended_on = day_field(_("no longer in force since"))
    reason = text_field(_("Reason"))
    replaced_by = RowField(label=_("replaced by"), **NONE)

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = LibraryDocument.objects.filter(state="in_force").exclude(pk=row.pk).order_by("title")
        self.fields["replaced_by"].offer(others, empty=_("by none"))


UNIT = CleanCharField(label=_("Unit"), max_length=50, **NONE)


class AnnouncementsFilter(ListFilter):
    LOOKUPS = {
        "q": "title__icontains",
        "kind": "kind",
        "state": "state",
        "unit": "organisation__short_name__icontains",
    }
    q = CleanCharField(label=_("Headline"), max_length=60, **NONE)
    kind = choice(_("Kind"), Announcement.Kind.choices)
    state = choice(_("State"), Announcement.State.choices)
    unit = UNIT


class PublicationsFilter(ListFilter):
    which = choice(_("What waits"), [("owed", _("to be published")), ("late", _("late or missing"))])
    LOOKUPS = {
        "state": "state",
        "entry": "duty__entry__name__icontains",
        "unit": "duty__organisation__short_name__icontains",
    }
    entry = CleanCharField(label=_("Line of the catalogue"), max_length=60, **NONE)
    state = choice(_("State"), Publication.State.choices)
    unit = UNIT


class DutiesFilter(ListFilter):
    LOOKUPS = {
        "entry": "entry__name__icontains",
        "cycle": "entry__cycle",
        "unit": "organisation__short_name__icontains",
    }
    entry = CleanCharField(label=_("Line of the catalogue"), max_length=60, **NONE)
    cycle = choice(_("cycle of publication"), Cycle.choices)
    unit = UNIT


class ChecksFilter(ListFilter):
    LOOKUPS = {"state": "state", "quarter": "quarter", "unit": "organisation__short_name__icontains"}
    state = choice(_("State"), OpennessCheck.State.choices)
    quarter = day_field(_("first day of the quarter"), **NONE)
    unit = UNIT


class RequestsFilter(ListFilter):
    which = choice(_("What waits"), [("open", _("answer owed"))])
    LOOKUPS = {
        "number": "number__icontains",
        "state": "state",
        "outcome": "outcome",
        "unit": "organisation__short_name__icontains",
    }
    number = CleanCharField(label=_("request number"), max_length=40, **NONE)
    state = choice(_("State"), InfoRequest.State.choices)
    outcome = choice(_("Outcome"), Outcome.choices)
    unit = UNIT


class DocumentsFilter(ListFilter):
    LOOKUPS = {"q": "title__icontains", "kind": "kind", "state": "state"}
    q = CleanCharField(label=_("Title"), max_length=60, **NONE)
    kind = choice(_("Kind"), LibraryDocument.Kind.choices)
    state = choice(_("State"), LibraryDocument.State.choices)
