"""Where other systems deliver: `POST /api/v1/events`, one JSON object or one object a line, with a bearer token."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from exchange import limits, tokens
from exchange.forms import DeliveryForm
from exchange.intake import Outcome, take
from exchange.models import SourceSystem, Token
from exchange.openapi import description
from exchange.reading import lines_of

ERRORS_TOLD = 100  # of one answer


class Answer(Exception):
    """An answer that ends the handling of a delivery: status, words, headers."""

    def __init__(self, status: int, error: str, **more):
        super().__init__(error)
        self.status, self.body, self.headers = status, {"error": error} | more.pop("body", {}), more

    def response(self) -> JsonResponse:
        return told(self.body, self.status, {name.replace("_", "-"): value for name, value in self.headers.items()})


def told(body: dict, status: int, headers=None) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}, headers=headers)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@login_not_required
@require_POST
def events(request):
    """Take in what a source system tells. 201 something is new, 200 all was known, 422 names line, field and error."""
    now = timezone.now()
    try:
        return delivered(request, bearer(request, now), now)
    except Answer as answer:
        return answer.response()


def bearer(request, now) -> Token:
    """The token of the delivery; 401 without a valid one, 403 for a system that is stopped, 429 too often."""
    scheme, _blank, signs = request.headers.get("Authorization", "").partition(" ")
    token = tokens.holder(signs.strip(), now) if scheme.lower() == "bearer" else None
    if token is None:
        if limits.too_often(f"refused:{request.META.get('REMOTE_ADDR')}", now, limits.MOST_REFUSED):
            raise Answer(429, _("Too many wrong tokens from this address."), Retry_After="60")
        raise Answer(401, _("A valid token is missing."), WWW_Authenticate='Bearer realm="events"')
    if token.source.state != SourceSystem.State.ACTIVE:
        raise Answer(403, _("This source system is stopped; nothing is taken from it."))
    if limits.too_often(f"source:{token.source_id}", now):
        raise Answer(429, _("Too many deliveries in one minute; send several events at once."), Retry_After="60")
    return token


def delivered(request, token: Token, now) -> JsonResponse:
    form = DeliveryForm(request.GET)
    if not form.is_valid():
        raise Answer(422, _("Unknown value."), body={"line": None, "field": next(iter(form.errors))})
    lines = lines_of(body(request), request.content_type)
    if len(lines) > limits.MOST_LINES:
        raise Answer(413, _("At most %(most)s events at once.") % {"most": limits.MOST_LINES})
    tokens.touch(token, now)
    key = request.headers.get("Idempotency-Key", "")
    outcome = take(token.source, lines, now, skip_bad=form.cleaned_data["skip_bad"], key=key)
    return answer_to(outcome)


def body(request) -> bytes:
    """What was sent; 413 above the limit, before it is read where the length is told."""
    too_big = Answer(413, _("At most %(most)s bytes at once.") % {"most": limits.MOST_BYTES})
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.MOST_BYTES:
        raise too_big
    try:
        return request.body
    except RequestDataTooBig as error:
        raise too_big from error


def answer_to(outcome: Outcome) -> JsonResponse:
    counts = {"created": outcome.created, "known": outcome.known}
    errors = [fault.told for fault in outcome.faults[:ERRORS_TOLD]]
    if outcome.is_refused:
        first = outcome.faults[0]
        return told(first.told | counts | {"errors": errors}, 422)
    return told(counts | ({"errors": errors} if errors else {}), 201 if outcome.created else 200)


@login_not_required
@require_safe
def openapi(request):
    """The description of the interface, written from the same data that checks the events."""
    return told(description(request.build_absolute_uri("/")), 200)
