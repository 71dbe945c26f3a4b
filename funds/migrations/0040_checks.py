"""Acceptance checks and audits, deliveries of movements from owners' systems, with what guards them."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables
from records.triggers import append_only, watch


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_code_device"),
        ("funds", "0030_flag_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        Tables(
            [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('name', models.CharField(max_length=150, verbose_name='file')),
                ('origin', models.CharField(blank=True, max_length=100, verbose_name='source system')),
                ('digest', models.CharField(max_length=64)),
                ('count', models.PositiveIntegerField(verbose_name='movements')),
                ('total', models.BigIntegerField(verbose_name='total')),
                ('rows', models.JSONField()),
                ('state', django_fsm.FSMField(choices=[('read', 'waits for a second person'), ('booked', 'booked into the ledger'), ('dropped', 'dropped')], default='read', max_length=50, protected=True, verbose_name='state')),
                ('read_at', models.DateTimeField(verbose_name='taken in at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='funds.fund')),
                ('read_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'deliveries of movements',
                'verbose_name_plural': 'deliveries of movements',
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name="number in the owner's system")),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='funds.delivery')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.fund')),
                ('voucher', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='movement', to='funds.voucher')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('acceptance', 'acceptance check'), ('audit', 'audit')], max_length=12, verbose_name='kind')),
                ('checked_on', models.DateField(verbose_name='checked on')),
                ('amount', models.BigIntegerField(verbose_name='amount checked')),
                ('questioned', models.BigIntegerField(default=0, verbose_name='amount questioned')),
                ('result', models.CharField(choices=[('good', 'passed the check'), ('partly', 'passed but for some points'), ('bad', 'failed the check')], max_length=10, verbose_name='result')),
                ('conclusion', models.TextField(max_length=1000, verbose_name='conclusion')),
                ('paper', models.CharField(blank=True, max_length=100, verbose_name='document')),
                ('state', django_fsm.FSMField(choices=[('entered', 'waits for a second person'), ('confirmed', 'confirmed by a second person'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='entered', max_length=50, protected=True, verbose_name='state')),
                ('entered_at', models.DateTimeField(verbose_name='entered at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='funds.account')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='funds.fund')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                ('voucher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='funds.voucher')),
            ],
            options={
                'verbose_name': 'acceptance checks and audits',
                'verbose_name_plural': 'acceptance checks and audits',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['fund', 'kind', '-id'], name='check_of_fund')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('questioned__gte', 0), ('questioned__lte', models.F('amount'))), name='check_of_something', violation_error_message='No more can be questioned than was checked.'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'good'), _negated=True), ('questioned', 0), _connector='OR'), name='check_in_order_questions_nothing', violation_error_message='Where an amount is questioned, the result is not “in order”.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('entered_by')), _negated=True), ('state', 'withdrawn'), _connector='OR'), name='check_by_two', violation_error_message='A check is confirmed by somebody other than who entered it.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='check_refused_why', violation_error_message='Give the reason.')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
            ]
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('fund', 'digest'), name='delivery_once', violation_error_message='These movements were delivered already.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('count__gt', 0), ('total__gt', 0)), name='delivery_of_something'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), ('read_by', None), models.Q(('decided_by', models.F('read_by')), _negated=True), ('state', 'dropped'), _connector='OR'), name='delivery_by_two', violation_error_message='Who read the file in does not confirm it.'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.UniqueConstraint(fields=('fund', 'number'), name='movement_once'),
        ),
        append_only("funds_movement"),
        append_only("funds_delivery", ["state", "decided_at", "decided_by_id", "reason"]),
        append_only("funds_check", ["state", "decided_at", "decided_by_id", "reason"]),
        watch(
            "funds_delivery",
            "funds.delivery",
            columns=["number", "fund_id", "digest", "count", "total", "state", "decided_by_id"],
            content_type=("funds", "delivery"),
        ),
        watch(
            "funds_check",
            "funds.check",
            columns=["number", "kind", "fund_id", "amount", "questioned", "result", "state", "decided_by_id"],
            content_type=("funds", "check"),
            organisation="organisation_id",
        ),
    ]
