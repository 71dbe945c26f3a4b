"""Schemes: the list, one with its items, the next version as a draft in a form, its signature."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, sent, take
from records.fields import PlainForm
from records.models import FormKey
from records.refusal import Refused
from scoring.actions import schemes as actions
from scoring.evidence import SOURCES
from scoring.forms import desk as forms
from scoring.forms.schemes import DraftForms
from scoring.models import Item, Scheme
from scoring.models.fields import shown
from scoring.permissions import can_draft_scheme, can_sign_scheme
from scoring.views.common import address, deed_of, office_only

S = Scheme.State
SCHEMES = Table(
    title=gettext_lazy("Schemes of scoring"),
    columns=[
        (gettext_lazy("Scheme"), lambda row: row.name),
        (gettext_lazy("Version"), lambda row: f"v{row.version}"),
        (gettext_lazy("Who is scored"), lambda row: row.get_about_display()),
        (gettext_lazy("Rhythm of appraisal"), lambda row: row.get_cadence_display()),
        (gettext_lazy("Valid from"), lambda row: row.valid_from.isoformat()),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("scheme"),
)


@require_safe
@office_only
def scheme_list(request):
    return listing(request, SCHEMES, Scheme.objects.all(), forms.SchemesFilter(request.GET))


DEEDS = {
    "sign": Deed(
        PlainForm,
        actions.sign,
        lambda actor, row: row.state == S.DRAFT and can_sign_scheme(actor),
        gettext_lazy("Put in force"),
        gettext_lazy("In force; the version before it has ended."),
        "seal",
    ),
    "draft": Deed(
        PlainForm,
        actions.draft,
        lambda actor, row: row.state == S.IN_FORCE and can_draft_scheme(actor),
        gettext_lazy("Begin the next version"),
        gettext_lazy("The draft is a copy; amend it now."),
        "plus",
    ),
}


def seen(pk) -> Scheme:
    return get_object_or_404(Scheme.objects.select_related("drafted_by", "signed_by"), pk=pk)


def scheme_page(request, row: Scheme, refused=None):
    links = []
    if row.state == S.DRAFT and can_draft_scheme(request.actor):
        links = [(reverse("scoring:edit_scheme", args=[row.pk]), _("Amend the draft"))]
    about = {
        "title": str(row),
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "warnings": [words for _where, words in actions.faults(row)] if row.state == S.DRAFT else [],
        "tables": [items_table(row)],
        "links": links,
        "back": (reverse("scoring:schemes"), SCHEMES.title),
        "deed_address": "scoring:scheme_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:schemes"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Scheme) -> list[tuple]:
    weights = row.parameters.get("weights", {})
    return [
        (_("Who is scored"), row.get_about_display()),
        (_("Rhythm of appraisal"), row.get_cadence_display()),
        (_("Formula"), row.get_formula_display()),
        (_("Base points"), shown(row.base)),
        (_("Grades"), grades_of(row)),
        (_("Weights"), "、".join(f"{code}: {weight}%" for code, weight in weights.items())),
        (_("Deductions"), "\n".join(forms.grounds_of(row).values())),
        (_("Basis"), row.basis),
        (_("Valid from"), row.valid_from),
        (_("Drafted by"), deed_of(row.drafted_by, row.drafted_at)),
        (_("Signed by"), deed_of(row.signed_by, row.signed_at)),
    ]


def grades_of(row: Scheme) -> str:
    """一类 2、二类 6 … or 最佳单位 ≥ 90 …"""
    if row.grading == Scheme.Grading.QUOTA:
        return "、".join(f"{name} {quota}" for name, quota in zip(row.grade_names, row.quotas, strict=False))
    told = [f"{name} ≥ {shown(limit)}" for name, limit in zip(row.grade_names, row.limits, strict=False)]
    return "、".join([*told, *row.grade_names[len(row.limits) :]])


def items_table(row: Scheme) -> tuple:
    columns = [
        (_("Category"), False),
        (_("No."), False),
        (_("Score item"), False),
        (_("Points"), True),
        (_("Rule"), False),
    ]
    columns.append((_("Fed by"), False))
    items = Item.objects.filter(category__scheme=row).select_related("category").order_by("category__number", "number")
    rows = [
        [
            f"{item.category}（{shown(item.category.points)}）",
            item.code,
            item.text,
            shown(item.points),
            rule_of(item),
            "、".join(str(SOURCES[name.partition(":")[0]][1]) for name in item.source.split()),
        ]
        for item in items
    ]
    return _("Score items"), columns, rows


def rule_of(item: Item) -> str:
    if item.rule == Item.Rule.MISSING:
        return _("%(each)s for each missing one") % {"each": shown(item.each)}
    if item.rule == Item.Rule.AT_LEAST:
        return _("at least %(least)s") % {"least": item.least}
    return _("earned") if item.earns else item.get_rule_display()


@require_safe
@office_only
def scheme(request, pk):
    return scheme_page(request, seen(pk))


@require_http_methods(["GET", "POST"])
@office_only
def scheme_deed(request, pk, deed):
    return take(request, seen(pk), deed, DEEDS, scheme_page, lambda row: after(request, row))


def after(request, row: Scheme) -> str:
    """A new draft is amended at once."""
    made = FormKey.result(request.actor.user, sent(request)) if sent(request) else None
    if isinstance(made, Scheme):
        return reverse("scoring:edit_scheme", args=[made.pk])
    return reverse("scoring:scheme", args=[row.pk])


@require_http_methods(["GET", "POST"])
@office_only
def edit(request, pk):
    """The draft as a form; what does not add up is told beside the category, and may stay until it is signed."""
    row = seen(pk)
    if not can_draft_scheme(request.actor) or row.state != S.DRAFT:
        return denied(request, NOT_YOUR_DUTY)
    bound = DraftForms(row, actions.parts_of(row), request.POST if request.method == "POST" else None)
    if request.method == "POST" and bound.is_valid():
        about = {"about": bound.head.about(), "parts": bound.parts(), "key": sent(request)}
        try:
            actions.amend(seen(pk), by=request.actor, now=timezone.now(), **about)
        except Refused as refusal:
            bound.head.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("scoring:edit_scheme", row.pk)
    page = {"row": row, "forms": bound, "faults": actions.faults(seen(pk)), "sources": SOURCES.items()}
    page |= {"nav_at": reverse("scoring:schemes")}
    return render(request, "scoring/desk/scheme_edit.html", page, status=422 if request.method == "POST" else 200)
