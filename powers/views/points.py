"""One risk point with its history and deeds; many points decided together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from powers import levels
from powers.actions import points as actions
from powers.forms import desk as forms
from powers.models import Level, RiskPoint
from powers.permissions import can_assess, can_decide, can_retire, decides
from powers.views.common import address, only, only_staff
from powers.views.desk import asked_points
from records import beside, subjects
from records.desk import Deed, blame, detail, local, narrowed, posted, sent, take, who
from records.fields import ReasonForm
from records.refusal import Refused

S = RiskPoint.State
RELATED = ["organisation__parent", "power__list__organisation", "step", "person", "found_by", "proposed_by"]


def deed(form, action, may, states, label, done, icon="check", **more) -> Deed:
    return Deed(form, action, lambda actor, row: row.state in states and may(actor, row), label, done, icon, **more)


DEEDS = {
    "assess": deed(
        forms.AssessForm,
        actions.assess,
        can_assess,
        [S.FOUND, S.PROPOSED],
        gettext_lazy("Assess the point"),
        gettext_lazy("Assessed; somebody else decides the level."),
        "edit",
        of_row=True,
    ),
    "decide": deed(
        forms.DecideForm,
        actions.decide,
        can_decide,
        [S.PROPOSED, S.DECIDED],
        gettext_lazy("Decide the level"),
        gettext_lazy("The level is decided."),
        "seal",
        of_row=True,
    ),
    "again": deed(
        forms.LookAgainForm,
        actions.look_again,
        can_assess,
        [S.DECIDED],
        gettext_lazy("Look at it again"),
        gettext_lazy("Noted; a changed level goes to those who decide."),
        "calendar",
        of_row=True,
    ),
    "measured": Deed(
        forms.WordsForm,
        actions.put_in_place,
        lambda actor, row: (
            can_assess(actor, row) and bool(row.measure) and not row.measured_on and row.state != S.RETIRED
        ),
        gettext_lazy("The measure is in place"),
        gettext_lazy("Noted."),
    ),
    "retire": deed(
        ReasonForm,
        actions.retire,
        can_retire,
        [S.FOUND, S.PROPOSED, S.DECIDED],
        gettext_lazy("Retire the point"),
        gettext_lazy("Retired; its history stays."),
        "stop",
        grave=True,
    ),
}


def seen_point(actor, pk) -> RiskPoint:
    rows = RiskPoint.objects.visible_to(actor).select_related(*RELATED, "decided_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def point(request, pk):
    return point_page(request, seen_point(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def point_deed(request, pk, deed):
    return take(request, seen_point(request.actor, pk), deed, DEEDS, point_page, address("point"))


def point_page(request, row: RiskPoint, refused=None):
    about = {
        "title": _("Risk point: %(words)s") % {"words": row.description[:30]},
        "lamp": row.lamp,
        "facts": facts(row),
        "tables": [(_("History of the point"), HISTORY, history(row))],
        "links": evidence(request.actor, row),
        "back": (reverse("powers:points"), _("Risk points")),
        "deed_address": "powers:point_deed",
        "nav_at": reverse("powers:points"),
    }
    return detail(request, row, DEEDS, about, refused)


def evidence(actor, row: RiskPoint) -> list[tuple]:
    """The power, and the thing behind a point that came from data, where this actor may see it."""
    found = [(row.power.address, _("The power"))]
    found += [(line.address, line.words) for _group, lines in beside.about(actor, row) for line in lines]
    if row.evidence_type_id:
        thing = subjects.things(row.evidence_type_id, [row.evidence_id]).get(row.evidence_id)
        told = subjects.subject_of(thing) if thing else None
        if told and told.address and sees(actor, thing):
            found.append((told.address, f"{told.kind} {told.number}"))
    return found


def sees(actor, thing) -> bool:
    rows = type(thing)._default_manager.all()
    return not hasattr(rows, "visible_to") or rows.visible_to(actor).filter(pk=thing.pk).exists()


def facts(row: RiskPoint) -> list[tuple]:
    return [
        (_("Unit"), row.organisation.name),
        (_("Power"), f"{row.power.name}（{row.power.code}）"),
        (_("step"), row.step.name if row.step else ""),
        (_("post"), row.post),
        (_("person at the post"), row.who),
        (_("risk"), row.description),
        (_("kind of risk"), row.get_kind_display()),
        (_("how it was found"), row.get_finder_display()),
        (_("source"), row.source),
        (_("Found by"), who(row.found_by, row.found_at)),
        (_("who has charge of it"), row.get_charge_display()),
        *weighed(row),
        (_("measure against it"), row.measure),
        (_("measure due on"), row.measure_due_on),
        (_("measure in place since"), row.measured_on),
        (_("level"), row.get_level_display() if row.level else ""),
        (_("Reason"), row.reason),
        (_("Decided by"), who(row.decided_by, row.decided_at)),
        (_("to be looked at again on"), row.review_due_on),
    ]


def weighed(row: RiskPoint) -> list[tuple]:
    """The four factors, what they add up to, and the two proposals."""
    if row.factors is None:
        return []
    names = [(_("probability"), row.probability), (_("harm"), row.harm)]
    names += [(_("frequency of use"), row.frequency), (_("room for discretion"), row.discretion)]
    words = _("sum %(sum)s of 20: %(factors)s; by the rule of the county: %(rule)s")
    told = {
        "sum": row.factors.sum,
        "factors": levels.by_factors(row.factors),
        "rule": levels.by_rule(row.power.kind, row.charge),
    }
    return [
        *names,
        (_("computed"), words % told),
        (_("proposed level"), row.get_proposed_display()),
        (_("Weighed by"), who(row.proposed_by, row.proposed_at)),
    ]


HISTORY = [
    (gettext_lazy("When"), False),
    (gettext_lazy("What happened to the point"), False),
    (gettext_lazy("By whom"), False),
    (gettext_lazy("level before"), False),
    (gettext_lazy("level"), False),
    (gettext_lazy("factors"), False),
    (gettext_lazy("Words"), False),
]


def history(row: RiskPoint) -> list[list]:
    return [
        [
            local(one.at),
            one.get_deed_display(),
            str(one.by),
            one.before or "—",
            one.level or "—",
            " ".join(map(str, one.factors)),
            one.words,
        ]
        for one in row.reviews.select_related("by")
    ]


# many at once


@require_http_methods(["GET", "POST"])
@only(lambda actor: decides(actor, actor.organisation))
def decide(request):
    """All points that the filter in the address names and that wait, each as it was proposed, with one reason."""
    asked = forms.PointsFilter(request.GET)
    rows, _asked = narrowed(asked_points(request.actor, asked), asked)
    rows = rows.waiting().select_related("organisation__parent")
    form = forms.DecideAllForm(*posted(request)[:1])
    if form.is_bound and form.is_valid():
        try:
            about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
            waiting = list(rows)
            actions.decide_all(waiting, reason=form.cleaned_data["reason"], **about)
            messages.success(request, _("%(count)s levels are decided.") % {"count": len(waiting)})
            return redirect("powers:points")
        except Refused as refusal:
            blame(form, refusal)
    counts = [(level.label, rows.filter(proposed=level.value).count()) for level in Level]
    page = {"form": form, "counts": counts, "count": rows.count(), "back": reverse("powers:points")}
    page |= {"title": _("Decide these together"), "nav_at": reverse("powers:points")}
    return render(request, "powers/desk/decide.html", page, status=422 if form.is_bound else 200)
