"""Funds, their accounts, and the ledger."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('deadlines', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Fund',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('kind', models.CharField(choices=[('social', 'Social insurance fund'), ('housing', 'Housing provident fund'), ('poverty', 'Poverty relief fund'), ('disaster', 'Disaster relief fund'), ('special', 'Special fiscal fund'), ('livelihood', "People's livelihood fund"), ('department', 'Department fund')], max_length=20, verbose_name='kind')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('measure', models.CharField(choices=[('money', 'money'), ('goods', 'goods in kind')], default='money', max_length=10, verbose_name='measure')),
                    ('unit_name', models.CharField(default='元', max_length=10, verbose_name='counted in')),
                    ('finance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='finance bureau')),
                    ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='managing department')),
                    ('basis', models.CharField(max_length=300, verbose_name='basis')),
                    ('purpose', models.TextField(max_length=1000, verbose_name='purpose')),
                    ('classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='economic classes allowed')),
                    ('pass_on_days', models.PositiveSmallIntegerField(default=30, verbose_name='to be passed on within (days)')),
                    ('starts_on', models.DateField(verbose_name='first day')),
                    ('ends_on', models.DateField(verbose_name='last day')),
                    ('is_public', models.BooleanField(default=True, verbose_name='shown to the public')),
                    ('created_at', models.DateTimeField(verbose_name='entered at')),
                    ('created_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'funds',
                    'verbose_name_plural': 'funds',
                    'ordering': ['-year', 'code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='fund_ends_after_it_starts', violation_error_message='The last day lies before the first.')],
                },
            ),
            migrations.CreateModel(
                name='Closing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='funds.fund')),
                    ('until', models.DateField(verbose_name='closed until')),
                    ('closed_at', models.DateTimeField(verbose_name='accounts closed at')),
                    ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-until'],
                    'constraints': [models.UniqueConstraint(fields=('fund', 'until'), name='period_closed_once')],
                },
            ),
            migrations.CreateModel(
                name='Payee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort', models.CharField(choices=[('firm', 'firm'), ('office', 'office'), ('person', 'person')], max_length=10, verbose_name='kind')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('identity', models.CharField(max_length=64, verbose_name='code')),
                    ('bank', models.CharField(blank=True, max_length=100, verbose_name='bank')),
                    ('account_number', models.CharField(max_length=40, verbose_name='bank account')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('entered_at', models.DateTimeField(verbose_name='entered at')),
                ],
                options={
                    'verbose_name': 'payees',
                    'verbose_name_plural': 'payees',
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('identity', 'account_number'), name='payee_once', violation_error_message='This payee with this bank account is in the list already.')],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='funds.fund')),
                    ('stage', models.CharField(choices=[('outside', 'source'), ('held', 'held, to be shared out'), ('allocated', 'allocated'), ('disbursed', 'disbursed, not used'), ('used', 'used')], max_length=10, verbose_name='stage')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fund_accounts', to='accounts.organisation', verbose_name='unit')),
                    ('payee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='funds.payee')),
                    ('project', models.CharField(blank=True, max_length=100, verbose_name='project')),
                    ('name', models.CharField(max_length=200, verbose_name='name')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('fund', 'stage', 'organisation', 'payee', 'project', 'name'), name='account_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'used'), _negated=True), ('payee__isnull', False), _connector='OR'), name='used_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['held', 'allocated', 'disbursed']), _negated=True), ('organisation__isnull', False), _connector='OR'), name='held_by_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Voucher',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='funds.fund')),
                    ('kind', models.CharField(choices=[('arrive', 'arrival'), ('share', 'sharing out'), ('allocate', 'allocation'), ('disburse', 'disbursement'), ('use', 'use'), ('return', 'return')], max_length=10, verbose_name='kind')),
                    ('happened_on', models.DateField(verbose_name='day')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('lines', models.PositiveIntegerField(verbose_name='postings')),
                    ('digest', models.CharField(max_length=64)),
                    ('words', models.CharField(max_length=300, verbose_name='purpose')),
                    ('economic_class', models.CharField(blank=True, max_length=10, verbose_name='economic class')),
                    ('paper', models.CharField(blank=True, max_length=100, verbose_name='document')),
                    ('reverses', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='funds.voucher')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('booked_at', models.DateTimeField(verbose_name='posted at')),
                    ('booked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('key', models.UUIDField(null=True, unique=True)),
                    ('txid', models.BigIntegerField(db_default=0, editable=False)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['fund', '-id'], name='voucher_of_fund'), models.Index(fields=['organisation', '-happened_on'], name='voucher_of_unit')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='voucher_of_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'return'), _negated=True), ('reverses__isnull', False), _connector='OR'), name='return_says_of_what')],
                },
            ),
            migrations.CreateModel(
                name='Posting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('voucher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='funds.voucher')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='descendants', to='funds.posting')),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='funds.posting')),
                    ('out_of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.account')),
                    ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.account')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['source', 'id'], name='posting_of_source')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='posting_of_something'), models.CheckConstraint(condition=models.Q(('out_of', models.F('into')), _negated=True), name='posting_moves')],
                },
            ),
            migrations.CreateModel(
                name='Lot',
                fields=[
                    ('posting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='lot', serialize=False, to='funds.posting')),
                    ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='funds.account')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.posting')),
                    ('rest', models.BigIntegerField(verbose_name='left')),
                    ('since', models.DateField(verbose_name='since')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('rest__gt', 0)), fields=['account', 'posting'], name='lot_of_account'), models.Index(condition=models.Q(('rest__gt', 0)), fields=['source'], name='lot_of_source')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('rest__gte', 0)), name='lot_not_negative', violation_error_message='There is not so much left.')],
                },
            ),
        ]),
    ]
