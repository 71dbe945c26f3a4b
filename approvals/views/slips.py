"""Inspection slips at the desk: register, application with its warnings, page, firm history, calendar."""

from calendar import Calendar
from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import slips as actions
from approvals.actions.enforcing import colleagues
from approvals.enforcement import SLIPS_PER_FIRM, SLIPS_PER_UNIT, is_over_limit, near, visits
from approvals.forms import slips as forms
from approvals.forms.enforcement import WhyForm
from approvals.models import Slip
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce, can_look_at_enforcement
from approvals.views import bench
from approvals.views.deeds import Deed
from approvals.views.desk import only
from records.desk import attempt

State = Slip.State
TONES = {
    State.APPLIED: "ok",
    State.APPROVED: "info",
    State.MERGED: "info",
    State.REFUSED: "over",
    State.CARRIED_OUT: "done",
    State.CANCELLED: "done",
}
DEEDS = {
    "approve": Deed(
        forms.ApproveSlipForm, actions.approve, _("Approve the slip"), _("Approved; the slip is issued."), issues=True
    ),
    "merge": Deed(
        forms.MergeForm,
        actions.merge,
        _("Join to another inspection"),
        _("Joined; the firm is visited once."),
        issues=True,
    ),
    "refuse": Deed(WhyForm, actions.refuse, _("Refuse the slip"), _("Refused; the unit reads why."), "stop"),
    "carry_out": Deed(
        forms.CarryOutForm, actions.carry_out, _("Record the inspection"), _("The result is on record.")
    ),
    "cancel": Deed(WhyForm, actions.cancel, _("Cancel the inspection"), _("The inspection is cancelled."), "stop"),
}
STORY = {
    "approvals.slip.applied": _("Slip asked for"),
    "approvals.slip.approved": _("Slip approved"),
    "approvals.slip.merged": _("Joined to another inspection"),
    "approvals.slip.refused": _("Slip refused"),
    "approvals.slip.carried_out": _("Inspection carried out"),
    "approvals.slip.cancelled": _("Inspection cancelled"),
}


def lamp(slip, today):
    """The state; red when the answer is late, and when an approved period ran out unused."""
    if slip.state == State.APPLIED and slip.clock.due_on < today:
        return "over", _("answer overdue")
    if slip.state == State.APPROVED and slip.until_on < today:
        return "warn", _("expired unused")
    if slip.state == State.CARRIED_OUT and slip.has_problems:
        return "warn", _("carried out, problems found")
    return TONES[slip.state], slip.get_state_display()


def period(slip) -> str:
    return f"{slip.from_on:%Y-%m-%d} — {slip.until_on:%Y-%m-%d}"


def names(people) -> str:
    return "、".join(person.name for person in people)


def facts(slip):
    guests = slip.guests.filter(state=State.MERGED).select_related("organisation")
    waiting = slip.state == State.APPLIED
    return [
        (_("Firm"), slip.firm_name),
        (_("Credit code"), slip.firm_code),
        (_("Address"), slip.firm_address),
        (_("Unit"), slip.organisation),
        (_("What is inspected"), slip.purpose),
        (_("Inspectors"), names(slip.inspectors.order_by("pk"))),
        (_("Inspection period"), period(slip)),
        (_("Joined by"), "；".join(f"{guest.organisation.short_name}（{guest.number}）" for guest in guests)),
        (_("Asked for by"), slip.applied_by),
        (_("To be answered by"), slip.clock.due_on.isoformat() if waiting else ""),
        (_("Answered by"), slip.decided_by),
        (_("Carried out on"), slip.carried_out_on.isoformat() if slip.carried_out_on else ""),
        (_("Check code"), slip.check_code if slip.state in (State.APPROVED, State.CARRIED_OUT) else ""),
    ]


def notes(slip, actor):
    """What the efficiency office must know before it answers, and what follows from a result."""
    found = [] if slip.state != State.APPLIED else [*wish(slip), *limits(slip), *closeness(slip)]
    if slip.state == State.MERGED:
        words = gettext("Joined to %(number)s of %(unit)s: one visit, together.")
        about = {"number": slip.joined.number, "unit": slip.joined.organisation.short_name}
        url = reverse("approvals:slip", args=[slip.joined_id])
        found.append({"tone": "info", "text": words % about, "url": url, "link": slip.joined.number})
    found += consequences(slip, actor)
    firm = reverse("approvals:firm", args=[slip.firm_code])
    found.append({"tone": "info", "text": _("Who visited this firm?"), "url": firm, "link": _("History of the firm")})
    return found


def consequences(slip, actor):
    """A visit that found problems leads to a penalty case."""
    if not slip.has_problems:
        return
    words = _("The inspection found problems.")
    for penalty in slip.penalties.visible_to(actor):
        url = reverse("approvals:penalty", args=[penalty.pk])
        yield {"tone": "warn", "text": words, "url": url, "link": penalty.number}
    if can_enforce(actor) and not slip.penalties.filter(organisation=actor.organisation).exists():
        url = f"{reverse('approvals:new_penalty')}?slip={slip.number}"
        yield {"tone": "warn", "text": words, "url": url, "link": _("File a penalty case")}


def wish(slip):
    """With whom the unit would like to go."""
    if not slip.joined:
        return
    words = gettext("The unit would like to join %(unit)s (%(number)s).")
    about = {"unit": slip.joined.organisation.short_name, "number": slip.joined.number}
    yield {"tone": "info", "text": words % about, "url": "", "link": ""}


def limits(slip):
    """One visit more than the county allows?"""
    if is_over_limit(slip.firm_code, slip.organisation, slip.from_on.year):
        yield {"tone": "over", "text": over_words(slip.firm_code, slip.organisation, slip.from_on.year)} | NO_LINK


NO_LINK = {"url": "", "link": ""}


def over_words(firm_code, organisation, year) -> str:
    own, everybody = visits(firm_code, organisation, year)
    words = gettext(
        "Yearly limit: in %(year)s this firm has %(own)s visits of this unit (at most %(per_unit)s) and %(all)s of "
        "all units (at most %(per_firm)s). One more needs an exception with a reason."
    )
    about = {"year": year, "own": own, "all": everybody, "per_unit": SLIPS_PER_UNIT, "per_firm": SLIPS_PER_FIRM}
    return words % about


def closeness(slip):
    """Other visits of the firm around the same time: go together."""
    for other in near(slip.firm_code, slip.from_on, slip.until_on, but=slip.pk):
        yield {"tone": "warn", "text": near_words(other), "url": reverse("approvals:slip", args=[other.pk])} | {
            "link": other.number
        }


def near_words(other) -> str:
    words = gettext("%(unit)s visits the same firm from %(start)s to %(end)s (%(state)s): better go together.")
    about = {"unit": other.organisation.short_name, "start": other.from_on, "end": other.until_on}
    return words % (about | {"state": other.get_state_display()})


NOUN = bench.Noun(
    model=Slip,
    name="approvals:slip",
    register="approvals:slips",
    title=_("Inspection slips"),
    deeds=DEEDS,
    story=STORY,
    lamp=lamp,
    facts=facts,
    texts=lambda slip: [(_("Result"), slip.result), (_("Reasons"), slip.reason)],
    columns=[
        (_("Number"), lambda slip: slip.number),
        (_("Firm"), lambda slip: slip.firm_name),
        (_("Inspection"), lambda slip: slip.item.name),
        (_("Unit"), lambda slip: slip.organisation.short_name),
        (_("Inspection period"), period),
        (_("Carried out on"), lambda slip: slip.carried_out_on),
        (_("State"), lambda slip: slip.get_state_display()),
    ],
    searched=["number__icontains", "firm_name__icontains", "firm_code__iexact"],
    dated="applied_at",
    related=["item", "clock", "applied_by", "decided_by", "joined__organisation"],
    notes=notes,
)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def slips(request):
    """The register; for the efficiency office with what waits for its answer."""
    waiting = Slip.objects.visible_to(request.actor).filter(state=State.APPLIED).count()
    more = {"may_add": can_enforce(request.actor), "add": "approvals:new_slip", "calendar": True}
    return bench.register(request, NOUN, nav_counts={"approvals:slips": waiting}, **more)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def slip(request, pk):
    """One slip."""
    return bench.page(request, NOUN, bench.seen(NOUN, request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def deed(request, pk, deed):
    """Do one deed."""
    return bench.take(request, NOUN, bench.seen(NOUN, request.actor, pk), deed)


@require_http_methods(["GET", "POST"])
@only(can_enforce, NOT_YOUR_DUTY)
def new(request):
    """Ask for a slip. What speaks against it is shown first; the second sending answers to it."""
    unit = request.actor.organisation
    about = {"organisation": unit, "people": colleagues(unit)}
    if request.method == "GET":
        initial = {"inspectors": [request.actor.user.pk]}
        return show_new(request, forms.SlipForm(None, initial=initial, **about))
    form = forms.SlipForm(request.POST, **about)
    if not form.is_valid():
        return show_new(request, form, status=422)
    warnings = warnings_of(form, unit)
    if form.chosen() is False or (warnings and not form.cleaned_data["warned"]):
        return show_new(request, form, warnings=warnings, status=422)
    visit = actions.Visit(**form.visit())
    made = attempt(request, form, actions.apply, form.cleaned_data["item"], visit=visit, **form.arguments())
    if made:
        return redirect("approvals:slip", made.pk)
    return show_new(request, form, warnings=warnings, status=422)


def warnings_of(form, unit) -> list[str]:
    """Visits that are near, and the yearly limits."""
    typed = form.cleaned_data
    year = typed["from_on"].year
    over = is_over_limit(typed["firm_code"], unit, year)
    return [near_words(other) for other in form.near] + ([over_words(typed["firm_code"], unit, year)] if over else [])


def show_new(request, form, *, warnings=(), status=200):
    about = {"form": form, "title": _("Ask for an inspection slip"), "back": "approvals:slips", "warnings": warnings}
    return render(request, "approvals/enforcement/new_slip.html", about, status=status)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def firm(request, code):
    """Who visits and visited one firm: of all units, because the firm has to bear them all."""
    rows = list(Slip.objects.of_firm(code).select_related("organisation", "item", "clock").order_by("-from_on", "-pk"))
    if not rows:
        raise Http404
    today, year = timezone.localdate(), timezone.localdate().year
    own, everybody = visits(code, request.actor.organisation, year)
    mine = set(Slip.objects.visible_to(request.actor).of_firm(code).values_list("pk", flat=True))
    about = {
        "name": rows[0].firm_name,
        "code": code,
        "year": year,
        "own": own,
        "everybody": everybody,
        "limits": (SLIPS_PER_UNIT, SLIPS_PER_FIRM),
        "rows": [(row, lamp(row, today), row.pk in mine) for row in rows],
    }
    return render(request, "approvals/enforcement/firm.html", about)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def calendar(request):
    """The planned inspections of a month, day by day."""
    form = forms.MonthForm(request.GET)
    today = timezone.localdate()
    first = (form.cleaned_data.get("month") if form.is_valid() else None) or today.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    rows = Slip.objects.visible_to(request.actor).filter(state__in=[State.APPLIED, *Slip.COUNTING])
    rows = rows.filter(from_on__lte=weeks[-1][-1], until_on__gte=weeks[0][0])
    found = list(rows.select_related("organisation").order_by("from_on", "pk"))
    about = {
        "first": first,
        "previous": (first - timedelta(days=1)).replace(day=1),
        "next": (first + timedelta(days=31)).replace(day=1),
        "weeks": [[day_cell(day, first, found, today) for day in week] for week in weeks],
    }
    return render(request, "approvals/enforcement/calendar.html", about)


def day_cell(day: date, first: date, found, today: date) -> dict:
    """One day of the month with the inspections that may take place on it."""
    inside = [slip for slip in found if slip.from_on <= day <= slip.until_on]
    return {"day": day, "inside": day.month == first.month, "today": day == today, "slips": inside}
