"""值守与代岗: who of the unit is in, who is away and until when, who stands in, and the deeds on that."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Post
from approvals.actions import duty
from approvals.forms import hall as forms
from approvals.models import UNIT_ROLES, Attendance
from approvals.permissions import can_work
from approvals.permissions_hall import can_answer_for, can_appoint
from approvals.views.desk import only
from deadlines import calendar as calendars
from records.desk import denied, sent
from records.refusal import Refused


@dataclass(frozen=True)
class Deed:
    """A form on a post: what is typed, what it does, what it says."""

    form: type
    action: object
    label: str
    done: str
    icon: str = "check"


DEEDS = {
    "away": Deed(
        forms.AwayForm,
        duty.go_away,
        _("Declare an absence"),
        _("The absence is entered; the deputy has taken over."),
        "exit",
    ),
    "back": Deed(forms.DutyForm, duty.come_back, _("Back again"), _("Welcome back; your cases are yours again.")),
    "deputy": Deed(
        forms.DeputyForm, duty.appoint_deputy, _("Appoint the deputy"), _("The deputy is appointed."), "user"
    ),
    "hand-over": Deed(
        forms.HandOverForm, duty.hand_over, _("Hand running cases over"), _("The running cases are handed over."), "up"
    ),
}


def posts_of(actor):
    """The active posts of the actor's unit, with the number of clocks that run under each holder's name."""
    clocks = duty.running(OuterRef("organisation"), OuterRef("user")).order_by()
    counted = clocks.values("responsible").annotate(count=Count("pk")).values("count")
    posts = Post.objects.active().filter(organisation=actor.organisation, role__in=UNIT_ROLES)
    posts = posts.select_related("user", "deputy", "window", "organisation")
    return posts.annotate(clocks=Coalesce(Subquery(counted, output_field=IntegerField()), 0)).order_by("pk")


def offered(actor, post: Post, today) -> list[str]:
    """The deeds that this actor may do on the post now."""
    if not can_answer_for(actor, post):
        return []
    away = post.away_until is not None and post.away_until >= today
    names = ["back"] if away else (["away"] if post.deputy_id else [])
    names += ["deputy"] if can_appoint(actor, post.organisation_id) else []
    return names + (["hand-over"] if post.clocks else [])


@require_safe
@only(can_work)
def table(request):
    return show(request)


@require_http_methods(["GET", "POST"])
@only(can_work)
def deed(request, pk, deed):
    """Do one deed on a post; GET opens its form."""
    post = get_object_or_404(posts_of(request.actor), pk=pk)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":
        return show(request, post, deed)
    form = DEEDS[deed].form(duty.colleagues(post), request.POST, deed=deed)
    if not form.is_valid():
        allowed = can_answer_for(request.actor, post)
        return show(request, post, deed, form, status=422) if allowed else denied(request, NOT_YOURS)
    try:
        DEEDS[deed].action(post, by=request.actor, now=timezone.now(), key=sent(request), **form.arguments())
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOURS)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, post, deed, form, status=422)
    messages.success(request, DEEDS[deed].done)
    return redirect("approvals:duty")


NOT_YOURS = _("Only the holder of the post or the head of the unit does this.")


def show(request, chosen=None, name="", form=None, *, status=200):
    """The table of the unit; `chosen` is the post whose forms are open."""
    actor, today = request.actor, timezone.localdate()
    posts = list(posts_of(actor))
    there = dict(Attendance.objects.filter(post__in=posts, day=today).values_list("post_id", "left_at"))
    lines = [
        {
            "post": post,
            "away": post.away_until is not None and post.away_until >= today,
            "in": post.pk in there and there[post.pk] is None,
            "left": there.get(post.pk),
            "deeds": [(name, DEEDS[name]) for name in offered(actor, post, today)],
        }
        for post in posts
    ]
    page = {
        "lines": lines,
        "chosen": chosen,
        "name": name,
        "form": None,
        "today": today,
        "rest": not calendars.calendar().is_working(today),
    }
    if chosen is not None and (form is not None or name in offered(actor, chosen, today)):
        page["deed"] = DEEDS[name]
        page["form"] = form if form is not None else DEEDS[name].form(duty.colleagues(chosen), deed=name)
    return render(request, "approvals/desk/duty.html", page, status=status)
