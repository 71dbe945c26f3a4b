"""What the staff types at the desk: filters, registration at the window, one small form for each deed."""

from datetime import datetime
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, TelephoneField, half_width
from approvals import checks
from approvals.actions.applying import PAPER
from approvals.flow import PAUSES
from approvals.forms.citizen import ACCEPTED, ApplicantForm
from approvals.models import ItemDocument, Result
from approvals.queues import STATES, TILES
from records import fields
from records.keyset import parse_cursor
from records.refusal import Refused

REASON = 1500  # signs
LONGEST_PROCEDURE = 250  # working days; about a year

# Sentences that windows write again and again; they go into the letter, so they are Chinese data.
PHRASES = [
    "申请表填写不完整，请逐项填写并由申请人签字（盖章）。",
    "复印件请加盖申请单位公章，并注明“与原件一致”。",
    "身份证件或者营业执照已过有效期，请提交有效证件。",
    "材料字迹不清，请重新扫描或者提交原件。",
    "经营场所证明与申请地址不一致，请核对后重新提交。",
]

day_field = partial(fields.day_field, required=False)


class CursorField(forms.CharField):
    """A place in a long list, as the links of the page carry it; `kind` is the type of the sort value."""

    kind = datetime

    def to_python(self, value):
        text = super().to_python(value)
        return parse_cursor(text, self.kind) if text else None


class SearchForm(forms.Form):
    q = CleanCharField(label=_("Number, applicant or telephone"), required=False, max_length=300)


class FilterForm(SearchForm):
    """How a list of cases is narrowed; every field may be empty."""

    item = forms.ChoiceField(label=_("Item"), required=False)
    state = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("all")), *STATES])
    since = day_field(_("Received from"))
    until = day_field(_("to"))
    tile = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, "") for name in TILES)], widget=forms.HiddenInput
    )
    order = forms.ChoiceField(
        required=False, choices=[("", ""), ("newest", ""), ("oldest", "")], widget=forms.HiddenInput
    )
    after = CursorField(required=False)
    before = CursorField(required=False)
    export = forms.ChoiceField(required=False, choices=[("", ""), ("xlsx", "")])

    def __init__(self, data, items, kind=datetime):
        super().__init__(data)
        self.fields["item"].choices = [("", _("all")), *items]
        self.fields["after"].kind = self.fields["before"].kind = kind

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class WindowApplicantForm(ApplicantForm):
    """The applicant's facts as the clerk types them; a landline will do at the window."""

    telephone = TelephoneField(label=_("Telephone"), landline=True)


class PapersForm(forms.Form):
    """For each document of the item: was the paper seen, and perhaps a scan of it."""

    def __init__(self, documents, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.documents = list(documents)
        for document in self.documents:
            self.fields[f"paper-{document.pk}"] = forms.BooleanField(label=document.name, required=False)
            self.fields[f"scan-{document.pk}"] = forms.FileField(
                label=_("Scan of “%(name)s”") % {"name": document.name},
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            )

    def rows(self):
        return [(doc, self[f"paper-{doc.pk}"], self[f"scan-{doc.pk}"]) for doc in self.documents]

    def handed_in(self, store) -> dict[ItemDocument, object]:
        """Document → stored scan or PAPER; a refused scan gets its error at its field."""
        materials = {}
        for document in self.documents:
            scan = self.cleaned_data.get(f"scan-{document.pk}")
            if self.cleaned_data.get(f"paper-{document.pk}"):
                materials[document] = PAPER
            if not scan:
                continue
            try:
                materials[document] = store(scan)
            except Refused as refusal:
                self.add_error(f"scan-{document.pk}", refusal.message)
        return materials


class DeedForm(forms.Form):
    """The form of one deed on one case; `arguments` go to the action as they are."""

    def __init__(self, case, *args, deed="", **kwargs):
        super().__init__(*args, auto_id=f"id_{deed}_%s", **kwargs)
        self.case = case

    def arguments(self) -> dict:
        return self.cleaned_data


def text_field(label, **kwargs):
    widget = forms.Textarea(attrs={"rows": 3})
    return CleanCharField(label=label, multiline=True, max_length=REASON, widget=widget, **kwargs)


class ReasonForm(DeedForm):
    reason = text_field(_("Reasons"), help_text=_("They are printed in the letter to the applicant."))


class DocumentsField(forms.MultipleChoiceField):
    """Documents of the item, one checkbox each; `offer` gives them, so that nothing is read twice."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, documents):
        self.by_key = {str(document.pk): document for document in documents}
        self.choices = [(key, document.name) for key, document in self.by_key.items()]

    def clean(self, value):
        return [self.by_key[key] for key in super().clean(value)]


class CorrectionForm(DeedForm):
    missing = DocumentsField(label=_("Missing or faulty documents"), required=False)
    phrases = forms.MultipleChoiceField(
        label=_("Sentences often needed"),
        choices=list(enumerate(PHRASES)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    message = text_field(_("What has to be corrected"), required=False)

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.fields["missing"].offer(case.item.documents.all())
        asked = {row["code"] for row in checks.asked_for(checks.last(case).values())}
        self.initial["missing"] = [str(d.pk) for d in case.item.documents.all() if d.code in asked]
        self.initial["message"] = checks.words(case)

    def arguments(self):
        sentences = [PHRASES[int(number)] for number in self.cleaned_data["phrases"]]
        message = "\n".join(filter(None, [*sentences, self.cleaned_data["message"]]))
        return {"missing": self.cleaned_data["missing"], "message": message}


class PapersBroughtForm(DeedForm):
    """What the applicant brought to the window after the one-time notice."""

    documents = DocumentsField(label=_("Papers seen at the window"), required=False)

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.fields["documents"].offer(case.item.documents.all())

    def arguments(self):
        return {"materials": dict.fromkeys(self.cleaned_data["documents"], PAPER)}


class ReviewForm(DeedForm):
    opinion = text_field(_("Review opinion"), help_text=_("The approver decides on it."))


class DecisionForm(DeedForm):
    result = forms.ChoiceField(
        label=_("Decision"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to grant or to deny.")},
    )
    reason = text_field(_("Reasons"), required=False, help_text=_("Needed for a denial; printed in the decision."))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("result") == Result.DENIED and "reason" not in self.errors and not cleaned.get("reason"):
            self.add_error("reason", _("A refusal must give its reasons."))
        return cleaned


class PauseForm(DeedForm):
    kind = forms.ChoiceField(label=_("Procedure"), choices=PAUSES.items())
    ground = text_field(_("Ground"))
    told_days = forms.IntegerField(
        label=_("Working days needed"),
        min_value=1,
        max_value=LONGEST_PROCEDURE,
        help_text=_("The applicant is told this number in writing."),
    )


class ItemSearchForm(forms.Form):
    """Which item is registered: searched by name or code, then chosen."""

    q = CleanCharField(label=_("Name or code of the item"), required=False, max_length=100)
    item = CleanCharField(required=False, max_length=30)


def scanned(text: str) -> str:
    """What a scanner or a hand typed, as a case number would be written."""
    return half_width(text).upper()
