"""复核: the unit asks within its term, the office answers with two persons, an accepted review publishes anew."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.calendar import calendar
from deadlines.models import Deadline
from deadlines.plan import Limits
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused
from scoring.actions.marks import Wish, end, put
from scoring.actions.rounds import freeze
from scoring.actions.rounds import locked as locked_round
from scoring.models import Mark, Publication, Review, Round, Sheet
from scoring.models.fields import shown
from scoring.permissions import can_ask_review, can_confirm, can_score

DECISION, CHANGE = "score:review", "score:change"
SOURCE = "review"


def last_day(publication: Publication) -> date:
    """Up to which day a review may be asked: so many working days after the day of publication."""
    days = publication.round.scheme.term("ask")
    return calendar().add(timezone.localdate(publication.published_at), days)


@deed(makes=True)
def ask(sheet: Sheet, *, by, now, grounds: str, mark: Mark | None = None, files=()) -> Review:
    """The unit contests one line, or says what is missing. Raises Refused when the term is over (field)."""
    round = locked_round(sheet.round)
    may(can_ask_review(by, sheet))
    publication = round.newest
    if round.state != Round.State.PUBLISHED:
        raise Refused(None, _("Only published scores are reviewed."))
    if timezone.localdate(now) > last_day(publication):
        told = _("Reviews of this publication could be asked for until %(day)s.")
        raise Refused(None, told % {"day": last_day(publication)})
    check_line(sheet, mark)
    grounds = needed(grounds, "grounds", _("Say what is wrong, and why."))[:1000]
    as_actor(by)
    about = {"publication": publication, "mark": mark, "grounds": grounds, "asked_at": now, "asked_by": by.user}
    review = Review.objects.create(sheet=sheet, **about)
    bind(files, review, by=by, now=now)
    deadlines.start(
        review, DECISION, organisation=round.organisation, limits=Limits(round.scheme.term("decide")), now=now
    )
    record("scoring.review.asked", review, actor=by, now=now, sheet=sheet.pk)
    return review


def check_line(sheet: Sheet, mark: Mark | None):
    if mark and (mark.sheet_id != sheet.pk or mark.withdrawn_at):
        raise Refused(None, _("Choose a line that counts on this sheet."), field="mark")
    if Review.objects.open().filter(sheet=sheet, mark=mark).exists():
        raise Refused(None, _("A review of this line is under way already."), field="mark")


def locked(review: Review) -> Review:
    return for_update(review, "sheet__round__scheme", "mark__item__category", "mark__category")


@deed
def propose(review: Review, *, by, now, outcome: str, opinion: str, points: Decimal | None = None) -> Review:
    """One person of the office says what should come out; `points`: what the line is worth when it is accepted."""
    review = locked(review)
    may(can_score(by, review.sheet.round))
    review.opinion = needed(opinion, "opinion", _("Give the reason."))[:1000]
    review.points = check_points(review, points) if outcome == Review.Outcome.GRANT else None
    review.outcome = outcome
    review.propose()
    as_actor(by)
    review.proposed_by, review.proposed_at = by.user, now
    review.save(update_fields=["state", "outcome", "opinion", "points", "proposed_by", "proposed_at"])
    record("scoring.review.proposed", review, actor=by, now=now, outcome=outcome)
    return review


def check_points(review: Review, points: Decimal | None) -> Decimal:
    """Raises Refused (points) where they are missing, below nothing, more than the item, or change nothing."""
    mark = review.mark
    if points is None or points < 0:
        raise Refused(None, _("Enter points that are not negative."), field="points")
    if mark and mark.item and points > mark.item.points:
        told = _("This item is worth %(points)s points at most.")
        raise Refused(None, told % {"points": shown(mark.item.points)}, field="points")
    if points == (mark.points if mark else 0) and not (mark and mark.kind == Mark.Kind.ZERO):
        raise Refused(None, _("These points change nothing: refuse the review instead."), field="points")
    return points


@deed
def send_back(review: Review, *, by, now, reason: str) -> Review:
    """The second person does not agree: the answer is written again."""
    review = locked(review)
    may(can_confirm(by, review.sheet.round))
    another(by, review.proposed_by_id)
    words = needed(reason, "reason", _("Give the reason."))
    review.send_back()
    as_actor(by)
    review.save(update_fields=["state"])
    record("scoring.review.sent_back", review, actor=by, now=now, reason=words)
    return review


@deed
def decide(review: Review, *, by, now) -> Review:
    """The second person signs the answer. An accepted one has its own short term for the change."""
    review = locked(review)
    may(can_confirm(by, review.sheet.round))
    another(by, review.proposed_by_id)
    granted = review.outcome == Review.Outcome.GRANT
    review.grant() if granted else review.refuse()
    as_actor(by)
    review.decided_by, review.decided_at = by.user, now
    review.save(update_fields=["state", "decided_by", "decided_at"])
    meet(review, DECISION, now)
    if granted:
        round = review.sheet.round
        limits = Limits(round.scheme.term("change"))
        deadlines.start(review, CHANGE, organisation=round.organisation, limits=limits, now=now)
    record("scoring.review.decided", review, actor=by, now=now, outcome=review.outcome)
    return review


def meet(review: Review, name: str, now):
    for clock in Deadline.objects.about(review).running().filter(name=name):
        deadlines.meet(clock, now)


@deed
def change(review: Review, *, by, now) -> Publication:
    """The line is replaced, and the next version is published with the reason."""
    review = locked(review)
    may(can_score(by, review.sheet.round))
    round = locked_round(review.sheet.round)
    review.change()
    as_actor(by)
    reason = _("Review asked for by %(sheet)s: %(opinion)s") % {"sheet": review.sheet, "opinion": review.opinion}
    replace(review, by=by, now=now, reason=reason[:300])
    review.changed_at = now
    review.save(update_fields=["state", "changed_at"])
    meet(review, CHANGE, now)
    return freeze(round, by=by, now=now, reason=reason)


def replace(review: Review, *, by, now, reason: str):
    """The contested line goes; what it is worth now comes in its place. Without a line the points are a bonus."""
    mark = review.mark
    if mark and mark.withdrawn_at:  # its card fell in the meantime, and took its points along
        return
    if mark:
        end(mark, by=by, now=now, reason=reason)
        about = {"item": mark.item, "category": mark.category, "ground": mark.ground}
        wish = Wish(mark.kind, review.opinion, evidence=review, **about)
    else:
        wish = Wish(Mark.Kind.BONUS, review.opinion, evidence=review)
    if review.points:
        put(review.sheet, wish, points=review.points, by=by, now=now, source=SOURCE)
