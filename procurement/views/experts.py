"""The pool of experts at the desk: entered, confirmed, interests, points."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deadlines import holds
from procurement import parameters
from procurement.actions import pool
from procurement.forms import registers as forms
from procurement.models import Deduction, Expert, Relation
from procurement.permissions_registers import can_confirm, can_keep_registers, can_read_registers
from procurement.restrictions import restriction
from procurement.views.common import NOT_YOUR_DUTY, only
from procurement.views.registers import address, keeps
from records.desk import Deed, Table, detail, listing, new, take


def lamp(row: Expert):
    if getattr(row, "ground", ""):
        return "over", _("restricted")
    tones = {"applied": "warn", "registered": "ok", "left": "done"}
    return tones[row.state], row.get_state_display()


TABLE = Table(
    title=gettext_lazy("Pool of experts"),
    columns=[
        (gettext_lazy("Name"), lambda row: row.name),
        (gettext_lazy("number in the pool"), lambda row: row.code),
        (gettext_lazy("specialities"), lambda row: "、".join(one.name for one in row.specialities.all())),
        (gettext_lazy("employer"), lambda row: row.employer_name),
        (gettext_lazy("professional rank"), lambda row: row.rank or "—"),
    ],
    lamp=lamp,
    link=address("expert"),
    nothing=gettext_lazy("The pool is empty."),
)


def in_pool(actor, row: Expert) -> bool:
    return row.state == Expert.State.REGISTERED and can_keep_registers(actor)


def unconfirmed(row: Expert) -> Deduction | None:
    return row.deductions.filter(confirmed_at=None).order_by("pk").first()


def may_confirm_points(actor, row: Expert) -> bool:
    found = unconfirmed(row)
    return found is not None and can_confirm(actor, found)


def confirm_points(row: Expert, **about):
    return pool.confirm_deduction(unconfirmed(row) or row.deductions.first(), **about)


DEEDS = {
    "confirm": Deed(
        forms.PlainForm,
        pool.confirm,
        lambda actor, row: row.state == Expert.State.APPLIED and can_confirm(actor, row),
        gettext_lazy("Confirm the entry"),
        gettext_lazy("The expert is in the pool."),
        "seal",
    ),
    "points": Deed(
        forms.PlainForm,
        confirm_points,
        may_confirm_points,
        gettext_lazy("Confirm the points"),
        gettext_lazy("The points count."),
        "seal",
    ),
    "declare": Deed(
        forms.RelationForm, pool.declare, keeps, gettext_lazy("Write down an interest"), gettext_lazy("Noted."), "user"
    ),
    "deduct": Deed(
        forms.DeductionForm,
        pool.deduct,
        in_pool,
        gettext_lazy("Take points"),
        gettext_lazy("Noted; they count when a second person has confirmed them."),
        "edit",
    ),
    "leave": Deed(
        forms.ReasonForm,
        pool.leave,
        in_pool,
        gettext_lazy("Take out of the pool"),
        gettext_lazy("Noted."),
        "exit",
        grave=True,
    ),
}


@require_safe
@only(can_read_registers)
def experts(request):
    held = holds.ground_of(Expert, timezone.localdate())
    rows = Expert.objects.prefetch_related("specialities").annotate(ground=held).order_by("code")
    add = [(reverse("procurement:new_expert"), _("Enter an expert"))] if can_keep_registers(request.actor) else []
    return listing(request, TABLE, rows, forms.ExpertsForm(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(can_keep_registers, NOT_YOUR_DUTY)
def new_expert(request):
    return new(
        request,
        forms.ExpertForm(request.POST if request.method == "POST" else None),
        pool.enter,
        request.actor.organisation,
        title=_("Enter an expert"),
        back=reverse("procurement:experts"),
        saved=_("Written down; a second person confirms it."),
        after=address("expert"),
    )


def page(request, row: Expert, refused=None):
    today = timezone.localdate()
    held = restriction(row, today)
    row.ground = held.ground if held else ""
    lost = row.deductions.of_year(today.year)
    base = parameters.value("expert_base", today)
    until = f"（{_('until')} {held.until}）" if held and held.until else ""
    facts = [
        (_("number in the pool"), row.code),
        (_("specialities"), "、".join(one.name for one in row.specialities.all())),
        (_("employer"), row.employer_name),
        (_("professional rank"), row.rank),
        (_("Telephone"), row.telephone),
        (_("Account"), _("yes") if row.user_id else _("none yet: cannot be drawn")),
        (_("Points of this year"), f"{base - lost} / {base}"),
        (_("Restriction"), f"{row.ground}{until}"),
    ]
    sections = [
        (_("Interests"), [interest_line(one) for one in row.relations.all()]),
        (_("Points taken"), [points_line(one) for one in row.deductions.all()]),
    ]
    about = {
        "title": row.name,
        "lamp": lamp(row),
        "facts": facts,
        "sections": sections,
        "back": (reverse("procurement:experts"), TABLE.title),
        "deed_address": "procurement:expert_deed",
    }
    return detail(request, row, DEEDS, about, refused)


def interest_line(row: Relation) -> str:
    return f"{row.get_kind_display()}：{row.party or row.organisation} {row.note}"


def points_line(row: Deduction) -> str:
    waits = "" if row.confirmed_at else f"（{_('waits for the second person')}）"
    return f"{row.happened_on} {row.get_reason_display()} −{row.points}：{row.note}{waits}"


@require_safe
@only(can_read_registers)
def expert(request, pk):
    return page(request, get_object_or_404(Expert, pk=pk))


@require_http_methods(["GET", "POST"])
@only(can_read_registers)
def expert_deed(request, pk, deed):
    return take(request, get_object_or_404(Expert, pk=pk), deed, DEEDS, page, address("expert"))
