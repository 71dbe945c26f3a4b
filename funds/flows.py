"""From the ways of money to the nodes and flows of its picture: who stands in which column, under which name."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funds.models import Account, Payee, Stage
from funds.persons import masked_name
from funds.pictures import Flow, Node
from funds.trace import Way

FIRST_HELD = 1
TONES = {stage: f"fl-{stage}" for stage in Stage.values}


def key_of(account: Account) -> tuple:
    """Accounts that are one box: those of a unit at a stage, those of a payee, all persons."""
    if account.stage == Stage.USED:
        is_person = account.payee.sort == Payee.Sort.PERSON
        return (account.stage, "persons") if is_person else (account.stage, account.payee_id)
    return (account.stage, account.organisation_id or account.name)


def label_of(account: Account) -> str:
    if account.stage == Stage.OUTSIDE:
        return account.name
    if account.stage == Stage.USED:
        return _("persons") if account.payee.sort == Payee.Sort.PERSON else account.payee.name
    return account.organisation.short_name


def shown_name(account: Account, persons=False) -> str:
    """The name of a place in a table; a person is masked unless `persons` may be read."""
    if account.payee_id:
        name = account.payee.name
        return name if persons or account.payee.sort != Payee.Sort.PERSON else masked_name(name)
    if account.stage == Stage.OUTSIDE:
        return account.name
    place = account.organisation.short_name
    return f"{place} · {account.project}" if account.project else place


def nodes_and_flows(ways: Sequence[Way]) -> tuple[list[Node], list[Flow]]:
    """What the picture is drawn from. Those who hold money to be shared out stand one behind the other."""
    flows = [Flow(key_of(way.out_of), key_of(way.into), way.amount) for way in ways]
    flows = [flow for flow in flows if flow.out_of != flow.into]
    accounts = {key_of(one): one for way in ways for one in (way.out_of, way.into)}
    depth = depths({key for key in accounts if key[0] == Stage.HELD}, flows)
    last = max(depth.values(), default=FIRST_HELD)
    later = {Stage.ALLOCATED: last + 1, Stage.DISBURSED: last + 2, Stage.USED: last + 3}
    nodes = [
        Node(key, label_of(account), depth.get(key) or later.get(key[0], 0), TONES[key[0]])
        for key, account in accounts.items()
    ]
    return nodes, flows


def depths(held: set, flows: Sequence[Flow]) -> dict:
    """The column of each that holds: one more than the deepest that shares out to it. Circles end by counting."""
    found = dict.fromkeys(held, FIRST_HELD)
    inside = [flow for flow in flows if flow.out_of in held and flow.into in held]
    for _round in range(len(held)):
        for flow in inside:
            found[flow.into] = min(max(found[flow.into], found[flow.out_of] + 1), len(held) + FIRST_HELD)
    return found


def summed(ways: Sequence[Way]) -> list[tuple[str, str, int]]:
    """The picture in numbers: from whom, to whom, how much; in the order of the ways, the greatest of a step first."""
    labels, sums = {}, {}
    for way in ways:
        pair = key_of(way.out_of), key_of(way.into)
        labels |= {pair[0]: label_of(way.out_of), pair[1]: label_of(way.into)}
        sums[pair] = sums.get(pair, 0) + way.amount
    steps = list(Stage.values)
    order = sorted(sums, key=lambda pair: (steps.index(pair[0][0]), steps.index(pair[1][0]), -sums[pair]))
    return [(labels[one], labels[other], sums[one, other]) for one, other in order]
