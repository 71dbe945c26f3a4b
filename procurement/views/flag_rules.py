"""What the red flags look for: definitions, parameters with versions, and the library of behaviour."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.actions import flag_rules, flagging
from procurement.flags import BY_CODE, RULES
from procurement.forms.flags import BehaviourForm, ParametersForm, ReasonForm
from procurement.models import Behaviour, Flag, FlagVersion
from procurement.permissions_flags import can_keep_library, can_see_flags, can_set_parameters
from procurement.views.common import only
from procurement.views.flags import NOT_YOURS
from records import paging
from records.desk import sent
from records.refusal import Refused


@require_safe
@only(can_see_flags, NOT_YOURS)
def rules(request):
    """All flags with their test, basis and standing parameters."""
    settings = flagging.in_force(timezone.localdate())
    owed = Flag.objects.visible_to(request.actor).owed().order_by().values_list("code")
    counts = dict(owed.annotate(count=Count("pk")))
    rows = [
        {"rule": rule, "count": counts.get(rule.code, 0), "on": rule.code in settings, **named(rule, settings)}
        for rule in RULES
    ]
    waiting = FlagVersion.objects.filter(signed_at=None).exists()
    return render(request, "procurement/flags/rules.html", {"rows": rows, "waiting": waiting})


def named(rule, settings) -> dict:
    version, parameters = settings.get(rule.code, (None, rule.defaults))
    values = [(one.words, parameters[one.name], one.unit) for one in rule.parameters]
    return {"version": version, "parameters": values}


@require_http_methods(["GET", "POST"])
@only(can_see_flags, NOT_YOURS)
def rule(request, code):
    """One flag: its versions, and the form for new parameters."""
    if code not in BY_CODE:
        raise Http404
    if request.method == "POST" and not can_set_parameters(request.actor):
        raise PermissionDenied
    settings = flagging.in_force(timezone.localdate())
    _version, current = settings.get(code, (None, BY_CODE[code].defaults))
    about = {"code": code, "current": current, "is_on": code in settings}
    form = ParametersForm(request.POST if request.method == "POST" else None, **about)
    if form.is_valid() and proposed(request, form, code):
        messages.success(request, _("Proposed; another inspector signs it."))
        return redirect("procurement:flag_rule", code)
    versions = FlagVersion.objects.filter(code=code).select_related("proposed_by", "signed_by").order_by("-version")
    page = {
        "rule": BY_CODE[code],
        "form": form if can_set_parameters(request.actor) else None,
        "versions": list(versions),
        **named(BY_CODE[code], settings),
        "actor_pk": request.user.pk,
    }
    return render(request, "procurement/flags/rule.html", page, status=422 if form.errors else 200)


def proposed(request, form, code) -> bool:
    try:
        key = sent(request) or None
        flag_rules.propose(code, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


@require_POST
@only(can_see_flags, NOT_YOURS)
def sign(request, pk):
    """Another inspector puts a version into force."""
    version = get_object_or_404(FlagVersion, pk=pk)
    if not can_set_parameters(request.actor):
        raise PermissionDenied
    try:
        flag_rules.sign(version, by=request.actor, now=timezone.now(), key=sent(request) or None)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Signed and in force from today on; every tender was looked at again."))
    return redirect("procurement:flag_rule", version.code)


@require_http_methods(["GET", "POST"])
@only(can_see_flags, NOT_YOURS)
def library(request):
    """The library of behaviour, and the form for a mark by hand."""
    if request.method == "POST" and not can_keep_library(request.actor):
        raise PermissionDenied
    form = BehaviourForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and entered(request, form):
        messages.success(request, _("The mark stands in the library; bids that carry it are flagged."))
        return redirect("procurement:behaviours")
    rows = Behaviour.objects.select_related("entered_by", "ended_by", "flag").order_by("ended_on", "-pk")
    part = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    keeps = can_keep_library(request.actor)
    page = {"part": part, "form": form if keeps else None, "strike": ReasonForm() if keeps else None}
    return render(request, "procurement/flags/library.html", page, status=422 if form.errors else 200)


def entered(request, form) -> bool:
    typed = dict(form.cleaned_data)
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    try:
        flagging.enter_behaviour(typed.pop("kind"), **typed, **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


@require_POST
@only(can_see_flags, NOT_YOURS)
def strike(request, pk):
    """A mark leaves the library."""
    row = get_object_or_404(Behaviour, pk=pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        flagging.strike_off(row, by=request.actor, now=timezone.now(), reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The mark was struck off."))
    return redirect("procurement:behaviours")
