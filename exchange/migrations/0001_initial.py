"""Systems of others: what they send, what it means here, and the cases that follow from it."""

import django.core.serializers.json
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0001_initial'),
        ('deadlines', '0001_initial'),
        ('monitoring', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='SourceSystem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='accounts.organisation', verbose_name='organisation')),
                    ('contact', models.CharField(max_length=50, verbose_name='contact person')),
                    ('telephone', models.CharField(max_length=30, verbose_name='telephone')),
                    ('quiet_hours', models.PositiveSmallIntegerField(default=24, null=True, verbose_name='sends at least every (hours)')),
                    ('state', django_fsm.FSMField(choices=[('active', 'in use'), ('suspended', 'stopped'), ('ended', 'taken out of use')], default='active', max_length=50, protected=True, verbose_name='state')),
                    ('registered_at', models.DateTimeField(verbose_name='registered at')),
                    ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('last_event_at', models.DateTimeField(null=True, verbose_name='last event')),
                    ('stored', models.PositiveBigIntegerField(default=0, verbose_name='events stored')),
                ],
                options={
                    'ordering': ['code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('quiet_hours', None), ('quiet_hours__gte', 1), _connector='OR'), name='source_sends_within_an_hour_or_more', violation_error_message='The agreed interval is at least one hour.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Token',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='exchange.sourcesystem')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('hint', models.CharField(max_length=12, verbose_name='begins with')),
                    ('issued_at', models.DateTimeField(verbose_name='issued at')),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('expires_at', models.DateTimeField(verbose_name='expires at')),
                    ('last_used_at', models.DateTimeField(null=True, verbose_name='last used at')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
                    ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Mapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mappings', to='exchange.sourcesystem')),
                    ('kind', models.CharField(choices=[('item', 'item'), ('organisation', 'organisation')], max_length=20, verbose_name='kind')),
                    ('name', models.CharField(max_length=300, verbose_name='name in the source system')),
                    ('item_code', models.CharField(blank=True, max_length=30, verbose_name='item of our catalogue')),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waiting for confirmation'), ('confirmed', 'agreed upon'), ('refused', 'refused')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('source', 'kind', 'name'), name='one_meaning_of_a_name', violation_error_message='This name has a meaning already.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'item'), ('organisation', None), models.Q(('item_code', ''), _negated=True)), models.Q(('item_code', ''), ('kind', 'organisation'), ('organisation__isnull', False)), _connector='OR'), name='mapping_means_one_thing'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='mapping_confirmed_by_another', violation_error_message='A mapping is confirmed by somebody other than its author.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='exchange.sourcesystem')),
                    ('event_id', models.CharField(max_length=300, verbose_name='number of the event')),
                    ('at', models.DateTimeField(verbose_name='time')),
                    ('type', models.CharField(max_length=40, verbose_name='kind')),
                    ('about', models.CharField(max_length=300)),
                    ('body', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('received_at', models.DateTimeField(verbose_name='received at')),
                ],
                options={
                    'indexes': [models.Index(fields=['source', 'about', 'at'], name='event_about')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'event_id'), name='event_once')],
                },
            ),
            migrations.CreateModel(
                name='Problem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='exchange.sourcesystem')),
                    ('event_id', models.CharField(blank=True, max_length=300, verbose_name='number of the event')),
                    ('line', models.TextField(verbose_name='what was sent')),
                    ('digest', models.CharField(max_length=64)),
                    ('field', models.CharField(max_length=40, verbose_name='field')),
                    ('value', models.CharField(blank=True, max_length=300)),
                    ('error', models.CharField(max_length=300, verbose_name='what is wrong')),
                    ('state', django_fsm.FSMField(choices=[('open', 'waiting'), ('solved', 'taken in'), ('discarded', 'discarded')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('first_at', models.DateTimeField(verbose_name='first received at')),
                    ('last_at', models.DateTimeField(verbose_name='last received at')),
                    ('times', models.PositiveIntegerField(default=1, verbose_name='times received')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['source', '-id'], name='problem_waiting'), models.Index(fields=['source', 'event_id'], name='problem_of_event')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('source', 'digest'), name='one_open_problem_a_line'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'discarded'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='discarded_with_a_reason', violation_error_message='Say why the line is discarded.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='ForeignItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='exchange.sourcesystem')),
                    ('code', models.CharField(max_length=300, verbose_name='code')),
                    ('name', models.CharField(max_length=300, verbose_name='name')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.event')),
                    ('defined_at', models.DateTimeField(verbose_name='defined at')),
                ],
                options={
                    'ordering': ['code', 'defined_at'],
                    'indexes': [models.Index(fields=['source', 'code', 'defined_at'], name='foreign_item_in_force')],
                },
            ),
            migrations.CreateModel(
                name='ForeignCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='exchange.sourcesystem')),
                    ('number', models.CharField(max_length=300, verbose_name='case number')),
                    ('item_code', models.CharField(max_length=300, verbose_name='item')),
                    ('item_name', models.CharField(max_length=300, verbose_name='item')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('state', models.CharField(choices=[('first_review', 'under first review'), ('submitted', 'waiting for acceptance'), ('correcting', 'waiting for correction'), ('accepted', 'under review'), ('reviewed', 'waiting for decision'), ('decided', 'decided'), ('delivered', 'delivered'), ('refused', 'not accepted'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='state')),
                    ('received_at', models.DateTimeField(verbose_name='received at')),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted at')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                    ('result', models.CharField(blank=True, choices=[('granted', 'granted'), ('denied', 'denied')], max_length=10, verbose_name='result')),
                    ('actor_name', models.CharField(blank=True, max_length=300, verbose_name='person')),
                    ('stars', models.PositiveSmallIntegerField(null=True, verbose_name='stars')),
                    ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                    ('doubts', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('look_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['organisation', '-received_at'], name='foreign_case_of_unit'), models.Index(fields=['source', '-id'], name='foreign_case_of_source'), models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='foreign_case_look_at')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='foreign_case_once'), models.CheckConstraint(condition=models.Q(('stars', None), models.Q(('stars__gte', 1), ('stars__lte', 5)), _connector='OR'), name='foreign_case_has_one_to_five_stars')],
                },
            ),
            migrations.CreateModel(
                name='Violation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='exchange.foreigncase')),
                    ('code', models.CharField(max_length=10, verbose_name='code')),
                    ('event_id', models.CharField(max_length=300)),
                    ('anomaly', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.anomaly')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'code', 'event_id'), name='foreign_violation_once')],
                },
            ),
            migrations.CreateModel(
                name='Overtaken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('finding', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='overtaken', to='monitoring.finding')),
                    ('found_at', models.DateTimeField(verbose_name='found at')),
                    ('words', models.CharField(max_length=300, verbose_name='what changed')),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ForeignOrder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=300, verbose_name='number at the source')),
                    ('told_at', models.DateTimeField(verbose_name='last event')),
                    ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='foreign', to='complaints.order')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='exchange.sourcesystem')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='foreign_order_once')],
                },
            ),
        ]),
    ]
