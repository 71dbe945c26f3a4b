"""When a unit ends its items, open cases and what else is open go to its successor; when a person moves, the clocks.

A published version of an item never changes, so an item that goes gets a new version of the same content. What is
closed keeps the old unit.
"""

from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from approvals.actions import catalogue, duty
from approvals.catalogue.content import content
from approvals.models import Appointment, Branch, Case, Item, Levy, Penalty, Slip
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import EntryDraft, record, record_many

SUCCEEDED = "approvals.case.succeeded"


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS; the codes of the plan are those of items."""
    return {
        str(_("items")): hand_over_items(old, plan, by, now),
        str(_("open cases")): hand_over_cases(old, plan, by, now),
        str(_("opinions in joint cases")): hand_over_branches(old, plan, by, now),
        str(_("penalties, levies, slips, appointments")): hand_over_others(old, plan, by, now),
    }


def hand_over_items(old, plan, by, now) -> int:
    """Drafts are the successor's; what is in force gets a version of the successor today."""
    for draft in Item.objects.filter(organisation=old, state=Item.State.DRAFT).order_by("pk"):
        draft.organisation = plan.successor(draft.code)
        draft.save(update_fields=["organisation"])
    rows = list(Item.objects.published().filter(organisation=old).order_by("pk"))
    for item in rows:
        versions = catalogue.locked(item.code)
        draft = next((version for version in versions if version.is_draft), None)
        if draft is None:
            succeed(item, versions, plan.successor(item.code), by, now)
        else:  # somebody is about to change it: the version in force goes first, their draft becomes the one after it
            wanted = content(draft)
            draft.delete()
            succeed(item, [one for one in versions if one is not draft], plan.successor(item.code), by, now)
            again = replace(wanted, fields=wanted.fields | {"organisation": plan.successor(item.code)})
            catalogue.new_draft(item.code, catalogue.locked(item.code), again, by=ROBOT, now=now, source="succession")
    return len(rows)


def succeed(item: Item, versions: list[Item], unit, by, now):
    """The same content under the new unit, in force today. The two who signed the reorganisation stand for it."""
    same = content(item)
    wanted = replace(same, fields=same.fields | {"organisation": unit})
    draft = catalogue.new_draft(item.code, versions, wanted, by=ROBOT, now=now, source="succession")
    today = timezone.localdate(now)
    current = catalogue.in_force(versions)
    catalogue.end(current, today)
    draft.valid_from = today
    draft.publish()
    draft.save()
    detail = {"code": draft.code, "version": draft.version, "replaces": current.version, "unit": unit.code}
    record("approvals.item.succeeded", draft, actor=by, now=now, **detail)


def hand_over_cases(old, plan, by, now) -> int:
    """Every open case with its running clocks; its entry says from which unit."""
    rows = list(
        Case.objects.open()
        .filter(organisation=old)
        .select_for_update(of=("self",))
        .select_related("item")
        .order_by("pk")
    )
    about = Deadline.objects.running().filter(subject_type=ContentType.objects.get_for_model(Case), organisation=old)
    for case in rows:
        case.organisation = plan.successor(case.item.code, case.number)
        case.save(update_fields=["organisation"])
        deadlines.move(about.filter(subject_id=case.pk), case.organisation)
    record_many(EntryDraft(SUCCEEDED, case, by, now, {"from": old.pk, "to": case.organisation_id}) for case in rows)
    return len(rows)


def hand_over_branches(old, plan, by, now) -> int:
    """Opinions that the old unit still owes in the cases of others."""
    rows = Branch.objects.filter(organisation=old, state__in=Branch.WAITING).select_for_update(of=("self",))
    rows = list(rows.select_related("case__item").order_by("pk"))
    for branch in rows:
        branch.organisation = plan.successor(branch.case.item.code)
        branch.save(update_fields=["organisation"])
        deadlines.move(Deadline.objects.filter(pk=branch.clock_id), branch.organisation)
        detail = {"branch": branch.pk, "from": old.pk, "to": branch.organisation_id}
        record(SUCCEEDED, branch.case, actor=by, now=now, **detail)
    return len(rows)


def hand_over_others(old, plan, by, now) -> int:
    """Penalties and levies under way, slips asked for or approved, appointments still to come."""
    found = [
        *Penalty.objects.filter(organisation=old).exclude(state__in=[Penalty.State.CLOSED, Penalty.State.DROPPED]),
        *Levy.objects.filter(organisation=old).exclude(state=Levy.State.PAID),
        *Slip.objects.filter(organisation=old, state__in=[Slip.State.APPLIED, Slip.State.APPROVED]),
        *Appointment.objects.filter(organisation=old, state=Appointment.State.BOOKED),
    ]
    for row in found:
        item = getattr(row, "item", None)
        row.organisation = plan.successor(*([item.code] if item else []))
        row.save(update_fields=["organisation"])
        clocks = Deadline.objects.about(row).filter(organisation=old)
        deadlines.move(clocks, row.organisation)
        name = f"approvals.{row._meta.model_name}.succeeded"
        record(name, row, actor=by, now=now, **{"from": old.pk, "to": row.organisation_id})
    return len(found)


def hand_over_person(post, to, *, by, now) -> dict[str, int]:
    """The running clocks of the person in this unit fall on the colleague."""
    moved = duty.move(duty.running(post.organisation_id, post.user), post, to, by=by, now=now)
    return {str(_("open cases")): len(moved)}
