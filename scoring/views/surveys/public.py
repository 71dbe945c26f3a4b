"""What everybody sees and does: ratings of units, results of surveys, draws to be repeated."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fields import CleanCharField
from accounts.models import Organisation
from records.fields import NONE, ListFilter
from records.paging import sliced
from records.refusal import Refused
from scoring import drawing, pool
from scoring.actions.surveys import satisfaction as deeds
from scoring.forms.surveys import CodeRatingForm, RatingForm, TelephoneForm
from scoring.models import EvaluatorDraw, Opinion, Survey, SurveyMeeting, UnitRating
from scoring.satisfaction import months, ranking
from scoring.surveys import OPTIONS, outcome_of, told_slips

SIZE, COMMENTS, STRETCH = 40, 20, timedelta(days=90)
SALT = "scoring.rating.telephone"
TYPED_FOR = 1800  # seconds in which a telephone with a code may rate


class NameForm(ListFilter):
    q = CleanCharField(label=_("Unit"), max_length=50, **NONE)


def units():
    """Every unit that people meet: all below the county."""
    return Organisation.objects.exclude(level=Organisation.Level.COUNTY).order_by("sort", "pk")


@login_not_required
@require_safe
def satisfaction(request):
    """All units by the ratings of the last ninety days; results of surveys beside."""
    today = timezone.localdate()
    form = NameForm(request.GET)
    asked = form.cleaned_data.get("q", "") if form.is_valid() else ""
    rule = deeds.policy(today)
    rows = ranking(list(units()), today - STRETCH, today, rule.least)
    rows = [row for row in rows if asked in row.organisation.name or asked in row.organisation.short_name]
    told = Survey.objects.filter(kind=Survey.Kind.UNITS, meetings__state=SurveyMeeting.State.PUBLISHED).distinct()
    part = sliced(rows, request.GET, SIZE)
    page = {"form": form, "page": part, "rule": rule, "surveys": told[:6], "is_narrowed": bool(asked)}
    return render(request, "scoring/surveys/satisfaction.html", page)


@login_not_required
@sensitive_post_parameters("telephone", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def satisfaction_unit(request, code):
    """One unit: totals by month, released comments, and the form for a rating of one's own."""
    unit = get_object_or_404(units(), code=code)
    step = STEPS.get(request.POST.get("step")) if request.method == "POST" else None
    form = step(request, unit) if step else None
    if form == "rated":
        messages.success(request, _("Thank you. Your rating counts from now on."))
        return redirect("scoring:satisfaction_unit", unit.code)
    today = timezone.localdate()
    shown = UnitRating.objects.shown().filter(organisation=unit)
    page = {
        "unit": unit,
        "months": months(unit, today - timedelta(days=365)),
        "comments": shown[:COMMENTS],
        "opinions": Opinion.objects.shown().filter(about__organisation=unit)[:COMMENTS],
        "form": form or first_form(request),
        "codes_open": deeds.codes_are_open(),
        "rule": deeds.policy(today),
    }
    failed = request.method == "POST" and (form is None or bool(form.errors))
    return render(request, "scoring/surveys/unit.html", page, status=422 if failed else 200)


def first_form(request):
    return RatingForm() if request.actor.user else TelephoneForm()


def rated_by_account(request, unit):
    if request.actor.user is None:  # the session ended in between
        return None
    form = RatingForm(request.POST)
    if form.is_valid() and is_slow(request, form):
        return attempt(form, lambda given, now: deeds.rate(unit, request.actor.user, now=now, **given))
    return form


def asked_for_code(request, unit):
    """The telephone gets its code; the next form has it signed."""
    form = TelephoneForm(request.POST)
    if not form.is_valid() or not is_slow(request, form):
        return form
    telephone = form.cleaned_data["telephone"]
    try:
        deeds.ask_code(telephone, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal.message))
        return form
    return CodeRatingForm(initial={"telephone": signing.dumps(telephone, salt=SALT)})


def rated_by_code(request, unit):
    form = CodeRatingForm(request.POST)
    if not form.is_valid() or not is_slow(request, form):
        return form
    given = dict(form.cleaned_data)
    try:
        telephone = signing.loads(given.pop("telephone"), salt=SALT, max_age=TYPED_FOR)
    except signing.BadSignature:
        form.add_error(None, _("This form has expired; please open it again."))
        return form
    code = given.pop("code")
    return attempt(form, lambda told, now: deeds.by_telephone(unit, telephone, code, now=now, **told), given)


STEPS = {"account": rated_by_account, "telephone": asked_for_code, "code": rated_by_code}


def attempt(form, rate, given=None):
    """ "rated", or the form with the reason."""
    try:
        rate(given if given is not None else form.cleaned_data, timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return form
    return "rated"


def is_slow(request, form) -> bool:
    """At most so many ratings and codes an hour from one address, of which only a keyed digest is counted."""
    now = timezone.now()
    most = deeds.policy(timezone.localdate(now)).an_hour
    where = pool.mark("surveys:address", f"{request.META.get('REMOTE_ADDR', '')}|{now:%Y%m%d%H}")
    key = f"rating:{where}"
    cache.add(key, 0, 3600)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ran out between the two
        tries = 1
    if tries > most:
        form.add_error(None, _("Too many ratings from your connection this hour. Please try again later."))
    return tries <= most


# surveys


@login_not_required
@require_safe
def survey_results(request, pk):
    """What was told in the meetings of a survey of units, the draws, and the answers to opinions."""
    told = Survey.objects.filter(kind=Survey.Kind.UNITS, meetings__state=SurveyMeeting.State.PUBLISHED).distinct()
    survey = get_object_or_404(told.select_related("organisation"), pk=pk)
    rows = [row(about, survey) for about in survey.objects_asked.select_related("organisation")]
    page = {
        "survey": survey,
        "slips": told_slips(survey),
        "rows": sorted(rows, key=lambda one: -one["all"].points),
        "draws": EvaluatorDraw.objects.filter(meeting__survey=survey).select_related("meeting"),
        "opinions": Opinion.objects.shown().filter(survey=survey).select_related("about", "organisation"),
        "open_opinions": survey.opinions.filter(state__in=[Opinion.State.GIVEN, Opinion.State.ANSWERED]).count(),
    }
    return render(request, "scoring/surveys/results.html", page)


def row(about, survey) -> dict:
    aspects = [(name, outcome_of(about, place)) for place, name in enumerate(survey.aspects)]
    whole = outcome_of(about)
    return {"about": about, "all": whole, "aspects": aspects, "counts": [whole.counts[option] for option in OPTIONS]}


@login_not_required
@require_safe
def draw_log(request, pk):
    """The log of a draw: numbers alone, no names."""
    draw = get_object_or_404(EvaluatorDraw.objects.filter(meeting__survey__kind=Survey.Kind.UNITS), meeting=pk)
    answer = JsonResponse(draw.log, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{draw.meeting_id}.json"'
    return answer


@login_not_required
@require_safe
def drawing_program(request):
    """The program that repeats a draw."""
    with open(drawing.__file__, encoding="utf-8") as file:
        answer = HttpResponse(file.read(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="drawing.py"'
    return answer
