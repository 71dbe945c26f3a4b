"""What surveys came to: counts, for the pages and for score sheets. Reads only.

`results` is what a round of scoring asks: the answers about a unit in the surveys of a period, as counts for
scoring.calculate.questionnaire and satisfaction.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from records.models import Entry
from scoring import boxes
from scoring.calculate import VALUES, questionnaire, satisfaction
from scoring.models import Ballot, Box, PaperCount, Slip, Survey, SurveyMeeting, SurveyObject, Tally
from scoring.models.surveys import OPTIONS, Option

# The five aspects of stations (S2-16).
ASPECTS = ["政务（事务）公开", "办事程序与监督管理", "机关作风与行业风气", "履行职能与依法行政", "工作效率与服务质量"]
OVERALL = ["总体评价"]
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Outcome:
    """Answers by option: all aspects of all slips together; `values` is what the options are worth."""

    counts: dict[str, int]
    slips: int = 0
    values: dict[str, Decimal] = field(default_factory=lambda: dict(VALUES))
    surveys: tuple[Survey, ...] = ()

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> Decimal | None:
        """满意率 in percent; None when nobody answered."""
        return satisfaction(self.counts)

    @property
    def points(self) -> Decimal:
        """Of a hundred."""
        return self.worth(HUNDRED)

    def worth(self, full: Decimal) -> Decimal:
        """Of so many points (SCO-11: of 60)."""
        return questionnaire(self.counts, full, self.values)


def values_of(survey: Survey) -> dict[str, Decimal]:
    return {option: Decimal(str(survey.values[option])) for option in OPTIONS}


def counts_of(tallies) -> dict[str, int]:
    found = dict.fromkeys(OPTIONS, 0)
    found |= dict(tallies.order_by().values_list("option").annotate(sum=Sum("count")))
    return found


def told_slips(survey: Survey) -> int:
    """Valid slips of the meetings whose result was told."""
    return sum(slips_of(meeting) for meeting in survey.meetings.filter(state=SurveyMeeting.State.PUBLISHED))


def slips_of(meeting: SurveyMeeting) -> int:
    """Votes out of the box and valid paper slips of a closed meeting."""
    paper = meeting.paper_counts.first()
    return Ballot.objects.filter(meeting=meeting).count() + (paper.valid if paper else 0)


def outcome_of(about: SurveyObject, aspect: int | None = None) -> Outcome:
    """What was told about one object in all meetings of its survey; of one aspect, or of all."""
    rows = Tally.objects.filter(object=about)
    rows = rows if aspect is None else rows.filter(aspect=aspect)
    return Outcome(counts_of(rows), told_slips(about.survey), values_of(about.survey), (about.survey,))


def results(first: date, last: date, organisation) -> Outcome | None:
    """The surveys of units that lie in this period, together; None where nobody was asked about this unit.

    Where their values differ, those of the last survey hold.
    """
    asked = SurveyObject.objects.filter(
        organisation=organisation,
        survey__kind=Survey.Kind.UNITS,
        survey__first__gte=first,
        survey__last__lte=last,
        tallies__isnull=False,
    )
    asked = list(asked.select_related("survey").distinct().order_by("survey__last", "pk"))
    if not asked:
        return None
    surveys = tuple(about.survey for about in asked)
    counts = counts_of(Tally.objects.filter(object__in=asked))
    return Outcome(counts, sum(map(told_slips, surveys)), values_of(surveys[-1]), surveys)


# while a meeting is going on


@dataclass(frozen=True)
class Live:
    """What the screen of a meeting shows: how many slips are in, and the answers of the full batches."""

    printed: int
    cast: int
    shown: int
    rows: list[tuple[SurveyObject, Outcome]]


def live(meeting: SurveyMeeting) -> Live:
    slips = Slip.objects.filter(meeting=meeting, void=False)
    cast = slips.filter(used=True).count()
    shown, found = shown_now(meeting, cast)
    values = values_of(meeting.survey)
    rows = [
        (about, Outcome(dict(found.get(about.pk, Counter())), shown, values))
        for about in meeting.survey.objects_asked.select_related("organisation")
    ]
    return Live(slips.count(), cast, shown, rows)


def shown_now(meeting: SurveyMeeting, cast: int) -> tuple[int, dict[int, Counter]]:
    """(slips that are shown, object → answers): full batches of the box, all of it once it is closed, at last the
    result with the paper slips.
    """
    if meeting.state == SurveyMeeting.State.PUBLISHED:
        found = defaultdict(Counter)
        for key, option, count in meeting.tallies.values_list("object", "option", "count"):
            found[key][option] += count
        return slips_of(meeting), found
    votes = votes_of(meeting)
    keys = dict(meeting.survey.objects_asked.values_list("number", "pk"))
    counted = boxes.tally(votes, len(meeting.survey.aspects))
    return len(votes), {keys[int(number)]: sum(columns, Counter()) for number, columns in counted.items()}


def votes_of(meeting: SurveyMeeting) -> list:
    if meeting.state == SurveyMeeting.State.COUNTING:
        return list(Ballot.objects.filter(meeting=meeting).values_list("answers", flat=True))
    box = Box.objects.filter(pk=meeting.pk).first()
    return [boxes.read(vote) for vote in boxes.unseal(box).counted] if box else []


# paper slips


@dataclass(frozen=True)
class Difference:
    """Where two counts of the paper slips disagree. `about` None: the number of slips itself."""

    words: str
    counts: tuple[int, int]


def differences(meeting: SurveyMeeting) -> list[Difference]:
    """Where the two counts differ; empty as long as there are not two."""
    pair = list(meeting.paper_counts.all()[:2])
    if len(pair) < 2:
        return []
    first, second = pair
    found = [
        Difference(words, (getattr(first, name), getattr(second, name)))
        for name, words in (("valid", _("valid paper slips")), ("invalid", _("invalid paper slips")))
        if getattr(first, name) != getattr(second, name)
    ]
    for words, place in places(meeting):
        counts = (cell(first, place), cell(second, place))
        found += [Difference(words, counts)] if counts[0] != counts[1] else []
    return found


Place = tuple[int, int, int]  # number of the object, aspect, option


def places(meeting: SurveyMeeting) -> list[tuple[str, Place]]:
    """Every cell of a count with its words."""
    aspects = meeting.survey.aspects
    return [
        (f"{about.name} {aspects[aspect]} {Option(option).label}", (about.number, aspect, place))
        for about in meeting.survey.objects_asked.all()
        for aspect in range(len(aspects))
        for place, option in enumerate(OPTIONS)
    ]


def cell(count: PaperCount, place: Place) -> int:
    number, aspect, option = place
    return count.counts[str(number)][aspect][option]


def paper_tally(meeting: SurveyMeeting) -> dict[tuple[int, int, str], int]:
    """(number of the object, aspect, option) → answers on the paper slips, as both have counted them."""
    count = meeting.paper_counts.first()
    if count is None:
        return {}
    return {
        (number, aspect, OPTIONS[option]): cell(count, (number, aspect, option))
        for _words, (number, aspect, option) in places(meeting)
    }


def whole_tally(meeting: SurveyMeeting) -> dict[tuple[int, int, str], int]:
    """The votes out of the box and the paper slips together."""
    found = Counter(paper_tally(meeting))
    votes = Ballot.objects.filter(meeting=meeting).values_list("answers", flat=True)
    for number, columns in boxes.tally(votes, len(meeting.survey.aspects)).items():
        for aspect, column in enumerate(columns):
            found.update({(int(number), aspect, option): count for option, count in column.items()})
    return dict(found)


def first_fault() -> str | None:
    """The first told result that does not follow from its ballots, or box that is not the one that was closed."""
    words = _("The result of the meeting %(meeting)s does not follow from its slips.")
    closed = SurveyMeeting.objects.filter(state__in=SurveyMeeting.CLOSED).select_related("survey").order_by("pk")
    return next((words % {"meeting": meeting} for meeting in closed if not follows(meeting)), None)


def follows(meeting: SurveyMeeting) -> bool:
    entry = Entry.objects.about(meeting).filter(verb="scoring.meeting.box_closed").order_by("-pk").first()
    votes = sorted(map(boxes.written, Ballot.objects.filter(meeting=meeting).values_list("answers", flat=True)))
    used = Slip.objects.filter(meeting=meeting, used=True).count()
    if entry is None or entry.body["digest"] != boxes.digest(votes) or used != len(votes):
        return False
    if meeting.state != SurveyMeeting.State.PUBLISHED:
        return True
    told = meeting.tallies.values_list("object__number", "aspect", "option", "count")
    counted = {place: count for place, count in whole_tally(meeting).items() if count}
    return {tuple(place): count for *place, count in told if count} == counted


def ranking(surveys: Sequence[Survey]) -> list[tuple[SurveyObject, Outcome]]:
    """Objects of these surveys, the best first; equals by name."""
    asked = SurveyObject.objects.filter(survey__in=surveys).select_related("survey", "organisation")
    rows = [(about, outcome_of(about)) for about in asked]
    return sorted(rows, key=lambda row: (-row[1].points, row[0].name))
