import django.core.serializers.json
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("procurement", "0031_numbers_of_registers"),
        ("records", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Auction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("start_price", models.BigIntegerField(verbose_name="starting price")),
                ("increment", models.BigIntegerField(verbose_name="smallest step")),
                ("veiled_reserve", models.BinaryField(null=True)),
                ("veil", models.CharField(blank=True, max_length=20)),
                ("reserve", models.BigIntegerField(blank=True, null=True, verbose_name="reserve price")),
                ("starts_at", models.DateTimeField(verbose_name="begins at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("extension", models.PositiveSmallIntegerField(verbose_name="extension (seconds)")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("running", "offers are taken"), ("sold", "sold"), ("unsold", "not sold")],
                        default="running",
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("price", models.BigIntegerField(blank=True, null=True, verbose_name="price")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="time of the end")),
                (
                    "listed_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="auctions", to="procurement.tender"
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.party",
                        verbose_name="winner",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "running")), fields=["ends_at"], name="auction_to_close")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "round"), name="one_auction_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="auction_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("increment__gt", 0), ("start_price__gt", 0)),
                        name="auction_rises",
                        violation_error_message="The starting price and the step are more than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "running")),
                            models.Q(("closed_at__isnull", False), ("state", "unsold"), ("winner", None)),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("price__isnull", False),
                                ("state", "sold"),
                                ("winner__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sold_auction_has_a_winner",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("number", models.CharField(max_length=60, verbose_name="guarantee number")),
                ("payer", models.CharField(max_length=100, verbose_name="paid by")),
                ("account", models.CharField(max_length=60, verbose_name="account of the payer")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("paid_on", models.DateField(verbose_name="paid on")),
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
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_lines", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "round", "number"),
                        name="guarantee_number_once",
                        violation_error_message="This guarantee number stands in the list already.",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="bank_line_has_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("size", models.PositiveIntegerField(verbose_name="size (bytes)")),
                ("window", models.PositiveSmallIntegerField(verbose_name="time for the keys (minutes)")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="boxes", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "round"), name="one_box_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("window__gt", 0)), name="box_has_a_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("signed_at", models.DateTimeField(verbose_name="signed in at")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="unit",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="watches", to="procurement.tender"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "round", "user"),
                        name="signed_in_once_an_opening",
                        violation_error_message="You have signed in to this opening already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("bidders", models.PositiveSmallIntegerField(verbose_name="bidders")),
                ("record", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("opened_at", models.DateTimeField(verbose_name="time of the opening")),
                (
                    "opened_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="procurement.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("tender", "round"), name="one_opening_a_round")],
            },
        ),
        migrations.CreateModel(
            name="Paddle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="bidder number")),
                ("admitted_at", models.DateTimeField(verbose_name="admitted at")),
                (
                    "admitted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "auction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paddles", to="procurement.auction"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paddles",
                        to="procurement.party",
                        verbose_name="bidder",
                    ),
                ),
            ],
            options={
                "ordering": ["auction", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("auction", "number"), name="paddle_number_once"),
                    models.UniqueConstraint(
                        fields=("auction", "party"),
                        name="paddle_once_a_firm",
                        violation_error_message="This firm has been admitted already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedBid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
                ("received_at", models.DateTimeField(verbose_name="time of arrival")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed_bids", to="procurement.box"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Bid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("price", models.BigIntegerField(blank=True, null=True, verbose_name="price")),
                ("duration_days", models.PositiveIntegerField(null=True, verbose_name="time of performance (days)")),
                ("manager", models.CharField(blank=True, max_length=50, verbose_name="project manager")),
                ("author", models.CharField(blank=True, max_length=50, verbose_name="author of the bid")),
                ("handler", models.CharField(blank=True, max_length=50, verbose_name="handler of the bid")),
                ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("guarantee_number", models.CharField(blank=True, max_length=60, verbose_name="guarantee number")),
                ("payer", models.CharField(blank=True, max_length=100, verbose_name="paid by")),
                ("account", models.CharField(blank=True, max_length=60, verbose_name="account of the payer")),
                ("bank", models.CharField(blank=True, max_length=100, verbose_name="bank")),
                ("marks", models.JSONField(default=dict)),
                ("notes", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "opened and read"), ("void", "void")],
                        default="valid",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("submitted_at", models.DateTimeField(verbose_name="time of arrival")),
                ("opened_at", models.DateTimeField(verbose_name="time of the opening")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="procurement.party",
                        verbose_name="bidder",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bids", to="procurement.tender"
                    ),
                ),
                (
                    "sealed_bid",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bid",
                        to="procurement.sealedbid",
                    ),
                ),
            ],
            options={
                "ordering": ["price", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("price__gt", 0), ("state", "valid")), ("state", "void"), _connector="OR"
                        ),
                        name="valid_bid_has_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="void_bid_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "valid")),
                        fields=("tender", "round", "party"),
                        name="one_valid_bid_a_firm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price", None), ("price__gte", 0), _connector="OR"),
                        name="bid_no_negative_price",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("offered_at", models.DateTimeField(verbose_name="time of the offer")),
                ("ends_at", models.DateTimeField(verbose_name="end after this offer")),
                (
                    "auction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="procurement.auction"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paddle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="procurement.paddle"
                    ),
                ),
            ],
            options={
                "ordering": ["-amount"],
                "constraints": [models.UniqueConstraint(fields=("auction", "amount"), name="offer_amount_once")],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(max_length=64)),
                ("veiled_key", models.BinaryField()),
                ("veil", models.CharField(max_length=20)),
                ("revealed_at", models.DateTimeField(verbose_name="key received at")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reveals",
                        to="procurement.party",
                        verbose_name="bidder",
                    ),
                ),
                (
                    "revealed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sealed_bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reveal", to="procurement.sealedbid"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Guarantee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "held"), ("returned", "paid back"), ("kept", "not returned")],
                        default="held",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("interest", models.BigIntegerField(blank=True, null=True, verbose_name="interest")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="number of the transfer")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guarantee", to="procurement.bid"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee",
                        to="procurement.bankline",
                    ),
                ),
                (
                    "settled_by",
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
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state", "held")),
                            models.Q(models.Q(("state", "held"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="settled_guarantee_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="kept_guarantee_has_a_reason",
                        violation_error_message="Give the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                            models.Q(("interest", None), ("interest__gte", 0), _connector="OR"),
                        ),
                        name="guarantee_no_negative_money",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('code', models.CharField(max_length=30, verbose_name='step or deed')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='records.document')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='procurement.party', verbose_name='firm')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='procurement.tender')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Prequalification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('conditions', models.TextField(max_length=5000, verbose_name='what a firm must be able to do')),
                ('documents_from', models.DateField(verbose_name='documents from')),
                ('documents_until', models.DateField(verbose_name='documents until')),
                ('due_at', models.DateTimeField(verbose_name='deadline of applications')),
                ('state', django_fsm.FSMField(choices=[('open', 'under way'), ('passed', 'passed by enough firms'), ('failed', 'passed by fewer than three')], default='open', max_length=50, protected=True, verbose_name='state')),
                ('concluded_at', models.DateTimeField(null=True, verbose_name='concluded at')),
                ('concluded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='prequalification', to='procurement.notice')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prequalifications', to='procurement.tender')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'failed'), _negated=True), fields=('tender', 'round'), name='one_prequalification_a_round', violation_error_message='There is a prequalification already.'), models.CheckConstraint(condition=models.Q(('documents_until__gte', models.F('documents_from'))), name='prequalification_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('concluded_at__isnull', False)), _connector='OR'), name='prequalification_concluded_has_a_time')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='WithdrawnGuarantee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='guarantee number')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('returned_at', models.DateTimeField(null=True, verbose_name='time of the return')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='number of the transfer')),
                ('returned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sealed_bid', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='procurement.sealedbid')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='withdrawn_guarantee_has_number'), models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), ('returned_at', None)), models.Q(('returned_at__isnull', False), models.Q(('reference', ''), _negated=True)), _connector='OR'), name='withdrawn_guarantee_returned_by_transfer')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='what was delivered')),
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('accepted_on', models.DateField(verbose_name='accepted on')),
                ('entered_at', models.DateTimeField(verbose_name='written down at')),
                ('paid_on', models.DateField(null=True, verbose_name='paid on')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='number of the transfer')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='procurement.contract')),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paid_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='delivery_has_amount'), models.CheckConstraint(condition=models.Q(('paid_on', None), models.Q(('paid_on__gte', models.F('accepted_on')), models.Q(('reference', ''), _negated=True)), _connector='OR'), name='delivery_paid_after_acceptance', violation_error_message='It is paid after the acceptance, with the number of the transfer.')],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('text', models.TextField(max_length=3000, verbose_name='question')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='procurement.party', verbose_name='firm that asks')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='procurement.tender')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='inquiry_asks_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='inquiry_answered_in_words', violation_error_message='Write the answer.')],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.TextField(max_length=5000, verbose_name='statement of the firm')),
                ('applied_at', models.DateTimeField(verbose_name='applied at')),
                ('is_able', models.BooleanField(null=True, verbose_name='qualified')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('examined_at', models.DateTimeField(null=True, verbose_name='examined at')),
                ('applied_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('examined_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prequalifications', to='procurement.party', verbose_name='applicant')),
                ('prequalification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applicants', to='procurement.prequalification')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('prequalification', 'party'), name='applies_once', violation_error_message='This firm has applied already.'), models.CheckConstraint(condition=models.Q(models.Q(('is_able', False), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='applicant_refused_with_a_reason', violation_error_message='Give the reason.')],
            },
        ),
    ]
