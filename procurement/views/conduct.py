"""Bad behaviour at the desk: the register, a charge, its hearing and decision, appeals and repairs."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from procurement.actions import conduct
from procurement.forms import registers as forms
from procurement.models import Misconduct, Repair
from procurement.permissions_registers import (
    can_decide,
    can_decide_repair,
    can_keep_registers,
    can_propose,
    can_read_registers,
    is_regulator,
)
from procurement.views.common import NOT_YOUR_DUTY, only
from procurement.views.registers import address
from records.desk import Deed, Table, detail, listing, new, take

TONES = {"proposed": "warn", "decided": "over", "dropped": "done", "ended": "done", "withdrawn": "done"}
TABLE = Table(
    title=gettext_lazy("Register of bad behaviour"),
    columns=[
        (gettext_lazy("bad behaviour"), lambda row: row.act),
        (gettext_lazy("number"), lambda row: row.number),
        (gettext_lazy("Firm or expert"), lambda row: row.who.name),
        (gettext_lazy("Grade"), lambda row: row.get_grade_display()),
        (gettext_lazy("deciding department"), lambda row: row.organisation.short_name),
        (gettext_lazy("restricted until"), lambda row: row.until_on.isoformat() if row.until_on else "—"),
    ],
    lamp=lambda row: (TONES[row.state], row.get_state_display()),
    link=address("misconduct"),
    nothing=gettext_lazy("No bad behaviour is recorded."),
)


def may_decide(actor, row: Misconduct) -> bool:
    return row.state == Misconduct.State.PROPOSED and can_decide(actor, row)


def open_repair(row: Misconduct) -> Repair | None:
    return row.repairs.filter(state=Repair.State.OPEN).first()


def may_answer(actor, row: Misconduct) -> bool:
    found = open_repair(row)
    return found is not None and can_decide_repair(actor, found)


def answer(row: Misconduct, **about):
    return conduct.answer(open_repair(row) or row.repairs.first(), **about)


DEEDS = {
    "decide": Deed(
        forms.DecisionForm,
        conduct.decide,
        may_decide,
        gettext_lazy("Decide"),
        gettext_lazy("Decided."),
        "seal",
        grave=True,
    ),
    "answer": Deed(
        forms.RepairAnswerForm,
        answer,
        may_answer,
        gettext_lazy("Answer the application"),
        gettext_lazy("Answered."),
        "edit",
    ),
}


def seen(actor):
    """A department sees what it decides or proposed; the centre, inspectors and leaders see all."""
    rows = Misconduct.objects.select_related("party", "expert", "organisation", "tender")
    if is_regulator(actor) and not can_keep_registers(actor):
        return rows.filter(Q(organisation__in=actor.units) | Q(state__in=["decided", "ended"]))
    return rows


@require_safe
@only(can_read_registers)
def misconducts(request):
    add = [(reverse("procurement:new_misconduct"), _("Propose bad behaviour"))] if can_propose(request.actor) else []
    rows = seen(request.actor).order_by("-pk")
    return listing(request, TABLE, rows, forms.MisconductsForm(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_propose, NOT_YOUR_DUTY)
def new_misconduct(request):
    form = forms.ChargeForm(request.POST if request.method == "POST" else None)

    thing = form.cleaned_data.get("organisation") if form.is_valid() else None
    return new(
        request,
        form,
        conduct.propose,
        thing,
        title=_("Propose bad behaviour"),
        back=reverse("procurement:misconducts"),
        saved=_("Proposed; the party may be heard now."),
        after=address("misconduct"),
    )


def page(request, row: Misconduct, refused=None):
    facts = [
        (_("number"), row.number),
        (_("Firm or expert"), row.who.name),
        (_("Grade"), row.get_grade_display()),
        (_("Tender"), row.tender.title if row.tender else ""),
        (_("facts and evidence"), row.facts),
        (_("law"), row.law),
        (_("proposer"), f"{row.proposed_by}，{timezone.localtime(row.proposed_at):%Y-%m-%d}"),
        (_("may be heard until"), row.heard_until),
        (_("statement of the party"), row.statement),
        (_("deciding department"), row.organisation.name),
        (_("decision"), row.decision),
        (
            _("decided by"),
            f"{row.decided_by}，{timezone.localtime(row.decided_at):%Y-%m-%d}" if row.decided_at else "",
        ),
        (_("restricted until"), row.until_on or ""),
    ]
    repairs = [
        f"{one.get_kind_display()}（{one.get_state_display()}）：{one.text} {one.answer}" for one in row.repairs.all()
    ]
    about = {
        "title": row.act,
        "lamp": TABLE.lamp(row),
        "facts": facts,
        "sections": [(_("Appeals and repairs"), repairs)],
        "back": (reverse("procurement:misconducts"), TABLE.title),
        "deed_address": "procurement:misconduct_deed",
    }
    return detail(request, row, DEEDS, about, refused)


@require_safe
@only(can_read_registers)
def misconduct(request, pk):
    return page(request, get_object_or_404(seen(request.actor), pk=pk))


@require_http_methods(["GET", "POST"])
@only(can_read_registers)
def misconduct_deed(request, pk, deed):
    return take(request, get_object_or_404(seen(request.actor), pk=pk), deed, DEEDS, page, address("misconduct"))
