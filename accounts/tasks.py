"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from accounts.messaging import post


@shared_task
def clear_sessions():
    """Forget sessions that have ended, with whatever was kept in them."""
    call_command("clearsessions")


@shared_task
def deliver():
    """Hand over what has to leave the house; stops when a round has nothing left, the next one goes on."""
    post.deliver(timezone.now())
