"""One round of the robot: first what the law puts in the place of missing deeds, then the alarms of every clock."""

from collections import Counter

from approvals.actions import deeming, duty, ratings
from monitoring.sweep import sweep


def watch(now) -> Counter:
    """Do one round as of `now`. Returns how many findings of each level were made. Safe to run late or twice."""
    do_by_law(now)
    return sweep(now)


def do_by_law(now):
    """The robot's deeds alone: clocks to deputies, what is deemed done, ratings by default."""
    duty.run(now)
    deeming.run(now)
    ratings.run(now)
