"""One round of the robot: first what the law puts in the place of missing deeds, then the alarms of every clock."""

from collections import Counter

from administration.actions import robot as administration
from approvals import telling as to_applicants
from approvals.actions import deeming, duty, ratings
from complaints import telling as to_complainants
from complaints.actions import closing
from disclosure import telling as of_openness
from disclosure.actions import watching as openness
from exchange import cases, gaps
from funds.actions import watching as funds
from integrity import telling as of_integrity
from integrity.actions import robot as integrity
from monitoring import telling as to_units
from monitoring.actions import projects as supervised_projects
from monitoring.actions import urging
from monitoring.sweep import sweep
from procurement.actions import robot as trading
from projects.actions import watching as projects
from scoring import telling as to_scored
from scoring.actions import following as scores


def watch(now, batches: list[int] | None = None) -> Counter:
    """Do one round as of `now`. Returns how many findings of each level were made. Safe to run late or twice.

    `batches`, if given, is told how much each batch of the sweep held.
    """
    do_by_law(now)
    return sweep(now, batches)


def do_by_law(now):
    """The robot's deeds alone: rights, deputies, deemed decisions, default ratings, reminders, bids, money …"""
    administration.run(now)
    duty.run(now)
    deeming.run(now)
    ratings.run(now)
    closing.run(now)
    urging.run(now)
    trading.run(now)
    funds.run(now)
    projects.run(now)
    openness.run(now)
    supervised_projects.run(now)
    cases.look(now)
    gaps.watch(now)
    scores.follow(now)
    integrity.run(now)


def tell(now) -> int:
    """Write messages about what was recorded since the last round, and take further up what nobody has read.

    Returns how many entries were told of. Safe to run late or twice.
    """
    told = 0
    for teller in (to_applicants, to_complainants, to_units, to_scored, of_integrity, of_openness):
        while count := teller.tell(now):
            told += count
    to_units.escalate(now)
    return told
