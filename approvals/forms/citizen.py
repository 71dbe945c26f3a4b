"""What an applicant types and hands in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField, CreditCodeField, IdNumberField, TelephoneField, half_width
from records.fields import CodeField
from records.query import QueryForm
from records.refusal import Refused

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"  # what records.files takes


class PersonOrCompanyField(CleanCharField):
    """An identity number of 18 signs, or the unified social credit code of a company; both with their check sign."""

    def __init__(self, **kwargs):
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)
        self.person, self.company = IdNumberField(required=False), CreditCodeField(required=False)

    def to_python(self, value):
        number = half_width(super().to_python(value) or "").upper()
        if not number:
            return number
        if len(number) != 18:
            raise ValidationError(
                _("Both numbers have 18 signs; you gave %(count)s. Please check it."),
                code="length",
                params={"count": len(number)},
            )
        if any(sign.isalpha() for sign in number[:17]):
            return self.company.to_python(number)
        return self.digits(number)

    def digits(self, number):
        """All digits: mostly a person; a company's where only that check sign fits."""
        try:
            return self.person.to_python(number)
        except ValidationError as wrong:
            try:
                return self.company.to_python(number)
            except ValidationError:
                raise wrong from None


class ApplicantForm(forms.Form):
    """Step 1: who applies and for what."""

    applicant_name = CleanCharField(
        label=_("Name of the applicant"),
        max_length=100,
        help_text=_("A person's name, or the full name of the company."),
    )
    id_number = PersonOrCompanyField(
        label=_("Identity number or credit code"),
        help_text=_("18 signs: the number on the identity card, or the code on the business licence."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    telephone = TelephoneField(
        label=_("Mobile number"), help_text=_("We tell you here when something happens with your case.")
    )
    address = CleanCharField(label=_("Address"), max_length=200, required=False)
    request = CleanCharField(
        label=_("What do you apply for?"),
        multiline=True,
        max_length=2000,
        required=False,
        help_text=_("In your own words, for example: open a noodle shop in East Street 12."),
    )


class SureForm(forms.Form):
    """Step 3: the applicant answers for what was stated (行政许可法 第三十一条)."""

    sure = forms.BooleanField(
        label=_("What I stated is true, and I answer for it."),
        error_messages={"required": _("Please tick this sentence; the law asks you to answer for what you state.")},
    )


class StepForm(forms.Form):
    """?step=1 to 3; anything else is the first."""

    step = forms.IntegerField(required=False, min_value=1, max_value=3)

    @classmethod
    def of(cls, query) -> int:
        form = cls(query)
        return (form.cleaned_data["step"] if form.is_valid() else None) or 1


class DocumentsForm(forms.Form):
    """One file for each document. `kept` maps the key of a document to the file that is there already.

    `earlier` maps the name of a document to files handed in before, which can be taken again with one click.
    """

    def __init__(self, documents, kept, *args, earlier=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.documents, self.kept = list(documents), kept
        self.earlier = earlier or {}
        for document in self.documents:
            widget = forms.FileInput(attrs={"accept": ACCEPTED})
            self.fields[self.name_of(document)] = forms.FileField(
                label=document.name, required=False, allow_empty_file=True, widget=widget
            )

    @staticmethod
    def name_of(document) -> str:
        return f"document-{document.pk}"

    def rows(self):
        """Each document with its field, the file that is there, and those that could be taken again."""
        return [
            (document, self[self.name_of(document)], self.kept.get(document.pk), self.earlier.get(document.name, []))
            for document in self.documents
        ]

    def asked_again(self):
        """The document and the token of the earlier file that was chosen for it, or None."""
        key, _sep, token = self.data.get("again", "").partition(":")
        return next(((document, token) for document in self.documents if str(document.pk) == key), None)

    def asked_to_remove(self):
        """The document whose file is to be taken out again, or None."""
        wanted = self.data.get("remove")
        return next((document for document in self.documents if str(document.pk) == wanted), None)

    def keep(self, store) -> bool:
        """Hand each upload to `store(document, upload)`; a refused one gets its error. True when all are kept."""
        for document in self.documents:
            upload = self.cleaned_data.get(self.name_of(document))
            if not upload:
                continue
            try:
                self.kept[document.pk] = store(document, upload)
            except Refused as refusal:
                self.add_error(self.name_of(document), refusal.message)
        return not self.errors

    def require_all(self, needed) -> bool:
        """Name every needed document that is not there yet at its field."""
        for document in self.documents:
            if document in needed and document.pk not in self.kept:
                self.add_error(self.name_of(document), _("This document is needed. Please choose a file."))
        return not self.errors


class ProgressForm(QueryForm):
    number = CodeField(
        label=_("Case number"),
        max_length=40,
        help_text=_("It stands on the receipt and looks like YX20261113-0417-8."),
    )
    code = CodeField(
        label=_("Query code"),
        max_length=20,
        help_text=_("Eight letters and digits, below the square code on the receipt."),
    )
