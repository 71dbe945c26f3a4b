"""Answers for everybody to read: proposed with everything personal hidden, published by another person, taken back."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.finding import search_text
from complaints.masking import masked_answer, masked_text
from complaints.models import Order, Publication, Reply
from complaints.permissions_voices import (
    can_decide_publication,
    can_propose_publication,
    can_withdraw_publication,
)
from records.actions import SAME_PERSON, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

TEXTS = ("title", "question", "answer")


def known_names(order: Order) -> list[str]:
    """The name of the complainant, which no public text may hold."""
    row = getattr(order, "complainant", None)
    return [row.name] if row is not None and row.name else []


def last_reply(order: Order) -> Reply | None:
    """The answer that counts: the last that was sent."""
    return order.replies.filter(state=Reply.State.SENT).order_by("-pk").first()


def draft_of(order: Order, answer: Reply) -> dict[str, str]:
    """The texts as the page proposes them: everything hidden that a pattern or a name finds."""
    names = known_names(order)
    return {
        "title": masked_text(order.title, names),
        "question": masked_text(order.text, names),
        "answer": masked_answer(answer.text, names),
    }


def clean(order: Order, texts: dict[str, str]) -> dict[str, str]:
    """The texts as typed, once more through the mask: a name that was left in does not get out."""
    names = known_names(order)
    for field in TEXTS:
        needed(texts[field], field)
    return {
        "title": masked_text(texts["title"].strip(), names)[:100],
        "question": masked_text(texts["question"].strip(), names),
        "answer": masked_answer(texts["answer"].strip(), names),
    }


def search_of(publication: Publication) -> str:
    """What a published answer is found by."""
    category = publication.category.name if publication.category else ""
    return search_text(publication.title, publication.question, publication.answer, category)


@deed(makes=True)
def propose_publication(order: Order, *, by, now, texts: dict | None = None) -> Publication:
    """Propose an order and its answer for the public page. `texts`: title, question, answer; None: as masked."""
    order = for_update(order, "complainant", "category")
    if not can_propose_publication(by, order):
        raise PermissionDenied(_("This order is not published: nobody agreed to it, or the law keeps it closed."))
    answer = last_reply(order)
    if answer is None:
        raise Refused(None, _("There is no answer yet that could be published."))
    if order.publications.filter(state__in=[Publication.State.PROPOSED, Publication.State.PUBLISHED]).exists():
        raise Refused(None, _("This order is published already, or its publication waits."))
    made = Publication(
        order=order,
        kind=order.kind,
        category=order.category,
        organisation=answer.organisation,
        asked_on=timezone.localdate(order.received_at),
        answered_on=timezone.localdate(answer.sent_at),
        proposed_by=by.user,
        proposed_at=now,
        **clean(order, texts or draft_of(order, answer)),
    )
    made.search = search_of(made)
    made.save()
    record("complaints.publication.proposed", made, actor=by, now=now, order=order.number)
    return made


def lock(publication: Publication) -> Publication:
    return for_update(publication, "order__complainant", "category", "organisation")


def decide(publication: Publication, by, now) -> Publication:
    """The row, locked, with who decides. Raises Refused for the person who proposed it."""
    publication = lock(publication)
    if by.user is not None and by.user.pk == publication.proposed_by_id:
        raise Refused(SAME_PERSON, _("A publication is decided by somebody other than who proposed it."))
    if not can_decide_publication(by, publication):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    publication.decided_by, publication.decided_at = by.user, now
    return publication


@deed
def publish(publication: Publication, *, by, now, texts: dict | None = None) -> Publication:
    """The second person publishes it, with the texts as they edited them; from then on everybody reads it."""
    publication = decide(publication, by, now)
    publication.publish()
    if not publication.order.asked_public:
        raise Refused(None, _("The complainant does not agree any more."))
    for name, text in clean(publication.order, texts or {name: getattr(publication, name) for name in TEXTS}).items():
        setattr(publication, name, text)
    publication.search = search_of(publication)
    publication.save()
    record("complaints.publication.published", publication, actor=by, now=now, order=publication.order.number)
    return publication


@deed
def refuse_publication(publication: Publication, *, by, now, reason: str) -> Publication:
    """The second person does not publish it, with the reason."""
    publication = decide(publication, by, now)
    publication.refuse()
    publication.reason = needed(reason, "reason", _("Give the reasons."))
    publication.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record("complaints.publication.refused", publication, actor=by, now=now, order=publication.order.number)
    return publication


@deed
def withdraw_publication(publication: Publication, *, by, now, reason: str) -> Publication:
    """Off the public page at once: something personal was left in it, or the complainant asks for it."""
    publication = lock(publication)
    if not can_withdraw_publication(by, publication):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    publication.withdraw()
    publication.reason = needed(reason, "reason", _("Give the reasons."))
    publication.withdrawn_by, publication.withdrawn_at = by.user, now
    publication.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "reason"])
    record("complaints.publication.withdrawn", publication, actor=by, now=now, order=publication.order.number)
    return publication
