"""Posts and grants: lists with search, the page of each with what may be done there, lists that are read in."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Post
from administration import permissions as may
from administration.actions import granting, posts
from administration.forms import rights as forms
from administration.models import Grant
from administration.queues import posts_of
from administration.views.common import address, by_robot, lamp_of_post, only, only_lookers
from records.desk import Deed, Table, detail, listing, local, new, posted, take, who
from records.fields import ReasonForm

G = Grant.State

POSTS = Table(
    title=gettext_lazy("Posts"),
    columns=[
        (gettext_lazy("person"), lambda row: str(row.user)),
        (gettext_lazy("User name"), lambda row: row.user.username),
        (gettext_lazy("organisation"), lambda row: row.organisation.name),
        (gettext_lazy("role"), lambda row: row.get_role_display()),
        (gettext_lazy("title"), lambda row: row.title),
        (gettext_lazy("deputy (B)"), lambda row: str(row.deputy) if row.deputy else ""),
        (gettext_lazy("ended on"), lambda row: row.ended_on.isoformat() if row.ended_on else ""),
    ],
    lamp=lamp_of_post,
    link=address("post"),
    nothing=gettext_lazy("There is no post here."),
)
WHICH = {
    "active": Q(ended_on=None, suspended_on=None),
    "suspended": Q(ended_on=None, suspended_on__isnull=False),
    "ended": Q(ended_on__isnull=False),
    "": Q(),
}


def which(form) -> str:
    form.is_valid()
    return form.cleaned_data.get("which", "")


@require_safe
@only_lookers
def post_list(request):
    form = forms.PostsFilter(request.GET)
    rows = posts_of(request.actor).filter(WHICH[which(form)])
    rows = rows.select_related("user", "organisation", "deputy").order_by("organisation__sort", "organisation", "pk")
    add = [(reverse("administration:new_grant"), _("Propose a right"))] if may.is_security(request.actor) else []
    return listing(request, POSTS, rows, form, add=add)


def propose_move(post: Post, *, by, now, organisation, wanted, key=None) -> Grant:
    return granting.propose(organisation, by=by, now=now, wanted=wanted, key=key)


def changeable(actor, row) -> bool:
    return row.ended_on is None and may.can_change_post(actor, row)


POST_DEEDS = {
    "restore": Deed(
        ReasonForm,
        posts.restore,
        lambda actor, row: row.ended_on is None and row.suspended_on is not None and may.can_restore(actor, row),
        gettext_lazy("Restore the post"),
        gettext_lazy("The post gives its rights again."),
        "check",
    ),
    "change": Deed(
        forms.ChangeForm,
        posts.change,
        changeable,
        gettext_lazy("Change title, window, deputy"),
        gettext_lazy("Changed, and written into the log of rights."),
        "edit",
        of_row=True,
    ),
    "move": Deed(
        forms.MoveForm,
        propose_move,
        changeable,
        gettext_lazy("Move to another post"),
        gettext_lazy("Proposed; a second person has to sign before anything happens."),
        "exit",
        of_row=True,
    ),
    "end": Deed(
        forms.EndForm,
        posts.end,
        changeable,
        gettext_lazy("End the post"),
        gettext_lazy("The post has ended; its holder has no right from it any more."),
        "stop",
        grave=True,
        of_row=True,
    ),
}


def seen_post(actor, pk) -> Post:
    related = ["user", "organisation__parent", "window", "deputy"]
    return get_object_or_404(posts_of(actor).select_related(*related), pk=pk)


@require_safe
@only_lookers
def post(request, pk):
    return post_page(request, seen_post(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_lookers
def post_deed(request, pk, deed):
    return take(request, seen_post(request.actor, pk), deed, POST_DEEDS, post_page, address("post"))


def warnings_of(row: Post, move: Grant | None) -> list[str]:
    told = []
    if row.suspended_on and not row.ended_on:
        told.append(_("Suspended since %(day)s: it gives no rights.") % {"day": row.suspended_on})
    if move:
        about = {"unit": move.organisation.short_name, "day": move.from_on, "state": move.get_state_display()}
        told.append(_("A move to %(unit)s with effect from %(day)s: %(state)s.") % about)
    return told


def post_page(request, row: Post, refused=None):
    move = row.moves.filter(state__in=Grant.OPEN).select_related("organisation").first()
    about = {
        "title": f"{row.user} · {row}",
        "lamp": lamp_of_post(row),
        "facts": post_facts(row),
        "tables": [(_("Log of rights"), LOG_HEADS, log_lines(row))],
        "warnings": warnings_of(row, move),
        "links": [(move.address, _("The move"))] if move else [],
        "back": (reverse("administration:posts"), _("Posts")),
        "deed_address": "administration:post_deed",
        "nav_at": reverse("administration:posts"),
    }
    return detail(request, row, POST_DEEDS, about, refused)


LOG_HEADS = [
    (gettext_lazy("with effect from"), False),
    (gettext_lazy("Kind"), False),
    (gettext_lazy("reason"), False),
    (gettext_lazy("number of the document"), False),
    (gettext_lazy("who proposed"), False),
    (gettext_lazy("on whose word"), False),
]


def log_lines(row: Post) -> list[list]:
    lines = row.changes.select_related("changed_by", "second").order_by("pk")
    return [
        [
            line.day.isoformat(),
            line.get_kind_display(),
            line.reason,
            line.document_number,
            str(line.second) if line.second else "",
            f"{by_robot(line.changed_by)} {local(line.changed_at)}",
        ]
        for line in lines
    ]


def post_facts(row: Post) -> list[tuple]:
    grant = Grant.objects.filter(post=row).first()
    return [
        (_("person"), f"{row.user}（{row.user.username}）"),
        (_("organisation"), row.organisation.name),
        (_("role"), row.get_role_display()),
        (_("title"), row.title),
        (_("window"), row.window),
        (_("deputy (B)"), row.deputy),
        (_("away until"), row.away_until),
        (_("supervision contact"), _("yes") if row.is_contact else ""),
        (_("valid until"), grant.until_on if grant else None),
        (_("ended on"), row.ended_on),
    ]


# grants

GRANTS = Table(
    title=gettext_lazy("Grants of rights"),
    columns=[
        (gettext_lazy("person"), lambda row: str(row.user)),
        (gettext_lazy("organisation"), lambda row: row.organisation.name),
        (gettext_lazy("role"), lambda row: row.get_role_display()),
        (gettext_lazy("valid from"), lambda row: row.from_on.isoformat()),
        (gettext_lazy("valid until"), lambda row: row.until_on.isoformat() if row.until_on else ""),
        (gettext_lazy("number of the document"), lambda row: row.document_number),
        (gettext_lazy("who proposed"), lambda row: str(row.proposed_by)),
        (gettext_lazy("second signature"), lambda row: str(row.decided_by) if row.decided_by else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.address,
    nothing=gettext_lazy("No right was proposed yet."),
)


@require_safe
@only_lookers
def grants(request):
    rows = Grant.objects.visible_to(request.actor)
    rows = rows.select_related("user", "organisation", "proposed_by", "decided_by")
    add = [(reverse("administration:new_grant"), _("Propose a right"))] if may.is_security(request.actor) else []
    return listing(request, GRANTS, rows, forms.GrantsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only(may.is_security)
def new_grant(request):
    """Propose a right for somebody."""
    form = forms.GrantForm(*posted(request))
    unit = form.cleaned_data.get("organisation") if form.is_bound and form.is_valid() else None
    return new(
        request,
        form,
        granting.propose,
        unit,
        title=_("Propose a right"),
        back=reverse("administration:grants"),
        saved=_("Proposed; a second person has to sign before anything happens."),
        after=lambda grant: grant.address,
        lead=_("The right begins when a second security administrator or the head of the unit has signed it."),
        nav_at=reverse("administration:grants"),
    )


GRANT_DEEDS = {
    "activate": Deed(
        forms.OpinionForm,
        granting.activate,
        lambda actor, row: row.state == G.PROPOSED and may.can_decide_grant(actor, row),
        gettext_lazy("Sign: the right is given"),
        gettext_lazy("Signed."),
        "seal",
    ),
    "refuse": Deed(
        forms.OpinionForm,
        granting.refuse,
        lambda actor, row: row.state == G.PROPOSED and may.can_decide_grant(actor, row),
        gettext_lazy("Refuse"),
        gettext_lazy("Refused; who proposed it was told why."),
        "stop",
        grave=True,
    ),
    "withdraw": Deed(
        ReasonForm,
        granting.withdraw,
        lambda actor, row: row.state in Grant.OPEN and may.can_withdraw_grant(actor, row),
        gettext_lazy("Withdraw the proposal"),
        gettext_lazy("Taken back."),
        "down",
        grave=True,
    ),
}


def seen_grant(actor, pk) -> Grant:
    related = ["user", "organisation__parent", "window", "takes_over", "proposed_by", "decided_by"]
    related += ["leaves__organisation", "leaves__user", "post__organisation"]
    return get_object_or_404(Grant.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_lookers
def grant(request, pk):
    return grant_page(request, seen_grant(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_lookers
def grant_deed(request, pk, deed):
    return take(request, seen_grant(request.actor, pk), deed, GRANT_DEEDS, grant_page, address("grant"))


def grant_page(request, row: Grant, refused=None):
    waits = _("Without a second signature by %(day)s it expires.") % {"day": row.expires_on}
    own = _("You proposed it: a second person has to sign.")
    is_own = request.actor.user.pk == row.proposed_by_id
    links = [(reverse("administration:post", args=[row.post_id]), _("The post"))] if row.post_id else []
    about = {
        "title": str(row),
        "lamp": (row.tone, row.get_state_display()),
        "facts": grant_facts(row),
        "clocks": [waits, *([own] if is_own else [])] if row.state == G.PROPOSED else [],
        "links": links,
        "back": (reverse("administration:grants"), _("Grants of rights")),
        "deed_address": "administration:grant_deed",
        "nav_at": reverse("administration:grants"),
    }
    return detail(request, row, GRANT_DEEDS, about, refused)


def grant_facts(row: Grant) -> list[tuple]:
    return [
        (_("person"), f"{row.user}（{row.user.username}）"),
        (_("organisation"), row.organisation.name),
        (_("role"), row.get_role_display()),
        (_("title"), row.title),
        (_("window"), row.window),
        (_("supervision contact"), _("yes") if row.is_contact else ""),
        (_("leaves the post"), row.leaves),
        (_("who takes the open work"), row.takes_over),
        (_("valid from"), row.from_on),
        (_("valid until"), row.until_on),
        (_("reason"), row.reason),
        (_("number of the document"), row.document_number),
        (_("who proposed"), f"{by_robot(row.proposed_by)} {local(row.proposed_at)}"),
        (_("second signature"), who(row.decided_by, row.decided_at)),
        (_("opinion"), row.opinion),
    ]
