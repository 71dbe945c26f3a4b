"""One version of a power list: its powers, its life, what changed, and writing it."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from powers import compare, wording
from powers.actions import lists as actions
from powers.forms import desk as forms
from powers.models import Power, PowerList
from powers.permissions import (
    UNIT_ROLES,
    can_check,
    can_declare,
    can_publish,
    can_send_back,
    can_write,
    units_of,
)
from powers.views.common import address, lamp, only, only_staff
from records.desk import NOT_YOUR_DUTY, Deed, blame, denied, detail, exported, new, posted, sent, take, who
from records.fields import PlainForm, ReasonForm, RowField
from records.refusal import Refused

S = PowerList.State
RELATED = ["organisation__parent", "declared_by", "checked_by", "published_by", "begun_by"]


def deed(form, action, may, states, label, done, icon="check", **more) -> Deed:
    return Deed(form, action, lambda actor, row: row.state in states and may(actor, row), label, done, icon, **more)


DEEDS = {
    "declare": deed(
        forms.DeclareForm,
        actions.declare,
        can_declare,
        [S.DRAFT],
        gettext_lazy("Declare the list"),
        gettext_lazy("Declared; the office of powers checks it."),
        "up",
    ),
    "check": deed(
        forms.OpinionForm,
        actions.check_off,
        can_check,
        [S.DECLARED],
        gettext_lazy("Check the list off"),
        gettext_lazy("Checked; a third person publishes it."),
    ),
    "publish": deed(
        PlainForm,
        actions.publish,
        can_publish,
        [S.CHECKED],
        gettext_lazy("Publish the list"),
        gettext_lazy("Published; everybody can read it now."),
        "seal",
    ),
    "return": deed(
        ReasonForm,
        actions.send_back,
        can_send_back,
        [S.DECLARED, S.CHECKED],
        gettext_lazy("Send the list back"),
        gettext_lazy("Sent back with the reason."),
        "down",
        grave=True,
    ),
}


def seen_list(actor, pk) -> PowerList:
    return get_object_or_404(PowerList.objects.visible_to(actor).select_related(*RELATED), pk=pk)


class BeginForm(PlainForm):
    """Whose list gets a new version."""

    organisation = RowField(label=gettext_lazy("Unit"))

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, initial={"organisation": actor.organisation.pk}, **kwargs)
        units = units_of(actor).order_by("sort", "pk")
        self.fields["organisation"].offer(units, words=lambda unit: unit.short_name)


@require_http_methods(["GET", "POST"])
@only(lambda actor: actor.holds(*UNIT_ROLES))
def begin(request):
    """A new version of the list of the own unit, or of one below it; the office may begin any."""
    form = BeginForm(request.actor, *posted(request))
    if form.is_bound and form.is_valid():
        try:
            key, now = sent(request) or None, timezone.now()
            made = actions.begin(form.cleaned_data["organisation"], by=request.actor, now=now, key=key)
            return redirect(made.address)
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "title": _("Begin a new version"), "back": reverse("powers:lists")}
    page |= {"nav_at": reverse("powers:lists")}
    return render(request, "records/desk/form.html", page, status=422 if form.is_bound else 200)


@require_safe
@only_staff
def power_list(request, pk):
    row = seen_list(request.actor, pk)
    form = forms.ExportForm(request.GET)
    if form.is_valid() and form.cleaned_data["export"]:
        headers = [label for label, _value in facts_of(Power(list=row))]
        lines = ([value for _label, value in facts_of(power)] for power in row.powers.prefetch_related("steps"))
        return exported(str(row), form.cleaned_data["export"], headers, lines)
    return list_page(request, row)


def facts_of(power: Power) -> list[tuple]:
    """A power as a line of a file: headers and cells as the import reads them."""
    steps = wording.text_of(power.steps.all()) if power.pk else ""
    return [
        (_("Unit"), power.organisation.short_name),
        (_("code"), power.code),
        (_("Name of the power"), power.name),
        (_("Kind"), power.get_kind_display()),
        (_("basis"), power.basis),
        (_("object of the power"), power.object),
        (_("procedure"), power.procedure),
        (_("limit"), power.limit),
        (_("result of the power"), power.result),
        (_("discretion"), power.discretion),
        (_("Steps"), steps),
    ]


@require_http_methods(["GET", "POST"])
@only_staff
def list_deed(request, pk, deed):
    return take(request, seen_list(request.actor, pk), deed, DEEDS, list_page, address("list"))


def list_page(request, row: PowerList, refused=None):
    about = {
        "title": str(row),
        "lamp": lamp(row),
        "facts": life(row),
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.reason}] if row.is_draft and row.reason else [],
        "tables": [(_("Powers"), HEADS, [line(power) for power in powers_of(row)])],
        "links": links(request.actor, row),
        "back": (reverse("powers:lists"), _("Power lists")),
        "deed_address": "powers:list_deed",
        "nav_at": reverse("powers:lists"),
    }
    return detail(request, row, DEEDS, about, refused)


HEADS = [
    (gettext_lazy("Name of the power"), False),
    (gettext_lazy("code"), False),
    (gettext_lazy("Kind"), False),
    (gettext_lazy("limit"), False),
    (gettext_lazy("steps"), True),
]


def powers_of(row: PowerList):
    return row.powers.annotate(count=Count("steps"))


def line(power: Power) -> list:
    return [(power.address, power.name), power.code, power.get_kind_display(), power.limit, power.count]


def life(row: PowerList) -> list[tuple]:
    return [
        (_("Unit"), row.organisation.name),
        (_("Kind"), row.get_kind_display()),
        (_("version"), row.version),
        (_("Draft begun by"), who(row.begun_by, row.begun_at)),
        (_("What was cleared up"), row.words),
        (_("Declared by"), who(row.declared_by, row.declared_at)),
        (_("Checked by"), who(row.checked_by, row.checked_at)),
        (_("Opinion"), row.opinion),
        (_("Published by"), who(row.published_by, row.published_at)),
    ]


def links(actor, row: PowerList) -> list[tuple]:
    found = [(f"{row.address}?export=xlsx", _("Export to Excel")), (f"{row.address}?export=csv", "CSV")]
    if row.version > 1:
        found.append((reverse("powers:difference", args=[row.pk]), _("What changed")))
    if can_write(actor, row):
        found.append((reverse("powers:add", args=[row.pk]), _("Add a power")))
    return found


@require_safe
@only_staff
def difference(request, pk):
    """This version beside the one before it."""
    row = seen_list(request.actor, pk)
    old = compare.before(row)
    page = {"row": row, "old": old, "changes": compare.difference(old, row), "nav_at": reverse("powers:lists")}
    return render(request, "powers/desk/difference.html", page)


# writing powers


def why_not_written(actor, row: PowerList) -> str:
    """Why this actor does not write in the list now; empty where they do."""
    if not row.is_draft:
        return _("Only a draft is written; begin a new version of the list.")
    return "" if can_write(actor, row) else str(NOT_YOUR_DUTY)


@require_http_methods(["GET", "POST"])
@only_staff
def add(request, pk):
    row = seen_list(request.actor, pk)
    if reason := why_not_written(request.actor, row):
        return denied(request, reason)
    return new(
        request,
        forms.PowerForm(row, None, *posted(request)[:1]),
        actions.add,
        row,
        title=_("Add a power"),
        back=row.address,
        saved=_("The power stands in the draft."),
        after=lambda made: row.address,
        nav_at=reverse("powers:lists"),
    )


def seen_power(actor, pk) -> Power:
    rows = Power.objects.visible_to(actor).select_related("list__organisation__parent")
    return get_object_or_404(rows.prefetch_related("steps__holder", "steps__deputy"), pk=pk)


@require_http_methods(["GET", "POST"])
@only_staff
def amend(request, pk):
    power = seen_power(request.actor, pk)
    if reason := why_not_written(request.actor, power.list):
        return denied(request, reason)
    return new(
        request,
        forms.PowerForm(power.list, power, *posted(request)[:1]),
        actions.amend,
        power,
        title=_("Change the power"),
        back=power.address,
        saved=_("The power is written anew."),
        after=lambda made: power.address,
        nav_at=reverse("powers:lists"),
    )
