"""Surveys with their slips and ballots, public ratings, reports on duty and integrity; their guards and first rows."""

import uuid
from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import scoring.models.surveys
from records.tables import Tables
from records.triggers import append_only, watch

# A slip that was used stays used; ballots and results come into being while the box is being counted, never later.
KEEP = """
CREATE FUNCTION scoring_keep_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a used or void slip stays so';
END $$;
CREATE TRIGGER keep_slip BEFORE UPDATE ON scoring_slip FOR EACH ROW
    WHEN ((OLD.used AND NOT NEW.used) OR (OLD.void AND NOT NEW.void)) EXECUTE FUNCTION scoring_keep_slip();
CREATE FUNCTION scoring_keep_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM scoring_surveymeeting WHERE id = NEW.meeting_id AND state = 'counting') THEN
    RAISE EXCEPTION 'votes are counted between the closing of the box and the telling of the result';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_ballot BEFORE INSERT ON scoring_ballot FOR EACH ROW EXECUTE FUNCTION scoring_keep_count();
CREATE TRIGGER keep_tally BEFORE INSERT ON scoring_tally FOR EACH ROW EXECUTE FUNCTION scoring_keep_count();
"""
FREE = """
DROP FUNCTION scoring_keep_count() CASCADE;
DROP FUNCTION scoring_keep_slip() CASCADE;
"""
ENDED = ["ended_at", "ended_by_id", "reason", "key", "sealed"]
INVITED = ["answer", "reason", "answered_at", "answered_by_id"]
TRACKED = [
    *("state", "wording", "way", "organisation_id", "given_at", "given_by_id", "answer", "answered_at"),
    *("answered_by_id", "decided_at", "decided_by_id", "reason"),
]
DECIDED = ["state", "kind", "decided_at", "decided_by_id", "reason", "document_id"]
HANDED_IN = ["state", "words", "submitted_at", "evaluation", "evaluated_at", "evaluated_by_id"]

# Categories of evaluators (参评人员资料库, S2-18); a county adds its own.
CATEGORIES = [
    ("deputies", "人大代表"),
    ("cppcc", "政协委员"),
    ("party", "党代表"),
    ("firms", "企业代表"),
    ("traders", "个体工商户"),
    ("villagers", "村（居）民代表"),
    ("clients", "服务对象"),
    ("staff", "本单位干部职工"),
    ("retired", "离退休干部"),
]


def load(apps, schema_editor):
    category, policy = (apps.get_model("scoring", name) for name in ("EvaluatorCategory", "RatingPolicy"))
    rows = [category(code=code, name=name, sort=place) for place, (code, name) in enumerate(CATEGORIES, 1)]
    category.objects.bulk_create(rows)
    policy.objects.create(valid_from=date(2024, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("scoring", "0010_indicators"), ("accounts", "0001_initial"), ("records", "0002_guards")]
    operations = [
        Tables([
            migrations.CreateModel(
                name='EvaluatorCategory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='category')),
                    ('sort', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'categories of evaluators',
                    'verbose_name_plural': 'categories of evaluators',
                    'ordering': ['sort', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Evaluator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=12, unique=True, verbose_name='number of the evaluator')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluators', to='scoring.evaluatorcategory', verbose_name='category')),
                    ('key', models.CharField(max_length=20)),
                    ('sealed', models.BinaryField()),
                    ('mark', models.CharField(max_length=64)),
                    ('added_at', models.DateTimeField(verbose_name='added at')),
                    ('added_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='taken out at')),
                    ('ended_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'evaluators',
                    'verbose_name_plural': 'evaluators',
                    'ordering': ['category', 'number'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('mark',), name='evaluator_once', violation_error_message='This telephone number stands in the pool already.')],
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('kind', models.CharField(choices=[('units', 'of units'), ('persons', 'democratic appraisal of persons')], max_length=10, verbose_name='kind')),
                    ('first', models.DateField(verbose_name='first day')),
                    ('last', models.DateField(verbose_name='last day')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='who asks')),
                    ('aspects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None, verbose_name='aspects')),
                    ('values', models.JSONField(default=scoring.models.surveys.usual_values, verbose_name='values of the options')),
                    ('terms', models.JSONField(default=scoring.models.surveys.usual_terms, verbose_name='terms of answers')),
                    ('least', models.PositiveSmallIntegerField(default=5, verbose_name='least number of slips')),
                    ('floor', models.PositiveSmallIntegerField(default=60, verbose_name='satisfaction asked of persons')),
                    ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis')),
                    ('state', django_fsm.FSMField(choices=[('open', 'under way'), ('concluded', 'survey concluded')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('opened_at', models.DateTimeField(verbose_name='begun at')),
                    ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('concluded_at', models.DateTimeField(null=True, verbose_name='concluded at')),
                    ('concluded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'surveys',
                    'verbose_name_plural': 'surveys',
                    'ordering': ['-last', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('name',), name='survey_name_once', violation_error_message='There is a survey of this name.'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='survey_ends_after_it_begins', violation_error_message='The end must not lie before the beginning.'), models.CheckConstraint(condition=models.Q(('least__gte', 2)), name='survey_hides_single_votes'), models.CheckConstraint(condition=models.Q(('floor__lte', 100)), name='survey_floor_is_a_share')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='SurveyObject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objects_asked', to='scoring.survey')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_about', to='accounts.organisation', verbose_name='unit')),
                    ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                ],
                options={
                    'verbose_name': 'whom a survey asks about',
                    'verbose_name_plural': 'whom a survey asks about',
                    'ordering': ['survey', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='survey_object_number_once'), models.UniqueConstraint(fields=('survey', 'organisation', 'person'), name='survey_object_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='SurveyMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='scoring.survey')),
                    ('held_on', models.DateField(verbose_name='date of the meeting')),
                    ('place', models.CharField(max_length=100, verbose_name='place')),
                    ('host', models.CharField(max_length=60, verbose_name='chaired by')),
                    ('invited', models.PositiveSmallIntegerField(verbose_name='evaluators to be drawn')),
                    ('course', models.TextField(blank=True, max_length=2000, verbose_name='course of the meeting')),
                    ('state', django_fsm.FSMField(choices=[('planned', 'planned'), ('voting', 'votes are taken'), ('counting', 'box closed, being counted'), ('published', 'result told')], default='planned', max_length=50, protected=True, verbose_name='state')),
                    ('planned_at', models.DateTimeField(verbose_name='planned at')),
                    ('planned_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_at', models.DateTimeField(null=True, verbose_name='box opened for votes at')),
                    ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='box closed at')),
                    ('closed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField(null=True, verbose_name='result told at')),
                    ('published_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ],
                options={
                    'verbose_name': 'meetings of surveys',
                    'verbose_name_plural': 'meetings of surveys',
                    'ordering': ['-held_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('document__isnull', False), _connector='OR'), name='told_result_has_minutes')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='EvaluatorDraw',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='draw', to='scoring.surveymeeting')),
                    ('seed', models.CharField(max_length=64, verbose_name='seed')),
                    ('log', models.JSONField()),
                    ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
                    ('drawn_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'draws of evaluators',
                    'verbose_name_plural': 'draws of evaluators',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='scoring.surveymeeting')),
                    ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='scoring.evaluator')),
                    ('place', models.PositiveSmallIntegerField(verbose_name='place in the draw')),
                    ('answer', models.CharField(blank=True, choices=[('coming', 'comes'), ('excused', 'cannot come')], max_length=10, verbose_name='answer')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                    ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'invited evaluators',
                    'verbose_name_plural': 'invited evaluators',
                    'ordering': ['evaluator__category', 'place'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'evaluator'), name='invited_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'excused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='excused_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Slip',
                fields=[
                    ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='scoring.surveymeeting')),
                    ('run', models.PositiveSmallIntegerField()),
                    ('used', models.BooleanField(default=False, verbose_name='used')),
                    ('void', models.BooleanField(default=False, verbose_name='void')),
                ],
                options={
                    'verbose_name': 'voting slips',
                    'verbose_name_plural': 'voting slips',
                    'ordering': ['digest'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('used', True), ('void', True), _negated=True), name='void_slip_is_not_used')],
                },
            ),
            migrations.CreateModel(
                name='Box',
                fields=[
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='box', serialize=False, to='scoring.surveymeeting')),
                    ('key', models.CharField(max_length=20)),
                    ('sealed', models.BinaryField()),
                ],
                options={
                    'verbose_name': 'boxes',
                    'verbose_name_plural': 'boxes',
                },
            ),
            migrations.CreateModel(
                name='Ballot',
                fields=[
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='scoring.surveymeeting')),
                    ('answers', models.JSONField()),
                ],
                options={
                    'verbose_name': 'ballots',
                    'verbose_name_plural': 'ballots',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='PaperCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_counts', to='scoring.surveymeeting')),
                    ('valid', models.PositiveSmallIntegerField(verbose_name='valid paper slips')),
                    ('invalid', models.PositiveSmallIntegerField(verbose_name='invalid paper slips')),
                    ('counts', models.JSONField()),
                    ('counted_at', models.DateTimeField(verbose_name='counted at')),
                    ('counted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'counts of paper slips',
                    'verbose_name_plural': 'counts of paper slips',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'counted_by'), name='each_counts_once', nulls_distinct=False, violation_error_message='You have entered a count already: correct it instead.')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='scoring.surveymeeting')),
                    ('object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='scoring.surveyobject')),
                    ('aspect', models.PositiveSmallIntegerField()),
                    ('option', models.CharField(choices=[('satisfied', 'satisfied'), ('basically', 'basically satisfied'), ('unsatisfied', 'not satisfied')], max_length=12)),
                    ('count', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': 'results of meetings',
                    'verbose_name_plural': 'results of meetings',
                    'ordering': ['meeting', 'object', 'aspect', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'object', 'aspect', 'option'), name='tally_once'), models.CheckConstraint(condition=models.Q(('option__in', ['satisfied', 'basically', 'unsatisfied'])), name='tally_of_an_option')],
                },
            ),
            migrations.CreateModel(
                name='Opinion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='scoring.survey')),
                    ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='scoring.surveyobject', verbose_name='about')),
                    ('words', models.CharField(max_length=500, verbose_name='as it was said')),
                    ('noted_at', models.DateTimeField(verbose_name='noted at')),
                    ('noted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('wording', models.CharField(blank=True, max_length=500, verbose_name='problem')),
                    ('way', models.CharField(blank=True, choices=[('at_once', 'solve at once'), ('study', 'study and propose'), ('rectify', 'rectify')], max_length=10, verbose_name='how to deal with it')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinions_to_answer', to='accounts.organisation', verbose_name='unit that answers')),
                    ('given_at', models.DateTimeField(null=True, verbose_name='given to the unit at')),
                    ('given_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                    ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('state', django_fsm.FSMField(choices=[('noted', 'to be given to a unit'), ('given', 'with the unit'), ('answered', 'answered, to be accepted'), ('shown', 'answered and shown'), ('dropped', 'not pursued')], default='noted', max_length=50, protected=True, verbose_name='state')),
                ],
                options={
                    'verbose_name': 'opinions from surveys',
                    'verbose_name_plural': 'opinions from surveys',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['noted', 'dropped']), models.Q(models.Q(('wording', ''), _negated=True), models.Q(('way', ''), _negated=True), ('organisation__isnull', False)), _connector='OR'), name='given_opinion_says_what_and_who'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'shown']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answered_opinion_has_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dropped_opinion_has_a_reason', violation_error_message='Give the reason.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='PostProposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='scoring.surveyobject')),
                    ('rate', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='satisfaction in percent')),
                    ('counts', models.JSONField(verbose_name='answers')),
                    ('kind', models.CharField(blank=True, choices=[('transfer', 'transfer to another post'), ('removal', 'removal from the post')], max_length=10, verbose_name='proposal')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for a second person'), ('confirmed', 'proposal confirmed'), ('dropped', 'proposal dropped')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('proposed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ],
                options={
                    'verbose_name': 'proposals about posts',
                    'verbose_name_plural': 'proposals about posts',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), ('proposed_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='post_proposal_by_two', violation_error_message='Somebody else than who concluded the survey decides about it.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('kind', ''), _negated=True), _connector='OR'), name='confirmed_post_proposal_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dropped_post_proposal_has_a_reason')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='RatingPolicy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(unique=True, verbose_name='valid from')),
                    ('days', models.PositiveSmallIntegerField(default=7, verbose_name='one rating a unit in so many days')),
                    ('an_hour', models.PositiveSmallIntegerField(default=20, verbose_name='ratings and codes of one address an hour')),
                    ('least', models.PositiveSmallIntegerField(default=5, verbose_name='least ratings for a place in the ranking')),
                ],
                options={
                    'verbose_name': 'rules of public ratings',
                    'verbose_name_plural': 'rules of public ratings',
                    'ordering': ['-valid_from'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('an_hour__gte', 1), ('days__gte', 1), ('least__gte', 1)), name='rating_policy_counts')],
                },
            ),
            migrations.CreateModel(
                name='UnitRating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_ratings', to='accounts.organisation', verbose_name='unit')),
                    ('period_on', models.DateField(verbose_name='week of')),
                    ('mark', models.CharField(max_length=64)),
                    ('option', models.CharField(choices=[('satisfied', 'satisfied'), ('basically', 'basically satisfied'), ('unsatisfied', 'not satisfied')], max_length=12, verbose_name='rating')),
                    ('rated_on', models.DateField(verbose_name='day')),
                    ('comment', models.CharField(blank=True, max_length=300, verbose_name='comment')),
                    ('comment_state', django_fsm.FSMField(choices=[('none', 'no comment'), ('waiting', 'to be read'), ('released', 'released'), ('withheld', 'withheld')], default='none', max_length=50, protected=True, verbose_name='state')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'public ratings of units',
                    'verbose_name_plural': 'public ratings of units',
                    'ordering': ['-rated_on', '-pk'],
                    'indexes': [models.Index(fields=['organisation', 'rated_on'], name='public_rating_of_month')],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'period_on', 'mark'), name='one_rating_a_stretch', violation_error_message='You have rated this unit in these days already. Thank you.'), models.CheckConstraint(condition=models.Q(('option__in', ['satisfied', 'basically', 'unsatisfied'])), name='rating_is_an_option'), models.CheckConstraint(condition=models.Q(models.Q(('comment', ''), ('comment_state', 'none')), models.Q(models.Q(('comment', ''), _negated=True), models.Q(('comment_state', 'none'), _negated=True)), _connector='OR'), name='comment_has_its_state'), models.CheckConstraint(condition=models.Q(models.Q(('comment_state', 'withheld'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='withheld_comment_has_a_reason')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='TelephoneCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.CharField(db_index=True, max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('used', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': 'codes by telephone',
                    'verbose_name_plural': 'codes by telephone',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='DutyYear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='called for by')),
                    ('due_on', models.DateField(verbose_name='due on')),
                    ('talk_days', models.PositiveSmallIntegerField(default=10, verbose_name='working days until a talk')),
                    ('words', models.CharField(max_length=500, verbose_name='what has to be in it')),
                    ('opened_at', models.DateTimeField(verbose_name='begun at')),
                    ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'years of duty reports',
                    'verbose_name_plural': 'years of duty reports',
                    'ordering': ['-year'],
                    'constraints': [models.UniqueConstraint(fields=('year', 'organisation'), name='duty_year_once', violation_error_message='The reports of this year were called for already.')],
                },
            ),
            migrations.CreateModel(
                name='DutyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='scoring.dutyyear')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_reports', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('duty', models.CharField(max_length=80, verbose_name='duty')),
                    ('words', models.TextField(blank=True, max_length=3000, verbose_name='summary')),
                    ('state', django_fsm.FSMField(choices=[('owed', 'to be handed in'), ('submitted', 'report handed in'), ('passed', 'up to the standard'), ('talk', 'not up to the standard, talk to be held'), ('again', 'to be handed in once more')], default='owed', max_length=50, protected=True, verbose_name='state')),
                    ('submitted_at', models.DateTimeField(null=True, verbose_name='report handed in at')),
                    ('evaluation', models.CharField(blank=True, max_length=1000, verbose_name='evaluation')),
                    ('evaluated_at', models.DateTimeField(null=True, verbose_name='evaluated at')),
                    ('evaluated_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'duty reports',
                    'verbose_name_plural': 'duty reports',
                    'ordering': ['-year__year', 'organisation__sort', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('year', 'person'), name='one_duty_report_a_year'), models.CheckConstraint(condition=models.Q(('evaluated_by', None), models.Q(('evaluated_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_evaluates_the_own_report', violation_error_message='Nobody evaluates the own report.'), models.CheckConstraint(condition=models.Q(('state__in', ['owed', 'submitted']), models.Q(('evaluation', ''), _negated=True), _connector='OR'), name='evaluated_report_says_why')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='DutyTalk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='scoring.dutyreport')),
                    ('held_on', models.DateField(verbose_name='day of the talk')),
                    ('place', models.CharField(max_length=100, verbose_name='place')),
                    ('content', models.TextField(max_length=3000, verbose_name='content')),
                    ('commitments', models.TextField(max_length=2000, verbose_name='what the person commits to')),
                    ('again_by', models.DateField(verbose_name='to be handed in once more by')),
                    ('written_at', models.DateTimeField(verbose_name='written down at')),
                    ('written_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'talks about duty reports',
                    'verbose_name_plural': 'talks about duty reports',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('again_by__gte', models.F('held_on'))), name='again_after_the_talk')],
                },
            ),
        ]),
        migrations.RunSQL(KEEP, FREE),
        append_only("scoring_evaluator", except_columns=ENDED),
        append_only("scoring_surveyobject"),
        append_only("scoring_evaluatordraw"),
        append_only("scoring_invitation", except_columns=INVITED),
        append_only("scoring_slip", except_columns=["used", "void"]),
        append_only("scoring_ballot"),
        append_only("scoring_tally"),
        append_only("scoring_papercount", except_columns=["valid", "invalid", "counts", "counted_at"]),
        append_only("scoring_opinion", except_columns=TRACKED),
        append_only("scoring_postproposal", except_columns=DECIDED),
        append_only("scoring_unitrating", except_columns=["comment_state", "decided_at", "decided_by_id", "reason"]),
        append_only("scoring_dutyyear"),
        append_only("scoring_dutyreport", except_columns=HANDED_IN),
        append_only("scoring_dutytalk"),
        watch(
            "scoring_survey",
            "scoring.survey",
            columns=["name", "kind", "first", "last", "aspects", "values", "floor", "state"],
            content_type=("scoring", "survey"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_surveymeeting",
            "scoring.meeting",
            columns=["survey_id", "held_on", "state", "document_id"],
            content_type=("scoring", "surveymeeting"),
        ),
        watch(
            "scoring_papercount",
            "scoring.paper_count",
            columns=["meeting_id", "valid", "invalid", "counts", "counted_by_id"],
            content_type=("scoring", "papercount"),
        ),
        watch(
            "scoring_opinion",
            "scoring.opinion",
            columns=["about_id", "way", "organisation_id", "state"],
            content_type=("scoring", "opinion"),
        ),
        watch(
            "scoring_postproposal",
            "scoring.post_proposal",
            columns=["about_id", "rate", "kind", "state", "decided_by_id"],
            content_type=("scoring", "postproposal"),
        ),
        watch(
            "scoring_dutyreport",
            "scoring.duty_report",
            columns=["year_id", "person_id", "organisation_id", "state", "evaluated_by_id"],
            content_type=("scoring", "dutyreport"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
