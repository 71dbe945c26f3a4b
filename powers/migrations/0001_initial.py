"""Power lists, powers and their steps, risk points with their history, the ten clears."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('records', '0001_initial'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='PowerList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('unit', 'power list of the unit'), ('village', 'power list of the village')], default='unit', max_length=10, verbose_name='kind')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('state', django_fsm.FSMField(choices=[('draft', 'power list being written'), ('declared', 'declared, to be checked'), ('checked', 'checked, to be published'), ('published', 'power list in force'), ('replaced', 'replaced by a newer version')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('begun_at', models.DateTimeField(verbose_name='draft begun at')),
                    ('words', models.CharField(blank=True, max_length=500, verbose_name='what was cleared up')),
                    ('declared_at', models.DateTimeField(null=True, verbose_name='declared at')),
                    ('checked_at', models.DateTimeField(null=True, verbose_name='list checked at')),
                    ('opinion', models.CharField(blank=True, max_length=300, verbose_name='opinion')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                    ('replaced_at', models.DateTimeField(null=True, verbose_name='replaced at')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('begun_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declared_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('published_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'power lists',
                    'verbose_name_plural': 'power lists',
                    'ordering': ['organisation__sort', 'organisation', 'kind', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'version'), name='power_list_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('organisation', 'kind'), name='power_list_published_once', violation_error_message='Only one version of a power list is in force.'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'declared', 'checked'])), fields=('organisation', 'kind'), name='power_list_drafted_once', violation_error_message='Another version of this list is being written.'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('declared_by')), _negated=True), _connector='OR'), name='power_list_checked_by_another', violation_error_message='A list is checked by somebody other than who declared it.'), models.CheckConstraint(condition=models.Q(('published_by', None), models.Q(models.Q(('published_by', models.F('declared_by')), _negated=True), models.Q(('published_by', models.F('checked_by')), _negated=True)), _connector='OR'), name='power_list_published_by_a_third', violation_error_message='A list is published by a third person.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'replaced']), _negated=True), models.Q(('checked_by__isnull', False), ('declared_by__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='power_list_in_force_is_signed')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Power',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('code', models.CharField(db_index=True, max_length=40, verbose_name='code')),
                    ('name', models.CharField(max_length=200, verbose_name='name')),
                    ('kind', models.CharField(choices=[('permit', 'administrative permit'), ('penalty', 'administrative penalty'), ('coercion', 'administrative coercion'), ('levy', 'administrative levy'), ('payment', 'administrative payment'), ('inspection', 'administrative inspection'), ('confirmation', 'administrative confirmation'), ('award', 'administrative reward'), ('ruling', 'administrative ruling'), ('other', 'other administrative power'), ('service', 'public service'), ('internal', 'internal management'), ('assets', 'collective assets'), ('works', 'works of the village'), ('subsidies', 'money for farmers'), ('relief', 'relief and support'), ('homesteads', 'homesteads'), ('accounts', 'accounts of the village'), ('seal', 'use of the village seal'), ('affairs', 'other village affairs')], max_length=20, verbose_name='kind')),
                    ('basis', models.TextField(max_length=1000, verbose_name='basis')),
                    ('object', models.CharField(max_length=300, verbose_name='object of the power')),
                    ('procedure', models.TextField(max_length=1000, verbose_name='procedure')),
                    ('limit', models.CharField(max_length=200, verbose_name='limit')),
                    ('result', models.CharField(max_length=300, verbose_name='result of the power')),
                    ('discretion', models.CharField(blank=True, max_length=500, verbose_name='discretion')),
                    ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='powers', to='powers.powerlist')),
                ],
                options={
                    'verbose_name': 'powers',
                    'verbose_name_plural': 'powers',
                    'ordering': ['list', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('list', 'code'), name='power_code_once', violation_error_message='This code stands in the list already.')],
                },
            ),
            migrations.CreateModel(
                name='PowerStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('stage', models.CharField(choices=[('receive', 'step: accept'), ('look', 'step: on the spot'), ('review', 'step: review'), ('decide', 'step: decide'), ('sign', 'step: sign'), ('carry_out', 'step: carry out'), ('publish', 'step: publish'), ('other', 'step: other')], default='other', max_length=10, verbose_name='stage of the step')),
                    ('name', models.CharField(max_length=30, verbose_name='step')),
                    ('post', models.CharField(max_length=50, verbose_name='responsible post')),
                    ('limit', models.CharField(blank=True, max_length=50, verbose_name='limit of the step')),
                    ('hint', models.CharField(blank=True, max_length=300, verbose_name='risk hint')),
                    ('deputy', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deputy (B)')),
                    ('holder', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='holder (A)')),
                    ('power', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='powers.power')),
                ],
                options={
                    'verbose_name': 'steps of powers',
                    'verbose_name_plural': 'steps of powers',
                    'ordering': ['power', 'number'],
                    'indexes': [models.Index(condition=models.Q(('holder__isnull', False)), fields=['holder'], name='power_step_holder')],
                    'constraints': [models.UniqueConstraint(fields=('power', 'number'), name='power_step_number_once'), models.CheckConstraint(condition=models.Q(('deputy', None), models.Q(('deputy', models.F('holder')), _negated=True), _connector='OR'), name='power_step_deputy_is_another', violation_error_message='The deputy must be another person.')],
                },
            ),
            migrations.CreateModel(
                name='RiskPoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.CharField(max_length=50, verbose_name='post')),
                    ('person_name', models.CharField(blank=True, max_length=50, verbose_name='name of the person')),
                    ('kind', models.CharField(choices=[('morals', 'thought and morals'), ('system', 'rules and mechanisms'), ('business', 'operation of the business')], max_length=10, verbose_name='kind of risk')),
                    ('finder', models.CharField(choices=[('own', 'found by oneself'), ('public', 'named by the public'), ('leader', 'pointed out by a leader'), ('delegates', 'judged by delegates'), ('organisation', 'examined by the organisation'), ('complaint', 'from complaints'), ('audit', 'from an audit'), ('check', 'from an inspection of enforcement'), ('card', 'from yellow and red cards')], max_length=12, verbose_name='how it was found')),
                    ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                    ('evidence_id', models.BigIntegerField(null=True)),
                    ('description', models.CharField(max_length=500, verbose_name='risk')),
                    ('charge', models.CharField(choices=[('main', 'directly under the main leader'), ('deputy', 'under the leader in charge of it'), ('staff', 'at an ordinary post')], default='staff', max_length=10, verbose_name='who has charge of it')),
                    ('probability', models.PositiveSmallIntegerField(null=True, verbose_name='probability')),
                    ('harm', models.PositiveSmallIntegerField(null=True, verbose_name='harm')),
                    ('frequency', models.PositiveSmallIntegerField(null=True, verbose_name='frequency of use')),
                    ('discretion', models.PositiveSmallIntegerField(null=True, verbose_name='room for discretion')),
                    ('proposed', models.CharField(blank=True, choices=[('A', 'risk level A (red)'), ('B', 'risk level B (yellow)'), ('C', 'risk level C (blue)')], max_length=1, verbose_name='proposed level')),
                    ('level', models.CharField(blank=True, choices=[('A', 'risk level A (red)'), ('B', 'risk level B (yellow)'), ('C', 'risk level C (blue)')], max_length=1, verbose_name='level')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the level')),
                    ('measure', models.CharField(blank=True, max_length=500, verbose_name='measure against it')),
                    ('measure_due_on', models.DateField(blank=True, null=True, verbose_name='measure due on')),
                    ('measured_on', models.DateField(blank=True, null=True, verbose_name='measure in place since')),
                    ('review_due_on', models.DateField(blank=True, null=True, verbose_name='to be looked at again on')),
                    ('state', django_fsm.FSMField(choices=[('found', 'found, to be assessed'), ('proposed', 'assessed, to be decided'), ('decided', 'level decided'), ('retired', 'retired')], default='found', max_length=50, protected=True, verbose_name='state')),
                    ('found_at', models.DateTimeField(verbose_name='found at')),
                    ('proposed_at', models.DateTimeField(null=True, verbose_name='weighed at')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('evidence_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('found_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person at the post')),
                    ('power', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='powers.power')),
                    ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='powers.powerstep')),
                ],
                options={
                    'verbose_name': 'risk points',
                    'verbose_name_plural': 'risk points',
                    'ordering': ['organisation__sort', 'organisation', 'level', 'pk'],
                    'indexes': [models.Index(fields=['organisation', 'state'], name='risk_point_of_unit'), models.Index(condition=models.Q(('state', 'decided')), fields=['review_due_on'], name='risk_point_to_review'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='risk_point_of_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('discretion', None), ('frequency', None), ('harm', None), ('probability', None)), models.Q(('discretion__range', (1, 5)), ('frequency__range', (1, 5)), ('harm__range', (1, 5)), ('probability__range', (1, 5))), _connector='OR'), name='risk_point_factors', violation_error_message='Each of the four factors lies between 1 and 5.'), models.CheckConstraint(condition=models.Q(('state', 'found'), models.Q(('probability__isnull', False), ('proposed__in', ['A', 'B', 'C'])), ('state', 'retired'), _connector='OR'), name='risk_point_assessed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), models.Q(('decided_by__isnull', False), ('level__in', ['A', 'B', 'C']), ('review_due_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='risk_point_decided_with_reason', violation_error_message='A level is decided by a person and with a reason.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(models.Q(('decided_by', models.F('found_by')), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='risk_point_decided_by_another', violation_error_message='The level is decided by somebody other than who found or assessed it.'), models.CheckConstraint(condition=models.Q(models.Q(('evidence_id', None), ('evidence_type', None)), models.Q(('evidence_id__isnull', False), ('evidence_type__isnull', False)), _connector='OR'), name='risk_point_evidence_whole')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='RiskReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.CharField(choices=[('assessed', 'assessed'), ('decided', 'level decided'), ('reviewed', 'looked at again, unchanged'), ('measured', 'measure in place'), ('retired', 'retired')], max_length=10, verbose_name='what happened to the point')),
                    ('before', models.CharField(blank=True, choices=[('A', 'risk level A (red)'), ('B', 'risk level B (yellow)'), ('C', 'risk level C (blue)')], max_length=1, verbose_name='level before')),
                    ('level', models.CharField(blank=True, choices=[('A', 'risk level A (red)'), ('B', 'risk level B (yellow)'), ('C', 'risk level C (blue)')], max_length=1, verbose_name='level')),
                    ('factors', models.JSONField(default=list, verbose_name='factors')),
                    ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='powers.riskpoint')),
                ],
                options={
                    'verbose_name': 'history of risk points',
                    'verbose_name_plural': 'history of risk points',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Clear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(choices=[(1, 'leading group and its office'), (2, 'work plan'), (3, 'key posts and links'), (4, 'risk points and their levels'), (5, 'responsible persons and risk hints'), (6, "promise of one's own"), (7, 'flow charts of the powers'), (8, 'rule of the joint examination'), (9, 'rule of A and B posts'), (10, 'rules and measures of prevention')], verbose_name='point')),
                    ('words', models.TextField(max_length=1000, verbose_name='what was made clear')),
                    ('evidence', models.CharField(max_length=300, verbose_name='evidence')),
                    ('said_at', models.DateTimeField(verbose_name='said at')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                    ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('said_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'ten clears',
                    'verbose_name_plural': 'ten clears',
                    'ordering': ['organisation', 'number', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__range', (1, 10))), name='clear_one_of_ten'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('said_by')), _negated=True), _connector='OR'), name='clear_confirmed_by_another', violation_error_message='What one person says, another one confirms.')],
                },
            ),
        ]),
    ]
