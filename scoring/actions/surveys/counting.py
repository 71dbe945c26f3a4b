"""Paper slips are counted by two people, each alone; then the result is told and the minutes are written."""

from django.utils.translation import gettext as _

from deadlines.words import chinese_date
from records.actions import as_actor, deed, issue_document, record
from records.deeds import may
from records.models import Document
from records.refusal import Refused
from scoring.actions.surveys.draws import lock
from scoring.models import Ballot, PaperCount, SurveyMeeting, SurveyObject, Tally
from scoring.models.surveys import OPTIONS
from scoring.permissions.surveys import can_run
from scoring.surveys import Outcome, counts_of, differences, slips_of, values_of, whole_tally

MOST = 5000  # paper slips of a meeting
TITLE = "问卷测评会纪要"
S = SurveyMeeting.State


@deed(makes=True)
def enter_paper(meeting: SurveyMeeting, *, by, now, valid: int, invalid: int, counts: dict) -> PaperCount:
    """What this person counted; whoever counted before corrects the own count until both agree."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    if meeting.state not in (S.VOTING, S.COUNTING):
        raise Refused(None, _("Paper slips are counted while or after votes are taken, before the result is told."))
    check(meeting, valid, invalid, counts)
    told = list(meeting.paper_counts.all())
    if len(told) == 2 and not differences(meeting):
        raise Refused(None, _("Two people have found the same already."))
    own = next((count for count in told if count.counted_by_id == by.user.pk), None)
    if own is None and len(told) == 2:
        raise Refused(None, _("Two people have counted already: they have to find out where they differ."))
    as_actor(by)
    own = own or PaperCount(meeting=meeting, counted_by=by.user)
    own.valid, own.invalid, own.counts, own.counted_at = valid, invalid, counts, now
    own.save()
    record("scoring.meeting.paper_counted", meeting, actor=by, now=now, valid=valid, invalid=invalid)
    return own


def check(meeting: SurveyMeeting, valid: int, invalid: int, counts: dict):
    """No aspect has more answers than there are valid slips. Raises Refused that names the field."""
    if not (0 <= valid <= MOST and 0 <= invalid <= MOST):
        raise Refused(None, _("A meeting has at most %(most)s paper slips.") % {"most": MOST}, field="valid")
    aspects = meeting.survey.aspects
    for about in meeting.survey.objects_asked.all():
        rows = counts.get(str(about.number), ())
        if len(rows) != len(aspects) or any(len(row) != len(OPTIONS) or min(row) < 0 for row in rows):
            raise Refused(None, _("This form has expired; please open it again."))
        for place, row in enumerate(rows):
            if sum(row) > valid:
                words = _("%(name)s, %(aspect)s: %(count)s answers, but only %(valid)s valid slips.")
                told = {"name": about.name, "aspect": aspects[place], "count": sum(row), "valid": valid}
                raise Refused(None, words % told, field=f"c_{about.number}_{place}_0")


@deed
def publish(meeting: SurveyMeeting, *, by, now, course: str = "") -> SurveyMeeting:
    """当场公布: the result stands from now on, with its minutes."""
    meeting = lock(meeting)
    may(can_run(by, meeting.survey))
    check_countable(meeting)
    if meeting.state == S.COUNTING:
        tell(meeting)
    meeting.publish()
    as_actor(by)
    meeting.course = course.strip()[:2000]
    meeting.published_at, meeting.published_by = now, by.user
    meeting.document = minutes(meeting, by=by, now=now)
    meeting.save(update_fields=["state", "course", "published_at", "published_by", "document"])
    record("scoring.meeting.published", meeting, actor=by, now=now, slips=slips_of(meeting))
    return meeting


def check_countable(meeting: SurveyMeeting):
    counts = meeting.paper_counts.count()
    if counts == 1:
        raise Refused(None, _("A second person has to count the paper slips as well."))
    if counts and differences(meeting):
        raise Refused(None, _("The two counts of the paper slips differ: find out where first."))
    least = meeting.survey.least
    if meeting.state == S.COUNTING and slips_of(meeting) < least:
        words = _("Fewer than %(least)s slips: the result would show who voted how.")
        raise Refused(None, words % {"least": least})


def tell(meeting: SurveyMeeting):
    """The counts of every object, aspect and option."""
    found = whole_tally(meeting)
    rows = [
        Tally(meeting=meeting, object=about, aspect=aspect, option=option, count=found.get(place, 0))
        for about in meeting.survey.objects_asked.all()
        for aspect in range(len(meeting.survey.aspects))
        for option in OPTIONS
        for place in [(about.number, aspect, option)]
    ]
    Tally.objects.bulk_create(rows)


def minutes(meeting: SurveyMeeting, *, by, now) -> Document:
    survey = meeting.survey
    body = {
        "case": survey.name,
        "item": TITLE,
        "organisation": survey.organisation.name,
        "paragraphs": paragraphs(meeting),
        "results": [result(meeting, about) for about in survey.objects_asked.all()],
    }
    addressee = survey.organisation.name
    about = {"body": body, "addressee": addressee, "title": TITLE, "organisation": survey.organisation}
    return issue_document(Document.Kind.APPRAISAL, meeting, actor=by, now=now, **about)


def paragraphs(meeting: SurveyMeeting) -> list[str]:
    """Chinese by nature: the minutes are a paper of the county."""
    printed, used = meeting.slips.filter(void=False).count(), Ballot.objects.filter(meeting=meeting).count()
    paper = meeting.paper_counts.first()
    drawn = meeting.invitations.exclude(answer="excused").count()
    told = [
        f"{chinese_date(meeting.held_on)}，在{meeting.place}召开{meeting.survey.name}问卷测评会，{meeting.host}主持。",
        f"参评人员从参评人员资料库中分类抽签产生，应到{drawn}人。" if drawn else "",
        f"发出电子选票{printed}张，收回{used}张。" if printed else "",
        f"收回纸质选票有效{paper.valid}张、无效{paper.invalid}张，由两人分别计票、核对一致。" if paper else "",
        "投票采用不记名方式，当场计票、当场公布结果如下。",
        meeting.course,
    ]
    return [words for words in told if words]


def result(meeting: SurveyMeeting, about: SurveyObject) -> dict:
    counts = counts_of(meeting.tallies.filter(object=about))
    outcome = Outcome(counts, slips_of(meeting), values_of(meeting.survey))
    rate = f"{outcome.rate}" if outcome.rate is not None else "—"
    return {"name": about.name, **counts, "rate": rate, "points": f"{outcome.points}"}
