"""Opinions: noted, given to a unit with a way and a term, answered, shown (S2-03). Each must have an answer."""

from django.utils.translation import gettext as _

from accounts.models import Organisation
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import for_update, may, needed
from records.refusal import Refused
from scoring.models import Opinion, Survey, SurveyObject
from scoring.permissions.surveys import can_answer_opinion, can_run

ANSWER = "survey:opinion"


def lock(opinion: Opinion) -> Opinion:
    return for_update(opinion, "survey", "about")


@deed(makes=True)
def note(survey: Survey, *, by, now, about: SurveyObject, words: str) -> Opinion:
    """What was said aloud, or stood on a paper slip."""
    may(can_run(by, survey))
    if about.survey_id != survey.pk:
        raise Refused(None, _("This survey does not ask about that."), field="about")
    as_actor(by)
    text = needed(words, "words")[:500]
    opinion = Opinion.objects.create(survey=survey, about=about, words=text, noted_at=now, noted_by=by.user)
    record("scoring.opinion.noted", opinion, actor=by, now=now)
    return opinion


@deed
def give(opinion: Opinion, *, by, now, wording: str, way: str, organisation: Organisation) -> Opinion:
    """To the unit that answers, in words that tell nothing about who said it; its term begins."""
    opinion = lock(opinion)
    may(can_run(by, opinion.survey))
    if way not in Opinion.Way.values:
        raise Refused(None, _("Choose how it is dealt with."), field="way")
    opinion.give()
    as_actor(by)
    opinion.wording, opinion.way = needed(wording, "wording")[:500], way
    opinion.organisation, opinion.given_at, opinion.given_by = organisation, now, by.user
    opinion.save(update_fields=["state", "wording", "way", "organisation", "given_at", "given_by"])
    start(opinion, now)
    record("scoring.opinion.given", opinion, actor=by, now=now, way=way, organisation=organisation.pk)
    return opinion


def start(opinion: Opinion, now) -> Deadline:
    days = int(opinion.survey.terms.get(opinion.way, 20))
    last = Deadline.objects.about(opinion).filter(name=ANSWER).count()
    about = {"organisation": opinion.organisation, "limits": Limits(days, graded=False), "round": last + 1}
    return deadlines.start(opinion, ANSWER, now=now, **about)


def running(opinion: Opinion) -> Deadline | None:
    return Deadline.objects.about(opinion).running().filter(name=ANSWER).first()


@deed
def drop(opinion: Opinion, *, by, now, reason: str) -> Opinion:
    """Said twice, about nothing, or an insult: not pursued, with the reason."""
    opinion = lock(opinion)
    may(can_run(by, opinion.survey))
    opinion.reason = needed(reason, "reason", _("Give the reason."))[:300]
    opinion.drop()
    as_actor(by)
    opinion.decided_at, opinion.decided_by = now, by.user
    opinion.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record("scoring.opinion.dropped", opinion, actor=by, now=now, reason=opinion.reason)
    return opinion


@deed
def answer(opinion: Opinion, *, by, now, words: str, files=()) -> Opinion:
    """The unit says what it did."""
    opinion = lock(opinion)
    may(can_answer_opinion(by, opinion))
    opinion.answer = needed(words, "words", _("Say what was done."))[:1000]
    opinion.answer_it()
    as_actor(by)
    opinion.answered_at, opinion.answered_by = now, by.user
    opinion.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    bind(files, opinion, by=by, now=now)
    if clock := running(opinion):
        deadlines.meet(clock, now)
    record("scoring.opinion.answered", opinion, actor=by, now=now)
    return opinion


@deed
def show(opinion: Opinion, *, by, now) -> Opinion:
    """The office finds it answered: everybody may read problem and answer."""
    opinion = lock(opinion)
    may(can_run(by, opinion.survey))
    opinion.show()
    as_actor(by)
    opinion.decided_at, opinion.decided_by = now, by.user
    opinion.save(update_fields=["state", "decided_at", "decided_by"])
    record("scoring.opinion.shown", opinion, actor=by, now=now)
    return opinion


@deed
def send_back(opinion: Opinion, *, by, now, reason: str) -> Opinion:
    """No answer to what was said: the term begins anew."""
    opinion = lock(opinion)
    may(can_run(by, opinion.survey))
    opinion.reason = needed(reason, "reason", _("Give the reason."))[:300]
    opinion.send_back()
    as_actor(by)
    opinion.save(update_fields=["state", "reason"])
    start(opinion, now)
    record("scoring.opinion.sent_back", opinion, actor=by, now=now, reason=opinion.reason)
    return opinion
