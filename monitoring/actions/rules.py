"""What people do with rules: write a draft, try it on the past, switch it on as a second person, let it end."""

from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from deadlines import calendar as calendars
from deadlines.models import Policy
from monitoring import backtest
from monitoring.models import BackTest, BackTestRow, RuleVersion
from monitoring.permissions_rules import can_draft, can_switch_on, can_try
from monitoring.replay import margins_of
from monitoring.rules import BY_CODE, versions_in_force
from monitoring.rules.base import Rule
from monitoring.rules.presets import Preset
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused

TEXTS = {"name": 100, "law": 300, "reason": 300}
SETS_POLICY = ("W1", "R1")  # their numbers are kept by every clock when it starts
LONGEST = timedelta(days=3 * 366)  # of a back-test
BACK_TEST_LOCK = 0x6274  # the first key of the advisory locks under which back-tests are computed


def checked(rule: Rule, level: str, parameters: dict, texts: dict) -> dict:
    """The content of a draft as it is kept. Raises Refused on the first field that is wrong."""
    kept = {}
    for name, most in TEXTS.items():
        kept[name] = (texts.get(name) or "").strip()
        if not kept[name] or len(kept[name]) > most:
            raise Refused(None, _("Fill in this field; at most %(most)s characters.") % {"most": most}, field=name)
    try:
        return kept | {"level": level, "parameters": rule.check(level, parameters)}
    except ValidationError as fault:
        field, [message, *_others] = next(iter(fault.message_dict.items()))
        raise Refused(None, message, field=field) from fault


@deed(makes=True)
def draft(rule: Rule, *, by, now, level: str, parameters: dict, valid_from: date, **texts) -> RuleVersion:
    """Write the next version of a rule. It changes nothing until a second person switches it on."""
    if not can_draft(by):
        raise PermissionDenied(_("Only an inspector writes rules."))
    content = checked(rule, level, parameters, texts)
    versions = RuleVersion.objects.select_for_update().filter(code=rule.code)
    if any(version.is_draft for version in versions):
        raise Refused(None, _("There is a draft of this rule already."))
    made = RuleVersion.objects.create(
        code=rule.code,
        version=1 + max((version.version for version in versions), default=0),
        state=RuleVersion.State.DRAFT,
        valid_from=valid_from,
        author=by.user.name,
        drafted_by=by.user,
        drafted_at=now,
        **content,
    )
    record("monitoring.rule.drafted", made, actor=by, now=now, **told(made))
    return made


def told(version: RuleVersion) -> dict:
    """What the record says of a version."""
    about = {"code": version.code, "version": version.version, "level": str(version.level)}
    return about | {"parameters": version.parameters, "valid_from": version.valid_from, "law": version.law}


@deed
def rewrite(version: RuleVersion, *, by, now, level, parameters: dict, valid_from: date, **texts):
    """Change a draft, by its author. What was tried before says nothing about the new text and falls away."""
    version = for_update(version)
    if not can_draft(by) or version.drafted_by_id != by.user.pk:
        raise PermissionDenied(_("Only its author changes a draft."))
    need_draft(version)
    for name, value in checked(BY_CODE[version.code], level, parameters, texts).items():
        setattr(version, name, value)
    version.valid_from = valid_from
    version.save()
    for test in version.back_tests.all():
        test.delete()
    record("monitoring.rule.rewritten", version, actor=by, now=now, **told(version))
    return version


def need_draft(version: RuleVersion):
    if not version.is_draft:
        raise Refused(None, _("This version is no draft any more; write a new one."))


@deed
def discard(version: RuleVersion, *, by, now) -> RuleVersion:
    """Give a draft up. It stays in the list."""
    version = for_update(version)
    if not can_draft(by):
        raise PermissionDenied(_("Only an inspector writes rules."))
    version.discard()
    version.save(update_fields=["state"])
    record("monitoring.rule.discarded", version, actor=by, now=now, **told(version))
    return version


@deed
def switch_on(version: RuleVersion, *, by, now) -> RuleVersion:
    """Sign a draft as the second person. It holds from its day on, or from today where that day has passed.

    Promises already made keep the numbers they started with.
    """
    version = for_update(version)
    if not can_switch_on(by, version):
        raise PermissionDenied(_("A rule is signed by somebody other than its author."))
    need_draft(version)
    if backtest.latest_done(version) is None:
        raise Refused(None, _("Try the draft on the past first; the person who signs must see what it would find."))
    today = timezone.localdate(now)
    version.valid_from = max(version.valid_from, today)
    replace(version)
    version.activate()
    version.signed_by, version.activated_by, version.activated_at = by.user.name, by.user, now
    version.save()
    if version.code in SETS_POLICY:
        set_policy(version, now)
    record("monitoring.rule.switched_on", version, actor=by, now=now, **told(version))
    return version


def replace(version: RuleVersion):
    """The versions before end the day before this one begins; one that would begin later never does."""
    for former in RuleVersion.objects.signed().filter(code=version.code, valid_to=None):
        former.valid_to = version.valid_from - timedelta(days=1)
        if former.state == RuleVersion.State.ACTIVE:
            former.end()
        former.save(update_fields=["state", "valid_to"])


def set_policy(version: RuleVersion, now) -> Policy:
    """Clocks that start from then on warn and turn grave by the new numbers."""
    margins = margins_of(versions_in_force(version.valid_from) | {version.code: version})
    made = Policy.objects.create(
        version=1 + (Policy.objects.aggregate(last=Max("version"))["last"] or 0),
        name=version.name[:50],
        warn_percent=margins.warn_percent,
        warn_at_least=margins.warn_at_least,
        grave_after=margins.grave_after,
        source=f"{version} {version.law}"[:300],
        valid_from=version.valid_from,
    )
    transaction.on_commit(lambda: calendars.refresh(force=True))
    return made


@deed
def switch_off(version: RuleVersion, *, by, now, reason: str) -> RuleVersion:
    """End a rule without a successor, from tomorrow on, by somebody else than who wrote it, with a reason."""
    version = for_update(version)
    if not can_switch_on(by, version):
        raise PermissionDenied(_("A rule is signed by somebody other than its author."))
    if not reason.strip():
        raise Refused(None, _("Say why the rule ends."), field="reason")
    version.end()
    version.valid_to = max(timezone.localdate(now), version.valid_from)
    version.save(update_fields=["state", "valid_to"])
    record("monitoring.rule.switched_off", version, actor=by, now=now, reason=reason.strip(), **told(version))
    return version


def load_preset(preset: Preset, *, by, now, valid_from: date) -> list[RuleVersion]:
    """Write drafts for the rules of a preset that differ from those in force; nothing is switched on."""
    in_force, made = versions_in_force(timezone.localdate(now)), []
    with transaction.atomic():
        for spec in preset.rules:
            present = in_force.get(spec.code)
            texts = {name: getattr(spec, name) or getattr(present, name, "") for name in TEXTS}
            if present is None or differs(present, spec):
                about = {"level": spec.level, "parameters": spec.parameters, "valid_from": valid_from}
                made.append(draft(BY_CODE[spec.code], by=by, now=now, **about, **texts))
    return made


def differs(present: RuleVersion, spec) -> bool:
    return (present.level, BY_CODE[spec.code].check(present.level, present.parameters)) != (
        spec.level,
        spec.parameters,
    )


@deed(makes=True)
def try_on_past(version: RuleVersion, *, by, now, first: date, last: date, organisation=None) -> BackTest:
    """Ask for a back-test of a draft; a background job computes it."""
    version = for_update(version)
    if not can_try(by):
        raise PermissionDenied(_("Only an inspector writes rules."))
    need_draft(version)
    if first > last:
        raise Refused(None, _("The first date must not lie after the second."), field="last")
    if last > timezone.localdate(now):
        raise Refused(None, _("This day has not come yet."), field="last")
    if last - first > LONGEST:
        raise Refused(None, _("At most three years at a time."), field="first")
    made = BackTest.objects.create(
        rule=version, first=first, last=last, organisation=organisation, asked_by=by.user, asked_at=now
    )
    record("monitoring.rule.tried", version, actor=by, now=now, first=first, last=last, test=made.pk)
    return made


def run_back_test(pk: int, clock) -> BackTest | None:
    """The background job. Safe to start twice: the second finds it taken. What a lost worker left is done again.

    `clock()` tells the time.
    """
    with taken(pk) as mine:
        return compute(pk, clock) if mine else None


@contextmanager
def taken(pk: int):
    """Whether this test is ours to compute; PostgreSQL lets go of it when we end, however we end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [BACK_TEST_LOCK, pk])
        [mine] = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [BACK_TEST_LOCK, pk])


def compute(pk: int, clock) -> BackTest | None:
    with transaction.atomic():
        test = BackTest.objects.select_for_update().open().filter(pk=pk).first()
        if test is None:
            return None
        test.begin()
        test.done, test.total = 0, backtest.prepare(test)
        test.save(update_fields=["state", "done", "total"])
    reported = BackTest.objects.filter(pk=pk)
    try:
        rows = backtest.compute(test, lambda done: reported.update(done=done))
        with transaction.atomic():
            BackTestRow.objects.bulk_create(rows, batch_size=1000)
            test.finish()
            test.done, test.finished_at = test.total, clock()
            test.save(update_fields=["state", "done", "finished_at"])
    except Exception:
        test = BackTest.objects.get(pk=pk)
        test.fail()
        test.save(update_fields=["state"])
        raise
    record("monitoring.rule.test_done", test.rule, actor=ROBOT, now=test.finished_at, test=test.pk)
    return test
