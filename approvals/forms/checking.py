"""The checklist of the window: one line for each document of the item."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from approvals import checks
from approvals.forms.desk import DeedForm

REMARK = 100  # signs


class CheckForm(DeedForm):
    """For each document: complete, missing or not legible, and a remark that goes into the one-time notice."""

    def __init__(self, case, *args, **kwargs):
        super().__init__(case, *args, **kwargs)
        self.documents = list(case.item.documents.all())
        before = checks.begin(case)
        for document in self.documents:
            known = before[document.code]
            self.fields[f"result-{document.pk}"] = forms.ChoiceField(
                label=document.name, choices=choices(document), initial=known["result"]
            )
            self.fields[f"remark-{document.pk}"] = CleanCharField(
                label=_("Remark on “%(name)s”") % {"name": document.name},
                required=False,
                max_length=REMARK,
                initial=known["remark"],
                widget=forms.TextInput(attrs={"placeholder": _("remark for the notice")}),
            )

    def rows(self):
        return [(self[f"result-{d.pk}"], self[f"remark-{d.pk}"]) for d in self.documents]

    def arguments(self):
        typed = self.cleaned_data
        return {"checks": {d: (typed[f"result-{d.pk}"], typed.get(f"remark-{d.pk}", "")) for d in self.documents}}

    def follows(self) -> str:
        """The deed that follows from the check: ask for what is missing, or accept."""
        results = {result for result, _remark in self.arguments()["checks"].values()}
        return "request_correction" if results & set(checks.TO_ASK_FOR) else "accept"


def choices(document):
    """A mandatory document cannot be left out."""
    return [
        (code, words)
        for code, words in checks.RESULTS.items()
        if code != checks.NOT_NEEDED or not document.is_required
    ]
