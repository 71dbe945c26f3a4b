"""The composition root. Tasks of all apps belong to this Celery application."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
