"""Requests for information by the public: with and without an account, the receipt, number and code, one's own."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import clocks
from disclosure.actions import answering
from disclosure.forms.public import CorrectForm, QueryForm, RequestForm, WithdrawForm
from disclosure.models import InfoRequest
from disclosure.views.common import files_of
from records.desk import blame, posted, sent
from records.models import Document
from records.paging import PAGE_SIZE, sliced
from records.query import find as find_by_code
from records.query import typed
from records.refusal import Refused
from records.views import deliver

S = InfoRequest.State


@login_not_required
@require_safe
def guide(request):
    """How to ask, the terms, and where."""
    return render(request, "disclosure/requests/guide.html", {"days": clocks})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request):
    """The form; without an account the receipt is the answer, nowhere else."""
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Requests are made as a citizen; please sign out or use your own account."))
    known = {"name": request.user.name, "telephone": request.user.telephone} if request.user.is_authenticated else {}
    form = RequestForm(*posted(request)[:1], initial=known | {"way": "online", "asked_as": "citizen"})
    if form.is_bound and form.is_valid() and (row := received(request, form)):
        if request.user.is_authenticated:
            return redirect("disclosure:my_request", row.number)
        return render(request, "disclosure/requests/receipt.html", receipt_of(request, row))
    status = 422 if form.is_bound else 200
    return render(request, "disclosure/requests/new.html", {"form": form}, status=status)


def received(request, form) -> InfoRequest | None:
    """The request, or None with the reason in the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or str(uuid4())}
    try:
        row = answering.receive(form.cleaned_data["organisation"], asked=form.asked(), **about)
    except Refused as refusal:
        blame(form, refusal)
        return None
    if not isinstance(row, InfoRequest):  # the key belongs to another form
        form.add_error(None, _("This form has expired; please open it again."))
        return None
    return row


def receipt_of(request, row: InfoRequest) -> dict:
    asked = urlencode({"number": row.number, "code": row.query_code})
    url = request.build_absolute_uri(f"{reverse('disclosure:request_query')}?{asked}")
    return {"row": row, "query_url": url, "clock": clocks.last(row, clocks.ANSWER)}


def page_of(request, row: InfoRequest, code: str = "", **more) -> dict:
    """Everything the applicant sees: where it is, until when, the letters, what can be done."""
    is_over = row.state == S.ANSWERED
    page = receipt_of(request, row) | {
        "code": code,
        "lamp": (row.tone if row.is_open else "done", row.get_state_display()),
        "letters": list(Document.objects.about(row).order_by("pk")),
        "files": files_of(row) if is_over else [],
        "correct": CorrectForm(initial={"content": row.content}, auto_id="correct_%s"),
        "withdraw": WithdrawForm(auto_id="withdraw_%s"),
        "can_correct": row.state == S.CORRECTING,
        "can_withdraw": row.is_open,
    }
    return page | more


# by number and code


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query(request):
    form = QueryForm(typed(request))
    row = find(form) if form.is_bound and form.is_valid() else None
    if row is None:
        status = 422 if form.errors else 200
        return render(request, "disclosure/requests/query.html", {"form": form}, status=status)
    return render(request, "disclosure/requests/request.html", page_of(request, row, form.cleaned_data["code"]))


def find(form) -> InfoRequest | None:
    """The request, if the code is right."""
    rows = InfoRequest.objects.select_related("organisation")
    waits = _("Too many wrong tries. Please wait ten minutes, or sign in to see your requests.")
    return find_by_code(form, "openness", lambda number: rows.filter(number=number).first(), waits=waits)


DEEDS = {
    "correct": (CorrectForm, answering.correct, gettext_lazy("Thank you. The term begins anew today.")),
    "withdraw": (WithdrawForm, answering.withdraw, gettext_lazy("You have withdrawn the request.")),
}


def done(request, row, deed: str) -> dict | None:
    """Do it; None where it was done, else the form with what speaks against it, for the page."""
    make, action, words = DEEDS[deed]
    form = make(request.POST, auto_id=f"{deed}_%s")
    if form.is_valid():
        try:
            action(row, by=request.actor, now=timezone.now(), key=sent(request) or None, **form.cleaned_data)
        except Refused as refusal:
            blame(form, refusal)
    if form.errors:
        return {deed: form, "wrong": form}
    messages.success(request, words)
    return None


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query_deed(request, deed):
    """What somebody with number and code does: the same as the account."""
    if deed not in DEEDS:
        raise Http404
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Only the applicant does this."))
    asking = QueryForm(request.POST if request.method == "POST" else None)
    row = find(asking) if asking.is_bound and asking.is_valid() else None
    if row is None:
        status = 422 if asking.errors else 200
        return render(request, "disclosure/requests/query.html", {"form": asking}, status=status)
    wrong = done(request, row, deed) or {}
    row.refresh_from_db()
    page = page_of(request, row, asking.cleaned_data["code"], **wrong)
    return render(request, "disclosure/requests/request.html", page, status=422 if wrong else 200)


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query_paper(request, pk):
    """A letter by number and code."""
    asking = QueryForm(typed(request))
    row = find(asking) if asking.is_bound and asking.is_valid() else None
    if row is None:
        status = 422 if asking.errors else 200
        return render(request, "disclosure/requests/query.html", {"form": asking}, status=status)
    return letter(request, row, pk, reverse("disclosure:request_query"))


def letter(request, row: InfoRequest, pk: int, back: str):
    """A letter as the applicant reads it: with the name, which the stored paper does not say."""
    found = get_object_or_404(Document.objects.about(row).select_related("organisation"), pk=pk)
    return render(
        request,
        "disclosure/requests/paper.html",
        {"document": found, "back": back, "name": row.applicant.contact["name"]},
    )


# with an account


def own(request, number) -> InfoRequest:
    return get_object_or_404(InfoRequest.objects.of_user(request.user).select_related("organisation"), number=number)


@never_cache
@require_safe
def mine(request):
    """Own requests, newest first."""
    rows = InfoRequest.objects.of_user(request.user).select_related("organisation")
    return render(request, "disclosure/requests/mine.html", {"page": sliced(rows, request.GET, PAGE_SIZE)})


@never_cache
@require_safe
def my_request(request, number):
    return render(request, "disclosure/requests/request.html", page_of(request, own(request, number)))


@never_cache
@require_http_methods(["GET", "POST"])
def my_deed(request, number, deed):
    row = own(request, number)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":  # back after signing in again
        return redirect("disclosure:my_request", number)
    if wrong := done(request, row, deed):
        return render(request, "disclosure/requests/request.html", page_of(request, row, **wrong), status=422)
    return redirect("disclosure:my_request", number)


@never_cache
@require_safe
def my_paper(request, number, pk):
    return letter(request, own(request, number), pk, reverse("disclosure:my_request", args=[number]))


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query_file(request, token):
    """A file of an answer, by number and code."""
    asking = QueryForm(typed(request))
    row = find(asking) if asking.is_bound and asking.is_valid() else None
    if row is None:
        status = 422 if asking.errors else 200
        return render(request, "disclosure/requests/query.html", {"form": asking}, status=status)
    found = next((file for file in files_of(row) if file.token == token), None)
    if found is None or row.state != S.ANSWERED:
        raise Http404
    return deliver(found)
