"""The page of one tender: its course as a line of steps, what is missing, and only the deeds that may follow.

One page for the offices (staff skin) and for the firms that act as tenderer or agent (citizen skin).
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines import holds
from deadlines.models import Deadline
from procurement import actions, clocks, queues
from procurement.flows import Asked, flow_of
from procurement.forms.desk import OpinionForm
from procurement.forms.steps import form_of
from procurement.models import Award, BidComplaint, Objection, Paper, Step, Tender, WithdrawnGuarantee
from procurement.permissions import can_confirm, can_do_step, is_centre
from procurement.views.common import NOT_YOUR_DUTY, blame
from procurement.views.deeds import DEEDS
from procurement.views.deeds_around import deliveries, examines, with_files
from records.attachments import store
from records.desk import denied, is_known, sent
from records.models import Attachment
from records.refusal import Refused

STEP, CONFIRM = "step", "confirm"
IN_ROOMS = {"opening"}  # done on a page of its own
RELATED = ["tenderer_organisation", "tenderer_party", "agent", "supervisor", "centre"]
PARTS = [
    Prefetch("steps", Step.objects.select_related("finished_by", "confirmed_by", "organisation")),
    Prefetch("awards", Award.objects.select_related("winner", "contract")),
    Prefetch("objections", Objection.objects.select_related("party", "answered_by")),
    Prefetch("complaints", BidComplaint.objects.select_related("party", "accepted_by", "decided_by")),
    "notices",
    "clarifications",
    "suspensions",
    "method_changes",
    "handovers",
    "candidates__party",
    "inquiries",
    "prequalifications__applicants__party",
    Prefetch("papers", Paper.objects.select_related("document")),
]


@dataclass
class Panel:
    """One deed on the page: `name` is the last part of its address."""

    name: str
    label: str
    icon: str
    form: Any
    grave: bool = False
    about: str = ""
    open: bool = False


def seen_tender(actor, number: str) -> Tender:
    """The tender, if this actor may see it; a stranger's is 404 as an absent one."""
    held = holds.ground_of(Tender, timezone.localdate())
    seen = Tender.objects.visible_to(actor).annotate(held=held).select_related(*RELATED).prefetch_related(*PARTS)
    found = get_object_or_404(seen, number=number)
    beside = (found.objections, found.complaints, found.suspensions, found.inquiries, found.prequalifications)
    for row in (row for rows in beside for row in rows.all()):
        row.tender = found
    return found


def step_panels(actor, tender: Tender, now, given) -> list[Panel]:
    """The step that is owed, for who does it, and its confirmation, for who confirms it."""
    link = flow_of(tender).after(tender.done)
    if link is None or tender.state not in queues.MOVING:
        return []
    panels = []
    if can_confirm(actor, tender, link, now) and not is_confirmed(tender, link):
        form = given.get(CONFIRM) or OpinionForm(tender, deed=CONFIRM)
        label = _("Confirm: %(step)s") % {"step": link.name}
        panels.append(Panel(CONFIRM, label, "seal", form))
    if can_do_step(actor, tender, link, now) and link.code not in IN_ROOMS:
        form = given.get(STEP) or form_of(tender, link)(tender)
        panels.append(Panel(STEP, link.name, "check", form, about=link.law))
    return panels


def is_confirmed(tender: Tender, link) -> bool:
    return any(
        row.code == link.code and row.round == tender.round and row.confirmed_by_id for row in tender.steps.all()
    )


def deed_panels(actor, tender: Tender, now, given) -> list[Panel]:
    """The deeds beside the course that are up to this actor now."""
    panels = []
    for name, deed in DEEDS.items():
        for thing in deed.things(tender):
            if not deed.offered(actor, thing, now):
                continue
            address = name if isinstance(thing, Tender) else f"{name}-{thing.pk}"
            form = given.get(address) or deed.form(thing, deed=address)
            panels.append(Panel(address, str(deed.label), deed.icon, form, deed.grave, deed.about(thing)))
    return panels


def show(request, tender: Tender, given=None, *, status=200, **more):
    """The page; `given` holds the form that came back with errors, by the name of its panel."""
    given, now = given or {}, timezone.now()
    panels = [] if tender.held else [part for make in MAKERS for part in make(request.actor, tender, now, given)]
    chosen = next(iter(given), "") or (panels[0].name if panels else "")
    for panel in panels:
        panel.open = panel.name == chosen
    refused = next(((name, form) for name, form in given.items() if name not in [p.name for p in panels]), None)
    page = facts(request.actor, tender, now) | {
        "panels": panels,
        "refused": refused[1] if refused else None,
        "base": "staff.html" if request.actor.is_staff_member else "portal.html",
        "deed_address": "procurement:deed" if request.actor.is_staff_member else "procurement:my_deed",
        "nav_at": "/desk/tenders/",
        "has_committee": flow_of(tender).has("committee"),
        "rooms": rooms(tender),
    }
    return render(request, "procurement/bench.html", page | more, status=status)


MAKERS = (step_panels, deed_panels)
ROOMS = {  # step → the pages on which what belongs to it is done
    "opening": [
        {"name": "procurement:opening_room", "label": gettext_lazy("Opening room"), "icon": "lock"},
        {"name": "procurement:guarantees", "label": gettext_lazy("Register of guarantees"), "icon": "book"},
    ],
    "offers": [{"name": "procurement:desk_auction", "label": gettext_lazy("Auction"), "icon": "chart"}],
}


def rooms(tender: Tender) -> list[dict]:
    """Openings and auctions have pages of their own, from the notice on."""
    steps = [step for step in ROOMS if tender.published_at and flow_of(tender).has(step)]
    return [room for step in steps for room in ROOMS[step]]


def facts(actor, tender: Tender, now) -> dict:
    """Everything the page shows about the tender."""
    link = flow_of(tender).after(tender.done)
    today = timezone.localdate(now)
    asks = tender.state in queues.MOVING and link is not None
    stops = [guard(Asked(tender, flow_of(tender), link, None, now)) for guard in link.conditions] if asks else []
    return {
        "tender": tender,
        "line": queues.line(tender, today),
        "course": course(tender),
        "link": link if tender.is_open else None,
        "whose": queues.whose(link) if link else "",
        "stops": [row.message for row in stops if row],
        "clocks": [owed(clock, today) for clock in running(actor, tender)],
        "files": files(actor, tender),
        "papers": sorted(tender.papers.all(), key=lambda row: -row.pk),
        "deliveries": deliveries(tender),
        "prequalifications": prequalified(actor, tender, now),
        "award": next((row for row in tender.awards.all() if row.round == tender.round), None),
        "is_open_to_names": tender.opened_at is not None,
        "others": list(lots(actor, tender)),
    }


def course(tender: Tender) -> list[dict]:
    """The steps as a line: done, owed now, locked; with what was done by whom."""
    rows = {(row.round, row.code): row for row in tender.steps.all()}
    return [
        {
            "number": number,
            "name": link.name,
            "look": "done" if number <= tender.done else "now" if number == tender.done + 1 else "locked",
            "row": latest(rows, tender.round, link.code) if number <= tender.done else None,
            "document": link.document,
            "law": link.law,
            "whose": queues.whose(link),
        }
        for number, link in enumerate(flow_of(tender).steps, 1)
    ]


def prequalified(actor, tender: Tender, now) -> list[dict]:
    """The prequalifications; who applied is shown after the deadline, to those who examine."""
    rows = tender.prequalifications.all()
    told = bool(rows) and examines(actor, tender, now)
    shown = {row.pk: told and now >= row.due_at for row in rows}
    return [{"row": row, "applicants": with_files(row.applicants.all()) if shown[row.pk] else ()} for row in rows]


def latest(rows: dict, round: int, code: str):
    """The row of this round, or of the round in which the step was done."""
    return next((rows[number, code] for number in range(round, 0, -1) if (number, code) in rows), None)


def running(actor, tender: Tender):
    """The clocks of the tender, of its disputes, questions and deliveries; of withdrawn bids for the centre alone."""
    things = [tender, *tender.objections.all(), *tender.complaints.all(), *tender.suspensions.all()]
    things += [*tender.inquiries.all(), *deliveries(tender)]
    if is_centre(actor, tender):
        things += WithdrawnGuarantee.objects.filter(sealed_bid__box__tender=tender, returned_at=None)
    found = [clock for thing in things if thing.pk for clock in Deadline.objects.about(thing).running()]
    return sorted(found, key=lambda clock: clock.due_on)


def owed(clock: Deadline, today) -> dict:
    words, tone = queues.time_left(clock.due_on, today)
    return {"words": clocks.clock_in_words(clock.name), "clock": clock, "left": words, "tone": tone or "ok"}


def files(actor, tender: Tender) -> list[dict]:
    """The papers of the steps. What bidders handed in is not among them."""
    kind = ContentType.objects.get_for_model(Step)
    names = {row.pk: flow_of(tender).step(row.code).name for row in tender.steps.all()}
    rows = Attachment.objects.filter(subject_type=kind, subject_id__in=names).order_by("pk")
    return [{"file": row, "step": names[row.subject_id]} for row in rows]


def lots(actor, tender: Tender):
    """The other lots of the same project."""
    same = Tender.objects.visible_to(actor).filter(project_number=tender.project_number)
    return same.exclude(pk=tender.pk).order_by("pk")


def do(request, number: str, name: str):
    """Do one deed. The answer is the page again: after it, or with what was wrong and everything typed."""
    tender = seen_tender(request.actor, number)
    if request.method == "GET":  # somebody comes back after signing in again
        return show(request, tender)
    if name in (STEP, CONFIRM):
        return do_step(request, tender, name)
    deed, thing = find(tender, name)
    if not deed.offered(request.actor, thing, timezone.now()) and not is_known(request.actor, sent(request)):
        return denied(request, NOT_YOUR_DUTY)
    form = deed.form(thing, request.POST, deed=name)
    if not form.is_valid():
        return show(request, tender, {name: form}, status=422)
    return act(request, tender, name, form, lambda **about: deed.action(thing, **form.arguments(), **about), deed.done)


def find(tender: Tender, name: str):
    """The deed and what it is done to. Raises Http404 for names that no page ever gave out."""
    word, _sign, key = name.partition("-")
    deed = DEEDS.get(word)
    for thing in deed.things(tender) if deed else ():
        if (isinstance(thing, Tender) and not key) or str(thing.pk) == key:
            return deed, thing
    raise Http404


def do_step(request, tender: Tender, name: str):
    """The step that was owed when the page was opened: a stale page is refused by the course itself."""
    flow = flow_of(tender)
    code = request.POST.get("step") or tender.step
    if not flow.has(code):
        raise Http404
    link = flow.step(code)
    allowed = can_confirm if name == CONFIRM else can_do_step
    if not allowed(request.actor, tender, link, timezone.now()):
        return denied(request, NOT_YOUR_DUTY)
    if name == CONFIRM:
        form = OpinionForm(tender, request.POST, deed=CONFIRM)
        action = lambda **more: actions.confirm(tender, code, **form.cleaned_data, **more)  # noqa: E731
    else:
        form = form_of(tender, link)(tender, request.POST, request.FILES)
        action = lambda **more: advanced(request, tender, code, form, **more)  # noqa: E731
    if not form.is_valid():
        return show(request, tender, {name: form}, status=422)
    return act(request, tender, name, form, action, _("Done: %(step)s") % {"step": link.name})


def advanced(request, tender: Tender, code: str, form, *, by, now, key):
    """Keep the papers and do the step with them."""
    papers = [store(paper, by=by, now=now, kind=code) for paper in form.cleaned_data["files"]]
    return actions.advance(tender, code, data=form.facts, papers=papers, by=by, now=now, key=key)


def act(request, tender: Tender, name: str, form, action, done):
    """Call the action and answer in a way the person at the desk understands."""
    try:
        action(by=request.actor, now=timezone.now(), key=sent(request))
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        blame(form, refusal)
        again = seen_tender(request.actor, tender.number)
        return show(request, again, {name: form}, status=409 if refusal.code else 422)
    messages.success(request, done)
    address = "procurement:tender" if request.actor.is_staff_member else "procurement:my_tender"
    return redirect(address, tender.number)
