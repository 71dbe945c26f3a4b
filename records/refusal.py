"""How an action says no."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

MOST_FAULTS = 100


class RowFault(NamedTuple):
    """What is wrong with a row of a list: its number in the file, the name of its field, the words with the cure."""

    row: int
    field: str
    message: str


class Refused(Exception):
    """A deed that was asked for and is not allowed.

    `code` names the kind of violation ("V07") when supervision must see the attempt; None means plain
    validation, which nobody is blamed for. `message` is a translated sentence for the person at the desk,
    `field` the form field it belongs to.
    """

    def __init__(self, code, message, field=None):
        super().__init__(message)
        self.code, self.message, self.field = code, message, field

    def at(self, row: int) -> RowFault:
        """The same, said of a row of a list."""
        return RowFault(row, self.field or "", str(self.message))


class Faulty(Refused):
    """A list that cannot be taken; nothing of it was. The first hundred of its faults are told."""

    def __init__(self, faults: Sequence[RowFault]):
        told = (_("Row %(row)s: %(words)s") % {"row": fault.row, "words": fault.message} for fault in faults)
        super().__init__(None, "\n".join(told), field="file")
        self.faults = faults[:MOST_FAULTS]
