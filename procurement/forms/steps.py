"""What is stated with each step: one small form for each, by the code of the step. Guards judge, forms only clean."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanCharField
from procurement.actions.common import MEDIA, MEDIUM
from procurement.flows import flow_of
from procurement.flows.base import Step
from procurement.forms.fields import LONG, MomentField, PartyField, text_field
from procurement.guards.common import SALES, TERMS
from procurement.guards.money import WHY_NOT_FIRST
from procurement.models import Business, Candidate, Method, Party, Tender, Trade
from records.fields import FilesField, MoneyField, RowField, day_field

FILES = FilesField(
    label=_("Files of the step"),
    required=False,
    help_text=_("PDF, pictures or office files up to 10 MB each."),
)
OPTIONAL = {"required": False}


class StepForm(forms.Form):
    """The facts of one step of one tender; `facts` go to `advance`, `files` are attached to the step."""

    note = text_field(_("Note on the step"), rows=2, required=False)
    files = FILES

    def __init__(self, tender: Tender, *args, step: Step | None = None, **kwargs):
        super().__init__(*args, auto_id="step_%s", **kwargs)
        self.tender = tender
        self.prepare()
        self.insist(step)
        self.order_fields([name for name in self.fields if name not in ("note", "files")])

    def prepare(self):
        """What depends on the tender."""

    def insist(self, step: Step | None):
        """What a guard of the step wants stated is not optional."""
        wanted = {name for guard in (step.guards if step else ()) for name in getattr(guard, "fields", ())}
        for name in wanted & self.fields.keys():
            self.fields[name].required = True

    def clean_files(self):
        return self.cleaned_data.get("files") or []

    @property
    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class ConditionsForm(StepForm):
    audit_number = CleanCharField(label=_("Number of the pre-tender budget audit"), max_length=100)
    audited = MoneyField(label=_("Amount as audited (yuan)"))

    def prepare(self):
        if self.tender.trade in (Trade.LAND, Trade.PROPERTY):
            self.fields["audit_number"].label = _("Number of the valuation")
            self.fields["audited"].label = _("Amount as valued (yuan)")


METHODS = {
    Trade.CONSTRUCTION: [Method.PUBLIC, Method.INVITATION, Method.NEGOTIATION, Method.SINGLE],
    Trade.PROCUREMENT: [method for method in Method if method not in (Method.LISTING, Method.AUCTION)],
    Trade.LAND: [method for method in Method if method in SALES],
    Trade.PROPERTY: [method for method in Method if method in SALES],
    Trade.DRUGS: [Method.PUBLIC, Method.NEGOTIATION, Method.INQUIRY],
}


def methods_of(tender: Tender) -> list:
    return [(method.value, method.label) for method in METHODS[Trade(tender.trade)]]


class MethodForm(StepForm):
    method = forms.ChoiceField(label=_("Method approved"))
    organised_by = forms.ChoiceField(label=_("Organised"), choices=Tender.OrganisedBy.choices)
    ground = text_field(
        _("Ground of the law for another method"),
        rows=2,
        help_text=_("Needed where public tender would be the rule, and where the method changes."),
        **OPTIONAL,
    )

    def prepare(self):
        self.fields["method"].choices = methods_of(self.tender)
        self.initial.setdefault("method", self.tender.method)


class AgentForm(StepForm):
    agent = RowField(label=_("Tender agent"), required=False)
    way = forms.ChoiceField(
        label=_("How it was chosen"),
        choices=[("", _("choose")), ("随机抽取", "随机抽取"), ("比选", "比选"), ("竞争性磋商", "竞争性磋商")],
        required=False,
    )

    def prepare(self):
        self.fields["agent"].offer(Party.objects.doing(Business.AGENT).order_by("name"))


class DocumentsForm(StepForm):
    control_price = MoneyField(label=_("Control price (yuan)"), **OPTIONAL)
    start_price = MoneyField(label=_("Starting price (yuan)"), **OPTIONAL)
    guarantee = MoneyField(label=_("Bid guarantee (yuan)"), **OPTIONAL)
    validity_days = forms.IntegerField(label=_("Validity of bids (days)"), min_value=1, max_value=365, **OPTIONAL)
    duration_days = forms.IntegerField(label=_("Time of performance (days)"), min_value=1, max_value=3650, **OPTIONAL)
    summary = text_field(_("What is traded, and what is asked of bidders"), rows=5, most=3000, **OPTIONAL)

    def prepare(self):
        sells = self.tender.trade in (Trade.LAND, Trade.PROPERTY)
        left_out = ("control_price", "validity_days", "duration_days") if sells else ("start_price",)
        for name in left_out:
            del self.fields[name]
        self.initial.setdefault("summary", self.tender.summary)
        self.initial.setdefault("start_price", self.tender.start_price)


class FilingForm(StepForm):
    terms = forms.MultipleChoiceField(
        label=_("Check of fair competition: tick what was checked and found in order"),
        choices=list(TERMS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opinion = text_field(_("Opinion"), rows=2)


class NoticeForm(StepForm):
    title = CleanCharField(label=_("Title of the notice"), max_length=200, **OPTIONAL)
    text = text_field(_("Text of the notice"), rows=8, most=LONG, **OPTIONAL)
    media = forms.MultipleChoiceField(
        label=_("Published on"),
        choices=[(name, name) for name in MEDIA],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[MEDIUM],
    )
    documents_from = day_field(_("Documents from"), **OPTIONAL)
    documents_until = day_field(_("Documents until"), **OPTIONAL)
    bids_due_at = MomentField(label=_("Deadline of bids and opening"), **OPTIONAL)
    place = CleanCharField(label=_("Place of the opening"), max_length=200, **OPTIONAL)

    def prepare(self):
        self.initial.setdefault("text", self.tender.summary)
        if self.tender.trade in (Trade.LAND, Trade.PROPERTY):
            self.fields["bids_due_at"].label = _("Beginning of the listing or the auction")


class CommitteeForm(StepForm):
    """Only where a group is named without a draw: single source."""

    members = forms.IntegerField(label=_("Members of the committee"), min_value=1, max_value=99)
    experts = forms.IntegerField(label=_("of these, experts drawn by lot"), min_value=0, max_value=99)


class CandidatesForm(StepForm):
    """Up to three candidates, in their order; those of the committee's report stand there already."""

    def prepare(self):
        report = self.tender.reports.filter(round=self.tender.round).first()
        for rank, row in enumerate(report.ranking[:3] if report else [], 1):
            told = {"party": row["name"], "price": row["price"], "score": row["total"]}
            self.initial |= {f"{name}_{rank}": value for name, value in told.items()}
        for rank in (1, 2, 3):
            about = {"rank": rank}
            needed = rank == 1
            self.fields[f"party_{rank}"] = PartyField(
                label=_("Candidate %(rank)s (full name or credit code)") % about, required=needed
            )
            self.fields[f"price_{rank}"] = MoneyField(label=_("Price of %(rank)s (yuan)") % about, required=needed)
            self.fields[f"score_{rank}"] = forms.DecimalField(
                label=_("Score of %(rank)s") % about, max_digits=6, decimal_places=2, min_value=0, required=False
            )

    def clean(self):
        typed = super().clean()
        for rank in (2, 3):
            party, price = typed.get(f"party_{rank}"), typed.get(f"price_{rank}")
            if party and price is None and not self.has_error(f"price_{rank}"):
                self.add_error(f"price_{rank}", _("Give the price of this candidate."))
            if price is not None and party is None and not self.has_error(f"party_{rank}"):
                self.add_error(f"party_{rank}", _("Name the firm that offers this price."))
        return typed

    @property
    def facts(self) -> dict:
        typed = self.cleaned_data
        rows = [{name: typed[f"{name}_{rank}"] for name in ("party", "price", "score")} for rank in (1, 2, 3)]
        return {"candidates": [row for row in rows if row["party"]], "note": typed["note"]}

    def add_error(self, field, error):
        super().add_error("party_1" if field == "candidates" else field, error)


class WinnerForm(StepForm):
    winner = RowField(label=_("Winner"), error_messages={"required": _("Choose the winner.")})
    reason = forms.ChoiceField(
        label=_("Why not the first candidate"),
        choices=[("", _("the first candidate wins")), *WHY_NOT_FIRST.items()],
        required=False,
    )
    determined_on = day_field(_("Winner determined on"), help_text=_("Empty: today."), **OPTIONAL)
    text = text_field(_("Text of the notice"), rows=3, most=LONG, **OPTIONAL)

    def prepare(self):
        rows = Candidate.objects.filter(tender=self.tender, round=self.tender.round).select_related("party")
        self.fields["winner"].offer([row.party for row in rows.order_by("rank")])

    def clean_determined_on(self):
        day = self.cleaned_data["determined_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class NotifyForm(StepForm):
    text = text_field(_("Text of the notice"), rows=3, most=LONG, **OPTIONAL)


class DealForm(StepForm):
    winner = PartyField(label=_("Whose offer won (full name or credit code)"))
    price = MoneyField(label=_("Price of the deal (yuan)"))
    text = text_field(_("Text of the notice"), rows=3, most=LONG, **OPTIONAL)


class ContractForm(StepForm):
    contract_number = CleanCharField(label=_("Contract number"), max_length=60)
    amount = MoneyField(label=_("Amount of the contract (yuan)"))
    duration_days = forms.IntegerField(label=_("Time of performance (days)"), min_value=1, max_value=3650, **OPTIONAL)
    signed_on = day_field(_("Signed on"))
    performance_guarantee = MoneyField(label=_("Performance guarantee (yuan)"), **OPTIONAL)

    def prepare(self):
        award = self.tender.awards.filter(round=self.tender.round).first()
        if award is not None:
            self.initial.setdefault("amount", award.price)
        self.initial.setdefault("duration_days", self.tender.duration_days)


class FilingContractForm(StepForm):
    explanation = text_field(
        _("Why the contract differs from the award"), rows=2, help_text=_("Only where it differs."), **OPTIONAL
    )


FORMS = {
    "conditions": ConditionsForm,
    "method": MethodForm,
    "agent": AgentForm,
    "documents": DocumentsForm,
    "filing": FilingForm,
    "notice": NoticeForm,
    "committee": CommitteeForm,
    "ranking": CandidatesForm,
    "candidates": CandidatesForm,
    "decide": WinnerForm,
    "contract": ContractForm,
    "filing_contract": FilingContractForm,
}


def form_of(tender: Tender, step: Step) -> Callable[..., StepForm]:
    """The form of this step, to be called with the tender."""
    return partial(kind_of(tender, step), step=step)


def kind_of(tender: Tender, step: Step) -> type[StepForm]:
    """Sales state the winner where tenders choose among candidates."""
    if step.code == "committee" and tender.method != Method.SINGLE:
        return StepForm
    if step.code == "award":
        return {"award": WinnerForm if flow_of(tender).has("candidates") else DealForm}.get(step.effect, NotifyForm)
    return FORMS.get(step.code, StepForm)
