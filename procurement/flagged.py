"""Suspicions as the pages show them: each with its words, its tender and its clock, few queries for many."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from deadlines.models import Deadline
from procurement.flags import BY_CODE, FlagRule
from procurement.flags.words import explained, names_of
from procurement.models import Flag, Tender


@dataclass(frozen=True)
class Shown:
    flag: Flag
    rule: FlagRule
    words: str
    clock: Deadline | None = None


def shown(flags: list[Flag], timed: bool = False) -> list[Shown]:
    """The same flags in words, with the clocks that run if asked for. Flags of a rule that is no more are left out."""
    names = names_of(flags)
    clocks = {clock.subject_id: clock for clock in clocks_of(flags).running()} if timed else {}
    known = [flag for flag in flags if flag.code in BY_CODE]
    return [Shown(flag, BY_CODE[flag.code], explained(flag, names), clocks.get(flag.pk)) for flag in known]


def clocks_of(flags: list[Flag]):
    kind = ContentType.objects.get_for_model(Flag)
    return Deadline.objects.filter(subject_type=kind, subject_id__in=[flag.pk for flag in flags])


def of_tender(tender: Tender) -> list[Shown]:
    """What the facts of this tender show now, the gravest first: for the committee and the page of the tender."""
    rows = Flag.objects.current().filter(fact__tender=tender).select_related("fact")
    order = {"high": 0, "medium": 1, "low": 2}
    return shown(sorted(rows, key=lambda flag: (order[flag.severity], flag.code, flag.pk)))
