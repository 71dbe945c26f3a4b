"""Telling units, people and the office of appraisal what happens to their scores, surveys, goals and duty reports.

Reads the record as supervision's teller does (monitoring.telling) and uses its stories, places and groups of people.
What leaves the house names nobody and no score. The words are Chinese data, like the letters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from accounts.messaging.outbox import BOTH, Draft, send
from accounts.models import Tone
from monitoring import telling
from monitoring.recipients import Concern, Posts, contact, handler, named, unit_head
from monitoring.told import Place, Story, Told
from records.following import follow
from records.models import Entry
from scoring.letters import superior
from scoring.models import Consequence, Delay, DutyReport, Kind, Opinion, Review, Sheet, Task

READER = "scoring"
HANDLERS = (handler, contact)
OFFICE = (handler,)  # of the office of appraisal: its clerks
OWN = (named,)
URGED = (named, contact, unit_head)
RETURNED = "被退回，请登录平台查看。"


def scored(concern: Concern, posts: Posts) -> set[int]:
    """Of a person the person and the head, who alone read it; of a unit its contact and its head."""
    return (named if concern.handler else contact)(concern, posts) | unit_head(concern, posts)


SCORED = (scored,)


def of_sheet(sheet: Sheet) -> Concern:
    return Concern(sheet.organisation, sheet.subject_id if sheet.is_of_person else None)


def place_of_consequence(row: Consequence) -> Place:
    """Who was scored; of a letter the superior, which has no page of it."""
    concern, address = of_sheet(row.sheet), reverse("scoring:consequence", args=[row.pk])
    if row.kind == Kind.LETTER:
        concern, address = Concern(superior(row.sheet.organisation)), ""
    about = f"{row.sheet.name}　{row.get_kind_display()}　{row.publication.round}"
    return Place(concern, f"consequence:{row.pk}", address, about)


def of_units():
    """What a unit or its superior is told: not what goes to offices that decide about people."""
    rows = Consequence.objects.exclude(sheet__organisation=None)
    rows = rows.exclude(kind__in=[Kind.MOVE, Kind.LETTER_INSPECTION, Kind.TRANSFER])
    return rows.select_related("sheet__organisation__parent", "publication__round__scheme")


CONSEQUENCES = Told(
    {
        "scoring.consequence.confirmed": Story(
            "考评结果运用：{about}", "考评结果有新的处理意见，请登录平台查看。", SCORED, Tone.WARNING, BOTH
        ),
        "scoring.consequence.sent_back": Story(
            "整改报告被退回：{about}", f"考评整改报告{RETURNED}", SCORED, Tone.WARNING, BOTH
        ),
        "scoring.consequence.accepted": Story("整改已通过验收：{about}", "考评整改已通过验收。", SCORED, Tone.OK),
    },
    of_units,
    place_of_consequence,
)


def at_the_office(place: Callable[[object], Place], office: Callable) -> Callable[[object], Place]:
    """The same page, for the office of appraisal."""
    return lambda thing: place(thing)._replace(concern=Concern(office(thing)))


RECTIFIED = Told(
    {"scoring.consequence.answered": Story("整改待验收：{about}", "有考评整改待验收。", OFFICE, channels=())},
    lambda: of_units().select_related("publication__round__organisation"),
    at_the_office(place_of_consequence, lambda row: row.publication.round.organisation),
)


def place_of_review(review: Review) -> Place:
    address = reverse("scoring:review", args=[review.pk])
    about = f"{review.sheet.name}　{review.sheet.round}"
    return Place(of_sheet(review.sheet), f"review:{review.pk}", address, about)


def reviews():
    related = ["sheet__organisation", "sheet__round__scheme", "sheet__round__organisation"]
    return Review.objects.exclude(sheet__organisation=None).select_related(*related)


DECIDED = Told(
    {
        "scoring.review.decided": Story(
            "复核已有结果：{about}", "考评复核已有结果，请登录平台查看。", SCORED, channels=BOTH
        )
    },
    reviews,
    place_of_review,
)
ASKED = Told(
    {
        "scoring.review.asked": Story(
            "收到复核申请：{about}", "收到考评复核申请，请登录平台办理。", OFFICE, Tone.WARNING
        ),
        "scoring.review.proposed": Story(
            "复核答复待签发：{about}", "有考评复核答复待签发。", (unit_head,), channels=()
        ),
    },
    reviews,
    at_the_office(place_of_review, lambda review: review.sheet.round.organisation),
)


def place_of_opinion(opinion: Opinion) -> Place:
    address = reverse("scoring:opinion", args=[opinion.pk])
    return Place(Concern(opinion.organisation), f"opinion:{opinion.pk}", address, opinion.wording)


def opinions():
    return Opinion.objects.exclude(organisation=None).select_related("organisation", "survey__organisation")


OPINIONS = Told(
    {
        "scoring.opinion.given": Story(
            "测评意见待答复：{about}", "收到测评意见，请登录平台按期答复。", HANDLERS, Tone.WARNING
        ),
        "scoring.opinion.sent_back": Story(
            "测评意见的答复被退回：{about}", f"测评意见的答复{RETURNED}", HANDLERS, Tone.WARNING
        ),
    },
    opinions,
    place_of_opinion,
)
ANSWERED = Told(
    {"scoring.opinion.answered": Story("测评意见已答复，待审核：{about}", "有测评意见待审核。", OFFICE, channels=())},
    opinions,
    at_the_office(place_of_opinion, lambda opinion: opinion.survey.organisation),
)


def place_of_task(task: Task) -> Place:
    return Place(Concern(task.organisation, task.responsible_id), f"task:{task.pk}", task.address, f"{task.indicator}")


TASKS = Told(
    {
        "scoring.task.given_back": Story(
            "自评被退回：{about}", f"指标任务的自评{RETURNED}", (named, contact), Tone.WARNING
        )
    },
    lambda: Task.objects.select_related("organisation", "indicator"),
    place_of_task,
)


def place_of_delay(delay: Delay) -> Place:
    address = reverse("scoring:delay", args=[delay.pk])
    return place_of_task(delay.task)._replace(thread=f"delay:{delay.pk}", address=address)


def delays():
    return Delay.objects.select_related("task__organisation", "task__indicator", "task__document__organisation")


DELAYS = Told(
    {
        "scoring.delay.issued": Story(
            "绩效督促通知单：{about}",
            "收到绩效督促通知单，请登录平台按期说明。",
            URGED,
            Tone.WARNING,
            BOTH,
        ),
        "scoring.delay.sent_back": Story("滞后说明被退回：{about}", f"绩效督促的说明{RETURNED}", URGED, Tone.WARNING),
    },
    delays,
    place_of_delay,
)
EXPLAINED = Told(
    {"scoring.delay.explained": Story("滞后说明待审核：{about}", "有滞后说明待审核。", OFFICE, channels=())},
    delays,
    at_the_office(place_of_delay, lambda delay: delay.task.document.organisation),
)


def place_of_duty(report: DutyReport) -> Place:
    """To the person alone: nobody else of the unit reads the report."""
    address = reverse("scoring:duty_report", args=[report.pk])
    concern = Concern(report.organisation, report.person_id)
    return Place(concern, f"duty:{report.pk}", address, f"{report.year}")


DUTIES = Told(
    {
        "scoring.duty.evaluated": Story("述职述廉报告已评议：{about}", "述职述廉报告已评议，请登录平台查看。", OWN),
        "scoring.duty.talk_held": Story(
            "谈话已记录，请重新提交述职述廉报告：{about}", "请登录平台重新提交述职述廉报告。", OWN, Tone.WARNING, BOTH
        ),
    },
    lambda: DutyReport.objects.select_related("organisation", "year"),
    place_of_duty,
)
TOLD = [CONSEQUENCES, RECTIFIED, DECIDED, ASKED, OPINIONS, ANSWERED, TASKS, DELAYS, EXPLAINED, DUTIES]


# one deed that concerns many


@dataclass(frozen=True)
class Many:
    """A deed about several things at once: each of them is told by itself."""

    verb: str
    story: Callable[[Entry], Story]
    things: Callable[[list[int]], Iterable[tuple[int, object]]]  # keys of subjects → (key, thing)
    place: Callable[[object], Place]


def sheets_of(publications: list[int]):
    rows = Sheet.objects.filter(results__publication__in=publications).exclude(organisation=None)
    rows = rows.select_related("organisation", "round__scheme", "subject_type")
    return [(key, sheet) for key in publications for sheet in rows.filter(results__publication=key).order_by("pk")]


def place_of_sheet(sheet: Sheet) -> Place:
    address = reverse("scoring:sheet", args=[sheet.pk])
    return Place(of_sheet(sheet), f"sheet:{sheet.pk}", address, f"{sheet.name}　{sheet.round}")


def published(entry: Entry) -> Story:
    """The first version is news; a later one corrects it."""
    if entry.body.get("number", 1) == 1:
        return Story("考评结果已公布：{about}", "考评结果已公布，请登录平台查看。", SCORED)
    return Story("考评结果有更正：{about}", "考评结果有更正，请登录平台查看。", SCORED, Tone.WARNING)


def reports_of(years: list[int]):
    rows = DutyReport.objects.filter(year__in=years).select_related("organisation", "year").order_by("pk")
    return [(report.year_id, report) for report in rows]


CALLED = Story("请提交述职述廉报告：{about}", "请登录平台按期提交述职述廉报告。", OWN, Tone.WARNING, BOTH)
MANY = [
    Many("scoring.publication", published, sheets_of, place_of_sheet),
    Many("scoring.duty.called", lambda entry: CALLED, reports_of, place_of_duty),
]
VERBS = [*(verb for told in TOLD for verb in told.stories), *(many.verb for many in MANY)]


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries, now), now), since=now - telling.NEWS)


def drafts(entries: list[Entry], now) -> list[Draft]:
    """The messages about these entries."""
    made = [draft for told in TOLD for draft in telling.about_deeds(told, entries, now)]
    return made + [draft for many in MANY for draft in about_many(many, entries, now)]


def about_many(many: Many, entries: list[Entry], now) -> list[Draft]:
    chosen = {entry.subject_id: entry for entry in entries if entry.verb == many.verb}
    found = [(chosen[key], thing, many.place(thing)) for key, thing in many.things(list(chosen))]
    posts = telling.posts_for((place.concern.unit.pk for _entry, _thing, place in found), now)
    return [
        replace(telling.of_deed(entry, thing, many.story(entry), place, posts), source=f"entry:{entry.pk}:{thing.pk}")
        for entry, thing, place in found
    ]
