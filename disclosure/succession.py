"""When a unit ends, the requests it has to answer and what it has to publish go to its successor."""

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.models import Deadline
from disclosure.actions.publishing import stands
from disclosure.models import InfoRequest, Publication, PublicationDuty
from records.actions import as_actor, record


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS; lines of the catalogue are named by their codes."""
    as_actor(by)
    asked = list(InfoRequest.objects.filter(organisation=old, state__in=InfoRequest.OPEN).select_for_update())
    for request in asked:
        request.organisation = plan.main
        request.save(update_fields=["organisation"])
        deadlines.move(Deadline.objects.about(request).filter(organisation=old), plan.main)
        record("disclosure.request.succeeded", request, actor=by, now=now, **{"from": old.pk, "to": plan.main.pk})
    duties = list(PublicationDuty.objects.active().filter(organisation=old).select_related("entry"))
    for duty in duties:
        succeed(duty, plan.successor(duty.entry.code), by=by, now=now)
    return {str(_("information requests")): len(asked), str(_("publication duties")): len(duties)}


def succeed(duty: PublicationDuty, unit, *, by, now):
    """The duty ends and begins anew with the successor, unless it has it already; owed pieces go along.

    What was published stays with the old unit.
    """
    today = timezone.localdate(now)
    duty.ended_on = max(duty.begun_on, today)
    duty.save(update_fields=["ended_on"])
    if stands(unit.pk, duty.entry_id):
        next_one = PublicationDuty.objects.active().get(organisation=unit, entry=duty.entry_id)
    else:
        about = {"entry": duty.entry, "organisation": unit, "begun_on": today, "asked_until": duty.asked_until}
        next_one = PublicationDuty.objects.create(**about, entered_at=now, entered_by=by.user)
    for piece in duty.publications.filter(state__in=Publication.OWED).order_by("pk"):
        clocks = Deadline.objects.about(piece).running()
        if next_one.publications.filter(period=piece.period, event=piece.event).exists():
            for clock in clocks:  # the successor owes the same piece already
                deadlines.cancel(clock, now)
        else:
            piece.duty = next_one
            piece.save(update_fields=["duty"])
            deadlines.move(clocks, unit)
    record("disclosure.duty.succeeded", duty, actor=by, now=now, to=unit.pk, duty=next_one.pk)
