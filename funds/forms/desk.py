"""What is typed at the desks of funds: proposals, plans, applications, slips, files, filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from funds.actions.applying import Wish
from funds.actions.proposing import Draft, Share
from funds.forms.fields import PayeeField
from funds.models import Account, Application, Fund, Payee, Plan, Proposal, Refusal, Stage, StatementLine, Voucher
from funds.money import yuan
from records.fields import (
    ALL,
    LONG,
    NONE,
    FenField,
    FilesField,
    ListFilter,
    PlainForm,
    RowField,
    UnitField,
    choice,
    day_field,
    month_field,
    text_field,
)

PAPERS = _("Scans of vouchers and papers")


class OpinionForm(PlainForm):
    opinion = text_field(_("Opinion"), **NONE)


class SlipForm(PlainForm):
    category = forms.ChoiceField(label=_("Ground"), choices=Refusal.Category)
    words = text_field(_("Reason"), most=LONG)
    law = CleanCharField(label=_("By which rule"), max_length=200, **NONE)


class SettleForm(PlainForm):
    words = text_field(_("How it was settled"))


class ArriveForm(PlainForm):
    giver = CleanCharField(label=_("From whom"), max_length=100)
    amount = FenField(label=_("Amount (yuan)"))
    happened_on = day_field(_("Day"))
    words = CleanCharField(label=_("Purpose"), max_length=300)
    paper = CleanCharField(label=_("Number of the paper"), max_length=100, **NONE)


class CloseForm(PlainForm):
    until = day_field(_("Closed until"))


class PlanForm(PlainForm):
    month = month_field(_("Month"))
    amount = FenField(label=_("Amount (yuan)"))
    words = CleanCharField(label=_("Purpose"), max_length=300)


class ApplicationForm(PlainForm):
    """What the unit asks finance to pay."""

    month = month_field(_("Month of the plan"))
    kind = forms.ChoiceField(label=_("Kind of payment"), choices=Application.Kind)
    payee = PayeeField(label=_("Payee"), help_text=_("bank account, or the full name"))
    amount = FenField(label=_("Amount (yuan)"))
    economic_class = CleanCharField(label=_("Economic class"), max_length=10, help_text=_("such as 31005"))
    words = CleanCharField(label=_("Purpose"), max_length=300)
    contract_number = CleanCharField(label=_("Contract"), max_length=60, **NONE)
    files = FilesField(label=PAPERS, **NONE)

    def arguments(self, files=()) -> dict:
        given = super().arguments(files)
        return {"wish": Wish(**given)}


def initial_of(application: Application) -> dict:
    names = ("month", "kind", "payee", "amount", "economic_class", "words", "contract_number")
    return {name: getattr(application, name) for name in names}


class PayeeForm(PlainForm):
    sort = forms.ChoiceField(label=_("Kind"), choices=Payee.Sort.choices[:2])
    name = CleanCharField(label=_("Name of the payee"), max_length=100)
    identity = CleanCharField(label=_("Unified social credit code"), max_length=18)
    bank = CleanCharField(label=_("Bank"), max_length=100)
    account_number = CleanCharField(label=_("Bank account"), max_length=40)

    def clean_account_number(self):
        number = self.cleaned_data["account_number"].replace(" ", "")
        if not number.isascii() or not number.replace("-", "").isdigit():
            raise forms.ValidationError(_("A bank account has only digits."))
        return number


class StatementForm(forms.Form):
    file = forms.FileField(label=_("The bank's file (CSV)"))


class ReturnForm(PlainForm):
    """Money goes back to where a posting took it."""

    amount = FenField(label=_("Amount (yuan)"), help_text=_("empty: all of it"), **NONE)
    happens_on = day_field(_("Day"))
    words = CleanCharField(label=_("Reason"), max_length=300)
    paper = CleanCharField(label=_("Number of the paper"), max_length=100, **NONE)
    files = FilesField(label=PAPERS, **NONE)


MOST_ROWS = 40
ROWS = 4


class RowsForm(forms.Form):
    """?rows=N: how many lines the form of a proposal has."""

    rows = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROWS)


def rows_of(query) -> int:
    form = RowsForm(query)
    return (form.cleaned_data["rows"] if form.is_valid() else None) or ROWS


class ProposalForm(forms.Form):
    """A distribution of one fund: head, total of the paper, and lines that have to add up to it."""

    happens_on = day_field(_("Day"))
    words = CleanCharField(label=_("Purpose"), max_length=300)
    paper = CleanCharField(label=_("Number of the paper"), max_length=100, **NONE)
    total = FenField(label=_("Total of the document (yuan)"))
    files = FilesField(label=PAPERS, **NONE)

    COLUMNS = {
        Proposal.Kind.SHARE: ["organisation", "amount"],
        Proposal.Kind.ALLOCATE: ["organisation", "project", "amount"],
        Proposal.Kind.DISBURSE: ["quota", "amount"],
    }
    LABELS = {
        "organisation": _("Unit"),
        "project": _("Project"),
        "quota": _("Quota"),
        "amount": _("Amount (yuan)"),
    }

    def __init__(self, fund: Fund, kind: str, *args, rows=ROWS, **kwargs):
        super().__init__(*args, **kwargs)
        self.fund, self.kind, self.columns = fund, kind, self.COLUMNS[kind]
        if kind == Proposal.Kind.DISBURSE:
            self.accounts = list(self.there(Stage.ALLOCATED).select_related("organisation", "quota"))
        else:
            self.fields["out_of"] = RowField(label=_("Money held by"))
            self.fields["out_of"].offer(self.there(Stage.HELD), words=lambda row: f"{row}（{yuan(row.balance)}）")
            self.order_fields(["out_of"])
        self.numbers = range(1, rows + 1)
        for number in self.numbers:
            self.fields |= {f"{column}_{number}": self.cell(column, number) for column in self.columns}

    def there(self, stage):
        return Account.objects.filter(fund=self.fund, stage=stage).with_balance().filter(balance__gt=0).order_by("pk")

    def cell(self, column: str, number: int):
        """One input of the table of lines; it is named for those who do not see the headers."""
        label = _("%(what)s of line %(line)s") % {"what": self.LABELS[column], "line": number}
        about = {"label": label, "required": False}
        if column == "amount":
            field = FenField(**about)
        elif column == "organisation":
            field = UnitField(**about)
            field.widget.attrs["list"] = "units"
        elif column == "quota":
            field = RowField(**about)
            field.offer(self.accounts, words=self.quota_in_words)
        else:
            field = CleanCharField(max_length=100, **about)
        field.widget.attrs["aria-label"] = label
        return field

    @staticmethod
    def quota_in_words(account: Account) -> str:
        return f"{account.organisation.short_name} {account}（{yuan(account.balance)}）"

    def head(self):
        return [self[name] for name in self.fields if not name.rpartition("_")[2].isdigit()]

    def lines(self):
        """The cells of each line with their headers, for the page."""
        return [
            [(self[f"{column}_{number}"], self.LABELS[column]) for column in self.columns] for number in self.numbers
        ]

    def headers(self):
        return [self.LABELS[column] for column in self.columns]

    def arguments(self, files=()) -> dict:
        given = self.cleaned_data
        about = {name: given[name] for name in ("total", "words", "happens_on", "paper")}
        return {"draft": Draft(self.kind, files=tuple(files), **about), "shares": self.shares()}

    def shares(self) -> list[Share]:
        found = []
        for number in self.numbers:
            cells = {column: self.cleaned_data.get(f"{column}_{number}") for column in self.columns}
            if any(cells.values()):
                found.append(self.share(cells))
        return found

    def share(self, cells: dict) -> Share:
        out_of = cells.get("quota") if "quota" in cells else self.cleaned_data["out_of"]
        about = {"organisation": cells.get("organisation"), "project": cells.get("project") or ""}
        return Share(out_of, amount=cells["amount"] or 0, **about)

    def clean(self):
        """A line is whole or empty."""
        for number in self.numbers:
            for column in self.columns:
                name = f"{column}_{number}"
                begun = any(self.cleaned_data.get(f"{other}_{number}") for other in self.columns)
                if begun and not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or empty the whole line."))
        return self.cleaned_data


class FundsFilter(ListFilter):
    LOOKUPS = {"q": "name__icontains", "kind": "kind", "year": "year"}
    q = CleanCharField(label=_("Name of the fund"), max_length=100, **NONE)
    kind = choice(_("Kind"), Fund._meta.get_field("kind").choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, **NONE)


class ProposalsFilter(ListFilter):
    LOOKUPS = {"state": "state", "kind": "kind", "fund": "fund__code"}
    state = choice(_("State"), Proposal.State.choices)
    kind = choice(_("Kind"), Proposal.Kind.choices)
    fund = forms.SlugField(label=_("Fund"), widget=forms.HiddenInput, **NONE)


class QuotasFilter(ListFilter):
    LOOKUPS = {"q": "account__name__icontains", "unit": "account__organisation__short_name__icontains"}
    q = CleanCharField(label=_("Project"), max_length=100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)


class PlansFilter(ListFilter):
    LOOKUPS = {"state": "state", "month": "month"}
    state = choice(_("State"), Plan.State.choices)
    month = month_field(_("Month"), **NONE)


class ApplicationsFilter(ListFilter):
    LOOKUPS = {
        "q": "payee__name__icontains",
        "state": "state",
        "number": "number__iexact",
        "unit": "quota__account__organisation__short_name__icontains",
    }
    number = CleanCharField(label=_("Number"), max_length=40, **NONE)
    q = CleanCharField(label=_("Payee"), max_length=100, **NONE)
    unit = CleanCharField(label=_("Unit"), max_length=50, **NONE)
    state = choice(_("State"), Application.State.choices)


class SlipsFilter(ListFilter):
    LOOKUPS = {"kind": "kind", "category": "category", "since": "given_at__date__gte", "until": "given_at__date__lte"}
    kind = choice(_("Kind"), Refusal.Kind.choices)
    category = choice(_("Ground"), Refusal.Category.choices)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)


class VouchersFilter(ListFilter):
    LOOKUPS = {
        "number": "number__icontains",
        "fund": "fund__code",
        "kind": "kind",
        "words": "words__icontains",
        "since": "happened_on__gte",
        "until": "happened_on__lte",
    }
    number = CleanCharField(label=_("Number"), max_length=40, **NONE)
    words = CleanCharField(label=_("Purpose"), max_length=100, **NONE)
    fund = forms.ChoiceField(label=_("Fund"), **NONE)
    kind = choice(_("Kind"), Voucher.Kind.choices)
    since = day_field(_("from"), **NONE)
    until = day_field(_("until"), **NONE)

    payee = forms.IntegerField(min_value=1, widget=forms.HiddenInput, **NONE)

    def __init__(self, funds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [*ALL, *funds.order_by("code").values_list("code", "name")]


class PayeesFilter(ListFilter):
    LOOKUPS = {"q": "name__icontains", "sort": "sort", "account": "account_number"}
    q = CleanCharField(label=_("Name of the payee"), max_length=100, **NONE)
    sort = choice(_("Kind"), Payee.Sort.choices)
    account = CleanCharField(label=_("Bank account"), max_length=40, **NONE)


class StatementLinesFilter(ListFilter):
    LOOKUPS = {"result": "result"}
    result = choice(_("Result"), StatementLine.Result.choices)


class FundForm(PlainForm):
    """A fund of a year with its basis, and what it may be spent on."""

    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("letters and digits, such as FP01"))
    name = CleanCharField(label=_("Name of the fund"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Fund._meta.get_field("kind").choices)
    measure = forms.ChoiceField(label=_("Counted as"), choices=Fund.Measure)
    unit_name = CleanCharField(label=_("counted in"), max_length=10, initial="元")
    manager = UnitField(label=_("managing department"))
    basis = CleanCharField(label=_("basis"), max_length=300)
    purpose = text_field(_("purpose"), most=1000)
    classes = CleanCharField(
        label=_("economic classes allowed"),
        max_length=300,
        help_text=_("with blanks between, such as 30310 31005"),
        **NONE,
    )
    starts_on = day_field(_("first day"))
    ends_on = day_field(_("last day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].widget.attrs["list"] = "units"

    def clean_code(self):
        """`new` is the address of this very form."""
        if self.cleaned_data["code"].lower() == "new":
            raise forms.ValidationError(_("Choose another code."))
        return self.cleaned_data["code"]

    def clean_classes(self):
        return self.cleaned_data["classes"].replace(",", " ").replace("，", " ").replace("、", " ").split()
