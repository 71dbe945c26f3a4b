"""询问: a firm asks about the tender, and gets its answer in the time of the law (政府采购法实施条例 第五十二条)."""

from django.utils.translation import gettext as _

from procurement import clocks
from procurement.actions.common import enter, lock, may
from procurement.actions.objecting import enter_as_bidder
from procurement.actions.papers import tell
from procurement.flows.base import Capacity
from procurement.models import Inquiry, Party, Tender
from procurement.permissions import represents
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

MOVING = (Tender.State.RUNNING, Tender.State.SUSPENDED)


def takes_inquiries(tender: Tender) -> bool:
    """From the first notice, of the tender or of its prequalification, until the award."""
    out = tender.published_at is not None or tender.prequalifications.filter(round=tender.round).exists()
    return out and tender.state in MOVING and not tender.awards.filter(round=tender.round).exists()


@deed(makes=True)
def ask(tender: Tender, *, by, now, party: Party, text: str) -> Inquiry:
    """A firm asks. What concerns every bidder is answered to all by a clarification besides."""
    tender = lock(tender)
    may(represents(by, party.pk, now))
    if not takes_inquiries(tender):
        raise Refused(WRONG_ORDER, _("Questions are taken between the notice and the award."))
    text = needed(text, "text", _("Write your question."))
    enter_as_bidder(tender, by, now)
    about = {"party": party, "text": text, "asked_at": now, "asked_by": by.user}
    made = Inquiry.objects.create(tender=tender, round=tender.round, **about)
    clocks.start(tender, "inquiry", since=now, subject=made)
    record("procurement.inquiry.asked", tender, actor=by, now=now, inquiry=made.pk)
    return made


@deed
def reply(inquiry: Inquiry, *, by, now, text: str) -> Inquiry:
    """The tenderer or its agent answers, in writing."""
    tender = lock(inquiry.tender)
    inquiry = for_update(inquiry, "party")
    enter(tender, [Capacity.TENDERER, Capacity.AGENT], by, now)
    if inquiry.answered_at is not None:
        raise Refused(WRONG_ORDER, _("This question has been answered already."))
    inquiry.answer = needed(text, "text", _("Write the answer."))
    inquiry.answered_at, inquiry.answered_by = now, by.user
    inquiry.save(update_fields=["answer", "answered_at", "answered_by"])
    clocks.meet(inquiry, "inquiry", now)
    tell(tender, "inquiry", inquiry.party, inquiry.answer, by=by, now=now)
    record("procurement.inquiry.answered", tender, actor=by, now=now, inquiry=inquiry.pk)
    return inquiry
