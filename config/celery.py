"""Celery carries triggers only: a task may run twice, late or never, and no fact is lost."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SWEEP_EVERY = 30.0  # seconds
NIGHTLY = crontab(hour=3, minute=10)

app = Celery("mingjing")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {
        "task": "config.tasks.sweep",
        "schedule": SWEEP_EVERY,
        "options": {"expires": SWEEP_EVERY},  # a worker that was down finds one sweep waiting, not a thousand
    },
    "look at the platform": {
        "task": "config.tasks.look_at_platform",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "back-tests": {
        "task": "monitoring.tasks.back_tests",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "replay of yesterday": {"task": "monitoring.tasks.compare_yesterday", "schedule": crontab(hour=3, minute=40)},
    "tell": {"task": "config.tasks.tell", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
    "deliver": {"task": "accounts.tasks.deliver", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
    "trade": {"task": "procurement.tasks.trade", "schedule": 10.0, "options": {"expires": 10.0}},
    "fold": {"task": "scoring.tasks.fold", "schedule": 5.0, "options": {"expires": 5.0}},
    "covers": {"task": "procurement.tasks.draw_covers", "schedule": 60.0, "options": {"expires": 60.0}},
    "fetch mail": {"task": "complaints.tasks.fetch_mail", "schedule": 120.0, "options": {"expires": 120.0}},
    "remind of licences": {"task": "config.tasks.remind", "schedule": crontab(hour=8, minute=10)},
    "clear sessions": {"task": "accounts.tasks.clear_sessions", "schedule": NIGHTLY},
}
