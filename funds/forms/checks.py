"""What is typed about ways, reports, acceptance checks and audits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from funds.actions.verifying import Finding
from funds.forms.desk import PAPERS
from funds.models import Account, Check, Fund, Stage, Voucher
from funds.permissions.checks import can_check
from records.fields import (
    ALL,
    EXPORT,
    LONG,
    NONE,
    FenField,
    FilesField,
    ListFilter,
    PlainForm,
    RowField,
    choice,
    day_field,
    text_field,
)

KINDS = Fund._meta.get_field("kind").choices


class ExportForm(forms.Form):
    export = forms.ChoiceField(choices=EXPORT)


def export_of(query) -> str:
    """xlsx, csv, or "" where a page is asked for."""
    form = ExportForm(query)
    return form.cleaned_data["export"] if form.is_valid() else ""


class SourcesFilter(ListFilter):
    LOOKUPS = {
        "number": "voucher__number__icontains",
        "fund": "voucher__fund__code",
        "giver": "out_of__name__icontains",
        "since": "voucher__happened_on__gte",
        "until": "voucher__happened_on__lte",
    }
    number = CleanCharField(label=_("Number"), max_length=40, **NONE)
    giver = CleanCharField(label=_("From whom"), max_length=100, **NONE)
    fund = forms.ChoiceField(label=_("Fund"), **NONE)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)

    def __init__(self, funds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [*ALL, *funds.order_by("code").values_list("code", "name")]


class PapersForm(PlainForm):
    files = FilesField(label=PAPERS)


class ReportForm(forms.Form):
    """Which funds, up to which day."""

    kind = choice(_("Kind"), KINDS)
    fund = forms.ChoiceField(label=_("Fund"), **NONE)
    day = day_field(_("Day"), **NONE)
    export = forms.ChoiceField(choices=EXPORT, widget=forms.HiddenInput, **NONE)

    def __init__(self, funds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [*ALL, *funds.order_by("code").values_list("code", "name")]

    @property
    def asked(self) -> dict:
        self.is_valid()
        return self.cleaned_data


class IdleForm(ReportForm):
    days = forms.IntegerField(label=_("Days without movement"), min_value=1, max_value=3650, **NONE)


class CheckForm(PlainForm):
    """An acceptance check or an audit of a fund."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Check.Kind)
    account = RowField(label=_("Project"), **NONE)
    voucher = CleanCharField(
        label=_("Number of the voucher"),
        max_length=40,
        help_text=_("where the check is of one voucher only"),
        **NONE,
    )
    checked_on = day_field(_("checked on"))
    amount = FenField(label=_("Amount checked (yuan)"))
    questioned = FenField(label=_("Amount questioned (yuan)"), help_text=_("empty where nothing is wrong"), **NONE)
    result = forms.ChoiceField(label=_("Result"), choices=Check.Result)
    conclusion = text_field(_("conclusion"), rows=4, most=LONG)
    paper = CleanCharField(label=_("Number of the paper"), max_length=100, **NONE)
    files = FilesField(label=_("Photographs and papers"), **NONE)

    def __init__(self, fund, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fund = fund
        if fund.is_goods:
            self.fields["amount"].label, self.fields["questioned"].label = _("pieces checked"), _("pieces questioned")
        kinds = [(kind.value, kind.label) for kind in Check.Kind if can_check(actor, fund, kind)]
        self.fields["kind"].choices = kinds
        projects = Account.objects.filter(fund=fund, stage=Stage.ALLOCATED).select_related("organisation")
        words = lambda row: f"{row.organisation.short_name} · {row.project}"  # noqa: E731
        self.fields["account"].offer(projects.order_by("pk"), empty=_("the whole fund"), words=words)

    def clean_voucher(self) -> Voucher | None:
        """The voucher of this fund with that number."""
        number = self.cleaned_data["voucher"]
        found = self.fund.vouchers.filter(number__iexact=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(
                _("This fund has no voucher of this number; copy it from the list of vouchers.")
            )
        return found

    def clean(self):
        """A voucher says itself where the money lay: beside it no project is named."""
        if self.cleaned_data.get("voucher") and self.cleaned_data.get("account"):
            self.add_error("voucher", _("Choose either a project or a voucher."))
        return self.cleaned_data

    def arguments(self, files=()) -> dict:
        given = super().arguments(files)
        given["questioned"] = given["questioned"] or 0
        return {"finding": Finding(**given)}


class ChecksFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "state": "state", "result": "result", "fund": "fund__code"}
    kind = choice(_("Kind"), Check.Kind.choices)
    state = choice(_("State"), Check.State.choices)
    result = choice(_("Result"), Check.Result.choices)
    fund = forms.SlugField(label=_("Fund"), widget=forms.HiddenInput, **NONE)
