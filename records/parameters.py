"""Numbers and switches that a version of a rule may set, between bounds that make sense. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Parameter:
    """A whole number, or a switch where the default is one. `unit` says what a number counts."""

    name: str
    words: str
    default: int | bool
    low: int = 0
    high: int = 1
    unit: str = ""

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)

    def check(self, value):
        """The value as it is kept. Raises ValidationError: a switch is true or false, a number lies in its bounds."""
        if self.is_switch:
            if not isinstance(value, bool):
                raise ValidationError(_("“%(value)s” is neither yes nor no.") % {"value": value})
            return value
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError(_("“%(value)s” is not a whole number.") % {"value": value})
        if not self.low <= value <= self.high:
            words = _("The number must lie between %(low)s and %(high)s.")
            raise ValidationError(words % {"low": self.low, "high": self.high})
        return value


def complete(parameters: Iterable[Parameter], given: Mapping, **wrong) -> dict:
    """What is given with defaults for what is missing. Raises ValidationError that names each wrong field.

    `wrong`: field → messages, of what the caller found already.
    """
    known = {parameter.name: parameter for parameter in parameters}
    faults = {name: [_("This rule has no such parameter.")] for name in given.keys() - known.keys()} | wrong
    kept = {}
    for name, parameter in known.items():
        try:
            kept[name] = parameter.check(given.get(name, parameter.default))
        except ValidationError as fault:
            faults[name] = fault.messages
    if faults:
        raise ValidationError(faults)
    return kept
