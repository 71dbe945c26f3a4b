"""What beat triggers. Tasks carry no facts and may run twice, late or never."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions():
    """Forget sessions that have ended, with whatever was kept in them."""
    call_command("clearsessions")
