"""Schemes of scoring, rounds, sheets, and what was published."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import scoring.models.rounds
from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('records', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        Tables([
            migrations.CreateModel(
                name='Scheme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, verbose_name='code')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('about', models.CharField(choices=[('township', 'towns and streets'), ('station', 'stations and service units'), ('department', 'county departments'), ('squad', 'enforcement squads'), ('staff', 'staff of windows and centres'), ('party', 'parties of the market')], max_length=12, verbose_name='scores')),
                    ('cadence', models.CharField(choices=[('month', 'monthly'), ('quarter', 'quarterly'), ('half', 'half-yearly'), ('year', 'yearly')], max_length=10, verbose_name='how often')),
                    ('formula', models.CharField(choices=[('sum', 'base, bonus, deductions'), ('mean', 'mean of the rounds'), ('mixed', 'weighted rounds')], default='sum', max_length=10, verbose_name='formula')),
                    ('base', models.DecimalField(decimal_places=4, default=100, max_digits=9, verbose_name='base points')),
                    ('grading', models.CharField(choices=[('quota', 'so many of each grade'), ('threshold', 'by points')], default='threshold', max_length=10, verbose_name='grades')),
                    ('quotas', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='places of each grade')),
                    ('limits', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=4, max_digits=9, verbose_name=''), blank=True, default=list, size=None, verbose_name='limits of the grades')),
                    ('grade_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='names of the grades')),
                    ('parameters', models.JSONField(blank=True, default=dict, verbose_name='parameters')),
                    ('basis', models.CharField(max_length=200, verbose_name='basis')),
                    ('valid_from', models.DateField(verbose_name='valid from')),
                    ('state', django_fsm.FSMField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('replaced', 'replaced')], default='draft', max_length=50, protected=True, verbose_name='state')),
                    ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                    ('drafted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                    ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'schemes of scoring',
                    'verbose_name_plural': 'schemes of scoring',
                    'ordering': ['code', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='scheme_version_once'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='scheme_by_two', violation_error_message='A scheme is signed by somebody other than who drafted it.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='scoring.scheme')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('name', models.CharField(max_length=100, verbose_name='category')),
                    ('points', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='points')),
                ],
                options={
                    'verbose_name': 'categories',
                    'verbose_name_plural': 'categories',
                    'ordering': ['scheme', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('scheme', 'number'), name='category_once'), models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='category_is_worth_something')],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='scoring.category')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('text', models.CharField(max_length=300, verbose_name='score item')),
                    ('points', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='points')),
                    ('earns', models.BooleanField(default=False, verbose_name='points are earned')),
                    ('rule', models.CharField(choices=[('hand', 'by judgement'), ('met', 'all or nothing'), ('missing', 'so much for each missing one'), ('at_least', 'a least number')], default='hand', max_length=10, verbose_name='rule')),
                    ('each', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='for each')),
                    ('least', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='at least')),
                    ('source', models.CharField(blank=True, max_length=100, verbose_name='fed by')),
                ],
                options={
                    'verbose_name': 'items of a scheme',
                    'verbose_name_plural': 'items of a scheme',
                    'ordering': ['category', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('category', 'number'), name='item_of_scheme_once'), models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='item_is_worth_something'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'missing'), _negated=True), ('each__gt', 0), _connector='OR'), name='missing_costs_something', violation_error_message='Say how many points each missing one costs.'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'at_least'), _negated=True), ('least__gt', 0), _connector='OR'), name='at_least_one', violation_error_message='Say how many are asked for.')],
                },
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='scoring.scheme')),
                    ('code', models.SlugField(max_length=30)),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('first', models.DateField(verbose_name='first day')),
                    ('last', models.DateField(verbose_name='last day')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='who scores')),
                    ('state', django_fsm.FSMField(choices=[('open', 'points are being collected'), ('proposed', 'grades are proposed'), ('signed', 'grades are signed'), ('published', 'published')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('opened_at', models.DateTimeField(verbose_name='round opened at')),
                    ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(null=True, verbose_name='proposed at')),
                    ('proposed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_at', models.DateTimeField(null=True, verbose_name='signed at')),
                    ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'rounds of scoring',
                    'verbose_name_plural': 'rounds of scoring',
                    'ordering': ['-last', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='round_ends_after_it_begins', violation_error_message='The end must not lie before the beginning.'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='round_by_two', violation_error_message='Grades are signed by somebody other than who proposed them.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (scoring.models.rounds.DaysOf('first', 'last', models.Value('[]')), '&&')], name='rounds_do_not_overlap', violation_error_message='This period overlaps another round of the same scheme.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Sheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='scoring.round')),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='score_sheets', to='accounts.organisation', verbose_name='unit')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                ],
                options={
                    'verbose_name': 'score sheets',
                    'verbose_name_plural': 'score sheets',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='sheet_of_subject')],
                    'constraints': [models.UniqueConstraint(fields=('round', 'subject_type', 'subject_id'), name='one_sheet_in_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='scoring.sheet')),
                    ('kind', models.CharField(choices=[('part', 'points of an item'), ('zero', 'the category scores nothing'), ('bonus', 'bonus'), ('deduction', 'deduction')], max_length=10, verbose_name='kind')),
                    ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.item')),
                    ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.category')),
                    ('ground', models.CharField(blank=True, max_length=20, verbose_name='ground')),
                    ('points', models.DecimalField(decimal_places=4, default=0, max_digits=9, verbose_name='points')),
                    ('words', models.CharField(max_length=300, verbose_name='reason')),
                    ('subject_type', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('source', models.CharField(blank=True, max_length=60)),
                    ('needs_second', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField(verbose_name='entered at')),
                    ('made_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                    ('confirmed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                    ('withdrawn_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was taken back')),
                ],
                options={
                    'verbose_name': 'points on a sheet',
                    'verbose_name_plural': 'points on a sheet',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='mark_of_subject')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='mark_is_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', False), ('kind', 'part')), models.Q(('category__isnull', False), ('kind', 'zero')), models.Q(('category', None), ('item', None), ('kind__in', ['bonus', 'deduction'])), _connector='OR'), name='mark_has_its_place'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('made_by')), _negated=True), _connector='OR'), name='mark_by_two', violation_error_message='Points are confirmed by somebody other than who entered them.'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='mark_taken_back_why', violation_error_message='Give the reason.'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('source', ''), _negated=True)), fields=('sheet', 'source', 'kind', 'item', 'subject_type', 'subject_id'), name='evidence_counts_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='scoring.round')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('inputs', models.TextField()),
                    ('digest', models.CharField(max_length=64)),
                    ('published_at', models.DateTimeField(verbose_name='published at')),
                    ('published_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'published scores',
                    'verbose_name_plural': 'published scores',
                    'ordering': ['round', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='publication_once'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='later_version_says_why', violation_error_message='Give the reason.')],
                },
            ),
            migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='scoring.publication')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='scoring.sheet')),
                    ('total', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='total score')),
                    ('bonus', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='bonus')),
                    ('deduction', models.DecimalField(decimal_places=4, max_digits=9, verbose_name='deductions')),
                    ('place', models.PositiveSmallIntegerField(verbose_name='place in the ranking')),
                    ('grade', models.PositiveSmallIntegerField(null=True, verbose_name='grade of the score')),
                ],
                options={
                    'verbose_name': 'results',
                    'verbose_name_plural': 'results',
                    'ordering': ['publication', 'place', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('publication', 'sheet'), name='one_result_in_a_publication')],
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='scoring.round')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.sheet')),
                    ('grade', models.PositiveSmallIntegerField(verbose_name='grade of the score')),
                    ('words', models.CharField(max_length=300, verbose_name='minutes of the meeting')),
                    ('made_at', models.DateTimeField(verbose_name='decided at')),
                    ('made_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'decisions on equals',
                    'verbose_name_plural': 'decisions on equals',
                    'constraints': [models.UniqueConstraint(fields=('round', 'sheet'), name='one_decision_a_sheet')],
                },
            ),
            migrations.CreateModel(
                name='Consequence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='scoring.publication')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='scoring.sheet')),
                    ('kind', models.CharField(choices=[('commendation', 'commendation in a circular'), ('criticism', 'criticism in a circular'), ('rectify', 'rectification by a date'), ('duty_review', 'list of duty reviews'), ('plaque_good', 'plaque “satisfying unit”'), ('plaque_bad', 'plaque “unsatisfying unit”'), ('talk', 'admonishing talk with the head'), ('statement', 'statement at the year meeting'), ('move', 'proposal to move the head'), ('letter', 'letter to the superior'), ('letter_inspection', 'letter to the county inspection bureau'), ('unwelcome', 'list of unwelcome departments'), ('transfer', 'proposal of transfer or removal')], max_length=20, verbose_name='kind')),
                    ('words', models.CharField(max_length=300, verbose_name='why')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for a second person'), ('confirmed', 'confirmed by a second person'), ('dropped', 'dropped with reason'), ('answered', 'unit has answered'), ('accepted', 'rectification accepted'), ('overtaken', 'no longer follows from the newest version')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('proposed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='what the unit did')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                    ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='rectification accepted at')),
                    ('accepted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'consequences of scores',
                    'verbose_name_plural': 'consequences of scores',
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['dropped', 'overtaken']), _negated=True), fields=('sheet', 'kind'), name='one_standing_consequence_of_a_kind'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('proposed_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='consequence_by_two', violation_error_message='Who published does not confirm the consequences.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dropped', 'overtaken']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='consequence_dropped_with_reason')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='scoring.sheet')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.publication')),
                    ('mark', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.mark')),
                    ('grounds', models.CharField(max_length=1000, verbose_name='grounds')),
                    ('state', django_fsm.FSMField(choices=[('asked', 'to be examined'), ('proposed', 'answer proposed'), ('refused', 'the score stands'), ('granted', 'accepted, to be changed'), ('changed', 'changed and published anew')], default='asked', max_length=50, protected=True, verbose_name='state')),
                    ('asked_at', models.DateTimeField(verbose_name='review asked at')),
                    ('asked_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('outcome', models.CharField(blank=True, choices=[('grant', 'accept: the score is changed'), ('refuse', 'refuse: the score stands')], max_length=10, verbose_name='outcome')),
                    ('points', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='points instead')),
                    ('opinion', models.CharField(blank=True, max_length=1000, verbose_name='reason of the decision')),
                    ('proposed_at', models.DateTimeField(null=True, verbose_name='proposed at')),
                    ('proposed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('changed_at', models.DateTimeField(null=True, verbose_name='changed at')),
                ],
                options={
                    'verbose_name': 'reviews of scores',
                    'verbose_name_plural': 'reviews of scores',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='review_decided_by_two', violation_error_message='A review is decided by somebody other than who proposed the answer.'), models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='review_is_answered_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'grant'), _negated=True), ('points__isnull', False), _connector='OR'), name='accepted_review_says_points'), models.UniqueConstraint(condition=models.Q(('state__in', ['refused', 'changed']), _negated=True), fields=('sheet', 'mark'), name='one_open_review_of_a_line', nulls_distinct=False, violation_error_message='A review of this line is under way already.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
        ]),
    ]
