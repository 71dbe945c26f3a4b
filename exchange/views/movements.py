"""Where owners' systems deliver movements of public funds: `POST /api/v1/funds/<code>/movements`."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.actor import ROBOT
from exchange import tokens
from exchange.models import Token
from exchange.movements import Unreadable, batch_of, error, funds_of
from exchange.views.api import Answer, bearer, body, told
from funds.actions import importing
from records.refusal import Faulty, Refused


@csrf_exempt
@login_not_required
@require_POST
def movements(request, code):
    """Take movements in. 201 they wait for a person of finance, 200 all were known, 422 names line, field, error."""
    now = timezone.now()
    try:
        return delivered(request, bearer(request, now), code, now)
    except Answer as answer:
        return answer.response()


def delivered(request, token: Token, code: str, now) -> JsonResponse:
    fund = funds_of(token.source).filter(code=code).first()
    if fund is None:
        raise Answer(404, _("This source system does not speak for a fund with this code."))
    tokens.touch(token, now)
    try:
        made = importing.deliver(fund, batch_of(body(request), token.source), by=ROBOT, now=now)
    except importing.Known as known:
        return answered(known.delivery, 200)
    except Faulty as faulty:
        raise refused([error(fault.row or None, fault.field, fault.message) for fault in faulty.faults]) from faulty
    except Unreadable as wrong:
        raise refused(wrong.errors) from wrong
    except Refused as refusal:
        raise refused([error(None, refusal.field or "", refusal.message)]) from refusal
    return answered(made, 201)


def refused(errors: list[dict]) -> Answer:
    first = errors[0]
    return Answer(422, first["error"], body=first | {"errors": errors})


def answered(delivery, status: int) -> JsonResponse:
    """The number of the delivery and what became of it so far."""
    return told({"delivery": delivery.number, "movements": delivery.count, "state": delivery.state}, status)
