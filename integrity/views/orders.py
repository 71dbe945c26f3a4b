"""Alarms with their orders: the list, the page of an order with its chain, the papers; proposals of accountability."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from integrity import clocks, queues
from integrity.actions import ordering
from integrity.forms import desk as forms
from integrity.models import Accountability, RiskOrder
from integrity.permissions import can_agree, can_decide, can_plan, can_verify, is_discipline, watches
from integrity.views.common import a4, address, only, only_staff, owed, today, which
from records.desk import Deed, Table, detail, listing, local, take, who
from records.models import Attachment

State = RiskOrder.State

ORDERS = Table(
    title=gettext_lazy("Alarms and risk orders"),
    columns=[
        (gettext_lazy("risk order"), lambda row: str(row)),
        (gettext_lazy("level"), lambda row: row.alarm.get_level_display()),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("what is demanded"), lambda row: row.demand[:60]),
        (gettext_lazy("alarm given at"), lambda row: local(row.alarm.issued_at)),
        (gettext_lazy("due on"), lambda row: (row.finish_on or row.plan_due_on).isoformat()),
    ],
    lamp=lambda row: lamp(row, today()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No alarm was given yet."),
)


def lamp(row: RiskOrder, day) -> tuple:
    """The state; red where the unit is late."""
    if ordering.is_late(row, day):
        return "over", _("%(state)s, late") % {"state": row.get_state_display()}
    return row.tone, row.get_state_display()


@require_safe
@only_staff
def orders(request):
    form = forms.OrdersFilter(request.GET)
    rows = RiskOrder.objects.visible_to(request.actor)
    chosen = {"open": rows.open, "late": lambda: queues.late(rows, today()), "": rows.all}[which(form)]()
    return listing(request, ORDERS, chosen.select_related("alarm", "organisation", "document"), form)


DEEDS = {
    "plan": Deed(
        forms.PlanForm,
        ordering.hand_in,
        lambda actor, row: row.state == State.ISSUED and can_plan(actor, row),
        gettext_lazy("Hand in the plan"),
        gettext_lazy("Handed in; the discipline office reads it."),
        "up",
    ),
    "agree": Deed(
        forms.AgreeForm,
        ordering.agree,
        lambda actor, row: row.state == State.PLANNED and can_agree(actor, row),
        gettext_lazy("Agree to the plan and set the day"),
        gettext_lazy("Agreed; the unit has to be done by that day."),
        "check",
    ),
    "return": Deed(
        forms.WhyForm,
        ordering.send_back,
        lambda actor, row: row.state == State.PLANNED and can_agree(actor, row),
        gettext_lazy("Send the plan of rectification back"),
        gettext_lazy("Sent back; a new plan is owed."),
        "down",
        grave=True,
    ),
    "report": Deed(
        forms.FeedbackForm,
        ordering.report,
        lambda actor, row: row.state == State.UNDERWAY and can_plan(actor, row),
        gettext_lazy("Tell what was done"),
        gettext_lazy("Handed in; it is verified."),
        "up",
    ),
    "verify": Deed(
        forms.VerdictForm,
        ordering.verify,
        lambda actor, row: row.state == State.REPORTED and can_verify(actor, row),
        gettext_lazy("Verified: close the order"),
        gettext_lazy("Verified and closed."),
        "seal",
    ),
    "raise": Deed(
        forms.VerdictForm,
        ordering.escalate,
        lambda actor, row: ordering.can_be_raised(row, today()) and can_verify(actor, row),
        gettext_lazy("Not put right: raise the level"),
        gettext_lazy("The next alarm is given, one level higher."),
        "warn",
        grave=True,
    ),
}


def seen(actor, pk) -> RiskOrder:
    related = ["alarm__document", "alarm__information", "alarm__person", "organisation__parent", "office", "document"]
    related += ["planned_by", "agreed_by", "reported_by", "ended_by"]
    return get_object_or_404(RiskOrder.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_staff
def order(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def order_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("order"))


def page(request, row: RiskOrder, refused=None):
    papers = [("alarm", _("The alarm on paper")), ("order", _("The order on paper"))]
    links = [(reverse("integrity:paper", args=[row.pk, kind]), words) for kind, words in papers]
    if is_discipline(request.actor):
        links.append((row.alarm.information.address, _("Risk information")))
    about = {
        "title": _("Risk order %(number)s") % {"number": row},
        "lamp": lamp(row, today()),
        "facts": facts(row),
        "tables": [*chain(row), *proposed(row, request.actor)],
        "files": Attachment.objects.filter(subject_type__model="riskorder", subject_id=row.pk),
        "warnings": [_("The plan was sent back: %(reason)s") % {"reason": row.reason}] if row.reason else [],
        "clocks": owed(row, clocks.PLAN, clocks.FINISH, clocks.VERIFY),
        "back": (reverse("integrity:orders"), _("Alarms and risk orders")),
        "links": links,
        "deed_address": "integrity:order_deed",
        "nav_at": reverse("integrity:orders"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: RiskOrder) -> list[tuple]:
    return [
        (_("Alarm"), str(row.alarm)),
        (_("level"), row.alarm.get_level_display()),
        (_("Unit"), row.organisation.name),
        (_("person concerned"), row.alarm.person or ""),
        (_("risk"), row.alarm.words),
        (_("what is demanded"), row.demand),
        (_("plan due on"), row.plan_due_on),
        (_("plan of rectification"), row.plan),
        (_("Plan handed in by"), who(row.planned_by, row.planned_at)),
        (_("to be put right by"), row.finish_on),
        (_("Plan agreed to by"), who(row.agreed_by, row.agreed_at)),
        (_("feedback"), row.feedback),
        (_("Feedback handed in by"), who(row.reported_by, row.reported_at)),
        (_("verification"), row.verdict),
        (_("Ended by"), who(row.ended_by, row.ended_at)),
    ]


def chain(row: RiskOrder) -> list[tuple]:
    """All alarms that followed one another, where there is more than this one."""
    found = row.alarm.information.alarms.select_related("document", "order").order_by("pk")
    if len(found) < 2:
        return []
    heads = [(_("Alarm"), False), (_("level"), False), (_("alarm given at"), False), (_("State"), False)]
    lines = [
        [
            (one.address, str(one)),
            ("lamp", one.tone, one.get_level_display()),
            local(one.issued_at),
            ("lamp", one.order.tone, one.order.get_state_display()),
        ]
        for one in found
    ]
    return [(_("How the level was raised"), heads, lines)]


def proposed(row: RiskOrder, actor) -> list[tuple]:
    rows = Accountability.objects.visible_to(actor).filter(alarm=row.alarm) if watches(actor) else []
    lines = [[(one.address, one.get_kind_display()), ("lamp", one.tone, one.get_state_display())] for one in rows]
    heads = [(_("Proposal"), False), (_("State"), False)]
    return [(_("Proposals of accountability"), heads, lines)] if lines else []


@require_safe
@only_staff
def paper(request, pk, kind):
    """The alarm or the order on A4."""
    row = seen(request.actor, pk)
    documents = {"alarm": row.alarm.document, "order": row.document}
    if kind not in documents:
        raise Http404
    return a4(request, documents[kind], (row.address, _("Back")))


# proposals of accountability

only_watching = only(watches)

PROPOSALS = Table(
    title=gettext_lazy("Proposals of accountability"),
    columns=[
        (gettext_lazy("Alarm"), lambda row: str(row.alarm)),
        (gettext_lazy("Unit"), lambda row: row.alarm.organisation.short_name),
        (gettext_lazy("kind of proposal"), lambda row: row.get_kind_display()),
        (gettext_lazy("reason"), lambda row: row.words[:60]),
        (gettext_lazy("proposed at"), lambda row: local(row.proposed_at)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=gettext_lazy("Nobody was proposed for accountability yet."),
)


@require_safe
@only_watching
def proposals(request):
    rows = Accountability.objects.visible_to(request.actor).select_related("alarm__document", "alarm__organisation")
    return listing(request, PROPOSALS, rows, forms.ProposalsFilter(request.GET))


PROPOSAL_DEEDS = {
    "decide": Deed(
        forms.DecideForm,
        ordering.decide,
        lambda actor, row: row.state == Accountability.State.PROPOSED and can_decide(actor, row),
        gettext_lazy("Decide the proposal"),
        gettext_lazy("The decision is recorded."),
        "seal",
    ),
}


def seen_proposal(actor, pk) -> Accountability:
    related = ["alarm__document", "alarm__organisation__parent", "alarm__order", "proposed_by", "decided_by"]
    return get_object_or_404(Accountability.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_watching
def proposal(request, pk):
    return proposal_page(request, seen_proposal(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_watching
def proposal_deed(request, pk, deed):
    row = seen_proposal(request.actor, pk)
    return take(request, row, deed, PROPOSAL_DEEDS, proposal_page, address("proposal"))


def proposal_page(request, row: Accountability, refused=None):
    about = {
        "title": str(row),
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Unit"), row.alarm.organisation.name),
            (_("kind of proposal"), row.get_kind_display()),
            (_("reason"), row.words),
            (_("Proposed by"), who(row.proposed_by, row.proposed_at)),
            (_("opinion"), row.opinion),
            (_("Decided by"), who(row.decided_by, row.decided_at)),
        ],
        "clocks": owed(row, clocks.DECIDE),
        "back": (reverse("integrity:proposals"), _("Proposals of accountability")),
        "links": [*then(row, request.actor), (row.alarm.address, _("Risk order"))],
        "deed_address": "integrity:proposal_deed",
        "nav_at": reverse("integrity:proposals"),
    }
    return detail(request, row, PROPOSAL_DEEDS, about, refused)


def then(row: Accountability, actor) -> list[tuple]:
    """Where an accepted proposal goes on: the talk is written down, the inquiry filed by those whose duty that is."""
    if row.state != Accountability.State.ACCEPTED or not is_discipline(actor):
        return []
    if row.kind == Accountability.Kind.TALK:
        return [(reverse("complaints:talks"), _("Write down the talk"))]
    query = f"?unit={row.alarm.organisation.code}"
    return [(reverse("monitoring:new_efficiency_case") + query, _("Propose an efficiency case"))]
