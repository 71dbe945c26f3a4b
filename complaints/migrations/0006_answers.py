"""Faults of answers, what is proven, published answers and the articles of knowledge, found by pieces of their text."""

import complaints.finding
import django.contrib.postgres.indexes
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only

PIECES = """
CREATE FUNCTION complaints_pieces(text text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN (
    SELECT array_agg(DISTINCT substr(lower(text), place, size))
    FROM generate_series(1, length(lower(text))) AS place, generate_series(1, 2) AS size
    WHERE place + size - 1 <= length(lower(text))
)
"""
SHARED = """
CREATE FUNCTION complaints_shared(text text, pieces text[]) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT count(*) FROM unnest(pieces) AS piece WHERE strpos(lower(text), piece) > 0)
"""

# What nobody may publish, whoever asks: anonymous and confidential orders, reports, efficiency complaints, and the
# words of somebody who did not agree.
GUARD = """
CREATE FUNCTION complaints_publication_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM complaints_order WHERE id = NEW.order_id AND asked_public AND NOT is_anonymous AND NOT is_confidential
      AND kind NOT IN ('report', 'efficiency')
  ) THEN
    RAISE EXCEPTION 'this order is never published' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'publication_of_what_may_be_public';
  END IF;
  RETURN NEW;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_roles_of_the_hotline'),
        ('complaints', '0005_talks_and_visits'),
        ('deadlines', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(PIECES, "DROP FUNCTION complaints_pieces(text)"),
        migrations.RunSQL(SHARED, "DROP FUNCTION complaints_shared(text, text[])"),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='complaints.order')),
                ('state', django_fsm.FSMField(choices=[('proposed', 'waits for the second person'), ('published', 'published'), ('refused', 'not published'), ('withdrawn', 'publication taken back')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                ('kind', models.CharField(choices=[('consultation', 'consultation'), ('suggestion', 'suggestion'), ('complaint', 'complaint'), ('report', 'report of wrongdoing'), ('efficiency', 'efficiency complaint'), ('business', 'business complaint'), ('petition', 'petition'), ('disclosure', 'request for open information')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=100, verbose_name='heading')),
                ('question', models.TextField(max_length=5000, verbose_name='question')),
                ('answer', models.TextField(max_length=5000, verbose_name='answer')),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='complaints.category', verbose_name='category')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='accounts.organisation', verbose_name='unit that answered')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('answered_on', models.DateField(verbose_name='answered by the unit on')),
                ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('search', models.TextField(editable=False)),
            ],
            options={
                'verbose_name': 'published answer',
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['-decided_at', '-id'], name='publication_newest'), django.contrib.postgres.indexes.GinIndex(complaints.finding.Pieces('search'), condition=models.Q(('state', 'published')), name='publication_pieces')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'published'])), fields=('order',), name='order_published_once', violation_error_message='This order is published already, or its publication waits.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='publication_decided_by_another', violation_error_message='A publication is decided by somebody other than who proposed it.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'refused']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='publication_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='publication_ended_with_a_reason', violation_error_message='Give the reasons.')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='question')),
                ('answer', models.TextField(max_length=5000, verbose_name='answer')),
                ('keywords', models.CharField(blank=True, max_length=100, verbose_name='keywords')),
                ('state', django_fsm.FSMField(choices=[('draft', 'waits for approval'), ('published', 'published'), ('retired', 'taken out of the collection')], default='draft', max_length=50, protected=True, verbose_name='state')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='complaints.category', verbose_name='category')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='accounts.organisation', verbose_name='responsible unit')),
                ('origin', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='complaints.publication')),
                ('version', models.PositiveSmallIntegerField(default=0, verbose_name='version')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('reviewed_at', models.DateTimeField(null=True, verbose_name='reviewed at')),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('helped', models.PositiveIntegerField(default=0, verbose_name='helped')),
                ('not_helped', models.PositiveIntegerField(default=0, verbose_name='did not help')),
                ('clock', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline')),
                ('search', models.TextField(editable=False)),
            ],
            options={
                'verbose_name': 'article of knowledge',
                'indexes': [models.Index(fields=['organisation', 'state'], name='article_of_organisation'), django.contrib.postgres.indexes.GinIndex(complaints.finding.Pieces('search'), condition=models.Q(('state', 'published')), name='article_pieces')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('version__gte', 1), _connector='OR'), name='article_published_has_a_version')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='complaints.article')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=100, verbose_name='question')),
                ('answer', models.TextField(max_length=5000, verbose_name='answer')),
                ('keywords', models.CharField(blank=True, max_length=100, verbose_name='keywords')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='why it was changed')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='article_version_once'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='version_approved_by_another', violation_error_message='A text is approved by somebody other than its author.')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='complaints.order')),
                ('verdict', models.CharField(choices=[('proven', 'proven'), ('partly', 'partly proven'), ('unproven', 'not proven')], max_length=10, verbose_name='verdict')),
                ('facts', models.TextField(max_length=2000, verbose_name='facts established')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='basis')),
                ('accused', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit that is to blame')),
                ('camera_place', models.CharField(blank=True, max_length=100, verbose_name='camera')),
                ('camera_at', models.DateTimeField(blank=True, null=True, verbose_name='time of the picture')),
                ('camera_clip', models.CharField(blank=True, max_length=100, verbose_name='number of the clip')),
                ('established_at', models.DateTimeField(verbose_name='established at')),
                ('established_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['accused', '-established_at'], name='proof_against_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict', 'unproven'), models.Q(('basis', ''), _negated=True), _connector='OR'), name='proof_names_what_was_broken', violation_error_message='Give the article or the document that was broken.'), models.CheckConstraint(condition=models.Q(('verdict', 'unproven'), ('accused__isnull', False), _connector='OR'), name='proof_names_the_unit', violation_error_message='Name the unit that is to blame.')],
            },
        ),
        migrations.CreateModel(
            name='ReplyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reply', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_found', to='complaints.reply')),
                ('faults', models.JSONField()),
                ('is_serious', models.BooleanField(default=False, verbose_name='answers nothing')),
                ('anyway', models.CharField(blank=True, max_length=300, verbose_name='why it is sent all the same')),
                ('checked_at', models.DateTimeField(verbose_name='checked at')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        append_only("complaints_replycheck"),
        append_only("complaints_proof"),
        append_only("complaints_articleversion", except_columns=["approved_by_id", "approved_at"]),
        migrations.RunSQL(
            [
                GUARD,
                "CREATE TRIGGER may_be_public BEFORE INSERT OR UPDATE ON complaints_publication "
                "FOR EACH ROW EXECUTE FUNCTION complaints_publication_guard()",
            ],
            ["DROP TRIGGER may_be_public ON complaints_publication", "DROP FUNCTION complaints_publication_guard()"],
        ),
    ]
