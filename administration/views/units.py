"""Units with their names by date, and reorganisations from the proposal to what was handed over."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation, Post
from administration import permissions as may
from administration.actions import reorganising
from administration.forms import units as forms
from administration.forms.rights import OpinionForm
from administration.models import Reorganisation
from administration.views.common import (
    address,
    address_of_unit,
    by_robot,
    lamp_of_post,
    lamp_of_unit,
    only,
    only_lookers,
)
from administration.views.rights import which
from records.desk import Deed, Table, detail, listing, local, new, posted, take, who
from records.fields import ReasonForm

R = Reorganisation.State
TITLES = {
    "rename": gettext_lazy("Rename the unit"),
    "merge": gettext_lazy("Merge the unit into another one"),
    "split": gettext_lazy("Split the unit up"),
}
LEADS = {
    "rename": gettext_lazy("Papers and figures of the past keep the old name."),
    "merge": gettext_lazy(
        "On the day posts, windows and all open work go to the successor; what is closed stays with the old unit."
    ),
    "split": gettext_lazy(
        "The first successor takes everything; the others take the items and projects whose codes you name there."
    ),
}

UNITS = Table(
    title=gettext_lazy("Units"),
    columns=[
        (gettext_lazy("name"), lambda row: row.name),
        (gettext_lazy("short name"), lambda row: row.short_name),
        (gettext_lazy("code"), lambda row: row.code),
        (gettext_lazy("administrative level"), lambda row: row.get_level_display()),
        (gettext_lazy("parent"), lambda row: row.parent.short_name if row.parent else ""),
        (gettext_lazy("main business"), lambda row: row.get_business_display()),
    ],
    lamp=lamp_of_unit,
    link=address_of_unit,
)
WHICH = {"existing": Q(ended_on=None), "ended": Q(ended_on__isnull=False), "": Q()}


def seen_units(actor):
    rows = Organisation.objects.all() if may.is_administrator(actor) else may.headed(actor)
    return rows.select_related("parent")


@require_safe
@only_lookers
def units(request):
    form = forms.UnitsFilter(request.GET)
    rows = seen_units(request.actor).filter(WHICH[which(form)]).order_by("sort", "pk")
    return listing(request, UNITS, rows, form)


@require_safe
@only_lookers
def unit(request, code):
    """The unit, its names, its posts, what was done to it."""
    row = get_object_or_404(seen_units(request.actor), code=code)
    about = {
        "title": row.name,
        "lamp": lamp_of_unit(row),
        "facts": unit_facts(row),
        "tables": [
            (_("Names until now"), plain(_("until"), _("name")), names(row)),
            (_("Posts"), plain(_("person"), _("role"), _("title"), _("State")), held(row)),
            (_("Reorganisations"), plain(_("with effect from"), _("Kind"), _("State")), done(row)),
        ],
        "links": ways(request.actor, row),
        "back": (reverse("administration:units"), _("Units")),
        "nav_at": reverse("administration:units"),
    }
    return detail(request, row, {}, about)


def plain(*headers) -> list[tuple]:
    """Headers of columns without numbers."""
    return [(header, False) for header in headers]


def unit_facts(row: Organisation) -> list[tuple]:
    successors = Organisation.objects.filter(pk__in=succeeding(row)).order_by("sort", "pk")
    return [
        (_("code"), row.code),
        (_("short name"), row.short_name),
        (_("administrative level"), row.get_level_display()),
        (_("parent"), row.parent),
        (_("main business"), row.get_business_display()),
        (_("telephone"), row.telephone),
        (_("unit ended on"), row.ended_on),
        (_("successors"), "、".join(str(unit) for unit in successors)),
    ]


def succeeding(row: Organisation):
    done_rows = row.reorganisations.filter(state=R.DONE)
    return done_rows.filter(successors__isnull=False).values("successors__organisation")


def names(row: Organisation) -> list[list]:
    return [[past.until_on.isoformat(), past.name] for past in row.past_names.all()]


def held(row: Organisation) -> list[list]:
    posts = Post.objects.filter(organisation=row).select_related("user").order_by("ended_on", "pk")
    return [
        [(address("post")(post), str(post.user)), post.get_role_display(), post.title, ("lamp", *lamp_of_post(post))]
        for post in posts[:200]
    ]


def done(row: Organisation) -> list[list]:
    rows = row.reorganisations.all()
    return [
        [(one.address, one.day.isoformat()), one.get_kind_display(), ("lamp", one.tone, one.get_state_display())]
        for one in rows
    ]


def ways(actor, row: Organisation) -> list[tuple]:
    if not may.is_system(actor) or row.ended_on is not None:
        return []
    found = [(reverse("administration:reorganise", args=[row.code, kind]), words) for kind, words in TITLES.items()]
    return found if row.level != Organisation.Level.COUNTY else found[:1]


@require_http_methods(["GET", "POST"])
@only(may.is_system)
def reorganise(request, code, kind):
    """Enter what a document orders about this unit."""
    if kind not in forms.KINDS:
        raise Http404
    row = get_object_or_404(seen_units(request.actor), code=code)
    return new(
        request,
        forms.KINDS[kind](row, *posted(request)),
        reorganising.propose,
        row,
        title=f"{TITLES[kind]}：{row.name}",
        lead=LEADS[kind],
        back=address_of_unit(row),
        saved=_("Entered; a security administrator has to confirm it."),
        after=lambda made: made.address,
        nav_at=reverse("administration:units"),
    )


# reorganisations

ROWS = Table(
    title=gettext_lazy("Reorganisations"),
    columns=[
        (gettext_lazy("unit"), lambda row: row.organisation.name_on(row.day)),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("with effect from"), lambda row: row.day.isoformat()),
        (gettext_lazy("becomes"), lambda row: row.new_name or "、".join(str(heir) for heir in row.successors.all())),
        (gettext_lazy("basis (document)"), lambda row: row.basis),
        (gettext_lazy("who proposed"), lambda row: str(row.proposed_by)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No unit was reorganised yet."),
)


@require_safe
@only_lookers
def reorganisations(request):
    rows = Reorganisation.objects.visible_to(request.actor).select_related("organisation", "proposed_by")
    rows = rows.prefetch_related("successors__organisation")
    return listing(request, ROWS, rows, forms.ReorganisationsFilter(request.GET))


DEEDS = {
    "confirm": Deed(
        OpinionForm,
        reorganising.confirm,
        lambda actor, row: row.state == R.PROPOSED and may.can_decide_reorganisation(actor, row),
        gettext_lazy("Sign: it happens on its day"),
        gettext_lazy("Signed."),
        "seal",
        grave=True,
    ),
    "refuse": Deed(
        OpinionForm,
        reorganising.refuse,
        lambda actor, row: row.state == R.PROPOSED and may.can_decide_reorganisation(actor, row),
        gettext_lazy("Refuse"),
        gettext_lazy("Refused."),
        "stop",
    ),
    "withdraw": Deed(
        ReasonForm,
        reorganising.withdraw,
        lambda actor, row: row.state in Reorganisation.OPEN and may.can_withdraw_reorganisation(actor, row),
        gettext_lazy("Withdraw the proposal"),
        gettext_lazy("Taken back."),
        "down",
        grave=True,
    ),
}


def seen(actor, pk) -> Reorganisation:
    related = ["organisation__parent", "proposed_by", "confirmed_by"]
    return get_object_or_404(Reorganisation.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_lookers
def reorganisation(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_lookers
def reorganisation_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("reorganisation"))


def page(request, row: Reorganisation, refused=None):
    about = {
        "title": f"{row.organisation.name_on(row.day)} · {row.get_kind_display()}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "tables": tables(row),
        "links": [(address_of_unit(row.organisation), _("The unit"))] if may.is_administrator(request.actor) else [],
        "back": (reverse("administration:reorganisations"), _("Reorganisations")),
        "deed_address": "administration:reorganisation_deed",
        "nav_at": reverse("administration:reorganisations"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Reorganisation) -> list[tuple]:
    return [
        (_("unit"), row.organisation.name),
        (_("new name"), row.new_name),
        (_("new short name"), row.new_short_name),
        (_("basis (document)"), row.basis),
        (_("reason"), row.reason),
        (_("with effect from"), row.day),
        (_("who proposed"), f"{by_robot(row.proposed_by)} {local(row.proposed_at)}"),
        (_("second signature"), who(row.confirmed_by, row.confirmed_at)),
        (_("opinion"), row.opinion),
        (_("carried out at"), row.done_at),
        (_("work handed over"), "，".join(f"{words} {count}" for words, count in row.moved.items())),
    ]


def tables(row: Reorganisation) -> list[tuple]:
    if row.kind == Reorganisation.Kind.RENAME:
        return []
    heirs = [
        [str(heir), heir.organisation.code if heir.organisation else heir.code, everything(heir)]
        for heir in row.successors.select_related("organisation")
    ]
    plans = row.post_plans.select_related("post__user", "post__organisation", "successor__organisation")
    posts = [[str(plan.post.user), str(plan.post), str(plan.successor or _("ends"))] for plan in plans]
    found = [(_("Successors"), plain(_("unit"), _("code"), _("takes")), heirs)]
    if posts:
        title = _("Posts that do not go to the first successor")
        found.append((title, plain(_("person"), _("Post"), _("where it goes")), posts))
    return found


def everything(heir) -> str:
    return _("everything else") if heir.is_main else heir.takes
