"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.utils import timezone

from config.rounds import watch
from monitoring import watcher


@shared_task
def sweep():
    """Ring every alarm that is due, unless the clock cannot be believed."""
    watcher.guarded(watch, timezone.now())


@shared_task
def look_at_platform():
    """Faults of the platform itself."""
    watcher.look(timezone.now())
