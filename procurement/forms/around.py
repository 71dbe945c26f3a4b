"""What is typed around the course: prequalification, questions of firms, deliveries and their payment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from procurement.actions.prequalifying import Invitation
from procurement.forms.desk import DeedForm
from procurement.forms.fields import LONG, MomentField, text_field
from records.fields import FilesField, MoneyField, RowField, day_field

CHOOSE_FIRM = {"required": _("Choose the firm.")}


class ReplyForm(DeedForm):
    text = text_field(
        _("Answer"),
        rows=4,
        most=LONG,
        help_text=_("It goes to the firm that asked. What concerns everybody is clarified for everybody besides."),
    )


class PrequalifyForm(DeedForm):
    conditions = text_field(_("What a firm must be able to do"), rows=6, most=LONG)
    documents_from = day_field(_("Documents from"))
    documents_until = day_field(_("Documents until"), help_text=_("Five days at least."))
    due_at = MomentField(
        label=_("Deadline of applications"), help_text=_("Five days at least after the last day of the documents.")
    )

    def arguments(self) -> dict:
        return {"invitation": Invitation(**self.cleaned_data)}


class ChangeForm(DeedForm):
    text = text_field(_("Answer or change"), rows=4, most=LONG)
    deadline = MomentField(label=_("New deadline, where it has to move"), required=False)


class ExamineForm(DeedForm):
    is_able = forms.TypedChoiceField(
        label=_("Does the firm meet what is asked?"),
        choices=[("", _("choose")), ("yes", _("yes, it is qualified")), ("no", _("no, with the reason"))],
        coerce=lambda value: value == "yes",
    )
    reason = text_field(_("Reason"), rows=2, required=False)


class DeliveryForm(DeedForm):
    what = CleanCharField(label=_("What was delivered"), max_length=200)
    amount = MoneyField(label=_("Amount owed (yuan)"))
    accepted_on = day_field(_("Goods accepted on"))


class PayForm(DeedForm):
    paid_on = day_field(_("Price paid on"))
    reference = CleanCharField(label=_("Number of the transfer"), max_length=60)


class FirmForm(forms.Form):
    """Something a person does for one of their firms."""

    party = RowField(label=_("For the firm"), error_messages=CHOOSE_FIRM)

    def __init__(self, *args, firms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].offer(firms)
        if len(firms) == 1:
            self.initial.setdefault("party", str(firms[0].pk))


class AskForm(FirmForm):
    text = text_field(_("Your question"), rows=5, most=3000)


class ApplyForm(FirmForm):
    statement = text_field(_("How your firm meets what is asked"), rows=6, most=LONG)
    files = FilesField(
        label=_("Papers that prove it"),
        required=False,
        help_text=_("PDF, pictures or office files up to 10 MB each."),
    )

    def clean_files(self):
        return self.cleaned_data.get("files") or []
