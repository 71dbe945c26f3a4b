"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.utils import timezone

from approvals import telling
from complaints import reminding
from config import rounds
from monitoring import watcher


@shared_task
def sweep():
    """Ring every alarm that is due, unless the clock cannot be believed."""
    watcher.guarded(rounds.watch, timezone.now())


@shared_task
def look_at_platform():
    """Faults of the platform itself."""
    watcher.look(timezone.now())


@shared_task
def tell():
    """Write the messages that are due."""
    rounds.tell(timezone.now())


@shared_task
def remind():
    """Tell the holders of licences that end soon, and both sides of sessions by video."""
    telling.remind(timezone.now())
    reminding.remind(timezone.now())
