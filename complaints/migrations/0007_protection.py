"""Identities under seal, codes of the anonymous, talk, openings by two, joined matters, arrivals, organs, transfers."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from records.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_roles_of_the_hotline'),
        ('complaints', '0006_answers'),
        ('deadlines', '0001_initial'),
        ('records', '0003_papers_of_orders'),
    ]

    operations = [
        TrigramExtension(),
        migrations.DeleteModel(  # held contact data in clear; the sealed one takes its place
            name='Complainant',
        ),
        migrations.CreateModel(
            name='Complainant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complainant', to='complaints.order')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to=settings.AUTH_USER_MODEL)),
                ('owner', models.CharField(blank=True, max_length=64)),
                ('caller', models.CharField(blank=True, max_length=64)),
                ('key', models.CharField(max_length=20)),
                ('sealed', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('owner', ''), _negated=True), fields=['owner', '-order'], name='complainant_of_account'), models.Index(condition=models.Q(('caller', ''), _negated=True), fields=['caller', '-order'], name='complainant_of_caller')],
            },
        ),
        migrations.CreateModel(
            name='Secret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='secret', to='complaints.order')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('puzzle', models.CharField(max_length=64, null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='complaints.order')),
                ('from_complainant', models.BooleanField()),
                ('text', models.CharField(max_length=2000, verbose_name='message')),
                ('sent_at', models.DateTimeField(verbose_name='time')),
                ('sent_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('from_complainant', False), ('sent_by', None), _connector='OR'), name='talk_of_a_complainant_names_nobody')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='complaints.order')),
                ('reason', models.CharField(max_length=500, verbose_name='why the identity has to be known')),
                ('state', django_fsm.FSMField(choices=[('asked', 'waiting for the second person'), ('approved', 'approved, not opened yet'), ('refused', 'refused'), ('opened', 'opened')], default='asked', max_length=50, protected=True, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinion', models.CharField(blank=True, max_length=500, verbose_name='opinion')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='opened at')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='opening_has_a_reason', violation_error_message='Say why the identity has to be known.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='opening_decided_by_another', violation_error_message='Two persons open an identity: you asked, somebody else decides.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'opened'), _negated=True), models.Q(('decided_by__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='opened_after_a_decision'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('order', 'asked_by'), name='one_open_request_a_person')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='complaints.order')),
                ('owner', models.CharField(max_length=64)),
                ('joined_at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'owner'), name='one_support_a_person', violation_error_message='You have joined this matter already.')],
            },
        ),
        migrations.CreateModel(
            name='Inbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10, verbose_name='channel')),
                ('reference', models.CharField(max_length=64)),
                ('result', models.CharField(choices=[('order', 'became an order'), ('answer', 'belongs to an order'), ('refused', 'not taken in')], max_length=10, verbose_name='result')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.order')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('channel', 'reference'), name='inbound_once')],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('level', models.CharField(choices=[('city', 'City'), ('county', 'County'), ('town', 'Town or street'), ('village', 'Village or community')], max_length=10, verbose_name='administrative level')),
                ('organisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organ', to='accounts.organisation', verbose_name='unit of this portal')),
                ('head_name', models.CharField(max_length=50, verbose_name='name of the person in charge')),
                ('head_duty', models.CharField(max_length=50, verbose_name='duty of the person in charge')),
                ('telephone', models.CharField(max_length=30, verbose_name='telephone')),
                ('state', django_fsm.FSMField(choices=[('registered', 'to be confirmed'), ('confirmed', 'registration confirmed'), ('ended', 'taken out of use')], default='registered', max_length=50, protected=True, verbose_name='state')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('registered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'discipline organ',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('registered_by')), _negated=True), _connector='OR'), name='organ_confirmed_by_another', violation_error_message='A second person confirms the registration.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_by__isnull', False), _connector='OR'), name='organ_confirmed_by_somebody')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='complaints.order')),
                ('sender', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='sent by')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='complaints.organ', verbose_name='sent to')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('state', django_fsm.FSMField(choices=[('sent', 'waiting for the receipt'), ('received', 'received'), ('returned', 'returned')], default='sent', max_length=50, protected=True, verbose_name='state')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('sent_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('order',), name='one_open_transfer_an_order'), models.CheckConstraint(condition=models.Q(('state', 'sent'), ('answered_at__isnull', False), _connector='OR'), name='answered_transfer_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='returned_transfer_says_why', violation_error_message='Say why it is returned.')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        append_only("complaints_secret"),
        append_only("complaints_talk"),
        append_only("complaints_support"),
        append_only("complaints_inbound"),
        append_only("complaints_complainant", except_columns=["key", "sealed"]),
        append_only(
            "complaints_opening", except_columns=["state", "decided_at", "decided_by_id", "opinion", "opened_at"]
        ),
        append_only(
            "complaints_transfer", except_columns=["state", "clock_id", "answered_at", "answered_by_id", "answer"]
        ),
    ]
