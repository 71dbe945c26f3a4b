"""What the page of a case shows of the units asked jointly and of the first review below."""

from django import template

from approvals import opinions, story
from approvals.branches import branches_of, own_branch, waiting
from approvals.models import ExtensionRequest
from approvals.queues import Today
from deadlines import calendar as calendars
from records.models import Document

register = template.Library()


@register.filter
def to_hand_over(documents):
    """The newest document that is the applicant's; copy notices go to other units."""
    return next((one for one in reversed(documents) if one.kind != Document.Kind.COPY_NOTICE), None)


@register.simple_tag
def own_opinion(case, actor):
    """The opinion that this actor's post would sign, or None."""
    branch = own_branch(actor, case, "sign_opinion")
    return branch if branch is not None and branch.agrees is not None else None


@register.inclusion_tag("approvals/desk/branches.html")
def asked_units(case, day):
    """The desk's card: every unit with its lamp, its opinion and the people who wrote and signed it."""
    units = branches_of(case)
    branches = opinions.card(units, Today(day, calendars.calendar()), opinions.returned(case, units))
    asked = ExtensionRequest.objects.none()
    if case.item.is_joint:
        asked = case.extension_requests.select_related("asked_by", "answered_by")
    return {"branches": branches, "still_asked": len(waiting(case)), "requests": opinions.requests(asked)}


@register.inclusion_tag("approvals/citizen/parts/branches.html")
def deciding_units(case, day):
    """The citizen's card: which unit has answered, which is due when."""
    return {"branches": opinions.card(branches_of(case), Today(day, calendars.calendar()))}


@register.inclusion_tag("approvals/desk/first_review.html")
def first_review(case):
    """Where a case came from below and what was found there."""
    below = bool(case.item.first_review)
    return {"case": case, "below": below, "opinion": story.opinion_below(case) if below else None}
