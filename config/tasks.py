"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.utils import timezone

from config.rounds import watch
from monitoring.models import Heartbeat


@shared_task
def sweep():
    """Ring every alarm that is due."""
    now = timezone.now()
    watch(now)
    Heartbeat.beat("sweep", now)
