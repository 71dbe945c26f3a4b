"""Non-tax revenue and direct subsidies: fees, lists of recipients, what was paid; and what the database keeps."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables
from records.triggers import append_only, watch


class Migration(migrations.Migration):
    dependencies = [("funds", "0010_budget"), ("records", "0002_guards")]
    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="FeeKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("basis", models.CharField(max_length=300, verbose_name="basis")),
                    ],
                    options={
                        "verbose_name": "kinds of fees",
                        "verbose_name_plural": "kinds of fees",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="FeeMatter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to="funds.feekind",
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                        ("standard", models.BigIntegerField(blank=True, null=True, verbose_name="standard")),
                        (
                            "standard_words",
                            models.CharField(blank=True, max_length=200, verbose_name="standard in words"),
                        ),
                        ("is_open", models.BooleanField(default=True, verbose_name="charged")),
                    ],
                    options={
                        "verbose_name": "matters of fees",
                        "verbose_name_plural": "matters of fees",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="BankAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("treasury", "single treasury account"),
                                    ("special", "special fiscal account"),
                                    ("own", "account of the unit"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="bank account")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("bank", models.CharField(max_length=100, verbose_name="bank")),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "accounts of revenue",
                        "verbose_name_plural": "accounts of revenue",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sort", "own"), _negated=True),
                                    ("organisation__isnull", False),
                                    _connector="OR",
                                ),
                                name="own_account_has_an_owner",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="funds.bankaccount",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("count", models.PositiveIntegerField(verbose_name="lines")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("loaded_at", models.DateTimeField(verbose_name="read in at")),
                        (
                            "loaded_by",
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
                        "ordering": ["-day", "-pk"],
                        "constraints": [models.UniqueConstraint(fields=("account", "day"), name="one_list_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="Collector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collector",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("window", "own window"),
                                    ("hand", "tickets by hand"),
                                    ("general", "general window"),
                                ],
                                max_length=10,
                                verbose_name="way of collecting",
                            ),
                        ),
                        ("window", models.CharField(blank=True, max_length=100, verbose_name="window")),
                    ],
                    options={
                        "verbose_name": "collecting units",
                        "verbose_name_plural": "collecting units",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Purse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[("open", "to be handed over"), ("handed", "handed over")],
                                default="open",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="first receipt")),
                        ("amount", models.BigIntegerField(default=0, verbose_name="amount")),
                        ("handed_on", models.DateField(null=True, verbose_name="handed over on")),
                        (
                            "paper",
                            models.CharField(blank=True, max_length=40, verbose_name="number of the payment slip"),
                        ),
                        (
                            "handed_by",
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
                        "verbose_name": "cash to be handed over",
                        "verbose_name_plural": "cash to be handed over",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")), fields=("organisation",), name="one_open_purse"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(("handed_on__isnull", False), models.Q(("paper", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="handed_over_on_paper",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Collection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ticket", models.CharField(max_length=40, unique=True, verbose_name="ticket number")),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="funds.feematter",
                                verbose_name="fee",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("window", "own window"),
                                    ("hand", "tickets by hand"),
                                    ("general", "general window"),
                                ],
                                max_length=10,
                                verbose_name="way of collecting",
                            ),
                        ),
                        ("payer", models.CharField(max_length=100, verbose_name="payer")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        ("collected_on", models.DateField(verbose_name="day")),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="funds.bankaccount",
                            ),
                        ),
                        (
                            "purse",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="funds.purse",
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("cash", "cash with the unit"),
                                    ("own", "on an account of the unit"),
                                    ("treasury", "with the treasury"),
                                    ("confirmed", "confirmed by the bank"),
                                ],
                                default="cash",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
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
                    ],
                    options={
                        "verbose_name": "fees collected",
                        "verbose_name_plural": "fees collected",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["organisation", "-collected_on"], name="collection_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="collection_of_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bank_day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funds.bankday"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("in", "receipt"), ("out", "expense")],
                                max_length=5,
                                verbose_name="receipt or expense",
                            ),
                        ),
                        ("ticket", models.CharField(blank=True, max_length=40, verbose_name="ticket number")),
                        ("payer", models.CharField(blank=True, max_length=100, verbose_name="payer")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("matched", "agrees"),
                                    ("altered", "other amount"),
                                    ("unknown", "no such ticket"),
                                    ("expense", "expense"),
                                    ("own", "receipt of the unit"),
                                ],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_entries",
                                to="funds.collection",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Recipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("sealed", models.BinaryField()),
                        ("seal_key", models.CharField(max_length=20)),
                        ("shown", models.CharField(max_length=20, verbose_name="identity number")),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        (
                            "village",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="village",
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    ],
                    options={
                        "verbose_name": "recipients",
                        "verbose_name_plural": "recipients",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OwnRecords",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_subsidies",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="funds.recipient",
                            ),
                        ),
                        ("linked_at", models.DateTimeField(verbose_name="time")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "recipient"), name="own_records_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deceased", "registered deaths"),
                                    ("employees", "public employees"),
                                    ("cadres", "families of village cadres"),
                                    ("households", "households"),
                                ],
                                max_length=12,
                                verbose_name="roster",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                        ("words", models.CharField(blank=True, max_length=100, verbose_name="remark")),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        ("loaded_at", models.DateTimeField(verbose_name="read in at")),
                        (
                            "loaded_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("kind", "digest"),
                                name="once_in_a_roster",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "deceased"), _negated=True),
                                    ("day__isnull", False),
                                    _connector="OR",
                                ),
                                name="death_has_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Try",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("tried_at", models.DateTimeField(verbose_name="time")),
                        ("was_right", models.BooleanField()),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FundFlag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("subject_id", models.PositiveBigIntegerField()),
                        ("code", models.CharField(max_length=10, verbose_name="flag")),
                        (
                            "fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flags",
                                to="funds.fund",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                        ("topic", models.CharField(max_length=120)),
                        ("value", models.BigIntegerField(null=True, verbose_name="value")),
                        ("threshold", models.BigIntegerField(null=True, verbose_name="threshold")),
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
                        ("seen_at", models.DateTimeField(verbose_name="seen last")),
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
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                    ],
                    options={
                        "verbose_name": "suspicions about public money",
                        "verbose_name_plural": "suspicions about public money",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["organisation", "-id"], name="fund_flag_by_unit"),
                            models.Index(fields=["subject_type", "subject_id"], name="fund_flag_about"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "fund", "topic"), name="fund_flag_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    ("proposed_by", None),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="fund_flag_decided_by_another",
                                violation_error_message="A suspicion is closed by somebody other than who proposed it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["verified", "transferred", "dismissed"]), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="fund_flag_closed_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="funds.fund",
                                verbose_name="fund",
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="managing department",
                            ),
                        ),
                        ("basis", models.CharField(max_length=300, verbose_name="basis")),
                        (
                            "period",
                            models.CharField(
                                choices=[("month", "monthly"), ("quarter", "quarterly"), ("year", "yearly")],
                                max_length=10,
                                verbose_name="paid",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("fixed", "fixed amount"), ("area", "area × rate")],
                                max_length=10,
                                verbose_name="amount",
                            ),
                        ),
                        ("rate", models.BigIntegerField(verbose_name="rate in fen")),
                        (
                            "area_unit",
                            models.CharField(blank=True, default="亩", max_length=10, verbose_name="unit of area"),
                        ),
                        (
                            "economic_class",
                            models.CharField(default="30305", max_length=10, verbose_name="economic class"),
                        ),
                        (
                            "youngest",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="youngest age"),
                        ),
                        ("oldest", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="oldest age")),
                        ("bars_employees", models.BooleanField(default=True, verbose_name="not for public employees")),
                        (
                            "publicity_days",
                            models.PositiveSmallIntegerField(default=7, verbose_name="working days of publicity"),
                        ),
                        (
                            "stop_months",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="months still paid after the month of death"
                            ),
                        ),
                        ("is_open", models.BooleanField(default=True, verbose_name="lists are taken")),
                        (
                            "exclusive",
                            models.ManyToManyField(blank=True, to="funds.programme", verbose_name="not together with"),
                        ),
                    ],
                    options={
                        "verbose_name": "subsidy programmes",
                        "verbose_name_plural": "subsidy programmes",
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)),
                                name="programme_pays_something",
                                violation_error_message="The rate must be greater than zero.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Roll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rolls",
                                to="funds.programme",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="village",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="period")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("draft", "with the village"),
                                    ("village_shown", "on show in the village"),
                                    ("town", "with the town"),
                                    ("town_shown", "on show by the town"),
                                    ("county", "with the county"),
                                    ("county_shown", "on show by the county"),
                                    ("approved", "approved, to be paid"),
                                ],
                                default="draft",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("shown_on", models.DateField(null=True, verbose_name="on show from")),
                        ("shown_until", models.DateField(null=True, verbose_name="on show until")),
                        ("made_at", models.DateTimeField(verbose_name="entered at")),
                        (
                            "made_by",
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
                        "verbose_name": "lists of recipients",
                        "verbose_name_plural": "lists of recipients",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "village", "period"),
                                name="one_roll_a_village",
                                violation_error_message="There is a list of this village for this programme and period already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["village_shown", "town_shown", "county_shown"]), _negated=True
                                    ),
                                    models.Q(("shown_on__isnull", False), ("shown_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="shown_from_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RollStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "roll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="funds.roll"
                            ),
                        ),
                        ("deed", models.CharField(max_length=15, verbose_name="deed")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "with the village"),
                                    ("village_shown", "on show in the village"),
                                    ("town", "with the town"),
                                    ("town_shown", "on show by the town"),
                                    ("county", "with the county"),
                                    ("county_shown", "on show by the county"),
                                    ("approved", "approved, to be paid"),
                                ],
                                max_length=15,
                                verbose_name="state",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=500, verbose_name="remark")),
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RollLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "roll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funds.roll"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.programme"
                            ),
                        ),
                        ("period", models.DateField(verbose_name="period")),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funds.recipient"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("area", models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="area")),
                        ("rate", models.BigIntegerField(verbose_name="rate in fen")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        ("holder", models.CharField(max_length=50, verbose_name="holder of the account")),
                        ("bank", models.CharField(max_length=100, verbose_name="bank")),
                        ("account_digest", models.CharField(db_index=True, max_length=64)),
                        ("account_shown", models.CharField(max_length=20, verbose_name="bank account")),
                        ("account_sealed", models.BinaryField()),
                        ("seal_key", models.CharField(max_length=20)),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("entered", "not checked yet"),
                                    ("listed", "in order"),
                                    ("held", "held until somebody has looked at it"),
                                    ("blocked", "blocked"),
                                    ("struck", "struck off"),
                                ],
                                default="entered",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "marks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), default=list, size=None
                            ),
                        ),
                        (
                            "excused",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), default=list, size=None
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
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
                        ("judged_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        (
                            "judged_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("judged_words", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "rows of lists",
                        "verbose_name_plural": "rows of lists",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["recipient", "period"], name="line_of_recipient")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["listed", "held"])),
                                fields=("programme", "period", "recipient"),
                                name="once_in_programme_and_period",
                                violation_error_message="This person stands on a list of this programme and period already.",
                            ),
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="line_pays_something"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("judged_by", None),
                                    models.Q(("judged_by", models.F("entered_by")), _negated=True),
                                    ("state", "struck"),
                                    _connector="OR",
                                ),
                                name="line_released_by_another",
                                violation_error_message="Who entered a row does not release it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "roll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="funds.roll"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="funds.rollline",
                            ),
                        ),
                        ("words", models.CharField(max_length=1000, verbose_name="objection")),
                        ("by_whom", models.CharField(blank=True, max_length=50, verbose_name="raised by")),
                        ("raised_at", models.DateTimeField(verbose_name="raised at")),
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
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                        ("is_upheld", models.BooleanField(null=True, verbose_name="upheld")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        (
                            "answered_by",
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="objection_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at", None),
                                    models.Q(models.Q(("answer", ""), _negated=True), ("is_upheld__isnull", False)),
                                    _connector="OR",
                                ),
                                name="objection_answered_in_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pay_lists",
                                to="funds.programme",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="period")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("drafted", "waits for the second person"),
                                    ("sent", "booked, with the bank"),
                                    ("settled", "the bank has answered for all"),
                                    ("dropped", "dropped"),
                                ],
                                default="drafted",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="payments")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        (
                            "voucher",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pay_list",
                                to="funds.voucher",
                            ),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "verbose_name": "payment lists",
                        "verbose_name_plural": "payment lists",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pay_list_decided_by_another",
                                violation_error_message="A payment list is decided by somebody other than who drafted it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["sent", "settled"]), _negated=True),
                                    ("voucher__isnull", False),
                                    _connector="OR",
                                ),
                                name="pay_list_sent_is_booked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pay_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="funds.paylist"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="funds.rollline"
                            ),
                        ),
                        ("reference", models.CharField(max_length=50, unique=True, verbose_name="reference")),
                        ("amount", models.BigIntegerField(verbose_name="amount")),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funds.account",
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("planned", "planned"),
                                    ("sent", "with the bank"),
                                    ("paid", "paid"),
                                    ("failed", "failed, money went back"),
                                    ("dropped", "dropped"),
                                ],
                                default="planned",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("bank_day", models.DateField(null=True, verbose_name="day at the bank")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "payments",
                        "verbose_name_plural": "payments",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["failed", "dropped"]), _negated=True),
                                fields=("line",),
                                name="line_paid_once",
                                violation_error_message="This row is being paid or was paid already.",
                            )
                        ],
                    },
                ),
            ]
        ),
        append_only("funds_recipient", except_columns=["sealed", "seal_key"]),
        append_only("funds_rosterrow", except_columns=["ended_at"]),
        append_only("funds_ownrecords"),
        append_only("funds_rollstep"),
        append_only("funds_roll", except_columns=["state", "shown_on", "shown_until"]),
        append_only(
            "funds_rollline",
            except_columns=["state", "marks", "excused", "judged_at", "judged_by_id", "judged_words"],
        ),
        append_only(
            "funds_objection",
            except_columns=["answer", "is_upheld", "answered_at", "answered_by_id"],
        ),
        append_only(
            "funds_paylist",
            except_columns=["state", "count", "amount", "voucher_id", "digest", "decided_at", "decided_by_id"],
        ),
        append_only("funds_grant", except_columns=["state", "account_id", "bank_day", "reason"]),
        append_only("funds_purse", except_columns=["state", "amount", "handed_on", "paper", "handed_by_id"]),
        append_only("funds_collection", except_columns=["state", "account_id", "purse_id"]),
        append_only("funds_bankday"),
        append_only("funds_bankentry"),
        append_only(
            "funds_fundflag",
            except_columns=[
                "value",
                "threshold",
                "detail",
                "state",
                "seen_at",
                "lapsed_at",
                "proposal",
                "proposed_by_id",
                "decided_by_id",
                "decided_at",
            ],
        ),
        watch("funds_roll", "funds.roll", columns=["state", "shown_until"], content_type=("funds", "roll")),
        watch(
            "funds_rollline",
            "funds.rollline",
            columns=["state", "amount", "recipient_id", "account_digest", "excused"],
            content_type=("funds", "rollline"),
        ),
        watch(
            "funds_paylist",
            "funds.paylist",
            columns=["state", "count", "amount", "voucher_id", "digest"],
            content_type=("funds", "paylist"),
        ),
        watch("funds_grant", "funds.grant", columns=["state", "amount", "line_id"], content_type=("funds", "grant")),
        watch(
            "funds_purse",
            "funds.purse",
            columns=["state", "amount", "handed_on"],
            content_type=("funds", "purse"),
            organisation="organisation_id",
        ),
        watch(
            "funds_collection",
            "funds.collection",
            columns=["state", "amount", "account_id"],
            content_type=("funds", "collection"),
            organisation="organisation_id",
        ),
        watch(
            "funds_fundflag",
            "funds.fundflag",
            columns=["state", "code", "topic", "decided_by_id"],
            content_type=("funds", "fundflag"),
            organisation="organisation_id",
        ),
    ]
