"""The pool of evaluators: who is taken in, who is taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from records.actions import deed, record
from records.deeds import for_update, may, needed
from records.refusal import Faulty, Refused, RowFault
from scoring import pool
from scoring.models import Evaluator, EvaluatorCategory
from scoring.permissions.surveys import runs_surveys

MOST = 5000  # rows of a list


@dataclass(frozen=True)
class Person:
    category: EvaluatorCategory
    name: str
    telephone: str


@deed(makes=True)
def add(person: Person, *, by, now) -> Evaluator:
    may(runs_surveys(by))
    made = put(person, by=by, now=now)
    record("scoring.evaluator.added", made, actor=by, now=now, number=made.number, category=person.category.code)
    return made


def put(person: Person, *, by, now) -> Evaluator:
    """One more of the pool, under the next number. Raises Refused for a telephone that stands in it."""
    known = pool.telephone_mark(person.telephone)
    number = next_number()
    name, sealed = pool.seal(number, needed(person.name, "name"), person.telephone)
    about = {"category": person.category, "mark": known, "added_at": now, "added_by": by.user}
    try:
        with transaction.atomic():
            return Evaluator.objects.create(number=number, key=name, sealed=sealed, **about)
    except IntegrityError:
        words = _("This telephone number stands in the pool already.")
        raise Refused(None, words, field="telephone") from None


def next_number() -> str:
    """Numbers say nothing and are given once; two at the same time wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('scoring_evaluator'))")
    last = Evaluator.objects.order_by("-number").values_list("number", flat=True).first()
    return f"P{int(last[1:]) + 1 if last else 1:06d}"


@deed
def take_in(rows: Sequence[tuple[int, Person]], *, by, now) -> int:
    """All people of a list, or none. Raises Faulty with the rows at fault."""
    may(runs_surveys(by))
    if len(rows) > MOST:
        words = _("More than %(most)s rows at once; please split the file.") % {"most": MOST}
        raise Faulty([RowFault(rows[MOST][0], "", words)])
    faults = []
    for number, person in rows:
        try:
            put(person, by=by, now=now)
        except Refused as refusal:
            faults.append(refusal.at(number))
    if faults:
        raise Faulty(faults)
    record("scoring.evaluators.read", by.organisation, actor=by, now=now, people=len(rows))
    return len(rows)


@deed
def end(evaluator: Evaluator, *, by, now, reason: str) -> Evaluator:
    """Taken out of the pool; earlier draws keep the number."""
    evaluator = for_update(evaluator)
    may(runs_surveys(by))
    if evaluator.ended_at:
        raise Refused(None, _("This evaluator was taken out of the pool already."))
    evaluator.reason = needed(reason, "reason", _("Give the reason."))[:300]
    evaluator.ended_at, evaluator.ended_by = now, by.user
    evaluator.save(update_fields=["reason", "ended_at", "ended_by"])
    record("scoring.evaluator.ended", evaluator, actor=by, now=now, reason=evaluator.reason)
    return evaluator
