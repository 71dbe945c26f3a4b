"""Lists of rights: all of them are proposed, or none; each fault with its row and its field."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from administration.actions import granting
from administration.actions.granting import Wanted
from administration.permissions import is_security
from records.actions import deed, record
from records.deeds import may
from records.refusal import Faulty, Refused, RowFault

MOST = 500  # rows: all of them are one transaction


@deed
def propose_all(rows: Sequence[tuple[int, dict]], *, by, now) -> int:
    """Propose the rights of a list. Returns how many. Raises Faulty."""
    may(is_security(by))
    if len(rows) > MOST:
        words = _("More than %(most)s rows at once; please split the file.") % {"most": MOST}
        raise Faulty([RowFault(rows[MOST][0], "", words)])
    faults, seen = [], {}
    for number, row in rows:
        given = dict(row)
        same = given["user"].pk, given["organisation"].pk, given["role"]
        if same in seen:
            words = _("The same right stands in row %(row)s already.") % {"row": seen[same]}
            faults.append(RowFault(number, "role", words))
            continue
        seen[same] = number
        faults += propose_one(number, given, by, now)
    if faults:
        raise Faulty(faults)
    record("administration.list.read", by.organisation, actor=by, now=now, grants=len(rows))
    return len(rows)


def propose_one(number: int, given: dict, by, now) -> list[RowFault]:
    unit = given.pop("organisation")
    try:
        granting.propose(unit, by=by, now=now, wanted=Wanted(**given | {"is_contact": bool(given["is_contact"])}))
    except Refused as refusal:
        return [refusal.at(number)]
    except PermissionDenied as denied:
        return [RowFault(number, "", str(denied))]
    return []
