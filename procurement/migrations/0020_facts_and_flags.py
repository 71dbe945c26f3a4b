"""Flat facts of trading, red flags with their handling, and the library of behaviour."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only, watch

# Of a suspicion the numbers follow the facts and the state follows the deeds; what it is about never changes.
MUTABLE = [
    *("group", "severity", "parties", "value", "threshold", "group_size", "detail", "version_id", "lapsed_at"),
    *("state", "proposal", "proposed_by_id", "decided_by_id", "decided_at"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("procurement", "0002_numbers_and_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=200, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("founded_on", models.DateField(null=True, verbose_name="founded on")),
                ("buyer_since", models.DateField(null=True)),
                ("agent_since", models.DateField(null=True)),
                ("bidder_since", models.DateField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("buyer_since__isnull", False)), fields=["buyer_since"], name="fact_buyers"
                    ),
                    models.Index(
                        condition=models.Q(("agent_since__isnull", False)), fields=["agent_since"], name="fact_agents"
                    ),
                    models.Index(
                        condition=models.Q(("bidder_since__isnull", False)),
                        fields=["bidder_since"],
                        name="fact_bidders",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactTender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ocid", models.CharField(max_length=200, unique=True, verbose_name="OCID")),
                ("number", models.CharField(max_length=200, verbose_name="tender number")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("trade", models.CharField(blank=True, max_length=20, verbose_name="trade")),
                ("matter", models.CharField(blank=True, max_length=10, verbose_name="matter")),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open to all"),
                            ("selective", "open to the qualified"),
                            ("limited", "by invitation"),
                            ("direct", "from a single source"),
                        ],
                        max_length=10,
                        verbose_name="method",
                    ),
                ),
                ("project", models.CharField(blank=True, max_length=200, verbose_name="project")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("day", models.DateField(verbose_name="day")),
                ("decided_on", models.DateField(null=True, verbose_name="winner determined on")),
                ("estimate", models.BigIntegerField(blank=True, null=True, verbose_name="estimate")),
                ("control_price", models.BigIntegerField(blank=True, null=True, verbose_name="control price")),
                ("award_amount", models.BigIntegerField(blank=True, null=True, verbose_name="award price")),
                ("award_days", models.IntegerField(null=True, verbose_name="time of performance (days)")),
                (
                    "contract_amount",
                    models.BigIntegerField(blank=True, null=True, verbose_name="amount of the contract"),
                ),
                (
                    "contract_days",
                    models.IntegerField(null=True, verbose_name="time of performance in the contract (days)"),
                ),
                ("contract_on", models.DateField(null=True, verbose_name="signed on")),
                ("bids", models.IntegerField(null=True, verbose_name="bidders")),
                (
                    "prices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("total", models.BigIntegerField(default=0)),
                ("pool", models.IntegerField(null=True, verbose_name="experts in the pool")),
                ("seats", models.IntegerField(null=True, verbose_name="experts drawn")),
                ("marks", models.JSONField(default=dict)),
                ("refreshed_at", models.DateTimeField(verbose_name="as of")),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="supervising department",
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact",
                        to="procurement.tender",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
            ],
            options={
                "verbose_name": "tender",
                "ordering": ["-day", "-pk"],
                "indexes": [
                    models.Index(fields=["buyer", "day", "id"], include=("winner", "bids"), name="fact_by_buyer"),
                    models.Index(fields=["winner", "day"], include=("buyer", "agent"), name="fact_by_winner"),
                    models.Index(fields=["agent", "day"], include=("winner",), name="fact_by_agent"),
                    models.Index(
                        condition=models.Q(("project", ""), _negated=True), fields=["project"], name="fact_by_project"
                    ),
                    models.Index(fields=["day"], name="fact_by_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactBid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="price")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("valid", "valid bid"),
                            ("disqualified", "disqualified"),
                            ("pending", "not evaluated yet"),
                        ],
                        default="valid",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                ("scores", models.IntegerField(default=0)),
                ("score_sum", models.IntegerField(default=0)),
                ("score_low", models.IntegerField(default=0)),
                ("score_high", models.IntegerField(default=0)),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.facttender",
                    ),
                ),
            ],
            options={
                "ordering": ["tender", "pk"],
                "indexes": [models.Index(fields=["party", "day"], include=("tender",), name="fact_bids_of_party")],
                "constraints": [models.UniqueConstraint(fields=("tender", "party"), name="fact_bid_once")],
            },
        ),
        migrations.CreateModel(
            name="FactKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mac", "network card"),
                            ("cpu", "processor"),
                            ("disk", "disk"),
                            ("dongle", "dongle of the pricing software"),
                            ("network", "network of the upload"),
                            ("account", "account that paid the guarantee"),
                            ("author", "author of the file"),
                            ("handler", "handler of the bid"),
                            ("manager", "project manager"),
                            ("telephone", "telephone"),
                            ("legal", "legal representative"),
                            ("shareholder", "shareholder"),
                            ("address", "address"),
                            ("firm", "firm"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("digest", models.UUIDField()),
                ("shared", models.BooleanField(default=False)),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.facttender",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("shared", True)), fields=["tender", "kind"], name="fact_keys_shared"
                    ),
                    models.Index(fields=["digest"], name="fact_keys_by_digest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "kind", "digest", "party"), name="fact_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FactSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "expert",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.facttender",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["expert", "tender"], name="fact_seats_of_expert")],
                "constraints": [models.UniqueConstraint(fields=("tender", "expert"), name="fact_seat_once")],
            },
        ),
        migrations.CreateModel(
            name="FactScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.IntegerField(verbose_name="score")),
                (
                    "expert",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.facttender",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("tender", "party", "expert"), name="fact_score_once")],
            },
        ),
        migrations.CreateModel(
            name="FactComplaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("buyer", "tenderer"), ("agent", "tender agent"), ("bidder", "bidder")],
                        max_length=10,
                        verbose_name="capacity",
                    ),
                ),
                ("filed_on", models.DateField(verbose_name="filed on")),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.facttender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["capacity", "filed_on"], include=("party",), name="fact_complaints_by_day"),
                    models.Index(fields=["party", "capacity", "filed_on"], name="fact_complaints_against"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("project", models.CharField(blank=True, max_length=200)),
                ("changed_on", models.DateField(verbose_name="changed on")),
                ("was", models.CharField(blank=True, max_length=20)),
                ("becomes", models.CharField(blank=True, max_length=20)),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.factparty",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.facttender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["buyer", "changed_on"], name="fact_changes_of_buyer"),
                    models.Index(
                        condition=models.Q(("project", ""), _negated=True),
                        fields=["project"],
                        name="fact_changes_of_project",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("law", models.CharField(max_length=200, verbose_name="basis")),
                ("began_on", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(verbose_name="until")),
                ("earliest_on", models.DateField(verbose_name="earliest day")),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.facttender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FactTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("words", models.CharField(max_length=200, verbose_name="words found")),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.facttender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FlagVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="flag")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("parameters", models.JSONField(default=dict, verbose_name="parameters")),
                ("is_on", models.BooleanField(default=True, verbose_name="looked for")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="proposed at")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="signed at")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="flag_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            ("proposed_by", None),
                            models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="flag_version_signed_by_another",
                        violation_error_message="Parameters are signed by somebody other than who proposed them.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="flag")),
                ("topic", models.CharField(blank=True, max_length=80)),
                ("group", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "low"), ("medium", "middle"), ("high", "high")],
                        max_length=10,
                        verbose_name="severity",
                    ),
                ),
                (
                    "parties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="value")),
                (
                    "threshold",
                    models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="threshold"),
                ),
                ("group_size", models.IntegerField(default=0, verbose_name="size of the comparison group")),
                ("detail", models.JSONField(default=dict)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "to be handled"),
                            ("asked", "explanation asked for"),
                            ("explained", "explained"),
                            ("proposed", "waits for a second person"),
                            ("verified", "verified"),
                            ("transferred", "transferred"),
                            ("dismissed", "suspicion dismissed"),
                        ],
                        default="open",
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("raised_at", models.DateTimeField(verbose_name="raised at")),
                ("lapsed_at", models.DateTimeField(null=True, verbose_name="lapsed at")),
                (
                    "proposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "to be handled"),
                            ("asked", "explanation asked for"),
                            ("explained", "explained"),
                            ("proposed", "waits for a second person"),
                            ("verified", "verified"),
                            ("transferred", "transferred"),
                            ("dismissed", "suspicion dismissed"),
                        ],
                        max_length=15,
                        verbose_name="proposed end",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="procurement.facttender",
                        verbose_name="tender",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="supervising department",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.flagversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "red flag",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["organisation", "-id"], name="flag_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("fact", "code", "topic"), name="flag_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("proposed_by", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="flag_decided_by_another",
                        violation_error_message="A suspicion is closed by somebody other than who proposed it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["verified", "transferred", "dismissed"]), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="flag_closed_has_a_time",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="FlagDeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deed", models.CharField(max_length=15, verbose_name="deed")),
                ("text", models.TextField(max_length=3000, verbose_name="text")),
                ("done_at", models.DateTimeField(verbose_name="done at")),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="procurement.flag"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="flag_deed_has_words",
                        violation_error_message="Give the reason.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Behaviour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mac", "network card"),
                            ("cpu", "processor"),
                            ("disk", "disk"),
                            ("dongle", "dongle of the pricing software"),
                            ("network", "network of the upload"),
                            ("account", "account that paid the guarantee"),
                            ("author", "author of the file"),
                            ("handler", "handler of the bid"),
                            ("manager", "project manager"),
                            ("telephone", "telephone"),
                            ("legal", "legal representative"),
                            ("shareholder", "shareholder"),
                            ("address", "address"),
                            ("firm", "firm"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("digest", models.UUIDField()),
                ("shown", models.CharField(max_length=100, verbose_name="mark")),
                (
                    "standing",
                    models.CharField(
                        choices=[("proven", "proven"), ("suspected", "suspected")],
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                ("entered_at", models.DateTimeField(verbose_name="written down at")),
                ("ended_on", models.DateField(null=True, verbose_name="struck off on")),
                ("ended_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="behaviours",
                        to="procurement.flag",
                    ),
                ),
            ],
            options={
                "verbose_name": "library of behaviour",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("ended_on", None)), fields=["digest"], name="behaviour_in_force")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "digest", "flag"), name="behaviour_once_a_flag", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="behaviour_has_a_reason"
                    ),
                ],
            },
        ),
        append_only("procurement_flagdeed"),
        append_only("procurement_flagversion", except_columns=["signed_by_id", "signed_at", "valid_from"]),
        append_only("procurement_behaviour", except_columns=["ended_on", "ended_by_id", "ended_reason"]),
        append_only("procurement_flag", except_columns=MUTABLE),
        watch("procurement_flag", "procurement.flag", ["state"], ("procurement", "flag"), "organisation_id"),
    ]
