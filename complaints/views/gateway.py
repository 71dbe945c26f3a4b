"""Where the SMS gateway delivers what people write: `POST /api/v1/sms`, signed like what we send to it."""

import hmac
import json
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.fields import CleanCharField, TelephoneField
from accounts.messaging.backends import signature
from complaints.actions.arriving import Arrival, arrive
from complaints.models import Channel

MOST_BYTES = 16 * 1024
FRESH = timedelta(minutes=5)  # how old a signed delivery may be


class MessageForm(forms.Form):
    """One text message: number at the gateway, sender, words."""

    id = CleanCharField(max_length=100)
    sender = TelephoneField(landline=True)
    text = CleanCharField(label=_("Text"), multiline=True, max_length=2000)


def answer(status: int, **body) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@login_not_required
@require_POST
def receive(request):
    """201 became an order, 200 known or a word about an order, 401 not signed by the gateway, 422 not readable."""
    now = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return answer(413, error=str(_("The message is too long.")))
    if not is_signed(request, now):
        return answer(401, error=str(_("The signature of the gateway is missing or wrong.")))
    form = MessageForm(typed(request.body))
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return answer(422, field={"sender": "from"}.get(field, field), error=errors[0])
    message = form.cleaned_data
    about = {"channel": Channel.SMS, "telephone": message["sender"], "text": message["text"]}
    taken = arrive(Arrival(reference=message["id"], **about), now=now)
    is_new = taken.result == taken.Result.ORDER and taken.received_at == now
    return answer(201 if is_new else 200, result=taken.result)


def is_signed(request, now) -> bool:
    """HMAC-SHA256 with SMS_GATEWAY_SECRET over time, line feed and body, not older than five minutes."""
    written, given = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    if not settings.SMS_GATEWAY_SECRET or not written.isdecimal() or len(written) > 12:
        return False
    fresh = abs(now.timestamp() - int(written)) <= FRESH.total_seconds()
    return fresh and hmac.compare_digest(signature(written, request.body).encode(), given.encode())


def typed(body: bytes) -> dict:
    """The JSON object of the gateway as form data; {} for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {"id": str(found.get("id", "")), "sender": str(found.get("from", "")), "text": str(found.get("text", ""))}
