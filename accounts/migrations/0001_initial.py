"""Units, windows, people and their posts; messages and the ways they leave the house."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('short_name', models.CharField(max_length=30, verbose_name='short name')),
                ('level', models.CharField(choices=[('county', 'County'), ('department', 'Department'), ('town', 'Town or street'), ('village', 'Village or community'), ('station', 'Station or service unit')], max_length=20, verbose_name='administrative level')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.organisation', verbose_name='parent')),
                ('path', models.CharField(db_index=True, editable=False, max_length=200)),
                ('vertical', models.BooleanField(default=False, verbose_name='vertically managed')),
                ('business', models.CharField(choices=[('services', 'Approvals and services'), ('orders', 'Orders of the people'), ('trading', 'Trading of public resources'), ('funds', 'Public funds'), ('audit', 'Audit'), ('projects', 'Follow-up of projects'), ('appraisal', 'Appraisal'), ('powers', 'Powers and structure'), ('openness', 'Openness of government')], default='services', max_length=20, verbose_name='main business')),
                ('telephone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('sort', models.PositiveSmallIntegerField(default=0, verbose_name='sort order')),
                ('renamed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='renamed on')),
                ('ended_on', models.DateField(blank=True, editable=False, null=True, verbose_name='ended on')),
                ('stands_for', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None)),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisation',
                'ordering': ['sort', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PastName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_names', to='accounts.organisation')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('short_name', models.CharField(max_length=30, verbose_name='short name')),
                ('until_on', models.DateField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'past names of units',
                'verbose_name_plural': 'past names of units',
                'ordering': ['-until_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'until_on'), name='one_name_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=10, unique=True, verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('hall', models.CharField(max_length=100, verbose_name='hall')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'window',
                'verbose_name_plural': 'window',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('is_citizen', models.BooleanField(default=False, verbose_name='citizen')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'person',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to=settings.AUTH_USER_MODEL)),
                ('telephone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('tone', models.CharField(choices=[('info', 'message to know'), ('ok', 'good news'), ('warn', 'message to act on'), ('yellow', 'yellow card'), ('red', 'red card')], default='info', max_length=10, verbose_name='urgency')),
                ('title', models.CharField(max_length=120, verbose_name='title of the message')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text of the message')),
                ('address', models.CharField(blank=True, max_length=200)),
                ('thread', models.CharField(max_length=60)),
                ('source', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField(verbose_name='told at')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read at')),
                ('escalate_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='inbox'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='inbox_unread'), models.Index(condition=models.Q(('escalate_at__isnull', False)), fields=['escalate_at'], name='message_to_escalate'), models.Index(fields=['thread'], name='message_thread')],
                'constraints': [models.UniqueConstraint(fields=('source', 'recipient'), name='told_once'), models.UniqueConstraint(condition=models.Q(('recipient', None)), fields=('source', 'telephone'), name='told_once_by_telephone'), models.CheckConstraint(condition=models.Q(('recipient__isnull', False), models.Q(('telephone', ''), _negated=True), _connector='OR'), name='message_reaches_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='accounts.message')),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('sms', 'SMS')], max_length=10, verbose_name='way')),
                ('to', models.CharField(max_length=254, verbose_name='sent to')),
                ('words', models.CharField(max_length=300, verbose_name='words sent')),
                ('state', django_fsm.FSMField(choices=[('waiting', 'waits to go out'), ('sent', 'handed over'), ('failed', 'not delivered')], default='waiting', max_length=50, protected=True, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_at', models.DateTimeField(null=True, verbose_name='next attempt')),
                ('made_at', models.DateTimeField(verbose_name='queued at')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='handed over at')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='delivery_due'), models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='delivery_failed')],
                'constraints': [models.UniqueConstraint(fields=('message', 'channel'), name='one_delivery_each_way')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='accounts.delivery')),
                ('tried_at', models.DateTimeField(verbose_name='tried at')),
                ('worked', models.BooleanField(verbose_name='worked')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='answer of the other side')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='preference', to=settings.AUTH_USER_MODEL)),
                ('by_email', models.BooleanField(default=True, verbose_name='by e-mail')),
                ('by_sms', models.BooleanField(default=True, verbose_name='by SMS')),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.organisation', verbose_name='organisation')),
                ('role', models.CharField(choices=[('clerk', 'Window clerk'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('head', 'Head of unit'), ('operator', 'Operator of the hotline'), ('dispatcher', 'Dispatcher of the hotline'), ('inspector', 'Inspector'), ('leader', 'County leader'), ('system_admin', 'System administrator'), ('security_admin', 'Security administrator'), ('audit_admin', 'Audit administrator')], max_length=20, verbose_name='role')),
                ('title', models.CharField(blank=True, max_length=50, verbose_name='title')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.window', verbose_name='window')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputises', to=settings.AUTH_USER_MODEL, verbose_name='deputy (B)')),
                ('away_until', models.DateField(blank=True, null=True, verbose_name='away until')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('suspended_on', models.DateField(blank=True, null=True, verbose_name='suspended on')),
                ('is_contact', models.BooleanField(default=False, help_text='Is told of every yellow and red card of the unit.', verbose_name='supervision contact')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'post',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('user', 'organisation', 'role'), name='one_post_per_role', violation_error_message='This person already holds this role in this organisation.'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('role__in', ['system_admin', 'security_admin', 'audit_admin'])), fields=('user',), name='three_administrators_exclusive', violation_error_message='System, security and audit administrator must be three different people.'), models.CheckConstraint(condition=models.Q(('user', models.F('deputy')), _negated=True), name='deputy_is_someone_else', violation_error_message='The deputy must be another person.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_on', None)), expressions=[(models.F('user'), '='), (models.Case(models.When(role__in=['system_admin', 'security_admin', 'audit_admin'], then=models.Value(1)), default=models.Value(0), output_field=models.IntegerField()), '<>')], name='administrators_do_no_business', violation_error_message='An administrator holds no other post, and whoever works on cases is none.'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['system_admin', 'security_admin', 'audit_admin']), _negated=True), ('deputy', None), _connector='OR'), name='nobody_deputises_for_an_administrator', violation_error_message='Nobody stands in for an administrator: grant a second one instead.')],
            },
        ),
    ]
