"""What is looked for in public money: definitions, and parameters with versions and two signatures."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funds.actions import flag_rules
from funds.detectors import BY_CODE, RULES
from funds.detectors.look import in_force
from funds.forms.flags import ParametersForm
from funds.models import FlagVersion, FundFlag
from funds.permissions.flags import can_see_flags, can_set_parameters
from funds.views.common import done, only, sent
from records.refusal import Refused


@require_safe
@only(can_see_flags)
def rules(request):
    """All detectors with their test, basis and standing parameters."""
    settings = in_force(timezone.localdate())
    standing = FundFlag.objects.visible_to(request.actor).open().order_by().values_list("code")
    counts = dict(standing.annotate(count=Count("pk")))
    rows = [
        {"rule": rule, "count": counts.get(rule.code, 0), "on": rule.code in settings, **named(rule, settings)}
        for rule in RULES
    ]
    waiting = FlagVersion.objects.filter(signed_at=None).exists()
    return render(
        request, "funds/flags/rules.html", {"rows": rows, "waiting": waiting, "nav_at": reverse("funds:flags")}
    )


def named(rule, settings) -> dict:
    version, parameters = settings.get(rule.code, (None, rule.defaults))
    values = [(one.words, parameters[one.name]) for one in rule.parameters]
    return {"version": version, "parameters": values}


@require_http_methods(["GET", "POST"])
@only(can_see_flags)
def rule(request, code):
    """One detector: its versions, and the form for new parameters."""
    if code not in BY_CODE:
        raise Http404
    if request.method == "POST" and not can_set_parameters(request.actor):
        raise PermissionDenied
    settings = in_force(timezone.localdate())
    _version, current = settings.get(code, (None, BY_CODE[code].defaults))
    form = ParametersForm(code, current, code in settings, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_valid() and done(request, form, flag_rules.propose, code) is not None:
        messages.success(request, _("Proposed; another inspector signs it."))
        return redirect("funds:flag_rule", code)
    versions = FlagVersion.objects.filter(code=code).select_related("proposed_by", "signed_by").order_by("-version")
    page = {
        "rule": BY_CODE[code],
        "form": form if can_set_parameters(request.actor) else None,
        "versions": list(versions),
        **named(BY_CODE[code], settings),
        "actor_pk": request.user.pk,
        "nav_at": reverse("funds:flags"),
    }
    return render(request, "funds/flags/rule.html", page, status=422 if form.errors else 200)


@require_POST
@only(can_see_flags)
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
        messages.success(request, _("Signed and in force; everything was looked at again."))
    return redirect("funds:flag_rule", version.code)
