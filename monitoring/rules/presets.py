"""Rule sets shipped as data, and rule sets out of files: read and checked, not saved."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.rules import BY_CODE

PRESETS = Path(__file__).parent.parent / "presets"
TEXTS = ("name", "law", "reason")


@dataclass(frozen=True)
class Spec:
    """One rule of a file: what a version of it would say."""

    code: str
    level: str
    parameters: dict = field(default_factory=dict)
    name: str = ""
    law: str = ""
    reason: str = ""
    version: int = 0  # 0: a draft, nowhere in force


@dataclass(frozen=True)
class Preset:
    """A set of rules with its title and source; rules it does not name stay as they are, `off` ones fall silent."""

    code: str
    title: str
    source: str
    rules: list[Spec]
    off: list[str]


def read_preset(path: Path) -> Preset:
    """A rule set out of a file. Raises OSError, and ValidationError that names the rule and the field."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValidationError(_("%(name)s is no JSON file.") % {"name": path.name}) from error
    data = {"rules": data} if isinstance(data, list) else data
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise ValidationError(_("%(name)s holds no list of rules.") % {"name": path.name})
    entries = [checked(entry) for entry in data["rules"]]
    return Preset(
        code=path.stem,
        title=str(data.get("title", path.stem)),
        source=str(data.get("source", "")),
        rules=[spec for spec, on in entries if on],
        off=[spec.code for spec, on in entries if not on],
    )


def checked(entry) -> tuple[Spec, bool]:
    """One rule of a file and whether it is switched on. Raises ValidationError that begins with its code."""
    code = entry.get("code") if isinstance(entry, dict) else None
    rule = BY_CODE.get(code) if isinstance(code, str) else None
    if rule is None:
        raise ValidationError(_("“%(code)s” is not a rule that this platform knows.") % {"code": code})
    parameters = entry.get("parameters", {})
    if not isinstance(parameters, dict):
        raise ValidationError(_("%(code)s: the parameters are a table of names and values.") % {"code": code})
    level = entry.get("level", rule.levels[0])
    try:
        kept = rule.check(level, parameters)
    except ValidationError as fault:
        raise ValidationError([f"{code}: {name}: {words}" for name, [words] in fault.message_dict.items()]) from fault
    about = {name: str(entry.get(name, ""))[:300] for name in TEXTS}
    return Spec(code=code, level=str(level), parameters=kept, **about), entry.get("on", True) is not False


def presets() -> list[Preset]:
    """What is shipped, by name of the file."""
    return [read_preset(path) for path in sorted(PRESETS.glob("*.json"))]
