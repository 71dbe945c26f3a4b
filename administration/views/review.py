"""The yearly review: the list of a unit to be confirmed at once, each post, the report of who confirmed what."""

from django import forms as django_forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from administration import permissions as may
from administration.actions import reviewing
from administration.figures import of_units
from administration.forms import review as forms
from administration.models import Campaign, Confirmation
from administration.views.common import address, by_robot, only, only_lookers
from records.desk import Deed, Table, detail, done, exported, listing, local, new, posted, take
from records.fields import EXPORT, NONE

C = Confirmation.State

ROWS = Table(
    title=gettext_lazy("Posts in the review"),
    columns=[
        (gettext_lazy("person"), lambda row: str(row.user)),
        (gettext_lazy("organisation"), lambda row: row.organisation.name),
        (gettext_lazy("role"), lambda row: row.post.get_role_display()),
        (gettext_lazy("title"), lambda row: row.post.title),
        (gettext_lazy("Year"), lambda row: row.campaign.year),
        (gettext_lazy("on whose word"), lambda row: str(row.decided_by) if row.decided_by else ""),
        (gettext_lazy("time"), lambda row: local(row.decided_at)),
        (gettext_lazy("reason"), lambda row: row.reason),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("confirmation"),
    nothing=gettext_lazy("No review was opened yet."),
)
RELATED = ["campaign", "user", "organisation__parent", "post", "decided_by"]


@require_safe
@only_lookers
def confirmations(request):
    """Every post with who confirmed it; a file of it is the report."""
    rows = Confirmation.objects.visible_to(request.actor).select_related(*RELATED)
    rows = rows.order_by("-campaign__year", "organisation__sort", "organisation", "pk")
    form = forms.ConfirmationsFilter(request.GET)
    campaign = Campaign.objects.filter(closed_at=None).first()
    add = [(campaign.address, _("Confirm several at once"))] if campaign else []
    return listing(request, ROWS, rows, form, add=add)


@require_http_methods(["GET", "POST"])
@only(may.is_security)
def new_campaign(request):
    """Open the review of a year."""
    return new(
        request,
        forms.CampaignForm(*posted(request)),
        reviewing.begin,
        request.actor.organisation,
        title=_("Open the yearly review"),
        lead=_("Every post in force is put on the list of its unit; what nobody confirms in time is suspended."),
        back=reverse("administration:campaigns"),
        saved=_("Opened; the heads were told."),
        after=lambda campaign: campaign.address,
        nav_at=reverse("administration:campaigns"),
    )


CAMPAIGNS = Table(
    title=gettext_lazy("Yearly reviews of rights"),
    columns=[
        (gettext_lazy("Year"), lambda row: row.year),
        (gettext_lazy("basis (document)"), lambda row: row.basis),
        (gettext_lazy("to be confirmed by"), lambda row: row.due_on.isoformat()),
        (gettext_lazy("opened by"), lambda row: str(row.opened_by)),
    ],
    lamp=lambda row: ("done", _("review over")) if row.closed_at else ("warn", _("under way")),
    link=lambda row: row.address,
    nothing=gettext_lazy("No review was opened yet."),
)


@require_safe
@only_lookers
def campaigns(request):
    rows = Campaign.objects.select_related("opened_by")
    add = (
        [(reverse("administration:new_campaign"), _("Open the yearly review"))]
        if may.is_security(request.actor)
        else []
    )
    return listing(request, CAMPAIGNS, rows, forms.PlainFilter(request.GET), add=add)


class TickForm(django_forms.Form):
    """Which lines are confirmed; only those that this actor may confirm can be ticked."""

    rows = django_forms.ModelMultipleChoiceField(
        queryset=Confirmation.objects.none(),
        error_messages={"required": gettext_lazy("Tick at least one post.")},
    )

    def __init__(self, rows, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = rows

    def arguments(self, files=()) -> dict:
        return {"rows": list(self.cleaned_data["rows"])}


class ExportForm(django_forms.Form):
    export = django_forms.ChoiceField(choices=EXPORT, **NONE)


@require_http_methods(["GET", "POST"])
@only_lookers
def campaign(request, year):
    """The lines that this actor confirms, to be ticked; how far the units are."""
    row = get_object_or_404(Campaign.objects.select_related("opened_by"), year=year)
    mine = to_confirm(request.actor, row)
    form = TickForm(Confirmation.objects.filter(pk__in=[line.pk for line in mine]), *posted(request)[:1])
    if form.is_bound and form.is_valid() and done(request, form, reviewing.confirm_all, row) is not None:
        messages.success(request, _("Confirmed."))
        return redirect(row.address)
    asked = ExportForm(request.GET)
    lines = of_units(row, request.actor)
    if asked.is_valid() and asked.cleaned_data["export"]:
        return exported(str(row), asked.cleaned_data["export"], HEADS, [list(line.cells()) for line in lines])
    page = {"row": row, "mine": mine, "form": form, "lines": lines, "whole": row.confirmations.count()}
    page |= {"waiting": row.confirmations.open().count(), "nav_at": reverse("administration:campaigns")}
    return render(request, "administration/campaign.html", page, status=422 if form.is_bound else 200)


HEADS = [
    gettext_lazy("organisation"),
    gettext_lazy("posts"),
    gettext_lazy("post confirmed"),
    gettext_lazy("post ended"),
    gettext_lazy("suspended"),
    gettext_lazy("to be confirmed"),
]


def to_confirm(actor, row: Campaign) -> list[Confirmation]:
    """Open lines that this actor may answer."""
    rows = Confirmation.objects.visible_to(actor).open().filter(campaign=row).select_related(*RELATED)
    return [line for line in rows.order_by("organisation__sort", "organisation", "pk") if may.can_confirm(actor, line)]


DEEDS = {
    "confirm": Deed(
        forms.ConfirmForm,
        reviewing.confirm,
        lambda actor, row: row.state == C.OPEN and may.can_confirm(actor, row),
        gettext_lazy("Confirm the post"),
        gettext_lazy("Confirmed."),
        "check",
    ),
    "end": Deed(
        forms.EndForm,
        reviewing.end,
        lambda actor, row: row.state == C.OPEN and may.can_confirm(actor, row),
        gettext_lazy("End the post"),
        gettext_lazy("The post has ended; its holder has no right from it any more."),
        "stop",
        grave=True,
    ),
}


def seen(actor, pk) -> Confirmation:
    related = [*RELATED, "post__organisation"]
    return get_object_or_404(Confirmation.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_lookers
def confirmation(request, pk):
    return confirmation_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_lookers
def confirmation_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, confirmation_page, address("confirmation"))


def confirmation_page(request, row: Confirmation, refused=None):
    is_open = row.state == C.OPEN
    waits = _("Without confirmation by %(day)s the post is suspended.") % {"day": row.campaign.due_on}
    about = {
        "title": f"{row.user} · {row.post}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Yearly review"), row.campaign),
            (_("person"), f"{row.user}（{row.user.username}）"),
            (_("organisation"), row.organisation.name),
            (_("role"), row.post.get_role_display()),
            (_("title"), row.post.title),
            (_("on whose word"), f"{by_robot(row.decided_by)} {local(row.decided_at)}" if row.decided_at else ""),
            (_("reason"), row.reason),
        ],
        "clocks": [waits] if is_open else [],
        "links": [(reverse("administration:post", args=[row.post_id]), _("The post"))],
        "back": (reverse("administration:confirmations"), _("Posts in the review")),
        "deed_address": "administration:confirmation_deed",
        "nav_at": reverse("administration:confirmations"),
    }
    return detail(request, row, DEEDS, about, refused)
