"""Programmes of subsidies with their terms, and the working days of steps: proposed here, signed by another."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import programmes as deeds
from funds.forms import programmes as forms
from funds.models import Programme, ProgrammeVersion
from funds.money import yuan
from funds.permissions import subsidies as may
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, only, posted, take
from funds.views.desk import address, units
from records.desk import local
from records.fields import PlainForm, ReasonForm

RATE = gettext_lazy("Rate (yuan)")
SAVED = gettext_lazy("Proposed; the finance bureau signs it.")
PROGRAMMES = Table(
    title=gettext_lazy("Subsidy programmes"),
    columns=[
        (gettext_lazy("Name of the programme"), lambda row: row.name),
        (gettext_lazy("managing department"), lambda row: row.manager.short_name),
        (gettext_lazy("How often"), lambda row: row.get_period_display()),
        (gettext_lazy("Way of reckoning"), lambda row: today(row).get_way_display()),
        (RATE, lambda row: yuan(today(row).rate)),
    ],
    lamp=lambda row: ("ok", _("Lists are taken")) if row.is_open else ("done", _("no lists are taken")),
    link=address("programme"),
    nothing=gettext_lazy("There is no programme yet."),
    numeric=(RATE,),
)
VERSIONS = Table(
    title=gettext_lazy("Terms of programmes"),
    columns=[
        (gettext_lazy("Name of the programme"), lambda row: row.name),
        (gettext_lazy("Version"), lambda row: row.number),
        (gettext_lazy("valid from"), lambda row: row.valid_from.isoformat()),
        (gettext_lazy("Way of reckoning"), lambda row: row.get_way_display()),
        (RATE, lambda row: yuan(row.rate)),
        (gettext_lazy("Proposed by"), lambda row: str(row.proposed_by or "")),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("programme_version"),
    nothing=gettext_lazy("Nothing was proposed yet."),
    numeric=(RATE,),
)


def today(programme: Programme) -> Programme:
    """In the terms that hold today."""
    return programme.at(timezone.localdate())


@require_safe
@only(may.can_work)
def programmes(request):
    rows = Programme.objects.select_related("manager").prefetch_related("versions")
    ways = [(reverse("funds:programme_versions"), _("Terms of programmes"))]
    may_begin = may.can_begin_programme(request.actor)
    add = [(reverse("funds:new_programme"), _("Propose a programme"))] if may_begin else []
    return listing(request, PROGRAMMES, rows, forms.ProgrammesFilter(request.GET), add=add, ways=ways)


@require_safe
@only(may.can_work)
def versions(request):
    """All terms that were proposed, with what became of them."""
    rows = ProgrammeVersion.objects.visible_to(request.actor).select_related("proposed_by")
    more = {"nav_at": reverse("funds:programmes")}
    return listing(request, VERSIONS, rows, forms.VersionsFilter(request.GET), add=[], **more)


def about(row) -> list[tuple]:
    """The terms of a programme or of a version, in words."""
    is_area = row.way == Programme.Way.AREA
    ages = [str(age) if age is not None else "…" for age in (row.youngest, row.oldest)]
    return [
        (_("Fund"), row.fund.name),
        (_("managing department"), row.manager.name),
        (_("How often"), row.get_period_display()),
        (_("Way of reckoning"), row.get_way_display()),
        (RATE, f"{yuan(row.rate)} / {row.area_unit}" if is_area else yuan(row.rate)),
        (_("basis"), row.basis),
        (_("Ages"), "—".join(ages) if ages != ["…", "…"] else _("all")),
        (_("Not for public employees"), _("yes") if row.bars_employees else _("no")),
        (_("Working days of publicity"), row.publicity_days),
        (_("Months still paid after the month of death"), row.stop_months),
        (_("Economic class"), row.economic_class),
        (_("Lists are taken"), _("yes") if row.is_open else _("no")),
    ]


def seen_programme(pk) -> Programme:
    return get_object_or_404(Programme.objects.select_related("fund__finance", "manager"), pk=pk)


@require_safe
@only(may.can_work)
def programme(request, pk):
    """The terms that hold today, and every version."""
    row = seen_programme(pk)
    seen = ProgrammeVersion.objects.visible_to(request.actor).filter(code=row.code).select_related("proposed_by")
    lines = [[(address("programme_version")(one), one.number), *cells(one)] for one in seen]
    headers = [_("Version"), _("valid from"), _("Way of reckoning"), RATE, _("Proposed by"), _("State")]
    others = "、".join(row.exclusive.values_list("name", flat=True))
    links = []
    if may.can_propose_programme(request.actor, row.fund, row.manager):
        links.append((reverse("funds:new_terms", args=[pk]), _("Propose other terms")))
    page = {
        "title": row.name,
        "facts": [(_("Code"), row.code), *about(today(row)), (_("Not together with"), others)],
        "tables": [(_("Versions of the terms"), [(header, header == RATE) for header in headers], lines)],
        "links": links,
        "back": (reverse("funds:programmes"), PROGRAMMES.title),
        "nav_at": reverse("funds:programmes"),
    }
    return detail(request, row, {}, page)


def cells(version: ProgrammeVersion) -> list:
    lamp = ("lamp", *VERSIONS.lamp(version))
    return [*(cell(version) for _header, cell in VERSIONS.columns[2:]), lamp]


@require_http_methods(["GET", "POST"])
@only(may.can_begin_programme, NOT_YOUR_DUTY)
def new_programme(request):
    form = forms.ProgrammeForm(request.actor, *posted(request), initial={"manager": request.actor.organisation})
    fund = form.cleaned_data.get("fund") if form.is_bound and form.is_valid() else None
    return new(
        request,
        form,
        deeds.propose_new,
        fund,
        title=_("Propose a programme"),
        back=reverse("funds:programmes"),
        saved=SAVED,
        after=address("programme_version"),
        units=units(),
        nav_at=reverse("funds:programmes"),
    )


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def new_terms(request, pk):
    row = seen_programme(pk)
    if not may.can_propose_programme(request.actor, row.fund, row.manager):
        return denied(request, NOT_YOUR_DUTY)
    form = forms.TermsForm(*posted(request), own=row, initial=forms.initial_of(today(row)))
    return new(
        request,
        form,
        deeds.propose_terms,
        row,
        title=_("Propose other terms"),
        back=reverse("funds:programme", args=[pk]),
        saved=SAVED,
        after=address("programme_version"),
        lead=_("The new terms hold for lists of the period you choose and later ones."),
        nav_at=reverse("funds:programmes"),
    )


def waits(row: ProgrammeVersion) -> bool:
    return row.state == ProgrammeVersion.State.PROPOSED


def signs(actor, row: ProgrammeVersion) -> bool:
    return waits(row) and may.can_sign_programme(actor, row)


DEEDS = {
    "sign": Deed(
        PlainForm,
        deeds.sign,
        signs,
        gettext_lazy("Sign and put into force"),
        gettext_lazy("Signed; the terms hold from their period on."),
        "seal",
    ),
    "refuse": Deed(
        ReasonForm, deeds.refuse, signs, gettext_lazy("Do not sign"), gettext_lazy("Refused."), "stop", grave=True
    ),
    "withdraw": Deed(
        PlainForm,
        deeds.withdraw,
        lambda actor, row: waits(row) and row.proposed_by_id == actor.user.pk,
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        "stop",
        grave=True,
    ),
}


def version_page(request, row: ProgrammeVersion, refused=None):
    others = Programme.objects.filter(code__in=row.excludes).values_list("name", flat=True)
    facts = [
        (_("Code"), row.code),
        (_("Version"), row.number),
        (_("valid from"), row.valid_from),
        *about(row),
        (_("Not together with"), "、".join(others)),
        (_("Reason"), row.reason),
        (_("Proposed by"), f"{row.proposed_by} {local(row.proposed_at)}"),
        (_("Decided by"), f"{row.decided_by} {local(row.decided_at)}" if row.decided_at else ""),
        (_("Answer"), row.answer),
    ]
    links = [(reverse("funds:programme", args=[row.programme_id]), _("The programme"))] if row.programme_id else []
    page = {
        "title": str(row),
        "lamp": VERSIONS.lamp(row),
        "facts": facts,
        "tables": changes(row),
        "links": links,
        "back": (reverse("funds:programmes"), PROGRAMMES.title),
        "deed_address": "funds:programme_version_deed",
        "nav_at": reverse("funds:programmes"),
    }
    return detail(request, row, DEEDS, page, refused)


def changes(row: ProgrammeVersion) -> list[tuple]:
    """What a proposal for a standing programme changes; nothing for a new one."""
    if row.programme is None or not waits(row):
        return []
    before, after = about(row.programme.at(row.valid_from)), about(row)
    lines = [[label, was, to] for (label, was), (_label, to) in zip(before, after, strict=True) if was != to]
    return [(_("What would change"), [(_("What"), False), (_("so far"), False), (_("Would become"), False)], lines)]


def seen_version(actor, pk) -> ProgrammeVersion:
    related = ("programme__fund", "programme__manager", "fund__finance", "manager", "proposed_by", "decided_by")
    return get_object_or_404(ProgrammeVersion.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only(may.can_work)
def version(request, pk):
    return version_page(request, seen_version(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def version_deed(request, pk, deed):
    row = seen_version(request.actor, pk)
    return take(request, row, deed, DEEDS, version_page, address("programme_version"))
