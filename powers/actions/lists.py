"""The life of a power list: begun from the version in force, written, declared, checked, published or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from administration.models import Reorganisation
from powers.models import Power, PowerList, PowerStep, RiskPoint, VillageKind
from powers.permissions import (
    can_begin,
    can_check,
    can_declare,
    can_publish,
    can_send_back,
    can_staff,
    can_write,
)
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

MOST_STEPS = 12
BATCH = 1000


@dataclass(frozen=True)
class Facts:
    """What is written about a power. The code stays over all versions."""

    code: str
    name: str
    kind: str
    basis: str
    object: str
    procedure: str
    limit: str
    result: str
    discretion: str = ""


@dataclass(frozen=True)
class Step:
    """A step as it is written."""

    stage: str
    name: str
    post: str
    limit: str = ""
    hint: str = ""
    holder: User | None = None
    deputy: User | None = None


def lock(power_list: PowerList) -> PowerList:
    return for_update(power_list, "organisation__parent")


# writing


def next_version(organisation: Organisation, kind: str) -> int:
    last = PowerList.objects.filter(organisation=organisation, kind=kind).order_by("-version").first()
    return last.version + 1 if last else 1


def check_free(organisation: Organisation, kind: str):
    """Raises Refused for a unit that has ended, while another version is on its way, or where the level has no such
    list.
    """
    if organisation.ended_on is not None:
        words = _("This unit has ended: the next list of its successor takes its powers over.")
        raise Refused(None, words, field="organisation")
    if PowerList.objects.open().filter(organisation=organisation, kind=kind).exists():
        raise Refused(None, _("Another version of this list is being written."), field="organisation")
    is_village = organisation.level == Organisation.Level.VILLAGE
    if is_village != (kind == PowerList.Kind.VILLAGE):
        words = _("Villages and communities have a village list, all others a unit list.")
        raise Refused(None, words, field="organisation")


def list_kind(organisation: Organisation) -> str:
    is_village = organisation.level == Organisation.Level.VILLAGE
    return PowerList.Kind.VILLAGE if is_village else PowerList.Kind.UNIT


@deed(makes=True)
def begin(organisation: Organisation, *, by, now) -> PowerList:
    """A new version: a copy of the one in force with all its codes, or an empty one.

    What the lists of ended units hold that this one stands for comes along; publishing it replaces them.
    """
    may(can_begin(by, organisation))
    made = begun(organisation, by, now)
    copy(made)
    record("powers.list.begun", made, actor=by, now=now, version=made.version)
    return made


def begun(organisation: Organisation, by, now) -> PowerList:
    kind = list_kind(organisation)
    check_free(organisation, kind)
    as_actor(by)
    version = next_version(organisation, kind)
    about = {"kind": kind, "version": version, "begun_at": now, "begun_by": by.user}
    return PowerList.objects.create(organisation=organisation, **about)


def copy(made: PowerList):
    """Take over the powers and steps of what is in force, the own ones first."""
    old = list(Power.objects.filter(list__in=lists_before(made)).prefetch_related("steps"))
    old.sort(key=lambda row: made.organisation.units.index(row.list.organisation_id))
    rows = [Power(list=made, number=number, **vars(facts_of(row))) for number, row in enumerate(old, 1)]
    Power.objects.bulk_create(rows)
    steps = []
    for row, source in zip(rows, old, strict=True):
        steps += [step_row(row, step.number, step_of(step)) for step in source.steps.all()]
    PowerStep.objects.bulk_create(steps)


def lists_before(power_list: PowerList):
    """The lists in force whose place it takes: the own one, and those of units that had ended when it was begun."""
    unit = power_list.organisation
    ended = Reorganisation.objects.ending(unit.stands_for).filter(done_at__lte=power_list.begun_at)
    rows = PowerList.objects.published().filter(kind=power_list.kind)
    return rows.filter(Q(organisation=unit) | Q(organisation__in=ended.values("organisation")))


def facts_of(power: Power) -> Facts:
    return Facts(**{name: getattr(power, name) for name in Facts.__dataclass_fields__})


def step_of(row: PowerStep) -> Step:
    return Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})


def step_row(power: Power, number: int, step: Step) -> PowerStep:
    return PowerStep(power=power, number=number, **vars(step))


def check_power(power_list: PowerList, facts: Facts, steps: Sequence[Step]):
    """Raises Refused that names the field: five facts, a kind of this list, a code of this unit, steps with two."""
    for name in Power.FACTS:
        needed(getattr(facts, name), name)
    if (facts.kind in VillageKind.values) != power_list.is_village:
        raise Refused(None, _("This kind does not belong to this list."), field="kind")
    check_code(power_list, [facts.code])
    if not steps:
        raise Refused(None, _("A power has at least one step: who does what."), field="steps")
    if len(steps) > MOST_STEPS:
        raise Refused(None, _("More than %(most)s steps; join some of them.") % {"most": MOST_STEPS}, field="steps")
    for step in steps:
        check_people(step.holder, step.deputy)


def check_code(power_list: PowerList, codes: Sequence[str]):
    """Raises Refused for a code that another unit has; those of the units it stands for are its own."""
    others = Power.objects.filter(code__in=codes).exclude(list__organisation__in=power_list.organisation.units)
    taken = others.select_related("list__organisation").first()
    if taken:
        words = _("The code %(code)s belongs to %(unit)s.")
        told = {"code": taken.code, "unit": taken.list.organisation.short_name}
        raise Refused(None, words % told, field="code")


def check_people(holder, deputy):
    if holder and deputy and holder.pk == deputy.pk:
        raise Refused(None, _("The deputy must be another person."), field="deputy")


@deed(makes=True)
def add(power_list: PowerList, *, by, now, facts: Facts, steps: Sequence[Step]) -> Power:
    """Write a power into the draft."""
    power_list = writable(power_list, by)
    check_power(power_list, facts, steps)
    if power_list.powers.filter(code=facts.code).exists():
        raise Refused(None, _("This code stands in the list already."), field="code")
    last = power_list.powers.order_by("-number").values_list("number", flat=True).first() or 0
    power = Power.objects.create(list=power_list, number=last + 1, **vars(facts))
    write_steps(power, steps)
    record("powers.power.added", power, actor=by, now=now, code=power.code, name=power.name)
    return power


def writable(power_list: PowerList, by) -> PowerList:
    power_list = lock(power_list)
    may(can_begin(by, power_list.organisation))
    if not can_write(by, power_list):
        raise Refused(None, _("Only a draft is written; begin a new version of the list."))
    return power_list


def write_steps(power: Power, steps: Sequence[Step]):
    power.steps.all().delete()
    PowerStep.objects.bulk_create(step_row(power, number, step) for number, step in enumerate(steps, 1))


@deed
def amend(power: Power, *, by, now, facts: Facts, steps: Sequence[Step]) -> Power:
    """Write a power of the draft anew; its code stays."""
    power_list = writable(power.list, by)
    check_power(power_list, facts, steps)
    for name, value in vars(facts).items():
        if name != "code":
            setattr(power, name, value)
    power.save()
    write_steps(power, steps)
    record("powers.power.amended", power, actor=by, now=now, code=power.code)
    return power


@deed
def remove(power: Power, *, by, now, reason: str) -> PowerList:
    """Take a power out of the draft: the law that gave it is gone, or it went to another unit."""
    power_list = power.list
    power_list = writable(power_list, by)
    told = {"code": power.code, "name": power.name, "reason": needed(reason, "reason")}
    power.steps.all().delete()
    power.delete()
    record("powers.power.removed", power_list, actor=by, now=now, **told)
    return power_list


@deed
def staff(step: PowerStep, *, by, now, holder: User | None, deputy: User | None) -> PowerStep:
    """Say who holds the post of a step and who stands in; also in a list that is in force."""
    may(can_staff(by, step.power))
    check_people(holder, deputy)
    as_actor(by)
    before = [step.holder_id, step.deputy_id]
    step.holder, step.deputy = holder, deputy
    step.save(update_fields=["holder", "deputy"])
    told = {"code": step.power.code, "step": step.number, "before": before, "after": [step.holder_id, step.deputy_id]}
    record("powers.step.staffed", step.power, actor=by, now=now, **told)
    return step


# declaring, checking, publishing


@deed
def declare(power_list: PowerList, *, by, now, words: str) -> PowerList:
    """The head answers for it: these are all powers of the unit (清权)."""
    power_list = lock(power_list)
    may(can_declare(by, power_list))
    if fault := fault_of(power_list):
        raise Refused(None, fault)
    power_list.declare()
    as_actor(by)
    power_list.declared_at, power_list.declared_by = now, by.user
    power_list.words, power_list.reason = needed(words, "words"), ""
    power_list.checked_by = power_list.checked_at = None
    power_list.save()
    record("powers.list.declared", power_list, actor=by, now=now, powers=power_list.powers.count())
    return power_list


def fault_of(power_list: PowerList) -> str:
    """What keeps the list from being declared; empty where nothing does."""
    if not power_list.powers.exists():
        return _("There is no power in the list yet.")
    bare = power_list.powers.filter(steps=None).first()
    return _("%(name)s has no step yet.") % {"name": bare.name} if bare else ""


@deed
def check_off(power_list: PowerList, *, by, now, opinion: str) -> PowerList:
    """The office of powers has compared the list with laws and the decree on the unit (审核)."""
    power_list = lock(power_list)
    another(by, power_list.declared_by_id)
    may(can_check(by, power_list))
    power_list.check_off()
    as_actor(by)
    power_list.checked_at, power_list.checked_by = now, by.user
    power_list.opinion = needed(opinion, "opinion")
    power_list.save()
    record("powers.list.checked", power_list, actor=by, now=now, opinion=power_list.opinion)
    return power_list


@deed
def send_back(power_list: PowerList, *, by, now, reason: str) -> PowerList:
    """Something is missing or too much: the unit writes it anew."""
    power_list = lock(power_list)
    another(by, power_list.declared_by_id)
    may(can_send_back(by, power_list))
    power_list.send_back()
    as_actor(by)
    power_list.reason = needed(reason, "reason")
    power_list.checked_by = power_list.checked_at = None
    power_list.save()
    record("powers.list.sent_back", power_list, actor=by, now=now, reason=power_list.reason)
    return power_list


@deed
def publish(power_list: PowerList, *, by, now) -> PowerList:
    """Put it into force for everybody to read (晒权); the version before is replaced, risk points follow."""
    power_list = lock(power_list)
    another(by, power_list.declared_by_id, power_list.checked_by_id)
    may(can_publish(by, power_list))
    check_code(power_list, power_list.powers.values("code"))
    power_list.publish()
    as_actor(by)
    replace(power_list, now)
    power_list.published_at, power_list.published_by = now, by.user
    power_list.save()
    follow(power_list)
    record("powers.list.published", power_list, actor=by, now=now, powers=power_list.powers.count())
    return power_list


def replace(power_list: PowerList, now):
    for before in lists_before(power_list).select_for_update(of=("self",)):
        before.replace()
        before.replaced_at = now
        before.save(update_fields=["state", "replaced_at"])


def follow(power_list: PowerList):
    """Risk points go with their power: to the same code, and there to the step of the same number."""
    powers = {power.code: power for power in power_list.powers.prefetch_related("steps")}
    points = RiskPoint.objects.alive().filter(organisation__in=power_list.organisation.units, power__code__in=powers)
    rows = list(points.exclude(power__list=power_list).select_related("power", "step"))
    for row in rows:
        power, number = powers[row.power.code], row.step.number if row.step else None
        row.power, row.step = power, next((step for step in power.steps.all() if step.number == number), None)
    RiskPoint.objects.bulk_update(rows, ["power", "step"], batch_size=BATCH)
