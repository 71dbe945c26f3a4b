"""The course: one `advance` for every step of every flow, and the agreement of the second office."""

from django.utils.translation import gettext as _

from procurement import clocks
from procurement.actions import facts
from procurement.actions.common import CONDITION, Locked, enter, lock, today
from procurement.actions.effects import EFFECTS
from procurement.actions.papers import issue_of_step
from procurement.flows import Asked, flow_of
from procurement.flows.base import SHORTENED, Flow, Missing
from procurement.flows.base import Step as Link
from procurement.models import Step, Tender
from records.actions import NOT_ENTITLED, WRONG_ORDER, deed, record
from records.attachments import bind
from records.deeds import needed
from records.refusal import Refused

GRAVEST_FIRST = [SHORTENED, NOT_ENTITLED, CONDITION]


@deed
def advance(tender: Tender, step: str, *, by, now, data: dict | None = None, papers=()) -> Tender:
    """Do the step that is owed. `data` is what was stated with it, as the form of the step cleaned it;
    `papers` are uploads of the actor that belong to it.

    Raises Refused(V08) out of order, naming the step that is next; Locked with everything that is missing (V18, V07,
    or RF-17 where a period would be shortened); PermissionDenied for somebody else's step.
    """
    tender = lock(tender, now)
    flow = flow_of(tender)
    link = in_order(tender, flow, step)
    enter(tender, link.by, by, now)
    asked = Asked(tender, flow, link, by, now, dict(data or {}))
    refuse(missing(asked))
    row = finish(asked)
    if papers:
        bind(papers, row, by=by, now=now)
    return tender


def in_order(tender: Tender, flow: Flow, code: str) -> Link:
    """The step, if it is the one that is owed now; Refused otherwise."""
    owed = flow.after(tender.done)
    if tender.state not in (Tender.State.APPLIED, Tender.State.RUNNING):
        words = _("This tender is %(state)s; no step can be done.")
        raise Refused(WRONG_ORDER, words % {"state": tender.get_state_display()})
    if owed is None:
        raise Refused(WRONG_ORDER, _("Every step of this tender is done."))
    if owed.code != code:
        words = _("Not in this order: the next step is %(number)s, “%(name)s”.")
        raise Refused(WRONG_ORDER, words % {"number": tender.done + 1, "name": owed.name})
    return owed


def missing(asked: Asked) -> list[Missing]:
    """Everything that stands against this step now."""
    found = (guard(asked) for guard in asked.step.guards)
    return [row for row in found if row is not None]


def refuse(rows: list[Missing]):
    if not rows:
        return
    codes = {row.code for row in rows}
    raise Locked(next(code for code in GRAVEST_FIRST if code in codes), rows)


def finish(asked: Asked) -> Step:
    """The step is done: what follows from it, its row, its clocks, the record, and the next step is owed."""
    tender, link, by, now = asked.tender, asked.step, asked.by, asked.now
    row = owed_row(tender, link, now)
    effect = EFFECTS.get(link.effect)
    changed = effect(asked) if effect else []
    row.finished_at, row.finished_by, row.organisation = now, by.user, by.organisation
    row.facts = kept(asked.data)
    row.save(update_fields=["finished_at", "finished_by", "organisation", "facts"])
    for code in link.meets:
        clocks.meet(tender, code, now)
    owe_next(tender, asked.flow, now)
    tender.save(update_fields=["done", "step", "state", "ended_at", *changed])
    for code in link.starts:
        clocks.start(tender, code, since=clocks.since(tender, code, now))
    issue_of_step(asked)
    record("procurement.tender.advanced", tender, actor=by, now=now, step=link.code, round=tender.round, **row.facts)
    if tender.published_at is not None:
        facts.refresh(tender, now=now)
    return row


def owe_next(tender: Tender, flow: Flow, now):
    """Count the step and name the next one; after the last the tender is completed. Not saved."""
    tender.done += 1
    following = flow.after(tender.done)
    tender.step = following.code if following else ""
    if following is None:
        tender.complete()
        tender.ended_at = now
    else:
        owed_row(tender, following, now)


def owed_row(tender: Tender, link: Link, now) -> Step:
    """The row of the step in this round; made when the step begins to be owed."""
    number = flow_of(tender).number(link.code)
    about = {"number": number, "started_at": now}
    return Step.objects.get_or_create(tender=tender, round=tender.round, code=link.code, defaults=about)[0]


def kept(data: dict) -> dict:
    """What was stated, as the record can hold it: rows by their key."""
    return {name: plain(value) for name, value in data.items() if value not in (None, "", [])}


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return value.pk if hasattr(value, "pk") else value


@deed
def confirm(tender: Tender, step: str, *, by, now, opinion: str) -> Step:
    """The other office of a step agrees; only then the step can be done. Somebody else does it then."""
    tender = lock(tender, now)
    link = in_order(tender, flow_of(tender), step)
    if not link.confirmed_by:
        raise Refused(WRONG_ORDER, _("This step needs no confirmation."))
    enter(tender, [link.confirmed_by], by, now)
    row = owed_row(tender, link, now)
    if row.confirmed_by_id is not None:
        raise Refused(WRONG_ORDER, _("This step has been confirmed already."))
    row.confirmed_at, row.confirmed_by, row.opinion = now, by.user, needed(opinion, "opinion")
    row.save(update_fields=["confirmed_at", "confirmed_by", "opinion"])
    record("procurement.tender.confirmed", tender, actor=by, now=now, step=step, on=today(now))
    return row
