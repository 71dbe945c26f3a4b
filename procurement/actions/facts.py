"""Facts follow every event on a tender, and the red flags are looked for again, in the same transaction.

Two events at a time would not see each other's tenders, so they pass one after the other (an advisory lock, held
until the deed ends).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from procurement.actions.flagging import keep
from procurement.facts.gather import facts_of, facts_of_many
from procurement.facts.plain import TenderFacts
from procurement.facts.store import Stored, store
from procurement.flags.look import Touched
from procurement.models import Tender

ONE_AT_A_TIME = 0x4D4A5246  # "MJRF"


def refresh(tender: Tender, *, now: datetime) -> Stored:
    """Copy what is known of one of our tenders, and look for flags in what changed."""
    return put([facts_of(tender)], now=now)


def refresh_many(tenders: Iterable[Tender], *, now: datetime) -> Stored:
    """The same for many, fetched with their tenderers and agents."""
    return put(facts_of_many(tenders), now=now)


@transaction.atomic
def put(tenders: Iterable[TenderFacts], *, now: datetime) -> Stored:
    """Store facts of any origin and look for flags in what changed."""
    with connection.cursor() as cursor:  # and what is prepared keeps its plan
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s), set_config('plan_cache_mode', 'force_generic_plan', true)",
            [ONE_AT_A_TIME],
        )
    touched = Touched()
    stored = store(tenders, now, before=touched.add)
    if stored.changed:
        touched.add(stored.changed, stored.filled)
        keep(touched, now=now)
    return stored
