"""What follows from places, by the rules of a scheme, and from surveys of persons; decided by a second person."""

from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from records.actions import as_actor, deed, issue_document, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.models import Document
from records.refusal import Refused
from scoring import letters
from scoring.calculate import Standing
from scoring.models import Consequence, Demand, Kind, Publication, Survey
from scoring.models.consequences import PAPERS
from scoring.models.fields import shown
from scoring.outcomes import Ranking, outcomes
from scoring.permissions import can_answer, can_confirm, can_score
from scoring.permissions.surveys import can_decide
from scoring.surveys import outcome_of

RECTIFICATION = "score:rectify"


def propose(publication: Publication, *, by, now) -> list[Consequence]:
    """What follows from this version; what followed from an earlier one and no longer does is overtaken."""
    wanted = wished(publication)
    standing = {
        (row.sheet_id, row.kind): row
        for row in Consequence.objects.standing()
        .filter(sheet__round=publication.round)
        .select_for_update(of=("self",))
    }
    for about, row in standing.items():
        if about not in wanted:
            overtake(row, by=by, now=now)
    new = [
        Consequence(
            publication=publication, sheet_id=sheet, kind=kind, words=words, proposed_at=now, proposed_by=by.user
        )
        for (sheet, kind), words in wanted.items()
        if (sheet, kind) not in standing
    ]
    made = Consequence.objects.bulk_create(new)
    if made:
        record("scoring.consequences.proposed", publication, actor=by, now=now, count=len(made))
    return made


def propose_persons(survey: Survey, *, by, now) -> list[Consequence]:
    """Persons with whom too few are satisfied: 59.9 % is proposed, 60 % is not (S3-18, SCO-29)."""
    rates = [(about, outcome_of(about).rate) for about in survey.objects_asked.all()]
    made = [
        Consequence.objects.create(
            appraised=about,
            kind=Kind.TRANSFER,
            words=letters.below(rate, survey),
            proposed_at=now,
            proposed_by=by.user,
        )
        for about, rate in rates
        if rate is not None and rate < survey.floor
    ]
    if made:
        record("scoring.consequences.proposed", survey, actor=by, now=now, count=len(made))
    return made


def wished(publication: Publication) -> dict[tuple[int, str], str]:
    """(sheet, kind) → why, by the rules of the scheme."""
    rules = publication.round.scheme.parameters.get("consequences", [])
    if not rules:
        return {}
    results = {row.sheet.subject_id: row for row in publication.results.select_related("sheet__organisation")}
    before = publication.round.before()
    earlier = ranking(before.newest.results.select_related("sheet__organisation")) if before else Ranking([], {})
    found = outcomes(rules, ranking(results.values()), earlier)
    return {
        (results[key].sheet_id, kind): why(results[key], len(results))
        for key, kinds in found.items()
        for kind in kinds
    }


def ranking(results) -> Ranking:
    rows = list(results)
    standings = [Standing(row.sheet.subject_id, row.total, row.deduction, row.bonus) for row in rows]
    vertical = frozenset(r.sheet.subject_id for r in rows if r.sheet.organisation and r.sheet.organisation.vertical)
    return Ranking(standings, {row.sheet.subject_id: row.grade for row in rows}, vertical)


def why(result, count: int) -> str:
    told = _("%(total)s points, place %(place)s of %(count)s")
    return told % {"total": shown(result.total), "place": result.place, "count": count}


def overtake(row: Consequence, *, by, now):
    """It no longer follows from the newest version."""
    row.overtake()
    row.reason = _("It no longer follows from the newest version of the scores.")
    row.save(update_fields=["state", "reason"])
    for clock in running(row):
        deadlines.cancel(clock, now)
    record("scoring.consequence.overtaken", row, actor=by, now=now, kind=row.kind)


def running(row: Consequence):
    return Deadline.objects.about(row).running().filter(name=RECTIFICATION)


def locked(row: Consequence) -> Consequence:
    related = ["sheet__organisation__parent", "publication__round__scheme"]
    related += ["appraised__organisation", "appraised__survey__organisation"]
    return for_update(row, *related)


def decides(actor, row: Consequence) -> bool:
    """Who signs for the office; about a person also a leader, since nobody is moved by the clerk who counted."""
    return (can_decide if row.appraised_id else can_confirm)(actor, row.source)


@deed
def confirm(row: Consequence, *, by, now, demand: str = "") -> Consequence:
    """A second person lets it happen: its paper is issued, a rectification gets its term. `demand`: of a transfer."""
    row = locked(row)
    may(decides(by, row))
    another(by, row.proposed_by_id)
    if row.kind == Kind.TRANSFER and demand not in Demand.values:
        raise Refused(None, _("Choose what is proposed."), field="demand")
    row.demand = demand if row.kind == Kind.TRANSFER else ""
    row.confirm()
    as_actor(by)
    row.decided_by, row.decided_at = by.user, now
    due_on = start(row, now).due_on if row.kind == Kind.RECTIFY else None
    if row.kind in PAPERS:
        row.document = paper(row, due_on, by=by, now=now)
    row.save(update_fields=["state", "demand", "decided_by", "decided_at", "document"])
    record("scoring.consequence.confirmed", row, actor=by, now=now, kind=row.kind, **told(row))
    return row


def told(row: Consequence) -> dict:
    """What the record says of whom it concerns."""
    return {"appraised": row.appraised_id, "demand": row.demand} if row.appraised_id else {"sheet": row.sheet_id}


def start(row: Consequence, now) -> Deadline:
    """The term of the rectification. Raises Refused for whoever is no unit."""
    if row.sheet.organisation is None:
        raise Refused(None, _("Only a unit can be told to rectify."))
    days = row.source.scheme.term("rectify")
    return deadlines.start(row, RECTIFICATION, organisation=row.sheet.organisation, limits=Limits(days), now=now)


def paper(row: Consequence, due_on, *, by, now) -> Document:
    about = {"body": letters.body(row, due_on), "addressee": letters.addressee(row), "title": letters.title(row)}
    office = row.source.organisation
    return issue_document(Document.Kind.APPRAISAL, row, actor=by, now=now, organisation=office, **about)


@deed
def drop(row: Consequence, *, by, now, reason: str) -> Consequence:
    row = locked(row)
    may(decides(by, row))
    another(by, row.proposed_by_id)
    row.reason = needed(reason, "reason", _("Give the reason."))[:300]
    row.drop()
    as_actor(by)
    row.decided_by, row.decided_at = by.user, now
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record("scoring.consequence.dropped", row, actor=by, now=now, kind=row.kind, reason=row.reason)
    return row


@deed
def answer(row: Consequence, *, by, now, words: str, files=()) -> Consequence:
    """The unit reports what it rectified."""
    row = locked(row)
    may(can_answer(by, row.about.organisation))
    if row.kind != Kind.RECTIFY:
        raise Refused(None, _("Only a rectification is answered."))
    row.answer = needed(words, "words", _("Say what was done."))[:1000]
    row.answer_it()
    as_actor(by)
    row.answered_by, row.answered_at = by.user, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    bind(files, row, by=by, now=now)
    for clock in running(row):
        deadlines.meet(clock, now)
    record("scoring.consequence.answered", row, actor=by, now=now)
    return row


@deed
def accept(row: Consequence, *, by, now) -> Consequence:
    """销号: the office finds the rectification done."""
    row = locked(row)
    may(can_score(by, row.source))
    row.accept()
    as_actor(by)
    row.accepted_by, row.accepted_at = by.user, now
    row.save(update_fields=["state", "accepted_by", "accepted_at"])
    record("scoring.consequence.accepted", row, actor=by, now=now)
    return row


@deed
def send_back(row: Consequence, *, by, now, reason: str) -> Consequence:
    """Not enough: the unit goes on; the term is the one the scheme gives, anew."""
    row = locked(row)
    may(can_score(by, row.source))
    row.reason = needed(reason, "reason", _("Give the reason."))[:300]
    row.send_back()
    as_actor(by)
    row.save(update_fields=["state", "reason"])
    last = Deadline.objects.about(row).filter(name=RECTIFICATION).count()
    limits = Limits(row.source.scheme.term("rectify"))
    deadlines.start(row, RECTIFICATION, organisation=row.sheet.organisation, limits=limits, now=now, round=last + 1)
    record("scoring.consequence.sent_back", row, actor=by, now=now, reason=row.reason)
    return row
