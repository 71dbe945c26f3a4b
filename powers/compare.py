"""What changed from one version of a power list to the next."""

from dataclasses import dataclass

from powers import wording
from powers.models import Power, PowerList

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
FIELDS = ["name", "kind", *Power.FACTS, "discretion"]


@dataclass(frozen=True)
class Change:
    """One power that is new, gone or changed; `fields` are (label, before, after) of what differs."""

    look: str
    code: str
    name: str
    fields: list[tuple[str, str, str]]


def before(power_list: PowerList) -> PowerList | None:
    """The version before this one."""
    same = PowerList.objects.filter(organisation=power_list.organisation_id, kind=power_list.kind)
    return same.filter(version__lt=power_list.version).order_by("-version").first()


def difference(old: PowerList | None, new: PowerList) -> list[Change]:
    """By code, in the order of the codes; powers that stayed the same are left out."""
    was, now = (read(one) if one else {} for one in (old, new))
    found = []
    for code in sorted(was.keys() | now.keys()):
        one, other = was.get(code), now.get(code)
        if one is None or other is None:
            power = one or other
            found.append(Change(ADDED if one is None else REMOVED, code, power.name, []))
        elif fields := changed(one, other):
            found.append(Change(CHANGED, code, other.name, fields))
    return found


def read(power_list: PowerList) -> dict[str, Power]:
    return {power.code: power for power in power_list.powers.prefetch_related("steps")}


def changed(one: Power, other: Power) -> list[tuple[str, str, str]]:
    pairs = [(label(name), shown(one, name), shown(other, name)) for name in FIELDS]
    pairs.append((Power._meta.get_field("procedure").verbose_name, steps(one), steps(other)))
    return [pair for pair in pairs if pair[1] != pair[2]]


def label(name: str) -> str:
    return str(Power._meta.get_field(name).verbose_name)


def shown(power: Power, name: str) -> str:
    return power.get_kind_display() if name == "kind" else getattr(power, name)


def steps(power: Power) -> str:
    return wording.text_of(power.steps.all())
