"""The register of source systems, the page of one, and its tokens."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange import actions
from exchange.forms import Button, ContactForm, ReasonForm, SourceForm, TokenForm
from exchange.gaps import silent_since
from exchange.models import Event, Overtaken, Problem, SourceSystem
from exchange.permissions import can_keep, can_watch_sources
from exchange.views.pages import ask, check, do
from monitoring.models import PlatformFinding
from records.refusal import Refused

LATEST = 20  # events shown on the page of a source
TREND_DAYS = 7

# Address of a deed → (action, form, what is said afterwards)
MOVES = {
    "suspend": (actions.suspend_source, ReasonForm, gettext_lazy("Stopped: nothing is taken from it.")),
    "resume": (actions.resume_source, Button, gettext_lazy("The system may deliver again.")),
    "end": (actions.end_source, ReasonForm, gettext_lazy("Out of use; its tokens have ended.")),
}


def get_source(request, code) -> SourceSystem:
    seen = SourceSystem.objects.visible_to(request.actor).select_related("organisation")
    return get_object_or_404(seen, code=code)


@require_safe
def sources(request):
    """All source systems with their last event, what came today, and what waits."""
    check(can_watch_sources(request.actor))
    now = timezone.now()
    seen = SourceSystem.objects.visible_to(request.actor)
    today = Event.objects.filter(source=OuterRef("pk"), received_at__gte=now - timedelta(days=1))
    waiting = Problem.objects.waiting().filter(source=OuterRef("pk"))
    rows = seen.select_related("organisation").annotate(today=counted(today), waiting=counted(waiting))
    rows = [{"source": row, "silent": silent_since(row, now)} for row in rows]
    context = {
        "rows": rows,
        "active": sum(row["source"].state == SourceSystem.State.ACTIVE for row in rows),
        "silent": sum(row["silent"] is not None for row in rows),
        "waiting": sum(row["source"].waiting or 0 for row in rows),
        "overtaken": Overtaken.objects.filter(
            seen_at=None, finding__organisation__path__startswith=request.actor.watched_path
        ).count(),
        "may_keep": can_keep(request.actor),
    }
    return render(request, "exchange/sources.html", context)


def counted(rows) -> Subquery:
    """How many rows there are of each source, as a column."""
    return Subquery(rows.order_by().values("source").annotate(count=Count("pk")).values("count"))


@require_safe
def source(request, code):
    """One source system: its facts, tokens, what its names mean, its latest events and faults."""
    check(can_watch_sources(request.actor))
    return show(request, get_source(request, code))


def show(request, found: SourceSystem, status=200, **more):
    now = timezone.now()
    faults = PlatformFinding.objects.filter(code=PlatformFinding.Code.IMPORT_GAP, about=found.name)
    context = {
        "source": found,
        "silent": silent_since(found, now),
        "tokens": [(token, state_of(token, now)) for token in found.tokens.select_related("issued_by")],
        "mappings": found.mappings.select_related("organisation", "proposed_by", "decided_by"),
        "items": found.items.select_related("organisation", "event").order_by("code", "-defined_at"),
        "events": found.events.order_by("-pk")[:LATEST],
        "cases": found.cases.count(),
        "waiting": found.problems.waiting().count(),
        "faults": faults[:5],
        "may_keep": can_keep(request.actor),
        "may_confirm": request.actor.holds("inspector"),
        "token_form": TokenForm(),
        "reason_form": ReasonForm(),
        "nav_at": reverse("exchange:sources"),
    }
    return render(request, "exchange/source.html", context | more, status=status)


def state_of(token, now) -> tuple[str, str]:
    """Tone and words of a token's state."""
    if token.revoked_at:
        return "done", _("revoked")
    if token.expires_at <= now:
        return "done", _("expired")
    soon = token.expires_at - now < timedelta(days=14)
    return ("warn", _("expires soon")) if soon else ("ok", _("may be used"))


@require_http_methods(["GET", "POST"])
def register(request):
    """Enter a new source system."""
    check(can_keep(request.actor))
    about = {"title": _("Register a source system"), "button": _("Register"), "back": reverse("exchange:sources")}
    form = SourceForm(request.POST or None, actor=request.actor)
    if request.method == "GET":
        return ask(request, SourceForm(actor=request.actor), **about)
    if not form.is_valid():
        return ask(request, form, **about, status=422)
    facts = dict(form.cleaned_data)
    try:
        made = actions.register_source(
            facts.pop("organisation"), by=request.actor, now=timezone.now(), key=request.POST.get("key"), **facts
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return ask(request, form, **about, status=422)
    return redirect("exchange:source", code=made.code)


@require_http_methods(["GET", "POST"])
def change(request, code):
    """Another contact person or interval."""
    check(can_keep(request.actor))
    found = get_source(request, code)
    back = reverse("exchange:source", args=[code])
    about = {"title": found.name, "button": _("Save"), "back": back}
    if request.method == "GET":
        initial = {name: getattr(found, name) for name in ContactForm.base_fields}
        return ask(request, ContactForm(initial=initial), **about)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return ask(request, form, **about, status=422)
    return do(request, actions.change_source, found, form, done=_("Saved."), to=back)


@require_POST
def move(request, code, deed):
    """Stop a system, let it deliver again, or take it out of use."""
    check(can_keep(request.actor))
    if deed not in MOVES:
        raise Http404
    action, form, done = MOVES[deed]
    back = reverse("exchange:source", args=[code])
    return do(request, action, get_source(request, code), form(request.POST), done=done, to=back)


@require_POST
def issue(request, code):
    """A new token, shown on this page and never again; the same form twice makes one."""
    check(can_keep(request.actor))
    found = get_source(request, code)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=422, token_form=form)
    days = form.cleaned_data["days"]
    try:
        made = actions.issue_token(found, by=request.actor, now=timezone.now(), days=days, key=request.POST.get("key"))
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, found, status=422, token_form=form)
    response = show(request, found, signs="" if made == found else made[1])
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request, code, pk):
    """End a token at once."""
    check(can_keep(request.actor))
    found = get_source(request, code)
    token = get_object_or_404(found.tokens, pk=pk)
    back = reverse("exchange:source", args=[code])

    def action(source, **about):
        return actions.revoke_token(source, token=token, **about)

    return do(request, action, found, Button(request.POST), done=_("The token is revoked."), to=back)
