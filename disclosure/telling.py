"""Telling units what they owe to the public, and applicants with an account what became of their requests.

Stories and places are those of supervision's teller (monitoring.told). What leaves the house names a number at most.
The words are Chinese data, like the letters.
"""

from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse

from accounts.messaging.outbox import BOTH, Draft, send
from accounts.models import Tone
from disclosure.models import InfoRequest, OpennessCheck, Publication, PublicationDuty
from monitoring import telling
from monitoring.recipients import Concern, contact, handler, unit_head
from monitoring.told import Place, Story, Told
from records.following import follow
from records.models import Entry

READER = "disclosure"
ANSWERING, RESPONSIBLE = (handler, contact), (contact, unit_head)


def place_of_request(row: InfoRequest) -> Place:
    return Place(Concern(row.organisation), f"request:{row.pk}", row.address, row.number)


REQUESTS = Told(
    {
        "disclosure.request.received": Story(
            "收到政府信息公开申请：{about}",
            "收到政府信息公开申请，请登录平台按期答复。",
            ANSWERING,
            Tone.WARNING,
            BOTH,
        ),
        "disclosure.request.corrected": Story(
            "申请人已补正：{about}", "政府信息公开申请已补正，请登录平台办理。", ANSWERING
        ),
        "disclosure.request.written": Story(
            "信息公开答复待签发：{about}", "有政府信息公开答复待签发。", (unit_head,), channels=()
        ),
        "disclosure.request.extension_proposed": Story(
            "延长答复期限待批准：{about}", "有政府信息公开申请的延期待批准。", (unit_head,), channels=()
        ),
        "disclosure.request.returned": Story(
            "信息公开答复被退回：{about}", "政府信息公开答复被退回，请登录平台修改。", ANSWERING, Tone.WARNING
        ),
    },
    lambda: InfoRequest.objects.select_related("organisation"),
    place_of_request,
)


def place_of_publication(row: Publication) -> Place:
    about = f"{row.duty.entry.name} {row.period_words}"
    return Place(Concern(row.duty.organisation), f"publication:{row.pk}", row.address, about)


PUBLICATIONS = Told(
    {
        "disclosure.publication.returned": Story(
            "公开内容被退回：{about}", "报送的公开内容被退回，请登录平台修改。", ANSWERING, Tone.WARNING
        ),
        "disclosure.publication.taken_back": Story(
            "已公开的内容被撤下：{about}", "已公开的内容被撤下，请登录平台重新公开。", RESPONSIBLE, Tone.WARNING, BOTH
        ),
    },
    lambda: Publication.objects.select_related("duty__entry", "duty__organisation"),
    place_of_publication,
)


def place_of_check(row: OpennessCheck) -> Place:
    return Place(Concern(row.organisation), f"openness:{row.pk}", row.address, f"{row}")


CHECKS = Told(
    {
        "disclosure.check.confirmed": Story(
            "政务公开督查结果：{about}", "政务公开督查结果已确认，请登录平台查看。", RESPONSIBLE, Tone.WARNING
        ),
        "disclosure.check.reopened": Story(
            "政务公开整改未通过：{about}", "政务公开整改未通过，请登录平台继续整改。", RESPONSIBLE, Tone.WARNING
        ),
    },
    lambda: OpennessCheck.objects.select_related("organisation"),
    place_of_check,
)


def place_of_duty(row: PublicationDuty) -> Place:
    """All that changes in what a unit owes is one thread."""
    return Place(Concern(row.organisation), f"duties:{row.organisation_id}", row.address, row.entry.name)


def duties() -> QuerySet:
    return PublicationDuty.objects.select_related("entry", "organisation")


DUTIES = Told(
    {
        "disclosure.duty.imposed": Story(
            "新增公开事项：{about}", "新增政府信息公开事项，请登录平台查看。", RESPONSIBLE, channels=()
        ),
        "disclosure.duty.ended": Story(
            "不再承担公开事项：{about}", "一项政府信息公开事项不再由本单位承担。", RESPONSIBLE, channels=()
        ),
    },
    duties,
    place_of_duty,
)
TOLD = [REQUESTS, PUBLICATIONS, CHECKS, DUTIES]
LINE_CHANGED = "disclosure.line.change_released"
CHANGE = Story(
    "公开事项有调整：{about}",
    "政府信息公开目录有调整，请登录平台查看。",
    RESPONSIBLE,
    Tone.WARNING,
    channels=(),
)
APPLICANT = {  # verb → title, tone
    "disclosure.request.correction_asked": ("您的信息公开申请需要补正", Tone.WARNING),
    "disclosure.request.extended": ("您的信息公开申请已延长答复期限", Tone.INFO),
    "disclosure.request.answered": ("您的信息公开申请已答复", Tone.OK),
}
VERBS = [*(verb for told in TOLD for verb in told.stories), *APPLICANT, LINE_CHANGED]


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries, now), now), since=now - telling.NEWS)


def drafts(entries: list[Entry], now) -> list[Draft]:
    """The messages about these entries."""
    made = [draft for told in TOLD for draft in telling.about_deeds(told, entries, now)]
    made += to_units([entry for entry in entries if entry.verb == LINE_CHANGED], now)
    return made + to_applicants([entry for entry in entries if entry.verb in APPLICANT])


def to_units(entries: list[Entry], now) -> list[Draft]:
    """A line of the catalogue changes: told to everybody who owes it, with the day of the change."""
    lines = {entry.subject_id for entry in entries}
    owing = list(duties().active().filter(entry__in=lines)) if lines else []
    posts = telling.posts_for((duty.organisation_id for duty in owing), now)
    return [changed(entry, duty, posts) for entry in entries for duty in owing if duty.entry_id == entry.subject_id]


def changed(entry: Entry, duty: PublicationDuty, posts) -> Draft:
    place = place_of_duty(duty)
    place = place._replace(about=f"{place.about}（自{entry.body['valid_from']}起）")
    draft = telling.of_deed(entry, duty, CHANGE, place, posts)
    return replace(draft, source=f"entry:{entry.pk}:{duty.pk}", kind="line.changed")


def to_applicants(entries: list[Entry]) -> list[Draft]:
    """To those who asked with an account; the others look with number and query code."""
    rows = InfoRequest.objects.filter(applicant__user__isnull=False).select_related("applicant")
    asked = rows.in_bulk([entry.subject_id for entry in entries])
    return [of_entry(entry, asked[entry.subject_id]) for entry in entries if entry.subject_id in asked]


def of_entry(entry: Entry, row: InfoRequest) -> Draft:
    title, tone = APPLICANT[entry.verb]
    return Draft(
        source=f"entry:{entry.pk}:applicant",
        thread=f"my-request:{row.pk}",
        kind=entry.verb.removeprefix("disclosure."),
        title=f"{title}（{row.number}）",
        text=row.content[:60],
        words=f"{title}，请登录平台查看。",
        address=reverse("disclosure:my_request", args=[row.number]),
        tone=tone,
        made_at=entry.happened_at,
        recipients=frozenset({row.applicant.user_id}),
    )
