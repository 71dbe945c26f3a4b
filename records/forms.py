"""What is typed on the public pages of the record."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

DIGEST = RegexValidator(r"\A[0-9a-f]{64}\Z", _("A digest has 64 signs: digits and the letters a to f."))


class DigestForm(forms.Form):
    digest = forms.CharField(label=_("Digest on the receipt"), max_length=64, validators=[DIGEST])

    def __init__(self, data=None):
        """Blanks and capital letters, as they come from paper, are forgiven."""
        typed = "".join((data or {}).get("digest", "").split()).lower()
        super().__init__({"digest": typed} if data is not None else None)
