"""Who is too close to judge (回避): employer, group, declared relations, duties in the same project, restrictions.

招标投标法 第三十七条, 招标投标法实施条例 第四十六条, 政府采购法实施条例 第九条.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from procurement.models import Expert, Ownership, Participation, Party, Relation, Representative, Tender
from procurement.restrictions import restricted

EMPLOYER, RELATION, DUTY, RESTRICTED = "用人单位回避", "利害关系回避", "项目中已有其他身份", "暂停评标资格"


@dataclass(frozen=True)
class Circle:
    """Everybody whom a tender concerns: firms with their whole groups, offices, and the project."""

    parties: frozenset[int]
    names: frozenset[str]
    offices: frozenset[int]
    project: str


def group(parties: Iterable[int]) -> set[int]:
    """The firms themselves, their parents, subsidiaries and sisters, as far as ownership is written down."""
    near = defaultdict(set)
    for parent, child in Ownership.objects.filter(ended_on=None).values_list("parent", "child"):
        near[parent].add(child)
        near[child].add(parent)
    found, waiting = set(), list(parties)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += near[one] - found
    return found


def circle(tender: Tender, bidders: Iterable[int] = ()) -> Circle:
    """`bidders`: ids of the firms that bid, once they are known; before the opening nobody knows them."""
    known = {tender.agent_id, tender.tenderer_party_id, *bidders} - {None}
    parties = group(known)
    names = Party.objects.filter(pk__in=parties).values_list("name", flat=True)
    offices = {tender.tenderer_organisation_id} - {None}
    return Circle(frozenset(parties), frozenset(names), frozenset(offices), tender.project_number)


def reasons(experts: Iterable[Expert], around: Circle, on: date) -> dict[int, str]:
    """Expert → why not, for those who must not judge here. The same statements however many experts there are."""
    experts = list(experts)
    users = {expert.user_id: expert.pk for expert in experts if expert.user_id}
    found = {expert.pk: EMPLOYER for expert in experts if works_there(expert, around)}
    found |= dict.fromkeys(represents(users, around, on), EMPLOYER)
    found |= dict.fromkeys(related(experts, around, on), RELATION)
    busy = Participation.objects.filter(project_number=around.project, user__in=users)
    found |= {users[user]: DUTY for user in busy.values_list("user", flat=True)}
    held = restricted(Expert, on)
    found |= {expert.pk: RESTRICTED for expert in experts if expert.pk in held}
    return found


def works_there(expert: Expert, around: Circle) -> bool:
    return (
        expert.employer_party_id in around.parties
        or expert.employer_organisation_id in around.offices
        or expert.employer_name in around.names
    )


def represents(users: dict[int, int], around: Circle, on: date) -> list[int]:
    """Experts who act for one of the firms."""
    rows = Representative.objects.in_force(on).filter(party__in=around.parties, user__in=users)
    return [users[user] for user in rows.values_list("user", flat=True)]


def related(experts: list[Expert], around: Circle, on: date) -> list[int]:
    rows = Relation.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), expert__in=experts)
    near = Q(party__in=around.parties) | Q(organisation__in=around.offices)
    return list(rows.filter(near).values_list("expert", flat=True))
