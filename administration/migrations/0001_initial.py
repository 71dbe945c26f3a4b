"""Grants, the log of rights, reorganisations, the yearly review, files taken out."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_code_device'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(error_messages={'unique': 'This year has one.'}, unique=True, verbose_name='year')),
                    ('basis', models.CharField(max_length=200, verbose_name='basis (document)')),
                    ('due_on', models.DateField(verbose_name='to be confirmed by')),
                    ('opened_at', models.DateTimeField(verbose_name='begun at')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='finished at')),
                    ('opened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'yearly reviews of rights',
                    'verbose_name_plural': 'yearly reviews of rights',
                    'ordering': ['-year'],
                },
            ),
            migrations.CreateModel(
                name='Download',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(max_length=300, verbose_name='address')),
                    ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                    ('saved_at', models.DateTimeField(verbose_name='saved at')),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'files taken out',
                    'verbose_name_plural': 'files taken out',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Reorganisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('rename', 'renaming'), ('merge', 'merging into another unit'), ('split', 'splitting up')], max_length=10, verbose_name='kind')),
                    ('new_name', models.CharField(blank=True, max_length=100, verbose_name='new name')),
                    ('new_short_name', models.CharField(blank=True, max_length=30, verbose_name='new short name')),
                    ('basis', models.CharField(max_length=200, verbose_name='basis (document)')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('day', models.DateField(verbose_name='with effect from')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for its second signature'), ('confirmed', 'signed, happens on its day'), ('done', 'carried out'), ('refused', 'not signed'), ('withdrawn', 'taken back')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('confirmed_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('opinion', models.CharField(blank=True, max_length=300, verbose_name='opinion')),
                    ('done_at', models.DateTimeField(null=True, verbose_name='carried out at')),
                    ('moved', models.JSONField(default=dict, verbose_name='work handed over')),
                    ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reorganisations', to='accounts.organisation', verbose_name='unit')),
                    ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'reorganisations',
                    'verbose_name_plural': 'reorganisations',
                    'ordering': ['-pk'],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='RightChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('clerk', 'Window clerk'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('head', 'Head of unit'), ('operator', 'Operator of the hotline'), ('dispatcher', 'Dispatcher of the hotline'), ('inspector', 'Inspector'), ('leader', 'County leader'), ('system_admin', 'System administrator'), ('security_admin', 'Security administrator'), ('audit_admin', 'Audit administrator')], max_length=20, verbose_name='role')),
                    ('kind', models.CharField(choices=[('granted', 'right granted'), ('changed', 'post changed'), ('ended', 'post ended'), ('moved', 'moved by a reorganisation'), ('suspended', 'suspended'), ('restored', 'restored'), ('confirmed', 'post confirmed')], max_length=10, verbose_name='kind')),
                    ('day', models.DateField(verbose_name='with effect from')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('document_number', models.CharField(blank=True, max_length=60, verbose_name='number of the document')),
                    ('before', models.JSONField(default=dict)),
                    ('after', models.JSONField(default=dict)),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('changed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='accounts.post')),
                    ('second', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'log of rights',
                    'verbose_name_plural': 'log of rights',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Successor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(blank=True, max_length=30, verbose_name='code')),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                    ('short_name', models.CharField(blank=True, max_length=30, verbose_name='short name')),
                    ('is_main', models.BooleanField(default=False, verbose_name='takes everything else')),
                    ('takes', models.CharField(blank=True, max_length=1000, verbose_name='takes (codes of items and projects)')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='unit')),
                    ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='administration.reorganisation')),
                ],
                options={
                    'verbose_name': 'successors of units',
                    'verbose_name_plural': 'successors of units',
                    'ordering': ['-is_main', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='PostPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_plans', to='administration.reorganisation')),
                    ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='post_plans', to='administration.successor')),
                ],
                options={
                    'verbose_name': 'where posts go',
                    'verbose_name_plural': 'where posts go',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Confirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', django_fsm.FSMField(choices=[('open', 'to be confirmed'), ('confirmed', 'post confirmed'), ('ended', 'post ended'), ('suspended', 'nobody confirmed it: suspended'), ('lapsed', 'ended otherwise')], default='open', max_length=50, protected=True, verbose_name='state')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='administration.campaign')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='accounts.post')),
                    ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'posts in the review',
                    'verbose_name_plural': 'posts in the review',
                    'ordering': ['campaign', 'organisation__sort', 'organisation', 'pk'],
                    'indexes': [models.Index(fields=['organisation', 'state'], name='confirmation_of_unit')],
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'post'), name='a_post_once_a_review'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_confirms_oneself', violation_error_message='Nobody confirms the own rights.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
            migrations.CreateModel(
                name='Grant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('clerk', 'Window clerk'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('head', 'Head of unit'), ('operator', 'Operator of the hotline'), ('dispatcher', 'Dispatcher of the hotline'), ('inspector', 'Inspector'), ('leader', 'County leader'), ('system_admin', 'System administrator'), ('security_admin', 'Security administrator'), ('audit_admin', 'Audit administrator')], max_length=20, verbose_name='role')),
                    ('title', models.CharField(blank=True, max_length=50, verbose_name='title')),
                    ('is_contact', models.BooleanField(default=False, verbose_name='supervision contact')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('document_number', models.CharField(max_length=60, verbose_name='number of the document')),
                    ('from_on', models.DateField(verbose_name='valid from')),
                    ('until_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                    ('expires_on', models.DateField(verbose_name='to be signed by')),
                    ('state', django_fsm.FSMField(choices=[('proposed', 'waits for its second signature'), ('activated', 'signed, begins on its day'), ('in_force', 'right in force'), ('refused', 'not signed'), ('withdrawn', 'taken back'), ('expired', 'expired without a signature'), ('ended', 'right has ended')], default='proposed', max_length=50, protected=True, verbose_name='state')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('opinion', models.CharField(blank=True, max_length=300, verbose_name='opinion')),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('leaves', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='accounts.post')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('post', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant', to='accounts.post')),
                    ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('takes_over', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.window', verbose_name='window')),
                ],
                options={
                    'verbose_name': 'grants of posts',
                    'verbose_name_plural': 'grants of posts',
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['organisation', 'state'], name='grant_of_unit'), models.Index(condition=models.Q(('state', 'in_force'), ('until_on__isnull', False)), fields=['until_on'], name='grant_that_ends')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'activated'])), fields=('user', 'organisation', 'role'), name='one_open_grant', violation_error_message='This right is proposed for this person already.'), models.CheckConstraint(condition=models.Q(('proposed_by', None), ('decided_by', None), models.Q(('proposed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='grant_by_two', violation_error_message='A right is activated by somebody other than who proposed it.'), models.CheckConstraint(condition=models.Q(models.Q(('proposed_by', None), models.Q(('proposed_by', models.F('user')), _negated=True), _connector='OR'), models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR')), name='nobody_grants_to_oneself', violation_error_message='Nobody grants a right to themselves.'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='grant_ends_after_it_begins', violation_error_message='The end must not lie before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'ended']), _negated=True), ('post__isnull', False), _connector='OR'), name='grant_in_force_is_a_post'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('opinion', ''), _negated=True), _connector='OR'), name='grant_refused_with_a_reason', violation_error_message='Say why it is refused.'), models.CheckConstraint(condition=models.Q(('takes_over', None), models.Q(('leaves', None), _negated=True), _connector='OR'), name='work_is_taken_over_in_a_move'), models.CheckConstraint(condition=models.Q(('takes_over', None), models.Q(('takes_over', models.F('user')), _negated=True), _connector='OR'), name='work_goes_to_somebody_else', violation_error_message='The open work goes to somebody else.')],
                },
                bases=(django_fsm.FSMModelMixin, models.Model),
            ),
        ]),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('organisation',), name='one_open_reorganisation', violation_error_message='A reorganisation of this unit is under way already.'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', None), ('confirmed_by', None), models.Q(('proposed_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='reorganisation_by_two', violation_error_message='A reorganisation is confirmed by somebody other than who proposed it.'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'rename'), _negated=True), models.Q(models.Q(('new_name', ''), _negated=True), models.Q(('new_short_name', ''), _negated=True)), _connector='OR'), name='renaming_has_a_name', violation_error_message='Give the new name and its short form.'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', False), _connector='OR'), name='reorganisation_done_when'),
        ),
        migrations.AddIndex(
            model_name='rightchange',
            index=models.Index(fields=['organisation', '-id'], name='right_change_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='rightchange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='right_changes_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='successor',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('reorganisation',), name='one_main_successor'),
        ),
        migrations.AddConstraint(
            model_name='successor',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True), models.Q(('short_name', ''), _negated=True)), _connector='OR'), name='successor_is_somebody', violation_error_message='Name a unit that exists, or code, name and short name of a new one.'),
        ),
        migrations.AddConstraint(
            model_name='postplan',
            constraint=models.UniqueConstraint(fields=('reorganisation', 'post'), name='one_plan_a_post'),
        ),
    ]
