"""The committee of a tender at the desk: criteria, commitment, draw, seats by number, report, appraisals."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from procurement.actions import draws, pool, scoring
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.forms import committees as forms
from procurement.models import Draw, Seat, Speciality, Tender
from procurement.permissions import can_look, capacity_in
from procurement.permissions_registers import can_appraise, can_commit, can_draw, can_name_representatives
from procurement.views.common import NOT_YOUR_DUTY, is_outsider, only
from records.desk import Deed, denied, detail, new, take
from records.fields import PlainForm

SETTLING = [Capacity.AGENT, Capacity.TENDERER, Capacity.CENTRE]


def has_committee(tender: Tender) -> bool:
    return flow_of(tender).has("committee")


def may_settle(actor, tender: Tender) -> bool:
    open_yet = tender.published_at is None and tender.is_open and has_committee(tender)
    return open_yet and capacity_in(actor, tender, SETTLING) is not None


def may_commit(actor, tender: Tender) -> bool:
    ready = tender.published_at is not None and tender.opened_at is None and tender.state == Tender.State.RUNNING
    return ready and has_committee(tender) and draws.current(tender) is None and can_commit(actor, tender)


def in_state(tender: Tender, state) -> Draw | None:
    row = draws.current(tender)
    return row if row is not None and row.state == state else None


def may_draw(actor, tender: Tender) -> bool:
    row = in_state(tender, Draw.State.COMMITTED)
    return row is not None and tender.step == "committee" and can_draw(actor, row)


def may_represent(actor, tender: Tender) -> bool:
    row = draws.current(tender)
    wanted = row is not None and row.state != Draw.State.REVEALED and tender.opened_at is None
    if not wanted or not can_name_representatives(actor, tender):
        return False
    return row.seats.sitting().filter(kind=Seat.Kind.REPRESENTATIVE).count() < row.representatives


def may_note_absence(actor, tender: Tender) -> bool:
    row = in_state(tender, Draw.State.DRAWN)
    waited = row is not None and row.seats.sitting().filter(arrived_at=None).exists()
    return waited and can_commit(actor, tender)


def draw(tender: Tender, **about):
    return draws.draw(draws.current(tender), **about)


def represent(tender: Tender, **about):
    return draws.represent_tenderer(draws.current(tender), **about)


def absent(tender: Tender, *, number: int, **about):
    row = draws.current(tender)
    return draws.absent(get_object_or_404(row.seats.sitting(), number=number), **about)


DEEDS = {
    "criteria": Deed(
        forms.CriteriaForm,
        scoring.settle_criteria,
        may_settle,
        gettext_lazy("Settle the criteria"),
        gettext_lazy("Settled."),
        "list",
    ),
    "commit": Deed(
        forms.CommitForm,
        draws.commit,
        may_commit,
        gettext_lazy("Prepare the committee and commit to the seed"),
        gettext_lazy("The commitment is public; somebody else draws."),
        "lock",
    ),
    "draw": Deed(
        PlainForm,
        draw,
        may_draw,
        gettext_lazy("Draw the experts"),
        gettext_lazy("Drawn; the names are sealed."),
        "seal",
    ),
    "represent": Deed(
        forms.RepresentativesForm,
        represent,
        may_represent,
        gettext_lazy("Name representatives"),
        gettext_lazy("Named."),
        "user",
    ),
    "absent": Deed(
        forms.SeatForm,
        absent,
        may_note_absence,
        gettext_lazy("Nobody came for a seat"),
        gettext_lazy("The next one of the order is asked."),
        "stop",
        grave=True,
    ),
}


def tender_of(actor, number: str) -> Tender:
    related = ["tenderer_organisation", "tenderer_party", "agent", "supervisor", "centre"]
    return get_object_or_404(Tender.objects.visible_to(actor).select_related(*related), number=number)


def address(thing) -> str:
    tender = thing if isinstance(thing, Tender) else thing.tender
    return reverse("procurement:committee", args=[tender.number])


def page(request, tender: Tender, refused=None):
    row, names = draws.current(tender), dict(Speciality.objects.values_list("code", "name"))
    about = {
        "template": "procurement/registers/committee.html",
        "title": _("Committee"),
        "tender": tender,
        "draw": row,
        "needs": [(names[code], seats) for code, seats in row.needs] if row else [],
        "seats": seats(row, names) if row else [],
        "criteria": tender.criteria.all(),
        "report": scoring.report_of(tender),
        "appraised": appraisable(request.actor, tender),
        "back": (reverse("procurement:tender", args=[tender.number]), tender.title),
        "deed_address": "procurement:committee_deed",
        "deed_key": tender.number,
        "nav_at": "/desk/tenders/",
    }
    return detail(request, tender, DEEDS, about, refused)


TONES = {"invited": "warn", "accepted": "ok", "declined": "done", "absent": "over", "replaced": "done"}


def seats(row: Draw, names: dict) -> list[dict]:
    """Seats by number. Nobody reads a name here before the award."""
    rows = row.seats.select_related("holder").order_by("number", "pk")
    handed = set(row.seats.filter(sheet__isnull=False).values_list("pk", flat=True))
    return [
        {
            "number": seat.number,
            "kind": seat.get_kind_display(),
            "speciality": names.get(seat.speciality, ""),
            "lamp": (TONES[seat.state], seat.get_state_display()),
            "arrived": seat.arrived_at,
            "handed": seat.pk in handed,
            "name": seat.holder.name if seat.holder_id else "",
            "reason": seat.reason if row.state == Draw.State.REVEALED else "",
        }
        for seat in rows
    ]


def appraisable(actor, tender: Tender) -> list[dict]:
    """Who can be appraised by this office after the award, and who was already."""
    if not can_appraise(actor, tender) or not tender.awards.filter(noticed_at__isnull=False).exists():
        return []
    known = {
        (row.capacity, row.party_id, row.expert_id, row.organisation_id): row.score
        for row in tender.appraisals.filter(appraised_for__in=actor.units)
    }
    found = []
    for key, of in parties_of(tender).items():
        thing = of.party or of.expert or of.organisation
        mark = (of.capacity, *(getattr(one, "pk", None) for one in (of.party, of.expert, of.organisation)))
        found.append({"key": key, "name": thing.name, "of": Capacity(of.capacity).label, "score": known.get(mark)})
    return found


def parties_of(tender: Tender) -> dict[str, pool.Of]:
    """Everybody who took part, by a word for the address."""
    found = {}
    if tender.tenderer_organisation:
        found["tenderer"] = pool.Of(Capacity.TENDERER, organisation=tender.tenderer_organisation)
    if tender.agent:
        found["agent"] = pool.Of(Capacity.AGENT, party=tender.agent)
    award = tender.awards.filter(round=tender.round).select_related("winner").first()
    if award:
        found["winner"] = pool.Of(Capacity.BIDDER, party=award.winner)
    row = draws.current(tender)
    if row is not None and row.state == Draw.State.REVEALED:
        for seat in row.seats.filter(state=Seat.State.ACCEPTED, kind=Seat.Kind.EXPERT).select_related(
            "holder__expert"
        ):
            found[f"seat-{seat.number}"] = pool.Of(Capacity.COMMITTEE, expert=seat.holder.expert)
    return found


@require_safe
@only(can_look)
def committee(request, number):
    return page(request, tender_of(request.actor, number))


@require_http_methods(["GET", "POST"])
@only(can_look)
def deed(request, number, deed):
    return take(request, tender_of(request.actor, number), deed, DEEDS, page, address)


@require_http_methods(["GET", "POST"])
@only(can_look, NOT_YOUR_DUTY)
def appraise(request, number, who):
    """An office that took part says how somebody did."""
    tender = tender_of(request.actor, number)
    of = parties_of(tender).get(who)
    if of is None or not can_appraise(request.actor, tender):
        return get_object_or_404(Tender.objects.none())
    form = forms.AppraisalForm(request.POST if request.method == "POST" else None, capacity=of.capacity)
    thing = of.party or of.expert or of.organisation
    return new(
        request,
        form,
        partial(pool.appraise, of=of),
        tender,
        title=_("Appraise %(name)s") % {"name": thing.name},
        back=address(tender),
        saved=_("Appraised."),
        after=address,
    )


@require_http_methods(["GET", "POST"])
@only(is_outsider, NOT_YOUR_DUTY)
def my_criteria(request, number):
    """The agent, or a firm that calls for bids itself, settles the criteria."""
    tender = tender_of(request.actor, number)
    if not may_settle(request.actor, tender):
        return denied(request, NOT_YOUR_DUTY)
    back = reverse("procurement:my_tender", args=[number])
    return new(
        request,
        forms.CriteriaForm(request.POST if request.method == "POST" else None, rows=list(tender.criteria.all())),
        scoring.settle_criteria,
        tender,
        title=_("Settle the criteria"),
        back=back,
        saved=_("Settled."),
        after=lambda row: back,
        base="portal.html",
    )
