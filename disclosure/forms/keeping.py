"""What the openness office types to keep the catalogue, the sheets of the checks and the lessons."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from disclosure.actions.cataloguing import LineWords
from disclosure.actions.sheets import Wanted
from disclosure.actions.teaching import MOST, TEXTS, Article, Question
from disclosure.citations import cited
from disclosure.models import CatalogueEntry, CheckSheet, Lesson, LibraryDocument
from disclosure.models.catalogue import WORDS
from disclosure.models.sheets import WHOLE
from disclosure.periods import Cycle
from records.fields import (
    CHOOSE,
    NONE,
    ListFilter,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    text_field,
    whole,
)

FIRST_BASIS = re.compile(r"《([^《》]+)》([^《，；]*)[，；]?(.*)", re.DOTALL)
DAYS = [("working", _("counted in working days")), ("calendar", _("counted in calendar days"))]
CODE = {"invalid": _("A code has letters, digits and hyphens only, such as xuke-fa.")}
LETTERS = "abcdef"[:MOST]


def categories() -> str:
    names = CatalogueEntry.objects.in_force().order_by("sort").values_list("category", flat=True)
    return "、".join(dict.fromkeys(names))


class LineWordsForm(PlainForm):
    """The words of a line. The basis is put together from a document of the library, its article, and more."""

    name = CleanCharField(label=_("Name of the line"), max_length=100)
    category = CleanCharField(label=_("Category"), max_length=50)
    content = text_field(_("What is published"), rows=3)
    document = RowField(label=_("Basis: document of the library"))
    article = CleanCharField(label=_("Article"), max_length=60, help_text=_("For example: 第二十条第一项."))
    more = CleanCharField(label=_("Further basis"), max_length=100, **NONE)
    days = whole(_("Days after the end of the period"), 1, 366)
    kind = forms.ChoiceField(label=_("Kind of days"), choices=DAYS)
    page = CleanCharField(
        label=_("Page of the portal that shows it"), max_length=100, help_text=_("such as /results/"), **NONE
    )

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, initial=self.said(row) if row else None, **kwargs)
        rows = LibraryDocument.objects.filter(state=LibraryDocument.State.IN_FORCE).order_by("title")
        self.fields["document"].offer(rows)
        self.fields["category"].help_text = _("So far: %(names)s.") % {"names": categories()}

    def said(self, row) -> dict:
        """What a line says, in these fields; a basis that is not in the library has to be chosen."""
        parts = FIRST_BASIS.match(row.basis)
        found = cited(f"《{parts[1]}》") if parts else []
        basis = {"document": found[0].pk, "article": parts[2], "more": parts[3]} if found else {"more": row.basis}
        told = {name: getattr(row, name) for name in WORDS}
        return told | basis | {"kind": "calendar" if row.in_calendar_days else "working"}

    def clean(self):
        given = super().clean()
        document, article = given.get("document"), given.get("article")
        if document and article:
            name = min(document.cited_as, key=len)
            given["basis"] = "，".join(part for part in (f"《{name}》{article}", given.get("more")) if part)
            if len(given["basis"]) > 200:
                self.add_error("more", _("The whole basis has at most 200 signs; shorten it."))
        return given

    def words(self) -> LineWords:
        given = self.cleaned_data
        plain = {name: given[name] for name in ("name", "category", "content", "basis", "days")}
        return LineWords(**plain, in_calendar_days=given["kind"] == "calendar", page=given["page"] or "")

    def arguments(self, files=()) -> dict:
        return {"words": self.words()}


class LineForm(LineWordsForm):
    """A new line."""

    code = forms.SlugField(label=_("code"), max_length=30, error_messages=CODE)
    cycle = forms.ChoiceField(
        label=_("cycle of publication"),
        choices=[("", CHOOSE), *Cycle.choices],
        help_text=_("Neither the code nor the rhythm changes later: another rhythm is another line."),
    )
    field_order = ["code", "name", "category", "content", "cycle", "days", "kind"]

    def clean_code(self) -> str:
        if self.cleaned_data["code"] == "new":  # the address of this very form
            raise forms.ValidationError(_("This word is taken; choose another code."), code="taken")
        return self.cleaned_data["code"]

    def arguments(self, files=()) -> dict:
        return {"words": self.words()} | {name: self.cleaned_data[name] for name in ("code", "cycle")}


class AmendLineForm(LineWordsForm):
    """A line that is written anew before it is released; takes its row."""

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, row=row, **kwargs)


class ChangeLineForm(AmendLineForm):
    """…and one that is changed with effect from a day."""

    valid_from = day_field(_("In force from"), help_text=_("What is owed by then keeps its term."))
    why = text_field(_("Why it is changed"))
    field_order = ["valid_from", "why"]

    def arguments(self, files=()) -> dict:
        return {"words": self.words()} | {name: self.cleaned_data[name] for name in ("valid_from", "why")}


class OweForm(PlainForm):
    """Who owes this line."""

    organisation = UnitField(label=_("Unit that publishes"))
    begun_on = day_field(_("Owed since"))


class LinesFilter(ListFilter):
    which = choice(_("What waits"), [("changed", _("changes to be released"))])
    LOOKUPS = {"q": "name__icontains", "cycle": "cycle", "state": "state"}
    q = CleanCharField(label=_("Line of the catalogue"), max_length=60, **NONE)
    cycle = choice(_("cycle of publication"), Cycle.choices)
    state = choice(_("State"), CatalogueEntry.State.choices)


# sheets of the checks


class SheetForm(PlainForm):
    """From which quarter on, and why."""

    quarter = day_field(_("In use from the quarter of this day on"))
    why = text_field(_("Why it is changed"))


class MoveForm(SheetForm):
    """…of a draft; takes its row."""

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, initial={"quarter": row.from_quarter, "why": row.why}, **kwargs)


class PointForm(PlainForm):
    name = CleanCharField(label=_("Point of the check"), max_length=100)
    standard = text_field(_("Standard"))
    points = whole(_("Most points"), 1, WHOLE)

    def arguments(self, files=()) -> dict:
        return {"wanted": Wanted(**self.cleaned_data)}


class ChangePointForm(PointForm):
    """…that is on a draft already; takes its row."""

    def __init__(self, row, *args, **kwargs):
        names = ("name", "standard", "points")
        super().__init__(*args, initial={name: getattr(row, name) for name in names}, **kwargs)


class SheetsFilter(ListFilter):
    LOOKUPS = {"state": "state"}
    state = choice(_("State"), CheckSheet.State.choices)


# lessons


class ArticleForm(PlainForm):
    """A lesson without its questions."""

    title = CleanCharField(label=_("Headline"), max_length=100)
    level = forms.ChoiceField(label=_("For which level"), choices=[("", CHOOSE), *Lesson.Level.choices])
    summary = CleanCharField(label=_("short summary"), max_length=200)
    body = text_field(_("Text"), rows=12, most=10_000)

    def article(self) -> Article:
        return Article(**{name: self.cleaned_data[name] for name in TEXTS})

    def arguments(self, files=()) -> dict:
        return {"article": self.article()}


class LessonForm(ArticleForm):
    """A new lesson."""

    code = forms.SlugField(
        label=_("code"),
        max_length=40,
        error_messages=CODE,
        help_text=_("It stands in the address of the lesson, such as qingzheng-jiafeng."),
    )
    field_order = ["title", "code", "level"]

    def arguments(self, files=()) -> dict:
        return {"article": self.article(), "code": self.cleaned_data["code"]}


class AmendLessonForm(ArticleForm):
    """…that is not published yet; takes its row."""

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, initial={name: getattr(row, name) for name in TEXTS}, **kwargs)


class QuestionForm(PlainForm):
    """One question with up to four options, of which one is right."""

    ask = text_field(_("Question"), most=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for place, letter in enumerate(LETTERS):
            label = _("Option %(letter)s") % {"letter": letter.upper()}
            self.fields[f"option_{letter}"] = CleanCharField(label=label, max_length=100, required=place < 2)
        self.fields["right"] = forms.TypedChoiceField(
            label=_("Which option is right?"),
            choices=[(place, letter.upper()) for place, letter in enumerate(LETTERS)],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose an answer.")},
        )
        self.fields["why"] = text_field(_("Explanation shown with the result"), rows=3)

    def clean(self):
        """Options are filled in without a gap."""
        given = super().clean()
        typed = [bool(given.get(f"option_{letter}")) for letter in LETTERS]
        if True in typed[typed.index(False) if False in typed else MOST :] and not self.errors:
            empty = LETTERS[typed.index(False)]
            self.add_error(f"option_{empty}", _("Fill in this option, or move the later ones up."))
        return given

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        options = tuple(given[f"option_{letter}"] for letter in LETTERS if given[f"option_{letter}"])
        return {"question": Question(given["ask"], options, given["right"], given["why"])}


class ChangeQuestionForm(QuestionForm):
    """…that is in the quiz already; `was` says which one was looked at."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=1000)

    def arguments(self, files=()) -> dict:
        return super().arguments() | {"was": self.cleaned_data["was"]}


class TakeOutForm(PlainForm):
    """A question is taken out."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=1000)


class LessonsFilter(ListFilter):
    LOOKUPS = {"q": "title__icontains", "level": "level", "state": "state"}
    q = CleanCharField(label=_("Headline"), max_length=60, **NONE)
    level = choice(_("For which level"), Lesson.Level.choices)
    state = choice(_("State"), Lesson.State.choices)
