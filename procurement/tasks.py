"""What beat triggers in trading. Tasks carry no facts and may run twice, late or never."""

import random
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from procurement import rounds
from procurement.models import Tender

EVERY = timedelta(seconds=60)


@shared_task
def trade():
    """Close boxes and auctions whose time has come."""
    rounds.trade(timezone.now())


@shared_task
def draw_covers():
    """Decide by lot which boxes get a cover; each falls at a moment of its own, as bids do."""
    for tender in rounds.drawn(timezone.now(), EVERY):
        fall.apply_async([tender.pk], countdown=random.SystemRandom().uniform(0, EVERY.total_seconds()))


@shared_task
def fall(tender: int):
    rounds.fill(Tender.objects.get(pk=tender), timezone.now())
