"""Drawing the evaluators of a meeting, and asking them (S2-18)."""

import secrets
from collections import defaultdict

from django.utils.translation import gettext as _

from records.actions import deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused
from scoring import drawing
from scoring.models import Evaluator, EvaluatorDraw, Invitation, SurveyMeeting
from scoring.permissions.surveys import can_run


def lock(meeting: SurveyMeeting) -> SurveyMeeting:
    return for_update(meeting, "survey")


def pools(categories) -> dict[str, list[str]]:
    """Category → numbers of those who may be drawn."""
    found = defaultdict(list)
    rows = Evaluator.objects.active().filter(category__in=categories) if categories else Evaluator.objects.active()
    for code, number in rows.values_list("category__code", "number").order_by("number"):
        found[code].append(number)
    return dict(found)


@deed
def draw(meeting: SurveyMeeting, *, by, now, total=None, quotas=None, categories=(), seed=None):
    """Once a meeting: shares as in the pool (`total`), or so many of each category as the office says (`quotas`).

    `seed` is only for a history that is told again; without it the machine chooses 256 bits.
    """
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    if meeting.state != SurveyMeeting.State.PLANNED:
        raise Refused(None, _("Evaluators are drawn before votes are taken."))
    if EvaluatorDraw.objects.filter(meeting=meeting).exists():
        raise Refused(None, _("The draw of this meeting was made already: it is made once."))
    found, seed = pools(categories), seed or secrets.token_hex(32)
    shares = quotas if quotas else proportional(found, total or meeting.invited)
    groups = checked(seed, found, shares)
    log = {"meeting": meeting.pk, "seed": seed, "proportional": not quotas, "groups": groups}
    made = EvaluatorDraw.objects.create(meeting=meeting, seed=seed, log=log, drawn_at=now, drawn_by=by.user)
    chosen = [(number, place) for group in groups for place, number in enumerate(group["chosen"], 1)]
    invite(meeting, chosen)
    counts = {group["category"]: group["quota"] for group in groups}
    record("scoring.meeting.drawn", meeting, actor=by, now=now, seed=seed, quotas=counts)
    return made


def proportional(found: dict, total: int) -> dict[str, int]:
    try:
        return drawing.allotted({name: len(codes) for name, codes in found.items()}, total)
    except ValueError:
        size = sum(map(len, found.values()))
        words = _("The pool holds %(size)s people, fewer than are to be drawn.") % {"size": size}
        raise Refused(None, words, field="total") from None


def checked(seed: str, found: dict, shares: dict) -> list[dict]:
    if not any(shares.values()):
        raise Refused(None, _("Say how many are to be drawn."), field="total")
    for name, quota in shares.items():
        if quota > len(found.get(name, ())):
            words = _("Of “%(category)s” the pool holds %(size)s people only.")
            told = words % {"category": name, "size": len(found.get(name, ()))}
            raise Refused(None, told, field=f"quota_{name}")
    return drawing.drawn(seed, found, shares)


def invite(meeting: SurveyMeeting, chosen: list[tuple[str, int]]):
    known = Evaluator.objects.in_bulk([number for number, _place in chosen], field_name="number")
    rows = [Invitation(meeting=meeting, evaluator=known[number], place=place) for number, place in chosen]
    Invitation.objects.bulk_create(rows)


@deed
def answer(invitation: Invitation, *, by, now, answer: str, reason: str = "") -> Invitation:
    """What the evaluator said by telephone. Whoever cannot come makes room for the next of the order."""
    meeting = lock(invitation.meeting)
    may(can_run(by, meeting.survey))
    invitation = for_update(invitation, "evaluator")
    if meeting.state in SurveyMeeting.CLOSED:
        raise Refused(None, _("The meeting is over."))
    if invitation.answer:
        raise Refused(None, _("This evaluator has answered already."))
    if answer == Invitation.Answer.EXCUSED:
        invitation.reason = needed(reason, "reason", _("Give the reason."))[:200]
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, now, by.user
    invitation.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    record("scoring.invitation.answered", invitation, actor=by, now=now, answer=answer)
    if answer == Invitation.Answer.EXCUSED:
        replace(meeting, invitation)
    return invitation


def replace(meeting: SurveyMeeting, excused: Invitation):
    """The next of the same order; nobody where the category is used up."""
    order = next(g["order"] for g in meeting.draw.log["groups"] if excused.evaluator.number in g["order"])
    asked = set(meeting.invitations.values_list("evaluator__number", flat=True))
    known = set(Evaluator.objects.active().filter(number__in=order).values_list("number", flat=True))
    following = [(number, place) for place, number in enumerate(order, 1) if number not in asked and number in known]
    invite(meeting, following[:1])
