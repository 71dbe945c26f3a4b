"""Proposals of the clean-up, which the head of the unit decides."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0010_extension_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CleanUpProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("kept", "kept"), ("merged", "merged"), ("cancelled", "cancelled")],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("round", models.CharField(max_length=50, verbose_name="round of clean-up")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("basis", models.CharField(max_length=200, verbose_name="document it rests on")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "waiting for the head of the unit"),
                            ("carried_out", "decided as proposed"),
                            ("dropped", "not carried out"),
                        ],
                        default="open",
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
            ],
            options={
                "ordering": ["-pk"],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name="cleanup",
            name="proposed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="cleanup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("proposed_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="clean_up_decided_by_another",
                violation_error_message="A clean-up is decided by somebody other than the one who proposed it.",
            ),
        ),
        migrations.AddField(
            model_name="cleanupproposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cleanupproposal",
            name="into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="approvals.item",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="cleanupproposal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="approvals.item",
                verbose_name="item",
            ),
        ),
        migrations.AddField(
            model_name="cleanupproposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="cleanupproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("item",),
                name="proposal_open_once",
                violation_error_message="There is a proposal for this item already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cleanupproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "merged"), ("into__isnull", False)),
                    models.Q(models.Q(("decision", "merged"), _negated=True), ("into", None)),
                    _connector="OR",
                ),
                name="proposal_merges_into_an_item",
                violation_error_message="Choose the item into which this one is merged, and only then.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cleanupproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ("state", "dropped"),
                    _connector="OR",
                ),
                name="proposal_decided_by_another",
            ),
        ),
        migrations.RunSQL(  # the windows of a version in force do not change either
            "CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON approvals_item_windows FOR EACH ROW "
            "EXECUTE FUNCTION approvals_keep_parts()",
            "DROP TRIGGER keep_parts ON approvals_item_windows",
        ),
    ]
