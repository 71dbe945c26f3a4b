"""Rating a finished case, signed in or with the receipt in hand, and the page on which everybody reads the rates."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals.actions.ratings import rate as rate_case
from approvals.forms.citizen import ProgressForm
from approvals.forms.ratings import PeriodForm, RatingForm
from approvals.models import Rating
from approvals.ratings import is_rateable, public_words, rates, rates_by_unit, rating_of
from approvals.views import citizen_progress
from approvals.views.citizen_cases import own_case
from records import query
from records.masks import masked
from records.paging import sliced
from records.refusal import Refused

ON_A_PAGE = 10


@never_cache
@require_http_methods(["GET", "POST"])
def rate(request, number):
    """The applicant rates an own case."""
    case = own_case(request, number)
    back = reverse("approvals:case", args=[number])
    form = RatingForm(case.channel, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and rated(request, case, form):
        return redirect(back)
    return show(request, case, form, back=back, applicant=case.applicant_name)


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def rate_with_code(request):
    """Whoever holds the receipt rates without an account: case number and query code."""
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Only the applicant rates a case; the staff has no part in it."))
    asked = ProgressForm(query.typed(request))
    case = citizen_progress.find(request, asked) if asked.is_bound and asked.is_valid() else None
    if case is None:
        more = {"form": asked}
        return render(request, "approvals/citizen/progress.html", more, status=422 if asked.errors else 200)
    code = asked.cleaned_data["code"]
    back = f"{reverse('approvals:progress')}?{urlencode({'number': case.number, 'code': code})}"
    form = RatingForm(case.channel, request.POST if "stars" in request.POST or "sent" in request.POST else None)
    if form.is_bound and form.is_valid() and rated(request, case, form, code):
        return redirect(back)
    return show(request, case, form, back=back, applicant=masked(case.applicant_name), code=code)


def rated(request, case, form, code="") -> bool:
    """Hand the rating in; what speaks against it goes to the top of the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key", "")}
    try:
        rate_case(case, code=code, **about, **form.arguments())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, _("Thank you. Your rating is on record; nobody can change it."))
    return True


def show(request, case, form, **more):
    """The form, or why there is none any more."""
    about = {"case": case, "form": form, "rating": rating_of(case), "open": is_rateable(case)}
    return render(request, "approvals/citizen/rate.html", about | more, status=422 if form.errors else 200)


@login_not_required
@require_safe
def public(request):
    """Rates of every unit with their denominators, and what people wrote, masked."""
    form = PeriodForm(request.GET)
    days, unit = form.asked()
    lately = Rating.objects.filter(rated_at__gte=timezone.now() - timedelta(days=days))
    table = rates_by_unit(lately)
    if request.GET.get("export") == "xlsx":
        return xlsx_response(_("Ratings of the services"), rate_names(), map(rates_of, table))
    said = lately.filter(is_default=False).exclude(comment="").select_related("organisation", "case__item")
    said = said.select_related("case__clerk", "case__reviewer", "case__approver").order_by("-rated_at", "-pk")
    page = sliced(said.filter(organisation__code=unit) if unit else said, request.GET, ON_A_PAGE)
    more = {
        "form": form,
        "days": days,
        "unit": unit,
        "unit_name": next((name for code, name, _rates in table if code == unit), ""),
        "table": table,
        "all": rates(lately),
        "page": page,
        "said": [(rating, public_words(rating), masked(rating.case.applicant_name)) for rating in page.rows],
    }
    return render(request, "approvals/citizen/ratings.html", more)


def rate_names() -> list[str]:
    names = [_("Unit"), _("Ratings given"), _("Average stars"), _("Satisfied"), _("Rated by people")]
    return [*names, _("Bad ratings"), _("Put right"), _("Visited back")]


def rates_of(line) -> list:
    """The line of one unit in the spreadsheet; an empty cell where there is nothing to divide by."""
    _code, name, one = line
    average = round(one.average, 1) if one.active else None
    shares = [one.good_rate, one.active_rate, one.rectified_rate, one.visited_rate]
    good, active, rectified, visited = (None if share is None else round(share, 3) for share in shares)
    return [name, one.active, average, good, active, one.bad, rectified, visited]
