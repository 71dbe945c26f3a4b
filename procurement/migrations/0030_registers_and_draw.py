import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("procurement", "0020_facts_and_flags"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Speciality",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                    ],
                    options={
                        "verbose_name": "specialities of experts",
                        "verbose_name_plural": "specialities of experts",
                        "ordering": ["sort", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=100, verbose_name="criterion")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("judged", "judged by the committee"),
                                    ("lowest", "price: lowest price by own price"),
                                    ("mean", "price: distance from the mean of the prices"),
                                ],
                                default="judged",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="most points")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="criteria",
                                to="procurement.tender",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["tender", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "number"), name="criterion_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("points__gt", 0), ("points__lte", 100)),
                                name="criterion_has_points",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                        ("needs", models.JSONField(verbose_name="experts by speciality")),
                        (
                            "representatives",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="representatives of the tenderer"
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("committed", "seed committed"),
                                    ("drawn", "drawn, names sealed"),
                                    ("revealed", "names made public"),
                                    ("void", "void"),
                                ],
                                default="committed",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("commitment", models.CharField(max_length=64, verbose_name="commitment to the seed")),
                        ("key", models.CharField(max_length=20)),
                        ("sealed_seed", models.BinaryField()),
                        ("committed_at", models.DateTimeField(verbose_name="committed at")),
                        ("drawn_at", models.DateTimeField(null=True, verbose_name="drawn at")),
                        ("sealed_log", models.BinaryField(null=True)),
                        ("log_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of the log")),
                        ("checked_at", models.DateTimeField(null=True, verbose_name="checked against the bidders at")),
                        ("revealed_at", models.DateTimeField(null=True, verbose_name="names made public at")),
                        ("seed", models.CharField(blank=True, max_length=64, verbose_name="seed")),
                        ("log", models.JSONField(null=True)),
                        (
                            "committed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="procurement.tender",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "void"), _negated=True),
                                fields=("tender", "round"),
                                name="one_draw_a_round",
                                violation_error_message="The committee of this round has its draw already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("drawn_by", None),
                                    models.Q(("drawn_by", models.F("committed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="drawn_by_another",
                                violation_error_message="Who committed the seed does not draw.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "revealed"), models.Q(("log", None), ("seed", "")), _connector="OR"
                                ),
                                name="draw_sealed_until_the_award",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="OpenRecord",
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
                                    ("approval", "project approvals"),
                                    ("building", "management of construction"),
                                    ("firm", "firms of the trade"),
                                    ("people", "people of the trade"),
                                    ("land", "land use rights"),
                                    ("mining", "mining rights"),
                                    ("credit", "credit information"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("text", models.TextField(blank=True, max_length=5000, verbose_name="text")),
                        ("facts", models.JSONField(default=list)),
                        (
                            "number",
                            models.CharField(blank=True, max_length=100, verbose_name="number of the document"),
                        ),
                        ("happened_on", models.DateField(verbose_name="date")),
                        ("published_at", models.DateTimeField(verbose_name="published at")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_records",
                                to="procurement.party",
                                verbose_name="firm",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
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
                        "ordering": ["-happened_on", "-pk"],
                        "indexes": [models.Index(fields=["kind", "-happened_on", "-id"], name="open_record_by_kind")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(models.Q(("number", ""), _negated=True), ("withdrawn_at", None)),
                                fields=("kind", "organisation", "number"),
                                name="open_record_number_once",
                                violation_error_message="A record with this number is public already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("withdrawn_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="open_record_withdrawn_with_a_reason",
                                violation_error_message="Give the reason.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ownership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="share (percent)"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="written down at")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_by",
                                to="procurement.party",
                                verbose_name="subsidiary",
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
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owns",
                                to="procurement.party",
                                verbose_name="parent firm",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)), fields=("parent", "child"), name="owned_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("child")), _negated=True),
                                name="no_firm_owns_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Practitioner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("profession", models.CharField(max_length=50, verbose_name="profession")),
                        (
                            "number",
                            models.CharField(max_length=60, unique=True, verbose_name="number of the certificate"),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="practitioners",
                                to="procurement.party",
                                verbose_name="firm",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="qualification")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="grade")),
                        ("number", models.CharField(max_length=60, verbose_name="number of the certificate")),
                        ("issued_by", models.CharField(blank=True, max_length=100, verbose_name="issued by")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="qualifications",
                                to="procurement.party",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("number",),
                                name="qualification_number_once",
                                violation_error_message="A certificate with this number is registered already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="qualification_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("legal_representative", models.CharField(max_length=50, verbose_name="legal representative")),
                        ("founded_on", models.DateField(verbose_name="founded on")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                        ("businesses", models.JSONField(default=list, verbose_name="businesses")),
                        (
                            "qualifications",
                            models.TextField(blank=True, max_length=1000, verbose_name="qualifications"),
                        ),
                        ("title", models.CharField(blank=True, max_length=50, verbose_name="title")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("applied", "waiting for the check"),
                                    ("checked", "checked, waiting for the second person"),
                                    ("registered", "registered"),
                                    ("refused", "refused"),
                                ],
                                default="applied",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("applied_at", models.DateTimeField(verbose_name="applied at")),
                        ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="opinion")),
                        (
                            "applied_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "checked_by",
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
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to="procurement.party",
                                verbose_name="firm",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["applied", "checked"])),
                                fields=("code",),
                                name="one_open_registration_a_code",
                                violation_error_message="An application with this credit code is being checked already.",  # noqa: E501
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "registered"), _negated=True),
                                    models.Q(("checked_by", models.F("decided_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_by_two_people",
                                violation_error_message="Somebody other than who checked it enters the firm.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("opinion", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_refused_with_a_reason",
                                violation_error_message="Give the reason.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                        ("ranking", models.JSONField(default=list)),
                        ("rejected", models.JSONField(default=list)),
                        ("deviations", models.JSONField(default=list)),
                        ("text", models.TextField(max_length=5000, verbose_name="report")),
                        ("digest", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
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
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="procurement.tender",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "round"), name="one_report_a_round")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditRecord",
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
                                    ("honour", "honour"),
                                    ("penalty", "penalty"),
                                    ("performance", "performance of a contract"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="what is recorded")),
                        ("decided_by", models.CharField(max_length=100, verbose_name="decided by")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=100, verbose_name="number of the document"),
                        ),
                        ("decided_on", models.DateField(verbose_name="decided on")),
                        ("shown_until", models.DateField(blank=True, null=True, verbose_name="shown until")),
                        ("entered_at", models.DateTimeField(verbose_name="written down at")),
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
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_records",
                                to="procurement.party",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-decided_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="credit_record_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="number in the pool")),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("telephone", models.CharField(max_length=30, verbose_name="telephone")),
                        ("employer_name", models.CharField(max_length=100, verbose_name="employer")),
                        ("rank", models.CharField(blank=True, max_length=50, verbose_name="professional rank")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("applied", "waiting for the second person"),
                                    ("registered", "in the pool"),
                                    ("left", "left the pool"),
                                ],
                                default="applied",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="written down at")),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                        ("left_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "employer_organisation",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="employing office",
                            ),
                        ),
                        (
                            "employer_party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experts",
                                to="procurement.party",
                                verbose_name="employer in the register of firms",
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
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expert",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "specialities",
                            models.ManyToManyField(
                                related_name="experts", to="procurement.speciality", verbose_name="specialities"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "experts",
                        "verbose_name_plural": "experts",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="expert_confirmed_by_another",
                                violation_error_message="Somebody other than who wrote it down confirms it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "registered"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="expert_confirmed_before_pool",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="seat")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("expert", "expert"), ("representative", "representative of the tenderer")],
                                default="expert",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("speciality", models.CharField(blank=True, max_length=20, verbose_name="speciality")),
                        ("key", models.CharField(max_length=20)),
                        ("sealed", models.BinaryField()),
                        ("mark", models.CharField(db_index=True, max_length=64)),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("invited", "asked"),
                                    ("accepted", "comes"),
                                    ("declined", "cannot come"),
                                    ("absent", "did not come"),
                                    ("replaced", "replaced: recusal"),
                                ],
                                default="invited",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("invited_at", models.DateTimeField(verbose_name="asked at")),
                        ("replied_at", models.DateTimeField(null=True, verbose_name="replied at")),
                        ("arrived_at", models.DateTimeField(null=True, verbose_name="arrived at")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "draw",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="procurement.draw",
                            ),
                        ),
                        (
                            "holder",
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
                        "ordering": ["number", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["invited", "accepted"])),
                                fields=("draw", "number"),
                                name="one_person_a_seat",
                            ),
                            models.UniqueConstraint(fields=("draw", "mark"), name="one_seat_a_person"),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Deduction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("late", "came late"),
                                    ("absent", "did not come"),
                                    ("error", "error in the evaluation"),
                                    ("no_recusal", "did not recuse"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(verbose_name="points")),
                        ("note", models.CharField(max_length=500, verbose_name="what happened")),
                        ("happened_on", models.DateField(verbose_name="date")),
                        ("entered_at", models.DateTimeField(verbose_name="written down at")),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                        (
                            "confirmed_by",
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
                            "tender",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deductions",
                                to="procurement.tender",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deductions",
                                to="procurement.expert",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("note", ""), _negated=True), name="deduction_says_what_happened"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="deduction_confirmed_by_another",
                                violation_error_message="Somebody other than who wrote it down confirms it.",
                            ),
                            models.UniqueConstraint(
                                fields=("expert", "tender", "reason"),
                                name="deduction_once_a_tender",
                                violation_error_message="These points were taken for this tender already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("centre", "for the centre"),
                                    ("supervisor", "for the supervising department"),
                                    ("tenderer", "for the tenderer"),
                                    ("agent", "for the agent"),
                                    ("committee", "in the committee"),
                                    ("bidder", "for a bidder"),
                                ],
                                max_length=20,
                                verbose_name="capacity",
                            ),
                        ),
                        ("marks", models.JSONField(default=dict)),
                        ("score", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="score")),
                        ("comment", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                        ("appraised_at", models.DateTimeField(verbose_name="appraised at")),
                        (
                            "appraised_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "appraised_for",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="appraising office",
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
                                verbose_name="office",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals",
                                to="procurement.party",
                                verbose_name="firm",
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals",
                                to="procurement.tender",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals",
                                to="procurement.expert",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("expert", None), ("organisation", None), ("party__isnull", False)),
                                    models.Q(("expert__isnull", False), ("organisation", None), ("party", None)),
                                    models.Q(("expert", None), ("organisation__isnull", False), ("party", None)),
                                    _connector="OR",
                                ),
                                name="appraisal_of_one",
                            ),
                            models.UniqueConstraint(
                                fields=("tender", "capacity", "party", "expert", "organisation", "appraised_for"),
                                name="appraised_once_an_office",
                                nulls_distinct=False,
                                violation_error_message="Your office has appraised this already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__range", (0, 100))), name="appraisal_in_percent"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Misconduct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="number")),
                        (
                            "grade",
                            models.CharField(
                                choices=[("yellow", "yellow card"), ("red", "red card")],
                                max_length=10,
                                verbose_name="grade",
                            ),
                        ),
                        ("act", models.CharField(max_length=200, verbose_name="bad behaviour")),
                        ("facts", models.TextField(max_length=3000, verbose_name="facts and evidence")),
                        ("law", models.CharField(max_length=300, verbose_name="law")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("proposed", "proposed, to be heard"),
                                    ("decided", "decided and published"),
                                    ("dropped", "dropped"),
                                    ("ended", "ended"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="proposed",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                        ("heard_until", models.DateField(verbose_name="may be heard until")),
                        (
                            "statement",
                            models.TextField(blank=True, max_length=3000, verbose_name="statement of the party"),
                        ),
                        ("stated_at", models.DateTimeField(null=True, verbose_name="stated at")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("decision", models.CharField(blank=True, max_length=1000, verbose_name="decision")),
                        ("until_on", models.DateField(null=True, verbose_name="restricted until")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
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
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="misconducts",
                                to="procurement.expert",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="deciding department",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="misconducts",
                                to="procurement.party",
                                verbose_name="firm",
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
                            "stated_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="misconducts",
                                to="procurement.tender",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "decided")), fields=["until_on"], name="misconduct_to_end"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("expert__isnull", False), ("party", None)),
                                    models.Q(("expert", None), ("party__isnull", False)),
                                    _connector="OR",
                                ),
                                name="misconduct_of_one",
                                violation_error_message="Name a firm or an expert, one of them.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="misconduct_decided_by_another",
                                violation_error_message="Who proposed it does not decide it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["decided", "ended"]), _negated=True),
                                    models.Q(("decided_at__isnull", False), ("until_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="misconduct_decided_until_a_day",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Relation",
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
                                    ("former", "worked there within three years"),
                                    ("shares", "holds shares"),
                                    ("family", "a relative leads it"),
                                    ("adviser", "advises it"),
                                    ("other", "another interest"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                        ("declared_at", models.DateTimeField(verbose_name="declared at")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "declared_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations",
                                to="procurement.expert",
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
                                verbose_name="office",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="close_experts",
                                to="procurement.party",
                                verbose_name="firm",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("organisation__isnull", False), ("party", None)),
                                    models.Q(("organisation", None), ("party__isnull", False)),
                                    _connector="OR",
                                ),
                                name="relation_to_one_body",
                                violation_error_message="Name a firm or an office, one of them.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rejected", models.JSONField(default=dict)),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="opinion")),
                        ("digest", models.CharField(max_length=64)),
                        ("locked_at", models.DateTimeField(verbose_name="locked at")),
                        (
                            "seat",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet",
                                to="procurement.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["seat"],
                    },
                ),
                migrations.CreateModel(
                    name="Repair",
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
                                choices=[("appeal", "appeal"), ("repair", "repair of credit")],
                                max_length=10,
                                verbose_name="what is asked",
                            ),
                        ),
                        ("text", models.TextField(max_length=3000, verbose_name="grounds")),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[("open", "open"), ("granted", "granted"), ("refused", "refused")],
                                default="open",
                                max_length=50,
                                protected=True,
                                verbose_name="state",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(verbose_name="filed at")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
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
                            "filed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "misconduct",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repairs",
                                to="procurement.misconduct",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("misconduct",),
                                name="one_open_repair",
                                violation_error_message="An application about this decision is open already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="repair_has_grounds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"), models.Q(("answer", ""), _negated=True), _connector="OR"
                                ),
                                name="repair_answered_with_words",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="procurement.criterion",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="procurement.party",
                                verbose_name="bidder",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="procurement.sheet",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "criterion", "party"), name="scored_once"),
                            models.CheckConstraint(condition=models.Q(("points__gte", 0)), name="score_not_negative"),
                        ],
                    },
                ),
            ]
        )
    ]
