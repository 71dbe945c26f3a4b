"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.utils import timezone

from scoring.actions.indicators import rollups


@shared_task
def fold():
    """Move the progress of the last seconds into the sums of the indicators."""
    rollups.fold(timezone.now())
