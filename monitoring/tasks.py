"""Work of supervision that beat or a page triggers. Tasks carry no facts and may run twice, late or never."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from monitoring.actions.rules import run_back_test
from monitoring.models import BackTest
from monitoring.readback import check_day


@shared_task
def back_tests():
    """Compute the back-tests that wait, and those whose worker was lost."""
    for pk in list(BackTest.objects.open().order_by("pk").values_list("pk", flat=True)):
        run_back_test(pk, timezone.now)


@shared_task
def compare_yesterday():
    """A replay of yesterday must give the findings that were issued."""
    now = timezone.now()
    check_day(timezone.localdate(now) - timedelta(days=1), now)
