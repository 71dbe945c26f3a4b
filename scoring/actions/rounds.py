"""A round from its opening to the published grades: office proposes, the committee decides, all is frozen (S1-06)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused
from scoring.actions import consequences
from scoring.freeze import Frozen, canonical, digest_of, recomputed
from scoring.models import Decision, Publication, Result, Round, Scheme, Sheet
from scoring.permissions import can_open_round, can_score, can_sign_grades


@deed(makes=True)
def open_round(scheme: Scheme, subjects, *, by, now, name: str, first: date, last: date) -> Round:
    """Begin a period for these subjects: (unit, person or party, its unit or None, its name).

    Raises Refused for an overlapping period, an end before the beginning, a scheme that is not in force, nobody.
    """
    may(can_open_round(by))
    if scheme.state != Scheme.State.IN_FORCE:
        raise Refused(None, _("This scheme is not in force."), field="scheme")
    if last < first:
        raise Refused(None, _("The end must not lie before the beginning."), field="last")
    subjects = list(subjects)
    check_number(scheme, len(subjects))
    round = Round(scheme=scheme, code=scheme.code, name=needed(name, "name"), first=first, last=last)
    round.organisation, round.opened_at, round.opened_by = by.organisation, now, by.user
    try:
        round.validate_constraints()
    except ValidationError as wrong:
        raise Refused(None, wrong.messages[0], field="first") from wrong
    as_actor(by)
    round.save()
    Sheet.objects.bulk_create(
        Sheet(round=round, subject=subject, organisation=unit, name=name) for subject, unit, name in subjects
    )
    record("scoring.round.opened", round, actor=by, now=now, first=f"{first}", last=f"{last}", sheets=len(subjects))
    return round


def check_number(scheme: Scheme, count: int):
    """Somebody takes part; where grades have so many places each, exactly as many as there are places (S1-06)."""
    if not count:
        raise Refused(None, _("Nobody takes part in this round."), field="subjects")
    if scheme.grading == Scheme.Grading.QUOTA and sum(scheme.quotas) != count:
        told = _("The grades have %(places)s places and %(count)s take part: choose as many, or amend the scheme.")
        raise Refused(None, told % {"places": sum(scheme.quotas), "count": count}, field="subjects")


def locked(round: Round) -> Round:
    return for_update(round, "scheme")


@deed
def propose(round: Round, *, by, now) -> Round:
    """Close the collecting of points: what stands on the sheets is proposed to whoever decides."""
    may(can_score(by, round))
    round = locked(round)
    round.propose()
    if waiting := sum(sheet.marks.waiting().count() for sheet in round.sheets.all()):
        told = _("%(count)s entries still wait for a second person.")
        raise Refused(None, told % {"count": waiting})
    as_actor(by)
    round.proposed_by, round.proposed_at = by.user, now
    round.save(update_fields=["state", "proposed_by", "proposed_at"])
    record("scoring.round.proposed", round, actor=by, now=now)
    return round


@deed
def reopen(round: Round, *, by, now, reason: str) -> Round:
    """Whoever decides sends it back: points may be entered again; decisions on equals fall."""
    may(can_sign_grades(by, round))
    words = needed(reason, "reason", _("Give the reason."))
    round = locked(round)
    round.reopen()
    as_actor(by)
    round.save(update_fields=["state"])
    Decision.objects.filter(round=round).delete()
    record("scoring.round.reopened", round, actor=by, now=now, reason=words)
    return round


@deed
def decide(round: Round, grades: dict, *, by, now, words: str) -> Round:
    """Give equals at a border their grades (SCO-09). `grades`: sheet → place of the grade, for every one of them.

    Raises Refused unless the quotas are kept. After publication the next version is published at once.
    """
    may(can_sign_grades(by, round))
    round = locked(round)
    if round.state not in (Round.State.PROPOSED, Round.State.PUBLISHED):
        raise Refused(None, _("Equals are ordered while the grades are proposed."))
    words = needed(words, "words", _("Say what the meeting decided."))
    Decision.objects.filter(round=round).delete()
    open_ones = {row.sheet for row in recomputed(canonical(round)) if row.grade is None}
    if set(grades) != open_ones:
        raise Refused(None, _("Give a grade to every one of the equals, and to nobody else."), field="grades")
    as_actor(by)
    Decision.objects.bulk_create(
        Decision(round=round, sheet_id=sheet, grade=grade, words=words[:300], made_at=now, made_by=by.user)
        for sheet, grade in grades.items()
    )
    check_quotas(round, recomputed(canonical(round)))
    record("scoring.round.decided", round, actor=by, now=now, grades=grades, words=words)
    if round.state == Round.State.PUBLISHED:  # a later version made units equal
        freeze(round, by=by, now=now, reason=_("Equals were ordered: %(words)s") % {"words": words})
    return round


def check_quotas(round: Round, rows: list[Frozen]):
    names, quotas = round.scheme.grade_names, round.scheme.quotas
    for grade, quota in enumerate(quotas):
        found = sum(row.grade == grade for row in rows)
        if found != quota:
            about = {"grade": names[grade], "quota": quota, "found": found}
            told = _("Grade “%(grade)s” has %(quota)s places, not %(found)s.")
            raise Refused(None, told % about, field="grades")


@deed
def sign(round: Round, *, by, now) -> Round:
    """定等: the grades are decided by somebody other than who proposed them. Raises Refused while equals are open."""
    may(can_sign_grades(by, round))
    round = locked(round)
    another(by, round.proposed_by_id)
    round.sign()
    if any(row.grade is None for row in recomputed(canonical(round))):
        raise Refused(None, _("Units are equal at the border of two grades: decide that first."))
    as_actor(by)
    round.signed_by, round.signed_at = by.user, now
    round.save(update_fields=["state", "signed_by", "signed_at"])
    record("scoring.round.signed", round, actor=by, now=now)
    return round


@deed
def publish(round: Round, *, by, now) -> Publication:
    """Freeze everything that went in, and show the results."""
    may(can_score(by, round))
    round = locked(round)
    round.publish()
    as_actor(by)
    round.save(update_fields=["state"])
    return freeze(round, by=by, now=now)


def freeze(round: Round, *, by, now, reason="") -> Publication:
    """The next version of the published scores: inputs, digest, results."""
    number = round.publications.count() + 1
    inputs = canonical(round)
    about = {"round": round, "number": number, "reason": reason[:300], "published_at": now, "published_by": by.user}
    publication = Publication.objects.create(inputs=inputs, digest=digest_of(inputs), **about)
    Result.objects.bulk_create(
        Result(publication=publication, sheet_id=row.sheet, **_figures(row)) for row in recomputed(inputs)
    )
    detail = {"number": number, "digest": publication.digest, "reason": reason}
    record("scoring.publication", publication, actor=by, now=now, **detail)
    consequences.propose(publication, by=by, now=now)
    return publication


def _figures(row: Frozen) -> dict:
    return {name: getattr(row, name) for name in ("total", "bonus", "deduction", "place", "grade")}
