"""The record: entries and what seals them, documents, registers, attachments."""

import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import records.models
import uuid
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('verb', models.CharField(max_length=60)),
                    ('actor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ('happened_at', models.DateTimeField()),
                    ('body', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('txid', models.BigIntegerField(db_default=0, editable=False)),
                    ('db_user', models.CharField(db_default='', editable=False, max_length=63)),
                    ('canon', models.TextField(db_default='', editable=False)),
                    ('digest', models.CharField(db_default='', editable=False, max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['subject_type', 'subject_id', 'id'], name='entry_about'), models.Index(fields=['txid', 'id'], name='entry_txid')],
                },
            ),
            migrations.CreateModel(
                name='Leaf',
                fields=[
                    ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='records.entry')),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.HashIndex(fields=['digest'], name='leaf_digest')],
                },
            ),
            migrations.CreateModel(
                name='Node',
                fields=[
                    ('pk', models.CompositePrimaryKey('level', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('level', models.SmallIntegerField()),
                    ('position', models.BigIntegerField()),
                    ('digest', models.CharField(max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('size', models.BigIntegerField(unique=True)),
                    ('root', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField()),
                    ('previous', models.CharField(max_length=64)),
                    ('oldest_txid', models.BigIntegerField()),
                    ('next_txid', models.BigIntegerField()),
                    ('key', models.CharField(max_length=64)),
                    ('signature', models.CharField(max_length=128)),
                    ('frontier', models.TextField()),
                ],
                options={
                    'ordering': ['-size'],
                },
            ),
            migrations.CreateModel(
                name='Anomaly',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('code', models.CharField(max_length=10, verbose_name='code')),
                    ('deed', models.CharField(max_length=60, verbose_name='deed')),
                    ('message', models.TextField(verbose_name='message')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ('happened_at', models.DateTimeField(verbose_name='time')),
                    ('carried_out', models.BooleanField(default=False, verbose_name='carried out nevertheless')),
                    ('noticed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='anomaly_about'), models.Index(condition=models.Q(('noticed_at', None)), fields=['id'], name='anomaly_unnoticed')],
                },
            ),
            migrations.CreateModel(
                name='FormKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('key', models.UUIDField()),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('made_type', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('made_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='form_key_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Counter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('last', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'year'), name='one_counter_per_year')],
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('kind', models.CharField(choices=[('acceptance', 'Notice of acceptance'), ('correction', 'One-time notice of correction'), ('refusal', 'Decision not to accept'), ('granted', 'Decision to grant the licence'), ('denied', 'Decision to deny the licence'), ('extension', 'Notice of extension'), ('procedure', 'Notice of special procedure'), ('supervision', 'Supervision notice'), ('instruction', "Leader's instruction"), ('reply', 'Written reply'), ('receipt', 'Receipt for the application'), ('copy_notice', 'Copy notice'), ('hearing_right', 'Notice of the right to a hearing'), ('hearing_session', 'Notice of the hearing'), ('delivery', 'Certificate of delivery'), ('licence', 'Licence'), ('payment', 'Receipt for payment'), ('penalty_told', 'Prior notice of a penalty'), ('penalty', 'Decision on a penalty'), ('no_penalty', 'Decision not to punish'), ('levy', 'Notice of a levy'), ('slip', 'Inspection slip'), ('inquiry', 'Notice of an efficiency inquiry'), ('no_blame', 'Notice that nobody is held responsible'), ('criticism', 'Notice of criticism and education'), ('talk', 'Notice of an admonishing talk'), ('admonition', 'Administrative admonition'), ('censure', 'Circular of criticism'), ('sanction', 'Registration of a sanction'), ('transfer', 'Letter of transfer'), ('refund', 'Receipt for a refund'), ('revocation', 'Decision to revoke the licence'), ('penalty_hearing', 'Notice of the hearing about a penalty'), ('order_notice', 'Word of the acceptance of an order'), ('order_longer', 'Word of a longer term of an order'), ('order_reply', 'Answer to an order'), ('petition_opinion', 'Opinion on a petition'), ('order_reminder', 'Reminder of an order'), ('order_criticism', 'Written criticism of a late answer'), ('trade', 'Paper of a tender'), ('appraisal', 'Paper of an appraisal'), ('risk_alarm', 'Alarm of an integrity risk'), ('risk_order', 'Order about an integrity risk'), ('risk_inquiry', 'Letter of inquiry'), ('openness', 'Paper about an information request')], max_length=20, verbose_name='kind')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('serial', models.PositiveIntegerField()),
                    ('number', models.CharField(max_length=60, unique=True, verbose_name='document number')),
                    ('title', models.CharField(max_length=100, verbose_name='document title')),
                    ('addressee', models.CharField(max_length=200, verbose_name='addressee')),
                    ('body', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('salt', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('issued_at', models.DateTimeField(verbose_name='time of issue')),
                    ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('issued_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='document_about'), models.Index(condition=models.Q(('kind__in', ['granted', 'denied', 'penalty'])), fields=['-issued_at', '-id'], name='document_decision'), models.Index(fields=['organisation', '-issued_at'], name='document_of_organisation')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'year', 'serial'), name='document_serial')],
                },
            ),
            migrations.CreateModel(
                name='Printing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printings', to='records.document')),
                    ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies')),
                    ('printed_at', models.DateTimeField(verbose_name='printed at')),
                    ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='printing_of_at_least_one_copy')],
                },
            ),
            migrations.CreateModel(
                name='SealUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('seal', models.CharField(max_length=50, verbose_name='seal')),
                    ('purpose', models.CharField(max_length=300, verbose_name='sealed for')),
                    ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies')),
                    ('used_at', models.DateTimeField(verbose_name='sealed at')),
                    ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['organisation', '-used_at'], name='seal_use_of_organisation')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='seal_used_at_least_once'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='seal_use_has_a_purpose')],
                },
            ),
            migrations.CreateModel(
                name='Look',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField()),
                    ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('looked_at', models.DateTimeField(verbose_name='looked at')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id', '-id'], name='look_about')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('subject_type', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('subject_id', models.PositiveBigIntegerField(null=True)),
                    ('uploader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(blank=True, max_length=40)),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('content_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField(verbose_name='size')),
                    ('sha256', models.CharField(max_length=64)),
                    ('file', models.FileField(upload_to=records.models.random_name)),
                    ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='attachment_about')],
                },
            ),
            migrations.CreateModel(
                name='Bookmark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reader', models.CharField(max_length=40, unique=True)),
                    ('txid', models.BigIntegerField(default=0)),
                    ('entry', models.BigIntegerField(default=0)),
                ],
            ),
        ]),
    ]
