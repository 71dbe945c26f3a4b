"""Requests for the longer term of joint cases; their states write entries."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from records.triggers import watch

STATES = [
    ("open", "waiting for the government"),
    ("approved", "extension approved"),
    ("refused", "extension refused"),
    ("lapsed", "no longer needed"),
]


def person():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        db_index=False,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0009_finding_cases"),
        ("records", "0005_registers_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=STATES, default="open", max_length=50, protected=True, verbose_name="state"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="working days asked for")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("asked_by", person()),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("answered_by", person()),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension_requests",
                        to="approvals.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddConstraint(
            "extensionrequest",
            models.UniqueConstraint(
                condition=Q(state="open"),
                fields=("case",),
                name="extension_asked_once_at_a_time",
                violation_error_message="The government has not answered the last request yet.",
            ),
        ),
        migrations.AddConstraint(
            "extensionrequest",
            models.CheckConstraint(condition=~Q(reason=""), name="extension_request_has_a_reason"),
        ),
        migrations.AddConstraint(
            "extensionrequest",
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="extension_refusal_has_a_reason",
                violation_error_message="A refusal must give its reasons.",
            ),
        ),
        migrations.AddConstraint(
            "extensionrequest",
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="extension_answered_by_another",
                violation_error_message="A request is answered by somebody other than its author.",
            ),
        ),
        watch(
            "approvals_extensionrequest",
            "approvals.extensionrequest",
            columns=["state", "days"],
            content_type=("approvals", "extensionrequest"),
        ),
    ]
