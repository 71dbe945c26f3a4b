"""Rules: those in force at their supervision points, drafts, what a draft would have found, the second signature."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from monitoring import actions, tasks
from monitoring.figures import Period
from monitoring.forms_rules import DraftForm, EndForm, PeriodForm, RowsForm
from monitoring.models import BackTest, Finding, RuleVersion
from monitoring.permissions import can_watch
from monitoring.permissions_rules import can_draft, can_switch_on, can_try
from monitoring.points import BY_CODE as POINT_BY_CODE
from monitoring.points import LINES, POINTS
from monitoring.rules import BY_CODE, versions_in_force
from monitoring.rules.presets import presets
from powers.models import Power
from records.refusal import Refused
from records.subjects import described

PAGE = 50
REFRESH = 3  # seconds, while a back-test is under way
WHAT = {"new": Q(issued=""), "gone": Q(drafted=""), "both": ~Q(issued="") & ~Q(drafted="")}


def check_watch(actor):
    if not can_watch(actor):
        raise PermissionDenied


@require_safe
def rules(request):
    """The rules in force at the supervision points of one line of business, drafts, rule sets, former versions."""
    check_watch(request.actor)
    today = timezone.localdate()
    year = Period(today.replace(month=1, day=1), today)
    found = Finding.objects.visible_to(request.actor).filter(year.within("issued_at")).order_by()
    counts = dict(found.values_list("code").annotate(Count("pk")))
    in_force = versions_in_force(today)
    signed = RuleVersion.objects.signed().exclude(pk__in=[version.pk for version in in_force.values()])
    drafts = RuleVersion.objects.drafts().order_by("code")
    line = asked if (asked := request.GET.get("line")) in LINES else next(iter(LINES))
    context = {
        "lines": LINES.items(),
        "line": line,
        "line_words": LINES[line],
        "points": points_of(line, in_force, counts),
        "drafts": drafts,
        "drafted": {version.code for version in drafts},
        "old": signed,
        "presets": presets(),
        "may_draft": can_draft(request.actor),
        "year": today.year,
    }
    return render(request, "monitoring/rules.html", context)


def points_of(line: str, in_force: dict, counts: dict) -> list[tuple]:
    """Of each supervision point of a line of business: the rules that stand there, with what they found."""
    rows = [
        (BY_CODE[code].point, version, counts.get(code, 0)) for code, version in in_force.items() if code in BY_CODE
    ]
    return [
        (point, [(version, count) for where, version, count in rows if where == point.code])
        for point in POINTS
        if point.app == line
    ]


def get_version(request, pk) -> RuleVersion:
    check_watch(request.actor)
    return get_object_or_404(RuleVersion, pk=pk)


@require_safe
def rule(request, pk):
    return show(request, get_version(request, pk))


def show(request, version: RuleVersion, period=None, end=None, *, status=200):
    """A version with its numbers, what it was tried on, and what this person may do with it."""
    actor = request.actor
    known = BY_CODE.get(version.code)
    tests = list(version.back_tests.select_related("organisation", "asked_by"))
    mine = version.is_draft and version.drafted_by_id == actor.user.pk
    in_force = version.state == RuleVersion.State.ACTIVE
    signs = can_switch_on(actor, version)
    context = {
        "version": version,
        "numbers": [(one, version.parameters.get(one.name, one.default)) for one in known.parameters] if known else [],
        "tests": tests,
        "tried": any(test.state == BackTest.State.DONE for test in tests),
        "period": (period or PeriodForm(actor=actor)) if version.is_draft and can_try(actor) else None,
        "end": (end or EndForm()) if in_force and signs else None,
        "mine": mine and can_draft(actor),
        "may_draft": can_draft(actor),
        "may_sign": version.is_draft and signs,
        "powers": powers_watched(known) if known else [],
        "others": RuleVersion.objects.filter(code=version.code).exclude(pk=version.pk),
    }
    return render(request, "monitoring/rule.html", context, status=status)


def powers_watched(known) -> list[tuple[str, str, int]]:
    """The kinds of powers at the point of the rule, each with how many are in force."""
    kinds = POINT_BY_CODE[known.point].powers if known.point in POINT_BY_CODE else ()
    rows = Power.objects.in_force().filter(kind__in=kinds).order_by().values_list("kind")
    counts = dict(rows.annotate(Count("pk")))
    return [(kind, label, counts.get(kind, 0)) for kind, label in Power.KINDS if kind in kinds]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, code):
    """Write the next version of a rule, beginning with what is in force."""
    check_watch(request.actor)
    known = BY_CODE.get(code)
    if known is None:
        raise Http404
    if not can_draft(request.actor):
        raise PermissionDenied
    before = RuleVersion.objects.filter(code=code).order_by("version").last()
    return written(request, known, before, lambda **content: actions.draft(known, **content))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change a draft."""
    version = get_version(request, pk)
    if version.drafted_by_id != request.actor.user.pk or not can_draft(request.actor):
        raise PermissionDenied
    return written(request, BY_CODE[version.code], version, lambda **content: actions.rewrite(version, **content))


def written(request, known, before, deed):
    """The form of a draft; what was typed stays when it is refused."""
    form = DraftForm(known, request.POST if request.method == "POST" else None, version=before)
    if request.method == "POST" and form.is_valid():
        try:
            made = deed(by=request.actor, now=timezone.now(), key=request.POST.get("key"), **form.content)
        except Refused as refusal:
            form.blame(refusal.field, refusal.message)
        else:
            messages.success(request, _("The draft is kept. Now try it on the past."))
            return redirect("monitoring:rule", pk=made.pk)
    context = {"form": form, "rule": known, "before": before}
    return render(request, "monitoring/rule_form.html", context, status=422 if form.errors else 200)


SIMPLE = {
    "discard": (actions.discard, gettext_lazy("The draft is discarded.")),
    "switch_on": (actions.switch_on, gettext_lazy("The rule is switched on.")),
}


@require_POST
def deed(request, pk, verb):
    """Try a draft on the past, sign it, discard it, or let a rule end."""
    version = get_version(request, pk)
    if verb == "test":
        return test(request, version)
    if verb == "switch_off":
        return switch_off(request, version)
    if verb not in SIMPLE:
        raise Http404
    action, words = SIMPLE[verb]
    try:
        action(version, by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect("monitoring:rule", pk=pk)


def test(request, version: RuleVersion):
    form = PeriodForm(request.POST, actor=request.actor)
    if form.is_valid():
        about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key")}
        try:
            made = actions.try_on_past(version, **about, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            transaction.on_commit(tasks.back_tests.delay)
            return redirect("monitoring:back_test", pk=made.pk)
    return show(request, version, period=form, status=422)


def switch_off(request, version: RuleVersion):
    form = EndForm(request.POST)
    if form.is_valid():
        about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key")}
        try:
            actions.switch_off(version, **about, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The rule ends with this day."))
            return redirect("monitoring:rule", pk=version.pk)
    return show(request, version, end=form, status=422)


@require_POST
def load(request):
    """Write drafts of a rule set that is shipped; each is signed on its own."""
    check_watch(request.actor)
    if not can_draft(request.actor):
        raise PermissionDenied
    chosen = next((preset for preset in presets() if preset.code == request.POST.get("preset")), None)
    if chosen is None:
        raise Http404
    now = timezone.now()
    try:
        made = actions.load_preset(chosen, by=request.actor, now=now, valid_from=timezone.localdate(now))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(count)s drafts were written.") % {"count": len(made)})
    return redirect("monitoring:rules")


@require_safe
def back_test(request, pk):
    """What a draft would have found against what was found: per unit, per person, row by row."""
    check_watch(request.actor)
    found = get_object_or_404(BackTest.objects.select_related("rule", "organisation", "asked_by"), pk=pk)
    form = RowsForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = found.rows.filter(organisation__path__startswith=request.actor.watched_path)
    page = chosen.get("page") or 1
    wanted = narrowed(rows, chosen).select_related("organisation", "responsible")
    shown = list(wanted[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "test": found,
        "sums": rows.aggregate(**SUMS),
        "units": units(rows),
        "people": people(narrowed(rows, {"unit": chosen.get("unit")})),
        "rows": list(zip(shown[:PAGE], described(shown[:PAGE]), strict=True)),
        "form": form,
        "page": page,
        "more": len(shown) > PAGE,
    }
    answer = render(request, "monitoring/back_test.html", context)
    if found.is_open:
        answer["Refresh"] = str(REFRESH)
    return answer


SUMS = {
    "drafted_count": Count("pk", filter=~Q(drafted="")),
    "issued_count": Count("pk", filter=~Q(issued="")),
    "new_count": Count("pk", filter=WHAT["new"]),
    "gone_count": Count("pk", filter=WHAT["gone"]),
}


def narrowed(rows, chosen: dict):
    """The rows that were asked for."""
    if chosen.get("what"):
        rows = rows.filter(WHAT[chosen["what"]])
    if chosen.get("unit"):
        rows = rows.filter(organisation=chosen["unit"])
    if chosen.get("person"):
        rows = rows.filter(responsible=chosen["person"])
    return rows


def units(rows):
    """The sums of each unit, the most concerned first."""
    by_unit = rows.order_by().values(key=F("organisation"), name=F("organisation__short_name"))
    return by_unit.annotate(**SUMS).order_by("-drafted_count", "key")


def people(rows):
    """The sums of each person, the most concerned first."""
    by_person = rows.exclude(responsible=None).order_by().values(key=F("responsible"), name=F("responsible__name"))
    return by_person.annotate(**SUMS).order_by("-drafted_count", "key")[:PAGE]
