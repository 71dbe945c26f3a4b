"""Deeds around the course: prequalification before the notice, questions of firms, deliveries after the contract."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from procurement import permissions as may
from procurement.actions import inquiring, prequalifying, supplying
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.forms import around as forms
from procurement.forms.desk import DeedForm
from procurement.models import Applicant, Contract, Delivery, Prequalification, Tender
from procurement.periods import Regime
from procurement.views.deed import Deed
from records.models import Attachment
from records.money import yuan

State = Prequalification.State


def contract_of(tender: Tender) -> Contract | None:
    award = next((row for row in tender.awards.all() if row.round == tender.round), None)
    return getattr(award, "contract", None)


def inquiries(tender: Tender):
    return tender.inquiries.all()


def prequalifications(tender: Tender):
    return [row for row in tender.prequalifications.all() if row.state == State.OPEN]


def applicants(tender: Tender):
    return [row for found in prequalifications(tender) for row in found.applicants.all()]


def deliveries(tender: Tender):
    contract = contract_of(tender)
    return contract.deliveries.all() if contract and flow_of(tender).regime == Regime.DRUGS else []


def examines(actor, tender, now) -> bool:
    """Whoever calls for bids or acts for them: they alone learn who applied, after the deadline."""
    return may.capacity_in(actor, tender, [Capacity.TENDERER, Capacity.AGENT], now) is not None


def with_files(rows) -> list[Applicant]:
    """The applications, each with the files that came with it."""
    rows = list(rows)
    kind = ContentType.objects.get_for_model(Applicant)
    files = Attachment.objects.filter(subject_type=kind, subject_id__in=[row.pk for row in rows]).order_by("pk")
    for row in rows:
        row.files = [file for file in files if file.subject_id == row.pk]
    return rows


def may_reply(actor, inquiry, now):
    return inquiry.answered_at is None and may.can_clarify(actor, inquiry.tender, now)


def may_prequalify(actor, tender, now):
    return prequalifying.may_begin(tender) and may.is_centre(actor, tender)


def may_change(actor, found, now):
    return now < found.due_at and examines(actor, found.tender, now)


def may_examine(actor, applicant, now):
    found = applicant.prequalification
    return applicant.is_able is None and now >= found.due_at and examines(actor, found.tender, now)


def may_conclude(actor, found, now):
    return now >= found.due_at and examines(actor, found.tender, now)


def may_deliver(actor, tender, now):
    supplied = flow_of(tender).regime == Regime.DRUGS and contract_of(tender) is not None
    return supplied and may.is_tenderer(actor, tender, now)


def may_pay(actor, delivery, now):
    return delivery.paid_on is None and may.is_tenderer(actor, delivery.tender, now)


def question(inquiry) -> str:
    return inquiry.text


def delivered(delivery: Delivery) -> str:
    return f"{delivery.what}，{yuan(delivery.amount)}"


def unnamed(_thing) -> str:
    return ""


AROUND = {
    "reply": Deed(
        forms.ReplyForm,
        inquiring.reply,
        may_reply,
        _("Answer the question of a firm"),
        _("The answer is sent."),
        "edit",
        things=inquiries,
        about=question,
    ),
    "prequalify": Deed(
        forms.PrequalifyForm,
        prequalifying.begin,
        may_prequalify,
        _("Publish a prequalification first"),
        _("Published; firms apply until the deadline."),
        "user",
    ),
    "change": Deed(
        forms.ChangeForm,
        prequalifying.change,
        may_change,
        _("Answer questions or change the prequalification"),
        _("Published to everybody at once."),
        "mail",
        things=prequalifications,
        about=unnamed,
    ),
    "examine": Deed(
        forms.ExamineForm,
        prequalifying.examine,
        may_examine,
        _("Examine an application"),
        _("Noted."),
        things=applicants,
        about=lambda row: row.party.name,
    ),
    "conclude": Deed(
        DeedForm,
        prequalifying.conclude,
        may_conclude,
        _("Conclude the prequalification"),
        _("Every firm that applied is told the result."),
        "seal",
        things=prequalifications,
        about=unnamed,
    ),
    "delivery": Deed(
        forms.DeliveryForm,
        supplying.accept_delivery,
        may_deliver,
        _("Write down a delivery"),
        _("Written down; it is paid in thirty days."),
        "plus",
    ),
    "pay": Deed(
        forms.PayForm,
        supplying.pay_delivery,
        may_pay,
        _("Write down a payment"),
        _("Noted."),
        things=deliveries,
        about=delivered,
    ),
}
